"""Pages of places: names are public to whoever has signed in, what happens there is not."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from padu.apps.regions.models import Region
from padu.apps.regions.pages import _legend, _steps, place_page, search_page
from padu.apps.regions.province_tiles import PROVINCE_SPOTS, SHORT_NAMES
from padu.apps.regions.selectors import count_villages_by_kind, find_by_names, list_below
from tests.people import People, Person

SignIn = Callable[[Person], Client]


def page_of(code: str):  # type: ignore[no-untyped-def]
    return place_page(Region.objects.get(code=code))


def test_a_place_shows_where_it_lies_and_what_lies_below(places: None) -> None:
    page = page_of("13.01")
    assert [c.label for c in page.crumbs] == [
        "Wilayah",
        "Indonesia",
        "Provinsi Sumatera Barat",
        "Kabupaten Pesisir Selatan",
    ]
    assert page.crumbs[-1].url == ""
    assert [(row.cells[0], row.cells[3], row.url) for row in page.below.rows] == [
        ("Pancung Soal", 3, "/wilayah/13.01.01/"),
        ("Ranah Pesisir", 2, "/wilayah/13.01.02/"),
    ]
    assert {t.label: t.value for t in page.terms}["Daftar kode menurut"] == "Kepmendagri 300.2.2-2430/2025"


def test_the_table_is_headed_by_what_the_places_are_called(places: None) -> None:
    assert page_of("13.01.01").below.columns[0].label == "Nagari"
    assert page_of("13.77.01").below.columns[0].label == "Desa/Kelurahan"
    assert page_of("13").below.columns[0].label == "Kabupaten/Kota"


def test_a_village_has_nothing_below_and_tells_its_official_kind(places: None) -> None:
    page = page_of("13.01.01.2001")
    assert (page.below, page.tiles) == (None, None)
    terms = {t.label: t.value for t in page.terms}
    assert (terms["Jenis"], terms["Dalam daftar resmi"]) == ("Nagari", "Desa")


def test_villages_are_counted_by_what_they_are_called(places: None) -> None:
    assert count_villages_by_kind("13") == {"Nagari": 7, "Desa": 1, "Kelurahan": 1}
    assert count_villages_by_kind("13.77") == {"Desa": 1, "Kelurahan": 1}
    assert {t.label: t.value for t in page_of("13").terms}["Desa dan sejenisnya"] == (
        "9 (7 nagari, 1 desa, 1 kelurahan)"
    )


def test_places_below_count_their_villages(places: None) -> None:
    assert [(b.region.code, b.villages) for b in list_below("13")] == [("13.01", 5), ("13.02", 2), ("13.77", 2)]
    assert [b.villages for b in list_below("13.01.01")] == [1, 1, 1]


@pytest.mark.parametrize("code", ["99", "13.99", "13.01.01.2999"])
def test_a_place_that_is_not_in_the_list_is_404(people: People, client_of: SignIn, code: str) -> None:
    assert client_of(people.tim_kab).get(f"/wilayah/{code}/").status_code == 404


@pytest.mark.parametrize("code", ["1301", "13.1", "13.01.", "x", "13.01.01.2001.1"])
def test_what_is_no_code_is_404(people: People, client_of: SignIn, code: str) -> None:
    assert client_of(people.tim_kab).get(f"/wilayah/{code}/").status_code == 404


def test_the_kampungs_page_is_linked_only_where_it_will_open(people: People, client_of: SignIn) -> None:
    link = 'href="/kampung/13.01.01.2001/"'
    page = "/wilayah/13.01.01.2001/"
    assert link in client_of(people.pokja).get(page).content.decode()
    assert link in client_of(people.tim_kab).get(page).content.decode()
    assert link in client_of(people.petugas_opd).get(page).content.decode()
    for stranger in (people.pokja_tetangga, people.orang_luar, people.petugas_luar):
        html = client_of(stranger).get(page).content.decode()
        assert "Nagari Inderapura" in html
        assert link not in html


def test_a_search_shows_where_each_place_lies(people: People, client_of: SignIn) -> None:
    html = client_of(people.pokja).get("/wilayah/?cari=Inderapura").content.decode()
    assert "3 wilayah cocok dengan “Inderapura”" in html
    assert "Kecamatan Pancung Soal, Kabupaten Pesisir Selatan, Provinsi Sumatera Barat" in html


def test_a_search_without_result_says_what_to_try(people: People, client_of: SignIn) -> None:
    html = client_of(people.pokja).get("/wilayah/", {"cari": "<b>zz"}).content.decode()
    assert "Tidak ada wilayah yang cocok dengan “&lt;b&gt;zz”" in html
    assert "<b>zz" not in html


def test_a_long_list_of_results_says_that_there_is_more(places: None) -> None:
    for number in range(41):
        code = f"13.02.03.2{100 + number}"
        Region.objects.create(
            code=code, level="village", kind="desa", name="Sama", folded_name="sama", level_order=4, vintage="uji"
        )
    table = search_page("sama", None).table
    assert len(table.rows) == 40
    assert table.caption.startswith("40 wilayah pertama")


@pytest.mark.parametrize(("url", "own_queries"), [("/wilayah/", 4), ("/wilayah/13.01/", 9), ("/wilayah/?cari=a", 2)])
def test_the_number_of_queries_is_pinned(people: People, client_of: SignIn, url: str, own_queries: int) -> None:
    client = client_of(people.pokja)
    client.get("/gaya/")  # the first page of a session also notes the device

    def count(address: str) -> int:
        with CaptureQueriesContext(connection) as captured:
            assert client.get(address).status_code == 200
        return len(captured)

    assert count(url) - count("/gaya/") == own_queries


def test_every_province_has_a_tile_of_its_own(db: None) -> None:
    assert len(PROVINCE_SPOTS) == 38 == len(set(PROVINCE_SPOTS.values())) == len(SHORT_NAMES)
    assert all(1 <= column <= 16 and 1 <= row <= 9 for column, row in PROVINCE_SPOTS.values())


def test_steps_hold_about_as_many_places_each() -> None:
    assert _steps([1, 2, 3, 4, 5, 6, 7, 8, 9, 10]) == (3, 5, 7, 9)
    # Much alike: steps of even width between 9 and 23.
    assert _steps([9, 9, 10, 10, 10, 10, 10, 23]) == (12, 15, 18, 21)
    assert _steps([5, 5]) == (5, 5, 5, 5)


def test_the_legend_says_what_the_steps_are() -> None:
    assert _legend((3.0, 5.0, 7.0, 9.0)) == ["di bawah 3", "3–4", "5–6", "7–8", "9 ke atas"]
    assert _legend((5.0, 5.0, 5.0, 5.0)) == []


def test_a_place_is_found_by_its_path_of_names(places: None) -> None:
    assert find_by_names(("Kabupaten Solok", "Pantai Cermin", "Lolo")) == "13.02.03.2001"
    assert find_by_names(("Kota Solok",)) == ""
    assert find_by_names(("Kabupaten Solok", "Inderapura")) == ""
