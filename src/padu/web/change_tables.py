"""How files of regional changes are opened: with the reader that opens every other file that people send."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from padu.apps.regions.change_rows import FileUnreadable, Line
from padu.apps.rumah_dataku.files.problems import FileRefused
from padu.apps.rumah_dataku.files.reading import open_book
from padu.apps.rumah_dataku.files.sheets import Row


def read_table(path: Path, file_name: str) -> Iterator[Line]:
    """Rows of the first sheet as texts, the header first. Raises FileUnreadable with words for the sender."""
    try:
        with open_book(path, file_name) as book:
            if book.sheet_names:
                yield from ((row.number, _texts(row)) for row in book.rows(book.sheet_names[0]))
    except FileRefused as refused:
        problem = refused.problems[0]
        raise FileUnreadable(message=problem.message, todo=problem.todo) from refused


def _texts(row: Row) -> tuple[str, ...]:
    """Cells as texts; a formula is shown as one, whatever its result."""
    if not row.formulas:
        return row.cells
    return tuple(f"={cell}" if at in row.formulas else cell for at, cell in enumerate(row.cells))
