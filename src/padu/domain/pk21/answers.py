"""The answers of one family on the form F/I/PK/21: Block III of the family, Block I of its members.

Field names are the question codes of the form: `p03a` is P.03 part a, `birth_certificate` is K.09.
None is always "not answered", never "no" and never "does not apply". Source: domain facts, `ibangga.md` section 2.
"""

from __future__ import annotations

from dataclasses import dataclass, fields
from datetime import date
from decimal import Decimal
from typing import Final

from padu.domain.errors import PaduError
from padu.domain.pk21.codes import (
    Answer,
    BirthCertificate,
    Education,
    Floor,
    Fuel,
    Insurance,
    Lighting,
    MaritalStatus,
    Occupation,
    Relation,
    Roof,
    Sex,
    Tenure,
    Toilet,
    Wall,
    Water,
    Whereabouts,
)


class FormAnswerError(PaduError):
    """A question carries an answer that its list does not hold. data: question, value."""

    code = "pk21.bad_answer"


NOT_APPLICABLE_ALLOWED: Final = frozenset({"p02", "p03b", "p10", "p13", "p14", "p15", "p16", "p17"})
"""The only questions with the answer "tidak berlaku" (ibangga.md 2, likely)."""


@dataclass(frozen=True, slots=True)
class FamilyAnswers:
    """Block III of one family; every field may be None (not answered).

    p01..p12  the twelve questions of the index, p03 in its parts a-d (the part b asks the couple)
    p13..p18  posyandu, BKB, BKR, PIK-R, BKL, UPPKA / PNM Mekaar / PKH / other: groups, not part of the index
    p25, p26  floor area in m2 and persons living in the house
    raises    FormAnswerError when NOT_APPLICABLE stands where the form has no such answer, or a size is negative
    """

    p01: Answer | None = None
    p02: Answer | None = None
    p03a: Answer | None = None
    p03b: Answer | None = None
    p03c: Answer | None = None
    p03d: Answer | None = None
    p04: Answer | None = None
    p05: Answer | None = None
    p06: Answer | None = None
    p07: Answer | None = None
    p08: Answer | None = None
    p09: Answer | None = None
    p10: Answer | None = None
    p11: Answer | None = None
    p12: Answer | None = None
    p13: Answer | None = None
    p14: Answer | None = None
    p15: Answer | None = None
    p16: Answer | None = None
    p17: Answer | None = None
    p18a: Answer | None = None
    p18b: Answer | None = None
    p18c: Answer | None = None
    p18d: Answer | None = None
    p19: Roof | None = None
    p20: Wall | None = None
    p21: Floor | None = None
    p22: Lighting | None = None
    p23: Water | None = None
    p24: Toilet | None = None
    p25: Decimal | None = None
    p26: int | None = None
    p27: Fuel | None = None
    p28: Tenure | None = None

    def __post_init__(self) -> None:
        for field in fields(self):
            value = getattr(self, field.name)
            if value is Answer.NOT_APPLICABLE and field.name not in NOT_APPLICABLE_ALLOWED:
                raise FormAnswerError(question=question_code(field.name), value=str(value))
        for name in ("p25", "p26"):
            size = getattr(self, name)
            if size is not None and size < 0:
                raise FormAnswerError(question=question_code(name), value=str(size))


@dataclass(frozen=True, slots=True)
class MemberAnswers:
    """Block I of one member, as far as rules need it; every field may be None (not known)."""

    sex: Sex | None = None
    birth_date: date | None = None
    marital_status: MaritalStatus | None = None
    birth_certificate: BirthCertificate | None = None
    relation: Relation | None = None
    occupation: Occupation | None = None
    education: Education | None = None
    insurance: Insurance | None = None
    whereabouts: Whereabouts | None = None


MEMBER_QUESTIONS: Final = {
    "sex": "K.03",
    "birth_date": "K.04-K.06",
    "marital_status": "K.07",
    "birth_certificate": "K.09",
    "relation": "K.10",
    "occupation": "K.13",
    "education": "K.14",
    "insurance": "K.15",
    "whereabouts": "K.16",
}
"""Field of MemberAnswers -> code on the form (Block I)."""


def question_code(field_name: str) -> str:
    """Code on the form of a field of FamilyAnswers.

    >>> question_code("p03a"), question_code("p25")
    ('P.03a', 'P.25')
    """
    return f"P.{field_name[1:]}"
