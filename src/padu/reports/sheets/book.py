"""The workbook being written: its sheets, their unique names, and one cell at a time."""

from __future__ import annotations

import datetime as dt
import re
from dataclasses import dataclass, field
from decimal import Decimal
from io import BytesIO
from typing import Any, Final

from padu.reports.formats import FULL_WORDS, TICK, cell_text, missing_in, printable
from padu.reports.model import NUMERIC_KINDS, Blank, Document, Kind, Scalar

ABOUT: Final = "Tentang"
"""Name of the last sheet; no other may take it."""

MAX_SHEET_NAME: Final = 31
MAX_CELL_TEXT: Final = 32_767
"""Limits of the file format."""

_NOT_IN_A_NAME: Final = re.compile(r"[\[\]:*?/\\]")
_FORMULA_STARTS: Final = ("=", "+", "-", "@", "\t", "\r")

_NUMBER_FORMATS: Final = {
    Kind.INT: "#,##0",
    Kind.MONEY: '"Rp"#,##0',
    Kind.MONEY_SHORT: '"Rp"#,##0',
    Kind.DATE: "[$-421]d mmm yyyy",
}
"""Signs for thousands and decimals follow the reader's machine; month names are Indonesian (language code 421)."""


def number_format(kind: Kind, decimals: int) -> str:
    """The format code of a cell; "" for text."""
    places = f".{'0' * decimals}" if decimals > 0 else ""
    if kind is Kind.DECIMAL:
        return f"#,##0{places}"
    if kind is Kind.PERCENT:
        return f"0{places} %"
    return _NUMBER_FORMATS.get(kind, "")


@dataclass
class Book:
    """A workbook in memory. `last` is the sheet written last with its next free row."""

    document: Document
    buffer: BytesIO = field(default_factory=BytesIO)
    workbook: Any = None
    names: set[str] = field(default_factory=lambda: {ABOUT.casefold()})
    last: tuple[Any, int] | None = None
    _formats: dict[tuple[tuple[str, Any], ...], Any] = field(default_factory=dict)

    def __post_init__(self) -> None:
        from xlsxwriter import Workbook

        options = {
            "in_memory": True,
            "strings_to_formulas": False,
            "strings_to_urls": False,
            "strings_to_numbers": False,
        }
        self.workbook = Workbook(self.buffer, options)
        day = self.document.as_of or dt.date(2000, 1, 1)  # the file carries the day of its data, not of its writing
        created = dt.datetime(day.year, day.month, day.day)  # noqa: DTZ001  # the format knows no time zone
        title = printable(self.document.title)
        self.workbook.set_properties({"title": title, "author": "Padu", "created": created})

    def format(self, **properties: Any) -> Any:
        """A cell format, made once for the same properties."""
        key = tuple(sorted(properties.items()))
        if key not in self._formats:
            self._formats[key] = self.workbook.add_format({"valign": "top", "font_size": 10, **properties})
        return self._formats[key]

    def sheet(self, wanted: str) -> Any:
        """A new sheet with a name as near to the wanted one as the file format allows, never one that exists."""
        base = " ".join(_NOT_IN_A_NAME.sub(" ", printable(wanted)).split()).strip("'")[:MAX_SHEET_NAME] or "Lembar"
        name, number = base, 1
        while name.casefold() in self.names or name.casefold() == "history":  # a name the format keeps for itself
            number += 1
            name = f"{base[: MAX_SHEET_NAME - len(str(number)) - 1]} {number}"
        self.names.add(name.casefold())
        return self.workbook.add_worksheet(name)

    def about_sheet(self) -> Any:
        """The sheet that says what the file is."""
        return self.workbook.add_worksheet(ABOUT)

    def text(self, sheet: Any, row: int, column: int, text: str, **properties: Any) -> None:
        """Words as words: what looks like a formula is marked as text, also for the next person who edits the cell."""
        shown = printable(text)[:MAX_CELL_TEXT]
        if shown.startswith(_FORMULA_STARTS):
            properties["quote_prefix"] = True
        sheet.write_string(row, column, shown, self.format(**properties))

    def span(self, sheet: Any, row: int, column: int, width: int, text: str, **properties: Any) -> None:
        """Words over several cells of a row."""
        shown = printable(text)[:MAX_CELL_TEXT]
        if width == 1:
            self.text(sheet, row, column, shown, **properties)
            return
        sheet.merge_range(row, column, row, column + width - 1, "", self.format(**properties))
        self.text(sheet, row, column, shown, **properties)

    def value(
        self, sheet: Any, row: int, column: int, value: Scalar, kind: Kind, decimals: int, **properties: Any
    ) -> None:
        """A value by its kind: a number as a number, a day as a day, a missing one in words, nothing for a blank."""
        if isinstance(value, Blank):
            sheet.write_blank(row, column, None, self.format(**properties))
            return
        missing = missing_in(value)
        shown = cell_text(value, kind, decimals)  # refuses a value that does not fit its kind
        aligned = {"align": "right"} if kind in NUMERIC_KINDS else {"align": "center"} if kind is Kind.MARK else {}
        if missing is not None:
            self.text(sheet, row, column, FULL_WORDS[missing], **aligned, italic=True, **properties)
        elif kind is Kind.MARK:
            self.text(sheet, row, column, TICK if value else "", **aligned, **properties)
        elif kind is Kind.TEXT and isinstance(value, str):
            self.text(sheet, row, column, value, text_wrap=True, align="left", indent=1, **properties)
        elif isinstance(value, dt.date):
            day = dt.date(value.year, value.month, value.day)
            code = number_format(Kind.DATE, 0)
            sheet.write_datetime(row, column, day, self.format(num_format=code, align="left", indent=1, **properties))
        elif isinstance(value, int | float | Decimal):
            code = number_format(kind, decimals)
            cell_format = self.format(num_format=code, **properties) if code else self.format(**properties)
            sheet.write_number(row, column, float(value), cell_format)
        else:
            self.text(sheet, row, column, shown, **properties)

    def close(self) -> bytes:
        """The finished file."""
        self.workbook.close()
        return self.buffer.getvalue()
