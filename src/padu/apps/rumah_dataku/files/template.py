"""Templates to download: workbooks with drop-down lists, and the same as a zip of CSV files.

Nothing in them is an example row: examples stand on the sheet Petunjuk, so that none is sent back as data.
"""

from __future__ import annotations

import csv
import datetime as dt
import io
import zipfile
from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from padu.apps.rumah_dataku.files import codes
from padu.apps.rumah_dataku.files.columns import Column, Kind, column_letters
from padu.apps.rumah_dataku.files.elements import ValueKind, all_elements, name_without_sex
from padu.apps.rumah_dataku.files.family_columns import FAMILY_COLUMNS, PERSON_COLUMNS
from padu.apps.rumah_dataku.files.figure_columns import LONG_COLUMNS
from padu.domain.identity import IssueLevel

if TYPE_CHECKING:
    from xlsxwriter.format import Format
    from xlsxwriter.workbook import Workbook
    from xlsxwriter.worksheet import Worksheet

LISTED_ROWS: Final = 20_000  # rows that offer drop-down lists; more may be filled in
# One moment for every template, so that the same version gives the same bytes.
_MADE_AT: Final = dt.datetime(2026, 1, 1, tzinfo=dt.UTC)
_ZIP_TIME: Final = (2026, 1, 1, 0, 0, 0)
_GUIDE_WIDTHS: Final = (16, 40, 12, 60, 22)
_CODE_SHEET: Final = "Kode"

FAMILY_GUIDE: Final = (
    "Templat keluarga dan anggota",
    "Isi lembar Keluarga (satu baris satu keluarga) dan lembar Anggota (satu baris satu orang).",
    "No. keluarga menghubungkan kedua lembar. Kirim ulang dengan nomor yang sama memperbarui keluarga itu.",
    "NIK dan No. KK diketik sebagai teks, 16 angka. Bila NIK kosong, isi alasannya.",
    "Sel kosong berarti belum ditanyakan; itu berbeda dengan Tidak dan dengan Tidak berlaku.",
    "Jangan memakai rumus. Pilihan dapat ditulis sebagai kode (1), sebagai kata, atau dipilih dari daftar.",
)


FIGURE_GUIDE: Final = (
    "Templat data desa",
    "Isi kolom Nilai pada lembar Data desa.",
    "Baris yang nilainya kosong dilewati: kosong berarti belum diketahui, bukan nol.",
    "Kode desa boleh kosong bila seluruh berkas untuk satu desa yang dipilih saat mengirim.",
    "Tulis “tidak berlaku” bila unsur itu tidak ada di desa ini, dan 0 bila memang nol.",
    "Tabel sendiri juga diterima: satu baris satu desa, satu kolom satu unsur dengan nama unsur sebagai judul kolom.",
)


@dataclass(frozen=True, slots=True)
class TemplateSheet:
    """One sheet to fill in. `rows` are cells that stand there already, in the order of the columns."""

    name: str
    columns: Sequence[Column]
    rows: Sequence[Sequence[str]] = ()


FAMILY_TEMPLATE: Final = (TemplateSheet("Keluarga", FAMILY_COLUMNS), TemplateSheet("Anggota", PERSON_COLUMNS))


def families_workbook() -> bytes:
    """The template for families and persons as XLSX."""
    return template_workbook(FAMILY_GUIDE, FAMILY_TEMPLATE)


def families_csv_zip() -> bytes:
    """The same as a zip of two CSV files (UTF-8, semicolon) and a text with the guide and the codes."""
    return template_csv_zip(FAMILY_GUIDE, FAMILY_TEMPLATE)


def figures_workbook() -> bytes:
    """The template for village figures as XLSX: one row for each element and sex, to be filled in for one village."""
    return template_workbook(FIGURE_GUIDE, _figure_sheets())


def figures_csv_zip() -> bytes:
    """The same as a zip of a CSV file and a text with the guide."""
    return template_csv_zip(FIGURE_GUIDE, _figure_sheets())


def _figure_sheets() -> tuple[TemplateSheet, ...]:
    asked = [one for one in all_elements() if one.kind is not ValueKind.DERIVED]
    rows = [("", name_without_sex(one), one.sex, "", "", "") for one in asked]
    return (TemplateSheet("Data desa", LONG_COLUMNS, rows),)


def template_workbook(guide: Sequence[str], sheets: Sequence[TemplateSheet]) -> bytes:
    """A workbook with the guide, the sheets to fill in, and the codes behind their drop-down lists."""
    import xlsxwriter

    memory = io.BytesIO()
    options = {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False}
    with xlsxwriter.Workbook(memory, options) as book:
        book.set_properties({"title": guide[0], "created": _MADE_AT})
        looks = _Looks(book)
        _write_guide(book.add_worksheet("Petunjuk"), guide, sheets, looks)
        lists = _lists(sheets)
        for sheet in sheets:
            _write_sheet(book.add_worksheet(sheet.name), sheet, lists, looks)
        if lists:
            _write_codes(book.add_worksheet(_CODE_SHEET), lists, looks)
        book.worksheets()[1].activate()
    return memory.getvalue()


class _Looks:
    """Cell formats of a template."""

    def __init__(self, book: Workbook) -> None:
        head = {"bold": True, "text_wrap": True, "valign": "top", "border": 1, "bg_color": "#E6ECF2"}
        self.head: Format = book.add_format(head)
        self.must: Format = book.add_format({**head, "bg_color": "#C8DCEE"})
        self.title: Format = book.add_format({"bold": True, "font_size": 14})
        self.wrap: Format = book.add_format({"text_wrap": True, "valign": "top"})
        self.text: Format = book.add_format({"num_format": "@"})
        self.date: Format = book.add_format({"num_format": "dd/mm/yyyy"})
        self.plain: Format = book.add_format()

    def of(self, column: Column) -> Format:
        """Numbers of persons and villages as text, so that no digit is lost."""
        if column.kind in (Kind.NUMBER, Kind.VILLAGE, Kind.TEXT):
            return self.text
        return self.date if column.kind is Kind.DATE else self.plain


def _lists(sheets: Sequence[TemplateSheet]) -> list[codes.CodeList]:
    """Lists that some column uses, each once, in order of first use."""
    used = {column.codes.key: column.codes for sheet in sheets for column in sheet.columns if column.codes}
    return list(used.values())


def _write_guide(sheet: Worksheet, guide: Sequence[str], sheets: Sequence[TemplateSheet], looks: _Looks) -> None:
    for position, width in enumerate(_GUIDE_WIDTHS):
        sheet.set_column(position, position, width)
    sheet.write(0, 0, guide[0], looks.title)
    for row, line in enumerate(guide[1:], start=1):
        sheet.write(row, 0, line)
    top = len(guide) + 1
    for position, head in enumerate(("Lembar", "Kolom", "Wajib", "Isi", "Contoh")):
        sheet.write(top, position, head, looks.head)
    for row, cells in enumerate(_guide_rows(sheets), start=top + 1):
        for position, text in enumerate(cells):
            sheet.write(row, position, text, looks.wrap)


def _guide_rows(sheets: Sequence[TemplateSheet]) -> list[tuple[str, str, str, str, str]]:
    return [
        (sheet.name, column.label, "ya" if column.filled is IssueLevel.ERROR else "", _content(column), column.example)
        for sheet in sheets
        for column in sheet.columns
    ]


def _content(column: Column) -> str:
    """What belongs into a column, in one sentence."""
    parts = [column.hint, f"Pilihan: {column.codes.expected}" if column.codes else ""]
    return ". ".join(part for part in parts if part)


def _write_sheet(sheet: Worksheet, content: TemplateSheet, lists: Sequence[codes.CodeList], looks: _Looks) -> None:
    sheet.freeze_panes(1, 1)
    sheet.set_row(0, 45)
    for position, column in enumerate(content.columns):
        sheet.write(0, position, column.label, looks.must if column.filled is IssueLevel.ERROR else looks.head)
        sheet.set_column(position, position, max(12, min(len(column.label) + 2, 26)), looks.of(column))
        validation = _validation(column, lists)
        if validation:
            sheet.data_validation(1, position, LISTED_ROWS, position, validation)
    for row, cells in enumerate(content.rows, start=1):
        for position, text in enumerate(cells):
            if text:
                sheet.write_string(row, position, text, looks.of(content.columns[position]))


def _validation(column: Column, lists: Sequence[codes.CodeList]) -> dict[str, object]:
    """Drop-down list and hint of a column; other entries stay possible, the import says what is wrong."""
    hint = {"input_title": column.label[:32], "input_message": _content(column)[:255]} if _content(column) else {}
    if column.codes is None:
        return {"validate": "any", **hint} if hint else {}
    letters = column_letters(lists.index(column.codes))
    source = f"={_CODE_SHEET}!${letters}$2:${letters}${len(column.codes.codes) + 1}"
    return {"validate": "list", "source": source, "error_type": "information", **hint}


def _write_codes(sheet: Worksheet, lists: Sequence[codes.CodeList], looks: _Looks) -> None:
    for position, one in enumerate(lists):
        sheet.set_column(position, position, 30)
        sheet.write(0, position, one.title, looks.head)
        for row, choice in enumerate(one.choices, start=1):
            sheet.write(row, position, choice)


def template_csv_zip(guide: Sequence[str], sheets: Sequence[TemplateSheet]) -> bytes:
    """A zip of CSV files named after the sheets, and `petunjuk.txt`."""
    memory = io.BytesIO()
    with zipfile.ZipFile(memory, "w", zipfile.ZIP_DEFLATED) as archive:
        for sheet in sheets:
            rows = [[column.label for column in sheet.columns], *sheet.rows]
            _add(archive, f"{sheet.name}.csv", "\ufeff" + _csv_text(rows))
        _add(archive, "petunjuk.txt", "\r\n".join((*guide, "", *_guide_lines(sheets), "", *_code_lines(sheets))))
    return memory.getvalue()


def _add(archive: zipfile.ZipFile, name: str, text: str) -> None:
    archive.writestr(zipfile.ZipInfo(name, _ZIP_TIME), text.encode(), zipfile.ZIP_DEFLATED)


def _csv_text(rows: Sequence[Sequence[str]]) -> str:
    text = io.StringIO()
    csv.writer(text, delimiter=";").writerows(rows)
    return text.getvalue()


def _guide_lines(sheets: Sequence[TemplateSheet]) -> list[str]:
    return [" | ".join(part for part in cells if part) for cells in _guide_rows(sheets)]


def _code_lines(sheets: Sequence[TemplateSheet]) -> list[str]:
    return [f"{one.title}: {'; '.join(one.choices)}" for one in _lists(sheets)]
