"""Who sits in a seat of a team: appointed from a day, ended on a day, one person at a time."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from django.db import transaction
from django.http import Http404

from padu.access.actor import Actor
from padu.access.audit import record_change
from padu.access.origin import because
from padu.apps.institutions.models import TeamMember, TeamPosition
from padu.apps.institutions.services.teams import (
    DAY,
    TeamDateWrong,
    living_position,
    needs_reason,
)
from padu.domain.errors import PaduError
from padu.domain.teams import Span


class SeatTaken(PaduError):
    """Somebody sits there on these days. data: member (id)."""

    code = "team.seat_taken"


class MemberNameMissing(PaduError):
    """A member has a name."""

    code = "team.member_name_missing"


@dataclass(frozen=True, slots=True)
class MemberData:
    """A person in office. `user_id` is their account, where it is known to whoever writes this."""

    name: str
    phone: str = ""
    user_id: int | None = None


@transaction.atomic
def member_appoint(
    *,
    actor: Actor,
    position_id: int,
    data: MemberData,
    from_day: dt.date,
    replacing: str = "",
    made_up: bool = False,
) -> TeamMember:
    """Seat somebody from a day on.

    replacing  why the present holder goes; their term then ends the day before. Without it a held seat is refused

    Raises SeatTaken, MemberNameMissing, TeamDateWrong, TeamEnded, PermissionDenied, Http404.
    """
    position = living_position(actor, position_id)
    if not data.name.strip():
        raise MemberNameMissing(position=position.pk)
    if from_day < position.valid_from:
        raise TeamDateWrong(earliest=position.valid_from)
    holder = TeamMember.objects.filter(position=position, valid_to__isnull=True).first()
    if holder is not None and replacing.strip():
        _end(holder, from_day - DAY, replacing)
    _check_free(position, Span(from_day))
    member: TeamMember = TeamMember.objects.create(
        position=position,
        region_code=position.region_code,
        name=data.name.strip(),
        phone=data.phone.strip(),
        user_id=data.user_id,
        valid_from=from_day,
        made_up=made_up,
    )
    record_change(actor, "team.member_appoint", position.region_code, f"team:{position.team_id}")
    return member


@transaction.atomic
def member_correct(*, actor: Actor, member_id: int, data: MemberData) -> TeamMember:
    """Correct name, phone or account of who sits there. Raises MemberNameMissing, TeamEnded, PermissionDenied,
    Http404."""
    member, position = _seated(actor, member_id)
    if not data.name.strip():
        raise MemberNameMissing(position=position.pk)
    member.name, member.phone, member.user_id = data.name.strip(), data.phone.strip(), data.user_id
    member.save(update_fields=["name", "phone", "user_id"])
    record_change(actor, "team.member_correct", position.region_code, f"team:{position.team_id}")
    return member


@transaction.atomic
def member_end(*, actor: Actor, member_id: int, last_day: dt.date, reason: str) -> TeamMember:
    """End a term; the seat is vacant from the next day. Raises TeamReasonMissing, TeamDateWrong, TeamEnded,
    PermissionDenied, Http404."""
    member, position = _seated(actor, member_id)
    needs_reason(reason)
    _end(member, last_day, reason)
    record_change(actor, "team.member_end", position.region_code, f"team:{position.team_id}", reason.strip()[:200])
    return member


def _seated(actor: Actor, member_id: int) -> tuple[TeamMember, TeamPosition]:
    member: TeamMember | None = TeamMember.objects.filter(pk=member_id, valid_to__isnull=True).first()
    if member is None:
        raise Http404
    return member, living_position(actor, member.position_id)


def _end(member: TeamMember, last_day: dt.date, reason: str) -> None:
    if last_day < member.valid_from:
        raise TeamDateWrong(earliest=member.valid_from)
    member.valid_to, member.ended_reason = last_day, reason.strip()
    with because(reason.strip()):
        member.save(update_fields=["valid_to", "ended_reason"])


def _check_free(position: TeamPosition, term: Span) -> None:
    for other in TeamMember.objects.filter(position=position):
        if other.span.overlaps(term):
            raise SeatTaken(member=other.pk)


def holder_of(position: TeamPosition) -> TeamMember | None:
    """Who sits there without an end."""
    holder: TeamMember | None = TeamMember.objects.filter(position=position, valid_to__isnull=True).first()
    return holder
