"""Whatever is merged comes apart again exactly as it was, for families put together by chance."""

from __future__ import annotations

import random
from typing import Any
from uuid import uuid4

import pytest
from django.db import transaction
from django.utils import timezone

from padu.access.actor import Actor
from padu.access.gate import scoped
from padu.access.verbs import Role
from padu.apps.privacy.models import Consent, DataRequest
from padu.apps.record_linkage.models import DuplicatePair
from padu.apps.record_linkage.services.merging import FAMILY_FIELDS, PERSON_FIELDS, Choice, HandOverOpen, pair_merge
from padu.apps.record_linkage.services.reviewing import pair_answer
from padu.apps.record_linkage.services.searching import pairs_search
from padu.apps.record_linkage.services.undoing import merge_undo
from padu.apps.rumah_dataku.models import Family, FamilyHandOver, Person
from padu.apps.rumah_dataku.services.life_event_undoing import UndoRefused, life_event_undo
from padu.apps.rumah_dataku.services.life_events import NewEvent, life_event_record
from padu.domain.life_events.happening import Happening
from padu.domain.life_events.kinds import Kind
from padu.domain.linkage.review import Answer
from tests.apps.record_linkage.rows import duty, make_family, make_survey, snapshot
from tests.people import NEXT_VILLAGE, REGENCY, VILLAGE, People
from tests.people import make_person as make_account


def some_member(draw: random.Random, number: int) -> dict[str, Any]:
    """A member of whom some things are not known."""
    return {
        "name": draw.choice(("Siti", "Budi", "Rusli", "Aminah")) + f" {number}",
        "sex": draw.choice((1, 2, None)),
        "born": draw.choice(("1990-05-06", "2001-12-31", "")),
        "nik": f"13010155059{number:05}" if draw.random() < 0.6 else "",
        "religion": draw.choice(("islam", "")),
        "education": draw.choice((1, 5, None)),
        "mother_line": draw.choice((1, 2, None)),
    }


def some_families(draw: random.Random) -> tuple[Family, Family]:
    """Two families of one to five members with surveys of some years."""
    made = []
    for at, key in enumerate(("A", "B")):
        members = [some_member(draw, 10 * (at + 1) + line) for line in range(draw.randint(1, 5))]
        kk = f"130101010112000{at + 1}" if draw.random() < 0.7 else ""
        rt = draw.choice(("1", ""))
        made.append(make_family(VILLAGE, key, members, kk=kk, rt=rt, welfare_decile=draw.choice((1, None))))
        for year in draw.sample((2023, 2024, 2025), draw.randint(0, 3)):
            make_survey(made[-1], year, savings=draw.choice((0, 1, None)))
    return made[0], made[1]


def pair_of(kind: str, one: int, other: int, members: list[list[int]]) -> DuplicatePair:
    with scoped(duty(VILLAGE)):
        pair: DuplicatePair = DuplicatePair.objects.create(
            region_code=VILLAGE, kind=kind, left_id=min(one, other), right_id=max(one, other), own_id=min(one, other),
            own_family_id=0, members=members, score=0.95, found_at=timezone.now(), seen_at=timezone.now(),
        )  # fmt: skip
    return pair


def holders(region_code: str) -> list[bytes]:
    """NIK hashes of active members."""
    with scoped(duty(region_code)):
        rows = Person.objects.filter(active=True, nik_hash__isnull=False).values_list("nik_hash", flat=True)
        return [bytes(row) for row in rows]


@pytest.mark.parametrize("seed", range(12))
def test_merged_and_taken_back_is_as_before(seed: int, places: None, pokja: Actor) -> None:
    draw = random.Random(seed)
    families = some_families(draw)
    with scoped(duty(VILLAGE)):
        people = [list(Person.objects.filter(family=family).order_by("line")) for family in families]
    whole = draw.random() < 0.6
    if whole:
        shared = draw.randint(1, min(len(people[0]), len(people[1])))
        pair = pair_of(
            "family", families[0].pk, families[1].pk, [[people[0][at].pk, people[1][at].pk] for at in range(shared)]
        )
        fields = list(FAMILY_FIELDS)
    else:
        pair = pair_of("person", draw.choice(people[0]).pk, draw.choice(people[1]).pk, [])
        fields = list(PERSON_FIELDS)
    before, numbers = snapshot(VILLAGE), holders(VILLAGE)
    choice = Choice(
        keep_id=draw.choice((pair.left_id, pair.right_id)),
        take=frozenset(draw.sample(fields, draw.randint(0, len(fields)))),
        members=frozenset(person.pk for side in people for person in side if draw.random() < 0.5),
        reason="Diperiksa di rumahnya",
    )
    with scoped(pokja):
        merge = pair_merge(actor=pokja, pair_id=pair.pk, choice=choice)
    after = snapshot(VILLAGE)
    assert after != before
    # Rows are never taken away, and no number is held by two active members.
    assert {name: len(rows) for name, rows in after.items()} == {name: len(rows) for name, rows in before.items()}
    assert len(set(holders(VILLAGE))) == len(holders(VILLAGE)) <= len(numbers)
    with scoped(pokja):
        merge_undo(actor=pokja, merge_id=merge.pk, reason="Ternyata berbeda")
    assert snapshot(VILLAGE) == before


def test_a_family_offered_to_another_village_is_not_merged_meanwhile(places: None, pokja: Actor) -> None:
    families = [make_family(VILLAGE, key, [{"name": f"Siti {key}", "sex": 2, "born": "1990-05-06"}]) for key in "AB"]
    pair = pair_of("family", families[0].pk, families[1].pk, [])
    with scoped(duty(VILLAGE)):
        offer = FamilyHandOver.objects.create(
            region_code=VILLAGE, family=families[1], to_code=NEXT_VILLAGE, day=timezone.localdate(),
            proposed_at=timezone.now(),
        )  # fmt: skip
    choice = Choice(keep_id=families[0].pk, reason="Diperiksa di rumahnya")
    before = snapshot(VILLAGE)
    with scoped(pokja), pytest.raises(HandOverOpen), transaction.atomic():
        pair_merge(actor=pokja, pair_id=pair.pk, choice=choice)
    assert snapshot(VILLAGE) == before
    with scoped(duty(VILLAGE)):
        FamilyHandOver.objects.filter(pk=offer.pk).update(state="taken_back")
    with scoped(pokja):
        assert pair_merge(actor=pokja, pair_id=pair.pk, choice=choice).kept_id == families[0].pk


def offered(family: Family, to_code: str) -> None:
    with scoped(duty(family.region_code)):
        FamilyHandOver.objects.create(
            region_code=family.region_code, family=family, to_code=to_code, day=timezone.localdate(),
            proposed_at=timezone.now(),
        )  # fmt: skip


def test_the_last_member_of_an_offered_family_is_not_merged_away(places: None, pokja: Actor) -> None:
    """Without her the family would close while the other village is still asked."""
    families = [make_family(VILLAGE, key, [{"name": f"Siti {key}", "sex": 2, "born": "1990-05-06"}]) for key in "AB"]
    with scoped(duty(VILLAGE)):
        kept, dropped = (Person.objects.get(family=family) for family in families)
    pair = pair_of("person", kept.pk, dropped.pk, [])
    offered(families[1], NEXT_VILLAGE)
    before = snapshot(VILLAGE)
    with scoped(pokja), pytest.raises(HandOverOpen), transaction.atomic():
        pair_merge(actor=pokja, pair_id=pair.pk, choice=Choice(keep_id=kept.pk, reason="Diperiksa di rumahnya"))
    assert snapshot(VILLAGE) == before


def test_an_offered_family_does_not_give_way_to_another_village(people: People) -> None:
    born = {"sex": 2, "born": "1990-05-15", "nik": "1301015505900001"}
    here = make_family(VILLAGE, "A", [{"name": "Siti Nurhayati", **born}])
    make_family(NEXT_VILLAGE, "B", [{"name": "Siti Nurhayati", **born}])
    pairs_search(region_code=REGENCY)
    with scoped(duty(VILLAGE)):
        pair = DuplicatePair.objects.get(region_code=VILLAGE)
    offered(here, NEXT_VILLAGE)
    above = make_account("penyuluh", Role.PLKB, "13.01.01").actor
    with scoped(above), pytest.raises(HandOverOpen):
        pair_answer(
            actor=above, pair_id=pair.pk, answer=Answer.SAME, reason="Pindah sejak Maret", keep_code=NEXT_VILLAGE
        )
    with scoped(duty(VILLAGE)):
        assert Family.objects.get(pk=here.pk).active
        pair.refresh_from_db()
    assert (pair.state, pair.answer) == ("open", "")


def paper_rows() -> list[tuple[str, int, int | None]]:
    """What was asked and agreed to, with the family and the member it is about."""
    with scoped(duty(VILLAGE)):
        rows = [*DataRequest.objects.order_by("pk"), *Consent.objects.order_by("pk")]
    return [(type(row).__name__, row.family_id, row.person_id) for row in rows]


def test_what_citizens_asked_and_agreed_to_goes_with_them(places: None, pokja: Actor) -> None:
    """A copy that the child's mother asked for is served in the family where the child stands now."""
    stays = make_family(VILLAGE, "A", [{"name": "Siti Aminah", "sex": 2, "born": "1990-05-06"}])
    child = {"name": "Anak Baru", "sex": 1, "born": "2020-02-02"}
    ends = make_family(VILLAGE, "B", [{"name": "Siti Amina", "sex": 2, "born": "1990-05-06"}, child])
    with scoped(duty(VILLAGE)):
        kept, dropped = Person.objects.get(family=stays), Person.objects.get(family=ends, line=1)
        moved = Person.objects.get(family=ends, line=2)
        asked = {"region_code": VILLAGE, "received_at": timezone.now(), "applicant": "guardian"}
        for about in (moved, dropped):
            DataRequest.objects.create(family_id=ends.pk, person_id=about.pk, kind="copy", **asked)
        day = timezone.localdate()
        Consent.objects.create(
            region_code=VILLAGE, family_id=ends.pk, purpose="photo", text_version=1, kinds="foto", way="written",
            given_on=day, valid_until=day, state="withdrawn", withdrawn_at=timezone.now(),
        )  # fmt: skip
    pair = pair_of("family", stays.pk, ends.pk, [[kept.pk, dropped.pk]])
    before = paper_rows()
    with scoped(pokja):
        merge = pair_merge(actor=pokja, pair_id=pair.pk, choice=Choice(keep_id=stays.pk, reason="Diperiksa di rumah"))
    assert paper_rows() == [
        ("DataRequest", stays.pk, moved.pk),
        ("DataRequest", stays.pk, kept.pk),
        ("Consent", stays.pk, None),
    ]
    with scoped(pokja):
        merge_undo(actor=pokja, merge_id=merge.pk, reason="Ternyata berbeda")
    assert paper_rows() == before


def test_a_row_that_names_an_older_family_is_put_back_as_it_was(places: None, pokja: Actor) -> None:
    families = [make_family(VILLAGE, key, [{"name": f"Siti {key}", "sex": 2, "born": "1990-05-06"}]) for key in "ABC"]
    with scoped(duty(VILLAGE)):
        kept, dropped = (Person.objects.get(family=family) for family in families[:2])
        DataRequest.objects.create(
            region_code=VILLAGE, family_id=families[2].pk, person_id=dropped.pk, kind="copy", applicant="self",
            received_at=timezone.now(),
        )  # fmt: skip
    pair = pair_of("person", kept.pk, dropped.pk, [])
    with scoped(pokja):
        merge = pair_merge(actor=pokja, pair_id=pair.pk, choice=Choice(keep_id=kept.pk, reason="Diperiksa di rumah"))
        assert paper_rows() == [("DataRequest", families[0].pk, kept.pk)]
        merge_undo(actor=pokja, merge_id=merge.pk, reason="Ternyata berbeda")
    assert paper_rows() == [("DataRequest", families[2].pk, dropped.pk)]


def test_nobody_comes_back_to_life_in_a_family_that_was_merged(places: None, pokja: Actor) -> None:
    """His death was told before the merge; taken back now, he would live in a family that is closed."""
    head = {"name": "Ahmad Tua", "sex": 1, "born": "1950-01-01", "marital_status": 2}
    widow = {"name": "Rukiah", "sex": 2, "born": "1955-01-01", "relation": 2, "marital_status": 2}
    ends, stays = make_family(VILLAGE, "A", [head, widow]), make_family(VILLAGE, "B", [{"name": "Budi", "sex": 1}])
    with scoped(duty(VILLAGE)):
        dead, left = Person.objects.filter(family=ends).order_by("line")
    happening = Happening(Kind.DEATH, timezone.localdate(), ends.pk, people=(dead.pk,), new_head=left.pk)
    with scoped(pokja):
        event = life_event_record(actor=pokja, new=NewEvent(happening, uuid4()))
    pair = pair_of("family", ends.pk, stays.pk, [])
    with scoped(pokja):
        merge = pair_merge(actor=pokja, pair_id=pair.pk, choice=Choice(keep_id=stays.pk, reason="Diperiksa di rumah"))
        with pytest.raises(UndoRefused) as refused:
            life_event_undo(actor=pokja, event_id=event.pk, why="salah orang")
        assert refused.value.data["reason"] == "changed"
        merge_undo(actor=pokja, merge_id=merge.pk, reason="Ternyata berbeda")
        life_event_undo(actor=pokja, event_id=event.pk, why="salah orang")
        assert Person.objects.get(pk=dead.pk).active


def test_nobody_splits_back_into_a_family_that_was_merged(places: None, pokja: Actor) -> None:
    head = {"name": "Ahmad Tua", "sex": 1, "born": "1950-01-01", "marital_status": 1}
    son = {"name": "Budi Muda", "sex": 1, "born": "1990-01-01", "relation": 3, "marital_status": 1}
    ends, stays = make_family(VILLAGE, "A", [head, son]), make_family(VILLAGE, "B", [{"name": "Budi", "sex": 1}])
    with scoped(duty(VILLAGE)):
        goes = Person.objects.get(family=ends, line=2)
    happening = Happening(Kind.SPLIT, timezone.localdate(), ends.pk, people=(goes.pk,), split_head=goes.pk)
    with scoped(pokja):
        event = life_event_record(actor=pokja, new=NewEvent(happening, uuid4(), confirmed=True))
    pair = pair_of("family", ends.pk, stays.pk, [])
    with scoped(pokja):
        pair_merge(actor=pokja, pair_id=pair.pk, choice=Choice(keep_id=stays.pk, reason="Diperiksa di rumah"))
        with pytest.raises(UndoRefused) as refused:
            life_event_undo(actor=pokja, event_id=event.pk, why="salah orang")
    assert refused.value.data["reason"] == "changed"
