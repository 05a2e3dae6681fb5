"""What stands against an event, and what makes one look twice. All of it is found at once, in the user's order.

An error refuses the event; a warning wants to be confirmed by the person who writes it down.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Collection, Iterator, Mapping
from dataclasses import dataclass
from itertools import chain
from types import MappingProxyType
from typing import Final

from padu.domain.identity import IssueLevel
from padu.domain.life_events.happening import NEW_FAMILY, Happening, Newcomer
from padu.domain.life_events.kinds import ABOUT_FAMILY, MARRIAGE_AGE, MOTHER_AGES, Kind
from padu.domain.life_events.register import Member, Register
from padu.domain.life_events.relations import is_adult
from padu.domain.pk21 import Relation
from padu.domain.population import OLDEST_AGE_YEARS, age_on


@dataclass(frozen=True, slots=True)
class Problem:
    """One thing against an event. `field` is the field of `Happening` it is about; `person` a member's id."""

    code: str
    field: str = ""
    person: int | None = None
    level: IssueLevel = IssueLevel.ERROR
    day: dt.date | None = None


@dataclass(frozen=True, slots=True)
class Past:
    """What was written down before: the last day on which something happened to somebody, or to who belongs together.

    persons   person -> day of the last event that stands
    families  family -> day of the last split, merge or change of head that stands
    """

    persons: Mapping[int, dt.date]
    families: Mapping[int, dt.date]


NO_PAST: Final = Past({}, {})


def problems_of(register: Register, event: Happening, today: dt.date, past: Past = NO_PAST) -> list[Problem]:
    """Everything against an event; errors first. An event without errors can be given to `happen`."""
    found = [*_day(register, event, today, past)]
    missing = [*_who(register, event)]
    found += missing
    if not missing:
        found += chain(_NEEDS[event.kind](register, event), _head(register, event))
    return sorted(found, key=lambda one: one.level is not IssueLevel.ERROR)


def _warning(code: str, field: str = "", person: int | None = None) -> Problem:
    return Problem(code, field, person, IssueLevel.WARNING)


def _day(register: Register, event: Happening, today: dt.date, past: Past) -> Iterator[Problem]:
    if event.day > today:
        yield Problem("day_in_future", "day")
    for key in event.people:
        member = register.members.get(key)
        if member and member.birth_date and event.day < member.birth_date:
            yield Problem("day_before_birth", "day", key, day=member.birth_date)
        last = past.persons.get(key)
        if last and event.day < last:
            yield Problem("day_before_last_event", "day", key, day=last)
    for family in (event.family, event.other_family):
        last = past.families.get(family) if family is not None else None
        if event.kind in ABOUT_FAMILY and last and event.day < last:
            yield Problem("day_before_family_event", "day", day=last)


def _who(register: Register, event: Happening) -> Iterator[Problem]:
    """Whether the people and the family are there at all, so that the rest can be asked."""
    if event.family != NEW_FAMILY and not register.families[event.family].active:
        yield Problem("family_left", "family")
    if len(set(event.people)) != len(event.people):
        yield Problem("person_twice", "people")
    for key in event.people:
        member = register.members.get(key)
        if member is None or (member.family != event.family and event.kind is not Kind.MARRIAGE):
            yield Problem("person_not_here", "people", key)
        elif not _may_still(member, event.kind):
            yield Problem("person_left", "people", key)


def _may_still(member: Member, kind: Kind) -> bool:
    """Nothing happens to who left; of who vanished from the rows it can still be told why."""
    return member.active or (member.vanished and kind in (Kind.DEATH, Kind.MOVE_OUT))


def _birth(register: Register, event: Happening) -> Iterator[Problem]:
    if not event.newcomers:
        yield Problem("newcomer_missing", "newcomers")
    for newcomer in event.newcomers:
        if newcomer.birth_date != event.day:
            yield Problem("born_on_another_day", "newcomers")
        yield from _mother(register, event, newcomer)
        if _same_name(register, event, newcomer):
            yield _warning("newcomer_known", "newcomers")


def _mother(register: Register, event: Happening, newcomer: Newcomer) -> Iterator[Problem]:
    if newcomer.mother is None:
        return
    mother = register.members.get(newcomer.mother)
    if mother is None or mother.family != event.family:
        yield Problem("person_not_here", "mother", newcomer.mother)
        return
    if not mother.is_woman:
        yield Problem("mother_no_woman", "mother", mother.id)
    if mother.birth_date and age_on(mother.birth_date, event.day) not in MOTHER_AGES:
        yield _warning("mother_age_odd", "mother", mother.id)


def _same_name(register: Register, event: Happening, newcomer: Newcomer) -> bool:
    """A member of this name and birth date stands in the family already."""
    wanted = (newcomer.name.casefold().strip(), newcomer.birth_date)
    return any((one.name.casefold().strip(), one.birth_date) == wanted for one in register.living_in(event.family))


def _one(_: Register, event: Happening) -> Iterator[Problem]:
    if len(event.people) != 1:
        yield Problem("needs_one_person", "people")


def _some(_: Register, event: Happening) -> Iterator[Problem]:
    if not event.people:
        yield Problem("needs_people", "people")


def _move_in(register: Register, event: Happening) -> Iterator[Problem]:
    if not event.newcomers:
        yield Problem("newcomer_missing", "newcomers")
    elif event.family == NEW_FAMILY and event.newcomers[0].relation != Relation.HEAD:
        yield Problem("head_first", "newcomers")
    for newcomer in event.newcomers:
        yield from _coming(register, event, newcomer)


def _coming(register: Register, event: Happening, newcomer: Newcomer) -> Iterator[Problem]:
    if newcomer.birth_date and newcomer.birth_date > event.day:
        yield Problem("day_before_birth", "newcomers", day=newcomer.birth_date)
    if newcomer.birth_date and age_on(newcomer.birth_date, event.day) > OLDEST_AGE_YEARS:
        yield Problem("age_odd", "newcomers")
    if newcomer.relation == Relation.HEAD and register.head_of(event.family):
        yield Problem("second_head", "newcomers")
    if _same_name(register, event, newcomer):
        yield _warning("newcomer_known", "newcomers")


def _marriage(register: Register, event: Happening) -> Iterator[Problem]:
    """Two people, or one and somebody from outside, who may come to live here or not."""
    if not 1 <= len(event.people) <= 2 or len(event.people) + len(event.newcomers) > 2:
        yield Problem("needs_couple", "people")
        return
    partners = [register.members[key] for key in event.people]
    for one in partners:
        if one.birth_date and age_on(one.birth_date, event.day) < MARRIAGE_AGE:
            yield _warning("below_marriage_age", "people", one.id)
        if one.is_married:
            yield _warning("married_already", "people", one.id)
    for newcomer in event.newcomers:
        if newcomer.birth_date and age_on(newcomer.birth_date, event.day) < MARRIAGE_AGE:
            yield _warning("below_marriage_age", "newcomers")
        yield from _coming(register, event, newcomer)
    sexes = [*(one.sex for one in partners if one.sex), *(one.sex for one in event.newcomers)]
    if len(sexes) == 2 and sexes[0] == sexes[1]:
        yield Problem("couple_same_sex", "people")  # UU 1/1974 article 1: a man and a woman


def _divorce(register: Register, event: Happening) -> Iterator[Problem]:
    if not 1 <= len(event.people) <= 2:
        yield Problem("needs_couple", "people")
        return
    for key in event.people:
        if not register.members[key].is_married:
            yield _warning("not_married", "people", key)


def _split(register: Register, event: Happening) -> Iterator[Problem]:
    if not event.people:
        yield Problem("needs_people", "people")
    elif len(event.people) == len(register.living_in(event.family)):
        yield Problem("nobody_stays", "people")
    if event.split_head is None or event.split_head not in event.people:
        yield Problem("split_head_missing", "split_head")
    elif _child_before_adults(register, event.split_head, event.people, event.day):
        yield _warning("head_no_adult", "split_head", event.split_head)


def _merge(register: Register, event: Happening) -> Iterator[Problem]:
    other = register.families.get(event.other_family) if event.other_family is not None else None
    if other is None or not other.active:
        yield Problem("other_family_missing", "other_family")
    elif other.id == event.family:
        yield Problem("same_family", "other_family")


def _head_change(register: Register, event: Happening) -> Iterator[Problem]:
    old = register.head_of(event.family)
    if event.new_head is not None and old is not None and old.id == event.new_head:
        yield Problem("head_already", "new_head")


def _head(register: Register, event: Happening) -> Iterator[Problem]:
    """A family that goes on without its head names the next one."""
    if event.kind not in (Kind.DEATH, Kind.MOVE_OUT, Kind.SPLIT, Kind.HEAD_CHANGE):
        return
    leaving = set(event.people)
    staying = [one.id for one in register.living_in(event.family) if one.id not in leaving]
    head = register.head_of(event.family)
    needed = event.kind is Kind.HEAD_CHANGE or (head is not None and head.id in leaving and bool(staying))
    if event.new_head is None:
        if needed:
            yield Problem("new_head_missing", "new_head")
    elif event.new_head not in staying:
        yield Problem("new_head_not_staying", "new_head")
    elif _child_before_adults(register, event.new_head, staying, event.day):
        yield _warning("head_no_adult", "new_head", event.new_head)


def _child_before_adults(register: Register, head: int, others: Collection[int], day: dt.date) -> bool:
    """Whether a child is made head though an adult is there; a family of children alone has nobody else."""
    adults = [is_adult(register.members[key], day) for key in others]
    return is_adult(register.members[head], day) is False and True in adults


_NEEDS: Final[Mapping[Kind, Callable[[Register, Happening], Iterator[Problem]]]] = MappingProxyType(
    {
        Kind.BIRTH: _birth,
        Kind.DEATH: _one,
        Kind.MOVE_IN: _move_in,
        Kind.MOVE_OUT: _some,
        Kind.MARRIAGE: _marriage,
        Kind.DIVORCE: _divorce,
        Kind.SPLIT: _split,
        Kind.MERGE: _merge,
        Kind.HEAD_CHANGE: _head_change,
    }
)
