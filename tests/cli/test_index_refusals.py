"""`padu index` refuses: every way a file can be wrong, in words, with nothing written."""

from __future__ import annotations

from pathlib import Path

import pyarrow as pa
import pytest

from tests.analytics.reference import HEADER
from tests.cli.index_files import (
    csv_text,
    good,
    refused,
    run,
    write,
    write_parquet,
)

BAD_CELLS = [
    ("savings", "2"),
    ("savings", "x"),
    ("savings", "1.0"),
    ("savings", " 1"),
    ("savings", "NULL"),
    ("community_participation", "-2"),
    ("year", "202S"),
    ("year", "2025.0"),
    ("year", ""),
    ("year", "25"),
    ("region_code", "1301012001"),
    ("region_code", "13.01.01.201"),
    ("region_code", "13.01.01.2001 "),
    ("region_code", "13.01"),
    ("family_id", ""),
    ("family_id", "  "),
]


def test_another_value_is_named_with_file_row_and_column(tmp_path: Path) -> None:
    rows = [good(number).cells() for number in range(len(BAD_CELLS))]
    for row, (column, text) in zip(rows, BAD_CELLS, strict=True):
        row[HEADER.index(column)] = text
    path = tmp_path / "f.csv"
    path.write_text(csv_text(rows))
    result = run(path, "--out", tmp_path / "out")
    for row_number, (column, text) in enumerate(BAD_CELLS, start=2):
        seen = f'terbaca "{text}"' if text else "kosong"
        refused(result, tmp_path / "out", f"{path}, baris {row_number}, kolom {column}: {seen}; seharusnya")


def test_a_repeat_in_one_file_and_across_files_names_both_rows(tmp_path: Path) -> None:
    first = write(tmp_path / "a.csv", [good(1), good(2), good(1, region_code="13.01.01.2002")])
    second = write_parquet(tmp_path / "b.parquet", [good(9), good(2)])
    result = run(first, second, "--out", tmp_path / "out")
    refused(
        result,
        tmp_path / "out",
        f"{first}, baris 4, kolom family_id: keluarga dan tahun ini sudah ada pada {first} baris 2",
        f"{second}, baris 2, kolom family_id: keluarga dan tahun ini sudah ada pada {first} baris 3",
    )


def test_a_number_of_a_person_is_masked(tmp_path: Path) -> None:
    cells = good().cells()
    cells[HEADER.index("savings")] = "1301014503970001"
    path = tmp_path / "f.csv"
    path.write_text(csv_text([cells]))
    result = run(path, "--out", tmp_path / "out")
    refused(result, tmp_path / "out", "1301************")
    assert "1301014503970001" not in result.stderr


def test_twenty_faults_are_listed_and_all_are_counted(tmp_path: Path) -> None:
    rows = [[*good(number).cells()[:-1], "3"] for number in range(30)]
    path = tmp_path / "f.csv"
    path.write_text(csv_text(rows))
    result = run(path, "--out", tmp_path / "out")
    assert result.stderr.count("baris 21,") == 1
    assert "baris 22," not in result.stderr
    refused(result, tmp_path / "out", "seluruhnya 30 baris")


def test_rows_are_counted_with_blank_lines_and_quoted_line_ends(tmp_path: Path) -> None:
    text = csv_text([good(family_id="a\nb").cells(), good(2).cells()])
    path = tmp_path / "f.csv"
    path.write_text(text + "\n\n" + ",".join(good(2).cells()) + "\n")
    result = run(path, "--out", tmp_path / "out")
    refused(result, tmp_path / "out", "baris 6, kolom family_id", "baris 3")


def test_a_missing_column_is_named_and_the_nearest_suggested(tmp_path: Path) -> None:
    header = ["savngs" if name == "savings" else name for name in HEADER]
    path = tmp_path / "f.csv"
    path.write_text(csv_text([good().cells()], header))
    refused(
        run(path, "--out", tmp_path / "out"),
        tmp_path / "out",
        f'{path}, baris 1, kolom savings: kolom ini tidak ada; yang paling mirip di berkas ini "savngs"',
    )


def test_a_doubled_column_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "f.csv"
    path.write_text(csv_text([[*good().cells(), "1"]], [*HEADER, "savings"]))
    refused(run(path, "--out", tmp_path / "out"), tmp_path / "out", "kolom savings: kolom ini ada 2 kali")


@pytest.mark.parametrize(
    ("content", "words"),
    [
        (b"", "berkas kosong"),
        (b"\n\n", "baris pertama kosong"),
        (b"PK\x03\x04rest", "XLSX"),
        (b"\x1f\x8brest", "gzip"),
        (b"PAR1 cut off", "rusak"),
        ("\ufeffx".encode("utf-16-le"), "UTF-16"),
    ],
)
def test_other_files_are_refused_in_words(tmp_path: Path, content: bytes, words: str) -> None:
    path = tmp_path / "f.csv"
    path.write_bytes(content)
    refused(run(path, "--out", tmp_path / "out"), tmp_path / "out", str(path), words)


def test_a_missing_file_and_a_folder_are_refused(tmp_path: Path) -> None:
    result = run(tmp_path / "none.csv", tmp_path, "--out", tmp_path / "out")
    refused(result, tmp_path / "out", "none.csv: berkas tidak ditemukan", f"{tmp_path}: bukan berkas biasa")


def test_the_same_file_named_twice_is_refused(tmp_path: Path) -> None:
    path = write(tmp_path / "f.csv", [good()])
    refused(run(path, tmp_path / "." / "f.csv", "--out", tmp_path / "out"), tmp_path / "out", "disebut dua kali")


def test_text_that_is_not_utf8_is_refused_with_line_and_byte(tmp_path: Path) -> None:
    path = tmp_path / "f.csv"
    before = csv_text([good().cells()]).encode()
    path.write_bytes(before + b"Ren\xe9,13.01.01.2001,2025" + b",1" * 17 + b"\n")
    refused(
        run(path, "--out", tmp_path / "out"), tmp_path / "out", "baris 3", f"bita ke-{len(before) + 4}", "Windows-1252"
    )


def test_an_open_quote_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "f.csv"
    path.write_text(csv_text([good(1).cells()]) + '"2,13.01.01.2001,2025' + ",1" * 17 + "\n")
    refused(run(path, "--out", tmp_path / "out"), tmp_path / "out", "baris 3", "tanda kutip")


@pytest.mark.parametrize(
    ("column", "array", "words"),
    [
        ("savings", pa.array([1, 2], pa.int64()), 'baris 2, kolom savings: terbaca "2"'),
        ("savings", pa.array([1.0, 0.5]), 'baris 2, kolom savings: terbaca "0.5"'),
        ("savings", pa.array([1.0, float("nan")]), 'baris 2, kolom savings: terbaca "nan"'),
        ("savings", pa.array([True, False]), "kolom savings: bertipe BOOLEAN"),
        ("savings", pa.array([[1], [0]]), "kolom savings: bertipe"),
        ("region_code", pa.array([1301012001, 1301012002]), 'baris 1, kolom region_code: terbaca "1301012001"'),
        ("region_code", pa.array([13.01, 13.02]), 'baris 1, kolom region_code: terbaca "13.01"'),
        ("family_id", pa.array([1.0, 2.0]), "kolom family_id: bertipe DOUBLE"),
        ("family_id", pa.array(["1", None]), "baris 2, kolom family_id: kosong"),
        ("year", pa.array([2025.5, 2025.0]), 'baris 1, kolom year: terbaca "2025.5"'),
        ("year", pa.array([2025, None]), "baris 2, kolom year: kosong"),
    ],
)
def test_parquet_values_that_do_not(tmp_path: Path, column: str, array: pa.Array, words: str) -> None:
    path = write_parquet(tmp_path / "f.parquet", [good(1), good(2)], **{column: array})
    refused(run(path, "--out", tmp_path / "out"), tmp_path / "out", f"{path}, {words}")


def test_a_refused_run_leaves_older_results_alone(tmp_path: Path) -> None:
    out = tmp_path / "out"
    run(write(tmp_path / "f.csv", [good()]), "--out", out)
    before = {path.name: path.read_bytes() for path in out.iterdir()}
    result = run(write(tmp_path / "g.csv", [good(), good()]), "--out", out)
    assert result.exit_code == 2
    assert {path.name: path.read_bytes() for path in out.iterdir()} == before


def test_an_unknown_engine_and_an_unfit_folder_are_refused(tmp_path: Path) -> None:
    path = write(tmp_path / "f.csv", [good()])
    refused(run(path, "--out", tmp_path / "out", "--engine", "spark"), tmp_path / "out", '"spark"', "duckdb")
    result = run(path, "--out", path)
    assert result.exit_code == 2
    assert "Folder hasil" in result.stderr


def test_ragged_rows_are_refused(tmp_path: Path) -> None:
    path = tmp_path / "f.csv"
    lines = [",".join(cells) for cells in (HEADER, good(1).cells(), good(2).cells(), good(3).cells())]
    path.write_text(f"{lines[0]}\n{lines[1]}\n{lines[2]},1\n{lines[3][:-2]}\n")
    result = run(path, "--out", tmp_path / "out")
    refused(result, tmp_path / "out", "baris 3, kolom", "21 sel", "baris 4, kolom community_participation", "19 sel")
