"""Submissions that wait: how many, how long, and how an officer ends it when what they wait for never comes."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import reduce
from operator import or_
from typing import Final

from django.db.models import Count, Min, Q, QuerySet
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.translation import gettext as _

from padu.access.actor import Actor
from padu.access.asked import Asked
from padu.access.requests import require_place
from padu.access.verbs import Verb
from padu.apps.rumah_dataku.models import Family
from padu.domain.regions import CodeRange
from padu.interop.openrosa import activity_form
from padu.interop.openrosa.entities import entities_renew
from padu.interop.openrosa.models import Attachment, FamilyEntity, Submission
from padu.interop.openrosa.submissions import (
    corrections_of,
    filled_of,
    submission_decide,
    submission_process,
    submission_seal_again,
)

WAIT: Final = dt.timedelta(days=14)
"""[assumption] What a phone sent before arrives within two weeks, or never: then an officer decides."""
LATE: Final = dt.timedelta(days=7)
"""[assumption] How long a decision may take before it is late."""
OPEN: Final = "open"
"""Filter of the list: everything that waits for a person."""
FOUND: Final = 20
State = Submission.State


def to_decide(now: dt.datetime) -> Q:
    """Submissions that wait for a person: conflicts, bad ones, and those whose predecessor has not come in time."""
    return Q(state__in=(State.CONFLICT, State.BAD)) | Q(state=State.WAITING, created_at__lt=now - WAIT)


@dataclass(frozen=True, slots=True)
class Waiting:
    """How many of a place and below wait for a person, by reason, and since when."""

    conflict: int
    bad: int
    overdue: int
    oldest: dt.datetime | None

    @property
    def all(self) -> int:
        return self.conflict + self.bad + self.overdue


def waiting_in(places: Sequence[str], now: dt.datetime) -> Waiting:
    """Counted in the current actor's scope, these places and below."""
    spans = [CodeRange.below(code) for code in places]
    below = reduce(or_, (Q(region_code__gte=span.start, region_code__lt=span.end) for span in spans))
    rows = Submission.objects.filter(to_decide(now), below)
    return Waiting(
        **rows.aggregate(
            conflict=Count("pk", filter=Q(state=State.CONFLICT)),
            bad=Count("pk", filter=Q(state=State.BAD)),
            overdue=Count("pk", filter=Q(state=State.WAITING)),
            oldest=Min("created_at"),
        )
    )


def submissions_to_decide(_actor: Actor, places: Sequence[str], now: dt.datetime) -> Iterator[Asked]:
    """The task of who writes families where phones send them."""
    found = waiting_in(places, now)
    if found.oldest is None:
        return
    text = _(
        "%(all)s kiriman ponsel menunggu keputusan: %(conflict)s berbenturan, %(bad)s perlu diperbaiki, "
        "%(overdue)s tidak kunjung lengkap. Tertua %(days)s hari."
    )
    days = (now - found.oldest).days
    words = {"all": found.all, "conflict": found.conflict, "bad": found.bad, "overdue": found.overdue, "days": days}
    yield Asked(text % words, f"{reverse('phone_submissions')}?keadaan={OPEN}", late=now - found.oldest >= LATE)


def candidates_of(submission: Submission, text: str) -> list[tuple[int, str]]:
    """Families of the submission's village whose head is called so: id, and what tells them apart."""
    rows: QuerySet[Family] = Family.objects.filter(region_code=submission.region_code, active=True)
    for word in text.split()[:4]:
        rows = rows.filter(head_name__icontains=word)
    found = rows.order_by("head_name", "pk")[:FOUND] if text.strip() else ()
    return [(row.pk, " · ".join(part for part in (row.head_name, where_lives(row)) if part)) for row in found]


def where_lives(family: Family) -> str:
    """`Sawah Laweh · RT 002 / RW 001`, as far as it is known."""
    parts = [f"{word} {text}" for word, text in (("RT", family.rt), ("RW", family.rw)) if text]
    return " · ".join(part for part in (family.hamlet, " / ".join(parts)) if part)


def head_said(submission: Submission) -> str:
    """Name of the head as the phone has it, to look for the family by."""
    return filled_of(submission).cells.get("head_name", "")


def submission_assign(*, actor: Actor, submission: Submission, family_id: int, reason: str) -> bool:
    """Lay a change whose family never came beside a family that an officer names; it is then decided as a conflict.

    Nothing of the family changes yet. Returns False, and does nothing, for one that does not wait.
    Raises Http404 for a family that the actor does not write.
    """
    require_place(actor, submission.region_code, Verb.FAMILY_WRITE)
    if submission.state != State.WAITING or submission.form_id == activity_form.FORM_ID:
        return False
    family = get_object_or_404(Family.objects, pk=family_id, active=True)
    require_place(actor, family.region_code, Verb.FAMILY_WRITE)
    entities_renew(family.pk)
    entity = FamilyEntity.objects.get(family=family)
    submission.entity, submission.family_id, submission.region_code = entity.uuid, family.pk, family.region_code
    submission.state = State.CONFLICT
    submission.save(update_fields=["entity", "family_id", "region_code", "state"])
    Attachment.objects.filter(submission=submission).update(region_code=family.region_code)
    submission_decide(actor, submission, reason)
    return True


def missing_photos(submission: Submission) -> list[str]:
    """Questions of an activity whose photo has not come."""
    if submission.form_id != activity_form.FORM_ID or submission.state != State.WAITING:
        return []
    said = dict(filled_of(submission).cells) | corrections_of(submission)
    held = set(Attachment.objects.filter(submission=submission).values_list("name", flat=True))
    return [name for name in activity_form.PHOTOS if said.get(name) and said[name] not in held]


def submission_go_without(*, actor: Actor, submission: Submission, reason: str) -> bool:
    """Store the report of an activity without the photos that have not come. False: none is missing."""
    require_place(actor, submission.region_code, Verb.FAMILY_WRITE)
    missing = missing_photos(submission)
    if not missing:
        return False
    together = corrections_of(submission) | dict.fromkeys(missing, "")
    submission_seal_again(submission, together)
    submission.save()
    submission_decide(actor, submission, reason)
    submission_process(actor=actor, submission=submission)
    return True
