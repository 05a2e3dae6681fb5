"""The official list: every place once, with its kind and what people call it."""

from __future__ import annotations

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from padu.apps.regions.local_names import LOCAL_NAMES, local_word
from padu.apps.regions.models import Region
from padu.apps.regions.official_list import VINTAGE, OddOfficialList, OfficialRegion, read_official_list
from padu.apps.regions.selectors import codes_below, list_villages
from padu.apps.regions.services import load_regions, regions_loaded
from padu.domain.regions import Level, parent_of


@pytest.fixture(scope="module")
def official() -> dict[str, OfficialRegion]:
    return {row.code: row for row in read_official_list()}


def label(row: OfficialRegion) -> str:
    return str(Region(kind=row.kind, local_kind=row.local_kind, name=row.name))


@pytest.mark.parametrize(
    ("code", "words"),
    [
        ("00", "Indonesia"),
        ("13", "Provinsi Sumatera Barat"),
        ("13.01", "Kabupaten Pesisir Selatan"),
        ("13.71", "Kota Padang"),
        ("31.01", "Kabupaten Administrasi Kepulauan Seribu"),
        ("31.71", "Kota Administrasi Jakarta Pusat"),
        ("13.01.01", "Kecamatan Pancung Soal"),
        ("13.01.01.2001", "Nagari Inderapura"),
        ("13.09.01.2007", "Desa Betumonga"),
        ("13.77.01.1001", "Kelurahan Karan Aur"),
        ("91.03.01", "Distrik Sentani"),
        ("91.03.01.3007", "Desa adat Yoboi"),
    ],
)
def test_places_are_called_what_people_call_them(official: dict[str, OfficialRegion], code: str, words: str) -> None:
    assert label(official[code]) == words


def test_villages_of_west_sumatra(official: dict[str, OfficialRegion]) -> None:
    villages = [r for r in official.values() if r.level is Level.VILLAGE and r.code.startswith("13.")]
    assert len(villages) == 1_265
    assert sum(r.kind == "kelurahan" for r in villages) == 230
    # 1,035 desa of which 43 in Mentawai, 27 in Sawahlunto and 55 in Pariaman are no nagari.
    assert sum(r.local_kind == "nagari" for r in villages) == 1_035 - 43 - 27 - 55


def test_every_place_lies_in_a_place_of_the_list(official: dict[str, OfficialRegion]) -> None:
    assert [c for c, r in official.items() if r.parent_code and r.parent_code not in official] == []
    assert [c for c, r in official.items() if r.parent_code != (parent_of(c) or "")] == []
    assert [c for c, r in official.items() if not r.name or not r.folded_name] == []


def test_every_local_word_is_worn_by_somebody_and_has_a_source(official: dict[str, OfficialRegion]) -> None:
    for row in LOCAL_NAMES:
        below = [r for c, r in official.items() if c.startswith(row.code) and r.kind == row.kind]
        assert below, row
        assert row.source
        assert all(local_word(r.code, row.kind) == row.word for r in below if r.code[:5] == row.code), row


def test_loading_twice_changes_nothing(db: None) -> None:
    Region.objects.create(
        code="13.01",
        level="regency",
        kind="kabupaten",
        name="Salah",
        folded_name="salah",
        level_order=2,
        vintage="lama",
    )
    assert not regions_loaded()
    expected = {"nation": 1, "province": 38, "regency": 514, "district": 7_285, "village": 83_762}
    assert load_regions() == expected
    assert regions_loaded()
    corrected = Region.objects.get(code="13.01")
    assert (corrected.name, corrected.vintage) == ("Pesisir Selatan", VINTAGE)
    with connection.cursor() as cursor:
        cursor.execute("select sum(xmin::text::bigint), max(ctid) from regions_region")
        before = cursor.fetchone()
        assert load_regions() == expected
        cursor.execute("select sum(xmin::text::bigint), max(ctid) from regions_region")
        assert cursor.fetchone() == before
    assert list_villages("13.01").count() == 182
    assert len(codes_below("13.01")) == 15 + 182
    with CaptureQueriesContext(connection) as queries:
        regions_loaded()
    assert len(queries) == 1


def test_a_list_with_a_missing_place_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    from padu.apps.regions import official_list

    monkeypatch.setattr(official_list, "_codes", lambda: iter([("13", "Sumatera Barat")]))
    with pytest.raises(OddOfficialList) as caught:
        read_official_list()
    assert caught.value.data["province"] == 1


def test_an_unknown_kind_of_village_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    from padu.apps.regions import official_list

    monkeypatch.setattr(official_list, "_codes", lambda: iter([("13.01.01.9001", "Aneh")]))
    with pytest.raises(OddOfficialList) as caught:
        read_official_list()
    assert caught.value.data == {"village": "13.01.01.9001"}
