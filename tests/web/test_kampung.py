"""The kampung in a browser: the list of one's places, and the face of a place at each level."""

from __future__ import annotations

import datetime as dt

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from padu.access.actor import system_actor
from padu.access.gate import scoped
from padu.apps.measurement.services import index_compute
from padu.apps.rumah_dataku.models import Figure
from padu.apps.situation.services.assessing import situations_compute
from padu.apps.situation.services.measuring import measures_take
from padu.domain.ibangga import INDICATOR_IDS
from tests.apps.measurement.test_computing import NOW, store
from tests.apps.situation.conftest import load_catalogue
from tests.apps.situation.contoh import DAY, YEAR, store_village
from tests.factories import make_kampung
from tests.people import NEXT_VILLAGE, OTHER_VILLAGE, VILLAGE

IN_YEAR = f"?tahun={YEAR}"


@pytest.fixture
def village(people) -> None:
    """Kampung Contoh with its index and its problems, and a neighbour where half of everything is met."""
    load_catalogue()
    store_village()
    half = {name: number % 2 for number, name in enumerate(INDICATOR_IDS)}
    store(NEXT_VILLAGE, [dict(half) for _ in range(20)])
    make_kampung(VILLAGE, "Kampung Contoh")
    make_kampung(NEXT_VILLAGE)
    make_kampung(OTHER_VILLAGE)
    index_compute(region_code="13.01", year=YEAR)
    measures_take(region_code=VILLAGE, year=YEAR, day=DAY)
    situations_compute(region_code=VILLAGE, year=YEAR)


def text_of(client: Client, address: str) -> str:
    page = client.get(address)
    assert page.status_code == 200, page.status_code
    return page.content.decode()


def test_the_face_of_a_village(people, village, client_of):
    with scoped(system_actor(VILLAGE)):
        Figure.objects.create(
            region_code=VILLAGE, element="idm", component="score", period="2024", value=0.7321,
            source="IDM Kemendesa", as_of=dt.date(2024, 6, 30), updated_at=NOW,
        )  # fmt: skip
    text = text_of(client_of(people.pokja), f"/kampung/{VILLAGE}/{IN_YEAR}")
    for words in (
        "Nagari Inderapura",
        "Kampung Contoh",
        "Kecamatan Pancung Soal, Kabupaten Pesisir Selatan",
        "hitungan setempat, bukan angka resmi BKKBN",
        "120 keluarga berindeks, 120 didata, 120 terdaftar",
        "Mengakses informasi dari media online",
        "Media online",
        "1. Keluarga berisiko stunting",
        "IDM Kemendesa",
        "2024",
        "20 Juli 2026",
    ):
        assert words in text
    # 102 of 120 families go online
    assert "85,0 %" in text


def test_a_number_below_ten_stays_with_the_village(people, village, client_of):
    """4 of 120 families quarrel: hidden from all. 11 of 70 unmet: no figure of the face."""
    for person in (people.pokja, people.tim_kab, people.petugas_opd):
        assert "96,7 %" not in text_of(client_of(person), f"/kampung/{VILLAGE}/{IN_YEAR}")


def test_the_list_sorts_and_shows_only_ones_own_places(people, village, client_of):
    client = client_of(people.tim_kab)
    text = text_of(client, f"/kampung/{IN_YEAR}")
    assert "Kampung Contoh" in text
    assert "Lolo" not in text
    best, worst = "Nagari Inderapura<", "Nagari Muaro Sakai Inderapura<"
    rising, falling = (text_of(client, f"/kampung/{IN_YEAR}&urut={key}") for key in ("indeks", "-indeks"))
    assert rising.index(worst) < rising.index(best)
    assert falling.index(best) < falling.index(worst)
    assert text_of(client, f"/kampung/{IN_YEAR}&urut=nonsense&hal=99x").count("Nagari") >= 2


def test_one_kampung_leads_straight_to_its_face(people, village, client_of):
    answer = client_of(people.pokja).get("/kampung/")
    assert (answer.status_code, answer.headers["Location"]) == (302, f"/kampung/{VILLAGE}/")


def test_places_above_show_the_aggregate_and_a_league(people, village, client_of):
    client = client_of(people.tim_kab)
    district = text_of(client, f"/kampung/13.01.01/{IN_YEAR}")
    assert "140 keluarga berindeks, 140 didata, 140 terdaftar" in district
    assert district.index("Nagari Inderapura</a>") < district.index("Nagari Muaro Sakai Inderapura</a>")
    regency = text_of(client, f"/kampung/13.01/{IN_YEAR}")
    assert "Kecamatan Pancung Soal</a>" in regency
    assert "Kecamatan Ranah Pesisir</a>" in regency


def test_without_data_the_page_says_what_to_do(people, catalogue_only, client_of):
    text = text_of(client_of(people.pokja), f"/kampung/{VILLAGE}/")
    assert "Indeks belum dapat dihitung" in text
    assert "itu tidak sama dengan tidak ada kegiatan" in text


@pytest.fixture
def catalogue_only(people) -> None:
    load_catalogue()


def test_outsiders_find_nothing(people, village, client_of):
    for person in (people.pokja_tetangga, people.pokja_luar, people.orang_luar, people.petugas_luar):
        assert client_of(person).get(f"/kampung/{VILLAGE}/").status_code == 404
    assert client_of(people.pokja).get("/kampung/13.01/").status_code == 404
    assert client_of(people.orang_luar).get("/kampung/13.01/").status_code == 404
    assert client_of(people.tim_kab).get("/kampung/13.01.99/").status_code == 404
    assert Client().get(f"/kampung/{VILLAGE}/").status_code == 302


def test_the_indicators_as_a_file_hide_what_the_page_hides(people, village, client_of):
    address = f"/kampung/{VILLAGE}/indikator.csv{IN_YEAR}"
    lines = client_of(people.pokja).get(address).content.decode().splitlines()
    assert len(lines) == 18
    assert f"{VILLAGE},2026,online_media_access,Mengakses informasi dari media online,kemandirian,120,102,85.0" in lines
    assert any("no_family_conflict" in line and line.endswith("120,suppressed,suppressed") for line in lines)
    assert client_of(people.tim_kab).get(address).status_code == 200
    for person in (people.pokja_tetangga, people.orang_luar):
        assert client_of(person).get(address).status_code == 404


@pytest.mark.parametrize("address", ["/kampung/", "/situasi/", "/kampung/13.01.01/"])
def test_more_villages_cost_no_more_queries(people, village, client_of, address):
    client = client_of(people.tim_kab)
    client.get(address)
    with CaptureQueriesContext(connection) as few:
        assert client.get(address).status_code == 200
    for code in ("13.01.01.2003", "13.01.02.2001", "13.01.02.2002"):
        make_kampung(code)
        store(code, [dict.fromkeys(INDICATOR_IDS, 1)])
    index_compute(region_code="13.01", year=YEAR)
    with CaptureQueriesContext(connection) as many:
        assert client.get(address).status_code == 200
    assert len(many) == len(few)


def test_the_face_of_a_village_costs_a_fixed_number_of_queries(people, village, client_of):
    client = client_of(people.pokja)
    address = f"/kampung/{VILLAGE}/{IN_YEAR}"
    client.get(address)
    with CaptureQueriesContext(connection) as queries:
        client.get(address)
    assert len(queries) <= 45, len(queries)
