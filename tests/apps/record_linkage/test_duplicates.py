"""Pairs are found, answered, merged and taken back; nothing is lost and a new search asks nobody twice."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable

import pytest
from django.test import Client
from django.utils import timezone
from procrastinate.contrib.django.models import ProcrastinateJob

from padu.access.actor import Actor
from padu.access.gate import scoped
from padu.access.history import history_of
from padu.access.models import CaseGrant
from padu.apps.record_linkage.models import DuplicatePair, Merge
from padu.apps.record_linkage.services.journal import UndoBlocked
from padu.apps.record_linkage.services.merging import Choice, NotMergeable, ReasonMissing, pair_merge
from padu.apps.record_linkage.services.reviewing import pair_answer
from padu.apps.record_linkage.services.searching import pairs_search, pairs_search_now
from padu.apps.record_linkage.services.undoing import merge_undo
from padu.apps.record_linkage.tasks import search_asked, search_later
from padu.apps.rumah_dataku.models import Family, FamilySurvey, FamilySurveySpecific, Person
from padu.apps.rumah_dataku.services.numbers import open_nik, seal_nik
from padu.domain.linkage.review import Answer, PairState
from tests.apps.record_linkage.rows import duty, make_family, make_person, make_survey, snapshot
from tests.people import REGENCY, VILLAGE, People
from tests.people import Person as Somebody

SignIn = Callable[[Somebody], Client]
NIK_A, NIK_B = "1301015505900001", "1301015505900002"
REASON = "Dicocokkan dengan KK di rumahnya"
SITI = {"name": "Siti Noerhajati", "sex": 2, "born": "1990-05-15", "nik": NIK_A}
SITI_AGAIN = {"name": "Sti. Nurhayati, S.Pd", "sex": 2, "born": "1990-05-15", "relation": 2}


def merge_as(*, actor: Actor, pair_id: int, choice: Choice) -> Merge:
    with scoped(actor):
        return pair_merge(actor=actor, pair_id=pair_id, choice=choice)


def answer_as(*, actor: Actor, pair_id: int, answer: Answer, reason: str, keep_code: str = "") -> DuplicatePair:
    with scoped(actor):
        return pair_answer(actor=actor, pair_id=pair_id, answer=answer, reason=reason, keep_code=keep_code)


def undo_as(*, actor: Actor, merge_id: int, reason: str) -> Merge:
    with scoped(actor):
        return merge_undo(actor=actor, merge_id=merge_id, reason=reason)


def search_as(*, actor: Actor, region_code: str) -> None:
    with scoped(actor):
        pairs_search_now(actor=actor, region_code=region_code)


def found(region_code: str = VILLAGE) -> list[DuplicatePair]:
    with scoped(duty(region_code)):
        return list(DuplicatePair.objects.filter(region_code=region_code).order_by("kind", "pk"))


@pytest.fixture
def twice(places: None) -> tuple[Family, Family]:
    """One woman in two families of the village: alone, and as the wife in her own."""
    alone = make_family(VILLAGE, "A", [SITI], rt="1", rw="2")
    married = make_family(
        VILLAGE, "B", [{"name": "Budi Santoso", "sex": 1, "born": "1988-02-20"}, SITI_AGAIN], rt="1", rw="2"
    )
    return alone, married


def test_a_search_finds_the_family_that_stands_twice(twice: tuple[Family, Family]) -> None:
    """Her family of one is wholly inside the other one: that is a pair of families."""
    outcome = pairs_search(region_code=VILLAGE)
    pairs = found()
    assert (outcome.persons, outcome.person_pairs, outcome.family_pairs) == (3, 0, 1)
    assert [(pair.kind, pair.left_id, pair.right_id, pair.state) for pair in pairs] == [
        ("family", twice[0].pk, twice[1].pk, "open")
    ]
    assert pairs[0].agreement["name"] == "spelling"
    assert pairs[0].score > 0.9


def two_persons() -> tuple[Person, Person]:
    """One woman in two families of two, whose husbands are two men."""
    one = make_family(VILLAGE, "A", [{"name": "Rusli", "sex": 1, "born": "1980-01-09"}, SITI], rt="1", rw="2")
    other = make_family(
        VILLAGE, "B", [{"name": "Budi Santoso", "sex": 1, "born": "1988-02-20"}, SITI_AGAIN], rt="1", rw="2"
    )
    with scoped(duty(VILLAGE)):
        return Person.objects.get(family=one, line=2), Person.objects.get(family=other, line=2)


def person_pair() -> DuplicatePair:
    pairs_search(region_code=VILLAGE)
    return found()[0]


def test_a_new_search_keeps_what_people_said(places: None, pokja: Actor) -> None:
    two_persons()
    pair = person_pair()
    assert pair.kind == "person"
    answer_as(actor=pokja, pair_id=pair.pk, answer=Answer.DIFFERENT, reason="Dua orang, bertemu keduanya")
    pairs_search(region_code=VILLAGE)
    pairs_search(region_code=REGENCY)
    again = found()
    assert [(one.pk, one.state, one.answer) for one in again] == [(pair.pk, "different", "different")]


def test_a_pair_that_is_seen_no_more_is_gone_and_comes_back(places: None) -> None:
    _, other = two_persons()
    assert person_pair().state == PairState.OPEN
    with scoped(duty(VILLAGE)):
        Person.objects.filter(pk=other.pk).update(active=False)
    assert person_pair().state == PairState.GONE
    with scoped(duty(VILLAGE)):
        Person.objects.filter(pk=other.pk).update(active=True)
    assert person_pair().state == PairState.OPEN


def test_persons_merge_by_field_and_come_apart_again(places: None, pokja: Actor) -> None:
    """The wife's row in her own family stays, takes the NIK and the date of the other, keeps her name."""
    first, second = two_persons()
    pair, before = person_pair(), snapshot(VILLAGE)
    choice = Choice(keep_id=second.pk, take=frozenset({"nik"}), reason=REASON)
    merge = merge_as(actor=pokja, pair_id=pair.pk, choice=choice)
    with scoped(duty(VILLAGE)):
        kept, dropped = Person.objects.get(pk=second.pk), Person.objects.get(pk=first.pk)
        assert (kept.active, dropped.active) == (True, False)
        assert open_nik(kept) == NIK_A
        assert (kept.name, kept.relation) == (SITI_AGAIN["name"], 2)
        assert dropped.nik_first4 == ""
        old = history_of(Person).objects.filter(row_id=str(second.pk)).order_by("id").last()
        assert old is not None
        assert (old.purpose, old.user_id) == (REASON, pokja.user_id)
    assert merge_as(actor=pokja, pair_id=pair.pk, choice=choice).pk == merge.pk
    undo_as(actor=pokja, merge_id=merge.pk, reason="Ternyata dua orang")
    assert snapshot(VILLAGE) == before
    assert found()[0].state == PairState.OPEN
    assert undo_as(actor=pokja, merge_id=merge.pk, reason="sekali lagi").undo_reason == "Ternyata dua orang"


def test_families_merge_with_everything_that_hangs_on_them(
    twice: tuple[Family, Family], people: People, pokja: Actor
) -> None:
    alone, married = twice
    child = make_person(alone, 2, name="Anak Baru", sex=1, born="2020-02-02", mother_line=1)
    make_survey(alone, 2024)
    make_survey(alone, 2025, savings=1)
    make_survey(married, 2025, savings=0)
    with scoped(duty(VILLAGE)):
        CaseGrant.objects.create(
            region_code=VILLAGE, family_id=alone.pk, agency_id=people.kesehatan.pk, service="Imunisasi", reason="-",
            opened_by=1, valid_to=timezone.localdate() + dt.timedelta(days=9),
        )  # fmt: skip
    pairs_search(region_code=VILLAGE)
    pair = next(one for one in found() if one.kind == "person")
    with scoped(duty(VILLAGE)):
        # A family of two that shares one member is no pair of families by the rule; a person says it is.
        DuplicatePair.objects.filter(pk=pair.pk).update(
            kind="family", left_id=alone.pk, right_id=married.pk, own_id=alone.pk,
            members=[[pair.left_id, pair.right_id]],
        )  # fmt: skip
    before = snapshot(VILLAGE)
    choice = Choice(keep_id=married.pk, take=frozenset({"address"}), reason=REASON)
    merge = merge_as(actor=pokja, pair_id=pair.pk, choice=choice)
    with scoped(duty(VILLAGE)):
        members = Person.objects.filter(family=married, active=True).order_by("line")
        assert [(one.name, one.line, one.mother_line) for one in members] == [
            ("Budi Santoso", 1, None),
            (SITI_AGAIN["name"], 2, None),
            ("Anak Baru", 3, 2),
        ]
        assert members[2].pk == child.pk
        # Her NIK was known in one of them only: it is not lost.
        assert open_nik(members[1]) == NIK_A
        assert list(FamilySurvey.objects.filter(family=married).order_by("year").values_list("year", "savings")) == [
            (2024, None),
            (2025, 0),
        ]
        assert FamilySurveySpecific.objects.filter(family_id=married.pk).count() == 2
        assert FamilySurvey.objects.get(family=alone).savings == 1
        assert CaseGrant.objects.get().family_id == married.pk
        assert not Family.objects.get(pk=alone.pk).active
    undo_as(actor=pokja, merge_id=merge.pk, reason="Ternyata bukan")
    assert snapshot(VILLAGE) == before


def test_a_merge_is_not_taken_back_over_later_changes(places: None, pokja: Actor) -> None:
    _, second = two_persons()
    merge = merge_as(
        actor=pokja, pair_id=person_pair().pk, choice=Choice(second.pk, frozenset({"name"}), reason=REASON)
    )
    with scoped(duty(VILLAGE)):
        Person.objects.filter(pk=second.pk).update(name="Siti Nurhayati Lubis")
    after = snapshot(VILLAGE)
    with pytest.raises(UndoBlocked) as refused:
        undo_as(actor=pokja, merge_id=merge.pk, reason="Ternyata bukan")
    assert refused.value.data == {"what": "fields"}
    assert snapshot(VILLAGE) == after
    with scoped(duty(VILLAGE)):
        assert Merge.objects.get().undone_at is None


def test_a_number_given_to_somebody_else_meanwhile_stands_in_the_way(places: None, pokja: Actor) -> None:
    """The kept one had a wrong NIK and took the right one; then the wrong one turned out to be a neighbour's."""
    _, second = two_persons()
    with scoped(duty(VILLAGE)):
        number = seal_nik(NIK_B)
        Person.objects.filter(pk=second.pk).update(
            nik_key_id=number.key_id, nik_ciphertext=number.ciphertext, nik_hash=number.hash, nik_first4=number.first4
        )
    merge = merge_as(actor=pokja, pair_id=person_pair().pk, choice=Choice(second.pk, frozenset({"nik"}), reason=REASON))
    neighbour = make_family(VILLAGE, "C", [{"name": "Orang Lain", "sex": 2, "born": "1970-01-02", "nik": NIK_B}])
    with pytest.raises(UndoBlocked) as refused:
        undo_as(actor=pokja, merge_id=merge.pk, reason="Ternyata bukan")
    assert refused.value.data == {"what": "number"}
    with scoped(duty(VILLAGE)):
        assert open_nik(Person.objects.get(pk=second.pk)) == NIK_A
        Person.objects.filter(family=neighbour).update(active=False)
    undo_as(actor=pokja, merge_id=merge.pk, reason="Ternyata bukan")
    with scoped(duty(VILLAGE)):
        assert open_nik(Person.objects.get(pk=second.pk)) == NIK_B


def test_what_was_decided_or_has_no_reason_is_refused(places: None, pokja: Actor) -> None:
    first, second = two_persons()
    pair = person_pair()
    with pytest.raises(ReasonMissing):
        merge_as(actor=pokja, pair_id=pair.pk, choice=Choice(second.pk, reason=" - "))
    with pytest.raises(NotMergeable):
        merge_as(actor=pokja, pair_id=pair.pk, choice=Choice(first.family_id + 999, reason=REASON))
    with pytest.raises(NotMergeable):
        answer_as(actor=pokja, pair_id=pair.pk, answer=Answer.SAME, reason=REASON)
    with scoped(duty(VILLAGE)):
        Person.objects.filter(pk=first.pk).update(active=False)
    with pytest.raises(NotMergeable):
        merge_as(actor=pokja, pair_id=pair.pk, choice=Choice(second.pk, reason=REASON))


def test_the_page_merges_by_what_was_picked(places: None, people: People, client_of: SignIn) -> None:
    first, second = two_persons()
    pair, browser = person_pair(), client_of(people.pokja)
    page = browser.get(f"/data-ganda/{pair.pk}/").content.decode()
    assert "Siti Noerhajati" in page
    assert NIK_A not in page
    address = f"/data-ganda/{pair.pk}/satukan/"
    picked = {"keep": "right", "ambil_name": "left", "ambil_nik": "left"}
    refused = browser.post(address, picked)
    assert refused.status_code == 422
    assert 'name="ambil_name" value="left" checked' in refused.content.decode()
    assert browser.post(address, picked | {"reason": REASON}).status_code == 302
    with scoped(duty(VILLAGE)):
        kept = Person.objects.get(pk=second.pk)
        assert (kept.name, kept.active, open_nik(kept)) == ("Siti Noerhajati", True, NIK_A)
        assert not Person.objects.get(pk=first.pk).active
        merge = Merge.objects.get()
    assert "Sti. Nurhayati" in browser.get("/data-ganda/penyatuan/").content.decode()
    assert browser.post(f"/data-ganda/penyatuan/{merge.pk}/batal/", {"reason": ""}).status_code == 422
    assert browser.post(f"/data-ganda/penyatuan/{merge.pk}/batal/", {"reason": "Ternyata dua"}).status_code == 302
    with scoped(duty(VILLAGE)):
        assert Person.objects.get(pk=first.pk).active


def test_two_numbers_that_are_masked_alike_are_told_apart_and_picked(
    places: None, people: People, client_of: SignIn
) -> None:
    """Both begin with 1301: what is hidden differs, and which of them stays is for a person to say."""
    make_family(VILLAGE, "A", [{"name": "Rusli", "sex": 1, "born": "1980-01-09"}, {**SITI, "nik": NIK_A}])
    make_family(VILLAGE, "B", [{"name": "Budi", "sex": 1, "born": "1988-02-20"}, {**SITI, "nik": NIK_B}])
    pair, browser = person_pair(), client_of(people.pokja)
    page = browser.get(f"/data-ganda/{pair.pk}/").content.decode()
    assert page.count('name="ambil_nik"') == 2
    assert "Angkanya disamarkan" in page
    picked = {"keep": "left", "ambil_nik": "right", "reason": REASON}
    assert browser.post(f"/data-ganda/{pair.pk}/satukan/", picked).status_code == 302
    with scoped(duty(VILLAGE)):
        kept, dropped = (Person.objects.get(pk=at) for at in (pair.left_id, pair.right_id))
        assert (kept.active, dropped.active) == (True, False)
        assert {open_nik(kept), open_nik(dropped)} == {NIK_A, NIK_B}
        assert open_nik(kept) == (NIK_B if kept.family.source_key == "A" else NIK_A)


def test_a_search_asked_for_is_one_job_and_finds(places: None, people: People, client_of: SignIn) -> None:
    two_persons()
    search_later(region_code=VILLAGE, seconds=300)
    browser = client_of(people.pokja)
    for _ in range(2):
        assert browser.post("/data-ganda/cari/", {"desa": VILLAGE}).status_code == 302
    job = ProcrastinateJob.objects.get(task_name="record_linkage.search_asked")
    # It does not wait behind the one that is put off.
    assert job.priority > ProcrastinateJob.objects.get(task_name="record_linkage.search").priority
    search_asked(**job.args)
    assert [pair.state for pair in found()] == ["open"]
