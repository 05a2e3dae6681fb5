"""Read a table that SIGA exported: one row a village and month, the village named by its regency, district and name.

Rows of places that are not the sender's are counted and left. A name that fits no village, or several, makes the row
wait until a person says once which village is meant. Negative counts are told and never stored; shares are compared
with the counts beside them and not stored.
"""

from __future__ import annotations

import datetime as dt
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from itertools import islice
from typing import Final

from padu.apps.rumah_dataku.files.cells import cell_issue, issue_at, take_special
from padu.apps.rumah_dataku.files.columns import Column, Place, Table, best_header, open_table
from padu.apps.rumah_dataku.files.figures import FigureItem, FigureRow
from padu.apps.rumah_dataku.files.limits import HEADER_SEARCH_ROWS
from padu.apps.rumah_dataku.files.preview import SheetPlan, reads_as
from padu.apps.rumah_dataku.files.problems import FileProblem, RowIssue, notice, refusal
from padu.apps.rumah_dataku.files.sheets import Book, Row
from padu.apps.rumah_dataku.files.siga_cells import LATITUDES, LONGITUDES, read_code_end, read_degrees, read_period
from padu.apps.rumah_dataku.files.siga_columns import (
    NEEDS_WORD,
    TABLES,
    SigaColumn,
    SigaKind,
    columns_of,
    sheet_columns,
    siga_columns,
    spell,
)
from padu.apps.rumah_dataku.files.siga_places import Candidate, NameAnswer, NameLookup, NameStatus, PlaceNames
from padu.domain.identity import IssueLevel
from padu.domain.tabular import (
    CellError,
    NumberStyle,
    fold,
    is_ambiguous_missing,
    parse_decimal,
    parse_integer,
    parse_missing,
)
from padu.domain.values import Missing

SHEETS: Final = ("Tabel SIGA", "SIGA", "Export")
LEAST_COLUMNS: Final = 2  # [assumption] a table is known by so many of its own columns
SHARE_SLACK: Final = Decimal("0.6")  # percentage points: shares are rounded, some to whole numbers [assumption]
DEFAULT_SOURCE: Final = "SIGA"
SUMS: Final = frozenset({"", "total", "jumlah", "subtotal", "totaljumlah", "grandtotal", "jumlahtotal"})
"""What stands in place of a village's name where a row sums up others."""
_BOUNDS: Final = {SigaKind.LATITUDE: LATITUDES, SigaKind.LONGITUDE: LONGITUDES}
_NAMED: Final = 5


@dataclass(frozen=True, slots=True)
class SigaContext:
    """What the sender says. year: of rows that name only a month or none; find: the village that names mean."""

    year: str
    source: str
    find: NameLookup
    file_name: str = ""
    as_of: dt.date | None = None


@dataclass(frozen=True, slots=True)
class SigaFile:
    """A table of SIGA whose headers were understood.

    tally    filled while `items` is read: rows in all, taken, outside, summing up others, and with a name to confirm
    unnamed  filled likewise: names to confirm, with the villages that may be meant
    """

    table: Table
    context: SigaContext
    notices: tuple[FileProblem, ...]
    tally: Counter[str] = field(default_factory=Counter)
    unnamed: dict[PlaceNames, list[Candidate]] = field(default_factory=dict)

    def items(self) -> Iterator[FigureItem]:
        self.tally.clear()
        self.unnamed.clear()
        read = _columns_here(self.table)
        seen: dict[tuple[str, str], int] = {}
        for row in self.table.data_rows():
            self.tally["rows"] += 1
            yield from self._row(row, read, seen)

    def _row(
        self, row: Row, read: list[tuple[Place, SigaColumn]], seen: dict[tuple[str, str], int]
    ) -> Iterator[FigureItem]:
        names = names_of_row(self.table, row)
        if fold(names.village) in SUMS:
            self.tally["rows_summing"] += 1
            return
        answer = self.context.find(names)
        if answer.status is not NameStatus.FOUND:
            kind = "rows_outside" if answer.status is NameStatus.OUTSIDE else "rows_to_name"
            self.tally[kind] += 1
            if answer.status is not NameStatus.OUTSIDE:
                self.unnamed.setdefault(names, list(answer.candidates))
                yield _name_issue(self.table, row, answer)
            return
        try:
            period = read_period(_text(self.table, row, "month"), _text(self.table, row, "year"), self.context.year)
        except CellError as reason:
            yield issue_at(self.table, row, "month", reason.code, reason.expected, subject=answer.code)
            return
        first = seen.setdefault((answer.code, period), row.number)
        if first != row.number:
            expected = f"satu baris per desa dan bulan (sudah ada di baris {first})"
            yield issue_at(self.table, row, "village", "village_duplicate", expected, subject=answer.code)
            return
        self.tally["rows_taken"] += 1
        yield from self._figures(row, read, answer.code, period)

    def _figures(self, row: Row, read: list[tuple[Place, SigaColumn]], code: str, period: str) -> Iterator[FigureItem]:
        values: dict[str, Decimal] = {}
        for place, column in read:
            found = _value(self.table, row, place, column, code)
            if isinstance(found, RowIssue):
                yield found
            elif isinstance(found, Missing):
                yield from _ambiguous(self.table, row, place, code)
                yield self._figure(row, column, code, period, None, found)
            elif found is not None:
                values[column.element.component] = found
                if column.kind is not SigaKind.SHARE:
                    yield self._figure(row, column, code, period, found, None)
        yield from _share_issues(self.table, row, read, values, code)

    def _figure(
        self, row: Row, column: SigaColumn, code: str, period: str, value: Decimal | None, missing: Missing | None
    ) -> FigureRow:
        one, said = column.element, self.context
        place = (self.table.sheet, row.number, code, one.element, one.component, "", period)
        return FigureRow(*place, said.source, said.as_of, value, "", missing)


def siga_plan(book: Book, file_name: str) -> SheetPlan:
    """What a file of SIGA is looked through for: one table where it is known, else the columns of all."""
    return siga_plan_of(_known_table(book, file_name))


def siga_plan_of(table: str) -> SheetPlan:
    return SheetPlan(SHEETS, sheet_columns(table), spell, personal=False, fits=_fits, variant=table)


def _fits(column: Column, text: str, style: NumberStyle, numeric: bool) -> bool:
    known = next((one for one in siga_columns() if one.key == column.key), None)
    if known is None:
        return column.key in ("code", "month", "year") or reads_as(column, text, style, numeric)
    try:
        return (
            parse_missing(text) is not None or _number(known, text, NumberStyle.POINT if numeric else style) is not None
        )
    except CellError as reason:
        return reason.code == "value_negative"


def read_siga(book: Book, context: SigaContext) -> SigaFile:
    """Understand the headers of a table of SIGA. Raises FileRefused, also for a table that is not known."""
    assigned = any(said.role == SHEETS[0] for said in book.assigned.values())
    table = "" if assigned else _known_table(book, context.file_name)
    if not table and not assigned:
        raise refusal(
            "no_siga_table",
            "Berkas ini tidak dikenali sebagai salah satu tabel SIGA yang dibaca: " + "; ".join(TABLES.values()) + ".",
            "Tekan “Cocokkan kolom” untuk menunjuk kolomnya, atau kirim ekspor SIGA apa adanya.",
        )
    columns = sheet_columns(table)
    found = open_table(book, _sheet(book, columns), columns, spell=spell)
    if not _columns_here(found):
        raise refusal(
            "no_elements",
            f"Lembar “{found.sheet}” tidak memiliki kolom angka yang dikenal.",
            "Cocokkan kolom angkanya, atau kirim ekspor SIGA apa adanya.",
        )
    return SigaFile(found, context, (*book.notices, *found.notices, *_told(found, table)))


def _sheet(book: Book, columns: Sequence[Column]) -> str:
    """The sheet that was assigned, else the one with the most known headers."""
    given = [sheet for sheet, said in book.assigned.items() if said.role == SHEETS[0]]
    if given:
        return given[0]
    return max(book.sheet_names, key=lambda sheet: len(best_header(book, sheet, columns, spell).places))


def _told(table: Table, name: str) -> list[FileProblem]:
    shares = [one.element.label for _, one in _columns_here(table) if one.kind is SigaKind.SHARE]
    found = (
        [notice("siga_table", f"Dibaca sebagai tabel SIGA: {TABLES[name]}.", "Tidak perlu tindakan.")] if name else []
    )
    if shares:
        words = f"Kolom persentase dibandingkan dengan jumlah di sampingnya dan tidak disimpan: {', '.join(shares)}."
        found.append(notice("siga_shares", words, "Tidak perlu tindakan."))
    return found


def _known_table(book: Book, file_name: str) -> str:
    """The table with the most of its columns among the headers; "" where none has enough."""
    best, most = "", LEAST_COLUMNS - 1
    for name in TABLES:
        own = [one.column for one in columns_of(name)]
        for sheet in book.sheet_names:
            count = len(best_header(book, sheet, own, spell).places)
            if count > most and _word_stands(book, sheet, file_name, NEEDS_WORD.get(name, "")):
                best, most = name, count
    return best


def _word_stands(book: Book, sheet: str, file_name: str, word: str) -> bool:
    """Whether a word stands in the file's or the sheet's name or in the first rows: its title and its headers."""
    if not word:
        return True
    top = (cell for row in islice(book.rows(sheet), HEADER_SEARCH_ROWS) for cell in row.cells)
    return any(word in fold(text) for text in (file_name, sheet, *top))


def _columns_here(table: Table) -> list[tuple[Place, SigaColumn]]:
    known = {one.key: one for one in siga_columns()}
    return [(place, known[key]) for key, place in table.places.items() if key in known]


def names_of_row(table: Table, row: Row) -> PlaceNames:
    """The names of a row as they stand there."""
    province, regency, district, village, code = (
        _text(table, row, key) for key in ("province", "regency", "district", "village", "code")
    )
    return PlaceNames(province, regency, district, village, read_code_end(code))


def _text(table: Table, row: Row, key: str) -> str:
    place = table.places.get(key)
    return " ".join(row.cell(place.position).split()) if place else ""


def _name_issue(table: Table, row: Row, answer: NameAnswer) -> RowIssue:
    names = "; ".join(f"{one.name} ({one.code})" for one in answer.candidates[:_NAMED])
    code = "village_name_ambiguous" if answer.status is NameStatus.AMBIGUOUS else "village_name_unknown"
    expected = f"mungkin {names}" if names else "nama desa seperti di daftar resmi"
    return issue_at(table, row, "village", code, expected, subject=names_of_row(table, row).written)


def _value(table: Table, row: Row, place: Place, column: SigaColumn, code: str) -> Decimal | Missing | RowIssue | None:
    """The number of a cell, why there is none, or what is wrong; None for an empty cell."""
    text = row.cell(place.position)
    if place.position in row.formulas | row.errors:
        issues: list[RowIssue] = []
        if not take_special(table, row, place, text, issues, code):
            return issues[0]
    if not text:
        return None
    missing = parse_missing(text)
    if missing is not None:
        return missing
    try:
        return _number(column, text, NumberStyle.POINT if place.position in row.numeric else table.style)
    except CellError as reason:
        return cell_issue(table, row, place, text, reason.code, reason.expected, subject=code)


def _ambiguous(table: Table, row: Row, place: Place, code: str) -> Iterator[RowIssue]:
    """A warning for a sign that may be nought or no figure at all."""
    text = row.cell(place.position)
    if is_ambiguous_missing(text):
        expected = "angka, 0, “tidak berlaku”, atau kosong"
        yield cell_issue(table, row, place, text, "missing_ambiguous", expected, IssueLevel.WARNING, subject=code)


def _number(column: SigaColumn, text: str, style: NumberStyle) -> Decimal:
    """Raises CellError."""
    if column.kind in _BOUNDS:
        return read_degrees(text, _BOUNDS[column.kind])
    value = parse_decimal(text, style) if column.kind is SigaKind.SHARE else Decimal(parse_integer(text, style))
    if value < 0:
        raise CellError("value_negative", "0 atau lebih")
    return value


def _share_issues(
    table: Table, row: Row, read: list[tuple[Place, SigaColumn]], values: Mapping[str, Decimal], code: str
) -> Iterator[RowIssue]:
    """A warning where a share is not the quotient of the counts beside it."""
    for place, column in read:
        said = values.get(column.element.component) if column.kind is SigaKind.SHARE else None
        part, whole = (values.get(key) for key in column.of or ("", ""))
        if said is None or part is None or not whole:
            continue
        true = part / whole * 100
        if abs(said - true) > SHARE_SLACK:
            expected = f"{true:.2f}".replace(".", ",") + " menurut jumlah di baris ini"
            yield cell_issue(
                table, row, place, row.cell(place.position), "share_differs", expected, IssueLevel.WARNING, subject=code
            )
