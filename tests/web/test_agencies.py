"""Agencies in a browser: the list, one agency, its forms, and what others see."""

from __future__ import annotations

import datetime as dt
import io
from collections.abc import Callable

import pytest
from django.test import Client
from django.utils import timezone

from padu.access.gate import scoped
from padu.apps.institutions.models import Agency
from padu.apps.institutions.services.agencies import AgencyData, agency_add, agency_rename
from padu.apps.programmes.services import load_reference
from tests.agreed_rows import make_commitment, make_event
from tests.people import REGENCY, VILLAGE, Person

pytestmark = pytest.mark.django_db
SignIn = Callable[[Person], Client]
GIVEN = {
    "name": "Dinas Sosial", "short_name": "Dinsos", "kind": "opd", "column_key": "social_village", "teams": "2",
    "counts_as_sector": "on", "contact_name": "Kepala dinas",
}  # fmt: skip


@pytest.fixture(autouse=True)
def columns(people) -> None:
    load_reference()


def text_of(client: Client, url: str) -> str:
    answer = client.get(url)
    assert answer.status_code == 200, (url, answer.status_code)
    return answer.content.decode()


def test_the_regency_adds_renames_and_closes_an_agency(people, client_of: SignIn):
    client = client_of(people.tim_kab)
    made = client.post(f"/lembaga/baru/?wilayah={REGENCY}", GIVEN)
    assert made.status_code == 302
    url = made["Location"]
    page = text_of(client, url)
    for words in ("Dinas Sosial", "Sosial/PMD", "Kepala dinas", "Tidak ada nama lain yang tercatat"):
        assert words in page
    renamed = {
        "name": "Dinas Sosial dan PMD",
        "short_name": "Dinsos PMD",
        "day": "2021-01-04",
        "reason": "Perda 5/2020",
    }
    assert client.post(url + "nama/", renamed).status_code == 302
    page = text_of(client, url)
    assert "Nama sampai hari itu. Perda 5/2020" in page
    assert ">Dinas Sosial<" in text_of(client, "/lembaga/?per=2020-06-01")
    assert ">Dinas Sosial dan PMD<" in text_of(client, "/lembaga/")
    assert client.post(url + "ubah/", GIVEN | {"address": "Painan"}).status_code == 302
    today = timezone.localdate().isoformat()
    assert client.post(url + "tutup/", {"day": today, "reason": "digabung"}).status_code == 302
    with scoped(people.tim_kab.actor):
        assert Agency.objects.get(code="dinsos").address == "Painan"


def test_refusals_keep_what_was_typed(people, client_of: SignIn):
    client, add = client_of(people.tim_kab), f"/lembaga/baru/?wilayah={REGENCY}"
    twin = client.post(add, GIVEN | {"name": "Dinas Kesehatan"})
    assert twin.status_code == 422
    assert "Sudah ada instansi bernama itu" in twin.content.decode()
    assert 'value="Dinas Kesehatan"' in twin.content.decode()
    unknown = client.post(add, GIVEN | {"column_key": "tidak_ada"})
    assert unknown.status_code == 422
    ministry = client.post(add, GIVEN | {"kind": "kementerian"})
    assert ministry.status_code == 422


def test_closing_names_open_commitments(people, client_of: SignIn):
    make_commitment(make_event(VILLAGE), people.kesehatan)
    client, url = client_of(people.tim_kab), f"/lembaga/{people.kesehatan.pk}/tutup/"
    assert "Masih terbuka: 1 komitmen belum selesai" in text_of(client, url)
    given = {"day": timezone.localdate().isoformat(), "reason": "digabung"}
    refused = client.post(url, given)
    assert refused.status_code == 422
    assert "Masih ada 1 pekerjaan terbuka" in refused.content.decode()
    assert client.post(url, given | {"open_work_note": "Dinas Sosial"}).status_code == 302


def test_the_list_holds_the_place_those_below_and_those_above(people, client_of: SignIn):
    with scoped(people.tim_kab.actor):
        actor = people.tim_kab.actor
        agency_add(
            actor=actor, region_code="13.01.01", data=AgencyData("KUA Pancung Soal", "KUA PS", "religious_affairs")
        )
        dukcapil = people.dukcapil.pk
        agency_rename(
            actor=actor, agency_id=dukcapil, name="Disdukcapil Baru", short_name="Dukcapil B",
            from_day=dt.date(2024, 1, 1), reason="Perda",
        )  # fmt: skip
    client = client_of(people.pokja)
    for query, seen in (
        ("", {"KUA Pancung Soal", "Dinas Kesehatan", "Disdukcapil Baru"}),
        ("?kolom=health", {"Dinas Kesehatan"}),
        ("?cari=dinas+dukcapil", {"Disdukcapil Baru"}),  # by its former name
        ("?jenis=pkk", set()),
        ("?sesudah=13.01~99999999999", {"KUA Pancung Soal"}),
        ("?per=2023-01-01&cari=dukcapil", {"Dinas Dukcapil"}),
    ):
        page = text_of(client, f"/lembaga/{query}")
        names = {"KUA Pancung Soal", "Dinas Kesehatan", "Disdukcapil Baru", "Dinas Dukcapil"}
        assert {name for name in names if f">{name}</a>" in page} == seen, query


def test_a_closed_agency_is_listed_on_demand(people, client_of: SignIn):
    with scoped(people.tim_kab.actor):
        Agency.objects.filter(pk=people.dukcapil.pk).update(valid_to=dt.date(2025, 1, 1), closed_reason="digabung")
    client = client_of(people.tim_kab)
    assert "Dinas Dukcapil" not in text_of(client, "/lembaga/")
    assert "Dinas Dukcapil" in text_of(client, "/lembaga/?tutup=1")
    assert "Dinas Dukcapil" in text_of(client, "/lembaga/?per=2024-12-31")
    page = text_of(client, f"/lembaga/{people.dukcapil.pk}/")
    assert "digabung" in page
    assert "Buka lagi" in page


def test_the_workbook_has_the_rows_of_the_list(people, client_of: SignIn):
    from python_calamine import CalamineWorkbook

    answer = client_of(people.tim_kab).get("/lembaga/daftar.xlsx?kolom=health")
    book = CalamineWorkbook.from_filelike(io.BytesIO(answer.content))
    cells = [cell for row in book.get_sheet_by_name("Instansi").to_python() for cell in row]
    assert "Dinas Kesehatan" in cells
    assert "Dinas Dukcapil" not in cells


def test_who_reads_and_who_writes(people, client_of: SignIn):
    url = f"/lembaga/{people.kesehatan.pk}/"
    for person, page, form in (
        (people.tim_kab, 200, 200),
        (people.petugas_opd, 200, 403),
        (people.pokja, 200, 404),
        (people.orang_luar, 404, 404),
    ):
        client = client_of(person)
        assert client.get(url).status_code == page
        assert {client.get(url + part).status_code for part in ("ubah/", "nama/", "tutup/", "buka/")} == {form}
    assert "Ganti nama" not in text_of(client_of(people.petugas_opd), url)


@pytest.mark.parametrize("query", ["?wilayah=13.02", "?wilayah=x", "?wilayah=13.01.01.2002"])
def test_another_place_is_not_there(people, client_of: SignIn, query):
    assert client_of(people.pokja).get(f"/lembaga/{query}").status_code == 404
    assert client_of(people.pokja).get(f"/lembaga/daftar.xlsx{query}").status_code == 404


def test_the_kampung_and_the_place_lead_to_teams(people, client_of: SignIn):
    client = client_of(people.pokja)
    page = text_of(client, f"/kampung/{VILLAGE}/")
    assert "Belum ada pokja yang tercatat" in page
    made = client.post(
        f"/tim/baru/?wilayah={VILLAGE}", {"shape": "pokja_desa:empat_sasaran", "day": "2024-01-01", "with_seats": "on"}
    )
    page = text_of(client, f"/kampung/{VILLAGE}/")
    for words in ("8 kedudukan kosong", "Ketua belum ada", f'href="{made["Location"]}"'):
        assert words in page
    assert f'href="/tim/?wilayah={VILLAGE}"' in text_of(client, f"/wilayah/{VILLAGE}/")
    assert "/tim/?wilayah" not in text_of(client_of(people.orang_luar), f"/wilayah/{VILLAGE}/")
