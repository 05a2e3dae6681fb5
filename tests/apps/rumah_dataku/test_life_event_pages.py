"""The pages of life events as people use them: few fields, nothing lost when something stands against it."""

from __future__ import annotations

import datetime as dt
import re
import uuid

import pytest
from django.utils import timezone

from padu.access.actor import Actor
from padu.access.gate import scoped
from padu.access.models import AuditEntry
from padu.apps.rumah_dataku.models import Family, FamilyArrival, FamilyHandOver, LifeEvent, Person
from padu.apps.rumah_dataku.selectors.life_event_counts import life_event_counts
from padu.apps.rumah_dataku.services.life_event_counting import life_event_figures_write
from padu.domain.life_events.happening import Newcomer
from padu.domain.life_events.kinds import Kind
from padu.domain.values import Missing
from tests.apps.rumah_dataku.pages import text
from tests.apps.rumah_dataku.test_hand_overs import offer
from tests.apps.rumah_dataku.test_life_events import here, tell
from tests.apps.rumah_dataku.village_families import COUPLE, TODAY, WIDOW, make_family
from tests.people import REGENCY, VILLAGE

pytestmark = pytest.mark.django_db
DAY = TODAY - dt.timedelta(days=20)
YEAR = DAY.year


@pytest.fixture
def family(people) -> Family:
    return make_family(VILLAGE)


@pytest.fixture
def browser(people, client_of):
    return client_of(people.pokja)


def page(family: Family, slug: str) -> str:
    return f"/keluarga/{family.pk}/kejadian/{slug}/"


def fill(**fields) -> dict:
    return {"token": str(uuid.uuid4()), "day": DAY.isoformat(), "note": "", **fields}


def test_a_birth_from_the_page(browser, pokja, family):
    mother = here(pokja, family)["Rukiah"].pk
    assert "Ibu" in text(browser.get(page(family, "kelahiran")))
    told = fill(name="Putri", sex="2", mother=str(mother), paper="birth_note", paper_number="7/2026")
    answer = browser.post(page(family, "kelahiran"), told, follow=True)
    assert "Kelahiran tercatat" in text(answer)
    assert "Kelahiran: Putri" in text(answer)
    assert "Surat keterangan lahir 7/2026" in text(answer)
    again = browser.post(page(family, "kelahiran"), told)
    assert again.status_code == 302
    assert list(here(pokja, family)).count("Putri") == 1


def test_what_was_filled_in_stays(browser, pokja, family):
    told = fill(name="Putri", sex="2", nik="123", day=(TODAY + dt.timedelta(days=3)).isoformat(), note="lahir di rumah")
    answer = browser.post(page(family, "kelahiran"), told)
    assert answer.status_code == 422
    words = text(answer)
    assert "Nomor bukan 16 angka. Periksa lagi NIK-nya" in words
    body = answer.content.decode()
    for kept in ('value="Putri"', 'value="123"', 'value="lahir di rumah"', told["token"]):
        assert kept in body
    answer = browser.post(page(family, "kelahiran"), told | {"nik": ""})
    assert answer.status_code == 422
    assert "belum terjadi" in text(answer)
    assert "Putri" not in here(pokja, family)


def test_the_next_head_is_proposed_and_a_person_decides(browser, pokja, family):
    people = here(pokja, family)
    body = browser.get(page(family, "kematian")).content.decode()
    chosen = re.search(r'<input[^>]*name="new_head"[^>]*value="(\d+)"[^>]*checked', body)
    assert chosen is not None
    assert int(chosen[1]) == people["Rukiah"].pk
    told = fill(person=str(people["Ahmad Tua"].pk), new_head=str(people["Budi Muda"].pk))
    assert browser.post(page(family, "kematian"), told).status_code == 302
    with scoped(pokja):
        family.refresh_from_db()
    assert family.head_name == "Budi Muda"


def test_the_proposal_is_not_used_when_the_head_lives(browser, pokja, family):
    people = here(pokja, family)
    told = fill(person=str(people["Dedi"].pk), new_head=str(people["Rukiah"].pk))
    assert browser.post(page(family, "kematian"), told).status_code == 302
    with scoped(pokja):
        family.refresh_from_db()
    assert family.head_name == "Ahmad Tua"


def test_a_warning_asks_once_more(browser, pokja, family):
    boy = here(pokja, family)["Dedi"].pk
    told = fill(person=str(boy), partner="luar")
    answer = browser.post(page(family, "perkawinan"), told)
    assert answer.status_code == 422
    assert "di bawah 19 tahun" in text(answer)
    assert 'type="checkbox" name="confirmed"' in answer.content.decode()
    assert browser.post(page(family, "perkawinan"), told | {"confirmed": "on"}).status_code == 302


def test_a_partner_of_the_village_is_found_by_name(browser, pokja, people, family):
    other = make_family(VILLAGE, (("Gadis Manis", 2, 30, 1, 1, None, ""),), "K-4")
    bachelor = make_family(VILLAGE, (("Bujang", 1, 33, 1, 1, None, ""),), "K-5")
    url = page(bachelor, "perkawinan") + "?cari=gadis"
    assert "Gadis Manis" in text(browser.get(url))
    bride, groom = here(pokja, other)["Gadis Manis"], here(pokja, bachelor)["Bujang"]
    assert browser.post(url, fill(person=str(groom.pk), partner=str(bride.pk))).status_code == 302
    assert here(pokja, other)["Gadis Manis"].marital_status == 2


def test_a_bride_who_comes_to_live_here(browser, pokja, family):
    bachelor = make_family(VILLAGE, (("Bujang", 1, 33, 1, 1, None, ""),), "K-5")
    groom = here(pokja, bachelor)["Bujang"].pk
    told = fill(person=str(groom), partner="datang", name="", birth_date="1999-01-01")
    assert "Isi nama pasangan" in text(browser.post(page(bachelor, "perkawinan"), told))
    assert browser.post(page(bachelor, "perkawinan"), told | {"name": "Ningsih"}).status_code == 302
    bride = here(pokja, bachelor)["Ningsih"]
    assert (bride.relation, bride.sex, bride.marital_status) == (2, 2, 2)


@pytest.mark.parametrize(
    ("slug", "chosen"),
    [
        ("pindah-keluar", {"people": ["Cici"]}),
        ("perceraian", {"people": ["Ahmad Tua", "Rukiah"]}),
        ("pisah-keluarga", {"people": ["Budi Muda", "Cici"], "split_head": "Budi Muda", "rt": "007"}),
        ("ganti-kepala", {"new_head": "Rukiah"}),
    ],
)
def test_the_other_kinds(browser, pokja, family, slug, chosen):
    ids = {name: str(one.pk) for name, one in here(pokja, family).items()}
    told = {
        key: [ids[name] for name in value] if isinstance(value, list) else ids.get(value, value)
        for key, value in chosen.items()
    }
    assert browser.get(page(family, slug)).status_code == 200
    answer = browser.post(page(family, slug), fill(**told), follow=True)
    assert "tercatat" in text(answer)
    with scoped(pokja):
        assert LifeEvent.objects.count() == 1


def test_a_widow_joins_her_son(browser, pokja, family):
    widow = make_family(VILLAGE, WIDOW, "K-2")
    url = page(family, "gabung-keluarga") + "?cari=nur"
    assert "Nurhayati" in text(browser.get(url))
    assert browser.post(url, fill(other_family=str(widow.pk))).status_code == 302
    assert "Nurhayati" in here(pokja, family)
    gone = text(browser.get(f"/keluarga/{widow.pk}/kejadian/"))
    assert "Tidak tinggal di sini lagi" in gone
    own = text(browser.get(f"/keluarga/{widow.pk}/"))
    assert "Tidak tinggal di sini lagi" in own
    assert "Tidak ada anggota yang tercatat tinggal di sini." in own
    assert "Belum didata" not in own
    assert browser.get(page(widow, "kelahiran")).status_code == 302


def test_a_family_moves_in_and_its_members_follow(browser, pokja, people):
    told = fill(name="Kepala Baru", sex="1", birth_date="1990-01-01", marital_status="2", rt="RT 4", place="Jambi")
    answer = browser.post("/keluarga/datang/", told, follow=True)
    assert "Anggota lainnya: catat satu per satu lewat Pindah datang." in text(answer)
    assert "Pindah datang: Kepala Baru" in text(answer)
    assert "dari Jambi" in text(answer)
    with scoped(pokja):
        new = Family.objects.get(head_name="Kepala Baru")
    assert new.rt == "004"
    member = fill(name="Istri Baru", sex="2", relation="2", marital_status="2")
    assert browser.post(page(new, "pindah-datang"), member).status_code == 302
    assert list(here(pokja, new)) == ["Kepala Baru", "Istri Baru"]


def test_a_divorce_offers_no_children_and_says_what_comes_next(browser, pokja):
    family = make_family(VILLAGE, (*COUPLE[:2], ("Bayi Kecil", 1, 4, 3, 1, 2, "")), "K-9")
    body = text(browser.get(page(family, "perceraian")))
    assert "Rukiah, istri/suami" in body
    assert "Bayi Kecil" not in body
    couple = [row.pk for name, row in here(pokja, family).items() if name != "Bayi Kecil"]
    answer = browser.post(page(family, "perceraian"), fill(people=couple), follow=True)
    assert "catat juga pindah keluar atau pisah keluarga" in text(answer)
    again = text(browser.post(page(family, "perceraian"), fill(people=couple)))
    assert "Ahmad Tua tidak tercatat kawin." in again
    assert "Rukiah tidak tercatat kawin." in again
    early = text(browser.post(page(family, "perceraian"), fill(people=couple, day="2010-01-01")))
    assert "Sudah ada kejadian Ahmad Tua pada" in early


def test_a_birth_date_after_the_arrival_is_said_beside_the_birth_date(browser, family):
    told = fill(name="Siti", sex="2", relation="4", birth_date=(TODAY + dt.timedelta(days=400)).isoformat())
    answer = browser.post(page(family, "pindah-datang"), told)
    assert answer.status_code == 422
    assert list(answer.context["form"].errors) == ["birth_date"]


def test_taking_back_says_what_stands_against_it(browser, pokja, family):
    birth = tell(pokja, Kind.BIRTH, family, newcomers=(Newcomer("Putri", 2, DAY),))
    death = tell(pokja, Kind.DEATH, family, people=(here(pokja, family)["Dedi"].pk,))
    refused = text(browser.get(f"/kejadian/{birth.pk}/batal/"))
    assert "ada kejadian lain" in refused
    assert f'<a href="/kejadian/{death.pk}/batal/">Kematian, ' in refused
    assert browser.post(f"/kejadian/{death.pk}/batal/", {"why": "-"}).status_code == 422
    answer = browser.post(f"/kejadian/{death.pk}/batal/", {"why": "orang yang salah"}, follow=True)
    assert "Kejadian dibatalkan" in text(answer)
    assert "orang yang salah" in text(answer)
    assert "Dedi" in here(pokja, family)


def test_the_list_of_a_year_with_its_filters_and_file(browser, pokja, family):
    tell(pokja, Kind.BIRTH, family, newcomers=(Newcomer("Putri", 2, DAY),))
    tell(pokja, Kind.DEATH, family, people=(here(pokja, family)["Dedi"].pk,), place="")
    everything = text(browser.get(f"/kejadian/?tahun={YEAR}"))
    assert "Putri" in everything
    assert "Dedi" in everything
    births = text(browser.get(f"/kejadian/?tahun={YEAR}&jenis=birth&rt=002"))
    assert "Putri" in births
    assert "Dedi" not in births
    assert "Tidak ada kejadian yang cocok" in text(browser.get(f"/kejadian/?tahun={YEAR}&rt=999"))
    assert "Belum ada kejadian di tahun 2019" in text(browser.get("/kejadian/?tahun=2019"))
    answer = browser.get(f"/kejadian/daftar.xlsx?tahun={YEAR}&jenis=birth")
    assert answer["Content-Type"].endswith("sheet")
    assert answer.content[:2] == b"PK"


def test_a_member_who_vanished_is_asked_about_and_answered(browser, pokja, family):
    gone = here(pokja, family)["Cici"]
    with scoped(pokja):
        Person.objects.filter(pk=gone.pk).update(active=False)
    assert "1 anggota tidak ada lagi" in text(browser.get("/"))
    assert "Cici" in text(browser.get("/kejadian/tidak-ada-lagi/"))
    body = browser.get(f"{page(family, 'kematian')}?orang={gone.pk}").content.decode()
    assert re.search(rf'name="person"[^>]*value="{gone.pk}"[^>]*checked', body)
    browser.post(page(family, "kematian"), fill(person=str(gone.pk)))
    assert "Tidak ada yang perlu dijawab" in text(browser.get("/kejadian/tidak-ada-lagi/"))


def test_a_hand_over_from_page_to_page(people, client_of, pokja, pokja_tetangga, browser, family):
    url = f"/keluarga/{family.pk}/serah-terima/"
    assert "Muaro Sakai" in text(browser.get(url))
    assert browser.post(url, {"day": DAY.isoformat()}).status_code == 422
    by_name = {"day": DAY.isoformat(), "other": "Antah Berantah"}
    nowhere = browser.post(url, by_name)
    assert nowhere.status_code == 422
    assert "Tidak ada desa dengan nama itu" in text(nowhere)
    several = browser.post(url, by_name | {"other": "inderapura, pancung soal"})
    assert several.status_code == 422
    assert "Ada 2 desa yang cocok; pilih satu" in text(several)
    assert 'value="inderapura, pancung soal"' in text(several)
    waiting = text(browser.post(url, by_name | {"other": "muaro sakai"}, follow=True))
    assert "Menunggu jawaban desa tujuan" in waiting
    assert "ditawarkan ke Nagari Muaro Sakai" in waiting
    # Offered once: the form leads to what waits.
    assert browser.get(url).status_code == 302
    neighbour = client_of(people.pokja_tetangga)
    assert "1 keluarga pindah ke desa ini" in text(neighbour.get("/"))
    inbox = text(neighbour.get("/keluarga/serah-terima/"))
    assert "A. T." in inbox
    assert "Ahmad" not in inbox
    with scoped(pokja_tetangga):
        arrival = FamilyArrival.objects.get()
    answer_url = f"/keluarga/serah-terima/masuk/{arrival.pk}/"
    assert "Ahmad" not in text(neighbour.get(answer_url))
    assert neighbour.post(answer_url, {"tolak": "1", "reason": ""}).status_code == 422
    accepted = neighbour.post(answer_url, {"terima": "1", "rt": "008"}, follow=True)
    assert "Ahmad Tua" in text(accepted)
    assert neighbour.post(answer_url, {"terima": "1"}).status_code == 302  # a second click changes nothing
    with scoped(pokja_tetangga):
        assert Family.objects.count() == 1


def test_taking_a_hand_over_back(browser, pokja, family):
    made = offer(pokja, family)
    answer = browser.post(f"/keluarga/serah-terima/{made.pk}/tarik/", follow=True)
    assert "ditarik kembali" in text(answer)
    assert browser.post(f"/keluarga/serah-terima/{made.pk}/tarik/").status_code == 302


def test_the_giver_reads_how_long_an_offer_waits(browser, pokja, family):
    made = offer(pokja, family)
    assert "menunggu jawaban, 0 hari" in text(browser.get("/keluarga/serah-terima/"))
    with scoped(pokja):
        FamilyHandOver.objects.filter(pk=made.pk).update(proposed_at=timezone.now() - dt.timedelta(days=15))
    page = text(browser.get("/keluarga/serah-terima/"))
    assert "menunggu 15 hari" in page
    assert "Mungkin desa tujuan belum memakai Padu" in page
    assert "Tarik kembali" in page


def test_looks_are_noted(browser, people, family):
    browser.get(f"/keluarga/{family.pk}/kejadian/")
    browser.get("/kejadian/")
    browser.get("/kejadian/tidak-ada-lagi/")
    with scoped(people.pokja.actor):
        events = list(AuditEntry.objects.filter(kind="look").order_by("pk").values_list("event", flat=True))
    assert events == ["family.look", "family.list", "family.list"]


def test_counts_and_rates_as_their_reader_may_see_them(people, pokja, browser, family):
    for name in ("Satu", "Dua", "Tiga"):
        tell(pokja, Kind.BIRTH, family, newcomers=(Newcomer(name, 2, DAY),))
    undone = tell(pokja, Kind.DEATH, family, people=(here(pokja, family)["Dedi"].pk,))
    life_event_figures_write(region_code=VILLAGE, year=YEAR)
    with scoped(pokja):
        counts = life_event_counts(VILLAGE, YEAR)
        assert (counts.total("live_births"), counts.total("deaths"), counts.villages) == (3, 1, 1)
        assert counts.birth_rate is Missing.UNKNOWN  # nobody told the population
    browser.post(f"/kejadian/{undone.pk}/batal/", {"why": "keliru"})
    life_event_figures_write(region_code=VILLAGE, year=YEAR)
    for place in (VILLAGE, REGENCY):
        with scoped(people.tim_kab.actor):
            counts = life_event_counts(place, YEAR)
            assert counts.total("live_births") is Missing.SUPPRESSED
            assert counts.total("deaths") == 0
    with scoped(pokja):
        for event in LifeEvent.objects.filter(undone_at=None).order_by("-pk"):
            browser.post(f"/kejadian/{event.pk}/batal/", {"why": "keliru"})
    assert life_event_figures_write(region_code=VILLAGE, year=YEAR) == 0


def test_each_page_that_names_members_is_a_look_at_the_family(browser, people, client_of, pokja, family):
    event = tell(pokja, Kind.BIRTH, family, newcomers=(Newcomer("Putri", 2, DAY),))
    pages = [page(family, "kematian"), f"/keluarga/{family.pk}/serah-terima/", f"/kejadian/{event.pk}/batal/"]
    for address in pages:
        before = looks_at(pokja, f"family:{family.pk}")
        assert browser.get(address).status_code == 200
        assert looks_at(pokja, f"family:{family.pk}") == before + 1, address
    offer(pokja, family)
    with scoped(people.pokja_tetangga.actor):
        arrival = FamilyArrival.objects.get().pk
    assert client_of(people.pokja_tetangga).get(f"/keluarga/serah-terima/masuk/{arrival}/").status_code == 200
    assert looks_at(people.pokja_tetangga.actor, f"arrival:{arrival}") == 1


def looks_at(actor: Actor, subject: str) -> int:
    """Looks of somebody's own."""
    with scoped(actor):
        return AuditEntry.objects.filter(kind=AuditEntry.Kind.LOOK, subject=subject).count()
