"""The 17 indicators of every staged family, worked out by the one rule and laid beside it in a temporary table."""

from __future__ import annotations

import datetime as dt
import json
from collections import defaultdict
from typing import Any, Final

from padu.apps.rumah_dataku.answers import COUPLE, join_answers
from padu.apps.rumah_dataku.models import FamilySurvey, FamilySurveySpecific
from padu.apps.rumah_dataku.services.family_loading import survey_day
from padu.apps.rumah_dataku.services.member_answers import answers_of
from padu.apps.rumah_dataku.services.staging import ADDED, TABLES, Pile, ask
from padu.domain.ibangga import INDICATOR_IDS
from padu.domain.pk21 import MemberAnswers, indicators_of

SURVEY_TABLE: Final = "stage_survey"
OPEN_INDICATORS: Final = tuple(i for i in INDICATOR_IDS if i in {f.name for f in FamilySurvey._meta.fields})
SPECIFIC_INDICATORS: Final = tuple(i for i in INDICATOR_IDS if i in {f.name for f in FamilySurveySpecific._meta.fields})
_FAMILIES_AT_ONCE: Final = 2_000

TABLES[SURVEY_TABLE] = (
    ("row_no", "int primary key"),
    ("year", "smallint"),
    ("surveyed_on", "date"),
    ("asked", "boolean"),
    ("told", "boolean"),
    *((name, "smallint") for name in (*OPEN_INDICATORS, *SPECIFIC_INDICATORS)),
    ("answers", "jsonb"),
    ("specific", "jsonb"),
)
ADDED[SURVEY_TABLE] = "change varchar(7), specific_change varchar(7)"

_FAMILIES: Final = """
select row_no, year, surveyed_on, asked, answers, specific from stage_family where row_no > %s order by row_no limit %s
"""
_PERSONS: Final = """
select family_row, line, sex, birth_date, marital_status, birth_certificate, relation, occupation, education,
       insurance, whereabouts, couple
  from stage_person where family_row >= %s and family_row <= %s order by family_row, line
"""


def stage_surveys(as_of: dt.date) -> None:
    """Fill `stage_survey` from the staged families and persons, a bounded number of families at a time."""
    last, pile = 0, Pile(SURVEY_TABLE)
    while families := ask(_FAMILIES, (last, _FAMILIES_AT_ONCE)):
        members = _members(families[0][0], families[-1][0])
        for family in families:
            pile.add(_survey(family, members.get(family[0], []), as_of))
        pile.flush()
        last = families[-1][0]


Member = tuple[MemberAnswers, str | None]


def _members(first: int, last: int) -> dict[int, list[Member]]:
    found: defaultdict[int, list[Member]] = defaultdict(list)
    for family_row, _, *said, couple in ask(_PERSONS, (first, last)):
        found[family_row].append((answers_of(*said), couple))
    return found


def _survey(family: tuple[Any, ...], members: list[Member], as_of: dt.date) -> tuple[Any, ...]:
    row_no, year, surveyed_on, asked, answers, specific = family
    answers, specific = _json(answers), _json(specific)
    day = survey_day(surveyed_on, year, as_of)
    found = indicators_of(join_answers(answers, specific), [said for said, _ in members], day)
    # Of several couples in one family the first by line counts [assumption].
    couple = next((word for _, word in members if word), None)
    if couple:
        specific[COUPLE] = couple
    indicators = [found[name] for name in (*OPEN_INDICATORS, *SPECIFIC_INDICATORS)]
    return row_no, year, day, asked, asked or bool(specific), *indicators, json.dumps(answers), json.dumps(specific)


def _json(value: Any) -> dict[str, Any]:
    """Django hands jsonb out as text."""
    found: dict[str, Any] = json.loads(value) if isinstance(value, str) else value
    return found
