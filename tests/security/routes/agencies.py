"""Agencies of a regency: read there, above and below; kept by the teams that coordinate."""

from __future__ import annotations

from padu.access.gate import scoped
from padu.apps.institutions.models import Agency
from padu.apps.institutions.services.agencies import AgencyData, agency_add
from tests.security.routes.base import (
    BOTH,
    COORDINATION,
    NO_ID,
    NO_REGENCY,
    OTHERS,
    PLACE,
    Case,
    Reach,
)
from tests.security.standing import REGENCY
from tests.security.world import World

WORDS = {"agency": "Dinas Kenari"}
MAY_READ = {"agency": Reach(REGENCY, PLACE, below=PLACE)}


def make(world: World) -> Agency:
    actor = world.people.tim_kab.actor
    with scoped(actor):
        return agency_add(actor=actor, region_code=REGENCY, data=AgencyData(WORDS["agency"], "Disken", "environment"))


def _form(route: str) -> Case:
    return Case(
        route, COORDINATION, PLACE - COORDINATION, place=REGENCY, methods=BOTH, twin={"agency_id": NO_ID},
        kwargs=lambda world: {"agency_id": world.rooms["agencies"].pk},
    )  # fmt: skip


IN_REGENCY = {"query": {"wilayah": REGENCY}, "twin": {"wilayah": NO_REGENCY}}

CASES = [
    Case("agencies", PLACE),
    Case("agencies", PLACE, place=REGENCY, label="regency", **IN_REGENCY),
    Case("agencies_file", PLACE),
    Case("agencies_file", PLACE, place=REGENCY, label="regency", **IN_REGENCY),
    Case("agency_new", COORDINATION, PLACE - COORDINATION | OTHERS, place=REGENCY, methods=BOTH, **IN_REGENCY),
    Case(
        "agency", PLACE, place=REGENCY, below=PLACE, twin={"agency_id": NO_ID},
        kwargs=lambda world: {"agency_id": world.rooms["agencies"].pk},
    ),
    *(_form(route) for route in ("agency_edit", "agency_rename", "agency_close", "agency_reopen")),
]  # fmt: skip
