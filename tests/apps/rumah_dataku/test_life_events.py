"""Life events in the tables: written once, taken back exactly, each change with its reason in the history."""

from __future__ import annotations

import datetime as dt
import uuid

import pytest
from django.core.exceptions import PermissionDenied
from django.http import Http404

from padu.access import events
from padu.access.actor import Actor, system_actor
from padu.access.events import Event
from padu.access.gate import gate_opened_for_test, scoped
from padu.access.history import history_of
from padu.access.models import AuditEntry
from padu.access.verbs import Role
from padu.apps.rumah_dataku.models import Family, FamilySurvey, LifeEvent, LifeEventPerson, Person
from padu.apps.rumah_dataku.services.life_event_undoing import (
    UndoReasonMissing,
    UndoRefused,
    life_event_undo,
)
from padu.apps.rumah_dataku.services.life_events import EventRefused, NewEvent, life_event_record
from padu.domain.formatting import date_short
from padu.domain.life_events.happening import NEW_FAMILY, Happening, Newcomer
from padu.domain.life_events.kinds import Kind
from padu.domain.pk21 import Relation
from tests.apps.rumah_dataku.village_families import DUTIES, TODAY, WIDOW, make_family, members
from tests.people import NEXT_VILLAGE, VILLAGE, make_person

pytestmark = pytest.mark.django_db
DAY = TODAY - dt.timedelta(days=20)
WHY = "salah keluarga"


@pytest.fixture
def family(people) -> Family:
    return make_family(VILLAGE)


def tell(actor: Actor, kind: Kind, family: Family | int, **more) -> LifeEvent:
    """Record an event; the fields of NewEvent are taken out of the fields of Happening."""
    outer = {
        name: more.pop(name)
        for name in ("token", "niks", "paper", "paper_number", "family_facts", "region_code", "confirmed", "place")
        if name in more
    }
    happening = Happening(kind, more.pop("day", DAY), getattr(family, "pk", family), **more)
    new = NewEvent(happening, outer.pop("token", uuid.uuid4()), **outer)
    with scoped(actor):
        return life_event_record(actor=actor, new=new)


def take_back(actor: Actor, event: LifeEvent, why: str = WHY) -> LifeEvent:
    with scoped(actor):
        return life_event_undo(actor=actor, event_id=event.pk, why=why)


def here(actor: Actor, family: Family | int) -> dict[str, Person]:
    with scoped(actor):
        return members(family)


def picture(region_code: str = VILLAGE) -> list[tuple]:
    """Everything that stands in the village, but for rows that were taken back and the day of the last change."""
    with scoped(system_actor(region_code, *DUTIES)):
        families = Family.objects.exclude(left_reason="undone").order_by("pk").values()
        persons = Person.objects.exclude(left_reason="undone").order_by("pk").values()
        return [
            tuple(
                sorted((k, bytes(v) if isinstance(v, memoryview) else v) for k, v in row.items() if k != "updated_at")
            )
            for row in (*families, *persons)
        ]


def test_a_birth_is_a_member_with_a_mother(pokja, family):
    mother = here(pokja, family)["Rukiah"]
    baby = Newcomer("Putri", 2, DAY, mother=mother.pk)
    event = tell(pokja, Kind.BIRTH, family, newcomers=(baby,), paper="birth_note", paper_number="12/2026")
    born = here(pokja, family)["Putri"]
    assert (born.line, born.relation, born.mother_line, born.birth_date) == (6, 3, 2, DAY)
    assert (born.joined_on, born.joined_reason, born.nik_missing_reason) == (DAY, "birth", "newborn")
    with scoped(pokja):
        parts = set(LifeEventPerson.objects.filter(event=event).values_list("person_id", "part"))
        assert parts == {(born.pk, "subject"), (mother.pk, "mother")}
        stored = LifeEvent.objects.get(pk=event.pk)
    assert "Putri" not in str(stored.changes)  # who somebody is stands in their own row only


def test_the_same_form_twice_is_one_event(pokja, family):
    token, baby = uuid.uuid4(), Newcomer("Putri", 2, DAY)
    first = tell(pokja, Kind.BIRTH, family, newcomers=(baby,), token=token)
    second = tell(pokja, Kind.BIRTH, family, newcomers=(baby,), token=token)
    assert first.pk == second.pk
    assert len(here(pokja, family)) == 6


def test_the_head_s_death_makes_the_widow_head(pokja, family):
    people = here(pokja, family)
    with pytest.raises(EventRefused) as refused:
        tell(pokja, Kind.DEATH, family, people=(people["Ahmad Tua"].pk,))
    assert [one.code for one in refused.value.problems] == ["new_head_missing"]
    tell(pokja, Kind.DEATH, family, people=(people["Ahmad Tua"].pk,), new_head=people["Rukiah"].pk)
    left = here(pokja, family)
    assert list(left) == ["Rukiah", "Budi Muda", "Cici", "Dedi"]
    assert (left["Rukiah"].relation, left["Rukiah"].marital_status) == (1, 4)
    with scoped(pokja):
        family.refresh_from_db()
        dead = Person.objects.get(name="Ahmad Tua")
    assert family.head_name == "Rukiah"
    assert (dead.active, dead.left_on, dead.left_reason, dead.line) == (False, DAY, "death", 1001)


def test_the_reason_stands_in_the_history(pokja, family):
    dead = here(pokja, family)["Dedi"]
    tell(pokja, Kind.DEATH, family, people=(dead.pk,))
    with scoped(pokja):
        old = history_of(Person).objects.get(row_id=str(dead.pk))
        assert old.before["active"] is True
        assert old.purpose == f"kejadian: Kematian, {date_short(DAY)}"
        entry = AuditEntry.unscoped.filter(event="life_event.record", region_code=VILLAGE)
        assert entry.count() in (0, 1)  # the trail itself is not the pokja's to read


@pytest.mark.parametrize(
    ("kind", "fields"),
    [
        (Kind.BIRTH, {"newcomers": (Newcomer("Putri", 2, DAY),)}),
        (Kind.DEATH, {"people": ("Ahmad Tua",), "new_head": "Rukiah"}),
        (Kind.MOVE_OUT, {"people": ("Budi Muda", "Cici")}),
        (Kind.MOVE_OUT, {"people": ("Ahmad Tua", "Rukiah", "Budi Muda", "Cici", "Dedi")}),
        (Kind.MOVE_IN, {"newcomers": (Newcomer("Eko", 1, None, Relation.OTHER),)}),
        (Kind.MARRIAGE, {"people": ("Dedi",), "confirmed": True}),
        (Kind.DIVORCE, {"people": ("Ahmad Tua", "Rukiah")}),
        (Kind.SPLIT, {"people": ("Budi Muda", "Cici"), "split_head": "Budi Muda"}),
        (Kind.HEAD_CHANGE, {"new_head": "Budi Muda"}),
    ],
)
def test_every_kind_is_taken_back_exactly(pokja, family, kind, fields):
    names = here(pokja, family)
    told = dict(fields)
    told["people"] = tuple(names[name].pk for name in told.get("people", ()))
    for name in ("new_head", "split_head"):
        if name in told:
            told[name] = names[told[name]].pk
    before = picture()
    event = tell(pokja, kind, family, **told)
    assert picture() != before
    take_back(pokja, event)
    assert picture() == before
    assert take_back(pokja, event).undone_why == WHY  # again: nothing happens


def test_a_merge_is_taken_back_exactly(pokja, family):
    widow = make_family(VILLAGE, WIDOW, "K-2")
    before = picture()
    event = tell(pokja, Kind.MERGE, family, other_family=widow.pk)
    assert "Nurhayati" in here(pokja, family)
    with scoped(pokja):
        widow.refresh_from_db()
    assert (widow.active, widow.went_to) == (False, family.pk)
    take_back(pokja, event)
    assert picture() == before


def test_a_young_couple_gets_a_family_of_its_own(pokja, family):
    names = here(pokja, family)
    couple = (names["Budi Muda"].pk, names["Cici"].pk)
    facts = {"rt": "005"}
    event = tell(pokja, Kind.SPLIT, family, people=couple, split_head=couple[0], family_facts=facts)
    with scoped(pokja):
        new = Family.objects.get(pk=event.other_family)
    assert (new.head_name, new.came_from, new.rt, new.hamlet) == ("Budi Muda", family.pk, "005", "Pasar")
    moved = here(pokja, new)
    assert [(one.pk, one.relation) for one in moved.values()] == [(couple[0], 1), (couple[1], 2)]
    assert list(here(pokja, family)) == ["Ahmad Tua", "Rukiah", "Dedi"]


def test_a_family_that_moves_in(pokja, people):
    ayah = Newcomer("Ayah Baru", 1, dt.date(1990, 1, 1), Relation.HEAD)
    facts = {"rt": "003", "address": "Jalan Baru"}
    event = tell(
        pokja,
        Kind.MOVE_IN,
        NEW_FAMILY,
        newcomers=(ayah,),
        niks=("1301010101900009",),
        region_code=VILLAGE,
        family_facts=facts,
    )
    assert list(here(pokja, event.family_id)) == ["Ayah Baru"]
    assert here(pokja, event.family_id)["Ayah Baru"].nik_first4 == "1301"
    with pytest.raises(EventRefused) as refused:
        tell(pokja, Kind.MOVE_IN, NEW_FAMILY, newcomers=(ayah,), niks=("1301010101900009",), region_code=VILLAGE)
    assert [one.code for one in refused.value.problems] == ["nik_taken"]


def test_a_warning_is_confirmed_by_a_person(pokja, family):
    boy = here(pokja, family)["Dedi"]
    with pytest.raises(EventRefused) as refused:
        tell(pokja, Kind.MARRIAGE, family, people=(boy.pk,))
    assert refused.value.only_warnings
    tell(pokja, Kind.MARRIAGE, family, people=(boy.pk,), confirmed=True)
    assert here(pokja, family)["Dedi"].marital_status == 2


def test_what_followed_stands_against_taking_back(pokja, family):
    names = here(pokja, family)
    birth = tell(pokja, Kind.BIRTH, family, newcomers=(Newcomer("Putri", 2, DAY),))
    death = tell(pokja, Kind.DEATH, family, people=(names["Dedi"].pk,))
    with pytest.raises(UndoRefused) as refused:
        take_back(pokja, birth)
    assert refused.value.data == {"reason": "followed", "event": death.pk}
    take_back(pokja, death)
    take_back(pokja, birth)


def test_rows_that_changed_since_stand_against_it(pokja, family):
    names = here(pokja, family)
    event = tell(pokja, Kind.HEAD_CHANGE, family, new_head=names["Rukiah"].pk)
    with scoped(pokja):
        Person.objects.filter(pk=names["Rukiah"].pk).update(relation=4)
    with pytest.raises(UndoRefused) as refused:
        take_back(pokja, event)
    assert refused.value.data["reason"] == "changed"


def test_a_new_family_that_was_surveyed_stays(pokja, family):
    names = here(pokja, family)
    event = tell(pokja, Kind.SPLIT, family, people=(names["Budi Muda"].pk,), split_head=names["Budi Muda"].pk)
    with scoped(pokja):
        FamilySurvey.objects.create(region_code=VILLAGE, family_id=event.other_family, year=DAY.year, surveyed_on=TODAY)
    with pytest.raises(UndoRefused) as refused:
        take_back(pokja, event)
    assert refused.value.data["reason"] == "surveyed"


def test_a_line_or_a_nik_that_was_given_away_stands_against_it(pokja, family):
    names = here(pokja, family)
    event = tell(pokja, Kind.MOVE_OUT, family, people=(names["Cici"].pk,))
    with scoped(pokja):
        Person.objects.create(region_code=VILLAGE, family=family, line=4, name="Orang Lain")
    with pytest.raises(UndoRefused) as refused:
        take_back(pokja, event)
    assert refused.value.data["reason"] == "line_taken"
    with scoped(pokja):
        Person.objects.filter(name="Orang Lain").update(line=40, nik_hash=names["Cici"].nik_hash)
    with pytest.raises(UndoRefused) as refused:
        take_back(pokja, event)
    assert refused.value.data["reason"] == "nik_taken"


def test_a_reason_is_needed(pokja, family):
    event = tell(pokja, Kind.BIRTH, family, newcomers=(Newcomer("Putri", 2, DAY),))
    with pytest.raises(UndoReasonMissing):
        take_back(pokja, event, " - ")


def test_who_may(people, pokja, pokja_tetangga, family):
    dead = here(pokja, family)["Dedi"]
    with pytest.raises(Http404):
        tell(pokja_tetangga, Kind.DEATH, family, people=(dead.pk,))
    with pytest.raises(Http404):
        tell(people.tim_kab.actor, Kind.DEATH, family, people=(dead.pk,))
    event = tell(pokja, Kind.DEATH, family, people=(dead.pk,))
    with pytest.raises(Http404):
        take_back(pokja_tetangga, event)
    kader = make_person("kader", Role.KADER, VILLAGE).actor
    assert take_back(kader, event).undone_by == kader.user_id
    inspector = make_person("pengawas", Role.DISTRICT, VILLAGE[:8]).actor
    with pytest.raises((Http404, PermissionDenied)):
        tell(inspector, Kind.DEATH, family, people=(dead.pk,))


def test_each_lock_alone_hides_the_events_of_others(people, pokja, pokja_tetangga, family):
    tell(pokja, Kind.BIRTH, family, newcomers=(Newcomer("Putri", 2, DAY),))
    for stranger in (pokja_tetangga, people.tim_kab.actor, people.petugas_opd.actor):
        with scoped(stranger):
            assert not LifeEvent.objects.exists()
            with gate_opened_for_test():
                assert not LifeEvent.objects.exists()
                assert not LifeEventPerson.objects.exists()
    with scoped(pokja), gate_opened_for_test():
        assert LifeEvent.objects.count() == 1


def test_index_and_figures_are_told(pokja, family, monkeypatch, django_capture_on_commit_callbacks):
    heard = []
    for event in (Event.FAMILIES_STORED, Event.LIFE_EVENTS_CHANGED):
        monkeypatch.setitem(events._receivers, event, [lambda **ids: heard.append(ids)])
    with scoped(pokja):
        FamilySurvey.objects.create(region_code=VILLAGE, family=family, year=2024, surveyed_on=dt.date(2024, 5, 1))
    with django_capture_on_commit_callbacks(execute=True):
        tell(pokja, Kind.BIRTH, family, newcomers=(Newcomer("Putri", 2, DAY),))
    told = {"region_code": VILLAGE, "user_id": pokja.user_id}
    assert heard == [told | {"year": 2024}, told | {"year": DAY.year}]


def test_a_couple_from_two_families_marries(pokja, family):
    widower = (("Duda", 1, 40, 1, 4, None, ""),)
    other = make_family(VILLAGE, widower, "K-3")
    bride = make_family(VILLAGE, (("Gadis", 2, 30, 1, 1, None, ""),), "K-4")
    couple = (here(pokja, other)["Duda"].pk, here(pokja, bride)["Gadis"].pk)
    event = tell(pokja, Kind.MARRIAGE, other, people=couple)
    assert event.other_family == bride.pk
    assert here(pokja, bride)["Gadis"].marital_status == 2


def test_nobody_of_the_next_village_is_drawn_in(pokja, family):
    stranger = make_family(NEXT_VILLAGE, WIDOW, "K-9")
    theirs = here(system_actor(NEXT_VILLAGE, *DUTIES), stranger)["Nurhayati"]
    with pytest.raises(EventRefused):
        tell(pokja, Kind.MARRIAGE, family, people=(theirs.pk,))
    with pytest.raises(EventRefused):
        tell(pokja, Kind.MERGE, family, other_family=stranger.pk)
