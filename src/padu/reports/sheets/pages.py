"""The sheets that are no tables: summary, calendar of a month as a list, and what the file is."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from typing import Any, Final

from padu.domain.formatting import DAYS, date_long, month_year
from padu.domain.values import Missing
from padu.reports.formats import DEMO_BAND, DEMO_EXPLANATION, FULL_WORDS
from padu.reports.model import (
    BLANK,
    Column,
    Document,
    Heading,
    KeyFigures,
    Kind,
    MonthGrid,
    Paragraph,
    Scalar,
    SignatureBlock,
    Table,
)
from padu.reports.sheets.book import Book
from padu.reports.sheets.tables import set_up_page, write_head

SUMMARY: Final = "Ringkasan"
_SUMMARY_LETTERS: Final = 100
"""Letters on a line over the three columns of the summary, roughly."""
_LINE_HEIGHT: Final = 13.5
_LINE: Final = "______________________________"

MEANINGS: Final = (
    ("0", "benar-benar nol"),
    (FULL_WORDS[Missing.UNKNOWN], "tidak dilaporkan, tidak diukur, atau terlalu sedikit yang diukur"),
    (FULL_WORDS[Missing.NOT_APPLICABLE], "tidak ada yang dapat diukur di tempat ini"),
    (FULL_WORDS[Missing.SUPPRESSED], "diketahui, tetapi tidak ditampilkan agar tidak ada keluarga yang dikenali"),
    ("(kosong)", "tidak ada pernyataan, misalnya tidak ada kegiatan yang disepakati"),
)

SummaryBlock = Heading | Paragraph | KeyFigures


def write_summary(book: Book, blocks: Sequence[SummaryBlock]) -> None:
    """Headings, text and key figures in their order; figures as label, value, remark."""
    sheet = book.sheet(SUMMARY)
    sheet.set_column(0, 0, 44)
    sheet.set_column(1, 1, 20)
    sheet.set_column(2, 2, 44)
    row = write_head(book, sheet, "")
    for block in blocks:
        row = _write_block(book, sheet, block, row)
    set_up_page(book.document, sheet, landscape=False)
    book.last = (sheet, row + 1)


def _write_block(book: Book, sheet: Any, block: SummaryBlock, row: int) -> int:
    if isinstance(block, KeyFigures):
        for item in block.items:
            book.text(sheet, row, 0, item.label)
            book.value(sheet, row, 1, item.value, item.kind, item.decimals, bold=True)
            book.text(sheet, row, 2, item.note, text_wrap=True, align="left", indent=1)
            row += 1
        return row + 1
    if isinstance(block, Heading):
        book.text(sheet, row, 0, block.text, bold=True, font_size=12)
        return row + 1
    for part in block.text.splitlines():
        if part.strip():
            book.span(sheet, row, 0, 3, part.strip(), text_wrap=True)
            sheet.set_row(row, _LINE_HEIGHT * -(-len(part) // _SUMMARY_LETTERS) + 2)
            row += 1
    return row + 1


def month_table(month: MonthGrid) -> Table:
    """A month as a list by day: days off and entries, for filters and pivots."""
    rows: list[tuple[Scalar, ...]] = [
        (off.day, DAYS[off.day.weekday()], f"Libur: {off.name}", "", BLANK) for off in month.days_off
    ]
    rows += [(entry.day, DAYS[entry.day.weekday()], entry.title, entry.detail, entry.done) for entry in month.entries]
    rows.sort(key=lambda row: str(row[0]))
    columns = (
        Column("Tanggal", Kind.DATE),
        Column("Hari"),
        Column("Kegiatan"),
        Column("Keterangan"),
        Column("Selesai", Kind.MARK),
    )
    name = month_name_of(month)
    return Table(f"{month.caption}, {name}" if month.caption else name, columns, tuple(rows))


def month_name_of(month: MonthGrid) -> str:
    """`April 2026`."""
    return month_year(dt.date(month.year, month.month, 1))


def write_signatures(book: Book, block: SignatureBlock) -> None:
    """Below what is signed, on the sheet written last; a sheet of its own when there is none."""
    if book.last is None:
        sheet = book.sheet("Tanda tangan")
        book.last = (sheet, write_head(book, sheet, ""))
    sheet, row = book.last
    day = date_long(block.date) if block.date else "............................"
    if block.heading:
        book.text(sheet, row, 0, block.heading, bold=True)
        row += 1
    book.text(sheet, row, 0, f"{block.place}, {day}")
    row += 2
    for person in block.signatories:
        book.text(sheet, row, 0, person.role, bold=True)
        book.text(sheet, row + 1, 0, person.organisation)
        book.text(sheet, row + 3, 0, person.name or _LINE, bold=True)
        book.text(sheet, row + 4, 0, person.identity)
        row += 6
    book.last = (sheet, row)


def write_about(book: Book) -> None:
    """What the file is, how old its data are, what its words mean."""
    sheet = book.about_sheet()
    sheet.set_column(0, 0, 20)
    sheet.set_column(1, 1, 90)
    for row, (label, text) in enumerate(_about(book.document)):
        book.text(sheet, row, 0, label, bold=True)
        book.text(sheet, row, 1, text, text_wrap=True)
    set_up_page(book.document, sheet, landscape=False)


def _about(document: Document) -> list[tuple[str, str]]:
    unknown = FULL_WORDS[Missing.UNKNOWN]
    lines = [
        ("Judul", document.title),
        ("Subjudul", document.subtitle),
        ("Wilayah", document.place),
        ("Periode", document.period),
        ("Data per", date_long(document.as_of) if document.as_of else unknown),
        ("Sumber", document.source or unknown),
        ("Jenis data", f"{DEMO_BAND} — {DEMO_EXPLANATION}" if document.demo else "data yang sebenarnya"),
        ("Dibuat dengan", "Padu"),
    ]
    lines = [line for line in lines if line[1]]
    lines += [("Catatan", note) for note in document.notes]
    return [*lines, ("Arti isi sel", ""), *MEANINGS]
