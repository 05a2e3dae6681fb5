"""Sheets of an OpenDocument workbook, looked through before a reader opens them.

OpenDocument writes equal rows and cells once, with a count of repeats; a few hundred bytes can stand for billions of
cells. Empty repeats are usual and harmless, filled ones are counted here. Formulas are found on the way.
"""

from __future__ import annotations

import zipfile
from dataclasses import dataclass, field
from pathlib import Path
from typing import Final
from xml.parsers import expat

from padu.apps.rumah_dataku.files.archives import BROKEN, PartScan, broken_file, sheet_too_large, too_many_formulas
from padu.apps.rumah_dataku.files.limits import CHUNK_BYTES, MAX_CELLS, MAX_FORMULAS

CELLS_SHARE: Final = 4  # its reader keeps about four times as much for a cell as that of XLSX (measured)
_TABLE: Final = "urn:oasis:names:tc:opendocument:xmlns:table:1.0 "
_OFFICE: Final = "urn:oasis:names:tc:opendocument:xmlns:office:1.0 "
_CELLS: Final = (f"{_TABLE}table-cell", f"{_TABLE}covered-table-cell")


class _StopReading(Exception):
    """Leaves the XML parser when a limit is passed or the document brings its own entities."""


@dataclass(slots=True)
class _Walk:
    """Where the parser stands, and what it found per sheet."""

    sheets: dict[str, PartScan] = field(default_factory=dict)
    sheet: PartScan = field(default_factory=PartScan)
    row: int = 0
    column: int = 0
    row_repeats: int = 1
    filled: int = 0
    formulas: int = 0
    row_end: int = 0

    def start(self, tag: str, attributes: dict[str, str]) -> None:
        if tag == f"{_TABLE}table":
            self.sheet = self.sheets.setdefault(attributes.get(f"{_TABLE}name", ""), PartScan())
            self.row = self.filled = 0
        elif tag == f"{_TABLE}table-row":
            self.row_repeats = _repeats(attributes, "rows")
            self.column = self.row_end = 0
        elif tag in _CELLS:
            self._cell(attributes)

    def end(self, tag: str) -> None:
        if tag != f"{_TABLE}table-row":
            return
        self.row += self.row_repeats
        if self.row_end:
            self.sheet.rows = self.row
            self.sheet.columns = max(self.sheet.columns, self.row_end)
        if self.sheet.rows * self.sheet.columns > MAX_CELLS // CELLS_SHARE:
            raise _StopReading("large")

    def _cell(self, attributes: dict[str, str]) -> None:
        first, self.column = self.column, self.column + _repeats(attributes, "columns")
        if f"{_OFFICE}value-type" not in attributes:
            return
        self.row_end = self.column
        if f"{_TABLE}formula" in attributes:
            self._formula(first)

    def _formula(self, first: int) -> None:
        self.formulas += (self.column - first) * self.row_repeats
        if self.formulas > MAX_FORMULAS:
            raise _StopReading("formulas")
        for row in range(self.row + 1, self.row + 1 + self.row_repeats):
            self.sheet.formulas.setdefault(row, set()).update(range(first, self.column))


def scan_sheets(path: Path, name: str) -> dict[str, PartScan]:
    """Far corner and formulas of every sheet. Raises FileRefused when a sheet is too large or the XML is broken."""
    walk = _Walk()
    parser = expat.ParserCreate(namespace_separator=" ")
    parser.StartElementHandler = walk.start
    parser.EndElementHandler = walk.end
    parser.StartDoctypeDeclHandler = _refuse_entities
    try:
        with zipfile.ZipFile(path) as archive, archive.open("content.xml") as stream:
            while chunk := stream.read(CHUNK_BYTES):
                parser.Parse(chunk, False)
            parser.Parse(b"", True)
    except _StopReading as stop:
        raise {"large": sheet_too_large, "formulas": too_many_formulas}.get(str(stop), broken_file)(name) from stop
    except (*BROKEN, expat.ExpatError) as error:
        raise broken_file(name) from error
    return walk.sheets


def _refuse_entities(*_: object) -> None:
    raise _StopReading("entities")


def _repeats(attributes: dict[str, str], what: str) -> int:
    text = attributes.get(f"{_TABLE}number-{what}-repeated", "1")
    return max(int(text), 1) if text.isascii() and text.isdigit() else 1
