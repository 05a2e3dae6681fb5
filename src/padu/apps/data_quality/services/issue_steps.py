"""What people do about an issue: hand it on, say it is put right, look at it, close it, or say that it is so.

The way is cadre -> pokja -> field officer; each hands on with a note and a day, and every step is kept. A second person
looks at what somebody has put right.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from typing import Final

from django.db import transaction
from django.shortcuts import get_object_or_404
from django.utils import timezone

from padu.access.actor import Actor
from padu.access.audit import record_change
from padu.access.origin import because
from padu.access.requests import require_place
from padu.access.verbs import Verb
from padu.apps.data_quality.models import DataIssue
from padu.apps.data_quality.people import Officer, officer_of
from padu.apps.data_quality.services.issue_raising import IssueFound, issue_raise
from padu.apps.data_quality.services.trail import note_step
from padu.apps.rumah_dataku.models import Family, Person
from padu.domain.data_quality.rules import RULES, Finder
from padu.domain.errors import PaduError
from padu.domain.states import DATA_ISSUE

MOST_AT_ONCE: Final = 200
"""[assumption] Issues handed on in one go."""
_NOTE_CHARS: Final = 1000


class NoteMissing(PaduError):
    """A step that is explained by a note has none."""

    code = "data_issue.note_missing"


class DueInPast(PaduError):
    """The day until which somebody is asked has passed."""

    code = "data_issue.due_in_past"


class NobodyThere(PaduError):
    """Whoever is to be asked has no duty for families of the village."""

    code = "data_issue.nobody_there"


class NothingChosen(PaduError):
    """No issue was chosen, or more than can be handed on at once. data: most."""

    code = "data_issue.nothing_chosen"


class StillBroken(PaduError):
    """The data still break the rule: nothing was put right yet. data: rule."""

    code = "data_issue.still_broken"


class SecondPersonAsked(PaduError):
    """Who put it right cannot look at it as well."""

    code = "data_issue.second_person"


def _locked(actor: Actor, issue_id: int, verb: Verb) -> DataIssue:
    """The issue, locked, for somebody who may do this to it. Raises Http404, PermissionDenied."""
    issue: DataIssue = get_object_or_404(DataIssue.objects, pk=issue_id)
    require_place(actor, issue.region_code, verb)
    locked: DataIssue = DataIssue.objects.select_for_update().get(pk=issue_id)
    return locked


def _step(actor: Actor, issue: DataIssue, step: str, note: str) -> DataIssue:
    issue.state = DATA_ISSUE.next_state(issue.state, step)
    issue.changed_at = timezone.now()
    issue.closed_at = issue.changed_at if issue.state in (DataIssue.State.CLOSED, DataIssue.State.DISMISSED) else None
    with because(note[:200]):
        issue.save(update_fields=["state", "corrected_by", "changed_at", "closed_at"])
    note_step(issue, step, actor, note=note[:_NOTE_CHARS])
    record_change(actor, f"quality.{step}", issue.region_code, f"issue:{issue.pk}")
    return issue


def _officer(issue: DataIssue, to_user: int) -> Officer:
    found = officer_of(issue.region_code, to_user, timezone.localdate())
    if found is None:
        raise NobodyThere
    return found


@transaction.atomic
def issue_hand_on(*, actor: Actor, issue_id: int, to_user: int, due_on: dt.date, note: str) -> DataIssue:
    """Ask somebody with the duty in the village to see to it until a day; where it was with another, it leaves them.

    Only what is not closed is handed on. Raises NoteMissing, DueInPast, NobodyThere, IllegalTransition, Http404,
    PermissionDenied.
    """
    issue = _locked(actor, issue_id, Verb.FAMILY_WRITE)
    if not note.strip():
        raise NoteMissing
    return _hand_on(actor, issue, _officer(issue, to_user), due_on, note)


def _hand_on(actor: Actor, issue: DataIssue, officer: Officer, due_on: dt.date, note: str) -> DataIssue:
    if due_on < timezone.localdate():
        raise DueInPast
    DATA_ISSUE.next_state(issue.state, "settle")  # refused where it is closed or dismissed
    issue.assigned_to, issue.assigned_name, issue.due_on = officer.user_id, officer.name, due_on
    issue.changed_at = timezone.now()
    with because(note[:200]):
        issue.save(update_fields=["assigned_to", "assigned_name", "due_on", "changed_at"])
    note_step(
        issue, "hand_on", actor, note=note[:_NOTE_CHARS], to_user=officer.user_id, to_name=officer.name, due_on=due_on
    )
    record_change(actor, "quality.hand_on", issue.region_code, f"issue:{issue.pk}")
    return issue


@transaction.atomic
def issues_hand_on(
    *, actor: Actor, issue_ids: Sequence[int], to_user: int, due_on: dt.date, note: str
) -> list[DataIssue]:
    """Hand several on at once, all or none.

    Raises NothingChosen for none or more than MOST_AT_ONCE, and what `issue_hand_on` raises.
    """
    chosen = sorted(set(issue_ids))
    if not chosen or len(chosen) > MOST_AT_ONCE:
        raise NothingChosen(most=MOST_AT_ONCE)
    return [issue_hand_on(actor=actor, issue_id=pk, to_user=to_user, due_on=due_on, note=note) for pk in chosen]


@transaction.atomic
def issue_correct(*, actor: Actor, issue_id: int, note: str) -> DataIssue:
    """Say that it is put right. A rule of the machine is looked at at once: then the issue is closed by itself.

    Raises NoteMissing, StillBroken (the data are as they were), IllegalTransition, Http404, PermissionDenied.
    """
    from padu.apps.data_quality.services.checking import family_check

    issue = _locked(actor, issue_id, Verb.FAMILY_WRITE)
    if not note.strip():
        raise NoteMissing
    issue.corrected_by = actor.user_id
    _step(actor, issue, "correct", note)
    if RULES[issue.rule].finder is Finder.MACHINE and issue.family_id is not None:
        family_check(actor=actor, region_code=issue.region_code, family_id=_family_now(issue))
        issue.refresh_from_db()
        if issue.state != DataIssue.State.CLOSED:
            raise StillBroken(rule=issue.rule)
    return issue


def _family_now(issue: DataIssue) -> int:
    """The family in which the member whom the issue is about stands today, else the one it was found in."""
    living = Person.objects.filter(pk=issue.person_id, active=True).values_list("family_id", flat=True)
    return int(living.first() or issue.family_id or 0)


@transaction.atomic
def issue_check(*, actor: Actor, issue_id: int, note: str = "") -> DataIssue:
    """A second person has looked. Raises SecondPersonAsked, IllegalTransition, Http404, PermissionDenied."""
    issue = _locked(actor, issue_id, Verb.QUALITY_JUDGE)
    DATA_ISSUE.next_state(issue.state, "check")
    if issue.corrected_by == actor.user_id:
        raise SecondPersonAsked
    return _step(actor, issue, "check", note)


@transaction.atomic
def issue_return(*, actor: Actor, issue_id: int, note: str) -> DataIssue:
    """It is not right yet. Raises NoteMissing, IllegalTransition, Http404, PermissionDenied."""
    issue = _locked(actor, issue_id, Verb.QUALITY_JUDGE)
    if not note.strip():
        raise NoteMissing
    issue.corrected_by = None
    return _step(actor, issue, "return", note)


@transaction.atomic
def issue_close(*, actor: Actor, issue_id: int, note: str = "") -> DataIssue:
    """Close what was looked at. Raises IllegalTransition, Http404, PermissionDenied."""
    return _step(actor, _locked(actor, issue_id, Verb.QUALITY_JUDGE), "close", note)


@transaction.atomic
def issue_dismiss(*, actor: Actor, issue_id: int, note: str) -> DataIssue:
    """What stands there is true; the reason is kept, and the rule is silent until the value changes.

    Raises NoteMissing, IllegalTransition, Http404, PermissionDenied.
    """
    issue = _locked(actor, issue_id, Verb.QUALITY_JUDGE)
    if not note.strip():
        raise NoteMissing
    return _step(actor, issue, "dismiss", note)


@transaction.atomic
def issue_reconsider(*, actor: Actor, issue_id: int, note: str) -> DataIssue:
    """Open a dismissed issue again. Raises NoteMissing, IllegalTransition, Http404, PermissionDenied."""
    issue = _locked(actor, issue_id, Verb.QUALITY_JUDGE)
    if not note.strip():
        raise NoteMissing
    return _step(actor, issue, "reconsider", note)


@transaction.atomic
def issue_report(*, actor: Actor, family_id: int, note: str) -> DataIssue:
    """Somebody with the duty saw that the data of a family are wrong. Raises NoteMissing, Http404, PermissionDenied."""
    family: Family = get_object_or_404(Family.objects, pk=family_id)
    require_place(actor, family.region_code, Verb.FAMILY_WRITE)
    if not note.strip():
        raise NoteMissing
    found = IssueFound(
        family.region_code, "reported", f"family:{family.pk}", family_id=family.pk, made_up=family.made_up
    )
    issue = issue_raise(actor=actor, found=found)
    note_step(issue, "note", actor, note=note[:_NOTE_CHARS])
    record_change(actor, "quality.report", issue.region_code, f"issue:{issue.pk}")
    return issue
