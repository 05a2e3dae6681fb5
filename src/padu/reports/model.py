"""One document, written as PDF or as XLSX: what a report says, without how it looks.

Cells carry values, not text: numbers, shares 0..1, dates, words, ticks, and the ways of having no number. The writers
format them the Indonesian way, and print unknown, not applicable, suppressed and zero as four different things.
"""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum

from padu.domain.errors import PaduError
from padu.domain.values import Missing


class BadDocument(PaduError):
    """A document that contradicts itself: a programming error, found before anything is written. data: what, where."""

    code = "reports.bad_document"


class Kind(StrEnum):
    """What the values of a column are.

    TEXT           words
    INT            whole number
    DECIMAL        number, shown with the column's decimals
    MONEY          whole rupiah: Rp1.234.567
    MONEY_SHORT    whole rupiah, printed short in PDF (Rp1,2 juta) and whole in XLSX
    DATE           a day
    PERCENT        a share 0..1, shown as a percentage
    MARK           True prints a tick, False nothing
    """

    TEXT = "text"
    INT = "int"
    DECIMAL = "decimal"
    MONEY = "money"
    MONEY_SHORT = "money_short"
    DATE = "date"
    PERCENT = "percent"
    MARK = "mark"


NUMERIC_KINDS = frozenset({Kind.INT, Kind.DECIMAL, Kind.MONEY, Kind.MONEY_SHORT, Kind.PERCENT})


class Blank(StrEnum):
    """No statement is made here: the cell is empty by the layout (nothing agreed), which is none of the four values."""

    BLANK = ""


BLANK = Blank.BLANK

Scalar = str | bool | int | float | Decimal | dt.date | Missing | Blank | None
"""None is read as Missing.UNKNOWN."""


@dataclass(frozen=True, slots=True)
class Stack:
    """Several values in one cell, one for each measure of the table: PDF prints them below each other, XLSX in rows."""

    values: tuple[Scalar, ...]


Cell = Scalar | Stack
Row = tuple[Cell, ...]


@dataclass(frozen=True, slots=True)
class Measure:
    """What one value of a Stack is.

    label      full words: a row head in XLSX, the legend in PDF
    joined     printed behind the measure before it with "/", as in 3/4; never for the first
    prefix     sign printed before the value and in the legend ("+"), in PDF only
    strong     printed bold in PDF: what the eye should find first
    quiet      a zero is not printed in PDF (XLSX has it): for what is rare and would clutter; the legend says so
    """

    label: str
    kind: Kind = Kind.INT
    decimals: int = 0
    joined: bool = False
    prefix: str = ""
    strong: bool = False
    quiet: bool = False


@dataclass(frozen=True, slots=True)
class Column:
    """A column of a table.

    kind         of its single values; a column of stacks takes a numeric kind, so that its head stands over figures
    label        full head; may be long
    short_label  head for print where the full one is too wide; None = label
    width        relative width within the table (1 = usual)
    group_label  head over several neighbouring columns that share it; None = none
    upright      True turns the head by 90 degrees in PDF, for many narrow columns
    """

    label: str
    kind: Kind = Kind.TEXT
    width: float = 1.0
    group_label: str | None = None
    short_label: str | None = None
    decimals: int = 1
    upright: bool = False

    @property
    def head(self) -> str:
        """The head for print."""
        return self.short_label or self.label


@dataclass(frozen=True, slots=True)
class RowGroup:
    """A heading line over the next `rows` rows of a table."""

    label: str
    rows: int


@dataclass(frozen=True, slots=True)
class Table:
    """A table. Row groups, where given, cover all rows in order. Raises BadDocument.

    measures   what the values of each Stack are; all stacks of the table have the same
    roomy      in PDF, cells have lines around them and room to write in by hand
    totals     rows at the foot, set off
    footnotes  printed below, in order
    """

    caption: str
    columns: tuple[Column, ...]
    rows: tuple[Row, ...]
    row_groups: tuple[RowGroup, ...] = ()
    totals: tuple[Row, ...] = ()
    footnotes: tuple[str, ...] = ()
    measures: tuple[Measure, ...] = ()
    roomy: bool = False

    def __post_init__(self) -> None:
        if not self.columns:
            raise BadDocument(what="table without columns", where=self.caption)
        for number, row in enumerate((*self.rows, *self.totals), start=1):
            self._check_row(number, row)
        if self.row_groups and sum(group.rows for group in self.row_groups) != len(self.rows):
            raise BadDocument(what="row groups do not cover the rows", where=self.caption)
        if self.measures and self.measures[0].joined:
            raise BadDocument(what="the first measure cannot be joined to one before it", where=self.caption)

    def _check_row(self, number: int, row: Row) -> None:
        if len(row) != len(self.columns):
            raise BadDocument(what=f"row {number}: {len(row)} cells, {len(self.columns)} columns", where=self.caption)
        for cell in row:
            if isinstance(cell, Stack) and len(cell.values) != len(self.measures):
                raise BadDocument(what=f"row {number}: a stack that does not fit the measures", where=self.caption)


@dataclass(frozen=True, slots=True)
class Heading:
    """A section head; level 1 is the highest below the title."""

    text: str
    level: int = 1


@dataclass(frozen=True, slots=True)
class Paragraph:
    """Running text. small = True for remarks."""

    text: str
    small: bool = False


@dataclass(frozen=True, slots=True)
class KeyFigure:
    """One figure that is shown large, with what it is and where it comes from."""

    label: str
    value: Scalar
    kind: Kind = Kind.INT
    decimals: int = 1
    note: str = ""


@dataclass(frozen=True, slots=True)
class KeyFigures:
    """A strip of figures, two to five read well."""

    items: tuple[KeyFigure, ...]


@dataclass(frozen=True, slots=True)
class Signatory:
    """Who signs. name and identity ("NIP ...") may be empty: a line is left to write on."""

    role: str
    organisation: str = ""
    name: str = ""
    identity: str = ""


@dataclass(frozen=True, slots=True)
class SignatureBlock:
    """Room for signatures at the end. date None leaves a dotted line."""

    place: str
    date: dt.date | None
    signatories: tuple[Signatory, ...]
    heading: str = ""


@dataclass(frozen=True, slots=True)
class DayEntry:
    """Something on one day of a month: a joint event, a meeting.

    done  True prints a tick before the title
    """

    day: dt.date
    title: str
    detail: str = ""
    done: bool = False


@dataclass(frozen=True, slots=True)
class DayOff:
    """A public holiday or another day without events."""

    day: dt.date
    name: str


@dataclass(frozen=True, slots=True)
class MonthGrid:
    """The calendar of one month, weeks from Monday. Entries and days off of other months are refused (BadDocument)."""

    year: int
    month: int
    entries: tuple[DayEntry, ...] = ()
    days_off: tuple[DayOff, ...] = ()
    caption: str = ""

    def __post_init__(self) -> None:
        days = [entry.day for entry in self.entries] + [off.day for off in self.days_off]
        for day in days:
            if (day.year, day.month) != (self.year, self.month):
                raise BadDocument(what=f"{day} is not in {self.year}-{self.month:02}", where=self.caption)


@dataclass(frozen=True, slots=True)
class Pyramid:
    """Men and women by age, drawn as bars. Groups youngest first; each list is as long as `labels` (BadDocument)."""

    caption: str
    labels: tuple[str, ...]
    male: tuple[Scalar, ...]
    female: tuple[Scalar, ...]

    def __post_init__(self) -> None:
        if not len(self.labels) == len(self.male) == len(self.female):
            raise BadDocument(what="groups and figures of unlike number", where=self.caption)


@dataclass(frozen=True, slots=True)
class RadarSeries:
    """One line of a radar: a share 0..1 for each axis."""

    label: str
    values: tuple[Scalar, ...]


@dataclass(frozen=True, slots=True)
class Radar:
    """Shares along three or more axes. Raises BadDocument for fewer, or series of another length."""

    caption: str
    axes: tuple[str, ...]
    series: tuple[RadarSeries, ...]

    def __post_init__(self) -> None:
        if len(self.axes) < 3:
            raise BadDocument(what="a radar needs three axes", where=self.caption)
        if any(len(one.values) != len(self.axes) for one in self.series):
            raise BadDocument(what="axes and figures of unlike number", where=self.caption)


@dataclass(frozen=True, slots=True)
class SideBySide:
    """Two pictures beside each other in print; one after the other in a workbook."""

    left: Pyramid | Radar
    right: Pyramid | Radar


Picture = Pyramid | Radar
Block = Heading | Paragraph | Table | KeyFigures | SignatureBlock | MonthGrid | Pyramid | Radar | SideBySide


class Orientation(StrEnum):
    """How the A4 sheet lies."""

    PORTRAIT = "portrait"
    LANDSCAPE = "landscape"


@dataclass(frozen=True, slots=True)
class Document:
    """A report.

    place    where it is about ("Kabupaten Pesisir Selatan"); period: when ("Tahun 2026")
    as_of    day of the data; None = belum diketahui
    source   where the data come from, in words
    notes    remarks on method, printed at the end
    demo     True marks every page and sheet "DATA BUATAN"
    blank    True for a form to fill in: it holds no data, so no date of data is printed
    """

    title: str
    place: str
    period: str
    blocks: tuple[Block, ...]
    subtitle: str = ""
    as_of: dt.date | None = None
    source: str = ""
    notes: tuple[str, ...] = ()
    demo: bool = False
    blank: bool = False
    orientation: Orientation = Orientation.PORTRAIT
