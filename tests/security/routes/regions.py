"""Changes of places: brought by the team of the nation alone."""

from __future__ import annotations

from typing import Any

from padu.access.gate import scoped
from padu.access.verbs import Role
from padu.apps.regions.models import ChangeFile
from tests.apps.regions.change_files import NATION as ACTOR
from tests.security.routes.base import BOTH, EVERYONE, NO_ID, WRITES, Case
from tests.security.standing import NATION
from tests.security.world import World

_TEAM = frozenset({Role.NATION})
_OTHERS = EVERYONE - _TEAM


def make(world: World) -> ChangeFile:
    """A checked file that holds no rows."""
    import gzip

    from django.utils import timezone

    with scoped(ACTOR):
        return ChangeFile.objects.create(
            kind="successions", state="checked", file_name="kosong.csv", digest="0" * 64, rows=gzip.compress(b"[]"),
            sent_at=timezone.now(),
        )  # fmt: skip


def _file(world: World) -> dict[str, Any]:
    return {"file_id": world.rooms["regions"].pk}


CASES = [
    Case("region_changes", _TEAM, _OTHERS, place=NATION, methods=BOTH),
    Case("region_suggestions", _TEAM, _OTHERS, place=NATION, methods=BOTH),
    Case("region_change", _TEAM, _OTHERS, place=NATION, kwargs=_file, twin={"file_id": NO_ID}),
    Case(
        "region_change_store", _TEAM, _OTHERS, place=NATION, kwargs=_file, methods=WRITES, twin={"file_id": NO_ID}
    ),
]  # fmt: skip
