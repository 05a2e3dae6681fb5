"""Reading a register of kampung from a table: our own template, or the SIGA exports of Kampung KB and Rumah DataKu.

SIGA names the village and gives the last four digits of its code only, so the place is found by names; it counts
kampung per year of founding instead of giving a date (siga_exports.md). Every text that cannot be read is an issue of
its row, never a guess.
"""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from padu.domain.kampung_fields import FIRST_YEAR
from padu.domain.tabular import CellError, fold, is_blank, parse_date, parse_integer, parse_village_code

HEADER_ROWS: Final = 12  # [assumption] a title of this many lines at most
TEMPLATE_HEAD: Final = ("Kode desa", "Nama kampung", "Tanggal atau tahun berdiri", "Nomor SK", "Tanggal SK")
_YEARS: Final = ("2016", "2017", "2018", "2019")
# Folded header -> what stands in the column. SIGA spells in capitals, which folding takes away.
_HEADS: Final[Mapping[str, str]] = {
    "kodedesa": "code",
    "kodewilayah": "code",
    "kode": "code",
    "namakampung": "name",
    "namakampungkb": "name",
    "tanggalatautahunberdiri": "founded",
    "tanggalberdiri": "founded",
    "tahunberdiri": "founded",
    "nomorsk": "decree_number",
    "tanggalsk": "decree_on",
    "kabupaten": "regency",
    "kecamatan": "district",
    "kelurahan": "village",
    "desakelurahan": "village",
    "jumlahkampungkb": "kampung_count",
    "jumlahrumahdataku": "dataku_count",
    **{year: year for year in _YEARS},
}


@dataclass(frozen=True, slots=True)
class RowIssue:
    """One cell that cannot be read: the row as a person counts, its column, what was seen, what was expected."""

    row: int
    column: str
    seen: str
    expected: str


@dataclass(frozen=True, slots=True)
class RegisterRow:
    """One row understood. `code` "" where only names lead to the village; counts None where the file has none.

    exact  False where only the year of founding is known: the date is then its last day
    """

    row: int
    code: str = ""
    district: str = ""
    village: str = ""
    name: str = ""
    founded_on: dt.date | None = None
    exact: bool = True
    decree_number: str = ""
    decree_on: dt.date | None = None
    kampung_count: int | None = None
    dataku_count: int | None = None


def find_head(rows: Sequence[Sequence[str]]) -> tuple[int, dict[str, int]] | None:
    """Position of the header row and of each known column; None where no row names a village and anything of it."""
    for number, cells in enumerate(rows[:HEADER_ROWS]):
        places = {_HEADS[fold(cell)]: at for at, cell in reversed(list(enumerate(cells))) if fold(cell) in _HEADS}
        named = "name" in places and "code" in places
        counted = "village" in places and ({"kampung_count", "dataku_count"} & places.keys())
        if named or counted:
            return number, places
    return None


def read_row(number: int, cells: Sequence[str], places: Mapping[str, int]) -> RegisterRow | list[RowIssue] | None:
    """What a row says, or all that is wrong with it; None for an empty one and for a line of totals."""

    def cell(key: str) -> str:
        at = places.get(key)
        text = cells[at].strip() if at is not None and at < len(cells) else ""
        return "" if is_blank(text) else text

    if not (cell("code") or cell("village")) or fold(cell("village") or cell("district")) in ("total", "jumlah"):
        return None
    issues: list[RowIssue] = []
    read = _Cells(number, cell, issues)
    founded_on, exact = read.founding()
    row = RegisterRow(
        row=number,
        code=read.code(),
        district=cell("district"),
        village=cell("village"),
        name=cell("name"),
        founded_on=founded_on,
        exact=exact,
        decree_number=cell("decree_number")[:80],
        decree_on=read.day("decree_on", "Tanggal SK"),
        kampung_count=read.count("kampung_count", "JUMLAH KAMPUNG KB"),
        dataku_count=read.count("dataku_count", "JUMLAH RUMAH DATAKU"),
    )
    return issues or row


class _Cells:
    """Reads the cells of one row and gathers what is wrong with them."""

    def __init__(self, number: int, cell: object, issues: list[RowIssue]) -> None:
        self.number, self.cell, self.issues = number, cell, issues

    def _text(self, key: str) -> str:
        return str(self.cell(key))  # type: ignore[operator]  # a function of the column's name

    def _wrong(self, column: str, seen: str, expected: str) -> None:
        self.issues.append(RowIssue(self.number, column, seen[:60], expected))

    def code(self) -> str:
        """The whole code; the last four digits of SIGA are none, names lead there then."""
        text = self._text("code")
        if not text or (re.fullmatch(r"\d{1,4}", text) and self._text("village")):
            return ""
        try:
            return parse_village_code(text)
        except CellError as error:
            self._wrong("Kode desa", text, error.expected)
            return ""

    def day(self, key: str, column: str) -> dt.date | None:
        text = self._text(key)
        if not text:
            return None
        try:
            return parse_date(text)
        except CellError as error:
            self._wrong(column, text, error.expected)
            return None

    def count(self, key: str, column: str) -> int | None:
        text = self._text(key)
        if not text:
            return None
        try:
            number = parse_integer(text)
        except CellError as error:
            self._wrong(column, text, error.expected)
            return None
        if number < 0:
            self._wrong(column, text, "bilangan nol atau lebih")
            return None
        return number

    def founding(self) -> tuple[dt.date | None, bool]:
        """A day, or the last day of the only year that is known."""
        text = self._text("founded")
        if re.fullmatch(r"\d{4}", text):
            return self._year(int(text), text)
        if text:
            return self.day("founded", "Tanggal berdiri"), True
        years = [int(year) for year in _YEARS if self.count(year, year)]
        return self._year(min(years), str(min(years))) if years else (None, True)

    def _year(self, year: int, seen: str) -> tuple[dt.date | None, bool]:
        if year < FIRST_YEAR:
            self._wrong("Tahun berdiri", seen, f"tahun {FIRST_YEAR} atau sesudahnya")
            return None, True
        return dt.date(year, 12, 31), False
