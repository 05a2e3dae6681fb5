"""One family with its members, its indicators and its house, as far as the actor may see."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import Final

from django.http import Http404
from django.utils import timezone

from padu.access.actor import Actor
from padu.access.verbs import Verb
from padu.apps.rumah_dataku.answers import join_answers
from padu.apps.rumah_dataku.files import codes
from padu.apps.rumah_dataku.models import Family, FamilySurvey, FamilySurveySpecific, Household, Person
from padu.apps.rumah_dataku.words import HOUSING_LABELS, LIFTS, answer_words, label_of, nik_missing_words
from padu.domain.ibangga import DIMENSION_INDICATORS, DIMENSIONS
from padu.domain.identity import NUMBER_LENGTH
from padu.domain.pk21 import housing_criteria
from padu.domain.population import age_on

DIMENSION_TITLES: Final = {"ketenteraman": "Ketenteraman", "kemandirian": "Kemandirian", "kebahagiaan": "Kebahagiaan"}
STATES: Final = {1: "met", 0: "not_met", -1: "not_applicable", None: "unknown"}


@dataclass(frozen=True, slots=True)
class MemberLine:
    """One member in words; "" is not known."""

    line: int
    name: str
    nik: str
    has_nik: bool
    sex: str
    age: int | None
    birth_date: dt.date | None
    relation: str
    marital_status: str
    certificate: str
    education: str
    occupation: str
    insurance: str
    whereabouts: str


@dataclass(frozen=True, slots=True)
class IndicatorLine:
    """One indicator: state is met, not_met, not_applicable or unknown; `lift` only where it is not met."""

    label: str
    state: str
    lift: str


@dataclass(frozen=True, slots=True)
class DimensionLines:
    title: str
    lines: tuple[IndicatorLine, ...]


@dataclass(frozen=True, slots=True)
class HouseLine:
    """A criterion of decent housing: True, False or None (not answered)."""

    label: str
    met: bool | None


@dataclass(frozen=True, slots=True)
class FamilyView:
    """Everything the page of a family shows.

    dimensions  only indicators the actor may see: those of specific answers need their own right
    hidden      how many indicators are left out for that
    """

    family: Family
    no_kk: str
    members: list[MemberLine]
    survey: FamilySurvey | None
    years: list[int]
    dimensions: list[DimensionLines]
    hidden: int
    house: list[HouseLine]
    house_answers: list[tuple[str, str]]
    groups: list[tuple[str, str]]


def get_family(family_id: int) -> Family:
    """Raises Http404 for a family that is not there for the current actor."""
    family: Family | None = Family.objects.filter(pk=family_id).first()
    if family is None:
        raise Http404
    return family


def family_view(family: Family, actor: Actor, year: int | None = None) -> FamilyView:
    """A family as of a survey year, by default the newest."""
    surveys = list(FamilySurvey.objects.filter(family=family).order_by("-year"))
    survey = next((one for one in surveys if year in (None, one.year)), None)
    specific = _specific(family, survey, actor)
    dimensions, hidden = _dimensions(survey, specific)
    answers = survey.answers if survey else {}
    return FamilyView(
        family=family,
        no_kk=_no_kk(family),
        members=[member_line(row) for row in Person.objects.filter(family=family, active=True).order_by("line")],
        survey=survey,
        years=[one.year for one in surveys],
        dimensions=dimensions,
        hidden=hidden,
        house=[HouseLine(HOUSING_LABELS[key], met) for key, met in housing_criteria(join_answers(answers)).items()],
        house_answers=answer_words(answers, 19, 28),
        groups=answer_words(answers, 13, 18),
    )


def _specific(family: Family, survey: FamilySurvey | None, actor: Actor) -> FamilySurveySpecific | None:
    if survey is None or not actor.may(Verb.SPECIFIC_READ, family.region_code):
        return None
    rows = FamilySurveySpecific.objects.filter(family_id=family.pk, year=survey.year)
    found: FamilySurveySpecific | None = rows.first()
    return found


def _no_kk(family: Family) -> str:
    household = Household.objects.filter(pk=family.household_id).first() if family.household_id else None
    return _masked(household.kk_first4) if household else ""


def _masked(first4: str) -> str:
    return first4 + "*" * (NUMBER_LENGTH - len(first4))


def _dimensions(survey: FamilySurvey | None, specific: FamilySurveySpecific | None) -> tuple[list[DimensionLines], int]:
    if survey is None:
        return [], 0
    found, hidden = [], 0
    for dimension in DIMENSIONS:
        lines = []
        for indicator in DIMENSION_INDICATORS[dimension]:
            source = survey if hasattr(survey, indicator.indicator_id) else specific
            if source is None:
                hidden += 1
                continue
            state = STATES[getattr(source, indicator.indicator_id)]
            lift = LIFTS[indicator.indicator_id] if state == "not_met" else ""
            lines.append(IndicatorLine(indicator.label_id, state, lift))
        found.append(DimensionLines(DIMENSION_TITLES[dimension.value], tuple(lines)))
    return found, hidden


def member_line(row: Person) -> MemberLine:
    """One member in words, the NIK masked."""
    return MemberLine(
        line=row.line,
        name=row.name,
        nik=_masked(row.nik_first4) if row.nik_first4 else f"({nik_missing_words(row.nik_missing_reason).lower()})",
        has_nik=bool(row.nik_first4),
        sex=label_of(codes.SEX, row.sex),
        age=age_on(row.birth_date, timezone.localdate()) if row.birth_date else None,
        birth_date=row.birth_date,
        relation=label_of(codes.RELATION, row.relation),
        marital_status=label_of(codes.MARITAL, row.marital_status),
        certificate=label_of(codes.CERTIFICATE, row.birth_certificate),
        education=label_of(codes.EDUCATION, row.education),
        occupation=label_of(codes.OCCUPATION, row.occupation),
        insurance=label_of(codes.INSURANCE, row.insurance),
        whereabouts=label_of(codes.WHEREABOUTS, row.whereabouts),
    )
