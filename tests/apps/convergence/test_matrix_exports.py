"""Files of matrix and calendar: official columns, figures as numbers, no formulas, names that say place and year."""

from __future__ import annotations

import datetime as dt
import zipfile
from io import BytesIO

import pytest
from python_calamine import CalamineWorkbook

from padu.access.gate import scoped
from padu.apps.convergence.exports import LISTED_IN_PRINT, calendar_document, matrix_document, write_matrix
from padu.apps.programmes.models import Goal, MatrixColumn, Programme
from padu.reports.model import MonthGrid, Orientation, Paragraph, SignatureBlock, Table
from tests.agreed_rows import YEAR, make_columns, make_commitment, make_event, make_outside
from tests.factories import make_agency
from tests.people import NEXT_VILLAGE, REGENCY, VILLAGE

TODAY = dt.date(2026, 11, 22)


@pytest.fixture
def agreed(people):
    make_columns()
    MatrixColumn.objects.create(
        key="dppkb", name="Dinas PPKB", short_name="DPPKB", order=4, region_code=REGENCY,
        folds_to_id="women_child_family", legal_source="uji",
    )  # fmt: skip
    Goal.objects.create(number=1, name="Sasaran 1", team_field="A", legal_source="uji")
    for number in range(1, 9):
        Programme.objects.create(
            number=number, goal_id=1, name=f"Program resmi {number}", short_name=f"P{number}", legal_source="uji"
        )
    event = make_event(VILLAGE)
    make_commitment(event, people.kesehatan, title="=1+1")
    make_commitment(event, make_agency(REGENCY, "dppkb", "dppkb"), amount_idr=500_000)
    make_commitment(make_event(NEXT_VILLAGE, dt.date(2026, 12, 1)), people.kesehatan)
    make_outside(VILLAGE, people.dukcapil, title="Jemput bola", programme_no=1)
    return people


def rows_of(content, sheet):
    return CalamineWorkbook.from_filelike(BytesIO(content)).get_sheet_by_name(sheet).to_python()


def test_workbook_holds_figures_and_rows_and_computes_nothing(agreed):
    with scoped(agreed.tim_kab.actor):
        file = write_matrix(REGENCY, YEAR, "xlsx", TODAY)
    assert file.name == "matriks-kabupaten-pesisir-selatan-13.01-2026.xlsx"
    names = CalamineWorkbook.from_filelike(BytesIO(file.content)).sheet_names
    assert {"Komitmen", "Kegiatan di luar rencana"} <= set(names)
    cells = [cell for row in rows_of(file.content, "Komitmen") for cell in row]
    assert cells.count(3_000_000.0) == 2
    assert "=1+1" in cells
    with zipfile.ZipFile(BytesIO(file.content)) as book:
        sheets = [book.read(name) for name in book.namelist() if name.startswith("xl/worksheets/")]
    assert sheets
    assert not any(b"<f>" in sheet or b"<f " in sheet for sheet in sheets)


def test_print_has_the_official_columns_landscape_and_who_signs(agreed):
    """The regency's own column is folded back; its half million stands under P3AP2KB."""
    with scoped(agreed.tim_kab.actor):
        document = matrix_document(REGENCY, YEAR, TODAY)
    table = document.blocks[0]
    assert isinstance(table, Table)
    assert [column.head for column in table.columns] == ["Program", "Dukcapil", "P3AP2KB", "Kesehatan", "Jumlah"]
    assert table.rows[3][2].values == (1, 0, 1, 500_000, 0)
    assert table.rows[3][3].values == (2, 0, 2, 6_000_000, 0)
    assert table.rows[7] == ("8. Program resmi 8", "", "", "", "")
    assert document.orientation is Orientation.LANDSCAPE
    assert isinstance(document.blocks[1], SignatureBlock)
    assert len(document.blocks[1].signatories) == 3
    with scoped(agreed.pokja.actor):
        signatures = matrix_document(VILLAGE, YEAR, TODAY).blocks[1]
    assert isinstance(signatures, SignatureBlock)
    assert [person.role for person in signatures.signatories] == ["Wali Nagari", "Ketua Pokja Kampung KB"]


def test_long_list_stays_out_of_the_print_and_the_print_says_so(agreed):
    with scoped(agreed.tim_kab.actor):
        short = matrix_document(REGENCY, YEAR, TODAY, 3)
        long = matrix_document(REGENCY, YEAR, TODAY, 4)
    assert isinstance(short.blocks[-1], Paragraph)
    assert short.blocks[-1].text.startswith("3 komitmen dan 1 kegiatan di luar rencana")
    assert isinstance(long.blocks[-1], Table)
    assert LISTED_IN_PRINT > 4


def test_calendar_has_a_grid_for_each_month_and_a_list_by_village(agreed):
    with scoped(agreed.tim_kab.actor):
        document = calendar_document(REGENCY, YEAR, TODAY)
        cut = calendar_document(REGENCY, YEAR, TODAY, 1)
    assert isinstance(cut.blocks[-1], Paragraph)
    assert cut.blocks[-1].text.startswith("Daftar 2 kegiatan")
    grids = [block for block in document.blocks if isinstance(block, MonthGrid)]
    assert [grid.month for grid in grids] == [3, 12]
    assert grids[0].entries[0].detail == "Dppkb, Kesehatan (belum dilaporkan)"
    assert grids[1].entries[0].detail == "Kesehatan"
    table = document.blocks[-1]
    assert isinstance(table, Table)
    assert [(group.label, group.rows) for group in table.row_groups] == [
        ("Nagari Inderapura", 1),
        ("Nagari Muaro Sakai Inderapura", 1),
    ]


def test_place_without_anything_still_prints(agreed):
    with scoped(agreed.tim_kab.actor):
        for document in (
            matrix_document("13.01.02.2001", 2027, TODAY),
            calendar_document("13.01.02.2001", 2027, TODAY),
        ):
            assert any(isinstance(block, Paragraph) and "Belum ada" in block.text for block in document.blocks)


@pytest.mark.parametrize(
    ("url", "media_type", "begin"),
    [
        (f"/matriks/{VILLAGE}/{YEAR}/unduh.pdf", "application/pdf", b"%PDF-"),
        (f"/kalender/{VILLAGE}/{YEAR}/unduh.pdf", "application/pdf", b"%PDF-"),
        (f"/kalender/{VILLAGE}/{YEAR}/unduh.xlsx", "application/vnd.openxmlformats", b"PK"),
        (f"/matriks/{VILLAGE}/{YEAR}/unduh.xlsx", "application/vnd.openxmlformats", b"PK"),
    ],
)
def test_files_are_handed_out_as_attachments(agreed, client_of, url, media_type, begin):
    answer = client_of(agreed.pokja).get(url)
    assert answer.status_code == 200
    assert answer["Content-Type"].startswith(media_type)
    assert answer["Content-Disposition"].startswith('attachment; filename="')
    assert "nagari-inderapura" in answer["Content-Disposition"]
    assert "2026" in answer["Content-Disposition"]
    assert answer["X-Content-Type-Options"] == "nosniff"
    assert answer.content.startswith(begin)


def test_file_of_a_kampung_holds_nothing_of_its_neighbour(agreed, client_of):
    content = client_of(agreed.pokja).get(f"/matriks/{VILLAGE}/{YEAR}/unduh.xlsx").content
    words = {cell for row in rows_of(content, "Komitmen") for cell in row}
    assert "Nagari Inderapura" in words
    assert "Nagari Muaro Sakai Inderapura" not in words
