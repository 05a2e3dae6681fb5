"""Columns that a sheet should have, and finding them under the headers that it does have."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from enum import StrEnum
from itertools import islice
from typing import Final

from padu.apps.rumah_dataku.files.codes import CodeList
from padu.apps.rumah_dataku.files.limits import HEADER_SEARCH_ROWS
from padu.apps.rumah_dataku.files.problems import FileProblem, FileRefused, notice, refusal
from padu.apps.rumah_dataku.files.sheets import Book, Row
from padu.domain.identity import IssueLevel, mask_numbers_in
from padu.domain.tabular import NumberStyle, fold, nearest

_QUESTION: Final = re.compile(r"\s*([PK])\s*\.?\s*(\d{1,2})\s*\.?\s*([a-d]?)(?![a-z0-9])", re.IGNORECASE)
_NAMED_AT_MOST: Final = 12

MENDING_HEADS: Final = ("Masalah", "Yang disarankan")
"""Columns that we add to rows to be corrected: known, and never read."""

Spelling = Callable[[str], str]


class Kind(StrEnum):
    """How the cells of a column are read."""

    TEXT = "text"
    NUMBER = "number"  # NIK and no. KK
    INTEGER = "integer"
    DECIMAL = "decimal"
    DATE = "date"
    CODE = "code"
    VILLAGE = "village"


class Shown(StrEnum):
    """What of a cell may stand in an issue or an example: as it is, the first four digits, or nothing.

    HIDDEN is a name or an address, told by its length; SPECIFIC is specific personal data, of which nothing is told.
    """

    OPEN = "open"
    MASKED = "masked"
    HIDDEN = "hidden"
    SPECIFIC = "specific"


@dataclass(frozen=True, slots=True)
class Column:
    """One column of a template.

    label     header in the template, Indonesian
    question  code on the form, as `P.03a`; a header that begins with it belongs here whatever follows
    aliases   other headers for it
    expected  column must exist (a sheet without it is refused)
    filled    IssueLevel for an empty cell, or None where an empty cell means "not answered"
    low, high bounds of a whole or decimal number
    lines     the text may hold several lines; they are read as if parted by semicolons
    hint      one sentence for the person who fills it in
    """

    key: str
    label: str
    kind: Kind = Kind.TEXT
    question: str = ""
    aliases: tuple[str, ...] = ()
    expected: bool = False
    filled: IssueLevel | None = None
    codes: CodeList | None = None
    shown: Shown = Shown.OPEN
    max_length: int = 200
    lines: bool = False
    low: int | None = None
    high: int | None = None
    hint: str = ""
    example: str = ""

    @property
    def names(self) -> tuple[str, ...]:
        return (self.label, self.key, *self.aliases)


@dataclass(frozen=True, slots=True)
class Place:
    """Where a column stands in a sheet: position from 0 and the header as the sender wrote it."""

    column: Column
    position: int
    header: str


@dataclass(slots=True)
class HeaderMatch:
    """What a header row offers."""

    row: Row
    places: dict[str, Place] = field(default_factory=dict)
    duplicates: list[Place] = field(default_factory=list)
    unknown: list[str] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class Table:
    """A sheet whose columns are found; its data rows can be streamed again and again."""

    book: Book
    sheet: str
    header_row: int
    places: Mapping[str, Place]
    unknown: tuple[str, ...]
    notices: tuple[FileProblem, ...]
    style: NumberStyle

    def header(self, key: str, default: str = "") -> str:
        """The header above a column as it stands in the file, or `default` where the column is missing."""
        return self.places[key].header if key in self.places else default

    def data_rows(self) -> Iterator[Row]:
        """Rows below the header that hold anything."""
        return (row for row in self.book.rows(self.sheet) if row.number > self.header_row and not row.blank)


def match_header(
    row: Row, columns: Sequence[Column], spell: Spelling = fold, assigned: Mapping[int, str] | None = None
) -> HeaderMatch:
    """Find each column in a header row by name, by other name, or by the code of its question.

    spell     makes two spellings of one name the same text
    assigned  position -> key of the column there, whatever its header says ("" is no column)
    """
    named, given = finder(columns, spell), assigned or {}
    by_key = {column.key: column for column in columns}
    match = HeaderMatch(row)
    for position in range(max([len(row.cells), *(at + 1 for at in given)])):
        text = row.cell(position)
        if not text and not given.get(position):
            continue
        column = by_key.get(given[position]) if position in given else named(text)
        if column is None:
            match.unknown.append(text)
        elif column.key in match.places:
            match.duplicates.append(Place(column, position, text))
        else:
            match.places[column.key] = Place(column, position, text)
    return match


def finder(columns: Sequence[Column], spell: Spelling = fold) -> Callable[[str], Column | None]:
    """From a header to the column that it names."""
    by_name = {spell(name): column for column in columns for name in column.names}
    by_question = {column.question.casefold(): column for column in columns if column.question}
    return lambda text: by_name.get(spell(text)) or by_question.get(_question(text))


def _question(text: str) -> str:
    """`P3a. Tidak bertegur sapa` asks `p.03a`."""
    found = _QUESTION.match(text)
    return f"{found[1]}.{int(found[2]):02}{found[3]}".casefold() if found else ""


def choose_sheet(book: Book, names: Sequence[str], columns: Sequence[Column]) -> str:
    """The sheet with one of the names, else the one whose header has most of the expected columns.

    Raises FileRefused `sheet_missing`, which names the sheets that were found and the one that was looked for.
    """
    given = [sheet for sheet, said in book.assigned.items() if said.role == names[0] and sheet in book.sheet_names]
    if given:
        return given[0]
    folded = {fold(name) for name in names}
    named = [sheet for sheet in book.sheet_names if fold(sheet) in folded]
    if named:
        return named[0]
    expected = {column.key for column in columns if column.expected}
    having = {sheet: len(expected & set(best_header(book, sheet, columns).places)) for sheet in book.sheet_names}
    best = max(having.values(), default=0)
    fitting = [sheet for sheet, count in having.items() if count == best]
    # With half of the columns it is the sheet that was meant: what is missing will be told by name.
    if len(fitting) == 1 and best * 2 >= len(expected):
        return fitting[0]
    found = ", ".join(f"“{sheet}”" for sheet in book.sheet_names[:_NAMED_AT_MOST])
    raise refusal(
        "sheet_missing",
        f"Lembar “{names[0]}” tidak ditemukan. Lembar yang ada: {found}.",
        f"Beri nama lembar “{names[0]}” seperti di templat, lalu kirim lagi.",
    )


def best_header(book: Book, sheet: str, columns: Sequence[Column], spell: Spelling = fold) -> HeaderMatch:
    """The row near the top with the most known headers; the first one that holds anything where none is known."""
    said = book.assigned.get(sheet)
    if said is not None:
        found = next((row for row in islice(book.rows(sheet), said.header_row) if row.number == said.header_row), None)
        return match_header(found, columns, spell, said.columns) if found else HeaderMatch(Row(0, ()))
    rows = [row for row in islice(book.rows(sheet), HEADER_SEARCH_ROWS) if any(cell.strip() for cell in row.cells)]
    matches = [match_header(row, columns, spell) for row in rows]
    return max(matches, key=lambda match: len(match.places), default=HeaderMatch(Row(0, ())))


def open_table(
    book: Book, sheet: str, columns: Sequence[Column], left_out: Collection[str] = (), spell: Spelling = fold
) -> Table:
    """Find the columns of a sheet; headers named in `left_out` are known and not read.

    Raises FileRefused for an empty sheet, a missing or doubled column, or a header without a data row below it.
    """
    match = best_header(book, sheet, columns, spell)
    if match.row.number == 0:
        raise refusal("empty_sheet", f"Lembar “{sheet}” kosong.", "Isi lembar seperti di templat, lalu kirim lagi.")
    problems = [*_missing(match, sheet, columns), *_doubled(match, sheet)]
    if problems:
        raise FileRefused(*problems)
    known = {fold(name) for name in (*left_out, *MENDING_HEADS)}
    match.unknown = [text for text in match.unknown if fold(text) not in known]
    notices = _unknown(match, sheet, columns)
    table = Table(book, sheet, match.row.number, match.places, tuple(match.unknown), notices, book.style(sheet))
    if next(table.data_rows(), None) is None:
        raise refusal(
            "no_rows",
            f"Lembar “{sheet}” hanya berisi judul kolom, tanpa data.",
            "Isi datanya di bawah judul, lalu kirim lagi.",
        )
    return table


def _missing(match: HeaderMatch, sheet: str, columns: Sequence[Column]) -> list[FileProblem]:
    found = []
    for column in columns:
        if column.expected and column.key not in match.places:
            near = next((text for text in match.unknown if nearest(text, column.names)), None)
            hint = f" Kolom “{_safe(near)}” mirip; mungkin itu yang dimaksud." if near else ""
            message = (
                f"Kolom “{column.label}” tidak ditemukan di lembar “{sheet}” (judul di baris {match.row.number}).{hint}"
            )
            found.append(
                FileProblem("column_missing", message, f"Beri judul “{column.label}” pada kolom itu, lalu kirim lagi.")
            )
    return found


def _doubled(match: HeaderMatch, sheet: str) -> list[FileProblem]:
    found = []
    for place in match.duplicates:
        where = " dan ".join(
            f"{column_letters(one.position)} (“{_safe(one.header)}”)" for one in (match.places[place.column.key], place)
        )
        message = f"Kolom “{place.column.label}” ada dua kali di lembar “{sheet}”: {where}."
        found.append(
            FileProblem("column_duplicate", message, "Hapus atau ganti judul salah satu kolom, lalu kirim lagi.")
        )
    return found


def _unknown(match: HeaderMatch, sheet: str, columns: Sequence[Column]) -> tuple[FileProblem, ...]:
    """A remark on columns that are not read, with the name that one of them may have meant."""
    notices = []
    absent = [column for column in columns if column.key not in match.places]
    for text in match.unknown:
        near = nearest(text, (column.label for column in absent))
        if near:
            message = f"Kolom “{_safe(text)}” di lembar “{sheet}” tidak dikenal dan tidak dibaca. Maksudnya “{near}”?"
            notices.append(
                notice("column_misspelt", message, f"Bila ya, ganti judulnya menjadi “{near}” dan kirim lagi.")
            )
    others = [text for text in match.unknown if not nearest(text, (column.label for column in absent))]
    if others:
        shown = ", ".join(f"“{_safe(text)}”" for text in others[:_NAMED_AT_MOST])
        more = f" dan {len(others) - _NAMED_AT_MOST} lainnya" if len(others) > _NAMED_AT_MOST else ""
        message = f"Kolom yang tidak dibaca di lembar “{sheet}”: {shown}{more}."
        notices.append(
            notice("column_ignored", message, "Tidak perlu tindakan bila kolom itu memang tidak dibutuhkan.")
        )
    twice = [text for text, count in Counter(map(fold, match.unknown)).items() if count > 1]
    if twice:
        message = f"Lembar “{sheet}” memiliki {len(twice)} judul kolom yang dipakai lebih dari sekali."
        notices.append(
            notice("column_ignored_twice", message, "Periksa judul kolom bila salah satunya seharusnya dibaca.")
        )
    return tuple(notices)


def column_letters(position: int) -> str:
    """Name of a column in a spreadsheet: 0 is A, 26 is AA."""
    letters, rest = "", position + 1
    while rest:
        rest, last = divmod(rest - 1, 26)
        letters = chr(ord("A") + last) + letters
    return letters


def _safe(text: str) -> str:
    """A header in a message; a file without a header row has a person's data there."""
    return mask_numbers_in(text)[:40]
