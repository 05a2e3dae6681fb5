"""Keluarga berisiko stunting (KRS): which family is a target, and which risks it has.

Source: domain facts, `programme.md` section 13. A target family has a wife of 15-49 (expecting or not) or a child under
five; it is at risk with water or a toilet that is not proper, or with one of the 4T (wife too young, too old, births
too close, too many children). The result is a proposal for an officer's eye: it triggers no benefit by itself.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Final

from padu.domain.pk21.answers import FamilyAnswers, MemberAnswers
from padu.domain.pk21.codes import MaritalStatus, Relation, Sex
from padu.domain.pk21.rules import GOOD_TOILETS, GOOD_WATER
from padu.domain.population import age_on

# Too old 35-40, too many 3 or more, both configurable [assumption]: sources differ (programme.md, section 13).
TOO_YOUNG_BELOW: Final = 20
TOO_OLD: Final = (35, 40)
TOO_MANY_FROM: Final = 3
TOO_CLOSE_MONTHS: Final = 24
WIFE_AGES: Final = (15, 49)
TODDLER_BELOW: Final = 5


class RiskStatus(StrEnum):
    """What a list, or the rule, says of a family."""

    AT_RISK = "berisiko"
    NOT_AT_RISK = "tidak_berisiko"
    NOT_TARGET = "bukan_sasaran"


class Risk(StrEnum):
    """One reason for being at risk."""

    WATER = "water"
    TOILET = "toilet"
    TOO_YOUNG = "too_young"
    TOO_OLD = "too_old"
    TOO_CLOSE = "too_close"
    TOO_MANY = "too_many"


@dataclass(frozen=True, slots=True)
class RiskFinding:
    """status None: a target family whose answers do not suffice. `risks` are those that are known."""

    status: RiskStatus | None
    risks: tuple[Risk, ...] = ()


@dataclass(frozen=True, slots=True)
class Screening:
    """What an official list says of a family's stunting risk, and whether the support team (TPK) came.

    stunting_risk  with the list's name and day; None: no list is known
    tpk_support    "ya", "tidak", "tidak_berlaku", or "" where nobody was asked
    """

    stunting_risk: RiskStatus | None = None
    source: str = ""
    as_of: dt.date | None = None
    tpk_support: str = ""


def stunting_risk(family: FamilyAnswers, members: Sequence[MemberAnswers], day: dt.date) -> RiskFinding:
    """The rule on one family. Members born after the day do not count.

    >>> stunting_risk(FamilyAnswers(), [], dt.date(2026, 1, 1)).status
    <RiskStatus.NOT_TARGET: 'bukan_sasaran'>
    """
    present = [one for one in members if one.birth_date is None or one.birth_date <= day]
    wife = _wife_age(present, day)
    if not _is_target(wife, present, day):
        return RiskFinding(RiskStatus.NOT_TARGET)
    risks = (*_home_risks(family), *_four_too(wife, present))
    if risks:
        return RiskFinding(RiskStatus.AT_RISK, risks)
    known = family.p23 is not None and family.p24 is not None
    return RiskFinding(RiskStatus.NOT_AT_RISK if known else None)


def _wife_age(members: Sequence[MemberAnswers], day: dt.date) -> int | None:
    """Age of the youngest married woman who is head or spouse."""
    return min(
        (
            age_on(one.birth_date, day)
            for one in members
            if one.birth_date is not None
            and one.sex is Sex.FEMALE
            and one.marital_status is MaritalStatus.MARRIED
            and one.relation in (Relation.HEAD, Relation.SPOUSE)
        ),
        default=None,
    )


def _is_target(wife: int | None, members: Sequence[MemberAnswers], day: dt.date) -> bool:
    fertile = wife is not None and WIFE_AGES[0] <= wife <= WIFE_AGES[1]
    return fertile or any(one.birth_date is not None and age_on(one.birth_date, day) < TODDLER_BELOW for one in members)


def _home_risks(family: FamilyAnswers) -> list[Risk]:
    found = []
    if family.p23 is not None and family.p23 not in GOOD_WATER:
        found.append(Risk.WATER)
    if family.p24 is not None and family.p24 not in GOOD_TOILETS:
        found.append(Risk.TOILET)
    return found


def _four_too(wife: int | None, members: Sequence[MemberAnswers]) -> list[Risk]:
    children = [one for one in members if one.relation is Relation.CHILD]
    found = []
    if wife is not None and wife < TOO_YOUNG_BELOW:
        found.append(Risk.TOO_YOUNG)
    if wife is not None and TOO_OLD[0] <= wife <= TOO_OLD[1]:
        found.append(Risk.TOO_OLD)
    if _too_close(sorted(one.birth_date for one in children if one.birth_date is not None)):
        found.append(Risk.TOO_CLOSE)
    if len(children) >= TOO_MANY_FROM:
        found.append(Risk.TOO_MANY)
    return found


def _too_close(births: Sequence[dt.date]) -> bool:
    """Whether the youngest child came within 24 months of the one before."""
    if len(births) < 2:
        return False
    elder, youngest = births[-2:]
    years = TOO_CLOSE_MONTHS // 12
    day = min(elder.day, 28) if elder.month == 2 else elder.day
    return dt.date(elder.year + years, elder.month, day) > youngest
