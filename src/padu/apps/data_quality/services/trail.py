"""The steps of an issue: one row each, beside the change itself."""

from __future__ import annotations

import datetime as dt

from django.utils import timezone

from padu.access.actor import Actor
from padu.apps.data_quality.models import DataIssue, IssueStep

SYSTEM_NAME = "Pemeriksaan mesin"


def note_step(
    issue: DataIssue,
    step: str,
    actor: Actor | None,
    *,
    note: str = "",
    to_user: int | None = None,
    to_name: str = "",
    due_on: dt.date | None = None,
) -> IssueStep:
    """Write down a step that was just taken; without an actor, or by a system actor, it was the machine's."""
    by_machine = actor is None or actor.system
    made: IssueStep = IssueStep.objects.create(
        issue=issue,
        region_code=issue.region_code,
        step=step,
        state=issue.state,
        by_user=None if by_machine or actor is None else actor.user_id,
        by_name=SYSTEM_NAME if by_machine or actor is None else actor.name,
        to_user=to_user,
        to_name=to_name,
        due_on=due_on,
        note=note.strip(),
        at=timezone.now(),
    )
    return made
