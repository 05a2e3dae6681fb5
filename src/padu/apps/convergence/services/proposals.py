"""Answers of agencies to proposed rows: confirm, cut, refuse, think again. Nothing is agreed here."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.http import Http404
from django.utils import timezone

from padu.access.actor import Actor
from padu.access.audit import record_change
from padu.access.requests import require_place
from padu.access.verbs import Verb
from padu.apps.convergence.models import ProposalRow
from padu.domain.errors import PaduError
from padu.domain.states import PROPOSAL_ROW


class ReasonMissing(PaduError):
    """To cut or refuse one says why."""

    code = "proposal.reason_missing"


class CutOutOfRange(PaduError):
    """A cut keeps less than was proposed, and something. data: row, amount_idr, cut_to_idr."""

    code = "proposal.cut_out_of_range"


@dataclass(frozen=True, slots=True)
class Answer:
    """One answer of an agency. step: confirm, cut, refuse or reconsider; cut_to_idr only with cut."""

    step: str
    reason: str = ""
    cut_to_idr: int | None = None


_NEEDS_REASON = frozenset({"cut", "refuse"})


@transaction.atomic
def rows_answer(*, actor: Actor, row_ids: Collection[int], answer: Answer) -> int:
    """Answer several rows at once, all or none; rows of others are as if they did not exist.

    Returns how many rows were answered.
    Raises ReasonMissing, CutOutOfRange, IllegalTransition, PermissionDenied, Http404.
    """
    rows = _own_rows(actor, row_ids)
    if answer.step in _NEEDS_REASON and not answer.reason.strip():
        raise ReasonMissing(step=answer.step)
    for row in rows:
        _answer(actor, row, answer)
    return len(rows)


def _own_rows(actor: Actor, row_ids: Collection[int]) -> list[ProposalRow]:
    """The rows, locked; Http404 if the actor does not see one of them, PermissionDenied if it is another agency's."""
    rows = _seen_rows(row_ids)
    for row in rows:
        require_place(actor, row.region_code, Verb.PLAN_ANSWER)
        if not actor.owns(row.agency_id):
            raise PermissionDenied
    return rows


def _seen_rows(row_ids: Collection[int]) -> list[ProposalRow]:
    """The rows, locked, all of them. Raises Http404; without any id as well."""
    # Read before locking: row security silently leaves out of a lock what may be read and not be written.
    seen = set(ProposalRow.objects.filter(pk__in=row_ids).values_list("pk", flat=True))
    if not seen or seen != set(row_ids):
        raise Http404
    return list(ProposalRow.objects.select_for_update().filter(pk__in=seen).order_by("pk"))


def _answer(actor: Actor, row: ProposalRow, answer: Answer) -> None:
    row.state = PROPOSAL_ROW.next_state(row.state, answer.step)
    row.cut_to_idr = _kept_amount(row, answer)
    row.reason = answer.reason.strip() if answer.step != "reconsider" else ""
    row.answered_by = actor.user_id if answer.step != "reconsider" else None
    row.answered_at = timezone.now() if answer.step != "reconsider" else None
    row.save(update_fields=["state", "cut_to_idr", "reason", "answered_by", "answered_at"])
    record_change(actor, f"proposal_row.{answer.step}", row.region_code, f"proposal_row:{row.pk}", row.reason[:200])


def _kept_amount(row: ProposalRow, answer: Answer) -> int | None:
    if answer.step != "cut":
        return None
    kept = answer.cut_to_idr
    if kept is None or not 0 <= kept < row.amount_idr:
        raise CutOutOfRange(row=row.pk, amount_idr=row.amount_idr, cut_to_idr=kept)
    return kept


@transaction.atomic
def rows_withdraw(*, actor: Actor, row_ids: Collection[int], reason: str) -> int:
    """The regency's team takes proposed rows back, with a reason.

    Returns how many. Raises ReasonMissing, IllegalTransition, PermissionDenied, Http404.
    """
    rows = _seen_rows(row_ids)
    for row in rows:
        require_place(actor, row.region_code, Verb.PLAN_RUN)
    if not reason.strip():
        raise ReasonMissing(step="withdraw")
    for row in rows:
        row.state = PROPOSAL_ROW.next_state(row.state, "withdraw")
        row.reason = reason.strip()
        row.save(update_fields=["state", "reason"])
        record_change(actor, "proposal_row.withdraw", row.region_code, f"proposal_row:{row.pk}", reason[:200])
    return len(rows)
