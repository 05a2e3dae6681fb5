"""NIK and no. KK: form, checks, what they say of a person, and how they are shown.

A NIK has 16 digits, PP KK CC DDMMYY SSSS: province, regency and district of first registration, birth date with 40
added to a woman's day, serial. It has no check digit and is never changed when a person moves or a birth date is
corrected, so a disagreement with the entered values is a warning, not an error. A no. KK has the same shape with the
date of recording (no 40 added). Sources: UU 23/2006 as changed by UU 24/2013; dukcapil.klaten.go.id (form).
"""

from __future__ import annotations

import datetime as dt
import re
from dataclasses import dataclass
from enum import StrEnum

from padu.domain.pk21.codes import Sex

NUMBER_LENGTH = 16
SHOWN_DIGITS = 4
WOMAN_DAY_OFFSET = 40
DUMMY_NUMBERS = frozenset(
    {"1234567890123456", "0123456789012345", "9876543210987654", "1234567812345678"}
)  # [assumption]

# Provinces of Kepmendagri 300.2.2-2430/2025. A number may carry an older code (54 for East Timor): warn, do not refuse.
_PROVINCE_SPANS = ((11, 19), (21, 21), (31, 36), (51, 53), (61, 65), (71, 76), (81, 82), (91, 96))
PROVINCE_CODES = frozenset(str(code) for first, last in _PROVINCE_SPANS for code in range(first, last + 1))

_SEPARATORS = re.compile(r"[\s.\-'’`]+")
# 11 digits and more: NIK, no. KK, telephone; the 10 digits of a village code stay readable.
_LONG_DIGITS = re.compile(r"\d(?:[\s.\-]?\d){10,}")


class IssueLevel(StrEnum):
    """An error keeps the row out, a warning lets it in and stays visible, a note needs no correction."""

    ERROR = "error"
    WARNING = "warning"
    NOTE = "note"


class NikMissingReason(StrEnum):
    """Why a person is entered without a NIK [assumption]."""

    NEWBORN = "newborn"
    UNREGISTERED = "unregistered"
    FOREIGNER = "foreigner"
    NOT_SHOWN = "not_shown"
    NOT_ASKED = "not_asked"


@dataclass(frozen=True, slots=True)
class NumberFinding:
    """One thing a check found. `expected` is Indonesian and never holds digits of the number."""

    code: str
    level: IssueLevel
    expected: str


_FORM = NumberFinding("number_form", IssueLevel.ERROR, "16 angka, ditulis sebagai teks")
_SCIENTIFIC = NumberFinding(
    "number_scientific", IssueLevel.ERROR, "16 angka lengkap; format sel sebagai teks lalu ketik ulang"
)
_DUMMY = NumberFinding("number_dummy", IssueLevel.ERROR, "nomor yang sebenarnya, bukan nomor contoh")
_SERIAL = NumberFinding("number_serial_zero", IssueLevel.ERROR, "empat angka terakhir mulai dari 0001")
_NIK_DATE = NumberFinding(
    "nik_date_impossible", IssueLevel.ERROR, "angka ke-7 sampai ke-12 berupa tanggal lahir (perempuan: tanggal + 40)"
)
_KK_DATE = NumberFinding("kk_date_impossible", IssueLevel.ERROR, "angka ke-7 sampai ke-12 berupa tanggal pencatatan")
_PROVINCE = NumberFinding(
    "number_province_unknown", IssueLevel.WARNING, "dua angka pertama berupa kode provinsi yang berlaku"
)
_DATE_DIFFERS = NumberFinding(
    "nik_birth_date_differs", IssueLevel.WARNING, "tanggal lahir di NIK sama dengan tanggal lahir yang diisi"
)
_SEX_DIFFERS = NumberFinding(
    "nik_sex_differs", IssueLevel.WARNING, "jenis kelamin di NIK sama dengan jenis kelamin yang diisi"
)


def normalise_number(text: str) -> str:
    """The number without blanks, points, hyphens and apostrophes; anything else stays, so that checks can see it.

    >>> normalise_number(" 1301.0145 0397-0001 ")
    '1301014503970001'
    """
    return _SEPARATORS.sub("", text)


normalise_nik = normalise_number


def mask_number(text: str) -> str:
    """First 4 digits, the rest as stars; a text that does not start with 4 digits, or has under 8 signs, is all stars.

    >>> mask_number("1301014503970001")
    '1301************'
    """
    number = normalise_number(text)
    head = number[:SHOWN_DIGITS]
    if len(number) < 2 * SHOWN_DIGITS or not (head.isascii() and head.isdigit()):
        return "*" * len(number)
    return head + "*" * (len(number) - SHOWN_DIGITS)


def mask_numbers_in(text: str) -> str:
    """`text` with every run of 11 or more digits masked: a NIK that was typed into the wrong column."""
    return _LONG_DIGITS.sub(lambda found: mask_number(found.group()), text)


def check_nik(
    nik: str, *, as_of: dt.date, sex: Sex | None = None, birth_date: dt.date | None = None
) -> tuple[NumberFinding, ...]:
    """Findings on a normalised NIK; empty when nothing is wrong.

    as_of       the day of the check: a birth date after it is in the future
    sex, birth_date  what the form says; None leaves the comparison out
    source      domain rules on NIK: errors for form, impossible date, serial 0000, dummies; else warnings
    """
    broken = _broken_form(nik)
    if broken:
        return (broken,)
    found = [_SERIAL] if nik[12:] == "0000" else []
    if _two_digit_date(nik[6:12], woman_offset=True) is None:
        return (*found, _NIK_DATE)
    if nik[:2] not in PROVINCE_CODES:
        found.append(_PROVINCE)
    if birth_date is not None and birth_date_in_nik(nik, as_of=as_of, near=birth_date) != birth_date:
        found.append(_DATE_DIFFERS)
    if sex is not None and sex_in_nik(nik) is not sex:
        found.append(_SEX_DIFFERS)
    return tuple(found)


def check_no_kk(no_kk: str) -> tuple[NumberFinding, ...]:
    """Findings on a normalised no. KK: the numeric checks of a NIK, with a date of recording without the 40."""
    broken = _broken_form(no_kk)
    if broken:
        return (broken,)
    found = [_SERIAL] if no_kk[12:] == "0000" else []
    if _two_digit_date(no_kk[6:12], woman_offset=False) is None:
        return (*found, _KK_DATE)
    if no_kk[:2] not in PROVINCE_CODES:
        found.append(_PROVINCE)
    return tuple(found)


def sex_in_nik(nik: str) -> Sex:
    """Sex that the day digits of a well-formed NIK carry."""
    return Sex.FEMALE if int(nik[6:8]) > WOMAN_DAY_OFFSET else Sex.MALE


def birth_date_in_nik(nik: str, *, as_of: dt.date, near: dt.date | None = None) -> dt.date | None:
    """Birth date that a well-formed NIK carries; None where no century gives a real day that is not in the future.

    Of two possible centuries the one nearest `near` is taken, without it the later one [assumption].
    """
    parts = _two_digit_date(nik[6:12], woman_offset=True)
    possible = [day for day in parts or () if day <= as_of]
    if not possible:
        return None
    if near is None:
        return max(possible)
    return min(possible, key=lambda day: abs((day - near).days))


def _broken_form(number: str) -> NumberFinding | None:
    if re.fullmatch(r"\d[.,]?\d*[eE]\+?\d+", number):
        return _SCIENTIFIC
    if len(number) != NUMBER_LENGTH or not (number.isascii() and number.isdigit()):
        return _FORM
    if len(set(number)) == 1 or number in DUMMY_NUMBERS:
        return _DUMMY
    return None


def _two_digit_date(digits: str, *, woman_offset: bool) -> tuple[dt.date, ...] | None:
    """The real days that DDMMYY can mean in 19YY and 20YY, or None when there is none."""
    day, month, year = int(digits[:2]), int(digits[2:4]), int(digits[4:])
    if woman_offset and day > WOMAN_DAY_OFFSET:
        day -= WOMAN_DAY_OFFSET
    days = [_real_day(century + year, month, day) for century in (1900, 2000)]
    return tuple(found for found in days if found is not None) or None


def _real_day(year: int, month: int, day: int) -> dt.date | None:
    try:
        return dt.date(year, month, day)
    except ValueError:
        return None
