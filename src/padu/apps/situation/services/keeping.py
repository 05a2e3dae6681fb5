"""Store what was assessed without losing what people made of it."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final

from django.utils import timezone

from padu.apps.situation.catalogue import OWN
from padu.apps.situation.delicate import store_apart, take_apart
from padu.apps.situation.models import Problem, ProblemMeasure, RankChange, SituationAnalysis
from padu.apps.situation.ordering import merged_order
from padu.domain.problems import DEFAULT_WEIGHTS, Reference
from padu.domain.problems.assessing import Assessment
from padu.domain.problems.figures import ReferenceBasis
from padu.domain.values import Missing

EDITABLE: Final = (SituationAnalysis.State.DRAFT, SituationAnalysis.State.RETURNED)

Key = str | int
"""A problem in an order: its type, or the row's id for one the village raised itself."""


@dataclass(frozen=True, slots=True)
class Found:
    """What was assessed in one village; `order` holds the ranked types, `reasons` why the others have no rank."""

    region_code: str
    active_families: int
    assessments: Mapping[str, Assessment]
    reasons: Mapping[str, str]
    order: Sequence[str]
    measures: Mapping[str, ProblemMeasure]
    earlier: Mapping[str, float]


def analyses_store(year: int, found: Sequence[Found]) -> int:
    """Bring the analyses of these villages up; those that were submitted stay. Returns how many were brought up.

    A problem keeps its row (and so its id) as long as the analysis lives. What people put in an order keeps it; a type
    that comes in newly stands at its computed place and is marked new.
    """
    analyses = _analyses(year, found)
    rows = _rows_by_analysis(analyses.values())
    ordered = _ordered_by_people(analyses.values())
    made: list[Problem] = []
    changed: list[Problem] = []
    for one in found:
        analysis = analyses[one.region_code]
        if analysis.state not in EDITABLE:
            continue
        old = rows[analysis.pk]
        problems = _filled(analysis, one, old)
        _put_in_order(problems, old, one, by_people=analysis.pk in ordered)
        made += [p for p in problems if p.pk is None]
        changed += [p for p in problems if p.pk is not None]
    kinds = {key: one.problem_type.sensitivity for village in found for key, one in village.assessments.items()}
    taken = take_apart([*made, *changed], kinds)
    Problem.objects.bulk_create(made, batch_size=500)
    Problem.objects.bulk_update(changed, _STORED, batch_size=200)
    store_apart([*made, *changed], taken)
    return _mark_computed(analyses, found)


_STORED: Final = [
    field.name
    for field in Problem._meta.concrete_fields
    if field.name not in ("id", "analysis", "region_code", "problem_type", "own_title", "own_note")
]


def _analyses(year: int, found: Sequence[Found]) -> dict[str, SituationAnalysis]:
    codes = [one.region_code for one in found]
    known = {a.region_code: a for a in SituationAnalysis.objects.filter(region_code__in=codes, year=year)}
    fresh = [
        SituationAnalysis(
            region_code=code, year=year, weights_version=DEFAULT_WEIGHTS.version, computed_at=timezone.now()
        )
        for code in codes
        if code not in known
    ]
    return known | {a.region_code: a for a in SituationAnalysis.objects.bulk_create(fresh)}


def _rows_by_analysis(analyses: Iterable[SituationAnalysis]) -> defaultdict[int, list[Problem]]:
    found: defaultdict[int, list[Problem]] = defaultdict(list)
    for row in Problem.objects.filter(analysis__in=[a.pk for a in analyses]).order_by("agreed_rank", "pk"):
        found[row.analysis_id].append(row)
    return found


def _ordered_by_people(analyses: Iterable[SituationAnalysis]) -> set[int]:
    """Analyses in which somebody moved a problem or raised one."""
    ids = [a.pk for a in analyses]
    moved = RankChange.objects.filter(problem__analysis__in=ids).values_list("problem__analysis_id", flat=True)
    raised = Problem.objects.filter(analysis__in=ids, problem_type=OWN).values_list("analysis_id", flat=True)
    return set(moved) | set(raised)


def _mark_computed(analyses: Mapping[str, SituationAnalysis], found: Sequence[Found]) -> int:
    touched = []
    for one in found:
        analysis = analyses[one.region_code]
        if analysis.state in EDITABLE:
            analysis.active_families = one.active_families
            analysis.weights_version = DEFAULT_WEIGHTS.version
            analysis.computed_at = timezone.now()
            touched.append(analysis)
    SituationAnalysis.objects.bulk_update(touched, ["active_families", "weights_version", "computed_at"])
    return len(touched)


def _filled(analysis: SituationAnalysis, found: Found, old: Sequence[Problem]) -> list[Problem]:
    """A row for each type with today's figures, the old row where there is one, and the village's own."""
    by_type = {row.problem_type: row for row in old if row.problem_type != OWN}
    filled = [row for row in old if row.problem_type == OWN]
    for key, assessment in found.assessments.items():
        row = by_type.get(key) or Problem(analysis=analysis, region_code=analysis.region_code, problem_type=key)
        for name, value in _figures(assessment).items():
            setattr(row, name, value)
        measure = found.measures.get(key)
        row.outcome_reason = found.reasons[key]
        row.value_before = None if row.gap is None else found.earlier.get(key)
        row.source = measure.source if measure else ""
        row.as_of = measure.as_of if measure else None
        filled.append(row)
    return filled


def _figures(found: Assessment) -> dict[str, Any]:
    kind, reference = found.problem_type, found.reference
    known = reference if isinstance(reference, Reference) else None
    return {
        "programme_no": kind.programme_no,
        "outcome": found.outcome.value,
        "value": _number(found.value),
        "reference": known.value if known else None,
        "reference_basis": known.basis.value if known else "",
        "reference_note": _villages_behind(known),
        "worst": kind.worst if known else None,
        "measure_unit": kind.measure_unit.value,
        "affected_units": _number(found.affected_units),
        "affected_families": _number(found.affected_families),
        **{name: getattr(found, name) for name in _FACTORS},
    }


_FACTORS: Final = (
    "numerator",
    "denominator",
    "coverage",
    "gap",
    "share",
    "severity",
    "trend",
    "change",
    "priority",
    "small_numbers",
)


def _villages_behind(reference: Reference | None) -> str:
    """How many villages a median rests on; empty for a target."""
    medians = (ReferenceBasis.REGENCY_MEDIAN, ReferenceBasis.PROVINCE_MEDIAN)
    return str(reference.villages) if reference and reference.basis in medians else ""


def _number(value: float | Missing) -> float | None:
    return None if isinstance(value, Missing) else value


def _key(row: Problem) -> Key:
    return row.pk if row.problem_type == OWN else row.problem_type


def _put_in_order(problems: Sequence[Problem], old: Sequence[Problem], found: Found, *, by_people: bool) -> None:
    before = [_key(row) for row in old if row.agreed_rank is not None]
    ranked = set(found.order)
    kept = [key for key in before if isinstance(key, int) or key in ranked]
    order: list[Key] = merged_order(kept, found.order) if by_people else list(found.order)
    computed = {key: place for place, key in enumerate(found.order, 1)}
    agreed = {key: place for place, key in enumerate(order, 1)}
    for row in problems:
        key = _key(row)
        newcomer = bool(before) and key in computed and key not in before
        row.is_new = key in computed and (row.is_new or newcomer)
        row.computed_rank = computed.get(str(key)) if row.problem_type != OWN else None
        row.agreed_rank = agreed.get(key)
        if row.agreed_rank is None:
            row.rank_reason = ""
