"""Loading the lists: everything is there, with its source, and a second run changes nothing."""

from __future__ import annotations

import pytest
from django.db import connection

from padu.apps.programmes.models import (
    Activity,
    ActivityEffect,
    FundingSource,
    Goal,
    GroupKind,
    Indicator,
    IndicatorTarget,
    MatrixColumn,
    Programme,
    PublishedFigure,
    VillageItem,
)
from padu.apps.programmes.official import PORTAL_SOURCES
from padu.apps.programmes.selectors import (
    effects_of,
    list_matrix_columns,
    list_published_figures,
)
from padu.apps.programmes.services import (
    REFERENCE_TABLES,
    PlacesMissing,
    load_reference,
    reference_loaded,
)

pytestmark = pytest.mark.django_db

EXPECTED = {
    "sasaran": 4,
    "program": 8,
    "kolom matriks": 13,
    "sumber dana": 7,
    "jenis kelompok": 7,
    "butir data desa": 44,
    "jenis masalah": 60,
    "kegiatan": 105,
    "kegiatan menjawab masalah": 245,
    "indikator Inpres": 70,
    "target indikator": 70,
}


def test_without_places_nothing_is_loaded() -> None:
    with pytest.raises(PlacesMissing):
        load_reference()
    assert not Goal.objects.exists()
    assert not reference_loaded()


@pytest.fixture
def loaded(places: None) -> dict[str, int]:
    return load_reference()


def test_every_list_is_there(loaded: dict[str, int]) -> None:
    assert {k: v for k, v in loaded.items() if k != "angka terbitan"} == EXPECTED
    # West Sumatra: four tables of 20 places x 5 columns; Central Java: eight tables of 4 sites.
    assert loaded["angka terbitan"] == 4 * 20 * 5 + 4 * (3 + 4 + 4 + 4 + 4 + 4 + 6 + 5)
    assert reference_loaded()


def test_a_second_run_changes_nothing_and_a_stale_effect_goes(loaded: dict[str, int]) -> None:
    ActivityEffect.objects.create(activity_id="sanimas", problem_type_id="no_savings", effect=0.5)
    Activity.objects.filter(pk="sanimas").update(name="Nama lama")
    assert load_reference() == loaded
    assert effects_of("sanimas").get("no_savings") is None
    assert Activity.objects.get(pk="sanimas").name == "Sanimas: sanitasi berbasis masyarakat"


def test_every_row_says_where_it_comes_from(loaded: dict[str, int]) -> None:
    for model in (Goal, Programme, Activity, Indicator, FundingSource, MatrixColumn, GroupKind, VillageItem):
        assert not model.objects.filter(legal_source="").exists(), model.__name__
    assert not PublishedFigure.objects.filter(source="").exists()


def test_a_doubtful_target_keeps_its_print_and_has_no_number(loaded: dict[str, int]) -> None:
    doubtful = IndicatorTarget.objects.filter(value=None).order_by("indicator_id")
    assert [t.as_printed for t in doubtful] == [
        "90 or 100",
        "7 provinsi / 50 kabupaten-kota (?)",
        "9 provinsi dan 950 desa",
        "91 (?)",
        "91 (?)",
    ]
    birth_certificates = Indicator.objects.get(name__startswith="Persentase kepemilikan akta kelahiran")
    assert [(t.year, t.value) for t in birth_certificates.targets.all()] == [(2022, 97)]


def test_published_figures_of_the_demo_regency(loaded: dict[str, int]) -> None:
    figures = {(f.table, f.column): f for f in list_published_figures("13.01")}
    assert figures["t000_4_1_area_population_2021", "population"].value == 509_618
    assert figures["t000_4_2_kampung_counts_2022", "until_2022_10_31"].value == 113
    assert figures["t000_4_3_classification_2022", "berkelanjutan"].value == 1
    assert figures["t000_4_4_integration_2022", "not_reported"].value == 87
    assert figures["t000_4_2_kampung_counts_2022", "until_2021_12_31"].period == "2021-12-31"
    assert figures["t000_4_1_area_population_2021", "population"].source == (
        "Studi Kampung KB Sumatera Barat 2022, tabel 4.1"
    )


def test_a_repaired_cell_shows_what_was_read_and_what_it_means(loaded: dict[str, int]) -> None:
    cell = PublishedFigure.objects.get(row_label="Kota Payakumbuh", column="area_km2")
    assert (cell.as_printed, cell.value) == ("82.22", 85.22)
    assert "corrected" in cell.note


def test_a_lost_cell_is_unknown_and_not_zero(loaded: dict[str, int]) -> None:
    lost = PublishedFigure.objects.get(row_label="Kabupaten Tanah Datar", column="sectors_1_3")
    zero = PublishedFigure.objects.get(row_label="Kota Padang", column="sectors_1_3")
    assert (lost.value, lost.as_printed) == (None, "")
    assert zero.value == 0


def test_city_and_regency_of_one_name_are_kept_apart(loaded: dict[str, int]) -> None:
    codes = dict(
        PublishedFigure.objects.filter(column="villages_total", row_label__endswith="Solok").values_list(
            "row_label", "region_code"
        )
    )
    assert codes["Kabupaten Solok"] == "13.02"
    assert "Kota Solok" in codes


def test_a_column_of_a_regency_stands_behind_the_one_it_folds_to(loaded: dict[str, int]) -> None:
    MatrixColumn.objects.create(
        key="food_office", name="Dinas Pangan", short_name="Pangan", order=1, region_code="13.01",
        folds_to_id="agriculture_fisheries", legal_source="SK Bupati",
    )  # fmt: skip
    keys = [c.key for c in list_matrix_columns("13.01")]
    assert len(keys) == 14
    assert keys[keys.index("agriculture_fisheries") + 1] == "food_office"
    assert len(list_matrix_columns("13.02")) == 13


def test_both_lists_of_money_sources_fold_into_each_other(loaded: dict[str, int]) -> None:
    folded = [key for keys in PORTAL_SOURCES.values() for key in keys]
    assert sorted(folded) == sorted(FundingSource.objects.values_list("key", flat=True))
    assert len(PORTAL_SOURCES) == 6


def test_every_reference_table_can_be_read_by_the_serving_role(loaded: dict[str, int]) -> None:
    with connection.cursor() as cursor:
        for _, model in REFERENCE_TABLES:
            cursor.execute(f"select count(*) from {model._meta.db_table}")
            assert cursor.fetchone()[0] > 0
