"""What was done: reports of planned events, reports outside any plan, and joining the one to the other."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass
from uuid import UUID, uuid5

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.utils import timezone

from padu.access.actor import Actor, system_actor
from padu.access.audit import record_change
from padu.access.events import Event, publish
from padu.access.gate import scoped
from padu.access.requests import require_place
from padu.access.verbs import Verb
from padu.apps.convergence.models import Commitment, JointEvent, Realisation, RealisationPhoto
from padu.apps.convergence.services.photos import CleanPhoto, photo_keep
from padu.apps.convergence.services.sectors import sectors_note
from padu.domain.errors import PaduError
from padu.domain.states import COMMITMENT, JOINT_EVENT


class ReportIncomplete(PaduError):
    """A report lacks something it cannot do without. data: missing (field names)."""

    code = "realisation.incomplete"


class ReportInFuture(PaduError):
    """Only what has been done can be reported. data: done_on."""

    code = "realisation.in_future"


class CannotJoin(PaduError):
    """Work and commitment do not belong together. data: reason (other_place, other_programme, already_joined)."""

    code = "realisation.cannot_join"


@dataclass(frozen=True, slots=True)
class DoneActivity:
    """What became of one commitment of an event. done False needs a reason."""

    commitment_id: int
    done: bool
    reason: str = ""
    families_reached: int | None = None
    spent_idr: int | None = None


@dataclass(frozen=True, slots=True)
class EventReport:
    """The report of a joint event. report_key: the same report sent twice is one report."""

    event_id: int
    report_key: UUID
    done_on: dt.date
    activities: Sequence[DoneActivity]
    participants: str = ""
    families_reached: int | None = None
    note: str = ""
    photos: Sequence[CleanPhoto] = ()
    photo_consent: bool = False


@dataclass(frozen=True, slots=True)
class OutsideReport:
    """Work that stands in no plan: it counts, and says so."""

    region_code: str
    report_key: UUID
    done_on: dt.date
    title: str
    programme_no: int
    column_key: str
    activity: str = ""
    agency_id: int | None = None
    agency_name: str = ""
    families_reached: int | None = None
    participants: str = ""
    note: str = ""
    photos: Sequence[CleanPhoto] = ()
    photo_consent: bool = False


@transaction.atomic
def event_report(*, actor: Actor, report: EventReport) -> list[Realisation]:
    """Report an event done, by commitment; what was not done stays agreed with its reason noted.

    An agency reports its own commitments only. Sending the same report again returns what it stored the first time.
    Raises ReportIncomplete, ReportInFuture, IllegalTransition, PermissionDenied, Http404.
    """
    event = JointEvent.objects.get(pk=report.event_id)
    require_place(actor, event.region_code, Verb.REALISATION_REPORT)
    stored = list(Realisation.objects.filter(report_key__in=_keys(report)))
    if stored:
        return stored
    _check_day(report.done_on)
    commitments = _commitments(actor, event, report)
    made = [
        _complete(actor, event, commitments[item.commitment_id], report, item)
        for item in report.activities
        if item.done
    ]
    _keep_photos(actor, made[:1], report.photos, consent=report.photo_consent)
    _close_event(actor, event)
    _tell(actor, event.region_code, report.done_on)
    return made


def _keys(report: EventReport) -> list[UUID]:
    return [uuid5(report.report_key, str(item.commitment_id)) for item in report.activities]


def _check_day(done_on: dt.date) -> None:
    if done_on > timezone.localdate():
        raise ReportInFuture(done_on=done_on)


def _commitments(actor: Actor, event: JointEvent, report: EventReport) -> dict[int, Commitment]:
    """The commitments the report speaks of: of this event, and an agency's own where an agency reports."""
    wanted = {item.commitment_id for item in report.activities}
    if not any(item.done for item in report.activities):
        raise ReportIncomplete(missing=["activities"])
    if any(not item.done and not item.reason.strip() for item in report.activities):
        raise ReportIncomplete(missing=["reason"])
    rows = {c.pk: c for c in Commitment.objects.filter(event=event, pk__in=wanted)}
    if wanted - set(rows):
        raise ReportIncomplete(missing=["commitment"])
    if actor.agency_ids and not all(actor.owns(c.agency_id) for c in rows.values()):
        raise PermissionDenied
    return rows


def _complete(
    actor: Actor, event: JointEvent, commitment: Commitment, report: EventReport, item: DoneActivity
) -> Realisation:
    with scoped(_on_behalf(actor, event.region_code)):
        commitment.state = COMMITMENT.next_state(commitment.state, "complete")
        commitment.save(update_fields=["state"])
    made: Realisation = Realisation.objects.create(
        region_code=event.region_code,
        year=report.done_on.year,
        report_key=uuid5(report.report_key, str(commitment.pk)),
        event=event,
        commitment=commitment,
        agency_id=commitment.agency_id,
        column_key=commitment.column_key,
        activity=commitment.activity,
        title=commitment.title,
        programme_no=commitment.programme_no,
        done_on=report.done_on,
        families_reached=item.families_reached if item.families_reached is not None else report.families_reached,
        participants=report.participants,
        note=report.note,
        spent_idr=item.spent_idr,
        outside_plan=False,
        reported_by=actor.user_id,
        made_up=commitment.made_up,
    )
    record_change(actor, "realisation.report", event.region_code, f"realisation:{made.pk}")
    return made


def _on_behalf(actor: Actor, region_code: str) -> Actor:
    """The place's event and commitments change state by the report, whoever of the entitled sends it."""
    return system_actor(region_code, Verb.REALISATION_REPORT, on_behalf_of=actor)


def _close_event(actor: Actor, event: JointEvent) -> None:
    """An event is done once something of it was done."""
    if event.state == JointEvent.State.PLANNED:
        with scoped(_on_behalf(actor, event.region_code)):
            event.state = JOINT_EVENT.next_state(event.state, "report")
            event.save(update_fields=["state"])


def _keep_photos(actor: Actor, of: Sequence[Realisation], photos: Sequence[CleanPhoto], *, consent: bool) -> None:
    RealisationPhoto.objects.bulk_create(
        [
            RealisationPhoto(
                realisation=realisation,
                region_code=realisation.region_code,
                agency_id=realisation.agency_id,
                path=photo_keep(photo),
                width=photo.width,
                height=photo.height,
                consent=consent,
                uploaded_by=realisation.reported_by,
            )
            for realisation in of
            for photo in photos
        ]
    )


@transaction.atomic
def outside_report(*, actor: Actor, report: OutsideReport) -> Realisation:
    """Report work that stands in no plan; sent again, the first is returned. Raises ReportIncomplete, ReportInFuture."""
    require_place(actor, report.region_code, Verb.REALISATION_REPORT)
    if actor.agency_ids and (report.agency_id is None or not actor.owns(report.agency_id)):
        raise PermissionDenied
    stored: Realisation | None = Realisation.objects.filter(report_key=report.report_key).first()
    if stored is not None:
        return stored
    missing = [name for name in ("title", "programme_no", "column_key") if not getattr(report, name)]
    if missing:
        raise ReportIncomplete(missing=missing)
    _check_day(report.done_on)
    made: Realisation = Realisation.objects.create(
        region_code=report.region_code,
        year=report.done_on.year,
        report_key=report.report_key,
        agency_id=report.agency_id,
        agency_name=report.agency_name,
        column_key=report.column_key,
        activity=report.activity,
        title=report.title,
        programme_no=report.programme_no,
        done_on=report.done_on,
        families_reached=report.families_reached,
        participants=report.participants,
        note=report.note,
        outside_plan=True,
        reported_by=actor.user_id,
    )
    _keep_photos(actor, [made], report.photos, consent=report.photo_consent)
    record_change(actor, "realisation.outside", report.region_code, f"realisation:{made.pk}")
    _tell(actor, report.region_code, report.done_on)
    return made


@transaction.atomic
def realisation_join(*, actor: Actor, realisation_id: int, commitment_id: int) -> Realisation:
    """Join work reported outside the plan to the commitment it fulfilled. Raises CannotJoin, IllegalTransition."""
    realisation: Realisation = Realisation.objects.get(pk=realisation_id)
    require_place(actor, realisation.region_code, Verb.REALISATION_JOIN)
    commitment = Commitment.objects.get(pk=commitment_id)
    reasons = {
        "already_joined": realisation.commitment_id is not None,
        "other_place": commitment.region_code != realisation.region_code,
        "other_programme": commitment.programme_no != realisation.programme_no,
    }
    if reason := next((name for name, applies in reasons.items() if applies), None):
        raise CannotJoin(reason=reason)
    with scoped(_on_behalf(actor, commitment.region_code)):
        commitment.state = COMMITMENT.next_state(commitment.state, "complete")
        commitment.save(update_fields=["state"])
    realisation.commitment, realisation.outside_plan = commitment, False
    realisation.event_id = commitment.event_id
    realisation.joined_at, realisation.joined_by = timezone.now(), actor.user_id
    realisation.save(update_fields=["commitment", "event", "outside_plan", "joined_at", "joined_by"])
    _close_event(actor, commitment.event)
    record_change(actor, "realisation.join", realisation.region_code, f"realisation:{realisation.pk}")
    return realisation


def _tell(actor: Actor, region_code: str, done_on: dt.date) -> None:
    """Earlier apps read the number of sectors as a figure and hear that something was stored."""
    sectors_note(region_code=region_code, day=timezone.localdate(), on_behalf_of=actor)
    publish(Event.REALISATION_STORED, region_code=region_code, year=done_on.year, user_id=actor.user_id)
