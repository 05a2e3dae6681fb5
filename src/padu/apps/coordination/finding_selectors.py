"""Reading findings and their answers: what the current actor may see. Callers stand in a scope."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass

from django.db.models import Case, Q, QuerySet, Value, When
from django.http import Http404

from padu.access.actor import Actor
from padu.access.verbs import Verb
from padu.apps.coordination.models import Finding, FindingAnswer
from padu.domain.regions import CodeRange
from padu.domain.states import FINDING, is_late

WAITING = (Finding.State.OPEN.value, Finding.State.RETURNED.value)


def finding_is_late(finding: Finding, today: dt.date) -> bool:
    """Somebody still has to answer and the day due has passed."""
    return is_late(finding.state, finding.due_on, today, waiting=WAITING)


def list_findings(region_code: str, *, state: str = "", year: int | None = None) -> QuerySet[Finding]:
    """Findings of a place and below: what waits for an answer first, the soonest due on top."""
    span = CodeRange.below(region_code)
    rows: QuerySet[Finding] = Finding.objects.filter(region_code__gte=span.start, region_code__lt=span.end)
    if state:
        rows = rows.filter(state=state)
    if year is not None:
        rows = rows.filter(year=year)
    waits = Case(When(state__in=WAITING, then=Value(0)), When(state="answered", then=Value(1)), default=Value(2))
    return rows.order_by(waits, "due_on", "pk")


def in_order(rows: QuerySet[Finding], column: str, *, down: bool) -> QuerySet[Finding]:
    """Findings by one column instead; equal ones as they were due."""
    return rows.order_by(f"-{column}" if down else column, "due_on", "pk")


def findings_waiting(region_codes: Sequence[str]) -> list[Finding]:
    """Findings of places and below that somebody has to answer, the soonest due first."""
    places = Q(pk__in=[])
    for code in region_codes:
        span = CodeRange.below(code)
        places |= Q(region_code__gte=span.start, region_code__lt=span.end)
    return list(Finding.objects.filter(places, state__in=WAITING).order_by("due_on", "pk"))


def get_finding(finding_id: int) -> Finding:
    """Raises Http404 for a finding the actor does not see."""
    finding: Finding | None = Finding.objects.filter(pk=finding_id).first()
    if finding is None:
        raise Http404
    return finding


def list_answers(finding: Finding) -> list[FindingAnswer]:
    """Answers, oldest first."""
    return list(FindingAnswer.objects.filter(finding=finding).order_by("pk"))


@dataclass(frozen=True, slots=True)
class FindingSteps:
    """What this actor may do to a finding now."""

    answer: bool
    judge: bool
    close: bool


def steps_of(actor: Actor, finding: Finding) -> FindingSteps:
    steps = FINDING.steps_from(finding.state)
    inspects = actor.may(Verb.FINDING_WRITE, finding.region_code)
    answers = actor.may(Verb.FINDING_ANSWER, finding.region_code)
    return FindingSteps(
        answer=answers and "answer" in steps, judge=inspects and "accept" in steps, close=inspects and "close" in steps
    )
