"""The rows of a file that were kept out, in the same columns, with what is wrong and what is proposed beside each.

Corrected there, the workbook can be sent again as it is: the two added columns are known and not read.
"""

from __future__ import annotations

import datetime as dt
import io
import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from padu.apps.rumah_dataku.files.columns import MENDING_HEADS, Kind, Place, Table
from padu.apps.rumah_dataku.files.sheets import Row
from padu.domain.tabular import CellError, NumberStyle, parse_decimal

MOST_ROWS: Final = 5_000  # [assumption] rows in one such workbook; the next ones come when these are mended
BELONGS: Final = "Ikut tertahan karena baris lain dalam keluarga ini salah"
LEAVE: Final = "Tidak perlu diubah; dikirim lagi bersama keluarganya"
_NUMBERS: Final = frozenset({Kind.INTEGER, Kind.DECIMAL})
_ONE_MARK: Final = re.compile(r"-?\d+[.,]?\d*")
_MADE_AT: Final = dt.datetime(2026, 1, 1, tzinfo=dt.UTC)
_WIDTHS: Final = (18, 48)

Cell = str | float
Notes = Mapping[int, tuple[str, str]]
"""Row -> what is wrong, and what is proposed."""


@dataclass(frozen=True, slots=True)
class MendingSheet:
    """One sheet of the workbook: the file's own headers, and rows of texts and numbers with two notes each."""

    name: str
    heads: Sequence[str]
    rows: Sequence[tuple[Sequence[Cell], str, str]]


def note_of(issues: Iterable[tuple[str, str, str]]) -> tuple[str, str]:
    """What stands beside a row: of each issue column, title and what was expected, column and expected may be ""."""
    told = list(issues)
    problems = [f"{column}: {title}" if column else title for column, title, _ in told]
    advice = [f"{column}: {expected}" if column else expected for column, _, expected in told if expected]
    return "; ".join(problems), "; ".join(advice)


def keys_of(tables: Iterable[tuple[Table, Notes]], key: str) -> set[str]:
    """Values of the column `key` in bad rows: a family with one bad row is kept out as a whole."""
    found: set[str] = set()
    for table, bad in tables:
        found |= _keys(table, bad, table.places.get(key))
    return found


def family_sheet(table: Table, bad: Notes, key: str, keys: set[str], most: int = MOST_ROWS) -> MendingSheet:
    """All rows of the families of `keys`, and bad rows that belong to none."""
    return MendingSheet(table.sheet, _heads(table), _rows(table, bad, table.places.get(key), keys, most))


def _keys(table: Table, bad: Notes, place: Place | None) -> set[str]:
    if place is None:
        return set()
    return {text for row in table.data_rows() if row.number in bad and (text := _key(row, place))}


def _key(row: Row, place: Place) -> str:
    return " ".join(row.cell(place.position).split())


def _heads(table: Table) -> list[str]:
    row = next(row for row in table.book.rows(table.sheet) if row.number == table.header_row)
    return [cell.strip() for cell in row.cells]


def _rows(
    table: Table, bad: Notes, place: Place | None, keys: set[str], most: int
) -> list[tuple[Sequence[Cell], str, str]]:
    by_position = {one.position: one for one in table.places.values()}
    found: list[tuple[Sequence[Cell], str, str]] = []
    for row in table.data_rows():
        taken = row.number in bad or (place is not None and _key(row, place) in keys)
        if not taken:
            continue
        if len(found) == most:
            break
        problem, advice = bad.get(row.number, (BELONGS, LEAVE))
        found.append(
            ([_cell(row, at, by_position.get(at), table.style) for at in range(len(row.cells))], problem, advice)
        )
    return found


def _cell(row: Row, at: int, place: Place | None, style: NumberStyle) -> Cell:
    """A number cell stays one; a number that only the file's own style reads becomes one."""
    text = row.cells[at].strip()
    if not text or (at not in row.numeric and (place is None or place.column.kind not in _NUMBERS)):
        return text
    if at not in row.numeric and not _ONE_MARK.fullmatch(text):
        return text
    try:
        return float(parse_decimal(text, NumberStyle.POINT if at in row.numeric else style))
    except CellError:
        return text


def mending_workbook(sheets: Sequence[MendingSheet]) -> bytes:
    """The sheets as XLSX: data are text and numbers only, so nothing in them is executed."""
    import xlsxwriter

    memory = io.BytesIO()
    options = {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False}
    with xlsxwriter.Workbook(memory, options) as book:
        book.set_properties({"title": "Baris yang perlu diperbaiki", "created": _MADE_AT})
        bold = book.add_format({"bold": True, "text_wrap": True})
        marked = book.add_format({"bold": True, "bg_color": "#F5D9D0", "text_wrap": True})
        wrap = book.add_format({"text_wrap": True, "valign": "top"})
        for content in sheets:
            sheet = book.add_worksheet(content.name[:31])
            width = max([len(content.heads), *(len(cells) for cells, _, _ in content.rows)])
            sheet.freeze_panes(1, 0)
            sheet.set_column(0, max(width - 1, 0), _WIDTHS[0])
            sheet.set_column(width, width + 1, _WIDTHS[1])
            for at, head in enumerate(content.heads):
                sheet.write_string(0, at, head, bold)
            for at, head in enumerate(MENDING_HEADS):
                sheet.write_string(0, width + at, head, marked)
            for line, (cells, problem, advice) in enumerate(content.rows, start=1):
                for at, value in enumerate(cells):
                    if isinstance(value, str):
                        sheet.write_string(line, at, value)
                    else:
                        sheet.write_number(line, at, value)
                sheet.write_string(line, width, problem, wrap)
                sheet.write_string(line, width + 1, advice, wrap)
    return memory.getvalue()
