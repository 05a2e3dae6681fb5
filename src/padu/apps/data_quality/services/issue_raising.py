"""Raising issues from outside the check of families, and settling them: other rooms and people with the duty."""

from __future__ import annotations

from dataclasses import dataclass

from django.db import transaction
from django.utils import timezone

from padu.access.actor import Actor
from padu.access.requests import require_place
from padu.access.verbs import Verb
from padu.apps.data_quality.models import DataIssue
from padu.apps.data_quality.services.trail import note_step
from padu.domain.data_quality.rules import RULES
from padu.domain.data_quality.thresholds import due_on
from padu.domain.identity import mask_numbers_in
from padu.domain.states import DATA_ISSUE

_WORKED_ON = (DataIssue.State.OPEN, DataIssue.State.CORRECTED, DataIssue.State.CHECKED)


@dataclass(frozen=True, slots=True)
class IssueFound:
    """What is amiss, and where.

    rule         key of `padu.domain.data_quality.rules.RULES`
    subject_key  what it is about, the same whenever it is found again ("family:12", "person:45", "pair:45-77")
    seen         the value as it stands; numbers of 11 digits and more are masked. No names
    what, link   "" for the rule's own title, and for the family's page; a link is a path within the site
    """

    region_code: str
    rule: str
    subject_key: str
    family_id: int | None = None
    person_id: int | None = None
    seen: str = ""
    what: str = ""
    link: str = ""
    made_up: bool = False


@transaction.atomic
def issue_raise(*, actor: Actor, found: IssueFound) -> DataIssue:
    """Raise an issue, or find the one that stands; run again it changes nothing.

    A closed one opens again; a dismissed one only when `seen` has changed. The actor may be a system actor with
    FAMILY_READ and FAMILY_WRITE in the village. Raises KeyError for an unknown rule, Http404, PermissionDenied.
    """
    require_place(actor, found.region_code, Verb.FAMILY_WRITE)
    rule, now = RULES[found.rule], timezone.now()
    words = {"seen": mask_numbers_in(found.seen)[:200], "what": found.what[:200], "link": found.link[:200]}
    due = due_on(rule.level.value, timezone.localdate(now))
    issue, new = DataIssue.objects.get_or_create(
        region_code=found.region_code,
        rule=rule.key,
        subject_key=found.subject_key,
        defaults=words
        | {
            "severity": rule.level.value,
            "family_id": found.family_id,
            "person_id": found.person_id,
            "due_on": due,
            "raised_by": None if actor.system else actor.user_id,
            "found_at": now,
            "changed_at": now,
            "made_up": found.made_up,
        },
    )
    made: DataIssue = issue
    if new:
        note_step(made, "raise", actor, due_on=due)
    else:
        _found_again(actor, made, words)
    return made


def _found_again(actor: Actor, issue: DataIssue, words: dict[str, str]) -> None:
    changed = {name: value for name, value in words.items() if getattr(issue, name) != value}
    known = issue.state == DataIssue.State.DISMISSED and "seen" not in changed
    reopens = issue.state not in _WORKED_ON and not known
    if not changed and not reopens:
        return
    for name, value in changed.items():
        setattr(issue, name, value)
    issue.changed_at = timezone.now()
    if reopens:
        issue.state, issue.closed_at = DATA_ISSUE.next_state(issue.state, "reopen"), None
        issue.due_on = due_on(issue.severity, timezone.localdate())
    issue.save(update_fields=[*changed, "state", "closed_at", "due_on", "changed_at"])
    if reopens:
        note_step(issue, "reopen", actor, due_on=issue.due_on)


@transaction.atomic
def issue_settle(*, actor: Actor, region_code: str, rule: str, subject_key: str, note: str = "") -> bool:
    """Close an issue because what it was about is no longer so. Returns whether one was closed.

    For the room that raised it (rules with Finder.CALLER); run again it does nothing. Raises Http404, PermissionDenied.
    """
    require_place(actor, region_code, Verb.FAMILY_WRITE)
    rows = DataIssue.objects.filter(region_code=region_code, rule=rule, subject_key=subject_key)
    issue: DataIssue | None = rows.filter(state__in=_WORKED_ON).select_for_update().first()
    if issue is None:
        return False
    issue.state = DATA_ISSUE.next_state(issue.state, "settle")
    issue.closed_at = issue.changed_at = timezone.now()
    issue.save(update_fields=["state", "closed_at", "changed_at"])
    note_step(issue, "settle", actor, note=note)
    return True
