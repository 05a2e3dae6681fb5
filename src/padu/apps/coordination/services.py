"""Recording meetings and following their decisions until a second person has verified them."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.shortcuts import get_object_or_404
from django.utils import timezone

from padu.access.actor import Actor
from padu.access.audit import record_change
from padu.access.requests import require_place
from padu.access.verbs import Verb
from padu.apps.convergence.models import PlannerRun
from padu.apps.convergence.services.commitments import commitments_agree
from padu.apps.coordination.models import Attendance, Decision, Meeting
from padu.domain.errors import PaduError
from padu.domain.states import DECISION, verify_decision


class MeetingIncomplete(PaduError):
    """A meeting has a date, a chair and at least one person present. data: missing."""

    code = "meeting.incomplete"


class MeetingInFuture(PaduError):
    """Only a meeting that has taken place can be recorded. data: held_on."""

    code = "meeting.in_future"


class EvidenceMissing(PaduError):
    """A decision is closed with evidence."""

    code = "decision.evidence_missing"


class ReopenReasonMissing(PaduError):
    """A decision is opened again with a reason."""

    code = "decision.reopen_reason_missing"


@dataclass(frozen=True, slots=True)
class Present:
    """One person at the meeting, and for which office."""

    name: str
    office: str
    agency_id: int | None = None


@dataclass(frozen=True, slots=True)
class NewDecision:
    """A decision as the meeting took it."""

    text: str
    responsible: str
    due_on: dt.date
    target: str = ""
    agency_id: int | None = None


@dataclass(frozen=True, slots=True)
class MeetingRecord:
    """What the minutes say. planner_run_id: the proposal the meeting agreed on, if it did."""

    region_code: str
    held_on: dt.date
    title: str
    chair: str
    present: Sequence[Present]
    place: str = ""
    minutes: str = ""
    decisions: Sequence[NewDecision] = ()
    planner_run_id: int | None = None


@dataclass(frozen=True, slots=True)
class Recorded:
    """The stored meeting and how many commitments it made."""

    meeting: Meeting
    commitments: int


@transaction.atomic
def meeting_record(*, actor: Actor, record: MeetingRecord) -> Recorded:
    """Store a meeting with who was there and what was decided; where it agreed on a proposal, make the commitments.

    Raises MeetingIncomplete, MeetingInFuture, PermissionDenied, Http404.
    """
    require_place(actor, record.region_code, Verb.MEETING_RECORD)
    _check(record)
    meeting = Meeting.objects.create(
        region_code=record.region_code,
        year=record.held_on.year,
        held_on=record.held_on,
        title=record.title,
        place=record.place,
        chair=record.chair,
        minutes=record.minutes,
        planner_run_id=record.planner_run_id,
        recorded_by=actor.user_id,
    )
    _store_parts(meeting, record)
    made = 0
    if record.planner_run_id is not None:
        run = get_object_or_404(PlannerRun.objects, pk=record.planner_run_id, region_code=record.region_code)
        made = commitments_agree(actor=actor, run=run, meeting_id=meeting.pk, agreed_on=record.held_on)
    record_change(actor, "meeting.record", record.region_code, f"meeting:{meeting.pk}")
    return Recorded(meeting, made)


def _check(record: MeetingRecord) -> None:
    given = {"title": record.title.strip(), "chair": record.chair.strip(), "present": record.present}
    missing = [name for name, value in given.items() if not value]
    if missing:
        raise MeetingIncomplete(missing=missing)
    if record.held_on > timezone.localdate():
        raise MeetingInFuture(held_on=record.held_on)


def _store_parts(meeting: Meeting, record: MeetingRecord) -> None:
    place = {"meeting": meeting, "region_code": meeting.region_code}
    Attendance.objects.bulk_create(
        [Attendance(**place, name=p.name, office=p.office, agency_id=p.agency_id) for p in record.present]
    )
    Decision.objects.bulk_create(
        [
            Decision(
                **place,
                text=d.text,
                responsible=d.responsible,
                due_on=d.due_on,
                target=d.target,
                agency_id=d.agency_id,
            )
            for d in record.decisions
        ]
    )


def _locked(actor: Actor, decision_id: int, verb: Verb) -> Decision:
    """The decision, locked, for somebody who may do this to it. Raises Http404, PermissionDenied."""
    # Read before locking: row security silently leaves out of a lock what may be read and not be written.
    decision: Decision = get_object_or_404(Decision.objects, pk=decision_id)
    require_place(actor, decision.region_code, verb)
    if not _answers_for(actor, decision):
        raise PermissionDenied
    locked: Decision = Decision.objects.select_for_update().get(pk=decision_id)
    return locked


def _answers_for(actor: Actor, decision: Decision) -> bool:
    """The regency's team answers for every decision, an agency for its own."""
    if actor.may(Verb.MEETING_RECORD, decision.region_code):
        return True
    return decision.agency_id is not None and actor.owns(decision.agency_id)


@transaction.atomic
def decision_complete(*, actor: Actor, decision_id: int, evidence: str) -> Decision:
    """State that a decision is carried out. Raises EvidenceMissing, IllegalTransition, PermissionDenied,
    Http404."""
    decision = _locked(actor, decision_id, Verb.DECISION_CLOSE)
    if not evidence.strip():
        raise EvidenceMissing(decision=decision.pk)
    decision.state = DECISION.next_state(decision.state, "complete")
    decision.evidence, decision.closed_by, decision.closed_at = evidence.strip(), actor.user_id, timezone.now()
    decision.verified_by = decision.verified_at = None
    decision.save(update_fields=["state", "evidence", "closed_by", "closed_at", "verified_by", "verified_at"])
    record_change(actor, "decision.complete", decision.region_code, f"decision:{decision.pk}")
    return decision


@transaction.atomic
def decision_verify(*, actor: Actor, decision_id: int) -> Decision:
    """Verify another person's closing. Raises SecondPersonNeeded, IllegalTransition, PermissionDenied,
    Http404."""
    decision = _locked(actor, decision_id, Verb.DECISION_VERIFY)
    decision.state = verify_decision(
        decision.state, completed_by=str(decision.closed_by), verified_by=str(actor.user_id)
    )
    decision.verified_by, decision.verified_at = actor.user_id, timezone.now()
    decision.save(update_fields=["state", "verified_by", "verified_at"])
    record_change(actor, "decision.verify", decision.region_code, f"decision:{decision.pk}")
    return decision


@transaction.atomic
def decision_reopen(*, actor: Actor, decision_id: int, reason: str) -> Decision:
    """Open a closed decision again, with a reason. Raises ReopenReasonMissing, IllegalTransition, PermissionDenied,
    Http404."""
    decision = _locked(actor, decision_id, Verb.DECISION_VERIFY)
    if not reason.strip():
        raise ReopenReasonMissing(decision=decision.pk)
    decision.state = DECISION.next_state(decision.state, "reopen")
    decision.reopened_reason, decision.verified_by, decision.verified_at = reason.strip(), None, None
    decision.save(update_fields=["state", "reopened_reason", "verified_by", "verified_at"])
    record_change(actor, "decision.reopen", decision.region_code, f"decision:{decision.pk}", reason[:200])
    return decision
