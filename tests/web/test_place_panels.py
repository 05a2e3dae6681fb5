"""What later apps show on a place's page: the index with small numbers hidden, and published figures as printed."""

from __future__ import annotations

import datetime as dt

import pytest
from django.utils import timezone

from padu.access.actor import system_actor
from padu.access.gate import scoped
from padu.access.verbs import Verb
from padu.apps.measurement.models import IndexResult
from padu.apps.programmes.catalogue_files import read_rows
from padu.apps.programmes.models import PublishedFigure
from padu.apps.programmes.published import TABLES
from padu.apps.programmes.services import load_reference
from padu.apps.regions.models import Region
from padu.domain.values import Missing
from padu.ui.components import Bar
from padu.web.place_panels import PUBLISHED_COLUMNS, PUBLISHED_TITLES, index_panel, published_panel
from tests.people import People


def write_index(region_code: str, families: int, index: float | None = 50.0, year: int = 2026) -> None:
    with scoped(system_actor("13", Verb.PLACE_READ)):
        IndexResult.objects.create(
            region_code=region_code,
            year=year,
            families=families,
            families_valid=families,
            index=index,
            ketenteraman=index,
            n_rentan=0,
            n_berkembang=families,
            n_tangguh=0,
            sums={},
            indicators={},
            formula_version="uji-1",
            computed_at=timezone.now(),
            as_of=dt.date(2026, 5, 1),
        )


def panel_of(people: People, code: str):  # type: ignore[no-untyped-def]
    with scoped(people.tim_kab.actor) as actor:
        return index_panel(actor, Region.objects.get(code=code))


def test_without_a_result_there_is_no_panel(people: People) -> None:
    assert panel_of(people, "13.01") is None


def test_a_villages_families_are_not_shown_on_the_public_page(people: People) -> None:
    write_index("13.01.01.2001", 150)
    assert panel_of(people, "13.01.01.2001") is None


def test_the_newest_year_is_shown_with_its_date_and_formula(people: People) -> None:
    write_index("13.01", 500, 61.5)
    write_index("13.01", 480, 58.0, year=2025)
    panel = panel_of(people, "13.01")
    assert panel.title == "Indeks pembangunan keluarga 2026"
    index = panel.data.stats[0]
    assert (index.value, index.as_of, "uji-1" in index.source) == (61.5, dt.date(2026, 5, 1), True)
    assert panel.data.stats[4].value == 500


def test_the_lowest_index_stands_on_top(people: People) -> None:
    write_index("13.01.01", 450, 45.0)
    for code, index in (("13.01.01.2001", 70.0), ("13.01.01.2002", 30.0), ("13.01.01.2003", None)):
        write_index(code, 150, index)
    rows = panel_of(people, "13.01.01").data.league.rows
    assert [(r.cells[0], r.cells[2]) for r in rows] == [
        ("Muaro Sakai Inderapura", Bar(30.0, 0.3)),
        ("Inderapura", Bar(70.0, 0.7)),
        ("Tiga Sepakat Inderapura", Bar(None, 0.0)),
    ]


def test_a_small_village_is_hidden_and_cannot_be_computed_back(people: People) -> None:
    write_index("13.01.01", 309, 45.0)
    for code, families in (("13.01.01.2001", 150), ("13.01.01.2002", 9), ("13.01.01.2003", 150)):
        write_index(code, families)
    rows = {r.cells[0]: (r.cells[1], r.cells[2].value) for r in panel_of(people, "13.01.01").data.league.rows}
    assert rows["Muaro Sakai Inderapura"] == (Missing.SUPPRESSED, Missing.SUPPRESSED)
    # With one cell hidden the total would tell it: a second one is hidden with it.
    assert sum(count is Missing.SUPPRESSED for count, _ in rows.values()) == 2


def test_a_place_with_few_families_hides_its_own_index(people: People) -> None:
    write_index("13.01", 9, 61.5)
    stats = panel_of(people, "13.01").data.stats
    assert {s.value for s in stats} == {Missing.SUPPRESSED}


@pytest.mark.django_db
def test_published_figures_are_shown_as_printed_with_their_table(places: None) -> None:
    load_reference()
    with scoped(system_actor("13")) as actor:
        panel = published_panel(actor, Region.objects.get(code="13.01"))
        assert published_panel(actor, Region.objects.get(code="13.01.01")) is None
    assert panel is not None
    area, counts, classes, _ = panel.data.tables
    assert area.source == "Studi Kampung KB Sumatera Barat 2022, tabel 4.1"
    assert [row.cells for row in area.rows][:3] == [
        ("Luas (km²)", "5.749,89"),
        ("Luas, bagian dari provinsi (%)", "13,69"),
        ("Penduduk", "509.618"),
    ]
    assert ("Tambahan 2022", "62") in [row.cells for row in counts.rows]
    assert ("Berkelanjutan", "1") in [row.cells for row in classes.rows]


@pytest.mark.django_db
def test_a_lost_cell_is_unknown_and_a_repaired_one_shows_the_print(places: None) -> None:
    PublishedFigure.objects.create(
        table="t000_4_1_area_population_2021", row_label="Uji", column="area_km2", region_code="13.02",
        period="2021", value=85.22, as_printed="82.22", source="uji",
    )  # fmt: skip
    PublishedFigure.objects.create(
        table="t000_4_4_integration_2022", row_label="Uji", column="sectors_1_3", region_code="13.02",
        period="2022", value=None, as_printed="", source="uji",
    )  # fmt: skip
    with scoped(system_actor("13")) as actor:
        panel = published_panel(actor, Region.objects.get(code="13.02"))
    assert panel is not None
    area, sectors = panel.data.tables
    assert area.rows[0].cells == ("Luas (km²)", "85,22", "82.22")
    assert sectors.rows[0].cells == ("1-3 sektor", Missing.UNKNOWN)


def test_every_published_table_and_column_has_words() -> None:
    assert {t.file for t in TABLES} == set(PUBLISHED_TITLES)
    for table in TABLES:
        printed = set(read_rows(f"published_tables/{table.file}.csv")[0])
        renamed = {column for column, *_ in table.repaired}
        gone = {c for _, *pair in table.repaired for c in pair}
        cells = (printed - gone | renamed) - {"regency", "type", "kampung", "note", *table.skip}
        assert cells <= set(PUBLISHED_COLUMNS), table.file
