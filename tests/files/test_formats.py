"""XLSX, ODS and the old XLS give the same cells, so that every reader takes all three."""

from __future__ import annotations

import pytest

from padu.apps.rumah_dataku.files.reading import open_book
from tests.sheet_files import FORMATS

ROWS = [
    ["Desa", "Nilai", "Catatan"],
    ["13.01.01.2001", 12, "Nagari “Inderapura”"],
    ["13.01.01.2002", 0.5, ""],
    [None, 3, "x"],
]


@pytest.mark.parametrize("kind", FORMATS)
def test_the_same_cells_whatever_the_format(make, kind):
    path = make.write(f"isi.{kind}", FORMATS[kind]({"Data desa": ROWS, "Lain": [["a"], [1]]}))
    with open_book(path) as book:
        assert book.kind.value == kind
        assert book.sheet_names == ("Data desa", "Lain")
        rows = list(book.rows("Data desa"))
    assert [row.cells for row in rows] == [
        ("Desa", "Nilai", "Catatan"),
        ("13.01.01.2001", "12", "Nagari “Inderapura”"),
        ("13.01.01.2002", "0.5", ""),
        ("", "3", "x"),
    ]
    assert [sorted(row.numeric) for row in rows] == [[], [1], [1], [1]]
