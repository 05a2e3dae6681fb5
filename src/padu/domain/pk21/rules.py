"""From the answers of a family to its 17 indicators: 1 met, 0 not met, -1 not applicable, None not answered.

Source: domain facts, `ibangga.csv` (rule_1, rule_0, na_rule) and `ibangga.md` sections 3 and 4; marks stand there.
A rule about members: one clear "no" decides; else all who are, or may be, in scope must be known to meet it.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import date
from decimal import Decimal
from enum import StrEnum
from fractions import Fraction
from typing import Final, Literal, overload

from padu.domain.ibangga import INDICATOR_IDS, MET, NOT_APPLICABLE, NOT_MET
from padu.domain.pk21.answers import FamilyAnswers, MemberAnswers
from padu.domain.pk21.codes import (
    Answer,
    BirthCertificate,
    Education,
    Floor,
    Insurance,
    Lighting,
    MaritalStatus,
    Relation,
    Roof,
    Toilet,
    Wall,
    Water,
)
from padu.domain.population import age_on

Value = int | None

WORSHIP_FROM_AGE: Final = 10
CHILD_LAST_AGE: Final = 17
SCHOOL_AGES: Final = range(7, 19)
CHILD_RELATIONS: Final = frozenset({Relation.CHILD})
"""[assumption] who is a "child of the family" for the birth certificate: K.10 = 3 only."""

AT_SCHOOL_OR_FINISHED: Final = frozenset(
    {
        Education.IN_PRIMARY,
        Education.IN_LOWER_SECONDARY,
        Education.IN_UPPER_SECONDARY,
        Education.IN_HIGHER,
        Education.UPPER_SECONDARY_DONE,
        Education.HIGHER_DONE,
    }
)
"""K.14 of a member of school age that is no drop-out [assumption]."""

HOUSING_MIN_OK: Final = 5
"""[assumption] housing sub-criteria (of 7) that must be met (ibangga.md 4)."""
MIN_FLOOR_AREA_M2: Final = Decimal("7.2")
"""Floor area per person, BPS/SDG criterion (ibangga.md 4)."""
GOOD_ROOFS: Final = frozenset({Roof.CONCRETE, Roof.TILE, Roof.ASBESTOS_OR_ZINC, Roof.WOOD_OR_SHINGLE})
GOOD_WALLS: Final = frozenset({Wall.MASONRY, Wall.WOOD})
GOOD_LIGHTING: Final = frozenset({Lighting.GRID, Lighting.OTHER_ELECTRICITY})
GOOD_WATER: Final = frozenset(
    {Water.BOTTLED, Water.PIPED, Water.BOREHOLE, Water.PROTECTED_WELL, Water.PROTECTED_SPRING}
)
"""[assumption] with the protected spring (code 6), which BKKBN West Sulawesi leaves out (ibangga.md 4)."""
GOOD_TOILETS: Final = frozenset({Toilet.OWN_SEPTIC, Toilet.SHARED_SEPTIC})


class ConflictMode(StrEnum):
    """How the parts of P.03 become one indicator: all parts "no" [assumption, default], or the mean of the parts."""

    ALL = "all"
    MEAN = "mean"


@overload
def indicators_of(
    family: FamilyAnswers,
    members: Sequence[MemberAnswers],
    reference_date: date,
    conflict_mode: Literal[ConflictMode.ALL] = ...,
) -> dict[str, int | None]: ...
@overload
def indicators_of(
    family: FamilyAnswers, members: Sequence[MemberAnswers], reference_date: date, conflict_mode: ConflictMode
) -> dict[str, int | Fraction | None]: ...
def indicators_of(
    family: FamilyAnswers,
    members: Sequence[MemberAnswers],
    reference_date: date,
    conflict_mode: ConflictMode = ConflictMode.ALL,
) -> dict[str, int | None] | dict[str, int | Fraction | None]:
    """The 17 indicators of one family, in official order.

    members         active members; those born after the reference date do not count. Without any member the rules about
                    members are unanswered, because nobody can say that they do not apply
    reference_date  day of the survey; ages are completed years on that day
    conflict_mode   MEAN may give a Fraction for `no_family_conflict`; such an answer fits `score_family`, not the masks
    """
    present = [m for m in members if m.birth_date is None or m.birth_date <= reference_date]
    found: dict[str, int | Fraction | None] = {
        "religious_practice": _worship(family.p01, present, reference_date),
        "marriage_certificate": _plain(family.p02),
        "child_birth_certificate": _birth_certificates(present, reference_date),
        "health_insurance": _every(present, lambda _: True, _insured),
        "no_family_conflict": conflict_score(family, present, conflict_mode),
        "no_live_divorce": _no_live_divorce(present),
        "income_source": _plain(family.p04),
        "diverse_food": _plain(family.p05),
        "decent_housing": _decent_housing(family),
        "savings": _plain(family.p06),
        "no_school_dropout": _no_dropout(present, reference_date),
        "no_illness_or_disability": _inverse(family.p07),
        "online_media_access": _plain(family.p08),
        "daily_interaction": _plain(family.p09),
        "shared_parenting": _plain(family.p10),
        "family_recreation": _plain(family.p11),
        "community_participation": _plain(family.p12),
    }
    return {indicator_id: found[indicator_id] for indicator_id in INDICATOR_IDS}


def _plain(answer: Answer | None) -> Value:
    """Ya is good."""
    if answer is None:
        return None
    return {Answer.YES: MET, Answer.NO: NOT_MET, Answer.NOT_APPLICABLE: NOT_APPLICABLE}[answer]


def _inverse(answer: Answer | None) -> Value:
    """Tidak is good."""
    value = _plain(answer)
    return value if value is None or value == NOT_APPLICABLE else 1 - value


def _every(
    members: Sequence[MemberAnswers],
    in_scope: Callable[[MemberAnswers], bool | None],
    meets: Callable[[MemberAnswers], bool | None],
) -> Value:
    """Whether every member in scope meets the criterion, with unknown scope and unknown answers kept apart.

    0 as soon as one member certainly in scope certainly fails; None while somebody who is or may be in scope is not
    known to meet it; -1 when nobody is in scope.
    """
    judged = [(in_scope(member), meets(member)) for member in members]
    concerned = [(scope, met) for scope, met in judged if scope is not False]
    if any(scope and met is False for scope, met in concerned):
        return NOT_MET
    if not members or any(met is not True for _, met in concerned):
        return None
    if any(scope for scope, _ in concerned):
        return MET
    return None if concerned else NOT_APPLICABLE


def _aged(member: MemberAnswers, day: date, first: int, last: int) -> bool | None:
    return None if member.birth_date is None else first <= age_on(member.birth_date, day) <= last


def _both(one: bool | None, other: bool | None) -> bool | None:
    """Logical and with an unknown third value."""
    if one is False or other is False:
        return False
    return None if one is None or other is None else True


def _worship(answer: Answer | None, members: Sequence[MemberAnswers], day: date) -> Value:
    """P.01; a family whose members are all known to be younger than 10 -> not applicable [assumption]."""
    births = [member.birth_date for member in members]
    if births and all(birth is not None and age_on(birth, day) < WORSHIP_FROM_AGE for birth in births):
        return NOT_APPLICABLE
    return _plain(answer)


def _birth_certificates(members: Sequence[MemberAnswers], day: date) -> Value:
    """K.09 = 1 for every child of the family aged 0-17."""

    def in_scope(member: MemberAnswers) -> bool | None:
        is_child = None if member.relation is None else member.relation in CHILD_RELATIONS
        return _both(is_child, _aged(member, day, 0, CHILD_LAST_AGE))

    def meets(member: MemberAnswers) -> bool | None:
        return None if member.birth_certificate is None else member.birth_certificate is BirthCertificate.YES

    return _every(members, in_scope, meets)


def _insured(member: MemberAnswers) -> bool | None:
    return None if member.insurance is None else member.insurance is not Insurance.NONE


def _no_dropout(members: Sequence[MemberAnswers], day: date) -> Value:
    """Every member aged 7-18 is at school or has finished upper secondary or higher education."""

    def meets(member: MemberAnswers) -> bool | None:
        return None if member.education is None else member.education in AT_SCHOOL_OR_FINISHED

    return _every(members, lambda m: _aged(m, day, SCHOOL_AGES.start, SCHOOL_AGES.stop - 1), meets)


def _no_live_divorce(members: Sequence[MemberAnswers]) -> Value:
    """K.07 of the head; never married -> not applicable [assumption]. Several heads: the first row counts."""
    head = next((member for member in members if member.relation is Relation.HEAD), None)
    if head is None or head.marital_status is None:
        return None
    return {
        MaritalStatus.NEVER_MARRIED: NOT_APPLICABLE,
        MaritalStatus.MARRIED: MET,
        MaritalStatus.DIVORCED: NOT_MET,
        MaritalStatus.WIDOWED: MET,
    }[head.marital_status]


def conflict_score(
    family: FamilyAnswers, members: Sequence[MemberAnswers], mode: ConflictMode = ConflictMode.ALL
) -> int | Fraction | None:
    """P.03 a-d as one score, 1 = no conflict.

    ALL   0 with any applicable part "ya"; 1 when every applicable part is "tidak"; else None (a part is blank)
    MEAN  share of the applicable parts that are "tidak"; None while an applicable part is blank
    Part b does not apply where the form says so, nor when it is blank and the members name no spouse.
    """
    parts = [family.p03a, family.p03b, family.p03c, family.p03d]
    if family.p03b is Answer.NOT_APPLICABLE or (family.p03b is None and _no_couple(members)):
        del parts[1]
    if mode is ConflictMode.ALL and Answer.YES in parts:
        return NOT_MET
    if None in parts:
        return None
    share = Fraction(parts.count(Answer.NO), len(parts))
    return int(share) if share.denominator == 1 else share


def _no_couple(members: Sequence[MemberAnswers]) -> bool:
    """True when all relations are known and none is a spouse; without members nothing is known."""
    relations = [member.relation for member in members]
    return bool(relations) and None not in relations and Relation.SPOUSE not in relations


def housing_criteria(family: FamilyAnswers) -> dict[str, bool | None]:
    """The seven sub-criteria of decent housing; None where the question has no answer."""
    return {
        "roof": None if family.p19 is None else family.p19 in GOOD_ROOFS,
        "wall": None if family.p20 is None else family.p20 in GOOD_WALLS,
        "floor": None if family.p21 is None else family.p21 is not Floor.EARTH,
        "lighting": None if family.p22 is None else family.p22 in GOOD_LIGHTING,
        "water": None if family.p23 is None else family.p23 in GOOD_WATER,
        "toilet": None if family.p24 is None else family.p24 in GOOD_TOILETS,
        "space": _enough_space(family.p25, family.p26),
    }


def _enough_space(floor_area_m2: Decimal | None, persons: int | None) -> bool | None:
    """At least 7.2 m2 per person; nobody living in the house is no answer."""
    if floor_area_m2 is None or not persons:
        return None
    return floor_area_m2 >= MIN_FLOOR_AREA_M2 * persons


def _decent_housing(family: FamilyAnswers) -> Value:
    """At least 5 of 7; a missing sub-criterion is not met, all seven missing -> not applicable [assumption]."""
    criteria = housing_criteria(family).values()
    if all(met is None for met in criteria):
        return NOT_APPLICABLE
    return MET if sum(met is True for met in criteria) >= HOUSING_MIN_OK else NOT_MET
