"""Made-up families of every nagari, with their surveys of this year and the last, by the statements of an import."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import count

from padu.access.gate import scoped
from padu.access.verbs import Verb
from padu.apps.measurement.services import index_compute
from padu.apps.rumah_dataku.demo.answers import CoupleStatus
from padu.apps.rumah_dataku.demo.families import DemoFamily, DemoSurvey, generate_families
from padu.apps.rumah_dataku.files.rows import FamilyRow, PersonRow
from padu.apps.rumah_dataku.models import LifeEvent
from padu.apps.rumah_dataku.services.storing import families_store
from padu.apps.situation.services.refreshing import place_measure, regency_rank
from padu.cli.demo.setting import DemoSetting
from padu.domain.contraception import Method, ReasonForNone
from padu.domain.pk21 import FamilyAnswers

SOURCE = "peragaan"
_METHODS = {method.value: method for method in Method}
_REASONS = {reason.value: reason for reason in ReasonForNone}

Rows = Iterator[FamilyRow | PersonRow]


def load_families(setting: DemoSetting) -> str:
    """Last year's survey first, then the families as they are today. Returns words for the person who waits."""
    families = persons = 0
    actor = setting.actor(Verb.FAMILY_READ, Verb.FAMILY_WRITE)
    lived_on = lived_on_of(setting)
    for code in setting.villages:
        if code in lived_on:
            continue
        made = list(generate_families(code, setting.families, setting.seed, setting.today))
        for rows in (_surveyed(made, setting.year - 1), _today(made, setting.year)):
            stored = families_store(
                actor=actor, region_code=code, rows=rows, source=SOURCE, made_up=True, announce=False
            )
        families += stored["families_stored"]
        persons += stored["persons_stored"]
    return f"{families} keluarga, {persons} orang"


def lived_on_of(setting: DemoSetting) -> set[str]:
    """Villages in which something happened since: loading them again would undo it half."""
    with scoped(setting.actor(Verb.FAMILY_READ)):
        return set(LifeEvent.objects.order_by().values_list("region_code", flat=True).distinct())


def _surveyed(families: list[DemoFamily], year: int) -> Rows:
    """Families that were visited in a year, as they were then."""
    numbers = count(1)
    for family in families:
        survey = family.survey_of(year)
        if survey is not None:
            yield from _rows(family, year, survey, numbers)


def _today(families: list[DemoFamily], year: int) -> Rows:
    """All families with all members; those nobody visited this year without answers."""
    numbers = count(1)
    for family in families:
        yield from _rows(family, year, family.survey_of(year), numbers)


def _rows(family: DemoFamily, year: int, survey: DemoSurvey | None, numbers: Iterator[int]) -> Rows:
    earlier = survey if survey is not None and survey is not family.surveys[0] else None
    yield FamilyRow(
        sheet="",
        row=next(numbers),
        source_key=family.source_key,
        village_code=family.village_code,
        data_year=year,
        no_kk=family.no_kk,
        hamlet=family.hamlet,
        rw=family.rw,
        rt=family.rt,
        address=family.address,
        head_name=family.head.name,
        surveyed_on=survey.surveyed_on if survey else None,
        welfare_decile=family.welfare_decile,
        welfare_source="DTSEN (buatan)" if family.welfare_decile else "",
        answers=survey.answers if survey else FamilyAnswers(),
    )
    couple = survey.couple if survey else None
    kept = [p for p in family.members if earlier is None or p.line in earlier.members]
    for number, person in enumerate(kept):
        yield PersonRow(
            sheet="",
            row=next(numbers),
            family_key=family.source_key,
            line=person.line,
            name=person.name,
            nik=person.nik,
            nik_missing_reason=person.nik_missing_reason,
            religion=person.religion,
            mother_line=person.mother_line,
            answers=earlier.members[person.line] if earlier else person.answers,
            kb_method=_method(couple) if number == 0 else None,
            kb_reason=_reason(couple) if number == 0 else None,
        )


def _method(couple: CoupleStatus | None) -> Method | None:
    return _METHODS.get(couple.value) if couple else None


def _reason(couple: CoupleStatus | None) -> ReasonForNone | None:
    return _REASONS.get(couple.value) if couple else None


def load_index(setting: DemoSetting) -> str:
    """The index of both years, from the families to the nation."""
    actor = setting.actor()
    for year in (setting.year - 1, setting.year):
        villages = index_compute(region_code=setting.regency, year=year, on_behalf_of=actor)
    return f"{villages} nagari, {setting.year - 1} dan {setting.year}"


def load_situations(setting: DemoSetting) -> str:
    """Measures of all problem types, medians of the regency, and the ranked problems of each nagari."""
    actor = setting.actor()
    measures = place_measure(region_code=setting.regency, year=setting.year, on_behalf_of=actor)
    analyses = regency_rank(regency_code=setting.regency, year=setting.year, on_behalf_of=actor)
    return f"{measures} ukuran, {analyses} analisis"
