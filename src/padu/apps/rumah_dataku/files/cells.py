"""From the cells of a row to values, with an issue for every cell that cannot be read."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from decimal import Decimal
from enum import Enum
from typing import Final, TypeVar

from padu.apps.rumah_dataku.files.columns import Column, Kind, Place, Shown, Table
from padu.apps.rumah_dataku.files.problems import RowIssue
from padu.apps.rumah_dataku.files.sheets import Row
from padu.domain.identity import NUMBER_LENGTH, IssueLevel, mask_number, mask_numbers_in, normalise_number
from padu.domain.tabular import (
    BLANKS,
    CellError,
    NumberStyle,
    parse_date,
    parse_decimal,
    parse_integer,
    parse_village_code,
    starts_like_formula,
)

SEEN_CHARS: Final = 60  # longer values are cut in an issue
_FORMULA_EXPECTED: Final = "isi biasa, bukan rumus"
_PLAIN_KINDS: Final = frozenset({Kind.TEXT, Kind.NUMBER, Kind.VILLAGE})

T = TypeVar("T")
E = TypeVar("E", bound=Enum)


class Values:
    """What a row said, by column key; a column that was empty, missing or unreadable gives None (text: "")."""

    __slots__ = ("_found", "unreadable")

    def __init__(self) -> None:
        self._found: dict[str, object] = {}
        self.unreadable: set[str] = set()

    def put(self, key: str, value: object) -> None:
        self._found[key] = value

    def has(self, key: str) -> bool:
        return key in self._found

    def raw(self, key: str) -> object:
        return self._found[key]

    def text(self, key: str) -> str:
        return self._typed(key, str) or ""

    def whole(self, key: str) -> int | None:
        return self._typed(key, int)

    def decimal(self, key: str) -> Decimal | None:
        return self._typed(key, Decimal)

    def day(self, key: str) -> dt.date | None:
        return self._typed(key, dt.date)

    def code(self, key: str, kind: type[E]) -> E | None:
        return self._typed(key, kind)

    def _typed(self, key: str, kind: type[T]) -> T | None:
        value = self._found.get(key)
        assert value is None or isinstance(value, kind), key  # the column's kind decides; never what a person typed
        return value


def read_row(table: Table, row: Row, subject: str = "") -> tuple[Values, list[RowIssue]]:
    """Read all columns of one row.

    subject  the family or fund that issues of this row belong to
    returns  values of the cells that could be read, and an issue for each of the others
    """
    values = Values()
    issues: list[RowIssue] = []
    cells, width, special = row.cells, len(row.cells), row.formulas | row.errors
    for place in table.places.values():
        position, column = place.position, place.column
        text = cells[position].strip() if position < width else ""
        if position in special and not take_special(table, row, place, text, issues, subject):
            values.unreadable.add(column.key)
        elif text in BLANKS:
            if column.filled is not None:
                issues.append(_empty_issue(table, row, place, column.filled, subject))
        else:
            try:
                values.put(column.key, read_cell(column, text, table.style, position in row.numeric))
            except CellError as reason:
                values.unreadable.add(column.key)
                issues.append(cell_issue(table, row, place, text, reason.code, reason.expected, subject=subject))
    return values, issues


def cell_issue(
    table: Table,
    row: Row,
    place: Place,
    text: str,
    code: str,
    expected: str,
    level: IssueLevel = IssueLevel.ERROR,
    *,
    subject: str = "",
) -> RowIssue:
    """An issue of one cell, with what was seen masked or hidden as its column asks."""
    subject = mask_numbers_in(subject)  # some number their families by the no. KK
    return RowIssue(table.sheet, row.number, place.header, seen(place.column, text), expected, level, code, subject)


def issue_at(
    table: Table,
    row: Row,
    key: str,
    code: str,
    expected: str,
    level: IssueLevel = IssueLevel.ERROR,
    *,
    subject: str = "",
) -> RowIssue:
    """An issue of the column `key` in a row, whether the sheet has the column or not."""
    place = table.places.get(key)
    if place is None:
        return RowIssue(table.sheet, row.number, key, "", expected, level, code, mask_numbers_in(subject))
    return cell_issue(table, row, place, row.cell(place.position), code, expected, level, subject=subject)


_NOT_TOLD: Final = "… (isian khusus, disembunyikan)"


def seen(column: Column, text: str) -> str:
    """What an issue may show of a cell: never a whole NIK or no. KK in any column, never a name or an address.

    Nor specific answers: who works with the families reads it, also who may not read these.
    """
    if column.shown is Shown.SPECIFIC and text:
        return _NOT_TOLD
    if column.shown is Shown.MASKED:
        return mask_number(text)
    if column.shown is Shown.HIDDEN and text:
        start = text[0] if starts_like_formula(text) else ""
        return f"{start}… ({len(text)} huruf, disembunyikan)"
    short = mask_numbers_in(text)
    return short if len(short) <= SEEN_CHARS else f"{short[:SEEN_CHARS]}…"


def take_special(table: Table, row: Row, place: Place, text: str, issues: list[RowIssue], subject: str) -> bool:
    """Whether a cell with a formula or a spreadsheet error may be read on."""
    if place.position in row.errors:
        issues.append(cell_issue(table, row, place, text, "cell_error", _FORMULA_EXPECTED, subject=subject))
        return False
    if place.column.kind in _PLAIN_KINDS:
        issues.append(cell_issue(table, row, place, text, "formula_cell", _FORMULA_EXPECTED, subject=subject))
        return False
    if not text:
        expected = "nilai; buka dan simpan berkas di Excel agar hasil rumus tersimpan"
        issues.append(cell_issue(table, row, place, text, "formula_without_value", expected, subject=subject))
        return False
    warning = IssueLevel.WARNING
    issues.append(cell_issue(table, row, place, text, "formula_value_used", "nilai tetap", warning, subject=subject))
    return True


def _empty_issue(table: Table, row: Row, place: Place, level: IssueLevel, subject: str) -> RowIssue:
    code = "value_required" if level is IssueLevel.ERROR else "value_missing"
    return cell_issue(table, row, place, "", code, _expected(place.column), level, subject=subject)


def _expected(column: Column) -> str:
    return column.codes.expected if column.codes else column.hint or column.label


def read_cell(column: Column, text: str, style: NumberStyle, numeric: bool) -> object:
    """Value of one filled cell. Raises CellError."""
    if column.kind is Kind.TEXT:
        return _read_text(column, text)
    if text[0] in "=@":
        raise CellError("formula_cell", _FORMULA_EXPECTED)
    if column.kind is Kind.CODE:
        assert column.codes is not None
        return column.codes.read(text)
    if column.kind is Kind.NUMBER:
        return _read_number(text, numeric)
    if column.kind in _BOUNDED:
        # A number cell of a workbook has one reading only.
        return _bounded(column, _BOUNDED[column.kind](text, NumberStyle.POINT if numeric else style))
    return parse_date(text) if column.kind is Kind.DATE else parse_village_code(text)


def _read_text(column: Column, text: str) -> str:
    if starts_like_formula(text):
        raise CellError("formula_cell", _FORMULA_EXPECTED)
    plain = " ".join((";".join(text.splitlines()) if column.lines else text).split())
    if not plain.isprintable():
        plain = "".join(sign for sign in plain if sign.isprintable())
    if len(plain) > column.max_length:
        raise CellError("value_too_long", f"paling banyak {column.max_length} huruf")
    return plain


def _read_number(text: str, numeric: bool) -> str:
    """A NIK or no. KK as text.

    Excel keeps 15 digits of a number and puts 0 for the 16th: a number cell that ends in 0 proves nothing.
    """
    number = normalise_number(text)
    if numeric and len(number) == NUMBER_LENGTH and number.endswith("0"):
        raise CellError("number_stored_as_number", "16 angka sebagai teks; format kolom sebagai Teks, lalu ketik ulang")
    return number


_BOUNDED: Final[dict[Kind, Callable[[str, NumberStyle], int | Decimal]]] = {
    Kind.INTEGER: parse_integer,
    Kind.DECIMAL: parse_decimal,
}


def _bounded(column: Column, value: int | Decimal) -> int | Decimal:
    low, high = column.low, column.high
    if (low is not None and value < low) or (high is not None and value > high):
        raise CellError(
            "value_out_of_range", f"{low if low is not None else '…'} sampai {high if high is not None else '…'}"
        )
    return value
