"""Writing teams and their seats. Who may: TEAM_EDIT in the team's place. Nothing is deleted: rows get a last day."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from django.db import transaction
from django.http import Http404

from padu.access.actor import Actor
from padu.access.audit import record_change
from padu.access.origin import because
from padu.access.requests import require_place
from padu.access.verbs import Verb
from padu.apps.institutions.models import Team, TeamMember, TeamPosition
from padu.apps.regions.selectors import names_of
from padu.domain.errors import PaduError
from padu.domain.regions import level_of
from padu.domain.teams import (
    KIND_LABELS,
    REGENCY_BODIES,
    SETS_OF_KIND,
    Part,
    Seat,
    SeatRole,
    SectionSet,
    TeamKind,
    level_fits,
    seat_fits,
    seats_of,
    sections_of,
)

DAY = dt.timedelta(days=1)
# The place's own name says the level ("Kabupaten ...", "Kecamatan ...").
_NAME_WORDS = {TeamKind.POKJA_REGENCY: "Pokja", TeamKind.DISTRICT_TEAM: "Tim"}
SEATS_GIVEN_UP = "kedudukan dihapus dari susunan"


class TeamMisplaced(PaduError):
    """A kind of team stands on its own levels and is divided its own way. data: kind, level, sections."""

    code = "team.misplaced"


class TeamExists(PaduError):
    """A place has one living team of a kind. data: team (id)."""

    code = "team.exists"


class TeamEnded(PaduError):
    """A dissolved team does not change. data: valid_to."""

    code = "team.ended"


class TeamDateWrong(PaduError):
    """An end lies before its beginning. data: earliest."""

    code = "team.date_wrong"


class TeamReasonMissing(PaduError):
    """Dissolving a team, giving up a seat and ending a term have a reason."""

    code = "team.reason_missing"


class SeatMisplaced(PaduError):
    """The team has no such seat. data: part, section, role."""

    code = "team.seat_misplaced"


@dataclass(frozen=True, slots=True)
class SeatData:
    """A seat as somebody writes it down; words and bodies as in `padu.domain.teams.Seat`."""

    part: Part
    role: SeatRole
    section: str = ""
    title: str = ""
    institution: str = ""
    agency_id: int | None = None
    bodies: tuple[str, ...] = ()


def seat_data(seat: Seat) -> SeatData:
    """A proposed seat as data to be written."""
    bodies = (seat.body,) if seat.body else ()
    return SeatData(seat.part, seat.role, seat.section, seat.title, seat.institution, bodies=bodies)


def missing_of(team: Team, seats: Iterable[Seat]) -> list[Seat]:
    """Those of the seats that this team does not have yet.

    A body is there when any seat stands for it, a member when a seat has that title in that institution; any other
    seat is there whatever it is called.
    """
    there = positions_of(team)
    return [seat for seat in seats if not any(_is_that(position, seat) for position in there)]


def _is_that(position: TeamPosition, seat: Seat) -> bool:
    if seat.body:
        return seat.body in position.bodies
    if (position.part, position.section, position.role) != (seat.part, seat.section, seat.role):
        return False
    named = (position.title.casefold(), position.institution.casefold())
    return seat.role is not SeatRole.MEMBER or named == (seat.title.casefold(), seat.institution.casefold())


def positions_of(team: Team) -> list[TeamPosition]:
    """Seats that have not been given up."""
    return list(TeamPosition.objects.filter(team=team, valid_to__isnull=True).order_by("order", "pk"))


@transaction.atomic
def team_create(
    *,
    actor: Actor,
    region_code: str,
    kind: TeamKind,
    sections: SectionSet,
    valid_from: dt.date,
    name: str = "",
    source: str = "",
    with_seats: bool = True,
    made_up: bool = False,
) -> Team:
    """A new team of a place; with the usual seats of its kind unless told otherwise.

    Raises TeamMisplaced, TeamExists, PermissionDenied, Http404.
    """
    require_place(actor, region_code, Verb.TEAM_EDIT)
    level = level_of(region_code)
    if not level_fits(kind, level) or sections not in SETS_OF_KIND[kind]:
        raise TeamMisplaced(kind=kind.value, level=level.value, sections=sections.value)
    living = Team.objects.filter(region_code=region_code, kind=kind.value, valid_to__isnull=True).first()
    if living is not None:
        raise TeamExists(team=living.pk)
    team: Team = Team.objects.create(
        region_code=region_code,
        kind=kind.value,
        name=name.strip() or _usual_name(kind, region_code),
        section_set=sections.value,
        source=source,
        valid_from=valid_from,
        made_up=made_up,
    )
    if with_seats:
        _add_seats(team, [seat_data(seat) for seat in seats_of(kind, sections, level)], valid_from)
    record_change(actor, "team.create", region_code, f"team:{team.pk}")
    return team


def _usual_name(kind: TeamKind, region_code: str) -> str:
    place = names_of([region_code]).get(region_code, region_code)
    return f"{_NAME_WORDS.get(kind, KIND_LABELS[kind])} {place}"[:160]


@transaction.atomic
def team_rename(*, actor: Actor, team_id: int, name: str) -> Team:
    """Correct what a team is called. Raises TeamEnded, PermissionDenied, Http404; an empty name is the usual one."""
    team = living_team(actor, team_id)
    team.name = name.strip() or _usual_name(team.team_kind, team.region_code)
    team.save(update_fields=["name"])
    record_change(actor, "team.rename", team.region_code, f"team:{team.pk}")
    return team


@transaction.atomic
def team_dissolve(*, actor: Actor, team_id: int, last_day: dt.date, reason: str) -> Team:
    """End a team with its seats and the terms of who sits in them.

    Raises TeamEnded, TeamReasonMissing, TeamDateWrong, PermissionDenied, Http404.
    """
    team = living_team(actor, team_id)
    needs_reason(reason)
    if last_day < team.valid_from:
        raise TeamDateWrong(earliest=team.valid_from)
    end_seats(positions_of(team), last_day, reason)
    team.valid_to, team.ended_reason = last_day, reason.strip()
    with because(reason.strip()):
        team.save(update_fields=["valid_to", "ended_reason"])
    record_change(actor, "team.dissolve", team.region_code, f"team:{team.pk}", reason.strip()[:200])
    return team


@transaction.atomic
def team_divide(*, actor: Actor, team_id: int, sections: SectionSet, from_day: dt.date) -> Team:
    """Divide a team another way from a day on: sections of the old set end the day before, those of the new begin.

    Raises TeamMisplaced, TeamDateWrong, TeamEnded, PermissionDenied, Http404.
    """
    team = living_team(actor, team_id)
    if sections not in SETS_OF_KIND[team.team_kind] or sections is team.sections:
        raise TeamMisplaced(kind=team.kind, level=level_of(team.region_code).value, sections=sections.value)
    if from_day <= team.valid_from:
        raise TeamDateWrong(earliest=team.valid_from)
    end_seats([p for p in positions_of(team) if p.section], from_day - DAY, SEATS_GIVEN_UP)
    team.section_set = sections.value
    team.save(update_fields=["section_set"])
    wanted = set(sections_of(sections))
    seats = seats_of(team.team_kind, sections, level_of(team.region_code))
    _add_seats(team, [seat_data(seat) for seat in seats if seat.section in wanted], from_day)
    record_change(actor, "team.divide", team.region_code, f"team:{team.pk}")
    return team


@transaction.atomic
def positions_add(*, actor: Actor, team_id: int, seats: Sequence[SeatData], from_day: dt.date) -> list[TeamPosition]:
    """New seats of a team. Raises SeatMisplaced, TeamDateWrong, TeamEnded, PermissionDenied, Http404."""
    team = living_team(actor, team_id)
    if from_day < team.valid_from:
        raise TeamDateWrong(earliest=team.valid_from)
    for seat in seats:
        check_seat(team, seat)
    made = _add_seats(team, seats, from_day)
    record_change(actor, "team.positions_add", team.region_code, f"team:{team.pk}", f"{len(made)}")
    return made


@transaction.atomic
def position_edit(*, actor: Actor, position_id: int, seat: SeatData) -> TeamPosition:
    """Correct a seat. Raises SeatMisplaced, TeamEnded, PermissionDenied, Http404."""
    position = living_position(actor, position_id)
    check_seat(position.team, seat)
    values = _seat_columns(seat)
    for name, value in values.items():
        setattr(position, name, value)
    position.save(update_fields=list(values))
    record_change(actor, "team.position_edit", position.region_code, f"team:{position.team_id}")
    return position


@transaction.atomic
def position_end(*, actor: Actor, position_id: int, last_day: dt.date, reason: str) -> TeamPosition:
    """Give a seat up; who sits in it goes with it.

    Raises TeamReasonMissing, TeamDateWrong, TeamEnded, PermissionDenied, Http404.
    """
    position = living_position(actor, position_id)
    needs_reason(reason)
    if last_day < position.valid_from:
        raise TeamDateWrong(earliest=position.valid_from)
    end_seats([position], last_day, reason)
    record_change(actor, "team.position_end", position.region_code, f"team:{position.team_id}", reason.strip()[:200])
    return position


def living_team(actor: Actor, team_id: int) -> Team:
    """The team, locked, for somebody who may change it. Raises TeamEnded, PermissionDenied, Http404."""
    # Read before locking: row security silently leaves out of a lock what may be read and not be written.
    seen: Team | None = Team.objects.filter(pk=team_id).first()
    if seen is None:
        raise Http404
    require_place(actor, seen.region_code, Verb.TEAM_EDIT)
    team: Team = Team.objects.select_for_update().get(pk=team_id)
    if team.valid_to is not None:
        raise TeamEnded(valid_to=team.valid_to)
    return team


def living_position(actor: Actor, position_id: int) -> TeamPosition:
    """A seat of a team one may change, still there. Raises TeamEnded, PermissionDenied, Http404."""
    position: TeamPosition | None = TeamPosition.objects.filter(pk=position_id).first()
    if position is None:
        raise Http404
    position.team = living_team(actor, position.team_id)
    if position.valid_to is not None:
        raise TeamEnded(valid_to=position.valid_to)
    return position


def check_seat(team: Team, seat: SeatData) -> None:
    """Raises SeatMisplaced for a seat or body that the team cannot have."""
    bodies_known = set(seat.bodies) <= set(REGENCY_BODIES)
    if not seat_fits(team.sections, seat.part, seat.section, seat.role) or not bodies_known:
        raise SeatMisplaced(part=seat.part.value, section=seat.section, role=seat.role.value)


def needs_reason(reason: str) -> None:
    """Raises TeamReasonMissing."""
    if not reason.strip():
        raise TeamReasonMissing


def end_seats(positions: Sequence[TeamPosition], last_day: dt.date, reason: str) -> None:
    """Let seats end on a day, with the terms that run then; a term or seat that begins later never began.

    Ends are never before beginnings: what starts after `last_day` ends on its first day.
    """
    ids = [position.pk for position in positions]
    with because(reason.strip()):
        for member in TeamMember.objects.filter(position__in=ids, valid_to__isnull=True):
            member.valid_to, member.ended_reason = max(last_day, member.valid_from), reason.strip()
            member.save(update_fields=["valid_to", "ended_reason"])
        for position in positions:
            position.valid_to = max(last_day, position.valid_from)
            position.save(update_fields=["valid_to"])


def _add_seats(team: Team, seats: Sequence[SeatData], from_day: dt.date) -> list[TeamPosition]:
    first = 1 + max((p.order for p in positions_of(team)), default=0)
    rows = [
        TeamPosition(
            team=team, region_code=team.region_code, order=first + number, valid_from=from_day, **_seat_columns(seat)
        )
        for number, seat in enumerate(seats)
    ]
    made: list[TeamPosition] = TeamPosition.objects.bulk_create(rows)
    return made


def _seat_columns(seat: SeatData) -> dict[str, object]:
    return {
        "part": seat.part.value,
        "section": seat.section,
        "role": seat.role.value,
        "title": seat.title.strip(),
        "institution": seat.institution.strip(),
        "agency_id": seat.agency_id,
        "bodies": list(seat.bodies),
    }
