"""A family goes to the next village: offered, answered, and until then it stays where it is."""

from __future__ import annotations

import datetime as dt

import pytest
from django.http import Http404

from padu.access.actor import Actor, system_actor
from padu.access.gate import gate_opened_for_test, scoped
from padu.access.history import history_of
from padu.access.verbs import Verb
from padu.apps.privacy.services.anonymising import anonymise_families
from padu.apps.rumah_dataku.models import Family, FamilyArrival, FamilyHandOver, FamilySurvey, LifeEvent, Person
from padu.apps.rumah_dataku.services.forgetting import initials_forget
from padu.apps.rumah_dataku.services.hand_overs import (
    HandOverRefused,
    NewHandOver,
    hand_over_accept,
    hand_over_propose,
    hand_over_refuse,
    hand_over_take_back,
    initials,
)
from padu.apps.rumah_dataku.services.life_event_undoing import UndoRefused, life_event_undo
from padu.apps.rumah_dataku.services.life_events import EventRefused
from padu.apps.rumah_dataku.services.numbers import open_nik
from padu.domain.life_events.happening import Newcomer
from padu.domain.life_events.kinds import Kind
from padu.domain.states import IllegalTransition
from tests.apps.rumah_dataku.test_life_events import tell
from tests.apps.rumah_dataku.village_families import DUTIES, TODAY, WIDOW, make_family, members
from tests.people import NEXT_VILLAGE, OTHER_VILLAGE, VILLAGE

pytestmark = pytest.mark.django_db
DAY = TODAY - dt.timedelta(days=5)


@pytest.fixture
def family(people) -> Family:
    return make_family(VILLAGE)


def offer(actor: Actor, family: Family, to_code: str = NEXT_VILLAGE, day: dt.date = DAY) -> FamilyHandOver:
    with scoped(actor):
        return hand_over_propose(actor=actor, new=NewHandOver(family.pk, to_code, day, "SKPWNI/1"))


def arrival_of(made: FamilyHandOver) -> FamilyArrival:
    with scoped(system_actor(made.to_code, *DUTIES)):
        return FamilyArrival.objects.get(hand_over_id=made.pk)


def accept(actor: Actor, made: FamilyHandOver) -> FamilyArrival:
    with scoped(actor):
        return hand_over_accept(
            actor=actor, arrival_id=arrival_of(made).pk, facts={"rt": "009", "rw": "", "hamlet": "Baru"}
        )


def test_initials() -> None:
    assert initials("siti  aminah binti Ali") == "S. A. B. A."
    assert initials("") == ""


def test_the_receiver_sees_initials_and_no_more(pokja, pokja_tetangga, family):
    made = offer(pokja, family)
    assert offer(pokja, family).pk == made.pk  # a double click
    with scoped(pokja_tetangga):
        (seen,) = FamilyArrival.objects.all()
        assert (seen.initials, seen.members, seen.from_code, seen.state) == ("A. T.", 5, VILLAGE, "proposed")
        assert not FamilyHandOver.objects.exists()
        with gate_opened_for_test():
            assert not FamilyHandOver.objects.exists()
            assert not Family.objects.exists()
            assert not Person.objects.exists()
    with scoped(pokja):
        assert not FamilyArrival.objects.exists()
        with gate_opened_for_test():
            assert not FamilyArrival.objects.exists()
        family.refresh_from_db()
    assert family.active


def old_arrivals(made: FamilyHandOver) -> list[dict]:
    """What the history holds of an offer on the receiver's side."""
    with scoped(system_actor(made.to_code, *DUTIES)):
        rows = history_of(FamilyArrival).objects.filter(row_id=str(arrival_of(made).pk)).order_by("pk")
        return list(rows.values("changed", "before", "forgotten_at"))


@pytest.mark.parametrize("answer", ["accept", "refuse", "take_back"])
def test_initials_are_gone_from_the_history_once_an_offer_is_answered(pokja, pokja_tetangga, family, answer):
    made = offer(pokja, family)
    if answer == "accept":
        accept(pokja_tetangga, made)
    elif answer == "refuse":
        with scoped(pokja_tetangga):
            hand_over_refuse(actor=pokja_tetangga, arrival_id=arrival_of(made).pk, reason="Tidak tinggal di sini")
    else:
        with scoped(pokja):
            hand_over_take_back(actor=pokja, hand_over_id=made.pk)
    (old,) = old_arrivals(made)
    assert "initials" in old["changed"]
    assert (old["before"], old["forgotten_at"] is None) == ({}, False)
    # What was decided, by whom and when stands in the row itself.
    assert (arrival_of(made).initials, arrival_of(made).decided_at is None) == ("", False)


def test_offers_answered_before_lose_their_initials_at_night_and_open_ones_keep_them(pokja, people, family):
    made = offer(pokja, family)
    waiting = offer(pokja, make_family(VILLAGE, WIDOW, "K-2"))
    with scoped(system_actor(made.to_code, *DUTIES)):
        # As the first version wrote it: the row is emptied, its history is not.
        FamilyArrival.objects.filter(hand_over_id=made.pk).update(initials="", state="refused")
        FamilyArrival.objects.filter(hand_over_id=waiting.pk).update(members=4)
    assert old_arrivals(made)[0]["before"]["initials"] == "A. T."
    assert initials_forget() == 1
    assert old_arrivals(made)[0]["before"] == {}
    assert old_arrivals(waiting)[0]["before"]["initials"] == arrival_of(waiting).initials != ""
    assert initials_forget() == 0


def test_an_open_offer_of_an_anonymised_family_holds_no_initials(pokja, family, django_capture_on_commit_callbacks):
    made = offer(pokja, family)
    worker = system_actor(VILLAGE, *DUTIES, Verb.CASE_REFER, Verb.PRIVACY_SERVE)
    with django_capture_on_commit_callbacks(execute=True), scoped(worker):
        anonymise_families(worker, [Family.objects.get(pk=family.pk)])
    assert arrival_of(made).initials == ""
    assert [row["before"] for row in old_arrivals(made)] == [{}]


def test_an_accepted_family_stands_there_with_its_people(pokja, pokja_tetangga, family):
    with scoped(pokja):
        FamilySurvey.objects.create(region_code=VILLAGE, family=family, year=2025, surveyed_on=dt.date(2025, 5, 1))
        before = members(family)
    came = accept(pokja_tetangga, offer(pokja, family))
    with scoped(pokja_tetangga):
        new = Family.objects.get(pk=came.new_family)
        people = members(new)
        assert (new.region_code, new.head_name, new.rt, new.came_from) == (NEXT_VILLAGE, "Ahmad Tua", "009", family.pk)
        assert list(people) == ["Ahmad Tua", "Rukiah", "Budi Muda", "Dedi", "Cici"]
        assert open_nik(people["Rukiah"]) == "1301014305740002"
        assert people["Dedi"].mother_line == 2
        assert not FamilySurvey.objects.exists()  # what was answered stays where it was asked
        assert came.initials == ""
        (event,) = LifeEvent.objects.all()
        assert (event.kind, event.place) == ("move_in", "Inderapura")
    with scoped(pokja):
        family.refresh_from_db()
        assert (family.active, family.left_reason, family.left_on, family.went_to) == (False, "move_out", DAY, new.pk)
        assert members(family) == {}
        assert Person.objects.filter(family=family, left_reason="move_out").count() == len(before)
        (event,) = LifeEvent.objects.all()
        assert (event.kind, event.place) == ("move_out", "Muaro Sakai Inderapura")
        with pytest.raises(UndoRefused) as refused:
            life_event_undo(actor=pokja, event_id=event.pk, why="ternyata tidak jadi")
        assert refused.value.data["reason"] == "handed_over"
        assert FamilyHandOver.objects.get().new_family == new.pk


def test_there_and_back_again_is_the_same_people(pokja, pokja_tetangga, family):
    came = accept(pokja_tetangga, offer(pokja, family))
    with scoped(pokja_tetangga):
        there = Family.objects.get(pk=came.new_family)
    back = accept(pokja, offer(pokja_tetangga, there, VILLAGE))
    with scoped(pokja):
        assert sorted(members(back.new_family)) == ["Ahmad Tua", "Budi Muda", "Cici", "Dedi", "Rukiah"]
        assert Person.objects.filter(active=True).count() == 5


def test_accepted_twice_is_refused_and_stands_once(pokja, pokja_tetangga, family):
    made = offer(pokja, family)
    accept(pokja_tetangga, made)
    with pytest.raises(IllegalTransition):
        accept(pokja_tetangga, made)
    with scoped(pokja_tetangga):
        assert Family.objects.count() == 1


def test_refused_with_a_reason(pokja, pokja_tetangga, family):
    made = offer(pokja, family)
    arrival = arrival_of(made)
    with scoped(pokja_tetangga):
        with pytest.raises(HandOverRefused):
            hand_over_refuse(actor=pokja_tetangga, arrival_id=arrival.pk, reason=" ")
        hand_over_refuse(actor=pokja_tetangga, arrival_id=arrival.pk, reason="Tidak tinggal di sini")
    with scoped(pokja):
        row = FamilyHandOver.objects.get()
        family.refresh_from_db()
    assert (row.state, row.reason, family.active) == ("refused", "Tidak tinggal di sini", True)
    offer(pokja, family)  # may be offered again


def test_taken_back_before_an_answer(pokja, pokja_tetangga, family):
    made = offer(pokja, family)
    with scoped(pokja):
        hand_over_take_back(actor=pokja, hand_over_id=made.pk)
    assert arrival_of(made).state == "taken_back"
    with pytest.raises(IllegalTransition):
        accept(pokja_tetangga, made)
    with scoped(pokja):
        family.refresh_from_db()
    assert family.active


def test_while_it_is_offered_nothing_else_happens(pokja, family):
    offer(pokja, family)
    with pytest.raises(EventRefused) as refused:
        tell(pokja, Kind.BIRTH, family, newcomers=(Newcomer("Putri", 2, DAY),))
    assert "hand_over_open" in [one.code for one in refused.value.problems]


@pytest.mark.parametrize(
    ("to_code", "day", "reason"),
    [
        (VILLAGE, DAY, "same_village"),
        ("13.01.01.2099", DAY, "no_village"),
        ("13.01.01", DAY, "no_village"),
        (NEXT_VILLAGE, TODAY + dt.timedelta(days=1), "day_in_future"),
    ],
)
def test_what_stands_against_an_offer(pokja, family, to_code, day, reason):
    with pytest.raises(HandOverRefused) as refused:
        offer(pokja, family, to_code, day)
    assert refused.value.data["reason"] == reason


def test_who_is_there_already_is_not_doubled(pokja, pokja_tetangga, family):
    make_family(NEXT_VILLAGE, (("Rukiah", 2, 52, 1, 2, None, "1301014305740002"),), "K-7")
    made = offer(pokja, family)
    with pytest.raises(HandOverRefused) as refused:
        accept(pokja_tetangga, made)
    assert refused.value.data["reason"] == "nik_taken"
    with scoped(pokja):
        family.refresh_from_db()
        assert (family.active, FamilyHandOver.objects.get().state) == (True, "proposed")


def test_a_family_whose_people_are_gone_meanwhile_is_not_taken_in(pokja, pokja_tetangga, family):
    made = offer(pokja, family)
    with scoped(pokja):
        Person.objects.filter(family=family).update(active=False)
    with pytest.raises(HandOverRefused) as refused:
        accept(pokja_tetangga, made)
    assert refused.value.data["reason"] == "nobody"
    assert arrival_of(made).state == "proposed"  # it can still be refused


def test_nobody_else_answers(people, pokja, pokja_luar, family):
    made = offer(pokja, family)
    for stranger in (pokja, pokja_luar, people.tim_kab.actor):
        with pytest.raises(Http404):
            accept(stranger, made)
        if stranger is not pokja:
            with scoped(stranger), pytest.raises(Http404):
                hand_over_take_back(actor=stranger, hand_over_id=made.pk)


def test_to_another_regency_too(pokja, pokja_luar, family):
    accept(pokja_luar, offer(pokja, family, OTHER_VILLAGE))
    with scoped(pokja_luar):
        assert Family.objects.get().head_name == "Ahmad Tua"
