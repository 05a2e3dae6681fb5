"""Opening files: what each kind gives, and what each bad file is told."""

from __future__ import annotations

import contextlib
import datetime as dt
import gzip
import io
import os
import random
import re
import resource
import tempfile
import zipfile
from pathlib import Path

import pytest

from padu.apps.rumah_dataku.files import limits
from padu.apps.rumah_dataku.files.problems import FileRefused
from padu.apps.rumah_dataku.files.reading import open_book
from padu.apps.rumah_dataku.files.sheets import FileKind
from padu.apps.rumah_dataku.files.workbook_child import MEMORY_BYTES
from padu.domain.tabular import NumberStyle


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


# --- text


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


# --- workbooks


def test_a_workbook_becomes_text(make):
    path = make.xlsx(
        "x.xlsx", A=[["a", "b", "c", "d", "e"], [12, 1.5, True, None, "teks"], [1301014503970001, 0.1, False, 3, ""]]
    )
    with open_book(path) as book:
        assert book.kind is FileKind.XLSX
        rows = list(book.rows("A"))
    assert [row.cells for row in rows[1:]] == [
        ("12", "1.5", "TRUE", "", "teks"),
        ("1301014503970001", "0.1", "FALSE", "3", ""),
    ]
    assert [row.numeric for row in rows] == [frozenset(), {0, 1}, {0, 1, 3}]


def test_days_become_iso_text(make):
    memory = io.BytesIO()
    import xlsxwriter

    with xlsxwriter.Workbook(memory) as book:
        sheet = book.add_worksheet("A")
        sheet.write_datetime(
            0, 0, dt.datetime.fromisoformat("1990-08-17"), book.add_format({"num_format": "dd/mm/yyyy"})
        )
        sheet.write_datetime(
            0, 1, dt.datetime.fromisoformat("1990-08-17T09:30"), book.add_format({"num_format": "dd/mm/yyyy hh:mm"})
        )
    assert read(make.write("x.xlsx", memory.getvalue())) == [(1, ("1990-08-17", "1990-08-17 09:30:00"))]


def test_a_table_that_starts_elsewhere_keeps_rows_and_columns(make):
    assert read(make.xlsx("x.xlsx", A=[[], [], [None, None, "a"], [None, None, "b"]])) == [
        (1, ("", "", "")),
        (2, ("", "", "")),
        (3, ("", "", "a")),
        (4, ("", "", "b")),
    ]


def test_formulas_and_errors_are_marked(make):
    import xlsxwriter

    memory = io.BytesIO()
    with xlsxwriter.Workbook(memory) as book:
        first, second = book.add_worksheet("A"), book.add_worksheet("B & C")
        first.write(0, 0, "x")
        second.write_formula(1, 2, "=1+1", None, 2)
        second.write_formula(2, 0, "=1/0", None, "#DIV/0!")
        second.write(2, 1, "=teks saja")
    path = make.write("x.xlsx", memory.getvalue())
    with open_book(path) as book:
        assert next(book.rows("A")).formulas == frozenset()
        second_rows = list(book.rows("B & C"))
    assert [(row.number, set(row.formulas), set(row.errors)) for row in second_rows] == [
        (1, set(), set()),
        (2, {2}, set()),
        (3, {0, 1}, {0}),
    ]


FORMULA = 'table:formula="of:=1+1"'


def ods_cell(text, attributes=""):
    return f'<table:table-cell office:value-type="string" {attributes}><text:p>{text}</text:p></table:table-cell>'


def test_an_ods_is_read_with_its_formulas(make):
    rows = (
        f"<table:table-row>{ods_cell('a')}{ods_cell('b')}</table:table-row>"
        f"<table:table-row>{ods_cell('x')}{ods_cell('2', FORMULA)}</table:table-row>"
        '<table:table-row table:number-rows-repeated="1048574">'
        '<table:table-cell table:number-columns-repeated="16384"/></table:table-row>'
    )
    path = make.ods("x.ods", f'<table:table table:name="A">{rows}</table:table>')
    with open_book(path) as book:
        assert book.kind is FileKind.ODS
        found = list(book.rows("A"))
    assert [row.cells for row in found] == [("a", "b"), ("x", "2")]
    assert [set(row.formulas) for row in found] == [set(), {1}]


def test_an_ods_that_repeats_filled_cells_without_end_is_refused(make):
    cell = ods_cell("x", 'table:number-columns-repeated="9000"')
    row = f'<table:table-row table:number-rows-repeated="1000">{cell}</table:table-row>'
    assert refused(make.ods("x.ods", f'<table:table table:name="A">{row}</table:table>')).code == "sheet_too_large"


def test_two_cells_in_far_corners_do_not_cost_memory(make):
    import xlsxwriter

    memory = io.BytesIO()
    with xlsxwriter.Workbook(memory) as book:
        sheet = book.add_worksheet("A")
        sheet.write(0, 0, "x")
        sheet.write(1_048_575, 16_383, "y")
    assert refused(make.write("x.xlsx", memory.getvalue())).code == "sheet_too_large"


def test_a_zip_bomb_is_refused_from_its_directory(make):
    path = make.changed_xlsx("x.xlsx", {"xl/media/a.bin": b"\0" * (30 * limits.MIB)})
    assert refused(path).code == "unpacked_too_large"


def test_a_zip_that_lies_about_sizes_is_broken(make):
    path = make.changed_xlsx("x.xlsx", {"xl/worksheets/sheet1.xml": b"<worksheet>" + b" " * 5000 + b"</worksheet>"})
    content = path.read_bytes()
    # The directory names 100 bytes where 5023 are packed.
    lying = content.replace((5023).to_bytes(4, "little"), (100).to_bytes(4, "little"))
    assert lying != content
    path.write_bytes(lying)
    assert refused(path).code == "broken_file"


def test_a_part_named_twice_is_refused(make):
    path = make.xlsx("x.xlsx", A=[["a"]])
    with pytest.warns(UserWarning, match="Duplicate"), zipfile.ZipFile(path, "a") as archive:
        archive.writestr("xl/worksheets/sheet1.xml", b"<worksheet/>")
    assert refused(path).code == "broken_file"


@pytest.mark.parametrize("part", ["xl/vbaProject.bin", "xl/macrosheets/sheet1.xml"])
def test_macros_inside_an_xlsx_are_refused(make, part):
    problem = refused(make.changed_xlsx("x.xlsx", {part: b"x"}))
    assert problem.code == "macros"
    assert ".xlsx" in problem.todo


def test_macros_are_refused_by_name_and_by_content_type(make):
    assert refused(make.xlsx("x.xlsm", A=[["a"]])).code == "macros"
    types = b'<Types><Default ContentType="application/vnd.ms-excel.sheet.macroEnabled.main+xml"/></Types>'
    assert refused(make.changed_xlsx("x.xlsx", {"[Content_Types].xml": types})).code == "macros"


@pytest.mark.parametrize(
    ("stream", "code"),
    [("EncryptedPackage", "encrypted"), ("_VBA_PROJECT", "macros"), ("WordDocument", "unsupported_type")],
)
def test_old_containers_are_told_apart(make, stream, code):
    content = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 1000 + stream.encode("utf-16-le") + b"\0" * 1000
    assert refused(make.write("x.xls", content)).code == code


def test_a_broken_old_workbook_is_broken(make):
    content = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 1000 + "Workbook".encode("utf-16-le") + b"\0" * 1000
    assert refused(make.write("x.xls", content)).code == "broken_file"


def test_an_encrypted_zip_is_told(make):
    path = make.zip("x.zip", {"a.csv": b"a\n1\n"})
    content = bytearray(path.read_bytes())
    central = content.index(b"PK\x01\x02")
    content[central + 8] |= 1
    path.write_bytes(content)
    assert refused(path).code == "encrypted"


@pytest.mark.parametrize(
    "parts",
    [
        {"[Content_Types].xml": b"wordprocessingml", "word/document.xml": b"x"},
        {"[Content_Types].xml": b"spreadsheetml.sheet.binary", "xl/workbook.bin": b"x"},
        {"foto.jpg": b"x"},
        {"mimetype": b"application/vnd.oasis.opendocument.text"},
        {"catatan.txt": b"x"},
    ],
)
def test_other_packed_files_are_unsupported(make, parts):
    assert refused(make.zip("x.zip", parts)).code == "unsupported_type"


def test_cut_and_changed_workbooks_never_crash(make):
    whole = make.xlsx("x.xlsx", A=[["a", "b"], [1, "x"]]).read_bytes()
    for cut in range(100, len(whole), 701):
        assert refused(make.write("y.xlsx", whole[:cut])).code == "broken_file"


@pytest.mark.parametrize(
    "sheet",
    [
        b"",
        b"<worksheet>",
        b"<worksheet><sheetData><row r='1'><c r='A1' t='s'><v>99</v></c></row></sheetData></worksheet>",
    ],
)
def test_a_broken_sheet_is_broken_or_empty(make, sheet):
    path = make.changed_xlsx("x.xlsx", {"xl/worksheets/sheet1.xml": sheet})
    try:
        with open_book(path) as book:
            assert all(row.blank for row in book.rows("A"))
    except FileRefused as reason:
        assert reason.problems[0].code == "broken_file"  # noqa: PT017  # either answer is right


def test_xml_with_entities_of_its_own_is_refused(make):
    index = b'<!DOCTYPE x [<!ENTITY a "aaaa">]><workbook><sheets><sheet name="&a;" r:id="rId1"/></sheets></workbook>'
    assert refused(make.changed_xlsx("x.xlsx", {"xl/workbook.xml": index})).code == "broken_file"


def test_too_many_columns_in_a_workbook(make):
    path = make.xlsx("x.xlsx", A=[["x"] * (limits.MAX_COLUMNS + 1)])
    assert refused(path).code == "too_many_columns"


@pytest.mark.parametrize("seed", range(12))
def test_damaged_files_are_read_or_refused_and_never_crash(make, seed):
    chance = random.Random(seed)
    whole = (
        make.xlsx("a.xlsx", A=[["a", "b"], [1, "x"]]).read_bytes(),
        make.ods(
            "a.ods", f"<table:table><table:table-row>{ods_cell('x')}</table:table-row></table:table>"
        ).read_bytes(),
        b'a;b\n1;"2"\n' * 20,
    )
    for content in whole * 8:
        damaged = bytearray(damaged_part(chance, content) if content.startswith(b"PK") else content)
        for _ in range(chance.randrange(3)):
            damaged[chance.randrange(len(damaged))] = chance.randrange(256)
        with contextlib.suppress(FileRefused):
            read_all(make.write("x", bytes(damaged)), "x.csv")


def damaged_part(chance, content):
    """The same zip with a few bytes of one of its parts changed; the checksums are right again."""
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        name = chance.choice(archive.namelist())
        part = bytearray(archive.read(name))
        parts = {other: archive.read(other) for other in archive.namelist()}
    for _ in range(3):
        part[chance.randrange(len(part))] = chance.randrange(256)
    memory = io.BytesIO()
    with zipfile.ZipFile(memory, "w") as archive:
        for other, bytes_of in {**parts, name: bytes(part)}.items():
            archive.writestr(other, bytes_of)
    return memory.getvalue()


@pytest.mark.parametrize(
    "content", [b"<?xml version='1.0' encoding='zTF-8'?><a/>", b"<a", b'<!DOCTYPE a [<!ENTITY b "b">]><a>&b;</a>']
)
def test_an_ods_with_odd_xml_is_broken(make, content):
    parts = {
        "mimetype": b"application/vnd.oasis.opendocument.spreadsheet",
        "META-INF/manifest.xml": b"<m/>",
        "content.xml": content,
    }
    assert refused(make.zip("x.ods", parts)).code == "broken_file"
    assert refused(make.zip("x.ods", {"mimetype": parts["mimetype"]})).code == "broken_file"


def test_a_reader_that_dies_is_told_as_a_broken_file(make):
    path = make.xlsx("x.xlsx", A=[["a"], *([[at] for at in range(2000)])])
    with open_book(path) as book:
        rows = book.rows("A")
        next(rows)
        book.child.process.kill()
        with pytest.raises(FileRefused) as caught:
            list(rows)
    assert caught.value.problems[0].code == "broken_file"


def test_a_reader_has_a_bound_on_memory_and_ends_with_the_book(make):
    path = make.xlsx("x.xlsx", A=[["a"]])
    with open_book(path) as book:
        process = book.child.process
        limits_of = Path(f"/proc/{process.pid}/limits").read_text(encoding="ascii")
        list(book.rows("A"))
    assert re.search(rf"Max address space +{MEMORY_BYTES} ", limits_of)
    assert process.returncode is not None


def test_a_long_cell_of_a_workbook_is_refused(make):
    assert refused(make.xlsx("x.xlsx", A=[["a"], ["x" * (limits.MAX_CELL_CHARS + 1)]])).code == "cell_too_long"
    assert len(read(make.xlsx("y.xlsx", A=[["x" * limits.MAX_CELL_CHARS]]))[0][1][0]) == limits.MAX_CELL_CHARS


def test_a_workbook_can_be_read_again_and_sheet_by_sheet(make):
    with open_book(make.xlsx("x.xlsx", A=[["a"], [1]], B=[["b"], [2]])) as book:
        read_twice = [[row.cells for row in book.rows(name)] for name in ("A", "B", "A")]
    assert read_twice == [[("a",), ("1",)], [("b",), ("2",)], [("a",), ("1",)]]


def test_a_file_without_a_name_is_read(make):
    content = make.xlsx("x.xlsx", A=[["a"], [1]]).read_bytes()
    with tempfile.TemporaryFile() as file:
        file.write(content)
        file.flush()
        assert read(Path(f"/proc/self/fd/{file.fileno()}")) == [(1, ("a",)), (2, ("1",))]
