"""A sector's list as a file: one sheet, one person a row. What is wrong with a row is said without naming anybody."""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass, field
from typing import Final

from padu.apps.rumah_dataku.files import codes
from padu.apps.rumah_dataku.files.cells import Values, issue_at, read_row
from padu.apps.rumah_dataku.files.columns import Column, Kind, Shown, Table, choose_sheet, open_table
from padu.apps.rumah_dataku.files.preview import SheetPlan, SheetPreview, preview_sheet
from padu.apps.rumah_dataku.files.problems import ISSUE_TITLES, RowIssue
from padu.apps.rumah_dataku.files.sheets import Book, Row
from padu.domain.identity import IssueLevel, check_nik, check_no_kk
from padu.domain.linkage.sectors import DocumentStatus
from padu.domain.pk21.codes import Sex
from padu.domain.tabular import fold

SHEETS: Final = ("Daftar",)
COLUMNS: Final = (
    Column("village_code", "Kode desa", Kind.VILLAGE, expected=True, filled=IssueLevel.ERROR, example="13.01.01.2001"),
    Column("name", "Nama", aliases=("Nama lengkap",), expected=True, filled=IssueLevel.ERROR, shown=Shown.HIDDEN),
    Column("nik", "NIK", Kind.NUMBER, shown=Shown.MASKED),
    Column("no_kk", "No. KK", Kind.NUMBER, aliases=("Nomor KK", "KK"), shown=Shown.MASKED),
    Column("sex", "Jenis kelamin", Kind.CODE, aliases=("L/P", "JK"), codes=codes.SEX),
    Column("birth_date", "Tanggal lahir", Kind.DATE, aliases=("Tgl lahir",), shown=Shown.HIDDEN),
    Column("rw", "RW", max_length=5),
    Column("rt", "RT", max_length=5),
    Column("address", "Alamat", shown=Shown.HIDDEN),
    # Another word than those of DocumentStatus may stand there, and be health: no example is shown.
    Column("status", "Status dokumen", aliases=("Status",), shown=Shown.SPECIFIC),
)
PLAN: Final = SheetPlan(SHEETS, COLUMNS, guarded=True)
MOST_SHEETS: Final = 12  # [assumption] of a workbook that are looked at
_VILLAGE_EXPECTED: Final = "kode desa atau nagari dari daftar resmi"
_STATUS: Final = {fold(status.value.replace("_", " ")): status for status in DocumentStatus}


@dataclass(frozen=True, slots=True)
class ListedPerson:
    """One row of a list. status: "" for a word that is none of DocumentStatus, which is not kept."""

    row: int
    village_code: str
    name: str = field(repr=False)
    nik: str = field(default="", repr=False)
    no_kk: str = field(default="", repr=False)
    sex: int | None = None
    birth_date: dt.date | None = field(default=None, repr=False)
    rw: str = ""
    rt: str = ""
    address: str = field(default="", repr=False)
    status: str = ""


@dataclass(frozen=True, slots=True)
class BadRow:
    """A row that was left out, or a cell of it: which, and what was expected; never what stood there."""

    row: int
    column: str
    title: str
    expected: str


@dataclass(frozen=True, slots=True)
class ListPlace:
    """For which place a list is read: its code, and all official codes below it."""

    code: str
    below: Collection[str]

    def misses(self, code: str) -> bool:
        """Whether a code would lie in the place, but no such village is on the official list."""
        return code.startswith(f"{self.code}.") and code not in self.below


def look_at_sheets(book: Book) -> list[SheetPreview]:
    """The columns of every sheet that holds anything. Raises FileRefused for a broken file."""
    found = [preview_sheet(book, sheet, PLAN) for sheet in book.sheet_names[:MOST_SHEETS]]
    return [one for one in found if one.columns]


def sheet_meant(sheets: Sequence[SheetPreview]) -> SheetPreview | None:
    """The sheet that is the list beyond doubt: named so, the only one, or the only one with all that is needed."""
    named = [one for one in sheets if fold(one.sheet) in {fold(name) for name in SHEETS}]
    whole = [one for one in sheets if not one.missing]
    return next((some[0] for some in (named, sheets, whole) if len(some) == 1), None)


def open_list(book: Book) -> Table:
    """The sheet of a list with its columns. Raises FileRefused when the headers are not understood."""
    return open_table(book, choose_sheet(book, SHEETS, COLUMNS), COLUMNS)


def read_list(table: Table, as_of: dt.date, place: ListPlace) -> Iterator[ListedPerson | BadRow]:
    """Rows of a list, good and bad. Raises FileRefused half-way for a broken file."""
    for row in table.data_rows():
        values, issues = read_row(table, row)
        issues += _number_issues(table, row, values, as_of)
        if place.misses(values.text("village_code")):
            issues.append(issue_at(table, row, "village_code", "village_unknown", _VILLAGE_EXPECTED))
        errors = [issue for issue in issues if issue.severity is IssueLevel.ERROR]
        if errors:
            yield from (_bad(issue) for issue in errors)
        else:
            yield _person(row, values)


def _number_issues(table: Table, row: Row, values: Values, as_of: dt.date) -> list[RowIssue]:
    """Numbers that cannot be numbers; that digits disagree with the birth date is for the score to weigh."""
    found = []
    for key in ("nik", "no_kk"):
        if number := values.text(key):
            checks = check_nik(number, as_of=as_of) if key == "nik" else check_no_kk(number)
            broken = next((one for one in checks if one.level is IssueLevel.ERROR), None)
            if broken:
                found.append(issue_at(table, row, key, broken.code, broken.expected))
    return found


def _bad(issue: RowIssue) -> BadRow:
    return BadRow(issue.row, issue.column, ISSUE_TITLES.get(issue.code, issue.code), issue.value_expected)


def _person(row: Row, values: Values) -> ListedPerson:
    sex = values.code("sex", Sex)
    status = _STATUS.get(fold(values.text("status").replace("_", " ")))
    return ListedPerson(
        row=row.number,
        village_code=values.text("village_code"),
        name=values.text("name"),
        nik=values.text("nik"),
        no_kk=values.text("no_kk"),
        sex=int(sex) if sex else None,
        birth_date=values.day("birth_date"),
        rw=values.text("rw"),
        rt=values.text("rt"),
        address=values.text("address"),
        status=status.value if status else "",
    )
