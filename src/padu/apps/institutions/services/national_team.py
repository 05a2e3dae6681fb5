"""The national team as Kepmenko PMK 1/2023 appoints it: positions only, no persons. Loaded by `padu reference load`."""

from __future__ import annotations

import csv
import datetime as dt
import io
from importlib import resources
from typing import Final

from django.db import transaction

from padu.access.actor import Actor, system_actor
from padu.access.gate import scoped
from padu.access.verbs import Verb
from padu.apps.institutions.models import Team, TeamPosition
from padu.apps.institutions.services.decrees import DecreeData, decree_add
from padu.apps.institutions.services.teams import SeatData, missing_of, positions_add, team_create
from padu.domain.regions import NATION, level_of
from padu.domain.team_offices import regional_members
from padu.domain.teams import Part, Seat, SeatRole, SectionSet, TeamKind, seats_of

SOURCE: Final = "Kepmenko PMK 1/2023"
APPOINTED_ON: Final = dt.date(2023, 1, 2)
NAME: Final = "Tim Koordinasi Nasional Kampung Keluarga Berkualitas"
DECREE: Final = DecreeData(
    number=SOURCE,
    signed_on=APPOINTED_ON,
    subject="Tim koordinasi Kampung Keluarga Berkualitas tingkat pusat",
    signer="Menteri Koordinator Bidang Pembangunan Manusia dan Kebudayaan",
    valid_from=APPOINTED_ON,
)


def national_seats() -> list[SeatData]:
    """The 87 positions in the order of the decree; members of a field belong to the executive part."""
    file = resources.files("padu.apps.institutions").joinpath("reference", "national_team.csv")
    rows = csv.DictReader(io.StringIO(file.read_text(encoding="utf-8"), newline=""))
    return [_seat(row) for row in rows]


def _seat(row: dict[str, str]) -> SeatData:
    in_field = row["part"].startswith("bidang_")
    return SeatData(
        part=Part.EXECUTIVE if in_field else Part(row["part"]),
        role=SeatRole(row["role"]),
        section=row["part"] if in_field else "",
        title=row["position"],
        institution=row["institution"],
    )


def proposed_seats(team: Team) -> list[Seat]:
    """Seats to propose to a team: the usual ones of its kind, for regional teams also members after the national shape.

    Only those it does not have yet; the national team's own come from its decree.
    """
    if team.region_code == NATION:
        return []
    seats = seats_of(team.team_kind, team.sections, level_of(team.region_code))
    if team.team_kind is TeamKind.COORDINATION:
        members = [s for s in national_seats() if s.section and s.role is SeatRole.MEMBER]
        seats += regional_members((s.section, s.institution) for s in members)
    return missing_of(team, seats)


@transaction.atomic
def load_national_team() -> dict[str, int]:
    """Store the national team where it is not yet; what people made of it since is left alone.

    Returns how many positions it has now, read back.
    """
    actor = system_actor(NATION, Verb.PLACE_READ, Verb.TEAM_EDIT)
    with scoped(actor):
        team = Team.objects.filter(region_code=NATION, kind=TeamKind.COORDINATION.value).first()
        if team is None:
            team = _create(actor)
        count = TeamPosition.objects.filter(team=team, valid_to__isnull=True).count()
    return {"tim koordinasi nasional": count}


def _create(actor: Actor) -> Team:
    team = team_create(
        actor=actor,
        region_code=NATION,
        kind=TeamKind.COORDINATION,
        sections=SectionSet.FIELDS,
        valid_from=APPOINTED_ON,
        name=NAME,
        source=SOURCE,
        with_seats=False,
    )
    positions_add(actor=actor, team_id=team.pk, seats=national_seats(), from_day=APPOINTED_ON)
    decree_add(actor=actor, team_id=team.pk, data=DECREE)
    return team
