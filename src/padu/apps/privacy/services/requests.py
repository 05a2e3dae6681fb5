"""Requests of citizens about their data: received with a ticket, answered or refused within 3 x 24 hours."""

from __future__ import annotations

import datetime as dt

from django.http import Http404
from django.utils import timezone

from padu.access.actor import Actor
from padu.access.audit import record_change
from padu.access.requests import require_place
from padu.access.verbs import Verb
from padu.apps.privacy.models import DataRequest
from padu.apps.privacy.selectors.serving import members_of, served_family
from padu.domain.data_rights.machines import DATA_REQUEST
from padu.domain.errors import PaduError


class OutcomeMissing(PaduError):
    """A request is closed with what was done, or why it was refused."""

    code = "data_request.outcome_missing"


class ReceivedInFuture(PaduError):
    """A request cannot have been received later than now."""

    code = "data_request.received_in_future"


def data_request_receive(
    *,
    actor: Actor,
    family_id: int,
    kind: str,
    applicant: str,
    person_id: int | None = None,
    received_at: dt.datetime | None = None,
    note: str = "",
) -> DataRequest:
    """Open a ticket; its clock runs from `received_at` (by default now).

    Raises Http404, PermissionDenied, ReceivedInFuture.
    """
    family, now = served_family(actor, family_id), timezone.now()
    if person_id is not None and person_id not in {member.pk for member in members_of(actor, family)}:
        raise Http404
    if received_at is not None and received_at > now:
        raise ReceivedInFuture
    made: DataRequest = DataRequest.objects.create(
        region_code=family.region_code,
        family_id=family.pk,
        person_id=person_id,
        kind=DataRequest.Kind(kind).value,
        applicant=DataRequest.Applicant(applicant).value,
        received_at=received_at or now,
        note=note.strip()[:300],
        created_by=actor.user_id,
    )
    record_change(actor, "privacy.request", made.region_code, f"family:{family.pk}", f"permohonan:{made.pk} {kind}")
    return made


def get_request(actor: Actor, request_id: int, *, lock: bool = False) -> DataRequest:
    """A ticket of a place in which the actor serves. Raises Http404, PermissionDenied."""
    rows = DataRequest.objects.select_for_update() if lock else DataRequest.objects
    found: DataRequest | None = rows.filter(pk=request_id).first()
    if found is None:
        raise Http404
    require_place(actor, found.region_code, Verb.PRIVACY_SERVE)
    return found


def data_request_close(*, actor: Actor, request_id: int, step: str, outcome: str) -> DataRequest:
    """Answer or refuse a ticket; `outcome` says what was handed over, or why not.

    step  answer or refuse
    Raises Http404, PermissionDenied, IllegalTransition, OutcomeMissing.
    """
    found = get_request(actor, request_id, lock=True)
    following = DATA_REQUEST.next_state(found.state, step)
    if not outcome.strip():
        raise OutcomeMissing
    found.state, found.outcome = following, outcome.strip()[:300]
    found.closed_by, found.closed_at = actor.user_id, timezone.now()
    found.save(update_fields=["state", "outcome", "closed_by", "closed_at"])
    record_change(
        actor, f"privacy.request_{step}", found.region_code, f"family:{found.family_id}", f"permohonan:{found.pk}"
    )
    return found
