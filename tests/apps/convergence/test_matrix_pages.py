"""The matrix of a regency and of a kampung: counts by hand, empty cells empty, and who may see it."""

from __future__ import annotations

import datetime as dt

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from padu.access.gate import scoped
from padu.apps.convergence.selectors.matrix import matrix_of
from padu.apps.convergence.selectors.matrix_page import build_cell_page, build_matrix_page
from padu.apps.programmes.models import Goal, MatrixColumn, Programme
from padu.domain.values import Missing
from tests.agreed_rows import YEAR, make_columns, make_commitment, make_event, make_outside
from tests.factories import make_agency, make_kampung
from tests.people import NEXT_VILLAGE, REGENCY, VILLAGE

THIRD_VILLAGE = "13.01.01.2003"
TODAY = dt.date(2026, 11, 22)


@pytest.fixture
def agreed(people):
    """Health in two villages (one twice), registry in one; one delivery reported; one report outside the plan."""
    make_columns()
    for goal in (1, 2):
        Goal.objects.create(number=goal, name=f"Sasaran {goal}", team_field="A", legal_source="uji")
    for number in range(1, 9):
        Programme.objects.create(
            number=number, goal_id=1 if number < 5 else 2, name=f"Program resmi {number}", short_name=f"P{number}",
            legal_source="uji",
        )  # fmt: skip
    first, second = make_event(VILLAGE), make_event(VILLAGE, dt.date(2026, 6, 2))
    other = make_event(NEXT_VILLAGE)
    done = make_commitment(first, people.kesehatan)
    make_commitment(second, people.kesehatan)
    make_commitment(other, people.kesehatan, amount_idr=1_000_000)
    make_commitment(first, people.dukcapil, programme_no=1)
    make_commitment(other, people.dukcapil, programme_no=1, state="cancelled")
    make_outside(
        VILLAGE, people.kesehatan, commitment=done, event=first, outside_plan=False, spent_idr=2_500_000,
        done_on=first.day,
    )  # fmt: skip
    make_outside(NEXT_VILLAGE, people.kesehatan)
    for code in (VILLAGE, NEXT_VILLAGE, THIRD_VILLAGE):
        make_kampung(code)
    return people


def matrix(person, code=REGENCY):
    with scoped(person.actor):
        return matrix_of(code, YEAR)


def test_cell_counts_villages_deliveries_and_money(agreed):
    cell = matrix(agreed.tim_kab).matrix.cell(4, "health")
    assert (len(cell.villages), cell.deliveries_done, cell.deliveries_planned) == (2, 1, 3)
    assert (cell.amount.amount, cell.outside_plan_done) == (7_000_000, 1)
    # 2.5 million of the one reported, nobody said of the one outside the plan.
    assert (cell.spent.amount, cell.spent.unknown_rows) == (2_500_000, 1)


def test_totals_count_villages_once_and_what_was_cancelled_not_at_all(agreed):
    of = matrix(agreed.tim_kab)
    assert len(of.matrix.total.villages) == 2
    assert of.matrix.total.commitments == 4
    assert len(of.matrix.column_totals["civil_registry"].villages) == 1
    assert of.as_of == dt.date(2026, 5, 5)


def test_kampung_sees_its_own_rows_only(agreed):
    of = matrix(agreed.pokja, VILLAGE)
    assert of.matrix.cell(4, "health").commitments == 2
    assert of.matrix.cell(4, "health").outside_plan_done == 0


def test_empty_cell_is_empty_and_no_nought(agreed):
    with scoped(agreed.tim_kab.actor):
        page = build_matrix_page(REGENCY, YEAR)
    rows = {row.number: row for group in page.groups for row in group.rows}
    assert [group.name for group in page.groups] == ["Sasaran 1", "Sasaran 2"]
    assert [cell.empty for cell in rows[4].cells] == [True, True, False]
    assert rows[8].filled == []
    assert rows[8].total.empty


def test_kampung_that_reported_nothing_are_kept_apart_from_those_without_sector(agreed):
    """VILLAGE and NEXT_VILLAGE report health; the third reports family planning only; nothing from nobody else."""
    with scoped(agreed.tim_kab.actor):
        before = build_matrix_page(REGENCY, YEAR).reach
    make_outside(THIRD_VILLAGE, column_key="women_child_family")
    make_kampung("13.01.02.2001")
    with scoped(agreed.tim_kab.actor):
        after = build_matrix_page(REGENCY, YEAR).reach
    assert (before.kampung, before.with_sectors, before.without_sectors, before.not_reported) == (3, 2, 0, 1)
    assert (after.kampung, after.with_sectors, after.without_sectors, after.not_reported) == (4, 2, 1, 1)


def test_own_column_folds_back_in_print_and_for_the_count_of_sectors(agreed):
    MatrixColumn.objects.create(
        key="dppkb", name="Dinas PPKB", short_name="DPPKB", order=4, region_code=REGENCY,
        folds_to_id="women_child_family", legal_source="uji",
    )  # fmt: skip
    office = make_agency(REGENCY, "dppkb", "dppkb")
    make_commitment(make_event("13.01.02.2002"), office)
    of = matrix(agreed.tim_kab)
    assert of.matrix.cell(4, "dppkb").commitments == 1
    assert of.matrix.cell(4, "dppkb").sectors == frozenset()
    assert of.printed.columns == ("civil_registry", "women_child_family", "health")
    assert of.printed.cell(4, "women_child_family").commitments == 1


def test_cell_opens_to_its_commitments(agreed):
    with scoped(agreed.tim_kab.actor):
        page = build_cell_page(REGENCY, YEAR, 4, "health", TODAY)
        assert build_cell_page(REGENCY, YEAR, 9, "health", TODAY) is None
        assert build_cell_page(REGENCY, YEAR, 4, "nowhere", TODAY) is None
    assert page is not None
    line = page.lines[0]
    assert (line.agency, line.village, line.document) == (
        "Kesehatan",
        "Nagari Inderapura",
        "DPA 2026 · DPA-1.02 · 5.1.02.01",
    )
    assert [(one.state, one.late, bool(one.done)) for one in page.lines] == [
        ("agreed", True, True), ("agreed", True, False), ("agreed", True, False),
    ]  # fmt: skip
    assert page.outside[0].families is Missing.UNKNOWN


def test_number_of_queries_does_not_grow_with_the_rows(agreed):
    def asked():
        with scoped(agreed.tim_kab.actor), CaptureQueriesContext(connection) as queries:
            build_cell_page(REGENCY, YEAR, 4, "health", TODAY)
        return len(queries)

    before = asked()
    for day in range(1, 6):
        event = make_event(THIRD_VILLAGE, dt.date(2026, 9, day))
        row = make_commitment(event, agreed.kesehatan)
        make_outside(THIRD_VILLAGE, agreed.kesehatan, commitment=row, event=event, outside_plan=False)
    assert asked() == before


PAGES = (
    f"/matriks/{VILLAGE}/{YEAR}/",
    f"/matriks/{VILLAGE}/{YEAR}/4/health/",
    f"/matriks/{VILLAGE}/{YEAR}/unduh.xlsx",
    f"/matriks/{VILLAGE}/{YEAR}/unduh.pdf",
    f"/matriks/?wilayah={VILLAGE}",
    f"/kalender/{VILLAGE}/{YEAR}/3/",
    f"/kalender/{VILLAGE}/{YEAR}/unduh.xlsx",
    f"/kalender/?wilayah={VILLAGE}",
)


@pytest.mark.parametrize("url", PAGES)
def test_strangers_get_404_everywhere(agreed, client_of, url):
    for person in (agreed.pokja_tetangga, agreed.pokja_luar, agreed.petugas_luar, agreed.orang_luar):
        assert client_of(person).get(url).status_code == 404


@pytest.mark.parametrize("code", [VILLAGE, "13.01.01", REGENCY])
def test_regency_sees_every_level_of_its_matrix(agreed, client_of, code):
    page = client_of(agreed.tim_kab).get(f"/matriks/{code}/{YEAR}/").content.decode()
    assert "Program resmi 4" in page
    assert f"/matriks/{code}/{YEAR}/4/health/" in page
    assert f"/matriks/{code}/{YEAR}/8/health/" not in page
    assert "data per 5 Mei 2026" in page or code == VILLAGE


def test_unknown_place_year_and_programme_are_404(agreed, client_of):
    client = client_of(agreed.tim_kab)
    for url in (
        f"/matriks/13.01.99.2001/{YEAR}/",
        f"/matriks/{REGENCY}/1066/",
        f"/matriks/{REGENCY}/{YEAR}/9/health/",
        "/matriks/13.01'/2026/",
    ):
        assert client.get(url).status_code == 404


def test_place_switch_and_first_visit_lead_to_the_place(agreed, client_of):
    client = client_of(agreed.tim_kab)
    assert client.get("/matriks/").url == f"/matriks/{REGENCY}/{YEAR}/"
    assert client.get(f"/matriks/{REGENCY}/{YEAR}/?wilayah={VILLAGE}").url == f"/matriks/{VILLAGE}/{YEAR}/"


def test_who_is_not_signed_in_is_sent_to_sign_in(agreed, client):
    assert client.get(PAGES[0]).url.startswith("/masuk/?next=")
