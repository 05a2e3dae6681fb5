"""What was done: reports of planned events, reports outside any plan, and joining the one to the other."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass
from uuid import UUID, uuid5

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.shortcuts import get_object_or_404
from django.utils import timezone

from padu.access.actor import Actor, system_actor
from padu.access.audit import record_change
from padu.access.events import Event, publish
from padu.access.gate import scoped
from padu.access.queueing import one_at_a_time
from padu.access.requests import require_place
from padu.access.verbs import ROLE_VERBS, Role, Verb
from padu.apps.convergence.models import Commitment, JointEvent, Realisation, RealisationPhoto
from padu.apps.convergence.services.photos import CleanPhoto, photo_keep
from padu.apps.convergence.services.sectors import sectors_note
from padu.apps.institutions.models import Agency
from padu.apps.programmes.selectors import list_matrix_columns
from padu.domain.errors import PaduError
from padu.domain.matrix import PROGRAMMES
from padu.domain.regions import CodeRange, regency_of
from padu.domain.states import COMMITMENT, JOINT_EVENT

MAX_PHOTOS = 5  # [assumption] of one report
_OPEN = (Commitment.State.AGREED, Commitment.State.UNDER_WAY)


class ReportIncomplete(PaduError):
    """A report lacks something it cannot do without. data: missing (of activities, commitment, reason, title,

    programme_no, column_key, agency, photo_consent, fewer_photos).
    """

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


def speaks_for_place(actor: Actor, region_code: str) -> bool:
    """Whether the actor reports for the place itself (kampung, regency) and not for an agency alone."""
    return actor.system or any(
        hat.role is not Role.AGENCY
        and Verb.REALISATION_REPORT in ROLE_VERBS[hat.role]
        and CodeRange.below(hat.region_code).holds(region_code)
        for hat in actor.hats
    )


def may_report_of(actor: Actor, region_code: str, agency_id: int | None) -> bool:
    """Whether the actor may report what this agency has done in this place."""
    own = agency_id is not None and actor.owns(agency_id)
    return actor.may(Verb.REALISATION_REPORT, region_code) and (own or speaks_for_place(actor, region_code))


@transaction.atomic
def event_report(*, actor: Actor, report: EventReport) -> list[Realisation]:
    """Report a joint event by commitment; what was not done stays agreed and keeps the reason.

    An agency reports its own commitments only. The event is done once something of it was done, and cancelled once
    each of its commitments has a reason why not. Sending the same report again returns what it stored the first time.
    Raises ReportIncomplete, ReportInFuture, IllegalTransition, PermissionDenied, Http404.
    """
    event = get_object_or_404(JointEvent.objects, pk=report.event_id)
    require_place(actor, event.region_code, Verb.REALISATION_REPORT)
    one_at_a_time(f"event:{event.pk}")
    event.refresh_from_db()
    if _sent_before(event, report):
        return list(Realisation.objects.filter(report_key__in=_keys(report)))
    if event.state != JointEvent.State.DONE:
        JOINT_EVENT.next_state(event.state, "report")
    _check_day(report.done_on)
    _check_photos(report.photos, consent=report.photo_consent)
    commitments = _commitments(actor, event, report)
    made = [_report_one(actor, event, commitments[item.commitment_id], report, item) for item in report.activities]
    stored = [one for one in made if one is not None]
    _keep_photos(stored[:1], report.photos, consent=report.photo_consent)
    _close_event(actor, event)
    if stored:
        _tell(actor, event.region_code, report.done_on)
    return stored


def _sent_before(event: JointEvent, report: EventReport) -> bool:
    """What was done left its key; a report of nothing done is known by the reasons it left."""
    if Realisation.objects.filter(report_key__in=_keys(report)).exists():
        return True
    said = {item.commitment_id: item.reason.strip() for item in report.activities}
    if not said or any(item.done for item in report.activities):
        return False
    kept = dict(Commitment.objects.filter(event=event, pk__in=said).values_list("pk", "not_done_reason"))
    return kept == said and "" not in said.values()


def _keys(report: EventReport) -> list[UUID]:
    return [uuid5(report.report_key, str(item.commitment_id)) for item in report.activities]


def _check_day(done_on: dt.date) -> None:
    if done_on > timezone.localdate():
        raise ReportInFuture(done_on=done_on)


def _check_photos(photos: Sequence[CleanPhoto], *, consent: bool) -> None:
    """People in a photo have been asked, or there is no photo."""
    if photos and not consent:
        raise ReportIncomplete(missing=["photo_consent"])
    if len(photos) > MAX_PHOTOS:
        raise ReportIncomplete(missing=["fewer_photos"])


def _commitments(actor: Actor, event: JointEvent, report: EventReport) -> dict[int, Commitment]:
    """The commitments the report speaks of: of this event, and an agency's own where an agency reports."""
    wanted = {item.commitment_id for item in report.activities}
    if not wanted:
        raise ReportIncomplete(missing=["activities"])
    if any(not item.done and not item.reason.strip() for item in report.activities):
        raise ReportIncomplete(missing=["reason"])
    rows = {c.pk: c for c in Commitment.objects.filter(event=event, pk__in=wanted)}
    if wanted - set(rows):
        raise ReportIncomplete(missing=["commitment"])
    if not all(may_report_of(actor, event.region_code, c.agency_id) for c in rows.values()):
        raise PermissionDenied
    return rows


def _report_one(
    actor: Actor, event: JointEvent, commitment: Commitment, report: EventReport, item: DoneActivity
) -> Realisation | None:
    if not item.done:
        _note_reason(actor, commitment, item.reason.strip())
        return None
    _complete(actor, commitment)
    made: Realisation = Realisation.objects.create(
        region_code=event.region_code,
        # The year of the plan it fulfils, also when it was done a little before or after.
        year=commitment.year,
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


def _complete(actor: Actor, commitment: Commitment) -> None:
    with scoped(_on_behalf(actor, commitment.region_code)):
        commitment.state = COMMITMENT.next_state(commitment.state, "complete")
        commitment.not_done_reason, commitment.not_done_noted_at = "", None
        commitment.save(update_fields=["state", "not_done_reason", "not_done_noted_at"])


def _note_reason(actor: Actor, commitment: Commitment, reason: str) -> None:
    """What is already done cannot be said not to be. Raises IllegalTransition."""
    COMMITMENT.next_state(commitment.state, "complete")
    with scoped(_on_behalf(actor, commitment.region_code)):
        commitment.not_done_reason, commitment.not_done_noted_at = reason, timezone.now()
        commitment.save(update_fields=["not_done_reason", "not_done_noted_at"])
    record_change(actor, "commitment.not_done", commitment.region_code, f"commitment:{commitment.pk}")


def _on_behalf(actor: Actor, region_code: str) -> Actor:
    """The place's event and commitments change state by the report, whoever of the entitled sends it."""
    return system_actor(region_code, Verb.REALISATION_REPORT, on_behalf_of=actor)


def _close_event(actor: Actor, event: JointEvent) -> None:
    """An event is done once something of it was done, and cancelled once all of it is known not to have been."""
    if event.state != JointEvent.State.PLANNED:
        return
    rows = list(Commitment.objects.filter(event=event).values_list("state", "not_done_reason"))
    if any(state == Commitment.State.DONE for state, _ in rows):
        step = "report"
    elif all(reason for state, reason in rows if state in _OPEN):
        step = "cancel"
    else:
        return
    with scoped(_on_behalf(actor, event.region_code)):
        event.state = JOINT_EVENT.next_state(event.state, step)
        event.save(update_fields=["state"])
    record_change(actor, f"joint_event.{step}", event.region_code, f"joint_event:{event.pk}")


def _keep_photos(of: Sequence[Realisation], photos: Sequence[CleanPhoto], *, consent: bool) -> None:
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
    """Report work that stands in no plan; sent again, the first is returned.

    An agency of the list stands in its own column, whatever column the report names.
    Raises ReportIncomplete, ReportInFuture, PermissionDenied, Http404.
    """
    require_place(actor, report.region_code, Verb.REALISATION_REPORT)
    if not may_report_of(actor, report.region_code, report.agency_id):
        raise PermissionDenied
    one_at_a_time(f"report:{report.report_key}")
    stored: Realisation | None = Realisation.objects.filter(report_key=report.report_key).first()
    if stored is not None:
        return stored
    column_key = _checked_column(report)
    _check_day(report.done_on)
    _check_photos(report.photos, consent=report.photo_consent)
    made: Realisation = Realisation.objects.create(
        region_code=report.region_code,
        year=report.done_on.year,
        report_key=report.report_key,
        agency_id=report.agency_id,
        agency_name=report.agency_name.strip(),
        column_key=column_key,
        activity=report.activity,
        title=report.title.strip(),
        programme_no=report.programme_no,
        done_on=report.done_on,
        families_reached=report.families_reached,
        participants=report.participants,
        note=report.note,
        outside_plan=True,
        reported_by=actor.user_id,
    )
    _keep_photos([made], report.photos, consent=report.photo_consent)
    record_change(actor, "realisation.outside", report.region_code, f"realisation:{made.pk}")
    _tell(actor, report.region_code, report.done_on)
    return made


def _checked_column(report: OutsideReport) -> str:
    """The matrix column of the report. Raises ReportIncomplete for a report that no cell of the matrix could hold."""
    missing = [] if report.title.strip() else ["title"]
    if report.programme_no not in PROGRAMMES:
        missing.append("programme_no")
    column_key = report.column_key
    if report.agency_id is not None:
        agency = Agency.objects.filter(pk=report.agency_id, region_code=regency_of(report.region_code)).first()
        column_key = agency.column_key if agency else ""
    if column_key not in {column.key for column in list_matrix_columns(report.region_code)}:
        missing.append("column_key")
    if missing:
        raise ReportIncomplete(missing=missing)
    return column_key


@transaction.atomic
def realisation_join(*, actor: Actor, realisation_id: int, commitment_id: int) -> Realisation:
    """Join work reported outside the plan to the commitment it fulfilled: it is in the plan from then on.

    That it was reported before it was joined stays noted (joined_at, joined_by).
    Raises CannotJoin, IllegalTransition, PermissionDenied, Http404.
    """
    realisation: Realisation = get_object_or_404(Realisation.objects, pk=realisation_id)
    require_place(actor, realisation.region_code, Verb.REALISATION_JOIN)
    commitment: Commitment = get_object_or_404(Commitment.objects.select_related("event"), pk=commitment_id)
    one_at_a_time(f"event:{commitment.event_id}")
    realisation.refresh_from_db()
    commitment.refresh_from_db()
    _check_joinable(realisation, commitment)
    _complete(actor, commitment)
    realisation.commitment, realisation.outside_plan = commitment, False
    realisation.event_id, realisation.year = commitment.event_id, commitment.year
    realisation.agency_id = realisation.agency_id or commitment.agency_id
    realisation.joined_at, realisation.joined_by = timezone.now(), actor.user_id
    realisation.save(update_fields=["commitment", "event", "year", "agency", "outside_plan", "joined_at", "joined_by"])
    _close_event(actor, commitment.event)
    record_change(actor, "realisation.join", realisation.region_code, f"realisation:{realisation.pk}")
    _tell(actor, realisation.region_code, realisation.done_on)
    return realisation


def _check_joinable(realisation: Realisation, commitment: Commitment) -> None:
    reasons = {
        "already_joined": realisation.commitment_id is not None,
        "other_place": commitment.region_code != realisation.region_code,
        "other_programme": commitment.programme_no != realisation.programme_no,
    }
    if reason := next((name for name, applies in reasons.items() if applies), None):
        raise CannotJoin(reason=reason)


def _tell(actor: Actor, region_code: str, done_on: dt.date) -> None:
    """Earlier apps read the number of sectors as a figure and hear that something was stored."""
    sectors_note(region_code=region_code, day=timezone.localdate(), on_behalf_of=actor)
    publish(Event.REALISATION_STORED, region_code=region_code, year=done_on.year, user_id=actor.user_id)
