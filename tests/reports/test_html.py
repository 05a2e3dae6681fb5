import datetime as dt
from collections.abc import Callable
from dataclasses import replace

import pytest

from padu.domain.values import Missing
from padu.reports.html.page import block_html, document_html
from padu.reports.html.tables import table_html
from padu.reports.model import (
    Column,
    DayEntry,
    DayOff,
    Document,
    Heading,
    KeyFigure,
    KeyFigures,
    MonthGrid,
    Paragraph,
    Signatory,
    SignatureBlock,
    Table,
)

EVIL = '<img src="http://example.invalid/x.png"><script>alert(1)</script>'


@pytest.mark.parametrize(
    "block",
    [
        Heading(EVIL),
        Paragraph(EVIL),
        KeyFigures((KeyFigure(EVIL, Missing.UNKNOWN, note=EVIL),)),
        Table(EVIL, (Column(EVIL, group_label=EVIL), Column("B")), ((EVIL, EVIL),), footnotes=(EVIL,)),
        SignatureBlock(EVIL, None, (Signatory(EVIL, EVIL, EVIL, EVIL),), heading=EVIL),
        MonthGrid(2026, 4, (DayEntry(dt.date(2026, 4, 1), EVIL, EVIL),), (DayOff(dt.date(2026, 4, 2), EVIL),), EVIL),
    ],
    ids=lambda block: type(block).__name__,
)
def test_no_text_becomes_markup(block: Heading | Paragraph | KeyFigures | Table | SignatureBlock | MonthGrid) -> None:
    page = block_html(block)
    assert "<img" not in page
    assert "<script" not in page
    assert "&lt;img" in page


def test_no_text_around_the_blocks_becomes_markup(make_document: Callable[..., Document]) -> None:
    document = replace(make_document(title=EVIL), place=EVIL, period=EVIL, subtitle=EVIL, source=EVIL, notes=(EVIL,))
    page = document_html(document)
    assert "<img" not in page
    assert "<script" not in page


def test_the_demo_band_stands_in_what_runs_on_every_page_and_only_in_a_demo(
    make_document: Callable[..., Document],
) -> None:
    assert '<div class="band">DATA BUATAN' in document_html(make_document(demo=True))
    assert "DATA BUATAN" not in document_html(make_document(demo=False))


def test_place_period_age_and_source_are_named(make_document: Callable[..., Document]) -> None:
    page = document_html(make_document())
    assert '<div class="head-right">Kabupaten Contoh · Tahun 2026</div>' in page
    assert "Padu · data per 3 November 2026 · Sumber: Buatan" in page
    assert "tanggal data belum diketahui" in document_html(replace(make_document(), as_of=None))


def test_heads_stand_in_a_head_and_totals_in_the_body(four_values: Table) -> None:
    """A head repeats on each page; a foot would repeat too, so totals are no foot."""
    page = table_html(four_values)
    assert page.index("<thead>") < page.index(">Nagari<") < page.index("</thead>")
    assert "<tfoot" not in page
    assert '<tr class="total first"><td class="text">Jumlah</td><td class="num">1.234</td>' in page


def test_the_four_values_print_as_four_words(four_values: Table) -> None:
    page = table_html(four_values)
    assert '<td class="num">0</td><td class="num">0,0 %</td><td class="num">Rp0</td>' in page
    for words in ("belum diketahui", "tidak berlaku", "disamarkan"):
        assert page.count(f'<td class="num missing">{words}</td>') == 3
    assert '<td class="text">Tanpa pernyataan</td><td class="num"></td><td class="num"></td>' in page


def test_row_groups_stand_before_their_rows(four_values: Table) -> None:
    page = table_html(four_values)
    order = [page.index(text) for text in ("Kecamatan A", ">Nol<", ">Belum<", "Kecamatan B", ">Tidak berlaku<")]
    assert order == sorted(order)


def test_neighbouring_columns_share_their_group_head() -> None:
    columns = (Column("A"), Column("B", group_label="G"), Column("C", group_label="G"), Column("D", group_label="H"))
    page = table_html(Table("", columns, (("1", "2", "3", "4"),)))
    assert '<th class="text" scope="col" rowspan="2">A</th>' in page
    assert '<th class="group" colspan="2" scope="colgroup">G</th>' in page
    assert '<th class="group" colspan="1" scope="colgroup">H</th>' in page
    assert page.count("<tr>") == 3


def test_a_stack_prints_its_values_below_each_other_with_a_legend(stacked: Table) -> None:
    page = table_html(stacked)
    assert '<td class="stack filled"><span><b>3</b></span><span>2/5</span><span>1,3 jt</span></td>' in page
    assert "Isi sel: jumlah kampung; selesai/rencana; dana." in page
    assert "Keterangan: rb = ribu, jt = juta, M = miliar, T = triliun rupiah." in page


def test_short_marks_are_explained_where_they_occur_and_only_those() -> None:
    columns = tuple(Column(letter) for letter in "ABCDEFGH")
    row = ("x", Missing.UNKNOWN, Missing.SUPPRESSED, "x", "x", "x", "x", "x")
    page = table_html(Table("", columns, (row,)))
    assert '<td class="text missing">…</td><td class="text missing">dsm.</td>' in page
    assert "… = belum diketahui; dsm. = disamarkan" in page
    assert "t.b." not in page


def test_a_turned_head_gets_the_room_its_text_needs() -> None:
    page = table_html(Table("", (Column("A"), Column("Dua puluh huruf lima", upright=True)), ()))
    assert '<th class="upright" scope="col" style="height:29.0mm"><span>Dua puluh huruf lima</span></th>' in page


def test_the_month_starts_on_monday_and_names_days_off() -> None:
    month = MonthGrid(
        2026,
        4,
        (DayEntry(dt.date(2026, 4, 1), "Nagari Painan", "Dinkes", done=True),),
        (DayOff(dt.date(2026, 4, 3), "Wafat Yesus Kristus"),),
        "Kalender",
    )
    page = block_html(month)
    assert "<caption>Kalender, April 2026</caption>" in page
    assert page.count('<td class="outside"></td>') == 5  # Monday and Tuesday before the 1st, three days after the 30th
    assert '<td class="off"><span class="date">3</span><span class="off-name">Wafat Yesus Kristus</span></td>' in page
    assert "<svg" in page
    assert '<span class="detail">Dinkes</span>' in page


def test_who_signs_has_a_line_even_without_a_name() -> None:
    block = SignatureBlock("Painan", None, (Signatory("Ketua", "Sekda", "Nama, M.Si.", "NIP 1"), Signatory("Saksi")))
    page = block_html(block)
    assert "Painan, ............................" in page
    assert '<tr class="name"><td><div>Nama, M.Si.</div></td><td><div></div></td></tr>' in page


def test_paragraphs_are_separated_by_empty_lines() -> None:
    assert block_html(Paragraph("satu\ndua\n\n tiga ")) == "<p>satu<br>dua</p><p>tiga</p>"
