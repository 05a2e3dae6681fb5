"""A cadre's day: lists fetched in the morning, thirty forms filled without a network, sent in the evening."""

from __future__ import annotations

import csv
import datetime as dt
import io
import random
from collections.abc import Callable
from uuid import UUID, uuid4

import pytest
from django.conf import settings
from django.http import HttpResponse
from django.test import Client

from padu.access.actor import Actor, system_actor
from padu.access.gate import scoped
from padu.access.verbs import Verb
from padu.apps.rumah_dataku.files.rows import FamilyRow, PersonRow
from padu.apps.rumah_dataku.models import Family, FamilySurvey, Person
from padu.apps.rumah_dataku.services.family_cells import FamilyCells
from padu.apps.rumah_dataku.services.storing import families_store
from padu.domain.life_events.kinds import Kind
from padu.domain.pk21 import MemberAnswers, Relation, Sex
from padu.interop.openrosa.family_cells import said_cells
from padu.interop.openrosa.filled import read_filled
from padu.interop.openrosa.models import FamilyEntity, Submission
from tests.apps.rumah_dataku.test_life_events import tell
from tests.interop.openrosa.conftest import Phone
from tests.interop.openrosa.filling import HEAD, family_xml
from tests.people import NEXT_VILLAGE, VILLAGE, People
from tests.people import Person as Somebody

State = Submission.State


def store_families(actor: Actor, village: str, count: int, **fields: str) -> None:
    """Families of two, by the same statements as an import; stored again with other fields they are the same ones."""
    rows: list[FamilyRow | PersonRow] = [
        FamilyRow("", at, f"K-{at}", village, 2026, rw="001", rt="002", head_name=f"Kepala {at}", **fields)
        for at in range(1, count + 1)
    ]
    for at in range(1, count + 1):
        head = MemberAnswers(sex=Sex.FEMALE, relation=Relation.HEAD)
        child = MemberAnswers(sex=Sex.MALE, relation=Relation.CHILD)
        rows += [
            PersonRow("", 2 * at, f"K-{at}", 1, f"Kepala {at}", answers=head),
            PersonRow("", 2 * at + 1, f"K-{at}", 2, f"Anak {at}", answers=child),
        ]
    with scoped(actor):
        families_store(actor=actor, region_code=village, rows=rows, source="families", announce=False)


def listed(phone: Phone, name: str = "keluarga") -> list[dict[str, str]]:
    answer = phone.get(f"/openrosa/daftar/{name}.csv")
    assert answer.status_code == 200
    return list(csv.DictReader(io.StringIO(answer.content.decode())))


def reader(village: str = VILLAGE) -> Actor:
    return system_actor(village, Verb.FAMILY_READ, Verb.SPECIFIC_READ)


def submissions() -> dict[str, int]:
    with scoped(reader()):
        states = list(Submission.objects.values_list("state", flat=True))
    return {state: states.count(state) for state in set(states)}


def update(row: dict[str, str], **cells: str) -> bytes:
    return family_xml(UUID(row["name"]), base=int(row["__version"]), cells=cells)


def test_thirty_forms_arrive_once_and_two_conflicts_are_shown_and_resolved(
    people: People, phone: Phone, client_of: Callable[[Somebody], Client]
) -> None:
    actor = people.pokja.actor
    store_families(actor, VILLAGE, 30)
    morning = listed(phone)
    assert len(morning) == 30
    assert {row["__version"] for row in morning} == {"1"}
    # Two are edited by the office while the cadre is out.
    store_families(actor, VILLAGE, 2, hamlet="Pasar Lama")
    forms = [update(row, hamlet="Jorong Baru", p06="1", surveyed_on="2026-11-20") for row in morning]
    random.Random(4).shuffle(forms)
    for at, form in enumerate(forms):
        if at % 3 == 0:
            # The connection breaks in the middle of the form; Collect gets no answer and tries again.
            assert phone.send(form[: len(form) // 2]).status_code == 400
        assert phone.send(form).status_code == 201
        if at % 5 == 0:
            # It breaks before the answer arrives: the same form comes again.
            assert phone.send(form).status_code == 202
    assert submissions() == {State.STORED: 28, State.CONFLICT: 2}
    with scoped(reader()):
        assert Family.objects.filter(hamlet="Jorong Baru").count() == 28
        assert Family.objects.filter(hamlet="Pasar Lama").count() == 2
        assert FamilySurvey.objects.filter(year=2026).count() == 28
        first, second = Submission.objects.filter(state=State.CONFLICT).order_by("pk")
        assert Person.objects.filter(active=True).count() == 60
    browser = client_of(people.pokja)
    page = browser.get(f"/kiriman-ponsel/{first.pk}/").content.decode()
    assert "Pasar Lama" in page
    assert "Jorong Baru" in page
    assert 'name="versi" value="2"' in page
    # Whose form it is, where they live, who sent it; the footer keeps the version of the site.
    with scoped(reader()):
        head = FamilyEntity.objects.get(uuid=first.entity).family.head_name
    assert f"<h1>{head}</h1>" in page
    assert "Pasar Lama · RT 002 / RW 001 · diterima" in page
    assert f"<p>Padu {settings.VERSION}" in page
    inbox = browser.get("/kiriman-ponsel/?keadaan=conflict").content.decode()
    assert f">{head}</a>" in inbox
    chosen = {"keputusan": "gabung", "versi": "2", "reason": "Kader baru dari sana", "ambil": ["hamlet", "p06"]}
    assert browser.post(f"/kiriman-ponsel/{first.pk}/", chosen).status_code == 302
    # The same page in a second tab comes too late, and says so.
    late = browser.post(f"/kiriman-ponsel/{first.pk}/", chosen)
    assert late.status_code == 409
    assert "Kiriman ini sudah diputuskan" in late.content.decode()
    kept = {"keputusan": "gabung", "versi": "2", "reason": "Kantor yang benar"}
    assert browser.post(f"/kiriman-ponsel/{second.pk}/", kept).status_code == 302
    assert submissions() == {State.STORED: 29, State.DISMISSED: 1}
    with scoped(reader()):
        one, other = (Family.objects.get(pk=row.family_id) for row in (first, second))
    assert (one.hamlet, other.hamlet) == ("Jorong Baru", "Pasar Lama")


def test_changes_made_on_one_another_offline_are_stored_in_their_order_whichever_comes_first(
    people: People, phone: Phone
) -> None:
    store_families(people.pokja.actor, VILLAGE, 1)
    (row,) = listed(phone)
    uuid, branch = UUID(row["name"]), uuid4()
    first = family_xml(uuid, base=1, trunk=1, branch=branch, cells={"hamlet": "Satu"})
    second = family_xml(uuid, base=2, trunk=1, branch=branch, cells={"hamlet": "Dua"})
    third = family_xml(uuid, base=3, trunk=1, branch=branch, cells={"hamlet": "Tiga"})
    for form in (third, second):
        assert phone.send(form).status_code == 201
    assert submissions() == {State.WAITING: 2}
    assert phone.send(first).status_code == 201
    assert submissions() == {State.STORED: 3}
    assert listed(phone)[0] | {"hamlet": "Tiga", "__version": "4"} == listed(phone)[0]


def test_a_version_of_the_office_is_not_taken_for_one_of_the_phone(people: People, phone: Phone) -> None:
    """Both made a version 2: a change on the phone's one must not be laid on the office's."""
    store_families(people.pokja.actor, VILLAGE, 1)
    (row,) = listed(phone)
    uuid, branch = UUID(row["name"]), uuid4()
    store_families(people.pokja.actor, VILLAGE, 1, hamlet="Kantor")
    phone.send(family_xml(uuid, base=2, trunk=1, branch=branch, cells={"hamlet": "Dua"}))
    assert submissions() == {State.WAITING: 1}
    phone.send(family_xml(uuid, base=1, trunk=1, branch=branch, cells={"hamlet": "Satu"}))
    assert submissions() == {State.WAITING: 1, State.CONFLICT: 1}
    with scoped(reader()):
        assert Family.objects.get().hamlet == "Kantor"


def test_a_new_family_and_its_update_from_the_phone(people: People, phone: Phone) -> None:
    uuid, branch = uuid4(), uuid4()
    update_first = family_xml(
        uuid, base=1, branch=branch, cells={"rt": "007"}, members=[{"name": "Rahmat", "sex": "1"}]
    )
    assert phone.send(update_first).status_code == 201
    assert submissions() == {State.WAITING: 1}
    new = family_xml(uuid, create=True, cells={"village_code": VILLAGE, "hamlet": "Pasar"}, members=[HEAD])
    assert phone.send(new).status_code == 201
    assert submissions() == {State.STORED: 2}
    with scoped(reader()):
        family = Family.objects.get()
        assert (family.head_name, family.hamlet, family.rt) == ("Siti Aminah", "Pasar", "007")
        assert list(Person.objects.order_by("line").values_list("line", "name")) == [(1, "Siti Aminah"), (2, "Rahmat")]


def test_a_known_member_keeps_what_the_phone_leaves_empty(people: People, phone: Phone) -> None:
    store_families(people.pokja.actor, VILLAGE, 1)
    (row,) = listed(phone)
    child = next(one["name"] for one in listed(phone, "anggota") if one["label"] == "2. Anak 1")
    phone.send(family_xml(UUID(row["name"]), base=1, members=[{"siapa": child, "birth_date": "2018-06-10"}]))
    with scoped(reader()):
        found = Person.objects.get(line=2)
        assert (found.name, found.relation, str(found.birth_date)) == ("Anak 1", 3, "2018-06-10")
        assert not FamilySurvey.objects.exists()


def test_a_bad_form_is_kept_with_its_reasons_and_put_right(
    people: People, phone: Phone, client_of: Callable[[Somebody], Client]
) -> None:
    form = family_xml(
        uuid4(), create=True, cells={"village_code": VILLAGE}, members=[{**HEAD, "nik": "1301014513970001"}]
    )
    assert phone.send(form).status_code == 201
    assert submissions() == {State.BAD: 1}
    with scoped(reader()):
        row = Submission.objects.get()
        assert b"Siti" not in bytes(row.payload)
        assert not Family.objects.exists()
    browser = client_of(people.pokja)
    page = browser.get(f"/kiriman-ponsel/{row.pk}/").content.decode()
    assert "Tanggal lahir di dalam NIK tidak mungkin" in page
    assert "1301014513970001" not in page
    assert "No. keluarga" not in page
    right = {"keputusan": "perbaiki", "isi:1.nik": "1301014503970001"}
    assert browser.post(f"/kiriman-ponsel/{row.pk}/", right).status_code == 422
    assert browser.post(f"/kiriman-ponsel/{row.pk}/", right | {"reason": "Salah ketik"}).status_code == 302
    assert submissions() == {State.STORED: 1}
    with scoped(reader()):
        assert Person.objects.get().nik_first4 == "1301"


def test_a_nik_of_another_family_is_no_way_in(people: People, phone: Phone) -> None:
    for _ in range(2):
        phone.send(family_xml(uuid4(), create=True, cells={"village_code": VILLAGE}, members=[HEAD]))
    assert submissions() == {State.STORED: 1, State.BAD: 1}


def test_families_of_another_village_are_neither_listed_nor_changed(
    people: People, phone: Phone, phones: Callable[[Somebody], Phone]
) -> None:
    store_families(people.pokja_tetangga.actor, NEXT_VILLAGE, 1)
    (theirs,) = listed(phones(people.pokja_tetangga))
    assert listed(phone) == []
    assert phone.send(update(theirs, hamlet="Serobot")).status_code == 201
    create = family_xml(uuid4(), create=True, cells={"village_code": NEXT_VILLAGE}, members=[HEAD])
    assert phone.send(create).status_code == 201
    assert submissions() == {State.WAITING: 1, State.BAD: 1}
    with scoped(reader(NEXT_VILLAGE)):
        assert list(Family.objects.values_list("hamlet", flat=True)) == [""]
    assert "<deleted>true</deleted>" in phone.get(f"/openrosa/keluarga/integritas?id={theirs['name']}").content.decode()


@pytest.mark.parametrize("broken", [b"", b"<data", b"<!DOCTYPE x []><data/>", b'<data id="lain"/>'])
def test_what_is_no_form_is_refused_and_leaves_nothing(people: People, phone: Phone, broken: bytes) -> None:
    answer: HttpResponse = phone.send(broken)
    assert answer.status_code == 400
    assert submissions() == {}


def test_another_form_under_the_same_number_is_refused(people: People, phone: Phone) -> None:
    instance = uuid4()
    new = {"create": True, "instance": instance, "cells": {"village_code": VILLAGE}}
    uuid = uuid4()
    assert phone.send(family_xml(uuid, members=[HEAD], **new)).status_code == 201
    assert phone.send(family_xml(uuid, members=[{**HEAD, "name": "Lain"}], **new)).status_code == 409


def test_specific_answers_are_hidden_in_a_conflict_from_who_may_not_read_them(
    people: People, phone: Phone, client_of: Callable[[Somebody], Client]
) -> None:
    """They are listed whether they differ or not: what is not listed would be told as well."""
    store_families(people.pokja.actor, VILLAGE, 1)
    (row,) = listed(phone)
    assert phone.send(update(row, p03d="1", p07="2", surveyed_on="2026-11-20")).status_code == 201
    assert phone.send(update(row, p03d="1", p07="1", surveyed_on="2026-11-20")).status_code == 201
    with scoped(reader()):
        waiting = Submission.objects.get(state=State.CONFLICT)
    page = client_of(people.pokja).get(f"/kiriman-ponsel/{waiting.pk}/").content.decode()
    assert page.count("jawaban khusus, tidak ditampilkan") == 4
    assert "P.03d" in page
    assert "P.07" in page


def test_a_phone_that_does_not_know_of_a_death_waits_for_somebody(people: People, phone: Phone) -> None:
    store_families(people.pokja.actor, VILLAGE, 1)
    (row,) = listed(phone)
    with scoped(people.pokja.actor):
        family = Family.objects.get()
        child = Person.objects.get(line=2)
    tell(people.pokja.actor, Kind.DEATH, family, day=dt.date(2026, 11, 1), people=(child.pk,), confirmed=True)
    said = [{"siapa": f"{row['name']}_2", "name": "Anak Baru"}, {"name": "Bayi", "sex": "1"}]
    assert phone.send(family_xml(UUID(row["name"]), base=int(row["__version"]), members=said)).status_code == 201
    assert submissions() == {State.CONFLICT: 1}
    with scoped(reader()):
        assert list(Person.objects.filter(active=True).values_list("line", "name")) == [(1, "Kepala 1")]


def test_a_new_member_from_a_phone_is_not_written_into_a_line_that_the_phone_still_holds_for_another() -> None:
    form = family_xml(uuid4(), base=1, members=[{"siapa": "x_2", "name": "Anak"}, {"name": "Bayi"}])
    stored = FamilyCells(VILLAGE, "", "", members={1: {"name": "Kepala"}}, next_line=2)
    assert said_cells(read_filled(form), {}, stored) == {"2.name": "Anak", "3.name": "Bayi"}
