"""What was agreed and what became of it: matrix, calendar, reports."""

from __future__ import annotations

from typing import Any

from padu.access.verbs import Role
from tests.security.routes.base import (
    BOTH,
    EVERYONE,
    HERE,
    NO_CODE,
    NO_ID,
    NO_REGENCY,
    OTHERS,
    PLACE,
    REPORTERS,
    YEAR,
    Case,
    of,
)
from tests.security.standing import REGENCY

_NOW = {"code": HERE, "year": YEAR}
_JOIN = frozenset({Role.KAMPUNG, Role.PLKB, Role.REGENCY})


def _here(route: str, **more: Any) -> Case:
    return Case(route, PLACE, OTHERS, place=HERE, kwargs=of(**_NOW | more), twin={"code": NO_CODE})


def _whole(route: str, label: str = "all", **more: Any) -> Case:
    return Case(
        route,
        PLACE,
        OTHERS,
        place=REGENCY,
        kwargs=of(code=REGENCY, year=YEAR, **more),
        twin={"code": NO_REGENCY},
        label=label,
    )


CASES = [
    Case("matrix", PLACE),
    Case("matrix", PLACE, OTHERS, place=HERE, query={"wilayah": HERE}, twin={"wilayah": NO_CODE}, label="here"),
    _here("matrix_place"),
    _whole("matrix_place", label="regency"),
    _here("matrix_file", form="xlsx"),
    _whole("matrix_file", form="xlsx"),
    _here("matrix_cell", programme_no=4, column_key="health"),
    Case("calendar", PLACE),
    Case("calendar", PLACE, OTHERS, place=HERE, query={"wilayah": HERE}, twin={"wilayah": NO_CODE}, label="here"),
    _here("calendar_month", month=3),
    _whole("calendar_month", month=3),
    _here("calendar_file", form="xlsx"),
    Case("event", PLACE, place=HERE, kwargs=lambda w: {"event_id": w.event.pk}, twin={"event_id": NO_ID}),
    # An agency reports what it takes part in; another one of the place is told that it does not.
    Case(
        "event_report", REPORTERS, PLACE, place=HERE, owner="kesehatan", kwargs=lambda w: {"event_id": w.event.pk},
        methods=BOTH, twin={"event_id": NO_ID},
    ),
    Case("outside_report", REPORTERS, EVERYONE - REPORTERS, methods=BOTH),
    Case(
        "outside_report", REPORTERS, place=HERE, query={"kampung": HERE}, methods=BOTH, twin={"kampung": NO_CODE},
        door=EVERYONE - REPORTERS, label="here",
    ),
    Case(
        "realisation_join", _JOIN, PLACE - _JOIN, place=HERE, kwargs=lambda w: {"realisation_id": w.realisation.pk},
        methods=BOTH, post=lambda w: {"commitment": str(w.commitment.pk)}, twin={"realisation_id": NO_ID},
    ),
    Case("photo", PLACE, place=HERE, kwargs=lambda w: {"photo_id": w.photo.pk}, twin={"photo_id": NO_ID}),
]  # fmt: skip
