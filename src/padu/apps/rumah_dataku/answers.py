"""Answers of the form as they stand in the database, and back: {"p13": "ya", "p23": 3, "p25": 36.0}.

The five specific questions (P.03 and P.07) never stand among the open ones.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import fields
from decimal import Decimal
from enum import Enum
from functools import lru_cache
from typing import Any, Final, get_args, get_type_hints

from padu.apps.rumah_dataku.files.family_columns import SPECIFIC_QUESTIONS
from padu.domain.pk21 import FamilyAnswers
from padu.domain.stunting_risk import Screening

COUPLE: Final = "couple"
"""Key of the couple's method or reason among the specific answers."""


@lru_cache(maxsize=1)
def answer_types() -> dict[str, type]:
    """Field of FamilyAnswers -> type of its answer."""
    hints = get_type_hints(FamilyAnswers)
    return {
        field.name: next(t for t in get_args(hints[field.name]) if t is not type(None))
        for field in fields(FamilyAnswers)
    }


def screening_answers(screening: Screening) -> dict[str, Any]:
    """What is known of the risk of stunting, as JSON values among the specific answers."""
    found = {
        "krs": screening.stunting_risk.value if screening.stunting_risk else "",
        "krs_source": screening.source,
        "krs_as_of": screening.as_of.isoformat() if screening.as_of else "",
        "tpk_support": screening.tpk_support,
    }
    return {key: value for key, value in found.items() if value}


def split_answers(answers: FamilyAnswers) -> tuple[dict[str, Any], dict[str, Any]]:
    """What was answered, as JSON values: the open answers and the specific ones."""
    open_ones: dict[str, Any] = {}
    specific: dict[str, Any] = {}
    for name in answer_types():
        value = getattr(answers, name)
        if value is not None:
            (specific if name in SPECIFIC_QUESTIONS else open_ones)[name] = _plain(value)
    return open_ones, specific


def join_answers(*parts: Mapping[str, Any]) -> FamilyAnswers:
    """The answers that these JSON values hold; keys that are no question of the form are left aside."""
    types = answer_types()
    found = {name: _typed(types[name], value) for part in parts for name, value in part.items() if name in types}
    return FamilyAnswers(**found)


def _plain(value: object) -> object:
    if isinstance(value, Enum):
        return value.value
    return float(value) if isinstance(value, Decimal) else value


def _typed(kind: type, value: Any) -> Any:
    return Decimal(repr(value)) if kind is Decimal else kind(value)
