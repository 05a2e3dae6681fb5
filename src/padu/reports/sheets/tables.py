"""One table, one sheet: head of the report above, frozen column heads, print set-up, legend below."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import groupby
from typing import Any, Final

from padu.reports.formats import DEMO_BAND, DEMO_EXPLANATION, cell_text, data_age
from padu.reports.model import (
    BLANK,
    NUMERIC_KINDS,
    Cell,
    Column,
    Document,
    Kind,
    Measure,
    Orientation,
    Row,
    Scalar,
    Stack,
    Table,
)
from padu.reports.sheets.book import Book

MEASURE_HEAD: Final = "Ukuran"
LANDSCAPE_FROM_COLUMNS: Final = 8
_NARROWEST, _WIDEST = 7, 40
_HEAD_LINE: Final = 13
"""Letters of a head on one line, roughly."""
_LINE_HEIGHT: Final = 13.5
"""Height of a line of 10 point, in points."""
_TINT, _EDGE, _HAIR, _BAND = "#EEF3F3", "#9AA7AC", "#D5DBDE", "#8A5A00"
_A4: Final = 9
"""Number of the paper size in the file format."""


def write_table(book: Book, table: Table, sheet_name: str) -> None:
    """A sheet for the table. Stacked cells are unfolded into one row for each measure."""
    sheet = book.sheet(sheet_name)
    columns = _with_measure_column(table)
    top = write_head(book, sheet, table.caption)
    first = _write_heads(book, sheet, columns, top)
    row = _write_rows(book, sheet, table, first)
    _set_widths(sheet, table, columns)
    sheet.freeze_panes(first, 1)
    sheet.repeat_rows(top, first - 1)
    if row > first and not table.row_groups and not table.totals and first - top == 1:
        sheet.autofilter(top, 0, row - 1, len(columns) - 1)
    for note in table.footnotes:
        row += 1
        book.text(sheet, row, 0, note, italic=True)
    set_up_page(book.document, sheet, landscape=len(columns) >= LANDSCAPE_FROM_COLUMNS)
    book.last = (sheet, row + 2)


def write_head(book: Book, sheet: Any, caption: str) -> int:
    """Title, place, age of the data and the demo mark; returns the first free row after an empty one."""
    document = book.document
    where = " · ".join(part for part in (document.place, document.period, data_age(document)) if part)
    book.text(sheet, 0, 0, document.title, bold=True, font_size=14)
    sheet.set_row(0, 21)
    book.text(sheet, 1, 0, where)
    row = 2
    if document.demo:
        book.text(sheet, row, 0, f"{DEMO_BAND} — {DEMO_EXPLANATION}", bold=True, font_color=_BAND)
        row += 1
    if caption:
        book.text(sheet, row, 0, caption, bold=True)
        row += 1
    return row + 1


def set_up_page(document: Document, sheet: Any, *, landscape: bool) -> None:
    """A4, one page wide, numbered, with the demo mark at the head of each printed page."""
    if landscape or document.orientation is Orientation.LANDSCAPE:
        sheet.set_landscape()
    sheet.set_paper(_A4)
    sheet.fit_to_pages(1, 0)
    sheet.set_margins(left=0.4, right=0.4, top=0.7, bottom=0.7)
    if document.demo:
        sheet.set_header(f'&C&"-,Bold"{DEMO_BAND}')
    sheet.set_footer(f"&L&8Padu · {data_age(document)}&R&8Halaman &P dari &N")


def _with_measure_column(table: Table) -> tuple[Column, ...]:
    if not table.measures:
        return table.columns
    return (table.columns[0], Column(MEASURE_HEAD, Kind.TEXT, width=1.5), *table.columns[1:])


def _write_heads(book: Book, sheet: Any, columns: tuple[Column, ...], top: int) -> int:
    """One row of heads, or two where columns stand in groups; returns the row below."""
    look = {"bold": True, "bg_color": _TINT, "bottom": 1, "border_color": _EDGE, "text_wrap": True, "valign": "bottom"}
    row = top
    if any(column.group_label for column in columns):
        place = 0
        for label, members in groupby(columns, key=lambda column: column.group_label):
            width = len(list(members))
            book.span(sheet, row, place, width, label or "", **{**look, "bottom": 0, "align": "center"})
            place += width
        row += 1
    for index, column in enumerate(columns):
        book.text(sheet, row, index, _head(column, len(columns)), **look, **_head_side(column.kind))
    lines = max(-(-len(_head(column, len(columns))) // _HEAD_LINE) for column in columns)
    sheet.set_row(row, _LINE_HEIGHT * max(1, lines) + 3)
    return row + 1


def _head(column: Column, columns: int) -> str:
    """Many columns keep their heads short, as in print."""
    return column.head if columns >= LANDSCAPE_FROM_COLUMNS else column.label


def _head_side(kind: Kind) -> dict[str, Any]:
    if kind in NUMERIC_KINDS:
        return {"align": "right"}
    return {"align": "center"} if kind is Kind.MARK else {"align": "left", "indent": 1}


def _write_rows(book: Book, sheet: Any, table: Table, first: int) -> int:
    """Body and totals; returns the first free row."""
    row = first
    starts = _group_starts(table)
    for index, cells in enumerate(table.rows):
        if index in starts:
            book.text(sheet, row, 0, starts[index], bold=True, bg_color=_TINT)
            row += 1
        row = _write_row(book, sheet, table, cells, row, {"bottom": 1, "bottom_color": _HAIR})
    for index, cells in enumerate(table.totals):
        look = {"bold": True, "top": 1, "top_color": _EDGE} if index == 0 else {"bold": True}
        row = _write_row(book, sheet, table, cells, row, look)
    return row


def _group_starts(table: Table) -> dict[int, str]:
    starts, position = {}, 0
    for group in table.row_groups:
        starts[position] = group.label
        position += group.rows
    return starts


def _write_row(book: Book, sheet: Any, table: Table, cells: Row, row: int, look: dict[str, Any]) -> int:
    """One row, or one for each measure; only the first of several has the line above a total."""
    for line in unfolded(table, cells):
        for index, (value, kind, decimals) in enumerate(line):
            book.value(sheet, row, index, value, kind, decimals, **look)
        look = {key: setting for key, setting in look.items() if key not in ("top", "top_color")}
        row += 1
    return row


Placed = tuple[Scalar, Kind, int]


def unfolded(table: Table, cells: Row) -> Iterator[list[Placed]]:
    """The lines a row takes: one, or one for each measure with its label in the second column.

    Words stand in every line, so that a filter keeps them; other single values only in the first.
    """
    if not table.measures:
        yield [_single(column, cell) for column, cell in zip(table.columns, cells, strict=True)]
        return
    for number, measure in enumerate(table.measures):
        line = [_of_measure(column, cell, number, measure) for column, cell in zip(table.columns, cells, strict=True)]
        yield [line[0], (measure.label, Kind.TEXT, 0), *line[1:]]


def _single(column: Column, cell: Cell) -> Placed:
    assert not isinstance(cell, Stack), "a table without measures has no stacks (checked by Table)"
    return cell, column.kind, column.decimals


def _of_measure(column: Column, cell: Cell, number: int, measure: Measure) -> Placed:
    if isinstance(cell, Stack):
        return cell.values[number], measure.kind, measure.decimals
    repeated = number == 0 or (isinstance(cell, str) and column.kind is Kind.TEXT)
    return (cell if repeated else BLANK), column.kind, column.decimals


def _set_widths(sheet: Any, table: Table, columns: tuple[Column, ...]) -> None:
    """Wide enough for the longest word of the head and for the longest value, within bounds (never ##### for money)."""
    contents: list[list[tuple[Scalar, Kind, int]]] = [[] for _ in columns]
    for row in (*table.rows, *table.totals):
        for line in unfolded(table, row):
            for content, placed in zip(contents, line, strict=True):
                content.append(placed)
    for index, (column, content) in enumerate(zip(columns, contents, strict=True)):
        longest_word = max((len(word) for word in _head(column, len(columns)).split()), default=0)
        longest = max((_letters(*placed) for placed in content), default=0)
        sheet.set_column(index, index, min(_WIDEST, max(_NARROWEST, longest_word + 2, longest + 2)))


def _letters(value: Scalar, kind: Kind, decimals: int) -> int:
    """Letters of a value as a sheet shows it: money in full, days in short, bold type allowed for."""
    if kind in (Kind.MONEY, Kind.MONEY_SHORT):
        return len(cell_text(value, Kind.MONEY)) + 1
    return len(cell_text(value, kind, decimals, short=kind is Kind.DATE))
