"""`padu export`: the file is what the account may see, and nothing is left half-written."""

from __future__ import annotations

from pathlib import Path

import pytest

from padu.apps.convergence.exports import write_calendar, write_matrix
from padu.cli.exports import FileFormat, _content, _write
from tests.agreed_rows import YEAR, make_columns, make_commitment, make_event
from tests.people import REGENCY, VILLAGE, People
from tests.planning_rows import make_catalogue


@pytest.fixture
def agreed(people: People) -> People:
    make_columns()
    make_catalogue()
    make_commitment(make_event(VILLAGE), people.kesehatan)
    return people


@pytest.mark.parametrize("write", [write_matrix, write_calendar])
def test_workbook_of_the_own_place(agreed: People, write) -> None:  # type: ignore[no-untyped-def]
    assert _content(write, VILLAGE, YEAR, FileFormat.XLSX, "pokja").startswith(b"PK")


@pytest.mark.parametrize(
    ("place", "username", "words"),
    [
        (VILLAGE, "orang_luar", "tidak ada bagi akun ini"),
        (REGENCY, "pokja", "tidak ada bagi akun ini"),
        ("13.01.99.2001", "tim_kab", "tidak ada bagi akun ini"),
        (VILLAGE, "siapa", "Tidak ada akun aktif"),
        (VILLAGE, None, "--as"),
    ],
)
def test_other_places_do_not_exist(
    agreed: People, capsys: pytest.CaptureFixture[str], place: str, username: str | None, words: str
) -> None:
    with pytest.raises(SystemExit) as stopped:
        _content(write_matrix, place, YEAR, FileFormat.XLSX, username)
    assert stopped.value.code == 2
    assert words in capsys.readouterr().err


def test_file_replaces_the_old_one_whole(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    out = tmp_path / "matriks.xlsx"
    out.write_bytes(b"lama")
    _write(out, b"baru")
    assert out.read_bytes() == b"baru"
    with pytest.raises(SystemExit):
        _write(tmp_path / "tidak-ada" / "x.xlsx", b"baru")
    assert "tidak dapat ditulis" in capsys.readouterr().err
    assert [path.name for path in tmp_path.iterdir()] == ["matriks.xlsx"]
