"""Screening of one family for who may read specific answers: contraception and the risk of stunting, each with source.

What an official list says and what the rule makes of the answers stand beside each other and are never mixed.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Final

from django.utils.translation import gettext as _

from padu.access.actor import Actor
from padu.access.verbs import Verb
from padu.apps.rumah_dataku.answers import COUPLE, join_answers
from padu.apps.rumah_dataku.files import codes
from padu.apps.rumah_dataku.models import Family, FamilySurvey, FamilySurveySpecific, Person
from padu.apps.rumah_dataku.services.member_answers import answers_of_person
from padu.apps.rumah_dataku.words import label_of
from padu.domain.stunting_risk import Risk, RiskFinding, stunting_risk

RISK_WORDS: Final = {
    Risk.WATER: "air minum tidak layak",
    Risk.TOILET: "jamban tidak layak",
    Risk.TOO_YOUNG: "istri terlalu muda",
    Risk.TOO_OLD: "istri terlalu tua",
    Risk.TOO_CLOSE: "jarak kelahiran terlalu dekat",
    Risk.TOO_MANY: "anak terlalu banyak",
}


@dataclass(frozen=True, slots=True)
class ScreeningLine:
    """One item: what is known ("" is not), where it comes from, and of which day."""

    label: str
    words: str
    source: str = ""
    as_of: dt.date | None = None


def screening_of(family: Family, survey: FamilySurvey | None, actor: Actor) -> list[ScreeningLine] | None:
    """The items of a survey's year; None for who may not read specific answers."""
    if not actor.may(Verb.SPECIFIC_READ, family.region_code):
        return None
    rows = FamilySurveySpecific.objects.filter(family_id=family.pk)
    specific = (rows.filter(year=survey.year) if survey else rows.order_by("-year")).first()
    said: Mapping[str, Any] = specific.answers if specific else {}
    surveyed = survey.surveyed_on if survey else None
    return [
        _computed(family, survey),
        _listed(said),
        ScreeningLine(_("Didampingi TPK"), label_of(codes.YES_NO_NA, said.get("tpk_support")), _PK, surveyed),
        ScreeningLine(_("KB pasangan"), _couple_words(said), _PK, surveyed),
    ]


_PK: Final = "pendataan keluarga"


def _listed(said: Mapping[str, Any]) -> ScreeningLine:
    day = said.get("krs_as_of")
    return ScreeningLine(
        _("Risiko stunting menurut daftar"),
        label_of(codes.STUNTING_RISK, said.get("krs")),
        str(said.get("krs_source", "")),
        dt.date.fromisoformat(day) if day else None,
    )


def _computed(family: Family, survey: FamilySurvey | None) -> ScreeningLine:
    """By the rule, from the newest answers; without a survey nothing is worked out."""
    label, source = _("Risiko stunting menurut hitungan"), _("hitungan Padu, bukan penetapan")
    if survey is None:
        return ScreeningLine(label, "", source)
    people = Person.objects.filter(family=family, active=True).order_by("line")
    answers = join_answers(survey.answers)
    found = stunting_risk(answers, [answers_of_person(row) for row in people], survey.surveyed_on)
    return ScreeningLine(label, _risk_words(found), source, survey.surveyed_on)


def _risk_words(found: RiskFinding) -> str:
    if found.status is None:
        return _("belum dapat dihitung: air minum atau jamban belum dijawab")
    words = label_of(codes.STUNTING_RISK, found.status)
    return f"{words}: {', '.join(RISK_WORDS[risk] for risk in found.risks)}" if found.risks else words


def _couple_words(said: Mapping[str, Any]) -> str:
    """The method in use, or why none is."""
    word = said.get(COUPLE)
    method = next((c.label for c in codes.KB_METHOD.codes if c.value == word), "")
    reason = next((c.label for c in codes.KB_REASON.codes if c.value == word), "")
    return method or (_("tidak ber-KB: %(reason)s") % {"reason": reason} if reason else "")
