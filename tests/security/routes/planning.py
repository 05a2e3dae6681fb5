"""The planner's runs and the rows they propose."""

from __future__ import annotations

from typing import Any

from tests.security.routes.base import (
    AGENCY,
    EVERYONE,
    NO_ID,
    NO_REGENCY,
    OVERSEERS,
    PLAN_YEAR,
    TEAM,
    WRITES,
    Case,
)
from tests.security.standing import REGENCY

_YEARLY = {"wilayah": REGENCY, "tahun": str(PLAN_YEAR)}
_DOOR = AGENCY | TEAM


def _run(route: str, run: str = "run", **more: Any) -> Case:
    """A run holds all offers: read with the team by those who see them all, used by the team alone."""
    return Case(
        route, TEAM, OVERSEERS - TEAM, place=REGENCY, kwargs=lambda w: {"run_id": getattr(w, run).pk},
        twin={"run_id": NO_ID}, **more,
    )  # fmt: skip


CASES = [
    Case("table", _DOOR, EVERYONE - _DOOR),
    # An agency's own rows are its table, whatever place was asked for.
    Case(
        "table", TEAM, place=REGENCY, anywhere=AGENCY, query=_YEARLY, twin={"wilayah": NO_REGENCY},
        door=EVERYONE - _DOOR, label="regency",
    ),
    Case("plan_start", TEAM, place=REGENCY, query=_YEARLY, methods=WRITES, twin={"wilayah": NO_REGENCY}),
    _run("planner_run"),
    _run("planner_run", "running", label="running"),
    _run("planner_run_progress", "running"),
    _run("planner_run_stop", "running", methods=WRITES),
    _run("planner_run_instance"),
    Case("proposals", _DOOR, EVERYONE - _DOOR),
    Case(
        "proposals", _DOOR, place=REGENCY, query=_YEARLY, twin={"wilayah": NO_REGENCY},
        door=EVERYONE - _DOOR, label="regency",
    ),
    Case(
        "proposal_rows", _DOOR, OVERSEERS - _DOOR, place=REGENCY, owner="kesehatan",
        kwargs=lambda w: {"run_id": w.run.pk}, twin={"run_id": NO_ID},
    ),
    Case(
        "proposal_answer", AGENCY, OVERSEERS, place=REGENCY, owner="kesehatan", kwargs=lambda w: {"run_id": w.run.pk},
        methods=WRITES, post=lambda w: {"rows": str(w.row.pk), "step": "confirm"}, twin={"run_id": NO_ID},
    ),
    Case(
        "proposal_withdraw", TEAM, AGENCY | OVERSEERS, place=REGENCY, owner="kesehatan",
        kwargs=lambda w: {"run_id": w.run.pk}, methods=WRITES, post=lambda w: {"rows": str(w.row.pk), "reason": "x"},
        twin={"run_id": NO_ID},
    ),
]  # fmt: skip
