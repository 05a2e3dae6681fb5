"""Findings of inspectors and their answers."""

from __future__ import annotations

import datetime as dt

from padu.access.gate import scoped
from padu.access.verbs import Role
from padu.apps.coordination.finding_services import FindingData, finding_record
from padu.apps.coordination.models import Finding
from tests.security.routes.base import (
    AGENCY,
    BOTH,
    COORDINATION,
    EVERYONE,
    HERE,
    NO_CODE,
    NO_ID,
    OTHERS,
    PLACE,
    POKJA,
    WRITES,
    Case,
    Reach,
    Roles,
    of,
)
from tests.security.world import World

INSPECTORS: Roles = frozenset({Role.INSPECTOR})
# Who answers for a place.
ANSWERING: Roles = COORDINATION | POKJA | AGENCY | {Role.DISTRICT}

WORDS = {"finding": "Temuan Kenari"}
MAY_READ = {"finding": Reach(HERE, PLACE)}


def make(world: World) -> Finding:
    actor = world.standing["pengawas"].actor
    data = FindingData(HERE, "team", WORDS["finding"], "middle", dt.date(2026, 3, 2))
    with scoped(actor):
        return finding_record(actor=actor, data=data)


def _finding(world: World) -> dict[str, object]:
    return {"finding_id": world.rooms["findings"].pk}


def _step(route: str, sees: Roles, **post: str) -> Case:
    return Case(
        route, sees, PLACE - sees, place=HERE, kwargs=_finding, methods=WRITES, post=of(**post),
        twin={"finding_id": NO_ID},
    )  # fmt: skip


CASES = [
    *(
        case
        for route in ("findings", "findings_file")
        for case in (
            Case(route, PLACE, OTHERS),
            Case(route, PLACE, OTHERS, place=HERE, query={"wilayah": HERE}, twin={"wilayah": NO_CODE}, label="here"),
        )
    ),
    Case(
        "finding_new", INSPECTORS, EVERYONE - INSPECTORS, place=HERE, query={"wilayah": HERE}, methods=BOTH,
        twin={"wilayah": NO_CODE},
    ),
    Case("finding", PLACE, place=HERE, kwargs=_finding, twin={"finding_id": NO_ID}),
    _step("finding_answer", ANSWERING, text="Sudah", evidence="SK 1"),
    _step("finding_accept", INSPECTORS),
    _step("finding_return", INSPECTORS, reason="Kurang"),
    _step("finding_close", INSPECTORS),
]  # fmt: skip
