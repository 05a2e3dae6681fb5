import datetime as dt
import re
import zipfile
from collections.abc import Callable
from dataclasses import replace
from io import BytesIO
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from python_calamine import CalamineWorkbook

from padu.domain.values import Missing
from padu.reports.model import (
    BLANK,
    BadDocument,
    Column,
    DayEntry,
    DayOff,
    Document,
    Heading,
    KeyFigure,
    KeyFigures,
    Kind,
    MonthGrid,
    Orientation,
    Paragraph,
    Signatory,
    SignatureBlock,
    Table,
)
from padu.reports.xlsx import render_xlsx

Make = Callable[..., Document]


def sheets(document: Document) -> dict[str, list[list[Any]]]:
    book = CalamineWorkbook.from_filelike(BytesIO(render_xlsx(document)))
    return {name: book.get_sheet_by_name(name).to_python(skip_empty_area=False) for name in book.sheet_names}


def part(document: Document, name: str) -> str:
    with zipfile.ZipFile(BytesIO(render_xlsx(document))) as archive:
        return archive.read(name).decode("utf-8")


def body(rows: list[list[Any]], head: str) -> list[list[Any]]:
    start = next(index for index, row in enumerate(rows) if row[0] == head)
    return rows[start + 1 :]


def test_numbers_are_numbers_and_the_four_values_stay_apart(make_document: Make, four_values: Table) -> None:
    rows = body(sheets(make_document(four_values))["Empat nilai"], "Nagari")
    assert rows[:9] == [
        ["Kecamatan A", "", "", ""],
        ["Nol", 0.0, 0.0, 0.0],
        ["Belum", "belum diketahui", "belum diketahui", "belum diketahui"],
        ["Kecamatan B", "", "", ""],
        ["Tidak berlaku", "tidak berlaku", "tidak berlaku", "tidak berlaku"],
        ["Rahasia", "disamarkan", "disamarkan", "disamarkan"],
        ["Ada", 1234.0, 0.125, 12_500_000.0],
        ["Tanpa pernyataan", "", "", ""],
        ["Jumlah", 1234.0, "", 12_500_000.0],
    ]
    assert rows[10][0] == "Sumber angka: buatan."


def test_number_formats_are_those_of_the_kinds(make_document: Make, four_values: Table) -> None:
    dated = Table("Hari", (Column("Hari", Kind.DATE), Column("Nilai", Kind.DECIMAL, decimals=2)), ())
    dated = replace(dated, rows=((dt.date(2026, 4, 1), 1.5),))
    styles = part(make_document(four_values, dated), "xl/styles.xml")
    for code in ("#,##0", "#,##0.00", "0.0 %", "&quot;Rp&quot;#,##0", "[$-421]d mmm yyyy"):
        assert f'formatCode="{code}"' in styles


def test_days_are_days(make_document: Make) -> None:
    table = Table("Jadwal", (Column("Hari", Kind.DATE), Column("Selesai", Kind.MARK)), ((dt.date(2026, 4, 1), True),))
    assert body(sheets(make_document(table))["Jadwal"], "Hari")[0] == [dt.date(2026, 4, 1), "✓"]


FORMULAS = ("=1+1", "+62812", "-1", "@cmd", '=HYPERLINK("http://example.invalid")', "http://example.invalid", "\t=1")


def test_nothing_computes_and_nothing_links(make_document: Make) -> None:
    table = Table("Rumus", (Column("=A1"), Column("B")), tuple((text, text) for text in FORMULAS))
    document = make_document(table, SignatureBlock("=1", None, (Signatory("=1"),)), title="=1+1")
    rows = body(sheets(document)["Rumus"], "=A1")
    assert [row[0] for row in rows[: len(FORMULAS)]] == list(FORMULAS)
    with zipfile.ZipFile(BytesIO(render_xlsx(document))) as archive:
        for name in archive.namelist():
            text = archive.read(name).decode("utf-8")
            assert "<f>" not in text
            assert "hyperlink" not in text.replace("HYPERLINK", "")
        assert 'quotePrefix="1"' in archive.read("xl/styles.xml").decode("utf-8")


def test_heads_are_frozen_and_repeated_and_the_sheet_prints_one_page_wide(
    make_document: Make, four_values: Table
) -> None:
    document = make_document(four_values, demo=True, orientation=Orientation.LANDSCAPE)
    sheet = part(document, "xl/worksheets/sheet1.xml")
    assert '<pane xSplit="1" ySplit="6" topLeftCell="B7"' in sheet
    assert "<pageSetUpPr fitToPage=" in sheet
    assert 'orientation="landscape"' in sheet
    assert 'paperSize="9"' in sheet
    assert 'fitToHeight="0"' in sheet
    assert "&amp;C&amp;&quot;-,Bold&quot;DATA BUATAN" in sheet.replace('"-,Bold"', "&quot;-,Bold&quot;")
    assert "Halaman &amp;P dari &amp;N" in sheet
    assert "'Empat nilai'!$6:$6" in part(document, "xl/workbook.xml")


def test_every_sheet_of_a_demo_says_so_and_no_other_does(make_document: Make, four_values: Table) -> None:
    blocks = (Heading("Judul"), four_values, MonthGrid(2026, 4))
    for name, rows in sheets(make_document(*blocks, demo=True)).items():
        assert any(str(cell).startswith("DATA BUATAN") for row in rows for cell in row), name
    for rows in sheets(make_document(*blocks)).values():
        assert not any("DATA BUATAN" in str(cell) for row in rows for cell in row)


def test_about_names_title_place_period_age_source_and_notes(make_document: Make) -> None:
    about = dict(sheets(make_document())["Tentang"])
    assert about["Judul"] == "Laporan"
    assert about["Wilayah"] == "Kabupaten Contoh"
    assert about["Periode"] == "Tahun 2026"
    assert about["Data per"] == "3 November 2026"
    assert about["Sumber"] == "Buatan"
    assert about["Jenis data"] == "data yang sebenarnya"
    assert about["Catatan"] == "Catatan metode."
    assert about["0"] == "benar-benar nol"
    undated = dict(sheets(replace(make_document(), as_of=None, source=""))["Tentang"])
    assert undated["Data per"] == undated["Sumber"] == "belum diketahui"


def test_stacked_cells_are_unfolded_into_rows_with_real_numbers(make_document: Make, stacked: Table) -> None:
    rows = body(sheets(make_document(stacked))["Bertumpuk"], "Program")
    assert rows[:8] == [
        ["1. Data", "jumlah kampung", 3.0, "terlambat"],
        ["1. Data", "selesai", 2.0, "terlambat"],
        ["1. Data", "rencana", 5.0, "terlambat"],
        ["1. Data", "dana", 1_250_000.0, "terlambat"],
        ["2. Germas", "jumlah kampung", "", ""],
        ["2. Germas", "selesai", "", ""],
        ["2. Germas", "rencana", "", ""],
        ["2. Germas", "dana", "", ""],
    ]


def test_a_month_becomes_a_list_by_day(make_document: Make) -> None:
    month = MonthGrid(
        2026,
        4,
        (DayEntry(dt.date(2026, 4, 7), "Nagari Lumpo", "Dinkes", done=True), DayEntry(dt.date(2026, 4, 1), "Rapat")),
        (DayOff(dt.date(2026, 4, 3), "Wafat Yesus Kristus"),),
        "Kalender kegiatan bersama seluruh kabupaten",
    )
    assert body(sheets(make_document(month))["April 2026"], "Tanggal") == [
        [dt.date(2026, 4, 1), "Rabu", "Rapat", "", ""],
        [dt.date(2026, 4, 3), "Jumat", "Libur: Wafat Yesus Kristus", "", ""],
        [dt.date(2026, 4, 7), "Selasa", "Nagari Lumpo", "Dinkes", "✓"],
    ]


def test_text_and_key_figures_stand_in_the_summary(make_document: Make) -> None:
    figures = KeyFigures(
        (KeyFigure("Keluarga", 3012, note="per 3 Nov"), KeyFigure("Konflik", Missing.SUPPRESSED)),
    )
    rows = sheets(make_document(figures, Heading("Ringkas"), Paragraph("satu\n\ndua")))["Ringkasan"]
    assert rows[3:] == [
        ["Keluarga", 3012.0, "per 3 Nov"],
        ["Konflik", "disamarkan", ""],
        ["", "", ""],
        ["Ringkas", "", ""],
        ["satu", "", ""],
        ["dua", "", ""],
    ]


def test_signatures_stand_below_what_is_signed(make_document: Make, four_values: Table) -> None:
    block = SignatureBlock(
        "Painan", dt.date(2026, 4, 23), (Signatory("Ketua", "Sekda", "Nama", "NIP 1"),), "Disepakati"
    )
    first = [row[0] for row in sheets(make_document(four_values, block))["Empat nilai"]]
    assert first[-7:] == ["Painan, 23 April 2026", "", "Ketua", "Sekda", "", "Nama", "NIP 1"]
    assert first.index("Disepakati") > first.index("Jumlah")
    assert "Tanda tangan" in sheets(make_document(block))


def test_sheet_names_are_cut_cleaned_and_kept_apart(make_document: Make) -> None:
    columns = (Column("A"),)
    captions = ("Kegiatan: [2026] a/b", "x" * 40, "x" * 35, "Tentang", "History", "", "", "'kutip'")
    names = list(sheets(make_document(*(Table(caption, columns, (("1",),)) for caption in captions))))
    assert names == [
        "Kegiatan 2026 a b",
        "x" * 31,
        f"{'x' * 29} 2",
        "Tentang 2",
        "History 2",
        "Tabel",
        "Tabel 2",
        "kutip",
        "Tentang",
    ]


def test_text_that_no_cell_can_hold_is_made_to_fit(make_document: Make) -> None:
    table = Table("Teks", (Column("A"),), (("a\x00b\x1fc",), ("y" * 40_000,)))
    rows = body(sheets(make_document(table))["Teks"], "A")
    assert rows[0] == ["abc"]
    assert rows[1] == ["y" * 32_767]


def test_money_is_never_shown_as_hashes(make_document: Make) -> None:
    """A column is at least as wide as its longest amount with signs; spreadsheets print ##### otherwise."""
    table = Table("Dana", (Column("A"), Column("B", Kind.MONEY)), (("x", 11_201_000_000),))
    sheet = part(make_document(table), "xl/worksheets/sheet1.xml")
    width = re.search(r'<col min="2" max="2" width="([\d.]+)"', sheet)
    assert width is not None
    assert float(width[1]) > len("Rp11.201.000.000")


def test_only_a_plain_table_can_be_filtered(make_document: Make, four_values: Table) -> None:
    plain = replace(four_values, row_groups=(), totals=())
    assert "<autoFilter" in part(make_document(plain), "xl/worksheets/sheet1.xml")
    assert "<autoFilter" not in part(make_document(four_values), "xl/worksheets/sheet1.xml")


def test_a_word_in_a_column_of_numbers_is_refused(make_document: Make) -> None:
    with pytest.raises(BadDocument):
        render_xlsx(make_document(Table("T", (Column("A", Kind.INT),), (("satu",),))))


def test_the_same_document_gives_the_same_file(make_document: Make, four_values: Table) -> None:
    assert render_xlsx(make_document(four_values)) == render_xlsx(make_document(four_values))


def test_the_full_matrix_keeps_every_number(make_document: Make, full_matrix: Table) -> None:
    rows = body(sheets(make_document(full_matrix))["Tabel"], "Program")
    assert rows[0][:3] == ["1. Data keluarga dan dokumen kependudukan", "jumlah kampung", 2.0]
    assert [row[2] for row in rows[:5]] == [2.0, 36.0, 48.0, 1_975_200_000.0, 2.0]
    last = [row for row in rows if row[0] == "Jumlah"]
    assert [row[15] for row in last] == [2.0, 36.0 * 104, 48.0 * 104, 1_975_200_000.0 * 104, 2.0 * 104]


CELL = st.one_of(
    st.none(),
    st.sampled_from(Missing),
    st.just(BLANK),
    st.integers(-(10**12), 10**12),
    st.floats(-1e9, 1e9, allow_nan=False).map(lambda value: round(value, 6)),
)


@given(st.lists(st.tuples(st.text(st.characters(codec="utf-8", categories=["L", "N", "P"])), CELL), max_size=12))
def test_what_goes_in_comes_out(rows: list[tuple[str, Any]]) -> None:
    table = Table("Bolak-balik", (Column("Teks"), Column("Angka", Kind.DECIMAL)), (("mulai", 0), *rows, ("akhir", 0)))
    document = Document("Uji", "Tempat", "2026", (table,))
    words = {
        None: "belum diketahui",
        Missing.UNKNOWN: "belum diketahui",
        Missing.NOT_APPLICABLE: "tidak berlaku",
        Missing.SUPPRESSED: "disamarkan",
        BLANK: "",
    }
    expected = [[text, words[value] if value in words else float(value)] for text, value in table.rows]
    assert body(sheets(document)["Bolak-balik"], "Teks")[: len(expected)] == expected
