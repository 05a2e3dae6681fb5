"""Made-up NIK and no. KK: right in form, consistent with birth date and sex, unique over all villages of a data set.

Serials start at 5001: registration offices count from 0001 for each district and day and never come near, so that a
made-up number is nobody's real one. Each village of a district has a block of serials of its own, so villages can be
generated one by one and in any order. A dozen districts of the nation number their desa past 2099; there 2005 and 2105
share a block, and only one of such a pair can be in a data set.
"""

from __future__ import annotations

import datetime as dt
from collections import Counter
from typing import Final

from padu.domain.identity import WOMAN_DAY_OFFSET

FIRST_SERIAL: Final = 5001
BLOCK: Final = 24
"""Serials of one village for one day; a village of 7,500 families needs about 7."""

_VILLAGES_OF_A_KIND: Final = 100
_KELURAHAN: Final = "1"


class NumberBook:
    """Hands out the NIK and no. KK of one village."""

    def __init__(self, village_code: str) -> None:
        digits = village_code.replace(".", "")
        self._district = digits[:6]
        # Kelurahan (1001 ...) and desa (2001 ...) of one district count apart.
        place = int(digits[-2:]) + (0 if digits[6] == _KELURAHAN else _VILLAGES_OF_A_KIND)
        self._first = FIRST_SERIAL + place * BLOCK
        self._nik_given: Counter[str] = Counter()
        self._kk_given: Counter[str] = Counter()

    def nik(self, birth_date: dt.date, *, male: bool) -> str | None:
        """A new NIK that carries this date and sex; None when the village's block for that day is used up."""
        day = birth_date.day + (0 if male else WOMAN_DAY_OFFSET)
        return self._number(f"{day:02d}{birth_date:%m%y}", self._nik_given)

    def no_kk(self, recorded_on: dt.date) -> str | None:
        """A new number of a household card recorded on this day; None when the block is used up."""
        return self._number(f"{recorded_on:%d%m%y}", self._kk_given)

    def _number(self, six_digits: str, given: Counter[str]) -> str | None:
        if given[six_digits] == BLOCK:
            return None
        # Begin at another place of the block each day, so that the last four digits differ from person to person.
        serial = self._first + (int(six_digits) * 7 + given[six_digits]) % BLOCK
        given[six_digits] += 1
        return f"{self._district}{six_digits}{serial:04d}"
