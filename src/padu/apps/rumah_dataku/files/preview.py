"""What a person is shown of a file's columns before its rows are checked: found, not found, double, of another kind.

Only the first rows are looked at. A column whose values are mostly of another kind than its header promises has
probably been shifted; the column that they look like is proposed, a neighbour first.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from enum import StrEnum
from itertools import islice
from typing import Final

from padu.apps.rumah_dataku.files.cells import read_cell, seen
from padu.apps.rumah_dataku.files.columns import (
    MENDING_HEADS,
    Column,
    HeaderMatch,
    Kind,
    Shown,
    Spelling,
    best_header,
    choose_sheet,
)
from padu.apps.rumah_dataku.files.problems import FileRefused
from padu.apps.rumah_dataku.files.sheets import Book, Row
from padu.domain.identity import mask_numbers_in, normalise_number
from padu.domain.tabular import CellError, NumberStyle, fold, is_blank, nearest

SAMPLE_ROWS: Final = 200  # [assumption] rows that tell what stands in a column
EXAMPLES: Final = 3
LEAST_VALUES: Final = 3  # [assumption] fewer values say nothing about a column
MISFIT_SHARE: Final = 0.5  # [assumption] more than this share of unreadable values: another column stands here
GUESS_SHARE: Final = 0.8  # [assumption] share of values that must fit a column before it is proposed
LEAST_DIGITS: Final = 12  # [assumption] a NIK with some digits lost is still meant as one
HEADER_CHARS: Final = 60
_MANY_DIGITS: Final = 6
_STRICT: Final = frozenset({Kind.NUMBER, Kind.DATE, Kind.VILLAGE})
"""Kinds that hardly any other text fits."""

Fits = Callable[[Column, str, NumberStyle, bool], bool]


class ColumnState(StrEnum):
    """What is known of a column of the file."""

    FOUND = "found"
    DOUBLE = "double"
    MISFIT = "misfit"
    LEFT_OUT = "left_out"
    UNKNOWN = "unknown"


def reads_as(column: Column, text: str, style: NumberStyle, numeric: bool) -> bool:
    """Whether a text can stand in a column; a name or an address has letters, a NIK or no. KK digits only."""
    if column.shown is Shown.HIDDEN and column.kind is Kind.TEXT and not any(map(str.isalpha, text)):
        return False
    if column.kind is Kind.NUMBER:
        number = normalise_number(text)
        return number.isdigit() and len(number) >= LEAST_DIGITS
    try:
        read_cell(column, text, style, numeric)
    except CellError:
        return False
    return True


@dataclass(frozen=True, slots=True)
class SheetPlan:
    """What a reader looks for in one sheet.

    names     of the sheet, the template's first
    left_out  headers that are known and not read
    personal  rows are about persons: texts of unknown columns are not shown
    fits      whether a text can stand in a column
    variant   tells plans for sheets of one name apart
    guarded   of an unknown column only the kind of its values is shown: in other sectors' lists it may be health
    """

    names: Sequence[str]
    columns: Sequence[Column]
    spell: Spelling = fold
    left_out: Collection[str] = ()
    personal: bool = True
    fits: Fits = reads_as
    variant: str = ""
    guarded: bool = False


@dataclass(frozen=True, slots=True)
class ColumnPreview:
    """One column of the file. key: the column it is read as, "" for none; guess: the key that is proposed, "" for none.

    filled, misfits  how many of the first rows have a value there, and how many of these do not fit
    """

    position: int
    header: str
    key: str
    state: ColumnState
    examples: tuple[str, ...]
    guess: str = ""
    filled: int = 0
    misfits: int = 0


@dataclass(frozen=True, slots=True)
class SheetPreview:
    """One sheet of the file as its columns are understood. missing: keys of expected columns that were not found."""

    role: str
    sheet: str
    header_row: int
    columns: tuple[ColumnPreview, ...]
    missing: tuple[str, ...]
    variant: str = ""

    @property
    def asks(self) -> bool:
        """Whether a person should look before the rows are checked."""
        return self.contradicts or any(one.guess for one in self.columns)

    @property
    def contradicts(self) -> bool:
        """Whether it cannot be read so: a column is missing, named twice, or holds something else."""
        odd = (ColumnState.DOUBLE, ColumnState.MISFIT)
        return bool(self.missing) or any(one.state in odd for one in self.columns)

    @property
    def shift(self) -> int:
        """1 or -1 when several columns in a row seem to have moved by one to the right or left, else 0."""
        by_key = {one.key: one.position for one in self.columns if one.key}
        moves = [one.position - by_key[one.guess] for one in self.columns if one.guess in by_key]
        return moves[0] if len(moves) > 1 and set(moves) in ({1}, {-1}) else 0


@dataclass(slots=True)
class _Sample:
    """Values of one column in the first rows: text, and whether it is a number cell."""

    values: list[tuple[str, bool]] = field(default_factory=list)

    def share(self, fits: Callable[[str, bool], bool]) -> float:
        return sum(fits(*value) for value in self.values) / len(self.values) if self.values else 0.0


def preview(book: Book, plans: Sequence[SheetPlan]) -> list[SheetPreview]:
    """The sheets that a reader would take, as far as any sheet can be meant. Raises FileRefused for a broken file."""
    taken: list[str] = []
    found = []
    for plan in plans:
        sheet = _sheet_for(book, plan, taken, len(plans))
        if sheet:
            taken.append(sheet)
            found.append(preview_sheet(book, sheet, plan))
    return [one for one in found if one.columns]


def _sheet_for(book: Book, plan: SheetPlan, taken: Sequence[str], wanted: int) -> str:
    """The sheet that the reader takes; where it would take none, the one that is left over or knows most headers."""
    try:
        return choose_sheet(book, plan.names, plan.columns)
    except FileRefused:
        free = [sheet for sheet in book.sheet_names if sheet not in taken]
        known = {sheet: len(best_header(book, sheet, plan.columns, plan.spell).places) for sheet in free}
        best = max(free, key=lambda sheet: known[sheet], default="")
        return best if best and (known[best] or len(book.sheet_names) <= wanted) else ""


def preview_sheet(book: Book, sheet: str, plan: SheetPlan) -> SheetPreview:
    """The columns of one sheet, whatever it is named. Raises FileRefused for a broken file."""
    match = best_header(book, sheet, plan.columns, plan.spell)
    samples = _samples(book, sheet, match.row.number)
    look = _Look(plan, match, samples, book.style(sheet))
    expected = tuple(column.key for column in plan.columns if column.expected and column.key not in match.places)
    return SheetPreview(plan.names[0], sheet, match.row.number, tuple(look.columns()), expected, plan.variant)


def _samples(book: Book, sheet: str, header_row: int) -> dict[int, _Sample]:
    found: dict[int, _Sample] = {}
    rows = (row for row in book.rows(sheet) if row.number > header_row and not row.blank)
    for row in islice(rows, SAMPLE_ROWS):
        for position, text in _values(row):
            found.setdefault(position, _Sample()).values.append((text, position in row.numeric))
    return found


def _values(row: Row) -> Iterator[tuple[int, str]]:
    """Cells that say something; formulas and errors are told of row by row later."""
    special = row.formulas | row.errors
    for position, cell in enumerate(row.cells):
        if position not in special and not is_blank(cell):
            yield position, cell.strip()


@dataclass(slots=True)
class _Look:
    """One sheet while its columns are described."""

    plan: SheetPlan
    match: HeaderMatch
    samples: Mapping[int, _Sample]
    style: NumberStyle

    def columns(self) -> Iterator[ColumnPreview]:
        header = self.match.row.cells
        for position in range(max([len(header), *(at + 1 for at in self.samples)], default=0)):
            text = header[position].strip() if position < len(header) else ""
            if text or position in self.samples:
                yield self._column(position, text)

    def _column(self, position: int, header: str) -> ColumnPreview:
        column = self._at(position)
        sample = self.samples.get(position, _Sample())
        doubled = next((place.column for place in self.match.duplicates if place.position == position), None)
        misfits = sum(not self._fits(column, *value) for value in sample.values) if column else 0
        state = self._state(header, column, sample, misfits, doubled)
        guess = self._guess(position, header, state)
        known = column if state is not ColumnState.MISFIT else None
        examples = tuple(dict.fromkeys(self._shown(known or doubled, text) for text, _ in sample.values))[:EXAMPLES]
        key = column.key if column else ""
        return ColumnPreview(position, safe_header(header), key, state, examples, guess, len(sample.values), misfits)

    def _at(self, position: int) -> Column | None:
        return next((place.column for place in self.match.places.values() if place.position == position), None)

    def _fits(self, column: Column, text: str, numeric: bool) -> bool:
        return self.plan.fits(column, text, self.style, numeric)

    def _state(
        self, header: str, column: Column | None, sample: _Sample, misfits: int, doubled: Column | None
    ) -> ColumnState:
        if doubled is not None:
            return ColumnState.DOUBLE
        if column is None:
            known = {fold(name) for name in (*self.plan.left_out, *MENDING_HEADS)}
            return ColumnState.LEFT_OUT if fold(header) in known else ColumnState.UNKNOWN
        many = len(sample.values) >= LEAST_VALUES and misfits > MISFIT_SHARE * len(sample.values)
        return ColumnState.MISFIT if many else ColumnState.FOUND

    def _guess(self, position: int, header: str, state: ColumnState) -> str:
        """Key of the column that the name or the values look like; "" where nothing speaks for one."""
        absent = [column for column in self.plan.columns if column.key not in self.match.places]
        if state is ColumnState.MISFIT:
            near = [self._at(position - 1), self._at(position + 1)]
            return self._by_values(position, [c for c in near if c], strict=False) or self._by_values(position, absent)
        if state is not ColumnState.UNKNOWN:
            return ""
        named = self._by_name(header, absent)
        if named:
            return named
        return self._by_values(position, [one for one in absent if one.expected or one.kind is Kind.VILLAGE])

    def _by_name(self, header: str, columns: Sequence[Column]) -> str:
        # Of hundreds of figures only the labels: their short names are like everything.
        names = {
            name: column.key for column in columns for name in (column.names if self.plan.personal else [column.label])
        }
        near = nearest(header, names) if header else None
        return names[near] if near is not None else ""

    def _by_values(self, position: int, columns: Sequence[Column], *, strict: bool = True) -> str:
        sample = self.samples.get(position, _Sample())
        if len(sample.values) < LEAST_VALUES:
            return ""
        for column in columns:
            plain = column.kind is Kind.TEXT and column.shown is not Shown.HIDDEN
            if plain or (strict and column.kind not in _STRICT):
                continue
            if sample.share(lambda text, numeric, column=column: self._fits(column, text, numeric)) >= GUESS_SHARE:  # type: ignore[misc]
                return column.key
        return ""

    def _shown(self, column: Column | None, text: str) -> str:
        if column is not None or not self.plan.personal:
            return seen(column or _ANY, text)
        if self.plan.guarded:
            return self._kind_shown(text)
        if any(map(str.isalpha, text)):
            return f"{text[0]}… ({len(text)} huruf)"
        many = sum(map(str.isdigit, text)) >= _MANY_DIGITS
        return f"{text[:2]}… ({len(text)} tanda)" if many else text

    def _kind_shown(self, text: str) -> str:
        """What kind of value it is; only codes of villages as they are, and the first digits of numbers."""
        for kind, column in _KINDS.items():
            if self._fits(column, text, False):
                return _DATE_HIDDEN if kind is Kind.DATE else seen(column, text)
        return _TEXT_HIDDEN if any(map(str.isalpha, text)) else _DIGITS_HIDDEN


_ANY: Final = Column("", "")
_KINDS: Final = {
    Kind.VILLAGE: Column("", "", Kind.VILLAGE),
    Kind.NUMBER: Column("", "", Kind.NUMBER, shown=Shown.MASKED),
    Kind.DATE: Column("", "", Kind.DATE),
}
_DATE_HIDDEN: Final = "(tanggal, disembunyikan)"
_TEXT_HIDDEN: Final = "(huruf, disembunyikan)"
_DIGITS_HIDDEN: Final = "(angka, disembunyikan)"


def safe_header(text: str) -> str:
    """A header on a page; a file without a header row has a person's data there."""
    return mask_numbers_in(text)[:HEADER_CHARS]
