"""Events of families: what each changes, what stands against it, and that no chain of them loses or doubles anybody."""

from __future__ import annotations

import datetime as dt
from collections import Counter
from dataclasses import replace

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from padu.domain.identity import IssueLevel
from padu.domain.life_events.happening import NEW_FAMILY, Happening, Newcomer, happen
from padu.domain.life_events.kinds import PAPERS, Kind
from padu.domain.life_events.register import (
    LEFT_LINES,
    FamilyState,
    Member,
    Register,
    changed_since,
    changes_between,
    taken_back,
)
from padu.domain.life_events.relations import proposed_head
from padu.domain.life_events.rules import Past, problems_of
from padu.domain.pk21 import MaritalStatus, Relation, Sex

TODAY = dt.date(2026, 11, 22)
DAY = dt.date(2026, 5, 3)
BORN = {1: 1970, 2: 1974, 3: 1998, 4: 1999, 5: 2015, 6: 2024, 7: 1960}


def person(key: int, family: int, line: int, sex: int, relation: int, status: int, **more: object) -> Member:
    born = dt.date(BORN[key], 3, 1)
    return Member(key, family, line, f"Orang {key}", sex, born, relation, status, **more)  # type: ignore[arg-type]


# A couple (1, 2), their son (3) with his wife (4) and the young couple's baby (6), their own small child (5); and next
# door a widow (7).
REGISTER = Register(
    {10: FamilyState(10, "Orang 1"), 20: FamilyState(20, "Orang 7")},
    {
        1: person(1, 10, 1, Sex.MALE, Relation.HEAD, MaritalStatus.MARRIED),
        2: person(2, 10, 2, Sex.FEMALE, Relation.SPOUSE, MaritalStatus.MARRIED),
        3: person(3, 10, 3, Sex.MALE, Relation.CHILD, MaritalStatus.MARRIED, mother_line=2),
        4: person(4, 10, 4, Sex.FEMALE, Relation.OTHER, MaritalStatus.MARRIED),
        5: person(5, 10, 5, Sex.MALE, Relation.CHILD, MaritalStatus.NEVER_MARRIED, mother_line=2),
        6: person(6, 10, 6, Sex.FEMALE, Relation.OTHER, MaritalStatus.NEVER_MARRIED, mother_line=4),
        7: person(7, 20, 1, Sex.FEMALE, Relation.HEAD, MaritalStatus.WIDOWED),
    },
)


def codes(event: Happening, register: Register = REGISTER, past: Past | None = None) -> dict[str, str]:
    found = problems_of(register, event, TODAY, past or Past({}, {}))
    return {one.code: one.level.value for one in found}


def relations(register: Register, family: int) -> dict[int, int | None]:
    return {one.id: one.relation for one in register.living_in(family)}


def test_every_kind_has_papers() -> None:
    assert set(PAPERS) == set(Kind)


def test_a_newborn_of_the_head_s_wife_is_a_child_and_names_her() -> None:
    baby = Newcomer("Bayi", Sex.FEMALE, DAY, mother=2)
    event = Happening(Kind.BIRTH, DAY, 10, newcomers=(baby,))
    assert codes(event) == {}
    born = next(one for one in happen(REGISTER, event).living_in(10) if one.name == "Bayi")
    assert (born.line, born.relation, born.mother_line) == (7, Relation.CHILD, 2)
    assert (born.joined_on, born.joined_reason) == (DAY, "birth")
    assert born.marital_status == MaritalStatus.NEVER_MARRIED


def test_a_grandchild_is_no_child_of_the_head() -> None:
    event = Happening(Kind.BIRTH, DAY, 10, newcomers=(Newcomer("Bayi", Sex.MALE, DAY, mother=4),))
    assert codes(event) == {}
    after = happen(REGISTER, event)
    assert [one.relation for one in after.living_in(10) if one.name == "Bayi"] == [Relation.OTHER]


@pytest.mark.parametrize(
    ("event", "code"),
    [
        (Happening(Kind.BIRTH, DAY, 10), "newcomer_missing"),
        (
            Happening(Kind.BIRTH, DAY, 10, newcomers=(Newcomer("B", 1, DAY - dt.timedelta(days=1)),)),
            "born_on_another_day",
        ),
        (Happening(Kind.BIRTH, DAY, 10, newcomers=(Newcomer("B", 1, DAY, mother=3),)), "mother_no_woman"),
        (Happening(Kind.BIRTH, DAY, 10, newcomers=(Newcomer("B", 1, DAY, mother=7),)), "person_not_here"),
        (Happening(Kind.DEATH, dt.date(2027, 1, 1), 10, (5,)), "day_in_future"),
        (Happening(Kind.DEATH, dt.date(2010, 1, 1), 10, (5,)), "day_before_birth"),
        (Happening(Kind.DEATH, DAY, 10, (7,)), "person_not_here"),
        (Happening(Kind.DEATH, DAY, 10, (3, 4)), "needs_one_person"),
        (Happening(Kind.DEATH, DAY, 10, (1,)), "new_head_missing"),
        (Happening(Kind.DEATH, DAY, 10, (1,), new_head=1), "new_head_not_staying"),
        (Happening(Kind.MOVE_OUT, DAY, 10), "needs_people"),
        (Happening(Kind.MOVE_OUT, DAY, 10, (3, 3)), "person_twice"),
        (Happening(Kind.SPLIT, DAY, 10, (1, 2, 3, 4, 5, 6), split_head=1), "nobody_stays"),
        (Happening(Kind.SPLIT, DAY, 10, (3, 4), split_head=1), "split_head_missing"),
        (Happening(Kind.SPLIT, DAY, 10, (1, 2), split_head=1), "new_head_missing"),
        (Happening(Kind.MERGE, DAY, 10, other_family=10), "same_family"),
        (Happening(Kind.MERGE, DAY, 10), "other_family_missing"),
        (Happening(Kind.HEAD_CHANGE, DAY, 10, new_head=1), "head_already"),
        (Happening(Kind.HEAD_CHANGE, DAY, 10), "new_head_missing"),
        (Happening(Kind.MARRIAGE, DAY, 10, (1, 2, 3)), "needs_couple"),
        (Happening(Kind.MARRIAGE, DAY, 10, (5,), (Newcomer("X", Sex.MALE, None),)), "couple_same_sex"),
        (Happening(Kind.MOVE_IN, DAY, 10, newcomers=(Newcomer("X", 1, None, Relation.HEAD),)), "second_head"),
        (Happening(Kind.MOVE_IN, DAY, NEW_FAMILY, newcomers=(Newcomer("X", 1, None, Relation.CHILD),)), "head_first"),
    ],
)
def test_what_stands_against_an_event(event: Happening, code: str) -> None:
    assert codes(event).get(code) == "error"


def test_marriage_below_nineteen_is_a_warning() -> None:
    young = replace(REGISTER.members[5], birth_date=dt.date(2008, 5, 4))  # 17 on 3 May 2026, nineteen on 4 May 2027
    register = REGISTER.with_members(young)
    bride = Newcomer("Istri", Sex.FEMALE, dt.date(2007, 5, 3), Relation.OTHER)  # nineteen that very day
    event = Happening(Kind.MARRIAGE, DAY, 10, (5,), (bride,))
    assert codes(event, register) == {"below_marriage_age": "warning"}
    after = happen(register, event)
    assert after.members[5].is_married
    assert [one.name for one in after.living_in(10)][-1] == "Istri"


def test_the_widow_heads_the_family_and_its_children_stay_children() -> None:
    assert proposed_head([one for one in REGISTER.living_in(10) if one.id != 1], DAY) == REGISTER.members[2]
    after = happen(REGISTER, Happening(Kind.DEATH, DAY, 10, (1,), new_head=2))
    assert relations(after, 10) == {2: 1, 3: 3, 4: 4, 5: 3, 6: 4}
    assert after.members[2].marital_status == MaritalStatus.WIDOWED
    dead = after.members[1]
    assert (dead.active, dead.left_on, dead.left_reason, dead.line) == (False, DAY, "death", LEFT_LINES + 1)
    assert after.families[10].head_name == "Orang 2"


def test_without_a_spouse_the_oldest_adult_is_proposed() -> None:
    left = [REGISTER.members[key] for key in (5, 4, 3)]
    assert proposed_head(left, DAY) == REGISTER.members[3]
    assert proposed_head([REGISTER.members[6], REGISTER.members[5]], DAY) == REGISTER.members[5]
    assert proposed_head([], DAY) is None


def test_a_dead_mother_is_still_the_mother() -> None:
    after = happen(REGISTER, Happening(Kind.DEATH, DAY, 10, (2,)))
    assert after.members[5].mother_line == after.members[2].line == LEFT_LINES + 1
    assert after.members[1].marital_status == MaritalStatus.WIDOWED


def test_the_last_one_s_death_ends_the_family() -> None:
    after = happen(REGISTER, Happening(Kind.DEATH, DAY, 20, (7,)))
    assert (after.families[20].active, after.families[20].left_on) == (False, DAY)
    later = Happening(Kind.HEAD_CHANGE, DAY, 20, new_head=7)
    assert codes(later, after) == {"family_left": "error"}


def test_nobody_dies_twice_nor_after_moving_out() -> None:
    gone = happen(REGISTER, Happening(Kind.MOVE_OUT, DAY, 10, (3, 4, 6)))
    assert codes(Happening(Kind.DEATH, DAY, 10, (3,)), gone) == {"person_left": "error"}
    dead = happen(REGISTER, Happening(Kind.DEATH, DAY, 10, (5,)))
    assert codes(Happening(Kind.DEATH, DAY, 10, (5,)), dead) == {"person_left": "error"}


def test_who_vanished_from_the_rows_can_be_told_dead_but_not_married() -> None:
    register = REGISTER.with_members(replace(REGISTER.members[3], active=False))
    assert codes(Happening(Kind.DEATH, DAY, 10, (3,)), register) == {}
    assert codes(Happening(Kind.MARRIAGE, DAY, 10, (3,)), register) == {"person_left": "error"}


def test_events_of_one_person_stand_in_order() -> None:
    past = Past({5: dt.date(2026, 6, 1)}, {10: dt.date(2026, 6, 2)})
    assert codes(Happening(Kind.DEATH, DAY, 10, (5,)), past=past) == {"day_before_last_event": "error"}
    assert codes(Happening(Kind.DEATH, dt.date(2026, 6, 1), 10, (5,)), past=past) == {}
    assert codes(Happening(Kind.DEATH, DAY, 10, (6,)), past=past) == {}  # somebody else's, told late
    split = Happening(Kind.SPLIT, DAY, 10, (3, 4), split_head=3)
    assert codes(split, past=past) == {"day_before_family_event": "error"}


def test_a_young_couple_splits_off_with_its_child() -> None:
    event = Happening(Kind.SPLIT, DAY, 10, (3, 4, 6), split_head=3)
    assert codes(event) == {}
    after = happen(REGISTER, event)
    new = next(one for one in after.families.values() if one.came_from == 10)
    assert new.head_name == "Orang 3"
    assert relations(after, new.id) == {3: 1, 4: 2, 6: 3}
    assert [(one.id, one.line, one.mother_line) for one in after.living_in(new.id)] == [
        (3, 1, None),  # his mother stays behind
        (4, 2, None),
        (6, 3, 2),
    ]
    assert relations(after, 10) == {1: 1, 2: 2, 5: 3}


def test_a_child_is_made_head_before_adults_only_when_somebody_says_so() -> None:
    change = Happening(Kind.HEAD_CHANGE, DAY, 10, new_head=5)
    assert codes(change) == {"head_no_adult": "warning"}
    assert codes(replace(change, new_head=2)) == {}
    # The head and his wife die or leave, the young couple stays; then they leave as well.
    assert codes(Happening(Kind.MOVE_OUT, DAY, 10, people=(1, 2), new_head=5)) == {"head_no_adult": "warning"}
    assert codes(Happening(Kind.MOVE_OUT, DAY, 10, people=(1, 2, 3, 4), new_head=5)) == {}
    split = Happening(Kind.SPLIT, DAY, 10, people=(3, 4, 6), split_head=6)
    assert codes(split) == {"head_no_adult": "warning"}
    assert codes(replace(split, split_head=4)) == {}


def test_merged_families_have_one_head() -> None:
    after = happen(REGISTER, Happening(Kind.MERGE, DAY, 10, other_family=20))
    assert relations(after, 10)[7] == Relation.OTHER
    assert after.members[7].line == 7
    ended = after.families[20]
    assert (ended.active, ended.went_to, ended.left_reason) == (False, 10, "merge")


def test_divorce_ends_the_relation_too() -> None:
    after = happen(REGISTER, Happening(Kind.DIVORCE, DAY, 10, (1, 2)))
    assert {after.members[key].marital_status for key in (1, 2)} == {MaritalStatus.DIVORCED}
    assert after.members[2].relation == Relation.OTHER
    assert codes(Happening(Kind.DIVORCE, DAY, 10, (5,))) == {"not_married": "warning"}


def test_a_family_moves_in_with_its_head_first() -> None:
    people = (Newcomer("Ayah", 1, None, Relation.HEAD), Newcomer("Ibu", 2, None, Relation.SPOUSE))
    after = happen(REGISTER, Happening(Kind.MOVE_IN, DAY, NEW_FAMILY, newcomers=people))
    new = next(one for one in after.families.values() if one.id < 0)
    assert new.head_name == "Ayah"
    assert [one.line for one in after.living_in(new.id)] == [1, 2]


def test_what_changed_since_is_named() -> None:
    after = happen(REGISTER, Happening(Kind.DEATH, DAY, 10, (1,), new_head=2))
    changes = changes_between(REGISTER, after)
    assert changed_since(after, changes) == []
    other = after.with_members(replace(after.members[2], marital_status=2))
    assert [(one.table, one.id) for one in changed_since(other, changes)] == [("person", 2)]


# --- any chain ---------------------------------------------------------------------------------------------------


@st.composite
def chains(draw: st.DrawFn) -> list[tuple[Kind, list[int], int, int, int]]:
    """Kind, people, and three further choices, all taken from whoever is there when it happens."""
    numbers = st.integers(0, 50)
    one = st.tuples(st.sampled_from(list(Kind)), st.lists(numbers, max_size=4), numbers, numbers, numbers)
    return draw(st.lists(one, min_size=1, max_size=12))


def event_of(register: Register, said: tuple[Kind, list[int], int, int, int]) -> Happening | None:
    kind, people, first, second, third = said
    families = sorted(key for key, one in register.families.items() if one.active)
    if not families:
        return None
    family = families[first % len(families)]
    here = [one.id for one in register.living_in(family)]
    chosen = tuple(dict.fromkeys(here[at % len(here)] for at in people)) if here else ()
    staying = [key for key in here if key not in chosen]
    baby = Newcomer(f"Baru {third}", 1 + third % 2, DAY, Relation.OTHER)
    arrives = kind is Kind.MOVE_IN and second % 3 == 0
    return Happening(
        kind,
        DAY,
        NEW_FAMILY if arrives else family,
        () if kind in (Kind.BIRTH, Kind.MOVE_IN, Kind.MERGE, Kind.HEAD_CHANGE) else chosen,
        (replace(baby, relation=Relation.HEAD) if arrives else baby,) if kind in (Kind.BIRTH, Kind.MOVE_IN) else (),
        new_head=staying[second % len(staying)] if staying and kind not in (Kind.BIRTH, Kind.MERGE) else None,
        split_head=chosen[third % len(chosen)] if chosen else None,
        other_family=families[second % len(families)] if kind is Kind.MERGE else None,
    )


def living(register: Register) -> Counter[int]:
    return Counter(one.id for one in register.members.values() if one.active)


@settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(chains())
def test_no_chain_loses_or_doubles_anybody_and_all_can_be_taken_back(
    chain: list[tuple[Kind, list[int], int, int, int]],
) -> None:
    register, done = REGISTER, []
    for said in chain:
        event = event_of(register, said)
        if event is None:
            break
        if any(one.level is IssueLevel.ERROR for one in problems_of(register, event, TODAY)):
            continue
        after = happen(register, event)
        gone = len(event.people) if event.kind in (Kind.DEATH, Kind.MOVE_OUT) else 0
        assert len(after.members) == len(register.members) + len(event.newcomers)
        assert living(after).total() == living(register).total() + len(event.newcomers) - gone
        done.append(changes_between(register, after))
        assert taken_back(after, done[-1]) == register
        register = after
        check_whole(register)
    for changes in reversed(done):
        register = taken_back(register, changes)
    assert register == REGISTER


def check_whole(register: Register) -> None:
    """Each line once a family; who lives somewhere lives in a family that stands, with one head."""
    lines = Counter((one.family, one.line) for one in register.members.values())
    assert max(lines.values()) == 1
    for family in register.families.values():
        here = register.living_in(family.id)
        assert family.active == bool(here)
        if here:
            heads = [one for one in here if one.is_head]
            assert [one.name for one in heads] == [family.head_name]
        assert {one.mother_line for one in here if one.mother_line} <= {
            one.line for one in register.members.values() if one.family == family.id
        }
