"""A document as an XLSX workbook: a sheet for each table and month, a summary, and "Tentang" at the end."""

from __future__ import annotations

from padu.reports.model import (
    Document,
    Heading,
    KeyFigures,
    MonthGrid,
    Paragraph,
    Pyramid,
    Radar,
    SignatureBlock,
    Table,
)
from padu.reports.sheets.book import Book
from padu.reports.sheets.pages import (
    SummaryBlock,
    month_name_of,
    month_table,
    write_about,
    write_signatures,
    write_summary,
)
from padu.reports.sheets.pictures import flat_blocks, picture_table
from padu.reports.sheets.tables import write_table


def render_xlsx(document: Document) -> bytes:
    """The document as XLSX. Numbers and days are real, everything else is text; nothing computes and nothing links.

    Headings, text and key figures come first, on a sheet "Ringkasan" (only where there are any).
    """
    book = Book(document)
    summary: list[SummaryBlock] = [
        block for block in document.blocks if isinstance(block, Heading | Paragraph | KeyFigures)
    ]
    if summary:
        write_summary(book, summary)
    for block in flat_blocks(document.blocks):
        if isinstance(block, Pyramid | Radar):
            write_table(book, picture_table(block), block.caption)
        elif isinstance(block, Table):
            write_table(book, block, block.caption or "Tabel")
        elif isinstance(block, MonthGrid):
            write_table(book, month_table(block), month_name_of(block))
        elif isinstance(block, SignatureBlock):
            write_signatures(book, block)
    write_about(book)
    return book.close()
