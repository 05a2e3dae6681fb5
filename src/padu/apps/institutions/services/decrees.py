"""Decrees of a team: appointed by a paper with a number, a day and an end, renewed before it ends."""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection
from dataclasses import dataclass

from django.db import transaction
from django.http import Http404

from padu.access.actor import Actor
from padu.access.audit import record_change
from padu.access.documents import CleanDocument, document_forget, document_keep
from padu.apps.institutions.models import Decree, Team
from padu.apps.institutions.services.teams import DAY, end_seats, living_team, positions_of
from padu.domain.errors import PaduError

DECREE_CHANGED = "tidak dimuat lagi dalam SK baru"


class DecreeNumberTaken(PaduError):
    """The team has a decree of this number. data: decree (id)."""

    code = "decree.number_taken"


class DecreeDatesWrong(PaduError):
    """A decree ends before it begins, or the next one begins before the one it renews. data: earliest."""

    code = "decree.dates_wrong"


@dataclass(frozen=True, slots=True)
class DecreeData:
    """What stands on the paper. `valid_to` None: no end is named."""

    number: str
    signed_on: dt.date
    subject: str
    signer: str
    valid_from: dt.date
    valid_to: dt.date | None = None


@transaction.atomic
def decree_add(
    *, actor: Actor, team_id: int, data: DecreeData, paper: CleanDocument | None = None, made_up: bool = False
) -> Decree:
    """Write down a decree. Raises DecreeNumberTaken, DecreeDatesWrong, TeamEnded, PermissionDenied, Http404."""
    return _store(actor, living_team(actor, team_id), data, paper, made_up=made_up)


@transaction.atomic
def decree_renew(
    *,
    actor: Actor,
    team_id: int,
    data: DecreeData,
    keep: Collection[int],
    paper: CleanDocument | None = None,
) -> Decree:
    """Write down the next decree and carry the seats named in `keep` over with who sits in them.

    keep  ids of positions; the others end the day before the new decree begins

    Raises DecreeNumberTaken, DecreeDatesWrong, TeamEnded, PermissionDenied, Http404.
    """
    team = living_team(actor, team_id)
    last = Decree.objects.filter(team=team).order_by("-valid_from").first()
    if last is not None and data.valid_from <= last.valid_from:
        raise DecreeDatesWrong(earliest=last.valid_from + DAY)
    decree = _store(actor, team, data, paper)
    left_out = [position for position in positions_of(team) if position.pk not in keep]
    end_seats(left_out, data.valid_from - DAY, DECREE_CHANGED)
    return decree


@transaction.atomic
def decree_attach(*, actor: Actor, decree_id: int, paper: CleanDocument) -> Decree:
    """Add or replace the file of a decree. Raises TeamEnded, PermissionDenied, Http404."""
    decree: Decree | None = Decree.objects.filter(pk=decree_id).first()
    if decree is None:
        raise Http404
    living_team(actor, decree.team_id)
    old, columns = decree.file_path, _kept(paper)
    for name, value in columns.items():
        setattr(decree, name, value)
    decree.save(update_fields=list(columns))
    if old:
        transaction.on_commit(lambda: document_forget(old))
    record_change(actor, "decree.attach", decree.region_code, f"decree:{decree.pk}")
    return decree


def _store(actor: Actor, team: Team, data: DecreeData, paper: CleanDocument | None, *, made_up: bool = False) -> Decree:
    if data.valid_to is not None and data.valid_to < data.valid_from:
        raise DecreeDatesWrong(earliest=data.valid_from)
    twin = Decree.objects.filter(team=team, number=data.number.strip()).first()
    if twin is not None:
        raise DecreeNumberTaken(decree=twin.pk)
    decree: Decree = Decree.objects.create(
        team=team,
        region_code=team.region_code,
        number=data.number.strip(),
        signed_on=data.signed_on,
        subject=data.subject.strip(),
        signer=data.signer.strip(),
        valid_from=data.valid_from,
        valid_to=data.valid_to,
        recorded_by=actor.user_id,
        made_up=made_up,
        **(_kept(paper) if paper is not None else {}),
    )
    record_change(actor, "decree.add", team.region_code, f"decree:{decree.pk}")
    return decree


def _kept(paper: CleanDocument) -> dict[str, object]:
    """Write the file down, last of all: a row refused before leaves none behind."""
    kept = document_keep(paper)
    return {
        "file_name": kept.file_name,
        "file_type": kept.media_type,
        "file_path": kept.path,
        "file_key_id": kept.key_id,
        "file_sha256": kept.sha256,
        "file_size": kept.size,
    }
