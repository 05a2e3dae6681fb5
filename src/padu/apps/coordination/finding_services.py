"""Writing findings and answers: inspectors find, accept and close; whoever answers for the place answers."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from django.db import transaction
from django.shortcuts import get_object_or_404
from django.utils import timezone

from padu.access.actor import Actor
from padu.access.audit import record_change
from padu.access.requests import require_place
from padu.access.verbs import Verb
from padu.apps.coordination.models import Finding, FindingAnswer
from padu.domain.errors import PaduError
from padu.domain.states import FINDING

ANSWER_WITHIN = dt.timedelta(days=30)
"""[assumption] Days until an answer is due where the inspector names none."""


class FindingIncomplete(PaduError):
    """A finding has a text, and its day has come; an answer is due on that day or later. data: missing."""

    code = "finding.incomplete"


class AnswerIncomplete(PaduError):
    """An answer has a text and its evidence. data: missing."""

    code = "finding.answer_incomplete"


class VerdictReasonMissing(PaduError):
    """An answer is returned with a reason."""

    code = "finding.reason_missing"


@dataclass(frozen=True, slots=True)
class FindingData:
    """What was found where. page: path within the site, "" for none; due_on: None for thirty days after found_on."""

    region_code: str
    subject: str
    text: str
    seriousness: str
    found_on: dt.date
    due_on: dt.date | None = None
    page: str = ""

    @property
    def due(self) -> dt.date:
        return self.due_on or self.found_on + ANSWER_WITHIN


@transaction.atomic
def finding_record(*, actor: Actor, data: FindingData, made_up: bool = False) -> Finding:
    """Record a finding. Raises FindingIncomplete, Http404, PermissionDenied."""
    require_place(actor, data.region_code, Verb.FINDING_WRITE)
    _check(data)
    finding: Finding = Finding.objects.create(
        region_code=data.region_code,
        year=data.found_on.year,
        subject=Finding.Subject(data.subject).value,
        page=data.page,
        text=data.text.strip(),
        seriousness=Finding.Seriousness(data.seriousness).value,
        found_on=data.found_on,
        due_on=data.due,
        state=FINDING.initial,
        inspector_id=actor.user_id,
        inspector_name=actor.name,
        made_up=made_up,
    )
    record_change(actor, "finding.record", data.region_code, f"finding:{finding.pk}")
    return finding


def _check(data: FindingData) -> None:
    missing = [] if data.text.strip() else ["text"]
    if data.found_on > timezone.localdate():
        missing.append("found_on")
    if data.due < data.found_on:
        missing.append("due_on")
    if data.page and (not data.page.startswith("/") or data.page.startswith("//") or "\\" in data.page):
        missing.append("page")
    if missing:
        raise FindingIncomplete(missing=missing)


def _locked(actor: Actor, finding_id: int, verb: Verb) -> Finding:
    """The finding, locked, for somebody who may do this to it. Raises Http404, PermissionDenied."""
    # Read before locking: row security silently leaves out of a lock what may be read and not be written.
    finding: Finding = get_object_or_404(Finding.objects, pk=finding_id)
    require_place(actor, finding.region_code, verb)
    locked: Finding = Finding.objects.select_for_update().get(pk=finding_id)
    return locked


def _step(actor: Actor, finding: Finding, step: str) -> None:
    finding.state = FINDING.next_state(finding.state, step)
    finding.closed_at = timezone.now() if finding.state == Finding.State.CLOSED else None
    finding.save(update_fields=["state", "closed_at"])
    record_change(actor, f"finding.{step}", finding.region_code, f"finding:{finding.pk}")


@transaction.atomic
def finding_answer(*, actor: Actor, finding_id: int, text: str, evidence: str) -> FindingAnswer:
    """Answer an open or returned finding. Raises AnswerIncomplete, IllegalTransition, Http404, PermissionDenied."""
    finding = _locked(actor, finding_id, Verb.FINDING_ANSWER)
    missing = [name for name, value in (("text", text), ("evidence", evidence)) if not value.strip()]
    if missing:
        raise AnswerIncomplete(missing=missing)
    _step(actor, finding, "answer")
    answer: FindingAnswer = FindingAnswer.objects.create(
        finding=finding,
        region_code=finding.region_code,
        text=text.strip(),
        evidence=evidence.strip(),
        answered_by=actor.user_id,
        answered_name=actor.name,
    )
    return answer


@transaction.atomic
def finding_accept(*, actor: Actor, finding_id: int) -> Finding:
    """Accept the last answer. Raises IllegalTransition, Http404, PermissionDenied."""
    finding = _locked(actor, finding_id, Verb.FINDING_WRITE)
    _step(actor, finding, "accept")
    _judge(finding, FindingAnswer.Verdict.ACCEPTED, "")
    return finding


@transaction.atomic
def finding_return(*, actor: Actor, finding_id: int, reason: str, due_on: dt.date | None = None) -> Finding:
    """Send the last answer back with a reason, and a new day due where one is given.

    Raises VerdictReasonMissing, FindingIncomplete, IllegalTransition, Http404, PermissionDenied.
    """
    finding = _locked(actor, finding_id, Verb.FINDING_WRITE)
    if not reason.strip():
        raise VerdictReasonMissing
    if due_on is not None and due_on < timezone.localdate():
        raise FindingIncomplete(missing=["due_on"])
    _step(actor, finding, "return")
    _judge(finding, FindingAnswer.Verdict.RETURNED, reason)
    if due_on is not None:
        finding.due_on = due_on
        finding.save(update_fields=["due_on"])
    return finding


@transaction.atomic
def finding_close(*, actor: Actor, finding_id: int) -> Finding:
    """Close a finding whose answer was accepted; it stays kept. Raises IllegalTransition, Http404,
    PermissionDenied."""
    finding = _locked(actor, finding_id, Verb.FINDING_WRITE)
    _step(actor, finding, "close")
    return finding


def _judge(finding: Finding, verdict: FindingAnswer.Verdict, note: str) -> None:
    answer = FindingAnswer.objects.filter(finding=finding).order_by("-pk").first()
    if answer is None:  # the state machine lets no unanswered finding be judged
        raise ValueError(finding.pk)
    answer.verdict, answer.verdict_note, answer.judged_at = verdict.value, note.strip(), timezone.now()
    answer.save(update_fields=["verdict", "verdict_note", "judged_at"])
