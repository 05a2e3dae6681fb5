"""From measures to ranked problems: every village of a place, by the one rule in `padu.domain.problems`."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

from django.db.models import Count

from padu.access.actor import Actor, system_actor
from padu.access.audit import record_change
from padu.access.gate import scoped
from padu.access.queueing import one_at_a_time
from padu.access.verbs import Verb
from padu.apps.rumah_dataku.models import Family
from padu.apps.situation.catalogue import problem_types
from padu.apps.situation.measures.families import FAMILY_MEASURES
from padu.apps.situation.measures.persons import PERSON_MEASURES
from padu.apps.situation.measures.village_figures import FIGURE_MEASURES
from padu.apps.situation.models import ProblemMeasure
from padu.apps.situation.services.keeping import Found, analyses_store
from padu.apps.situation.services.references import medians_of
from padu.domain.problems import Measurement, Outcome, ProblemType, Reason, Reference, assess, rank, reference_for
from padu.domain.problems.assessing import Assessment
from padu.domain.problems.catalogue import MIN_COVERAGE
from padu.domain.problems.ranking import explain_parents
from padu.domain.regions import CodeRange, regency_of
from padu.domain.values import Missing

NO_DATA_SOURCE: Final = "no_data_source"
"""Padu does not hold what this type is measured from."""
MEASURED_TYPES: Final = frozenset(
    {m.problem_type for m in (*FAMILY_MEASURES, *PERSON_MEASURES)} | {m.problem_type for m in FIGURE_MEASURES}
)

Measures = Mapping[str, ProblemMeasure]


@dataclass(frozen=True, slots=True)
class _Material:
    """Everything known of one village that its problems are computed from."""

    region_code: str
    measures: Measures
    earlier: Measures
    medians: Mapping[str, Reference]
    active_families: int


def situations_compute(*, region_code: str, year: int, on_behalf_of: Actor | None = None) -> int:
    """Assess and rank the problems of every measured village of a place. Returns how many analyses were brought up.

    Analyses that were submitted or accepted stay as they are. People's own order is kept (see `keeping`).
    """
    duties = (Verb.FAMILY_READ, Verb.FAMILY_WRITE, Verb.SITUATION_EDIT)
    with scoped(system_actor(region_code, *duties, on_behalf_of=on_behalf_of)) as actor:
        _wait_for_others(region_code)
        types = problem_types()
        found = [_assess_village(types, material) for material in _gather(region_code, year)]
        stored = analyses_store(year, found)
        record_change(actor, "situation.compute", region_code, f"year:{year}")
    return stored


def _wait_for_others(region_code: str) -> None:
    """One computing at a time in a regency: two at once would both make the same analysis."""
    one_at_a_time(f"situation:{region_code[:5]}")


def _gather(region_code: str, year: int) -> list[_Material]:
    span = CodeRange.below(region_code)
    inside = {"region_code__gte": span.start, "region_code__lt": span.end}
    by_year: dict[int, defaultdict[str, dict[str, ProblemMeasure]]] = {
        year: defaultdict(dict),
        year - 1: defaultdict(dict),
    }
    for row in ProblemMeasure.objects.filter(**inside, year__in=by_year):
        by_year[row.year][row.region_code][row.problem_type] = row
    families = Family.objects.filter(**inside, active=True).order_by().values_list("region_code")
    active: dict[str, int] = dict(families.annotate(number=Count("pk")))
    medians: dict[str, dict[str, Reference]] = {}
    for code in by_year[year]:
        medians.setdefault(regency_of(code), medians_of(regency_of(code), year))
    return [
        _Material(code, measures, by_year[year - 1].get(code, {}), medians[regency_of(code)], active.get(code, 0))
        for code, measures in sorted(by_year[year].items())
    ]


def _assess_village(types: Mapping[str, ProblemType], material: _Material) -> Found:
    assessed = explain_parents(_assess(kind, material) for kind in types.values())
    order = [found.problem_type.problem_type_id for found in rank(assessed)]
    return Found(
        region_code=material.region_code,
        active_families=material.active_families,
        assessments={a.problem_type.problem_type_id: a for a in assessed},
        reasons={a.problem_type.problem_type_id: _reason(a) for a in assessed},
        order=order,
        measures=material.measures,
        earlier={key: value for key, row in material.earlier.items() if (value := _sound(row)) is not None},
    )


def _assess(kind: ProblemType, material: _Material) -> Assessment:
    key = kind.problem_type_id
    row = material.measures.get(key)
    if row is not None and row.missing == Missing.SUPPRESSED:
        hidden = Missing.SUPPRESSED
        return Assessment(kind, Outcome.SUPPRESSED, Reason.STRICT_SMALL, hidden, hidden, hidden, hidden)
    earlier = material.earlier.get(key)
    return assess(
        kind,
        _measurement(row),
        reference_for(kind, material.medians.get(key, Missing.UNKNOWN)),
        None if earlier is None else _sound(earlier),
        material.active_families,
    )


def _measurement(row: ProblemMeasure | None) -> Measurement:
    if row is None:
        return Measurement.none(Missing.UNKNOWN)
    return Measurement(
        value=Missing(row.missing or Missing.UNKNOWN) if row.value is None else row.value,
        affected_units=Missing.UNKNOWN if row.affected_units is None else row.affected_units,
        affected_families=Missing.UNKNOWN if row.affected_families is None else row.affected_families,
        numerator=None if row.numerator is None else int(row.numerator),
        denominator=None if row.denominator is None else int(row.denominator),
        coverage=row.coverage,
    )


def _sound(row: ProblemMeasure) -> float | None:
    """Last year's value, if enough was measured then."""
    enough = row.coverage is None or row.coverage >= MIN_COVERAGE
    return row.value if enough and not row.missing else None


def _reason(found: Assessment) -> str:
    if found.reason is Reason.NOT_REPORTED and found.problem_type.problem_type_id not in MEASURED_TYPES:
        return NO_DATA_SOURCE
    return found.reason.value if found.reason else ""
