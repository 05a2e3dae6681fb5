"""What every kind of file becomes: named sheets of rows of text cells."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Final, Protocol

from padu.apps.rumah_dataku.files.problems import FileProblem
from padu.domain.tabular import NumberStyle, is_blank

NOWHERE: Final[frozenset[int]] = frozenset()


class FileKind(StrEnum):
    """Kinds of file that are read."""

    CSV = "csv"
    CSV_ZIP = "csv_zip"
    XLSX = "xlsx"
    XLS = "xls"
    ODS = "ods"


@dataclass(frozen=True, slots=True)
class Row:
    """One row. Positions count from 0.

    number    as a person counts in a spreadsheet, from 1
    numeric   positions that hold a number cell of a workbook (a point is then always the decimal mark)
    formulas  positions that hold a formula; the text is its stored result, "" where none was stored
    errors    positions that hold a spreadsheet error such as #REF!
    """

    number: int
    cells: tuple[str, ...]
    numeric: frozenset[int] = NOWHERE
    formulas: frozenset[int] = NOWHERE
    errors: frozenset[int] = NOWHERE

    @property
    def blank(self) -> bool:
        return all(is_blank(cell) for cell in self.cells) and not self.formulas and not self.errors

    def cell(self, position: int) -> str:
        """Text of a cell without blanks around it; "" beyond the end of the row."""
        return self.cells[position].strip() if position < len(self.cells) else ""


@dataclass(frozen=True, slots=True)
class Assigned:
    """Columns of one sheet as a person put them.

    role        first name of the sheet that is looked for, as in the template
    header_row  row of the headers, as a person counts
    columns     position from 0 -> key of the column that stands there; "" is left out on purpose
    """

    role: str
    header_row: int
    columns: Mapping[int, str]


class Book(Protocol):
    """An opened file. One sheet is held in memory at a time at most; rows are streamed.

    assigned  sheet -> what a person said about its columns; sheets that nobody spoke of are understood by their headers
    """

    @property
    def kind(self) -> FileKind: ...

    @property
    def sheet_names(self) -> tuple[str, ...]: ...

    @property
    def notices(self) -> tuple[FileProblem, ...]: ...

    @property
    def assigned(self) -> Mapping[str, Assigned]: ...

    def style(self, sheet: str, /) -> NumberStyle:
        """How text cells of the sheet write fractions."""
        ...

    def rows(self, sheet: str) -> Iterator[Row]:
        """Rows of a sheet from the first on. Raises FileRefused, also half-way."""
        ...
