"""What an event changes in the register. Whether it may happen at all is for `rules`; here it just does."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from types import MappingProxyType
from typing import Final

from padu.domain.life_events.kinds import Kind
from padu.domain.life_events.register import FamilyState, Member, Register
from padu.domain.life_events.relations import related_to
from padu.domain.pk21 import MaritalStatus, Relation

NEW_FAMILY: Final = 0
"""`Happening.family` of people who move in as a family of their own."""


@dataclass(frozen=True, slots=True, repr=False)
class Newcomer:
    """Somebody who comes into a family: born, moved in, or married into it.

    mother  id of a member, for a birth; relation is taken from her then
    """

    name: str
    sex: int
    birth_date: dt.date | None
    relation: int | None = None
    marital_status: int | None = None
    mother: int | None = None


@dataclass(frozen=True, slots=True, repr=False)
class Happening:
    """One event as somebody tells it.

    family        the family it is told on; of a merge the one that stays; NEW_FAMILY for one that moves in
    people        ids of members it is about: who died, left, married, divorced, split off; none for a birth
    newcomers     who comes in
    new_head      id of the head afterwards: of what stays when the head leaves, or after a change of head
    split_head    id of the head of the family that splits off
    other_family  of a merge the family that ends
    """

    kind: Kind
    day: dt.date
    family: int
    people: tuple[int, ...] = ()
    newcomers: tuple[Newcomer, ...] = ()
    new_head: int | None = None
    split_head: int | None = None
    other_family: int | None = None


def happen(register: Register, event: Happening) -> Register:
    """The register after an event that `rules.problems_of` has let pass."""
    return _EFFECTS[event.kind](register, event)


def _joined(register: Register, event: Happening, newcomer: Newcomer) -> Register:
    mother = register.members.get(newcomer.mother) if newcomer.mother is not None else None
    member = Member(
        id=register.new_id(),
        family=event.family,
        line=register.next_line(event.family),
        name=newcomer.name,
        sex=newcomer.sex,
        birth_date=newcomer.birth_date,
        relation=newcomer.relation,
        marital_status=newcomer.marital_status,
        mother_line=mother.line if mother else None,
        joined_on=event.day,
        joined_reason=event.kind.value,
    )
    return register.with_members(member)


def _birth(register: Register, event: Happening) -> Register:
    for newcomer in event.newcomers:
        mother = register.members.get(newcomer.mother) if newcomer.mother is not None else None
        of_couple = mother is None or mother.is_head or mother.is_spouse
        relation = Relation.CHILD if of_couple else Relation.OTHER
        born = replace(newcomer, relation=int(relation), marital_status=int(MaritalStatus.NEVER_MARRIED))
        register = _joined(register, event, born)
    return register


def _move_in(register: Register, event: Happening) -> Register:
    if event.family == NEW_FAMILY:
        family = FamilyState(
            id=register.new_id(),
            head_name=event.newcomers[0].name,
            joined_on=event.day,
            joined_reason=event.kind.value,
        )
        register, event = register.with_family(family), replace(event, family=family.id)
    for newcomer in event.newcomers:
        register = _joined(register, event, newcomer)
    return register


def _leave(register: Register, leaving: Iterable[int], event: Happening) -> Register:
    """They are no longer counted; their lines are set free, and who names them as mother follows."""
    for one in (register.members[key] for key in leaving):
        line = register.next_left_line(one.family)
        left = replace(one, line=line, active=False, left_on=event.day, left_reason=event.kind.value)
        children = _children_of(register, one)
        register = register.with_members(left, *(replace(child, mother_line=line) for child in children))
    return register


def _children_of(register: Register, mother: Member) -> list[Member]:
    return [
        one
        for one in register.members.values()
        if one.family == mother.family and one.mother_line == mother.line and one.id != mother.id
    ]


def _death(register: Register, event: Happening) -> Register:
    for key in event.people:
        register = _widowed(register, register.members[key])
    return _settle(_leave(register, event.people, event), event)


def _widowed(register: Register, dead: Member) -> Register:
    """Who was married to the dead within the couple of the family."""
    living = [one for one in register.living_in(dead.family) if one.id != dead.id and one.is_married]
    if dead.is_head:
        partners = [one for one in living if one.is_spouse]
    elif dead.is_spouse:
        others = [one for one in living if one.is_spouse]  # with another spouse alive the head stays married
        partners = [] if others else [one for one in living if one.is_head]
    else:
        partners = []
    return register.with_members(*(replace(one, marital_status=int(MaritalStatus.WIDOWED)) for one in partners))


def _move_out(register: Register, event: Happening) -> Register:
    return _settle(_leave(register, event.people, event), event)


def _settle(register: Register, event: Happening) -> Register:
    """Give the family its new head, or end it where nobody is left."""
    family = register.families[event.family]
    if not register.living_in(family.id):
        ended = replace(family, active=False, left_on=event.day, left_reason=event.kind.value)
        return register.with_family(ended)
    return _headed_by(register, family.id, event.new_head)


def _headed_by(register: Register, family: int, head: int | None) -> Register:
    if head is None:
        return register
    new_head = register.members[head]
    register = register.with_family(replace(register.families[family], head_name=new_head.name))
    # The old head may have left just now and still says what the children are to whom.
    return register.with_members(*related_to(new_head, register.living_in(family)))


def _marriage(register: Register, event: Happening) -> Register:
    register = _move_in(register, event)
    return _status(register, event.people, MaritalStatus.MARRIED)


def _divorce(register: Register, event: Happening) -> Register:
    register = _status(register, event.people, MaritalStatus.DIVORCED)
    spouses = (register.members[key] for key in event.people)
    return register.with_members(*(replace(one, relation=int(Relation.OTHER)) for one in spouses if one.is_spouse))


def _status(register: Register, people: Iterable[int], status: MaritalStatus) -> Register:
    return register.with_members(*(replace(register.members[key], marital_status=int(status)) for key in people))


def _split(register: Register, event: Happening) -> Register:
    if event.split_head is None:
        raise ValueError(event.kind)
    goers = [register.members[key] for key in event.people]
    family = FamilyState(
        id=register.new_id(),
        head_name=register.members[event.split_head].name,
        joined_on=event.day,
        joined_reason=event.kind.value,
        came_from=event.family,
    )
    related = related_to(register.members[event.split_head], goers)
    moved = _moved(related, family.id, 1, event)
    left_behind = _motherless(register, goers)
    register = register.with_family(family).with_members(*moved, *left_behind)
    return _settle(register, event)


def _moved(members: Sequence[Member], family: int, first: int, event: Happening) -> list[Member]:
    """Members in another family, the head first; a mother who does not come along is named no more."""
    ordered = sorted(members, key=lambda one: (one.relation or Relation.OTHER, one.line))
    lines = {one.line: at for at, one in enumerate(ordered, start=first)}
    return [
        replace(
            one,
            family=family,
            line=lines[one.line],
            mother_line=lines.get(one.mother_line) if one.mother_line is not None else None,
            joined_on=event.day,
            joined_reason=event.kind.value,
        )
        for one in ordered
    ]


def _motherless(register: Register, goers: Sequence[Member]) -> list[Member]:
    """Who stays, or has left before, and names one of the goers as mother: her line means nobody here any more."""
    going = {one.id for one in goers}
    children = (child for mother in goers for child in _children_of(register, mother))
    return [replace(one, mother_line=None) for one in children if one.id not in going]


def _merge(register: Register, event: Happening) -> Register:
    if event.other_family is None:
        raise ValueError(event.kind)
    goers = register.living_in(event.other_family)
    as_others = [replace(one, relation=int(Relation.OTHER)) for one in goers]
    moved = _moved(as_others, event.family, register.next_line(event.family), event)
    ended = replace(
        register.families[event.other_family],
        active=False,
        left_on=event.day,
        left_reason=event.kind.value,
        went_to=event.family,
    )
    register = register.with_members(*moved, *_motherless(register, goers)).with_family(ended)
    return _headed_by(register, event.family, event.new_head)


def _head_change(register: Register, event: Happening) -> Register:
    return _headed_by(register, event.family, event.new_head)


_EFFECTS: Final[Mapping[Kind, Callable[[Register, Happening], Register]]] = MappingProxyType(
    {
        Kind.BIRTH: _birth,
        Kind.DEATH: _death,
        Kind.MOVE_IN: _move_in,
        Kind.MOVE_OUT: _move_out,
        Kind.MARRIAGE: _marriage,
        Kind.DIVORCE: _divorce,
        Kind.SPLIT: _split,
        Kind.MERGE: _merge,
        Kind.HEAD_CHANGE: _head_change,
    }
)
