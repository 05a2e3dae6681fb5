import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from weasyprint import CSS, HTML
from weasyprint.urls import FatalURLFetchingError

from padu.reports.html.page import document_html
from padu.reports.model import Column, Document, Heading, Kind, Orientation, Paragraph, Table
from padu.reports.pdf import FONT_URL, OutsideResource, font_only_fetcher, print_style, render_pdf

MM = 96 / 25.4


def laid_out(document: Document) -> Any:
    fetcher = font_only_fetcher(None)
    return HTML(string=document_html(document), url_fetcher=fetcher).render(
        stylesheets=[CSS(string=print_style(), url_fetcher=fetcher)]
    )


def texts(page: Any) -> Iterator[tuple[Any, str]]:
    root = page._page_box
    for start in (root, *root.fixed_boxes):
        for box in start.descendants():
            if getattr(box, "text", None):
                yield box, box.text


def words(page: Any) -> str:
    return " ".join(text for _, text in texts(page))


LONG = Table(
    "Panjang",
    (Column("Nagari"), Column("Jumlah", Kind.INT)),
    tuple((f"Nagari {number}", number) for number in range(120)),
    totals=(("Semua", 7140),),
)


def test_every_page_has_band_place_number_and_the_heads_of_the_table(make_document: Callable[..., Document]) -> None:
    pages = laid_out(make_document(LONG, demo=True)).pages
    assert len(pages) > 2
    for number, page in enumerate(pages, start=1):
        shown = words(page)
        assert "DATA BUATAN" in shown
        assert "Kabupaten Contoh · Tahun 2026" in shown
        assert f"Halaman {number} dari {len(pages)}" in shown
        assert shown.count("Nagari Jumlah") == 1
    assert [words(page).count("Semua") for page in pages] == [0] * (len(pages) - 1) + [1]


def test_no_band_without_demo_data(make_document: Callable[..., Document]) -> None:
    assert all("DATA BUATAN" not in words(page) for page in laid_out(make_document(LONG)).pages)


def test_the_full_matrix_fits_on_one_landscape_sheet_in_readable_type(
    make_document: Callable[..., Document], full_matrix: Table
) -> None:
    """All 104 cells with four lines, no column wider than the sheet, no word outside its cell, no type below 6.5 pt."""
    (page,) = laid_out(make_document(full_matrix, demo=True, orientation=Orientation.LANDSCAPE)).pages
    assert (page.width, page.height) == (pytest.approx(297 * MM), pytest.approx(210 * MM))
    cells = [box for box in page._page_box.descendants() if type(box).__name__ == "TableCellBox"]
    assert len([cell for cell in cells if cell.element_tag == "td"]) == 9 * 15
    for cell in cells:
        right = cell.position_x + cell.border_width()
        assert right <= page.width - 11 * MM + 0.5
        for box in cell.descendants():
            if getattr(box, "text", None):
                assert box.position_x + box.width <= right + 0.5, box.text
                assert box.style["font_size"] >= 6.5 * 96 / 72


def test_the_same_document_gives_the_same_file(make_document: Callable[..., Document]) -> None:
    document = make_document(Heading("Satu"), Paragraph("dua"))
    first = render_pdf(document)
    assert first.startswith(b"%PDF-")
    assert render_pdf(document) == first


def test_a_font_that_is_not_there_is_no_obstacle(make_document: Callable[..., Document], tmp_path: Path) -> None:
    assert render_pdf(make_document(), font_file=tmp_path / "none.woff2").startswith(b"%PDF-")


@pytest.mark.parametrize("url", ["http://127.0.0.1:9/x.png", "file:///etc/hostname", "padu-font:other", FONT_URL])
def test_the_engine_gets_nothing_from_outside(url: str) -> None:
    with pytest.raises(FatalURLFetchingError) as caught:
        font_only_fetcher(None).fetch(url)
    assert isinstance(caught.value.__cause__, OutsideResource)
    assert caught.value.__cause__.data == {"url": url}


def test_the_engine_gets_the_typeface_it_was_given(tmp_path: Path) -> None:
    font = tmp_path / "font.woff2"
    font.write_bytes(b"wOF2")
    assert font_only_fetcher(font).fetch(FONT_URL).read() == b"wOF2"


def test_the_engines_are_imported_late() -> None:
    code = "import sys, padu.reports.pdf, padu.reports.xlsx; print({'weasyprint', 'xlsxwriter'} & set(sys.modules))"
    run = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert run.stdout.strip() == "set()"
