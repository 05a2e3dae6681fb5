"""Codes of the OpenSID population workbook and what they say on the family survey form.

Its columns for sex, religion, education reached, marital status, family relation and occupation use the numbers of the
national population forms (F-1.01, Permendagri 109/2019); those for schooling now, insurance and contraception are
numbers of its own. Only the meaning that Padu needs is written down here, in our own words.
"""

from __future__ import annotations

from enum import Enum
from typing import Final

from padu.domain.contraception import Method
from padu.domain.pk21 import Education, Insurance, MaritalStatus, Occupation, Relation, Religion, Sex

ACTIVE: Final = (
    1  # column status_dasar: alive and living here; all other numbers mean dead, moved, missing, away, invalid
)
FOREIGNER: Final = 2  # column warganegara_id
PREGNANT: Final = 1  # column hamil
SCHOOL_AGE_ENDS: Final = 19  # [assumption] from this age on nobody without an entry is taken to be still at school

SEXES: Final = {1: Sex.MALE, 2: Sex.FEMALE}
MARITAL: Final = {status.value: status for status in MaritalStatus}
# Head; husband and wife are both the spouse of the head; child; from 5 on other relatives, helpers and others.
RELATIONS: Final = {
    1: Relation.HEAD,
    2: Relation.SPOUSE,
    3: Relation.SPOUSE,
    4: Relation.CHILD,
    **dict.fromkeys(range(5, 12), Relation.OTHER),
}
# The form counts belief in God Almighty and other religions as one.
RELIGIONS: Final = dict(enumerate(list(Religion)[:7], start=1))
# Regional health insurance belongs to PBI on the survey form (K.15 = 1 contains Jamkesda).
INSURANCES: Final = {
    1: Insurance.NONE,
    2: Insurance.PBI,
    3: Insurance.BPJS_NON_PBI,
    4: Insurance.PBI,
    99: Insurance.PRIVATE,
}
# 99 is "other", which may be modern or traditional: it stays unknown.
METHODS: Final = {
    1: Method.PILL,
    2: Method.IUD,
    3: Method.INJECTION,
    4: Method.CONDOM,
    5: Method.IMPLANT,
    6: Method.MOW,
    7: Method.MOP,
}

_OCCUPATION_SPANS: Final[tuple[tuple[int, int, Occupation], ...]] = (
    (1, 3, Occupation.NONE),  # no work, household, pupils and students
    (4, 4, Occupation.PENSIONER),
    (5, 7, Occupation.CIVIL_SERVANT),  # civil service, army, police
    (8, 8, Occupation.TRADER),
    (9, 10, Occupation.FARMER),  # crops and livestock
    (11, 11, Occupation.FISHER),
    (12, 18, Occupation.EMPLOYEE),  # industry, building, transport [assumption]; private, state and contract employees
    (19, 23, Occupation.CASUAL_WORKER),  # day labour of all kinds, domestic help
    (24, 43, Occupation.SELF_EMPLOYED),  # crafts, personal services, arts, clergy [assumption]
    (44, 44, Occupation.EMPLOYEE),  # press
    (45, 47, Occupation.SELF_EMPLOYED),
    (48, 63, Occupation.STATE_OFFICIAL),  # members of councils, ministers, governors, regents and the like
    (64, 66, Occupation.EMPLOYEE),  # teachers, pilots [assumption]
    (67, 71, Occupation.SELF_EMPLOYED),  # law, architecture, accounting, consulting
    (72, 81, Occupation.EMPLOYEE),  # health, broadcasting, sea, research, driving [assumption]
    (82, 83, Occupation.SELF_EMPLOYED),
    (84, 84, Occupation.TRADER),
    (85, 86, Occupation.EMPLOYEE),  # village staff and village head [assumption]
    (87, 88, Occupation.SELF_EMPLOYED),
    (89, 89, Occupation.CASUAL_WORKER),  # "other" does work; the survey form has no such entry [assumption]
)
OCCUPATIONS: Final = {
    number: occupation for first, last, occupation in _OCCUPATION_SPANS for number in range(first, last + 1)
}

# Highest schooling finished: none, primary not finished, primary, lower and upper secondary, higher (five steps).
_REACHED: Final = {
    1: Education.NEVER,
    2: Education.PRIMARY_UNFINISHED,
    3: Education.PRIMARY_DONE,
    4: Education.LOWER_SECONDARY_DONE,
    5: Education.UPPER_SECONDARY_DONE,
    **dict.fromkeys(range(6, 11), Education.HIGHER_DONE),
}
# Schooling now, where it says it all.
_NOW: Final = {
    1: Education.NEVER,  # not yet in kindergarten
    2: Education.NEVER,  # in kindergarten
    3: Education.NEVER,
    4: Education.IN_PRIMARY,
    5: Education.PRIMARY_UNFINISHED,
    6: Education.IN_LOWER_SECONDARY,
    7: Education.IN_UPPER_SECONDARY,
    **dict.fromkeys(range(8, 14), Education.IN_HIGHER),
}
_SPECIAL_SCHOOL: Final = range(14, 17)  # names the kind of disability, not the level
_NOT_AT_SCHOOL: Final = range(17, 19)  # cannot read; not at school
NOW_CODES: Final = frozenset(_NOW) | frozenset(_SPECIAL_SCHOOL) | frozenset(_NOT_AT_SCHOOL)
REACHED_CODES: Final = frozenset(_REACHED)
_NEXT_LEVEL: Final = {
    Education.NEVER: Education.IN_PRIMARY,
    Education.PRIMARY_UNFINISHED: Education.IN_PRIMARY,
    Education.PRIMARY_DONE: Education.IN_LOWER_SECONDARY,
    Education.LOWER_SECONDARY_DONE: Education.IN_UPPER_SECONDARY,
}


def education_of(reached: int | None, now: int | None, age_years: int | None) -> Education | None:
    """K.14 from the two columns on schooling, or None where they leave it open.

    reached  number of the highest schooling, now  number of the schooling today, both None where empty or not known
    A child of school age without an entry for today may be at school or have left it: None.
    """
    if now in _NOW:
        return _NOW[now]
    finished = _REACHED.get(reached) if reached is not None else None
    if now in _SPECIAL_SCHOOL:
        return _NEXT_LEVEL.get(finished, Education.IN_HIGHER) if finished is not None else None
    if now in _NOT_AT_SCHOOL or (age_years is not None and age_years >= SCHOOL_AGE_ENDS):
        return finished
    return None


DIRECT: Final[dict[str, dict[int, Enum]]] = {
    "sex": dict(SEXES),
    "religion": dict(RELIGIONS),
    "marital_status": dict(MARITAL),
    "relation": dict(RELATIONS),
    "occupation": dict(OCCUPATIONS),
    "insurance": dict(INSURANCES),
    "kb_method": dict(METHODS),
}
"""Columns whose number alone says what the form asks, by the column key of Padu."""

EXPECTED: Final = "kode angka dari daftar kode OpenSID"
