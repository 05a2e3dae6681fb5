"""Makers of small files, good and bad, for the readers."""

from __future__ import annotations

import io
import zipfile
from pathlib import Path

import pytest
import xlsxwriter

from tests.files.family_rows import CONTEXT, FAMILY, PERSON, parse, table

ODS_HEAD = (
    '<?xml version="1.0" encoding="UTF-8"?><office:document-content'
    ' xmlns:office="urn:oasis:names:tc:opendocument:xmlns:office:1.0"'
    ' xmlns:table="urn:oasis:names:tc:opendocument:xmlns:table:1.0"'
    ' xmlns:text="urn:oasis:names:tc:opendocument:xmlns:text:1.0"><office:body><office:spreadsheet>'
)
ODS_TAIL = "</office:spreadsheet></office:body></office:document-content>"


def xlsx_bytes(sheets: dict[str, list[list[object]]]) -> bytes:
    """A workbook; a text that starts with "=" after a backslash is a formula: "\\=1+1" with result 0."""
    memory = io.BytesIO()
    with xlsxwriter.Workbook(memory, {"strings_to_formulas": False, "strings_to_urls": False}) as book:
        for name, rows in sheets.items():
            sheet = book.add_worksheet(name)
            for at, row in enumerate(rows):
                for column, value in enumerate(row):
                    if isinstance(value, str) and value.startswith("\\="):
                        sheet.write_formula(at, column, value[1:], None, 0)
                    elif value is not None:
                        sheet.write(at, column, value)
    return memory.getvalue()


def with_parts(base: bytes, extra: dict[str, bytes], drop: tuple[str, ...] = ()) -> bytes:
    """A copy of a zip with parts added or replaced."""
    memory = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(base)) as old, zipfile.ZipFile(memory, "w", zipfile.ZIP_DEFLATED) as new:
        for part in old.infolist():
            if part.filename not in extra and part.filename not in drop:
                new.writestr(part, old.read(part))
        for name, content in extra.items():
            new.writestr(name, content)
    return memory.getvalue()


def ods_bytes(tables: str) -> bytes:
    memory = io.BytesIO()
    with zipfile.ZipFile(memory, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("mimetype", "application/vnd.oasis.opendocument.spreadsheet")
        archive.writestr(
            "META-INF/manifest.xml",
            '<?xml version="1.0"?><m:manifest xmlns:m="urn:oasis:names:tc:opendocument:xmlns:manifest:1.0"/>',
        )
        archive.writestr("content.xml", f"{ODS_HEAD}{tables}{ODS_TAIL}")
    return memory.getvalue()


class Maker:
    """Writes files into the test's own folder."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder

    def write(self, name: str, content: bytes) -> Path:
        path = self.folder / name
        path.write_bytes(content)
        return path

    def text(self, name: str, text: str, encoding: str = "utf-8") -> Path:
        return self.write(name, text.encode(encoding))

    def xlsx(self, name: str, **sheets: list[list[object]]) -> Path:
        return self.write(name, xlsx_bytes(sheets))

    def changed_xlsx(self, name: str, extra: dict[str, bytes], drop: tuple[str, ...] = ()) -> Path:
        return self.write(name, with_parts(xlsx_bytes({"A": [["a"], [1]]}), extra, drop))

    def ods(self, name: str, tables: str) -> Path:
        return self.write(name, ods_bytes(tables))

    def zip(self, name: str, parts: dict[str, bytes]) -> Path:
        memory = io.BytesIO()
        with zipfile.ZipFile(memory, "w", zipfile.ZIP_DEFLATED) as archive:
            for part, content in parts.items():
                archive.writestr(part, content)
        return self.write(name, memory.getvalue())


@pytest.fixture
def make(tmp_path: Path) -> Maker:
    return Maker(tmp_path)


@pytest.fixture
def send(make):
    """Send one family and one person, changed as a test needs."""

    def send_rows(families=({},), persons=({},), context=CONTEXT):
        family_rows = [{**FAMILY, **changes} for changes in families]
        person_rows = [{**PERSON, **changes} for changes in persons]
        return parse(make.xlsx("isian.xlsx", Keluarga=table(family_rows), Anggota=table(person_rows)), context)

    return send_rows
