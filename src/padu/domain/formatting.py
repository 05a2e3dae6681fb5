"""Numbers, money, shares and dates as Indonesian readers expect them.

Pure text, no HTML. Rounding is half up on the decimal digits a person sees (12,25 becomes 12,3 with one decimal),
never the half-to-even of binary floats. Source of the forms: Pedoman Umum Ejaan yang Disempurnakan (EYD edisi V) for
the decimal comma, the point between thousands and "Rp" without a space.
"""

from __future__ import annotations

import datetime as dt
from decimal import ROUND_HALF_UP, Decimal

from padu.domain.values import FigureValue, Missing, Number, missing_of

MONTHS = (
    "Januari",
    "Februari",
    "Maret",
    "April",
    "Mei",
    "Juni",
    "Juli",
    "Agustus",
    "September",
    "Oktober",
    "November",
    "Desember",
)
MONTHS_SHORT = ("Jan", "Feb", "Mar", "Apr", "Mei", "Jun", "Jul", "Agu", "Sep", "Okt", "Nov", "Des")
DAYS = ("Senin", "Selasa", "Rabu", "Kamis", "Jumat", "Sabtu", "Minggu")
DAYS_SHORT = ("Sen", "Sel", "Rab", "Kam", "Jum", "Sab", "Min")

MISSING_TEXT = {
    Missing.UNKNOWN: "belum diketahui",
    Missing.NOT_APPLICABLE: "tidak berlaku",
    Missing.SUPPRESSED: "disamarkan (<10)",
}

_ZONE_NAMES = {7: "WIB", 8: "WITA", 9: "WIT"}
_MONEY_STEPS = ((10**12, "triliun"), (10**9, "miliar"), (10**6, "juta"), (10**3, "ribu"))
_SIZE_UNITS = ("byte", "kB", "MB", "GB", "TB")


def rounded(value: Number, decimals: int = 0) -> Decimal:
    """`value` half up to `decimals` digits after the comma; a float counts by its shortest decimal form.

    >>> rounded(12.25, 1)
    Decimal('12.3')
    """
    exact = Decimal(repr(value)) if isinstance(value, float) else Decimal(value)
    step = Decimal(1).scaleb(-decimals)
    return exact.quantize(step, rounding=ROUND_HALF_UP)


def number(value: Number, decimals: int = 0) -> str:
    """`1234.5` with one decimal is `1.234,5`; a value that rounds to nought has no sign."""
    digits = f"{rounded(value, decimals):,f}"
    if not digits.strip("-0.,"):
        digits = digits.lstrip("-")
    return digits.translate(str.maketrans(",.", ".,"))


def signed(value: Number, decimals: int = 0) -> str:
    """A change: `+1,2`, `-0,4`, and `0` for none."""
    text = number(value, decimals)
    return text if text.startswith("-") or not text.strip("0,.") else f"+{text}"


def rupiah(value: Number) -> str:
    """Whole rupiah: `Rp1.234.567`, `-Rp500`."""
    text = number(value)
    return f"-Rp{text[1:]}" if text.startswith("-") else f"Rp{text}"


def rupiah_short(value: Number) -> str:
    """Money for a chart or a tight cell: `Rp1,2 juta`, `Rp3,4 miliar`; below a thousand as it is."""
    size = abs(rounded(value))
    for index, (step, word) in enumerate(_MONEY_STEPS):
        if size < step:
            continue
        figure = rounded(Decimal(size) / step, 1)
        if figure >= 1000 and index > 0:  # 999.96 million reads as 1 billion, not as 1.000 million
            step, word = _MONEY_STEPS[index - 1]
            figure = rounded(Decimal(size) / step, 1)
        sign = "-" if value < 0 else ""
        return f"{sign}Rp{number(figure, 1).removesuffix(',0')} {word}"
    return rupiah(value)


def percent(value: Number, decimals: int = 1) -> str:
    """A percentage from 0 to 100: `12,3 %`."""
    return f"{number(value, decimals)} %"


def share_percent(share: Number, decimals: int = 1) -> str:
    """A share from 0 to 1 as a percentage: 0.123 is `12,3 %`."""
    exact = Decimal(repr(share)) if isinstance(share, float) else Decimal(share)
    return percent(exact * 100, decimals)


def figure(value: FigureValue, decimals: int = 0, unit: str = "") -> str:
    """A figure with its unit, or the words for why there is none.

    unit  "" for a bare number, "%" for a percentage 0..100, "Rp" for whole rupiah, else the word that follows.

    A true nought is `0`; what only rounds to nought keeps its decimals (`0,0`).
    """
    missing = missing_of(value)
    if missing is not None:
        return MISSING_TEXT[missing]
    assert value is not None
    assert not isinstance(value, Missing)
    if unit == "Rp":
        return rupiah(value)
    text = number(value, decimals) if value else "0"
    return f"{text} {unit}" if unit else text


def date_long(day: dt.date) -> str:
    """`3 November 2026`."""
    return f"{day.day} {MONTHS[day.month - 1]} {day.year}"


def date_short(day: dt.date) -> str:
    """`3 Nov 2026`."""
    return f"{day.day} {MONTHS_SHORT[day.month - 1]} {day.year}"


def date_with_day(day: dt.date) -> str:
    """`Selasa, 3 November 2026`."""
    return f"{DAYS[day.weekday()]}, {date_long(day)}"


def month_name(month: int) -> str:
    """`November` for 11. Raises IndexError outside 1..12."""
    if month < 1:
        raise IndexError(month)
    return MONTHS[month - 1]


def month_year(day: dt.date) -> str:
    """`November 2026`."""
    return f"{MONTHS[day.month - 1]} {day.year}"


def date_range(first: dt.date, last: dt.date) -> str:
    """`3–5 November 2026`, `30 Oktober–2 November 2026`, `30 Desember 2026–2 Januari 2027`."""
    if first == last:
        return date_long(first)
    if (first.year, first.month) == (last.year, last.month):
        return f"{first.day}–{date_long(last)}"
    if first.year == last.year:
        return f"{first.day} {MONTHS[first.month - 1]}–{date_long(last)}"
    return f"{date_long(first)}–{date_long(last)}"


def clock(moment: dt.datetime, zone: dt.tzinfo) -> str:
    """The time of day in an Indonesian zone: `14.05 WIB`. `moment` must be aware (ValueError otherwise)."""
    if moment.tzinfo is None:
        raise ValueError("an aware datetime is needed")
    local = moment.astimezone(zone)
    offset = local.utcoffset()
    assert offset is not None
    name = _ZONE_NAMES.get(int(offset.total_seconds() // 3600), local.strftime("%Z"))
    return f"{local:%H.%M} {name}"


def moment_long(moment: dt.datetime, zone: dt.tzinfo) -> str:
    """`3 November 2026 pukul 14.05 WIB`."""
    time = clock(moment, zone)
    return f"{date_long(moment.astimezone(zone).date())} pukul {time}"


def days_between(day: dt.date, today: dt.date) -> str:
    """How far `day` lies from `today`, for clocks: `hari ini`, `besok`, `3 hari lagi`, `kemarin`, `3 hari lalu`.

    From 60 days on it counts months of 30 days, from 730 days on years of 365 days: an impression, not a deadline.
    """
    days = (day - today).days
    near = {0: "hari ini", 1: "besok", -1: "kemarin"}
    if days in near:
        return near[days]
    size, word = abs(days), "hari"
    if size >= 730:
        size, word = size // 365, "tahun"
    elif size >= 60:
        size, word = size // 30, "bulan"
    return f"{size} {word} {'lagi' if days > 0 else 'lalu'}"


def file_size(size_bytes: int) -> str:
    """`12,3 MB`, `50 MB`; steps of 1000 as on a storage label."""
    size, unit = Decimal(size_bytes), 0
    while rounded(size, 1 if unit else 0) >= 1000 and unit < len(_SIZE_UNITS) - 1:
        size, unit = size / 1000, unit + 1
    return f"{number(size, 1 if unit else 0).removesuffix(',0')} {_SIZE_UNITS[unit]}"
