"""A problem that the village itself raises beside the measured ones."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from django.db import transaction
from django.db.models import Max
from django.http import Http404

from padu.access.actor import Actor
from padu.access.audit import record_change
from padu.apps.situation.catalogue import OWN
from padu.apps.situation.models import Problem, SituationAnalysis
from padu.apps.situation.services.editing import editable_analysis, stated
from padu.domain.errors import PaduError
from padu.domain.problems import DEFAULT_WEIGHTS, VILLAGE_SHARE

UNMEASURED: Final = 0.5
"""[assumption] Gap, severity and trend of a problem that nobody measured: the middle of each factor."""
RAISED: Final = "raised"
WITHDRAWN: Final = "withdrawn"


class OwnProblemIncomplete(PaduError):
    """It has a title and one of the eight programmes. data: missing."""

    code = "situation.own_problem_incomplete"


class TooManyFamilies(PaduError):
    """More families concerned than the village has. data: families, active."""

    code = "situation.too_many_families"


@dataclass(frozen=True, slots=True)
class OwnProblem:
    """What the pokja says of it; the number of families concerned may be unknown."""

    title: str
    programme_no: int
    note: str = ""
    affected_families: int | None = None


@transaction.atomic
def own_problem_add(*, actor: Actor, region_code: str, year: int, problem: OwnProblem) -> Problem:
    """Add it at the end of the order, with the weight of `own_priority`; people then move it where it belongs.

    Raises Http404, PermissionDenied, NotEditable, OwnProblemIncomplete, TooManyFamilies.
    """
    analysis = editable_analysis(actor, region_code, year)
    _check(analysis, problem)
    last = Problem.objects.filter(analysis=analysis).aggregate(last=Max("agreed_rank"))["last"] or 0
    row: Problem = Problem.objects.create(
        analysis=analysis,
        region_code=region_code,
        problem_type=OWN,
        programme_no=problem.programme_no,
        outcome=RAISED,
        affected_families=problem.affected_families,
        priority=own_priority(problem.affected_families, analysis.active_families),
        agreed_rank=last + 1,
        own_title=problem.title.strip(),
        own_note=problem.note.strip(),
        source="usulan kampung",
    )
    record_change(actor, "situation.own_problem", region_code, f"problem:{row.pk}")
    return row


@transaction.atomic
def own_problem_withdraw(*, actor: Actor, region_code: str, year: int, problem_id: int, reason: str) -> None:
    """Take it out of the order; the row stays, with the reason. Raises as `own_problem_add`, and ReasonMissing."""
    analysis = editable_analysis(actor, region_code, year)
    row = Problem.objects.filter(analysis=analysis, pk=problem_id, problem_type=OWN, agreed_rank__isnull=False).first()
    if row is None:
        raise Http404
    row.outcome, row.rank_reason, row.agreed_rank, row.priority = WITHDRAWN, stated(reason), None, None
    row.save(update_fields=["outcome", "rank_reason", "agreed_rank", "priority"])
    _close_ranks(analysis)
    record_change(actor, "situation.own_problem_withdraw", region_code, f"problem:{row.pk}")


def own_priority(affected_families: int | None, active_families: int | None) -> float:
    """Weight of a problem nobody measured, by the same formula: 0.5 for each factor that is not known [assumption].

    The share is what the pokja says; where it says nothing, or the village's families are not known, that of a problem
    of the whole village.

    >>> round(own_priority(None, 120), 9)
    50.0
    """
    weights = DEFAULT_WEIGHTS
    known = bool(affected_families and active_families)
    share = (affected_families or 0) / (active_families or 1) if known else VILLAGE_SHARE
    return float(100 * share**weights.share * UNMEASURED ** (1 - weights.share))


def _check(analysis: SituationAnalysis, problem: OwnProblem) -> None:
    missing = [] if problem.title.strip() else ["title"]
    if not 1 <= problem.programme_no <= 8:
        missing.append("programme_no")
    if missing:
        raise OwnProblemIncomplete(missing=missing)
    families, active = problem.affected_families, analysis.active_families
    if families is not None and active is not None and families > active:
        raise TooManyFamilies(families=families, active=active)


def _close_ranks(analysis: SituationAnalysis) -> None:
    rows = list(Problem.objects.filter(analysis=analysis, agreed_rank__isnull=False).order_by("agreed_rank", "pk"))
    for place, row in enumerate(rows, 1):
        row.agreed_rank = place
    Problem.objects.bulk_update(rows, ["agreed_rank"])
