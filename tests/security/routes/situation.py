"""What a village makes of its figures."""

from __future__ import annotations

from typing import Any

from tests.security.routes.base import (
    BOTH,
    EVERYONE,
    FAMILY,
    HERE,
    NO_CODE,
    PLACE,
    POKJA,
    TEAM,
    WRITES,
    YEAR,
    Case,
    Roles,
    of,
)
from tests.security.world import KIND


def _case(route: str, sees: Roles, **more: Any) -> Case:
    """Whoever reads the place and is not named lacks the verb."""
    more.setdefault("kwargs", of(code=HERE))
    return Case(
        route, sees, EVERYONE - sees, place=HERE, query={"tahun": str(YEAR)}, twin={"code": NO_CODE}, **more
    )  # fmt: skip


CASES = [
    Case("situations", EVERYONE),
    _case("situation", PLACE),
    _case("situation_compute", POKJA, methods=WRITES),
    _case("situation_order", POKJA, methods=WRITES, post=lambda w: {"up": str(w.own_problem.pk), "reason": "x"}),
    _case("situation_own", POKJA, methods=BOTH, post=of(title="x")),
    _case(
        "situation_withdraw", POKJA, methods=BOTH, post=of(reason="x"),
        kwargs=lambda w: {"code": HERE, "problem_id": w.own_problem.pk},
    ),
    _case("situation_submit", POKJA, methods=BOTH),
    _case("situation_return", TEAM, methods=BOTH, post=of(reason="x")),
    _case("situation_problem", PLACE, kwargs=of(code=HERE, kind=KIND)),
    _case("situation_families", FAMILY, kwargs=of(code=HERE, kind=KIND)),
]  # fmt: skip
