"""Opening workbooks: what each kind gives, and what each bad or hostile one is told."""

from __future__ import annotations

import contextlib
import datetime as dt
import io
import random
import re
import zipfile
from pathlib import Path

import pytest

from padu.apps.rumah_dataku.files import limits
from padu.apps.rumah_dataku.files.problems import FileRefused
from padu.apps.rumah_dataku.files.reading import open_book
from padu.apps.rumah_dataku.files.sheets import FileKind
from padu.apps.rumah_dataku.files.workbook_child import MEMORY_BYTES
from tests.files.reading_rows import read, read_all, refused


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
