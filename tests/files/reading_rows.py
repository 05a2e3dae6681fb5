"""Reading a whole file as a test needs it."""

from __future__ import annotations

import pytest

from padu.apps.rumah_dataku.files.problems import FileRefused
from padu.apps.rumah_dataku.files.reading import open_book


def read(path, sheet=None):
    with open_book(path) as book:
        return [(row.number, row.cells) for row in book.rows(sheet or book.sheet_names[0])]


def read_all(path, name):
    with open_book(path, name) as book:
        for sheet in book.sheet_names:
            list(book.rows(sheet))


def refused(path, name=""):
    """The one problem for which a file is refused, also when it shows only while rows are read."""
    with pytest.raises(FileRefused) as caught:
        read_all(path, name)
    (problem,) = caught.value.problems
    assert problem.message
    assert problem.todo
    assert "tetap disimpan" in problem.kept
    return problem
