"""From what agencies confirmed and a recorded meeting agreed to commitments and joint events."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence

from django.db import transaction

from padu.access.actor import Actor
from padu.access.audit import record_change
from padu.access.requests import require_place
from padu.access.verbs import Verb
from padu.apps.convergence.models import Commitment, JointEvent, PlannerRun, ProposalRow
from padu.apps.supply.models import Offer
from padu.apps.supply.selectors import offers_by_id
from padu.domain.states import PROPOSAL_ROW

_AGREEABLE = (ProposalRow.State.CONFIRMED, ProposalRow.State.CUT)


@transaction.atomic
def commitments_agree(*, actor: Actor, run: PlannerRun, meeting_id: int, agreed_on: dt.date) -> int:
    """Make every confirmed or cut row of a run a commitment; refused and unanswered rows stay what they are.

    Agreeing the same run again adds only rows that were answered since; a delivery that was agreed from another run
    (same offer, village and day) is not agreed twice. Returns how many commitments were made.
    Raises PermissionDenied, Http404.
    """
    require_place(actor, run.region_code, Verb.MEETING_RECORD)
    rows = _rows_to_agree(run)
    events = _events_for(rows, run)
    offers = offers_by_id({row.offer_id for row in rows})
    Commitment.objects.bulk_create(
        [
            _commitment(row, run, offers[row.offer_id], events[row.region_code, row.day], meeting_id, agreed_on)
            for row in rows
        ]
    )
    for row in rows:
        row.state = PROPOSAL_ROW.next_state(row.state, "agree")
    ProposalRow.objects.bulk_update(rows, ["state"], batch_size=500)
    record_change(actor, "commitments.agree", run.region_code, f"planner_run:{run.pk}", f"{len(rows)} baris")
    return len(rows)


def _rows_to_agree(run: PlannerRun) -> list[ProposalRow]:
    rows = (
        ProposalRow.objects.select_for_update(of=("self",))
        .filter(run=run, state__in=_AGREEABLE)
        .select_related("agency")
        .order_by("region_code", "day", "pk")
    )
    offer_ids = {row.offer_id for row in rows}
    standing = Commitment.objects.filter(offer_id__in=offer_ids).exclude(state=Commitment.State.CANCELLED)
    agreed = set(standing.values_list("offer_id", "region_code", "event__day"))
    return [row for row in rows if (row.offer_id, row.region_code, row.day) not in agreed]


def _events_for(rows: Sequence[ProposalRow], run: PlannerRun) -> dict[tuple[str, dt.date], JointEvent]:
    """One joint event for each village and day; one that stands already is joined."""
    wanted = {(row.region_code, row.day) for row in rows}
    JointEvent.objects.bulk_create(
        [JointEvent(region_code=code, day=day, year=day.year, made_up=run.made_up) for code, day in sorted(wanted)],
        ignore_conflicts=True,
    )
    standing = JointEvent.objects.filter(
        region_code__in={code for code, _ in wanted}, day__in={day for _, day in wanted}
    )
    return {(event.region_code, event.day): event for event in standing}


def _commitment(
    row: ProposalRow,
    run: PlannerRun,
    offer: Offer,
    event: JointEvent,
    meeting_id: int,
    agreed_on: dt.date,
) -> Commitment:
    """The snapshot: what the offer and its fund say later does not change what was agreed."""
    return Commitment(
        region_code=row.region_code,
        year=run.year,
        agency=row.agency,
        event=event,
        offer_id=offer.pk,
        proposal_row_id=row.pk,
        meeting_id=meeting_id,
        activity=offer.activity,
        title=offer.title,
        programme_no=offer.programme_no,
        column_key=row.agency.column_key,
        fund_name=offer.fund.name,
        fund_source=offer.fund.source,
        document=offer.document,
        document_code=offer.document_code,
        document_year=offer.document_year,
        budget_line=offer.budget_line,
        amount_idr=row.amount_idr if row.cut_to_idr is None else row.cut_to_idr,
        agreed_on=agreed_on,
        made_up=run.made_up,
    )
