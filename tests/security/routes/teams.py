"""Teams of a village: read by whoever reads the place, changed by its pokja and the teams above it."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import Any

from padu.access.documents import document_clean
from padu.access.gate import scoped
from padu.access.verbs import Role
from padu.apps.institutions.models import Decree, Team, TeamMember, TeamPosition
from padu.apps.institutions.services.decrees import DecreeData, decree_add
from padu.apps.institutions.services.members import MemberData, member_appoint
from padu.apps.institutions.services.teams import team_create
from padu.domain.teams import SectionSet, TeamKind
from tests.security.routes.base import (
    BOTH,
    COORDINATION,
    HERE,
    NO_CODE,
    NO_ID,
    OTHERS,
    PLACE,
    POKJA,
    Case,
    Make,
    Reach,
    of,
)
from tests.security.world import World

EDITORS = POKJA | COORDINATION | {Role.DISTRICT}
START = dt.date(2024, 1, 1)
WORDS = {"team_member": "Pemegang Kenari", "decree": "SK Kenari 7"}
MAY_READ = {"team_member": Reach(HERE, PLACE), "decree": Reach(HERE, PLACE)}


@dataclass(frozen=True, slots=True)
class Room:
    """The pokja of HERE with one holder and one decree."""

    team: Team
    position: TeamPosition
    member: TeamMember
    decree: Decree


def make(world: World) -> Room:
    actor = world.people.pokja.actor
    with scoped(actor):
        team = team_create(
            actor=actor, region_code=HERE, kind=TeamKind.POKJA_VILLAGE, sections=SectionSet.FOUR_GOALS, valid_from=START
        )
        position = TeamPosition.objects.filter(team=team).order_by("order").first()
        member = member_appoint(
            actor=actor, position_id=position.pk, data=MemberData(WORDS["team_member"]), from_day=START
        )
        data = DecreeData(WORDS["decree"], START, "Pokja", "Wali Nagari", START, dt.date(2030, 1, 1))
        paper = document_clean("sk.pdf", b"%PDF-1.7\n%%EOF")
        return Room(team, position, member, decree_add(actor=actor, team_id=team.pk, data=data, paper=paper))


def _id(name: str, kind: str, **more: Any) -> Make:
    return lambda world: {name: getattr(world.rooms["teams"], kind).pk, **more}


def _read(route: str, name: str, kind: str, **more: Any) -> Case:
    return Case(route, PLACE, place=HERE, kwargs=_id(name, kind, **more), twin={name: NO_ID})


def _form(route: str, name: str, kind: str, **post: str) -> Case:
    return Case(
        route, EDITORS, PLACE - EDITORS, place=HERE, kwargs=_id(name, kind), methods=BOTH, post=of(**post),
        twin={name: NO_ID},
    )  # fmt: skip


IN_HERE = {"query": {"wilayah": HERE}, "twin": {"wilayah": NO_CODE}}

CASES = [
    *(Case(route, PLACE) for route in ("teams", "teams_file", "vacancies")),
    *(
        Case(route, PLACE, place=HERE, label="village", **IN_HERE) for route in ("teams", "teams_file", "vacancies")
    ),
    Case("team_new", EDITORS, PLACE - EDITORS | OTHERS, place=HERE, methods=BOTH, **IN_HERE),
    _read("team", "team_id", "team"),
    _read("team_file", "team_id", "team", form="xlsx"),
    _read("decree_file", "decree_id", "decree"),
    *(
        _form(route, "team_id", "team", reason="")
        for route in ("team_rename", "team_divide", "team_dissolve", "team_propose", "position_new", "decree_new",
                      "decree_renew")
    ),
    *(_form(route, "position_id", "position") for route in ("position_edit", "position_end", "member_appoint")),
    *(_form(route, "member_id", "member") for route in ("member_edit", "member_end")),
    _form("decree_attach", "decree_id", "decree"),
]  # fmt: skip
