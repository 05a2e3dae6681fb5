"""What waits too long comes to a person: on the home page, in the list, and with a way out."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from uuid import UUID, uuid4

import pytest
from django.test import Client
from django.utils import timezone

from padu.access.gate import scoped
from padu.apps.convergence.models import Realisation, RealisationPhoto
from padu.apps.programmes.services import load_reference
from padu.apps.rumah_dataku.models import Family
from padu.interop.openrosa.models import Submission
from padu.interop.openrosa.purging import submissions_purge
from padu.interop.openrosa.waiting import LATE, WAIT, waiting_in
from tests.interop.openrosa.conftest import Phone
from tests.interop.openrosa.filling import HEAD, activity_xml, family_xml
from tests.interop.openrosa.test_a_day_offline import listed, reader, store_families
from tests.people import NEXT_VILLAGE, REGENCY, VILLAGE, People, Person

State = Submission.State
SignIn = Callable[[Person], Client]


def orphan(phone: Phone, **cells: str) -> None:
    """A change of a family that the server has never heard of."""
    form = family_xml(uuid4(), base=2, cells={"head_name": "Kepala 1", **cells}, members=[{"name": "Bayi", "sex": "1"}])
    assert phone.send(form).status_code == 201


def the_one() -> Submission:
    with scoped(reader()):
        return Submission.objects.get()


def age(by: dt.timedelta) -> None:
    with scoped(reader()):
        Submission.objects.update(created_at=timezone.now() - by)


def test_a_submission_comes_to_a_person_after_two_weeks(people: People, phone: Phone, client_of: SignIn) -> None:
    orphan(phone)
    browser, now = client_of(people.pokja), timezone.now()
    age(WAIT - dt.timedelta(hours=1))
    assert "kiriman ponsel menunggu keputusan" not in browser.get("/").content.decode()
    assert "1 tidak kunjung lengkap" not in browser.get("/").content.decode()
    age(WAIT + dt.timedelta(hours=1))
    page = browser.get("/").content.decode()
    assert "1 kiriman ponsel menunggu keputusan: 0 berbenturan, 0 perlu diperbaiki, 1 tidak kunjung lengkap" in page
    assert "Tertua 14 hari" in page
    assert "/kiriman-ponsel/?keadaan=open" in page
    assert "perlu keputusan" in browser.get("/kiriman-ponsel/?keadaan=open").content.decode()
    with scoped(reader()):
        assert waiting_in([REGENCY], now).overdue == 1
        assert waiting_in([NEXT_VILLAGE], now).all == 0


def test_conflicts_and_bad_forms_are_asked_for_at_once_and_late_after_a_week(
    people: People, phone: Phone, client_of: SignIn
) -> None:
    phone.send(family_xml(uuid4(), create=True, cells={"village_code": VILLAGE}, members=[{"sex": "1"}]))
    browser = client_of(people.pokja)
    page = browser.get("/").content.decode()
    assert "1 perlu diperbaiki" in page
    assert "Terlambat" not in page
    age(LATE)
    assert "Terlambat" in browser.get("/").content.decode()
    # Nobody else is asked: neighbours, and teams that do not write families.
    for person in (people.pokja_tetangga, people.tim_kab):
        assert "kiriman ponsel" not in client_of(person).get("/").content.decode()


def test_an_officer_names_the_family_and_then_decides_field_by_field(
    people: People, phone: Phone, client_of: SignIn
) -> None:
    store_families(people.pokja.actor, VILLAGE, 2)
    orphan(phone, hamlet="Jorong Baru")
    row, browser = the_one(), client_of(people.pokja)
    address = f"/kiriman-ponsel/{row.pk}/"
    page = browser.get(address).content.decode()
    # Looked for by the name of the head that the phone has.
    assert "Kepala 1 ·" in page
    assert "Kepala 2 ·" not in page
    assert "Kepala 2 ·" in browser.get(f"{address}?cari=kepala+2").content.decode()
    with scoped(reader()):
        family = Family.objects.get(head_name="Kepala 1")
    named = {"keputusan": "tunjuk", "keluarga": str(family.pk)}
    assert browser.post(address, named).status_code == 422
    assert browser.post(address, {"keputusan": "tunjuk", "reason": "Ponsel hilang"}).status_code == 409
    assert browser.post(address, named | {"reason": "Ponsel hilang"}).status_code == 302
    assert the_one().state == State.CONFLICT
    with scoped(reader()):
        family.refresh_from_db()
    assert family.hamlet == ""
    page = browser.get(address).content.decode()
    assert "Jorong Baru" in page
    chosen = {"keputusan": "gabung", "versi": "1", "reason": "Betul", "ambil": ["hamlet", "3.name", "3.sex"]}
    assert browser.post(address, chosen).status_code == 302
    assert the_one().state == State.STORED
    with scoped(reader()):
        family.refresh_from_db()
        assert family.hamlet == "Jorong Baru"
        assert Family.objects.count() == 2
    assert browser.post(address, named | {"reason": "Sekali lagi"}).status_code == 409


def test_a_family_of_another_village_cannot_be_named(people: People, phone: Phone, client_of: SignIn) -> None:
    store_families(people.pokja_tetangga.actor, NEXT_VILLAGE, 1)
    orphan(phone)
    with scoped(reader(NEXT_VILLAGE)):
        theirs = Family.objects.get()
    answer = client_of(people.pokja).post(
        f"/kiriman-ponsel/{the_one().pk}/",
        {"keputusan": "tunjuk", "keluarga": str(theirs.pk), "reason": "Coba"},
    )
    assert answer.status_code == 404
    assert the_one().state == State.WAITING


def test_a_report_is_stored_without_the_photo_that_never_came(people: People, phone: Phone, client_of: SignIn) -> None:
    load_reference()
    form = activity_xml(
        {
            "village_code": VILLAGE, "done_on": "2026-11-20", "title": "Senam lansia", "programme_no": "5",
            "column_key": "health", "setuju_foto": "1", "foto_1": "1.jpg",
        }
    )  # fmt: skip
    phone.send(form)
    browser, address = client_of(people.pokja), f"/kiriman-ponsel/{the_one().pk}/"
    assert "Simpan tanpa foto yang belum tiba" in browser.get(address).content.decode()
    decided = {"keputusan": "tanpa-foto", "reason": "Ponsel rusak"}
    assert browser.post(address, decided).status_code == 302
    assert the_one().state == State.STORED
    with scoped(people.pokja.actor):
        assert Realisation.objects.get().title == "Senam lansia"
        assert not RealisationPhoto.objects.exists()
    assert browser.post(address, decided).status_code == 409


@pytest.mark.parametrize(("days_ago", "emptied"), [(89, 0), (91, 1)])
def test_the_ninety_days_run_from_the_decision(
    people: People, phone: Phone, client_of: SignIn, days_ago: int, emptied: int
) -> None:
    orphan(phone)
    age(dt.timedelta(days=200))
    today = timezone.localdate()
    # An open one is kept, however old.
    assert submissions_purge(today=today) == 0
    address = f"/kiriman-ponsel/{the_one().pk}/"
    client_of(people.pokja).post(address, {"keputusan": "sisihkan", "reason": "Bukan warga"})
    assert submissions_purge(today=today + dt.timedelta(days=days_ago)) == emptied


def test_what_waited_for_a_family_goes_on_when_it_comes(people: People, phone: Phone) -> None:
    uuid = UUID("2c1f5f0e-8a57-4a1f-9d0e-5f4b6a7c8d9e")
    phone.send(family_xml(uuid, base=1, cells={"hamlet": "Pasar"}))
    age(WAIT * 2)
    phone.send(family_xml(uuid, create=True, cells={"village_code": VILLAGE}, members=[HEAD]))
    with scoped(reader()):
        assert set(Submission.objects.values_list("state", flat=True)) == {State.STORED}
    assert listed(phone)[0]["hamlet"] == "Pasar"
