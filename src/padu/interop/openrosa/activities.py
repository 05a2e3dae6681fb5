"""The report of an activity from a phone through the same services as the pages: of an event, or outside any plan."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from typing import Final
from uuid import UUID

from django.core.exceptions import PermissionDenied
from django.http import Http404

from padu.access.actor import Actor
from padu.access.pictures import CleanPhoto
from padu.access.verbs import Verb
from padu.apps.convergence.models import Commitment, JointEvent
from padu.apps.convergence.selectors.lines import OPEN_STATES
from padu.apps.convergence.services.realisations import (
    DoneActivity,
    EventReport,
    OutsideReport,
    event_report,
    may_report_of,
    outside_report,
)
from padu.apps.convergence.words_reports import refusal_words
from padu.domain.errors import PaduError
from padu.interop.openrosa.activity_form import PLANNED

LAST_PLACE: Final = "desa ini bukan wilayah kerja Anda"
_NOT_THERE: Final = "acara di desa ini yang masih dapat dilaporkan"
_TITLE, _NAME = 200, 120
_FIELDS: Final = {"who": "column_key", "photo_consent": "setuju_foto", "photos": "foto_1"}
"""Fields of the page's form that have another name on the phone."""
_MISSING: Final = {"reason": "alasan", "commitment": "komitmen", "activities": "komitmen"}

Problems = tuple[tuple[str, str], ...]
Said = Mapping[str, str]


def activity_report(*, actor: Actor, key: UUID, said: Said, photos: Sequence[CleanPhoto]) -> Problems:
    """Report what a phone says, or tell by field why not; then nothing is stored.

    key  the same report sent twice is one report
    said answers by the name of the question; those of the form before events could be chosen are outside the plan
    """
    village = said.get("village_code", "")
    if not actor.may(Verb.REALISATION_REPORT, village):
        return (("village_code", LAST_PLACE),)
    try:
        done_on = dt.date.fromisoformat(said.get("done_on", ""))
    except ValueError:
        return (("done_on", "tanggal kegiatan"),)
    try:
        if said.get("jenis") == PLANNED:
            event_report(actor=actor, report=_of_event(actor, key, said, done_on, photos))
        else:
            outside_report(actor=actor, report=_outside(key, said, done_on, photos))
    except (Http404, PermissionDenied):
        return (("acara", _NOT_THERE),)
    except PaduError as refusal:
        return (_problem(refusal),)
    return ()


def _problem(refusal: PaduError) -> tuple[str, str]:
    """Of a refusal that speaks of no field, the event is what has to be looked at."""
    field, words = refusal_words(refusal)
    missing = refusal.data.get("missing")
    name = field or (_MISSING.get(str(missing[0])) if isinstance(missing, list) else None) or "acara"
    return _FIELDS.get(name, name), words


def _of_event(actor: Actor, key: UUID, said: Said, done_on: dt.date, photos: Sequence[CleanPhoto]) -> EventReport:
    """Raises Http404 for an event that is none of that village."""
    number = _whole(said.get("acara", ""))
    event = JointEvent.objects.filter(pk=number, region_code=said["village_code"]).first() if number else None
    if event is None:
        raise Http404
    return EventReport(
        event_id=event.pk,
        report_key=key,
        done_on=done_on,
        activities=_activities(actor, event, said),
        participants=said.get("participants", "")[:_TITLE],
        families_reached=_whole(said.get("families_reached", "")),
        note=said.get("note", ""),
        photos=photos,
        photo_consent=said.get("setuju_foto") == "1",
    )


def _activities(actor: Actor, event: JointEvent, said: Said) -> list[DoneActivity]:
    """What was done, and with a reason all else that is still open and the actor's to report."""
    done = [number for word in said.get("komitmen", "").split() if (number := _whole(word)) is not None]
    reason = said.get("alasan", "").strip()[:_TITLE]
    if done and not reason:
        return [DoneActivity(number, done=True) for number in done]
    rows = Commitment.objects.filter(event=event, state__in=OPEN_STATES).exclude(pk__in=done).order_by("pk")
    rest = [row.pk for row in rows if may_report_of(actor, row.region_code, row.agency_id)]
    told = [DoneActivity(number, done=True) for number in done]
    return told + [DoneActivity(number, done=False, reason=reason) for number in rest]


def _outside(key: UUID, said: Said, done_on: dt.date, photos: Sequence[CleanPhoto]) -> OutsideReport:
    return OutsideReport(
        region_code=said["village_code"],
        report_key=key,
        done_on=done_on,
        title=said.get("title", "")[:_TITLE],
        programme_no=_whole(said.get("programme_no", "")) or 0,
        column_key=said.get("column_key", ""),
        agency_name=said.get("agency_name", "")[:_NAME],
        families_reached=_whole(said.get("families_reached", "")),
        participants=said.get("participants", "")[:_TITLE],
        note=said.get("note", ""),
        photos=tuple(photos),
        photo_consent=said.get("setuju_foto") == "1",
    )


def _whole(text: str) -> int | None:
    return int(text) if text.isascii() and text.isdigit() and len(text) < 16 else None
