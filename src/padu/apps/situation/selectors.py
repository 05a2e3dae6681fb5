"""What the planner reads of situation analyses. Callers stand in the scope of who asks."""

from __future__ import annotations

from dataclasses import dataclass

from padu.apps.programmes.selectors import problem_type_names
from padu.apps.situation.catalogue import policy_only_types
from padu.apps.situation.models import Problem, SituationAnalysis
from padu.domain.problems.ranking import PAID_BY_THE_BONUS
from padu.domain.regions import CodeRange
from padu.domain.values import FigureValue, Missing

SUBMITTED_STATES = (SituationAnalysis.State.SUBMITTED, SituationAnalysis.State.ACCEPTED)


@dataclass(frozen=True, slots=True)
class SubmittedProblem:
    """One ranked problem that a village has submitted. weight: its priority P at full precision, 0 < P <= 100.

    affected_families  SUPPRESSED for few families of a sensitive kind, whoever asks: the plan leaves the village
    """

    village_code: str
    problem_type: str
    programme_no: int
    rank: int
    weight: float
    affected_families: FigureValue
    title: str
    problem_id: int


def submitted_village_codes(regency_code: str, year: int) -> frozenset[str]:
    """Villages of a regency whose analysis of that year was submitted or accepted."""
    span = CodeRange.below(regency_code)
    rows = SituationAnalysis.objects.filter(
        region_code__gte=span.start, region_code__lt=span.end, year=year, state__in=SUBMITTED_STATES
    )
    return frozenset(rows.values_list("region_code", flat=True))


def submitted_problems(regency_code: str, year: int) -> list[SubmittedProblem]:
    """Ranked problems of all submitted analyses of a regency and year, by village and rank.

    Left out: what the integration bonus pays for already, and what only a decision answers (policy_only). A problem
    that a village raised itself has the weight of `services.own_problems.own_priority` [assumption].
    """
    names = problem_type_names()
    span = CodeRange.below(regency_code)
    rows = Problem.objects.filter(
        analysis__region_code__gte=span.start,
        analysis__region_code__lt=span.end,
        analysis__year=year,
        analysis__state__in=SUBMITTED_STATES,
        agreed_rank__isnull=False,
        priority__gt=0,
    ).exclude(problem_type__in=PAID_BY_THE_BONUS | policy_only_types())
    return [
        SubmittedProblem(
            village_code=row.region_code,
            problem_type=row.problem_type,
            programme_no=row.programme_no,
            rank=row.agreed_rank,
            weight=row.priority,
            affected_families=Missing.SUPPRESSED if row.delicate else row.affected_families,
            title=row.own_title or names.get(row.problem_type, row.problem_type),
            problem_id=row.pk,
        )
        for row in rows.order_by("region_code", "agreed_rank", "pk")
    ]
