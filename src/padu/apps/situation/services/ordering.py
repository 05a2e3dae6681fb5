"""People put the problems in another order: with a reason that is kept, beside the computed place."""

from __future__ import annotations

from collections.abc import Sequence

from django.db import transaction
from django.http import Http404

from padu.access.actor import Actor
from padu.access.audit import record_change
from padu.access.origin import because
from padu.apps.situation.models import Problem, RankChange, SituationAnalysis
from padu.apps.situation.ordering import moved_items
from padu.apps.situation.services.editing import editable_analysis, stated
from padu.domain.errors import PaduError


class OrderOutdated(PaduError):
    """The list has changed since the page was opened: other problems stand in it now."""

    code = "situation.order_outdated"


@transaction.atomic
def order_change(*, actor: Actor, region_code: str, year: int, order: Sequence[int], reason: str) -> int:
    """Put the ranked problems in this order (ids). Returns how many were moved; the others only made room.

    Raises Http404, PermissionDenied, NotEditable, OrderOutdated; ReasonMissing unless the order is the old one.
    """
    analysis = editable_analysis(actor, region_code, year)
    ranked = _ranked(analysis)
    before = [row.pk for row in ranked]
    if sorted(order) != sorted(before):
        raise OrderOutdated
    moved = moved_items(before, order)
    if moved:
        _store(actor, ranked, order, moved, stated(reason))
        record_change(actor, "situation.order", region_code, f"situation:{analysis.pk}")
    return len(moved)


def problem_shift(*, actor: Actor, region_code: str, year: int, problem_id: int, step: int, reason: str) -> int:
    """Move one problem a place up (step -1) or down (+1). Returns how many were moved. Raises as `order_change`."""
    analysis = editable_analysis(actor, region_code, year)
    order = [row.pk for row in _ranked(analysis)]
    if problem_id not in order:
        raise Http404
    at = order.index(problem_id)
    to = min(max(at + step, 0), len(order) - 1)
    order.insert(to, order.pop(at))
    return order_change(actor=actor, region_code=region_code, year=year, order=order, reason=reason)


def _ranked(analysis: SituationAnalysis) -> list[Problem]:
    return list(Problem.objects.filter(analysis=analysis, agreed_rank__isnull=False).order_by("agreed_rank", "pk"))


def _store(actor: Actor, ranked: list[Problem], order: Sequence[int], moved: Sequence[int], reason: str) -> None:
    place = {pk: number for number, pk in enumerate(order, 1)}
    RankChange.objects.bulk_create(
        RankChange(
            problem=row,
            region_code=row.region_code,
            from_rank=row.agreed_rank,
            to_rank=place[row.pk],
            reason=reason,
            by=actor.user_id or 0,  # 0: the system, which has no account
        )
        for row in ranked
        if row.pk in moved
    )
    for row in ranked:
        row.agreed_rank = place[row.pk]
        row.is_new = False
        if row.pk in moved:
            row.rank_reason = reason
    with because(reason):
        Problem.objects.bulk_update(ranked, ["agreed_rank", "is_new", "rank_reason"])
