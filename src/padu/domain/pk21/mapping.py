"""Which question of the survey fills which indicator, per survey year.

No public source renumbers the form after PK21, so the table holds the PK21 codes for all years [assumption]
(ibangga.md section 2). A year outside the table has no mapping: it needs a decision, not a guess.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

from padu.domain.errors import PaduError
from padu.domain.ibangga import INDICATOR_IDS

FIRST_YEAR: Final = 2021
LAST_YEAR: Final = 2026
"""Survey years of the table [assumption]: PK21 up to the current data year."""

PK21_CODES: Final[Mapping[str, tuple[str, ...]]] = {
    "religious_practice": ("P.01",),
    "marriage_certificate": ("P.02",),
    "child_birth_certificate": ("K.09", "K.10", "K.04-K.06"),
    "health_insurance": ("K.15",),
    "no_family_conflict": ("P.03a", "P.03b", "P.03c", "P.03d"),
    "no_live_divorce": ("K.07", "K.10"),
    "income_source": ("P.04",),
    "diverse_food": ("P.05",),
    "decent_housing": ("P.19", "P.20", "P.21", "P.22", "P.23", "P.24", "P.25", "P.26"),
    "savings": ("P.06",),
    "no_school_dropout": ("K.14", "K.04-K.06"),
    "no_illness_or_disability": ("P.07",),
    "online_media_access": ("P.08",),
    "daily_interaction": ("P.09",),
    "shared_parenting": ("P.10",),
    "family_recreation": ("P.11",),
    "community_participation": ("P.12",),
}


@dataclass(frozen=True, slots=True)
class IndicatorQuestion:
    """One row of the table: in the survey of `year`, question `code` is used for the indicator."""

    year: int
    indicator_id: str
    code: str


INDICATOR_QUESTIONS: Final[tuple[IndicatorQuestion, ...]] = tuple(
    IndicatorQuestion(year, indicator_id, code)
    for year in range(FIRST_YEAR, LAST_YEAR + 1)
    for indicator_id in INDICATOR_IDS
    for code in PK21_CODES[indicator_id]
)


class SurveyYearError(PaduError):
    """No mapping for this survey year. data: year."""

    code = "pk21.unknown_survey_year"


def questions_of(year: int) -> dict[str, tuple[str, ...]]:
    """Indicator id -> question codes of the survey of a year. Raises SurveyYearError.

    >>> questions_of(2023)["savings"]
    ('P.06',)
    """
    rows = [row for row in INDICATOR_QUESTIONS if row.year == year]
    if not rows:
        raise SurveyYearError(year=year)
    return {
        indicator_id: tuple(row.code for row in rows if row.indicator_id == indicator_id)
        for indicator_id in INDICATOR_IDS
    }
