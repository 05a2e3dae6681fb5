"""Meetings and what they decide."""

from __future__ import annotations

from tests.security.routes.base import (
    AGENCY,
    BOTH,
    COORDINATION,
    NO_ID,
    NO_REGENCY,
    PLACE,
    WRITES,
    Case,
    Roles,
    of,
)
from tests.security.standing import REGENCY


def _decision(route: str, sees: Roles, owner: str = "", **post: str) -> Case:
    """Those of the place without the verb are refused; those who only read it from below, as if it were not there."""
    return Case(
        route, sees, PLACE, place=REGENCY, owner=owner, kwargs=lambda w: {"decision_id": w.decision.pk},
        methods=WRITES, post=of(**post), twin={"decision_id": NO_ID},
    )  # fmt: skip


CASES = [
    Case("meetings", PLACE),
    Case(
        "meetings", PLACE, place=REGENCY, below=PLACE, query={"wilayah": REGENCY}, twin={"wilayah": NO_REGENCY},
        label="regency",
    ),
    Case(
        "meeting_new", COORDINATION, PLACE - COORDINATION, place=REGENCY, query={"wilayah": REGENCY}, methods=BOTH,
        twin={"wilayah": NO_REGENCY},
    ),
    Case(
        "meeting", PLACE, place=REGENCY, below=PLACE, kwargs=lambda w: {"meeting_id": w.meeting.pk},
        twin={"meeting_id": NO_ID},
    ),
    _decision("decision_complete", COORDINATION | AGENCY, "kesehatan", evidence="foto"),
    _decision("decision_verify", COORDINATION),
    _decision("decision_reopen", COORDINATION, reason="x"),
]  # fmt: skip
