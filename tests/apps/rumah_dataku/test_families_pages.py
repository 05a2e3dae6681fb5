"""The list of families and the page of one: found, filtered, masked, logged, and for nobody else."""

from __future__ import annotations

import dataclasses
import datetime as dt

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from padu.access.actor import Actor, system_actor
from padu.access.gate import scoped
from padu.access.models import AuditEntry
from padu.access.verbs import Role, Verb
from padu.apps.rumah_dataku.files.rows import FamilyRow, PersonRow
from padu.apps.rumah_dataku.models import Family
from padu.apps.rumah_dataku.services.storing import families_store
from padu.domain import pk21
from tests.apps.rumah_dataku.files import CHILD, VILLAGE, families_file, store
from tests.apps.rumah_dataku.pages import text
from tests.factories import give_hat
from tests.people import NEXT_VILLAGE, make_person

pytestmark = pytest.mark.django_db
TODAY = timezone.localdate()


def family_rows(number: int, answers: pk21.FamilyAnswers, surveyed_on: dt.date | None, member: pk21.MemberAnswers):
    key = f"F{number:03}"
    return [
        FamilyRow(
            "", number, key, VILLAGE, TODAY.year,
            rw="001", rt=f"{number % 3:03}", head_name=f"Kepala {number:03}", surveyed_on=surveyed_on, answers=answers,
        ),
        PersonRow("", number, key, 1, f"Kepala {number:03}", answers=member),
    ]  # fmt: skip


@pytest.fixture
def stored(people):
    """30 families: 1 has a child without certificate, 2 no insurance, 3 a river as water, 4 was never visited."""
    plain = pk21.FamilyAnswers(p01=pk21.Answer.YES)
    sound = pk21.MemberAnswers(birth_date=dt.date(1980, 1, 1), insurance=pk21.Insurance.PBI)
    child = pk21.MemberAnswers(birth_date=TODAY - dt.timedelta(days=3000), birth_certificate=pk21.BirthCertificate.NO)
    uninsured = pk21.MemberAnswers(birth_date=dt.date(1980, 1, 1), insurance=pk21.Insurance.NONE)
    river = pk21.FamilyAnswers(p23=pk21.Water.SURFACE)
    kinds = {
        1: (plain, TODAY, child), 2: (plain, TODAY, uninsured), 3: (river, TODAY, sound),
        4: (pk21.FamilyAnswers(), None, sound),
    }  # fmt: skip
    rows = [row for n in range(1, 31) for row in family_rows(n, *kinds.get(n, (plain, TODAY, sound)))]
    families_store(actor=system_actor(VILLAGE, Verb.FAMILY_WRITE), region_code=VILLAGE, rows=rows, source="uji")
    return people


def heads(answer) -> list[str]:
    return [line.family.head_name for line in answer.context["page"].lines]


@pytest.mark.parametrize(("sign", "number"), [("akta", 1), ("jaminan", 2), ("sanitasi", 3), ("lama", 4)])
def test_each_sign_finds_its_family(stored, client_of, sign, number):
    answer = client_of(stored.pokja).get(f"/keluarga/?tanda={sign}")
    assert heads(answer) == [f"Kepala {number:03}"]
    assert "1 dari 1 keluarga" in text(answer)


def test_a_certificate_counts_up_to_the_day_before_eighteen(people, client_of):
    day = min(TODAY.day, 28)
    turned = TODAY.replace(year=TODAY.year - 18, day=day if TODAY.month == 2 else TODAY.day)
    rows = []
    for number, birth in ((1, turned), (2, turned + dt.timedelta(days=1))):
        answers = pk21.MemberAnswers(birth_date=birth, birth_certificate=pk21.BirthCertificate.NO)
        rows += family_rows(number, pk21.FamilyAnswers(p01=pk21.Answer.YES), TODAY, answers)
    families_store(actor=system_actor(VILLAGE, Verb.FAMILY_WRITE), region_code=VILLAGE, rows=rows, source="uji")
    assert heads(client_of(people.pokja).get("/keluarga/?tanda=akta")) == ["Kepala 002"]


def test_the_list_goes_by_rt_in_pages_of_25_and_back(stored, client_of):
    browser = client_of(stored.pokja)
    first = browser.get("/keluarga/")
    expected = [f"Kepala {n:03}" for rest in (0, 1, 2) for n in range(1, 31) if n % 3 == rest]
    assert heads(first) == expected[:25]
    second = browser.get(f"/keluarga/{first.context['pager'].next_url}")
    assert heads(second) == expected[25:]
    assert not second.context["pager"].next_url
    back = browser.get(f"/keluarga/{second.context['pager'].previous_url}")
    assert heads(back) == expected[:25]
    assert heads(browser.get("/keluarga/?rt=001")) == expected[10:20]


def test_the_number_of_queries_does_not_grow_with_the_families(stored, client_of):
    browser = client_of(stored.pokja)
    browser.get("/keluarga/")
    asked = []
    for address in ("/keluarga/?cari=Kepala 001", "/keluarga/"):
        with CaptureQueriesContext(connection) as queries:
            browser.get(address)
        asked.append([query["sql"] for query in queries if "rumah_dataku_" in query["sql"]])
    # How many match, the page itself, and the parts of the village to choose from.
    assert [len(statements) for statements in asked] == [4, 4]


def test_names_are_found_in_part_and_whatever_the_case(people, client_of, pokja):
    store(pokja, families_file())
    browser = client_of(people.pokja)
    for words in ("aminah", "RAHMAT"):
        assert heads(browser.get("/keluarga/", {"cari": words})) == ["Siti Aminah"], words
    assert heads(browser.get("/keluarga/", {"cari": "Bukan Siapa"})) == []


def test_the_family_page_masks_logs_and_hides_specific_answers(people, client_of, pokja):
    store(pokja, families_file())
    with scoped(pokja):
        family = Family.objects.get()
    answer = client_of(people.pokja).get(reverse("family", args=[family.pk]))
    page = text(answer)
    assert "1301014503970001" not in page
    assert "1301010101120001" not in page
    assert page.count("1301************") == 3
    assert "Kunjungan ini dicatat" in page
    assert "konflik keluarga" not in page
    assert "2 indikator lain" in page
    assert "Mata air terlindung" in page
    with scoped(pokja):
        assert AuditEntry.objects.filter(event="family.look", subject=f"family:{family.pk}").count() == 1


def test_what_is_unknown_is_told_apart_from_no(people, client_of, pokja):
    store(pokja, families_file(persons=[{"K.09 Akta kelahiran": None}, {**CHILD, "K.09 Akta kelahiran": "2"}]))
    with scoped(pokja):
        family = Family.objects.get()
    view = client_of(people.pokja).get(reverse("family", args=[family.pk])).context["view"]
    assert [m.certificate for m in view.members] == ["", "Tidak"]
    states = {line.label: line.state for part in view.dimensions for line in part.lines}
    assert states["Memiliki buku/akta nikah"] == "unknown"
    assert states["Memiliki tabungan/simpanan"] == "not_met"
    assert states["Menjalankan ibadah"] == "met"


@pytest.mark.parametrize("who", ["pokja_tetangga", "pokja_luar", "tim_kab", "orang_luar", "petugas_opd"])
def test_a_family_is_not_there_for_others(people, client_of, pokja, who):
    store(pokja, families_file())
    with scoped(pokja):
        family = Family.objects.get()
    browser = client_of(getattr(people, who))
    assert browser.get(reverse("family", args=[family.pk])).status_code == 404
    assert browser.get(f"/keluarga/?desa={VILLAGE}").status_code == 404
    own = browser.get("/keluarga/")
    assert own.status_code == 404 if who in ("tim_kab", "orang_luar", "petugas_opd") else heads(own) == []


def test_a_person_with_two_villages_switches_between_them(people, client_of, pokja):
    give_hat(people.pokja.user, Role.KAMPUNG, "13.01.01.2002")
    store(pokja, families_file())
    browser = client_of(people.pokja)
    assert heads(browser.get(f"/keluarga/?desa={VILLAGE}")) == ["Siti Aminah"]
    assert heads(browser.get("/keluarga/?desa=13.01.01.2002")) == []
    assert browser.get("/keluarga/?desa=13.01.01.2003").status_code == 404


@pytest.mark.parametrize("address", ["?sesudah=x", "?sesudah=a~b~c", "?sebelum=~~1", "?tanda=zzz&rt=%0A"])
def test_odd_addresses_do_no_harm(stored, client_of, address):
    assert client_of(stored.pokja).get(f"/keluarga/{address}").status_code == 200


def test_a_name_is_found_in_all_villages_of_who_has_several(stored, client_of):
    row, head = family_rows(1, pk21.FamilyAnswers(p01=pk21.Answer.YES), TODAY, pk21.MemberAnswers())
    rows = [
        dataclasses.replace(row, village_code=NEXT_VILLAGE, head_name="Kepala Sebelah"),
        dataclasses.replace(head, name="Siti Sebelah"),
    ]
    families_store(
        actor=system_actor(NEXT_VILLAGE, Verb.FAMILY_WRITE), region_code=NEXT_VILLAGE, rows=rows, source="uji"
    )
    give_hat(stored.pokja.user, Role.KAMPUNG, NEXT_VILLAGE)
    browser = client_of(stored.pokja)
    found = heads(browser.get("/keluarga/?desa=semua&cari=kepala 00"))
    assert found == [f"Kepala {n:03}" for n in (3, 6, 9, 1, 4, 7, 2, 5, 8)]
    answer = browser.get("/keluarga/?desa=semua&cari=sebelah")
    assert heads(answer) == ["Kepala Sebelah"]
    assert "Nagari Muaro Sakai Inderapura" in text(answer)
    with scoped(Actor(name="uji", system=True)):
        looked = AuditEntry.objects.filter(event="family.list").order_by("-pk").first()
    assert (looked.region_code, looked.subject) == (NEXT_VILLAGE, "list:1")


def test_all_villages_are_not_read_through_without_a_name(stored, client_of):
    give_hat(stored.pokja.user, Role.KAMPUNG, NEXT_VILLAGE)
    answer = client_of(stored.pokja).get("/keluarga/?desa=semua&cari=ke")
    assert heads(answer) == []
    assert "sedikitnya 3 huruf" in text(answer)


def test_who_has_one_village_has_no_list_of_all(stored, client_of):
    assert client_of(stored.pokja).get("/keluarga/?desa=semua&cari=kepala").status_code == 404


def test_a_search_by_a_members_name_says_who_was_found(people, client_of):
    store(people.pokja.actor, families_file())
    page = text(client_of(people.pokja).get("/keluarga/?cari=rahmat"))
    assert '>Siti Aminah</a><br><span class="muted small">anggota: Rahmat</span>' in page
    assert "anggota: " not in text(client_of(people.pokja).get("/keluarga/?cari=aminah"))


def test_a_number_in_the_name_field_leads_to_where_numbers_are_found(stored, client_of):
    """Who may not look for numbers is told what to do instead of being sent to a field that is not there."""
    address = f"/keluarga/?cari=1301014503970001&desa={VILLAGE}"
    answer = client_of(stored.pokja).get(address, follow=True)
    page = text(answer)
    assert '<details class="mb-3" open>' in page
    assert "diketik di “Cari dengan NIK atau No. KK”" in page
    assert "1301014503970001" not in page
    cadre = make_person("kader_cari", Role.KADER, VILLAGE)
    page = text(client_of(cadre).get(address, follow=True))
    assert "Peran Anda tidak mencari dengan NIK" in page
    assert "Cari dengan NIK atau No. KK</summary>" not in page
