"""Read figures of villages: a table with a village code, wide (one column an element) or long (one row a figure).

One bad cell keeps one figure out, not the village. Blank cells give nothing; words for "does not apply" and
"suppressed" are figures without a number. Elements that Padu computes itself are never taken from a file.
"""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from typing import Protocol

from padu.apps.rumah_dataku.files.cells import cell_issue, issue_at, take_special
from padu.apps.rumah_dataku.files.columns import Place, Table, choose_sheet, open_table
from padu.apps.rumah_dataku.files.elements import (
    Element,
    ValueKind,
    all_elements,
    elements_by_name,
    spell,
)
from padu.apps.rumah_dataku.files.figure_columns import (
    SHEETS,
    SOURCE_CHARS,
    FigureContext,
    element_of,
    figure_columns,
    is_long,
)
from padu.apps.rumah_dataku.files.figure_values import read_value
from padu.apps.rumah_dataku.files.problems import FileProblem, RowIssue, notice, refusal
from padu.apps.rumah_dataku.files.sheets import Book, Row
from padu.apps.rumah_dataku.files.siga_places import Candidate, PlaceNames
from padu.apps.rumah_dataku.files.villages import VillageCheck
from padu.domain.identity import IssueLevel
from padu.domain.tabular import (
    CellError,
    NumberStyle,
    fold,
    is_ambiguous_missing,
    is_blank,
    nearest,
    parse_village_code,
    starts_like_formula,
)
from padu.domain.values import Missing
from padu.domain.village_profile import is_own_source


@dataclass(frozen=True, slots=True)
class FigureRow:
    """One figure. Exactly one of value, text and missing says something.

    element, component, sex  as in the figure table; sex "" for all, "L", "P"
    """

    sheet: str
    row: int
    village_code: str
    element: str
    component: str
    sex: str
    period: str
    source: str
    as_of: dt.date | None
    value: Decimal | None = None
    text: str = ""
    missing: Missing | None = None


FigureItem = FigureRow | RowIssue


class FigureSource(Protocol):
    """A file of figures whose headers were understood; `tally` and `unnamed` are whole when `items` has ended."""

    @property
    def table(self) -> Table: ...
    @property
    def notices(self) -> tuple[FileProblem, ...]: ...
    @property
    def tally(self) -> Mapping[str, int]: ...
    @property
    def unnamed(self) -> Mapping[PlaceNames, Sequence[Candidate]]: ...
    def items(self) -> Iterator[FigureItem]: ...


@dataclass(frozen=True, slots=True)
class FigureFile:
    """A table of figures whose headers were understood.

    elements  those that the table has, in the order of its columns; of a long table none is known before it is read
    unknown   headers that are not read; the sender may choose some of them (`FigureContext.chosen`)
    """

    table: Table
    context: FigureContext
    long: bool
    elements: tuple[Element, ...]
    unknown: tuple[str, ...]
    notices: tuple[FileProblem, ...]

    @property
    def tally(self) -> Mapping[str, int]:
        """Rows by what became of them, where the reader counts them."""
        return {}

    @property
    def unnamed(self) -> Mapping[PlaceNames, Sequence[Candidate]]:
        """Names of villages that a person has to confirm; none, because villages are named by code."""
        return {}

    def items(self) -> Iterator[FigureItem]:
        """Figures and issues, streamed; can be called again. Raises FileRefused when the file breaks half-way."""
        return _long_items(self) if self.long else _wide_items(self)


def read_figures(book: Book, context: FigureContext) -> FigureFile:
    """Understand the header of a table of village figures. Raises FileRefused."""
    long = is_long(book)
    columns = figure_columns(context, long)
    table = _without_foreign_status(open_table(book, choose_sheet(book, SHEETS, columns), columns, spell=spell))
    elements = () if long else tuple(_elements_of(table))
    if not long and not elements:
        raise refusal(
            "no_elements",
            f"Lembar “{table.sheet}” tidak memiliki kolom unsur data yang dikenal.",
            "Pakai nama unsur seperti di templat data desa, lalu kirim lagi.",
        )
    notices = (*book.notices, *table.notices, *_derived_notices(elements))
    kept = tuple(one for one in elements if one.kind is not ValueKind.DERIVED)
    return FigureFile(table, context, long, kept, table.unknown, notices)


def _without_foreign_status(table: Table) -> Table:
    """A column "status" is that of the index only beside the index itself."""
    place = table.places.get("idm_status")
    if place is None or fold(place.header) != "status" or "idm" in table.places:
        return table
    places = {key: other for key, other in table.places.items() if key != "idm_status"}
    return replace(table, places=places, unknown=(*table.unknown, place.header))


def _elements_of(table: Table) -> Iterator[Element]:
    for place in table.places.values():
        element = element_of(place.column)
        if element is not None:
            yield element


def _derived_notices(elements: tuple[Element, ...]) -> list[FileProblem]:
    derived = [one.label for one in elements if one.kind is ValueKind.DERIVED]
    if not derived:
        return []
    message = f"Kolom yang selalu dihitung sendiri dan tidak dibaca: {', '.join(derived)}."
    return [notice("element_derived", message, "Tidak perlu tindakan.")]


def _village(table: Table, row: Row, villages: VillageCheck) -> str:
    """Village of a row. Raises CellError."""
    text = _text(table, row, "village_code")
    return villages.resolve(parse_village_code(text) if text else None)


def _text(table: Table, row: Row, key: str) -> str:
    """Text of a cell that names something, "" where the column is missing. Raises CellError for a formula."""
    place = table.places.get(key)
    if place is None:
        return ""
    text = row.cell(place.position)
    if starts_like_formula(text) or place.position in row.formulas | row.errors:
        raise CellError("formula_cell", "isi biasa, bukan rumus")
    return "" if is_blank(text) else text


def _wide_items(file: FigureFile) -> Iterator[FigureItem]:
    table, villages = file.table, VillageCheck(file.context.village_status, file.context.village_code)
    pairs = [(place, element_of(place.column)) for place in table.places.values()]
    read = [(place, one) for place, one in pairs if one is not None and one.kind is not ValueKind.DERIVED]
    rows: dict[str, int] = {}
    for row in table.data_rows():
        try:
            village = _village(table, row, villages)
            first = rows.setdefault(village, row.number)
            if first != row.number:
                raise CellError("village_duplicate", f"satu baris per desa (sudah ada di baris {first})")
        except CellError as reason:
            yield issue_at(table, row, "village_code", reason.code, reason.expected)
            continue
        for place, element in read:
            yield from _figure(file, row, place, _Said(village, element, file.context.period, file.context.source))


def _long_items(file: FigureFile) -> Iterator[FigureItem]:
    table, villages = file.table, VillageCheck(file.context.village_status, file.context.village_code)
    place, rows = table.places["value"], dict[_Said, int]()
    for row in table.data_rows():
        if not row.cell(place.position) and place.position not in row.formulas | row.errors:
            continue  # a row of the template that nobody filled in
        said = _said(file, row, villages)
        if isinstance(said, RowIssue):
            yield said
            continue
        first = rows.setdefault(said, row.number)
        if first == row.number:
            yield from _figure(file, row, place, said)
        else:
            expected = f"satu angka untuk unsur ini (sudah ada di baris {first})"
            yield issue_at(table, row, "element", "figure_duplicate", expected, subject=said.village)


@dataclass(frozen=True, slots=True)
class _Said:
    """What a figure is about."""

    village: str
    element: Element
    period: str
    source: str


def _said(file: FigureFile, row: Row, villages: VillageCheck) -> _Said | RowIssue:
    """What a row of a long table is about, or the issue of the first cell that cannot be read."""
    table, context, at = file.table, file.context, "village_code"
    try:
        village = _village(table, row, villages)
        at = "sex"
        sex = _text(table, row, at)
        at = "element"
        element = _named_element(_text(table, row, at), sex)
        at = "period"
        period = _period(_text(table, row, at) or context.period)
        at = "source"
        source = _source(_text(table, row, at)[:SOURCE_CHARS] or context.source)
    except CellError as reason:
        return issue_at(table, row, at, reason.code, reason.expected)
    return _Said(village, element, period, source)


def _source(text: str) -> str:
    """Who published a figure. Raises CellError for a name that stands for the system's own counts."""
    if is_own_source(text):
        raise CellError("source_own", "siapa penerbit angka ini; nama itu hanya dipakai untuk hitungan sistem")
    return text


def _period(text: str) -> str:
    """A year, or a year and month. Raises CellError."""
    if not re.fullmatch(r"(19|20)\d\d(-(0[1-9]|1[0-2]))?", text):
        raise CellError("period_form", "tahun 4 angka, misalnya 2024, atau tahun dan bulan: 2024-06")
    return text


def _named_element(name: str, sex: str) -> Element:
    """The element that a row names, with its sex. Raises CellError."""
    whole = f"{name} {sex}".strip()
    found = elements_by_name().get(spell(whole))
    if found is None:
        near = nearest(name, (one.label for one in all_elements()))
        raise CellError(
            "element_unknown", f"unsur data, misalnya “{near}”" if near else "unsur data seperti di templat"
        )
    if found.kind is ValueKind.DERIVED:
        raise CellError("element_unknown", "unsur yang diisi; unsur ini selalu dihitung sendiri")
    return found


def _figure(file: FigureFile, row: Row, place: Place, said: _Said) -> Iterator[FigureItem]:
    """The figure of one cell, with an issue where it cannot be read or can be read in two ways."""
    village, element = said.village, said.element
    table, text = file.table, row.cell(place.position)
    if place.position in row.formulas or place.position in row.errors:
        issues: list[RowIssue] = []
        usable = take_special(table, row, place, text, issues, village)
        yield from issues
        if not usable:
            return
    if not text:
        return
    if is_ambiguous_missing(text):
        expected = "angka, 0, “tidak berlaku”, atau kosong"
        yield cell_issue(table, row, place, text, "missing_ambiguous", expected, IssueLevel.WARNING, subject=village)
    style = NumberStyle.POINT if place.position in row.numeric else table.style
    try:
        value, words, missing = read_value(element, text, style)
    except CellError as reason:
        yield cell_issue(table, row, place, text, reason.code, reason.expected, subject=village)
        return
    yield FigureRow(
        table.sheet,
        row.number,
        village,
        element.element,
        element.component,
        element.sex,
        said.period,
        said.source,
        file.context.as_of,
        value,
        words,
        missing,
    )
