"""Search by a whole number and showing one: by POST, for who may, logged also in vain, limited by the hour."""

from __future__ import annotations

import pytest
from django.urls import reverse

from padu.access.actor import Actor
from padu.access.gate import scoped
from padu.access.models import AuditEntry
from padu.access.verbs import Role
from padu.apps.rumah_dataku.models import Family
from padu.apps.rumah_dataku.services import looking
from tests.apps.rumah_dataku.files import VILLAGE, families_file, store
from tests.apps.rumah_dataku.pages import text
from tests.factories import give_hat
from tests.people import NEXT_VILLAGE, make_person

pytestmark = pytest.mark.django_db
NIK, KK, NOBODY = "1301014503970001", "1301010101120001", "1301014503970009"
SYSTEM = Actor(name="uji", system=True)


@pytest.fixture
def family(people):
    store(people.pokja.actor, families_file())
    with scoped(people.pokja.actor):
        return Family.objects.get()


def entries(event: str) -> list[AuditEntry]:
    with scoped(SYSTEM):
        return list(AuditEntry.objects.filter(event=event).order_by("pk"))


def find(browser, number: str, village: str = VILLAGE):
    return browser.post("/keluarga/cari/", {"nomor": number, "desa": village})


@pytest.mark.parametrize("number", [NIK, "1301 0145 0397 0001", KK, "13.01.01.010112.0001"])
def test_a_whole_number_leads_to_its_family(family, people, client_of, number):
    answer = find(client_of(people.pokja), number)
    assert answer.status_code == 302
    assert answer["Location"] == f"/keluarga/{family.pk}/"
    assert [e.subject for e in entries(looking.FIND_EVENT)] == ["found:1"]
    assert [e.subject for e in entries("family.found")] == [f"family:{family.pk}"]


def test_a_number_is_found_in_all_villages_of_who_has_several(family, people, client_of):
    give_hat(people.pokja.user, Role.KAMPUNG, NEXT_VILLAGE)
    answer = find(client_of(people.pokja), NIK, "semua")
    assert (answer.status_code, answer["Location"]) == (302, f"/keluarga/{family.pk}/")
    assert "Semua desa Anda" in text(find(client_of(people.pokja), NOBODY, "semua"))


def test_all_villages_hold_only_those_where_one_may_look_for_numbers(family, people, client_of):
    neighbour, agency = client_of(people.pokja_tetangga), client_of(people.petugas_opd)
    assert "Tidak ditemukan" in text(find(neighbour, NIK, "semua"))
    assert find(agency, NIK, "semua").status_code == 403


def test_a_search_in_vain_is_a_look_too(family, people, client_of):
    answer = find(client_of(people.pokja), NOBODY)
    assert "Tidak ditemukan" in text(answer)
    assert NOBODY not in answer.content.decode()
    assert [e.subject for e in entries(looking.FIND_EVENT)] == ["found:0"]
    assert entries("family.found") == []


@pytest.mark.parametrize("number", ["1301", NIK[:15], NIK + "1", "1301O14503970001", "", "١" * 16])
def test_half_a_number_is_not_searched(family, people, client_of, number):
    answer = find(client_of(people.pokja), number)
    assert answer.status_code == 422
    assert "16 angka" in text(answer)
    assert entries(looking.FIND_EVENT) == []


def test_a_number_in_an_address_is_not_searched(family, people, client_of):
    answer = client_of(people.pokja).get("/keluarga/", {"cari": NIK})
    assert (answer.status_code, answer["Location"]) == (302, f"/keluarga/?desa={VILLAGE}&nomor=1")
    assert client_of(people.pokja).get("/keluarga/cari/").status_code == 405
    assert entries(looking.FIND_EVENT) == []


def test_the_village_next_door_is_not_searched(family, people, client_of):
    assert find(client_of(people.pokja_tetangga), NIK).status_code == 404
    answer = find(client_of(people.pokja_tetangga), NIK, NEXT_VILLAGE)
    assert "Tidak ditemukan" in text(answer)


def test_a_cadre_reads_families_and_does_not_search_by_number(family, people, client_of):
    kader = make_person("kader", Role.KADER, VILLAGE)
    assert find(client_of(kader), NIK).status_code == 403
    assert "lihat lengkap" not in text(client_of(kader).get(f"/keluarga/{family.pk}/"))
    assert client_of(kader).get(f"/keluarga/{family.pk}/nomor/1/").status_code == 403


def test_the_hour_has_a_limit_that_holds_for_one_person(family, people, client_of, monkeypatch):
    monkeypatch.setitem(looking.PER_HOUR, looking.FIND_EVENT, 3)
    browser = client_of(people.pokja)
    for _ in range(3):
        assert find(browser, NOBODY).status_code == 200
    refused = find(browser, NIK)
    assert refused.status_code == 429
    assert "Batas 3 kali" in text(refused)
    assert len(entries(looking.FIND_EVENT)) == 3
    assert [e.kind for e in entries("family.find_number.limit")] == ["refusal"]
    second = make_person("pokja_kedua", Role.KAMPUNG, VILLAGE)
    assert find(client_of(second), NIK).status_code == 302


def test_the_limit_of_the_hour_is_thirty():
    assert looking.PER_HOUR == {looking.FIND_EVENT: 30, looking.REVEAL_EVENT: 20}


def test_a_whole_nik_is_shown_once_for_a_reason(family, people, client_of):
    browser, address = client_of(people.pokja), f"/keluarga/{family.pk}/nomor/1/"
    assert NIK not in browser.get(address).content.decode()
    shown = browser.post(address, {"reason": "mencocokkan KTP untuk akta"})
    assert NIK in shown.content.decode()
    assert shown["Cache-Control"] == "private, no-store"
    assert NIK not in browser.get(address).content.decode()
    (look,) = entries(looking.REVEAL_EVENT)
    assert (look.subject, look.purpose) == (f"family:{family.pk}", "mencocokkan KTP untuk akta")


def test_the_no_kk_is_line_nought(family, people, client_of):
    shown = client_of(people.pokja).post(f"/keluarga/{family.pk}/nomor/0/", {"reason": "mencocokkan kartu keluarga"})
    assert KK in shown.content.decode()


@pytest.mark.parametrize("reason", ["", "   -   ", "123456789"])
def test_without_a_reason_nothing_is_shown(family, people, client_of, reason):
    answer = client_of(people.pokja).post(f"/keluarga/{family.pk}/nomor/1/", {"reason": reason})
    assert answer.status_code == 422
    assert NIK not in answer.content.decode()
    assert entries(looking.REVEAL_EVENT) == []


def test_showing_has_a_limit_of_its_own(family, people, client_of, monkeypatch):
    monkeypatch.setitem(looking.PER_HOUR, looking.REVEAL_EVENT, 1)
    browser, address = client_of(people.pokja), f"/keluarga/{family.pk}/nomor/1/"
    assert browser.post(address, {"reason": "mencocokkan KTP"}).status_code == 200
    refused = browser.post(address, {"reason": "mencocokkan KTP"})
    assert refused.status_code == 429
    assert NIK not in refused.content.decode()


@pytest.mark.parametrize("line", [9, 0])
def test_a_family_of_another_village_has_no_numbers(family, people, client_of, line):
    answer = client_of(people.pokja_tetangga).post(
        f"/keluarga/{family.pk}/nomor/{line}/", {"reason": "mencocokkan KTP"}
    )
    assert answer.status_code == 404


def test_a_list_counts_as_one_look_with_its_length(family, people, client_of):
    client_of(people.pokja).get("/keluarga/")
    assert [(e.subject, e.region_code) for e in entries("family.list")] == [("list:1", VILLAGE)]


def test_opening_a_family_names_the_purpose_of_the_page(family, people, client_of):
    client_of(people.pokja).get(reverse("family", args=[family.pk]))
    assert [e.purpose for e in entries("family.look")] == ["Pelayanan dan pemutakhiran data keluarga"]
