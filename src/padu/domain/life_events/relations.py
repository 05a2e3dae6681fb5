"""Who is what to the head of a family, and who could become head. The machine proposes, a person decides."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import replace

from padu.domain.life_events.kinds import ADULT_AGE
from padu.domain.life_events.register import Member
from padu.domain.pk21 import Relation
from padu.domain.population import age_on


def proposed_head(staying: Sequence[Member], day: dt.date) -> Member | None:
    """Who is proposed when the head leaves: the spouse, else the oldest adult, else the oldest [assumption].

    Members without a birth date come last, among each other by line. None where nobody stays.
    """
    spouses = [one for one in staying if one.is_spouse]
    if spouses:
        return min(spouses, key=lambda one: one.line)
    adults = [one for one in staying if is_adult(one, day) is True]
    return min(adults or staying, key=lambda one: (one.birth_date or dt.date.max, one.line), default=None)


def is_adult(member: Member, day: dt.date) -> bool | None:
    """None where the birth date is not known."""
    return None if member.birth_date is None else age_on(member.birth_date, day) >= ADULT_AGE


def related_to(head: Member, members: Sequence[Member]) -> list[Member]:
    """The members with their relation to a new head, who is one of them.

    The old head's spouse and the old head are each other's spouse; without them the one married member of the other
    sex beside a married head is taken for the spouse [assumption]. Children of the old couple stay children where one
    of the two is head, and so are those whose mother is the new head or the spouse. Everybody else is "other".
    """
    spouse = _spouse_of(head, members)
    parents = {one.line for one in (head, spouse) if one is not None}
    of_old_couple = head.is_head or head.is_spouse

    def relation(one: Member) -> Relation:
        if one.id == head.id:
            return Relation.HEAD
        if spouse is not None and one.id == spouse.id:
            return Relation.SPOUSE
        is_child = (one.relation == Relation.CHILD and of_old_couple) or one.mother_line in parents
        return Relation.CHILD if is_child else Relation.OTHER

    return [replace(one, relation=int(relation(one))) for one in members]


def _spouse_of(head: Member, members: Sequence[Member]) -> Member | None:
    others = [one for one in members if one.id != head.id]
    if head.is_head:
        known = [one for one in others if one.is_spouse]
    elif head.is_spouse:
        known = [one for one in others if one.is_head]
    else:
        known = [one for one in others if one.is_married and _other_sex(one, head)] if head.is_married else []
        # Two could be meant: then nobody is, and a person says who.
        known = known if len(known) == 1 else []
    return known[0] if known else None


def _other_sex(one: Member, other: Member) -> bool:
    return one.sex is not None and other.sex is not None and one.sex != other.sex
