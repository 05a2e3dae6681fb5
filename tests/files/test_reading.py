"""Opening text files: what each kind gives, and what each bad file is told."""

from __future__ import annotations

import gzip
import os
import resource
import tempfile
from pathlib import Path

import pytest

from padu.apps.rumah_dataku.files import limits
from padu.apps.rumah_dataku.files.reading import open_book
from padu.apps.rumah_dataku.files.sheets import FileKind
from padu.domain.tabular import NumberStyle
from tests.files.reading_rows import read, refused


@pytest.mark.parametrize(
    ("text", "style"),
    [("a,b\n1,2\n", NumberStyle.POINT), ("a;b\n1;2\n", NumberStyle.COMMA), ("a\tb\n1\t2\n", NumberStyle.UNSURE)],
)
def test_the_delimiter_is_found(make, text, style):
    path = make.text("x.csv", text)
    assert read(path) == [(1, ("a", "b")), (2, ("1", "2"))]
    with open_book(path) as book:
        assert book.kind is FileKind.CSV
        assert book.sheet_names == ("x",)
        assert book.style("x") is style


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16"])
def test_unicode_text_is_read(make, encoding):
    assert read(make.text("x.csv", "nama;désa\nÉ;ü\n", encoding))[1] == (2, ("É", "ü"))


def test_a_separator_line_is_taken_at_its_word_and_rows_keep_their_number(make):
    assert read(make.text("x.csv", "sep=;\na;b,c\n")) == [(2, ("a", "b,c"))]


def test_a_line_break_in_a_cell_keeps_the_count_of_rows(make):
    assert read(make.text("x.csv", 'a,b\n"1\n2",3\n4,5\n'))[2] == (3, ("4", "5"))


def test_a_packed_csv_is_read(make):
    path = make.write("angka.csv.gz", gzip.compress(b"a,b\n1,2\n"))
    with open_book(path) as book:
        assert book.sheet_names == ("angka",)
    assert len(read(path)) == 2


def test_a_zip_of_csv_files_is_a_workbook(make):
    path = make.zip("kiriman.zip", {"Keluarga.csv": b"a;b\n1;2\n", "Anggota.csv": b"c\n3\n", "baca.txt": b"catatan"})
    with open_book(path) as book:
        assert book.kind is FileKind.CSV_ZIP
        assert book.sheet_names == ("Keluarga", "Anggota")
    assert read(path, "Anggota") == [(1, ("c",)), (2, ("3",))]


def test_windows_1252_is_told_with_line_and_byte(make):
    problem = refused(make.text("x.csv", "nama\nAni\nRené\n", "cp1252"))
    assert problem.code == "not_utf8"
    # 5 bytes "nama\n", 4 bytes "Ani\n", 3 bytes "Ren": the 13th byte is the wrong one.
    assert "baris 3 (bita ke-13)" in problem.message
    assert "Windows-1252" in problem.message
    assert "CSV UTF-8" in problem.todo


def test_a_wrong_byte_after_the_first_chunk_is_counted_from_the_start(make):
    start = b"\xef\xbb\xbf" + b"abcdefg\n" * (limits.CHUNK_BYTES // 8)
    problem = refused(make.write("x.csv", start + b"ab\xe9\n"))
    assert f"baris {limits.CHUNK_BYTES // 8 + 1} (bita ke-{len(start) + 3})" in problem.message


def test_a_text_cut_in_the_middle_of_a_letter_is_refused(make):
    assert refused(make.write("x.csv", "a\né".encode()[:-1])).code == "not_utf8"


@pytest.mark.parametrize(
    ("content", "code"),
    [
        (b"", "empty_file"),
        (b"\n\n  \n", "empty_file"),
        (b"\xef\xbb\xbf", "empty_file"),
        (b"a,b\x00c\n", "not_text"),
        ("a,b".encode("utf-16-le"), "not_text"),
        ("\ufeffa,b".encode("utf-32"), "not_utf8"),
        (b'a,b\n"1,2\n3,4\n', "broken_quote"),
        (b'a,b\n"1"x,2\n', "broken_quote"),
        (b"a\n" + b"x" * (limits.MAX_CELL_CHARS + 1), "cell_too_long"),
        (b"," * limits.MAX_COLUMNS + b"\n", "too_many_columns"),
        (b"%PDF-1.7 ...", "unsupported_type"),
        (b"\x89PNG\r\n", "unsupported_type"),
        (b"<html><table><tr><td>1</td></tr></table></html>", "unsupported_type"),
        (b"\xef\xbb\xbf<?xml version='1.0'?>", "unsupported_type"),
    ],
)
def test_a_bad_text_file_gets_its_answer(make, content, code):
    assert refused(make.write("x.csv", content)).code == code


def test_broken_quotes_name_the_row(make):
    assert "Baris 2" in refused(make.write("x.csv", b'a,b\n"1"x,2\n')).message


@pytest.mark.parametrize("name", ["x.json", "x.docx", "x.exe"])
def test_a_text_under_a_foreign_name_is_refused(make, name):
    assert refused(make.text(name, "a,b\n")).code == "unsupported_type"


def test_the_senders_name_stands_in_the_message(make):
    assert "“laporan nagari.csv”" in refused(make.write("kept-0001", b""), "laporan nagari.csv").message


def test_too_many_rows_are_refused_while_reading(make, monkeypatch):
    monkeypatch.setattr("padu.apps.rumah_dataku.files.text_tables.MAX_ROWS", 3)
    assert refused(make.text("x.csv", "a\n1\n2\n3\n")).code == "too_many_rows"


def test_a_file_above_the_limit_is_refused_without_being_read(make):
    path = make.folder / "besar.csv"
    with path.open("wb") as stream:
        stream.truncate(limits.MAX_FILE_BYTES + 1)
    assert refused(path).code == "file_too_large"


def test_a_50_mb_file_is_read_with_little_memory(make):
    path = make.folder / "besar.csv"
    line = b"13.01.01.2001;1.234,5;" + b"x" * 200 + b"\n"
    with path.open("wb") as stream:
        for _ in range(1000):
            stream.write(line * (50_000_000 // len(line) // 1000))
    before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    with open_book(path) as book:
        count = sum(1 for _ in book.rows("besar"))
    assert count == 50_000_000 // len(line) // 1000 * 1000
    assert resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before < 20 * 1024  # kB


def test_a_gzip_bomb_is_stopped(make, monkeypatch):
    monkeypatch.setattr("padu.apps.rumah_dataku.files.text_tables.MAX_UNPACKED_BYTES", 2 * limits.MIB)
    path = make.write("x.csv.gz", gzip.compress(b"0" * (4 * limits.MIB)))
    assert refused(path).code == "unpacked_too_large"


def test_a_cut_gzip_file_is_broken(make):
    assert refused(make.write("x.csv.gz", gzip.compress(os.urandom(5000).hex().encode())[:-200])).code == "broken_file"


def test_a_file_without_a_name_is_read(make):
    content = make.xlsx("x.xlsx", A=[["a"], [1]]).read_bytes()
    with tempfile.TemporaryFile() as file:
        file.write(content)
        file.flush()
        assert read(Path(f"/proc/self/fd/{file.fileno()}")) == [(1, ("a",)), (2, ("1",))]
