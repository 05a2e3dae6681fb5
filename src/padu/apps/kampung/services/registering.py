"""Entering a kampung and changing what stands of it: the regency's team keeps the register."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from django.db import IntegrityError, transaction
from django.http import Http404

from padu.access.actor import Actor
from padu.access.audit import record_change
from padu.access.documents import CleanDocument, document_forget, document_keep
from padu.access.requests import require_place
from padu.access.verbs import Verb
from padu.apps.kampung.models import Kampung, RegisterFile
from padu.apps.kampung.refusals import RegisterRefused
from padu.domain.regions import Level, level_of


@dataclass(frozen=True, slots=True)
class KampungDetails:
    """What the register says of a kampung, but for its formation. `parts`: hamlets and RW, empty for all of it."""

    name: str
    parts: tuple[str, ...] = ()
    covers_part: bool = False

    @property
    def covers(self) -> Kampung.Covers:
        return Kampung.Covers.PART if self.covers_part else Kampung.Covers.WHOLE


def kampung_register(
    *,
    actor: Actor,
    region_code: str,
    name: str,
    founded_on: dt.date | None = None,
    founded_exact: bool = True,
    decree_number: str = "",
    made_up: bool = False,
) -> Kampung:
    """Enter a kampung of a village, or bring the one of this name to what is given.

    Raises ValueError for a place that is no village, Http404 outside the actor's places, PermissionDenied without the
    right to keep the regency's register.
    """
    if level_of(region_code) is not Level.VILLAGE:
        raise ValueError(region_code)
    require_place(actor, region_code, Verb.REGISTER_EDIT)
    kampung, _ = Kampung.objects.update_or_create(
        region_code=region_code,
        name=name,
        defaults={
            "founded_on": founded_on,
            "founded_exact": founded_exact,
            "decree_number": decree_number,
            "made_up": made_up,
        },
    )
    record_change(actor, "kampung.register", region_code, f"kampung:{kampung.pk}")
    saved: Kampung = kampung
    return saved


def kampung_create(*, actor: Actor, region_code: str, details: KampungDetails) -> Kampung:
    """Enter a new kampung of a village; its formation is told afterwards, step by step. Raises RegisterRefused."""
    if level_of(region_code) is not Level.VILLAGE:
        raise RegisterRefused(reason="not_a_village")
    require_place(actor, region_code, Verb.REGISTER_EDIT)
    return _stored(actor, Kampung(region_code=region_code), details, "kampung.create")


def kampung_change(*, actor: Actor, kampung_id: int, details: KampungDetails) -> Kampung:
    """Change the name and the part of the village that a kampung covers. Raises RegisterRefused."""
    kampung = kampung_for(actor, kampung_id, Verb.REGISTER_EDIT)
    return _stored(actor, kampung, details, "kampung.change")


def _stored(actor: Actor, kampung: Kampung, details: KampungDetails, event: str) -> Kampung:
    parts = tuple(part.strip() for part in details.parts if part.strip()) if details.covers_part else ()
    if not details.name.strip():
        raise RegisterRefused(reason="no_name")
    if details.covers_part and not parts:
        raise RegisterRefused(reason="no_parts")
    kampung.name, kampung.covers, kampung.parts = details.name.strip(), details.covers, "\n".join(parts)
    try:
        with transaction.atomic():
            kampung.save()
    except IntegrityError as error:
        raise RegisterRefused(reason="name_taken") from error
    record_change(actor, event, kampung.region_code, f"kampung:{kampung.pk}")
    return kampung


def kampung_for(actor: Actor, kampung_id: int, verb: Verb) -> Kampung:
    """The kampung to be changed, locked. Raises Http404 where it is none of the actor's, PermissionDenied."""
    place = Kampung.objects.filter(pk=kampung_id).values_list("region_code", flat=True).first()
    if place is None:
        raise Http404
    require_place(actor, place, verb)
    # Locked only now: who may not write a row cannot lock it, and would be told that it does not exist.
    kampung: Kampung = Kampung.objects.select_for_update().get(pk=kampung_id)
    return kampung


def file_keep(actor: Actor, region_code: str, document: CleanDocument | None) -> RegisterFile | None:
    """Store a paper of a village; the same paper handed in again is the one that is there. The caller has checked."""
    if document is None:
        return None
    kept = document_keep(document)
    row, made = RegisterFile.objects.get_or_create(
        region_code=region_code,
        sha256=kept.sha256,
        defaults={
            "file_name": kept.file_name,
            "media_type": kept.media_type,
            "path": kept.path,
            "key_id": kept.key_id,
            "size": kept.size,
            "created_by": actor.user_id,
        },
    )
    if not made:
        document_forget(kept.path)
    stored: RegisterFile = row
    return stored


def refuse_future(day: dt.date | None, today: dt.date) -> None:
    """Raises RegisterRefused for a day that has not come yet."""
    if day is not None and day > today:
        raise RegisterRefused(reason="future")
