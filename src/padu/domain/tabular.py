"""Reading what people type into tables: headers, numbers, dates, words for yes and no, codes of villages.

Every function takes the text of one cell and is pure. A text that cannot be read raises `CellError` with a stable code
and what was expected, in Indonesian; the caller decides whether that is an error or a warning of the row.
"""

from __future__ import annotations

import datetime as dt
import difflib
import re
import unicodedata
from collections.abc import Iterable
from decimal import Decimal
from enum import StrEnum
from functools import lru_cache

from padu.domain.values import Missing

FORMULA_SIGNS = ("=", "+", "-", "@", "\t", "\r")
BLANKS = frozenset({"", "-", "--", "---", "–", "—", ".", "..", "...", "…"})
NEAREST_CUTOFF = 0.6  # [assumption] share of equal letters from which a name is worth suggesting

YES_WORDS = frozenset({"ya", "y", "yes", "benar", "true", "ada", "iya", "1"})
NO_WORDS = frozenset({"tidak", "tdk", "t", "no", "n", "salah", "false", "tidakada", "bukan", "belum", "2", "0"})

NOT_APPLICABLE_WORDS = frozenset({"tidakberlaku", "tb", "notapplicable"})
SUPPRESSED_WORDS = frozenset({"disamarkan", "dirahasiakan", "suppressed", "disamarkan10"})
UNKNOWN_WORDS = frozenset({"tidakdiketahui", "belumdiketahui", "tidakadadata", "unknown", "null", "nan", "none"})
AMBIGUOUS_WORDS = frozenset({"na", "nil"})

_MONTH_NAMES = (
    "januari january jan",
    "februari pebruari february feb peb",
    "maret march mar mrt",
    "april apr",
    "mei may",
    "juni june jun",
    "juli july jul",
    "agustus august agu agt agust ags aug",
    "september sept sep",
    "oktober october okt oct",
    "november nopember nov nop",
    "desember december des dec",
)
MONTHS_BY_NAME = {name: month for month, names in enumerate(_MONTH_NAMES, start=1) for name in names.split()}

_ISO = re.compile(r"(\d{4})[-/](\d{1,2})[-/](\d{1,2})(?:[ T]00:00(?::00(?:\.0+)?)?)?")
_DAY_FIRST = re.compile(r"(\d{1,2})\s*[-/. ]\s*(\d{1,2})\s*[-/. ]\s*(\d{4})")
_DAY_MONTH_NAME = re.compile(r"(\d{1,2})[\s\-/.]*([A-Za-z]{3,9})\.?[\s\-/.,]*(\d{4})")
_DIGITS = re.compile(r"[+-]?\d+")
_VILLAGE = re.compile(r"(\d{2})[. ]?(\d{2})[. ]?(\d{2})[. ]?(\d{4})")


class NumberStyle(StrEnum):
    """How a file writes fractions: `1.234,5` (comma), `1,234.5` (point), or nobody knows."""

    COMMA = "comma"
    POINT = "point"
    UNSURE = "unsure"


class CellError(ValueError):
    """A cell that cannot be read as what its column holds. `expected` is Indonesian."""

    def __init__(self, code: str, expected: str) -> None:
        super().__init__(code)
        self.code = code
        self.expected = expected


@lru_cache(maxsize=4096)
def fold(text: str) -> str:
    """Letters and digits only, lower case, no accents, no remark in round brackets: how headers are compared.

    >>> fold("No. KK (16 angka)")
    'nokk'
    """
    bare = re.sub(r"\([^)]*\)", " ", text)
    plain = unicodedata.normalize("NFKD", bare if bare.strip() else text)
    return "".join(sign for sign in plain.casefold() if sign.isalnum())


def nearest(name: str, candidates: Iterable[str]) -> str | None:
    """The candidate that looks most like `name` when both are folded, or None when nothing comes near."""
    by_fold = {fold(candidate): candidate for candidate in candidates}
    found = difflib.get_close_matches(fold(name), by_fold, n=1, cutoff=NEAREST_CUTOFF)
    return by_fold[found[0]] if found else None


def is_blank(text: str) -> bool:
    """True for an empty cell and for the strokes and dots that people put into one."""
    return text.strip() in BLANKS


def starts_like_formula(text: str) -> bool:
    """True for a text that a spreadsheet would run; a lone stroke is a blank, not a formula."""
    return text.startswith(FORMULA_SIGNS) and not is_blank(text)


def parse_integer(text: str, style: NumberStyle = NumberStyle.UNSURE) -> int:
    """A whole number; points, commas or blanks between thousands and a fraction of nought are read over.

    style  POINT for a number cell of a workbook, where a point can only be a fraction. Raises CellError.
    """
    plain = _plain_number(text)
    if _DIGITS.fullmatch(plain):
        return int(plain)
    if style is not NumberStyle.POINT and re.fullmatch(r"[+-]?\d{1,3}(\.\d{3})+(,0+)?", plain):
        return int(plain.split(",")[0].replace(".", ""))
    if re.fullmatch(r"[+-]?\d{1,3}(,\d{3})+(\.0+)?", plain):
        return int(plain.split(".")[0].replace(",", ""))
    if re.fullmatch(r"[+-]?\d+[.,]0+", plain):
        return int(re.split(r"[.,]", plain)[0])
    raise CellError("integer", "bilangan bulat, misalnya 12 atau 1.234")


def parse_decimal(text: str, style: NumberStyle = NumberStyle.UNSURE) -> Decimal:
    """A number with or without a fraction, Indonesian `1.234,5` or `1,234.5`; a per cent sign is left out.

    A single mark before exactly three digits (`1.234`) is read by `style`; when that is UNSURE, or when the marks make
    no sense, CellError is raised.
    """
    plain = _plain_number(text).removesuffix("%").strip()
    if _DIGITS.fullmatch(plain):
        return Decimal(plain)
    mark = _fraction_mark(plain, style)
    other = "," if mark == "." else "."
    whole, _, fraction = plain.partition(mark) if mark else (plain, "", "")
    grouped = rf"[+-]?(\d{{1,3}}(\{other}\d{{3}})+|\d+)" if mark else r"[+-]?\d{1,3}([.,])\d{3}(\1\d{3})*"
    if not re.fullmatch(grouped, whole) or (mark and not (fraction.isascii() and fraction.isdigit())):
        raise CellError("decimal", "angka, misalnya 12,5 atau 1.234,5")
    return Decimal(re.sub(r"[.,]", "", whole) + (f".{fraction}" if mark else ""))


def _plain_number(text: str) -> str:
    """Without blanks and the sign of the rupiah, with the plain minus sign."""
    return re.sub(r"^\s*Rp\.?|\s+", "", text, flags=re.IGNORECASE).replace("−", "-").replace("\u2013", "-")


def _fraction_mark(plain: str, style: NumberStyle) -> str:
    """The sign before the fraction, or "" when every mark parts thousands."""
    point, comma = plain.count("."), plain.count(",")
    if point and comma:
        return max(".,", key=plain.rfind)
    if point + comma != 1:
        return ""
    mark = "." if point else ","
    if not re.fullmatch(r"[+-]?[1-9]\d{0,2}[.,]\d{3}", plain):
        return mark
    if style is NumberStyle.UNSURE:
        raise CellError("decimal_ambiguous", "angka tanpa titik ribuan, dengan koma untuk pecahan")
    return mark if (mark == ".") is (style is NumberStyle.POINT) else ""


def parse_date(text: str) -> dt.date:
    """A day: `2026-11-22`, `22/11/2026`, `22-11-2026`, `22.11.2026`, `22 November 2026`, `22 Nov 2026`.

    Day before month always; two-digit years and serial numbers of a spreadsheet are refused. Raises CellError.
    """
    plain = text.strip()
    iso, day_first, named = (form.fullmatch(plain) for form in (_ISO, _DAY_FIRST, _DAY_MONTH_NAME))
    if iso:
        return _day(int(iso[1]), int(iso[2]), int(iso[3]))
    if day_first:
        return _day(int(day_first[3]), int(day_first[2]), int(day_first[1]))
    if named and named[2].casefold() in MONTHS_BY_NAME:
        return _day(int(named[3]), MONTHS_BY_NAME[named[2].casefold()], int(named[1]))
    if re.fullmatch(r"\d{5}(\.\d+)?", plain):
        raise CellError("date_serial", "tanggal, bukan angka seri; ubah format sel menjadi tanggal")
    raise CellError("date_form", "tanggal berbentuk HH/BB/TTTT, misalnya 17/08/1990")


def _day(year: int, month: int, day: int) -> dt.date:
    try:
        return dt.date(year, month, day)
    except ValueError as error:
        raise CellError("date_impossible", "tanggal yang ada di kalender, hari di depan bulan") from error


def parse_yes_no(text: str) -> bool:
    """Words and codes for yes and no; the forms count 1 yes and 2 no. Raises CellError."""
    word = fold(text)
    if word in YES_WORDS:
        return True
    if word in NO_WORDS:
        return False
    raise CellError("yes_no", "Ya atau Tidak")


def parse_village_code(text: str) -> str:
    """Dotted ten-digit code of a village, written with or without points. Raises CellError for any other form."""
    found = _VILLAGE.fullmatch(text.strip())
    if not found or not text.isascii():
        raise CellError("village_code_form", "kode desa 10 angka, misalnya 13.01.01.2001")
    return ".".join(found.groups())


def parse_missing(text: str) -> Missing | None:
    """Why a cell holds no figure, or None when something else stands in it.

    Blanks, strokes and dots are unknown, never nought.
    """
    word = fold(text)
    if word in NOT_APPLICABLE_WORDS:
        return Missing.NOT_APPLICABLE
    if word in SUPPRESSED_WORDS or re.fullmatch(r"\*+|<\s*\d+", text.strip()):
        return Missing.SUPPRESSED
    if is_blank(text) or word in UNKNOWN_WORDS or word in AMBIGUOUS_WORDS:
        return Missing.UNKNOWN
    return None


def parse_figure(text: str, style: NumberStyle = NumberStyle.UNSURE) -> Decimal | Missing:
    """A figure or the reason why there is none. Raises CellError for any other text."""
    missing = parse_missing(text)
    return missing if missing is not None else parse_decimal(text, style)


def is_ambiguous_missing(text: str) -> bool:
    """True for signs that some tables use for nought and others for "no data": a stroke, `NA`, `nil`."""
    plain = text.strip()
    return plain in BLANKS - {"", "...", "…"} or fold(plain) in AMBIGUOUS_WORDS
