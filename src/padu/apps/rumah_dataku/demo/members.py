"""Block I answers of one made-up member at one date: schooling, work, papers, insurance, whereabouts.

Every answer follows from the member's own fixed numbers, the family's circumstances and the age at that date, so that
the same person a year earlier is the same person. All rates are start values of ours [assumption].
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final, TypeVar

from padu.apps.rumah_dataku.demo.draws import Draws, likely, rank_of
from padu.apps.rumah_dataku.demo.skeletons import Seat
from padu.apps.rumah_dataku.demo.village import Topic, VillageProfile
from padu.domain.pk21 import (
    BirthCertificate,
    Education,
    Insurance,
    MaritalStatus,
    MemberAnswers,
    Occupation,
    Relation,
    Sex,
    Whereabouts,
)

Item = TypeVar("Item")


@dataclass(frozen=True, slots=True)
class Circumstances:
    """What one family lives in, at one date.

    wealth      about standard normal within an average village; below 0 is poorer
    years_back  0 for the reference date, 1 for a year before
    """

    village: VillageProfile
    wealth: float
    insurance_number: float
    years_back: int = 0

    def burden(self, topic: Topic) -> float:
        return self.village.burden(topic, self.years_back)


@dataclass(frozen=True, slots=True)
class Traits:
    """A member's fixed numbers in [0, 1)."""

    ability: float
    schooling: float
    work: float
    papers: float
    insurance: float
    wandering: float

    @classmethod
    def drawn(cls, draws: Draws) -> Traits:
        return cls(draws(), draws(), draws(), draws(), draws(), draws())


@dataclass(frozen=True, slots=True)
class Member:
    """A member as the demo carries it: seat in the family, birth date and fixed numbers."""

    seat: Seat
    birth_date: dt.date
    traits: Traits


def member_answers(member: Member, age: int, at: Circumstances) -> MemberAnswers:
    """Block I of this member at this age, in completed years."""
    education = _education(member, age, at)
    return MemberAnswers(
        sex=Sex.MALE if member.seat.male else Sex.FEMALE,
        birth_date=member.birth_date,
        marital_status=member.seat.marital,
        birth_certificate=_certificate(member, age, at),
        relation=member.seat.relation,
        occupation=_occupation(member, age, education, at),
        education=education,
        insurance=_insurance(member, age, at),
        whereabouts=_whereabouts(member, age),
    )


# Highest schooling of adults by year of birth, from never to higher education [assumption].
_ADULT_LEVELS: Final = (
    Education.NEVER,
    Education.PRIMARY_UNFINISHED,
    Education.PRIMARY_DONE,
    Education.LOWER_SECONDARY_DONE,
    Education.UPPER_SECONDARY_DONE,
    Education.HIGHER_DONE,
)
_ADULT_STEPS: Final = (
    (1960, (0.08, 0.33, 0.70, 0.84, 0.96)),
    (1980, (0.02, 0.10, 0.38, 0.60, 0.90)),
    (9999, (0.01, 0.04, 0.16, 0.37, 0.83)),
)


def _education(member: Member, age: int, at: Circumstances) -> Education:
    if age <= 18:
        return _pupil(member, age, at)
    hardship = 0.35 * at.wealth - 0.25 * at.burden(Topic.SCHOOLING)
    rank = rank_of(_score(member.traits.ability) * 0.93 + hardship)
    if age <= 23 and rank > 0.62 and member.seat.marital is MaritalStatus.NEVER_MARRIED:
        return Education.IN_HIGHER
    steps = next(steps for before, steps in _ADULT_STEPS if member.birth_date.year < before)
    return _step(rank, steps, _ADULT_LEVELS)


def _score(number: float) -> float:
    """A number in [0, 1) as a score between -1.7 and 1.7, standard deviation 1."""
    return (number - 0.5) * 12**0.5


def _step(number: float, bounds: Sequence[float], items: Sequence[Item]) -> Item:
    return items[sum(number >= bound for bound in bounds)]


# Out of school: base rate from an age on, and what was reached before [assumption].
_OUT_OF_SCHOOL: Final = (
    (16, 0.085, (Education.LOWER_SECONDARY_DONE, Education.PRIMARY_DONE)),
    (13, 0.028, (Education.PRIMARY_DONE, Education.PRIMARY_UNFINISHED)),
    (7, 0.006, (Education.PRIMARY_UNFINISHED, Education.NEVER)),
)


def _pupil(member: Member, age: int, at: Circumstances) -> Education:
    if age < 7:
        return Education.IN_PRIMARY if age == 6 and member.traits.ability > 0.5 else Education.NEVER
    rate, reached = next((rate, reached) for first, rate, reached in _OUT_OF_SCHOOL if age >= first)
    rate = likely(rate, 0.8 * at.burden(Topic.SCHOOLING) - 0.7 * at.wealth)
    married = member.seat.marital is not MaritalStatus.NEVER_MARRIED
    if member.traits.schooling < (0.8 if married else rate):
        return reached[member.traits.ability < 0.3]
    # A child who entered at seven is one class behind the others.
    in_class = age - (member.traits.ability <= 0.5)
    if in_class >= 18:
        return Education.IN_HIGHER if member.traits.ability > 0.72 else Education.UPPER_SECONDARY_DONE
    return _step(in_class, (12, 15), (Education.IN_PRIMARY, Education.IN_LOWER_SECONDARY, Education.IN_UPPER_SECONDARY))


_AT_SCHOOL: Final = frozenset(
    {Education.IN_PRIMARY, Education.IN_LOWER_SECONDARY, Education.IN_UPPER_SECONDARY, Education.IN_HIGHER}
)


def _occupation(member: Member, age: int, education: Education, at: Circumstances) -> Occupation | None:
    """None for children under 15: the question is not put to them."""
    if age < 15:
        return None
    if education in _AT_SCHOOL:
        return Occupation.NONE
    if age >= 65:
        return _elder_work(member, education)
    hardship = 0.4 * at.burden(Topic.POVERTY) - 0.3 * at.wealth
    idle = likely(0.07 if member.seat.male else 0.38, hardship + (1.0 if age < 25 else 0.0))
    if member.traits.work < idle:
        return Occupation.NONE
    return _work(member, education, at, (member.traits.work - idle) / (1.0 - idle))


def _elder_work(member: Member, education: Education) -> Occupation:
    if education is Education.HIGHER_DONE:
        return Occupation.PENSIONER
    return Occupation.FARMER if member.traits.work > 0.55 else Occupation.NONE


def _work(member: Member, education: Education, at: Circumstances, number: float) -> Occupation:
    if education is Education.HIGHER_DONE and number < 0.62:
        return Occupation.CIVIL_SERVANT if number < 0.34 else Occupation.EMPLOYEE
    if at.village.coastal and member.seat.male and number < 0.30:
        return Occupation.FISHER
    near_town = at.burden(Topic.REMOTENESS) < 0
    bounds = (0.42, 0.60, 0.74, 0.88) if near_town else (0.62, 0.73, 0.79, 0.87)
    kinds = (
        Occupation.FARMER,
        Occupation.TRADER,
        Occupation.EMPLOYEE,
        Occupation.SELF_EMPLOYED,
        Occupation.CASUAL_WORKER,
    )
    return _step(number, bounds, kinds)


def _certificate(member: Member, age: int, at: Circumstances) -> BirthCertificate:
    """Children have one more often than their grandparents; babies get it late."""
    base = 0.74 if age < 1 else 0.95 if age < 18 else 0.88 if age < 40 else 0.45
    has = likely(base, 0.4 * at.wealth - 0.75 * at.burden(Topic.DOCUMENTS))
    return BirthCertificate.YES if member.traits.papers < has else BirthCertificate.NO


def _insurance(member: Member, age: int, at: Circumstances) -> Insurance:
    """Mostly one kind for the whole family; now and then a member was left out."""
    left_out = likely(0.25 if age < 1 else 0.025, 0.5 * at.burden(Topic.INSURANCE))
    if member.traits.insurance < left_out:
        return Insurance.NONE
    uninsured = likely(0.16, 0.8 * at.burden(Topic.INSURANCE) - 0.1 * at.wealth)
    if at.insurance_number < uninsured:
        return Insurance.NONE
    rest = (at.insurance_number - uninsured) / (1.0 - uninsured)
    if rest < likely(0.58, -0.9 * at.wealth):
        return Insurance.PBI
    return Insurance.PRIVATE if rest > 0.985 else Insurance.BPJS_NON_PBI


def _whereabouts(member: Member, age: int) -> Whereabouts:
    """Young men above all go away to work (merantau)."""
    if age < 16 or member.seat.relation is Relation.SPOUSE:
        return Whereabouts.HOME
    away = 0.13 if 18 <= age <= 30 else 0.03
    if member.seat.relation is Relation.HEAD:
        away = 0.03
    if member.traits.wandering >= away:
        return Whereabouts.HOME
    return Whereabouts.ABROAD if member.traits.wandering < 0.1 * away else Whereabouts.ELSEWHERE
