"""What agencies offer: their own, and seen by those who watch over all of them."""

from __future__ import annotations

from typing import Any

from tests.security.routes.base import (
    AGENCY,
    BOTH,
    EVERYONE,
    NO_ID,
    NO_REGENCY,
    OVERSEERS,
    PLAN_YEAR,
    WRITES,
    Case,
    Make,
    Roles,
    of,
)
from tests.security.standing import REGENCY
from tests.security.world import World

_SUPPLY = AGENCY | OVERSEERS


def _agency(world: World, **more: Any) -> dict[str, Any]:
    return {"agency_id": world.people.kesehatan.pk, **more}


def _case(route: str, sees: Roles = AGENCY, lacks: Roles = OVERSEERS, *, kwargs: Make, **more: Any) -> Case:
    """Other agencies' sheets do not exist for an agency; who watches over them all changes nothing in them."""
    return Case(
        route, sees, lacks, place=REGENCY, owner="kesehatan", kwargs=lambda w: _agency(w, **kwargs(w)),
        twin={"agency_id": NO_ID}, **more,
    )  # fmt: skip


CASES = [
    Case("supply", _SUPPLY, EVERYONE - _SUPPLY),
    Case(
        "supply", _SUPPLY, place=REGENCY, query={"wilayah": REGENCY, "tahun": str(PLAN_YEAR)},
        twin={"wilayah": NO_REGENCY}, door=EVERYONE - _SUPPLY, label="regency",
    ),
    _case("supply_sheet", AGENCY | OVERSEERS, kwargs=of(), query={"tahun": str(PLAN_YEAR)}),
    _case("supply_sheet_save", kwargs=of(year=PLAN_YEAR), methods=WRITES),
    _case("fund_new", kwargs=of(year=PLAN_YEAR), methods=BOTH),
    _case("fund_edit", kwargs=lambda w: {"year": PLAN_YEAR, "fund_id": w.fund.pk}, methods=BOTH),
    _case("offer_new", kwargs=of(year=PLAN_YEAR), methods=BOTH),
    _case("offer_edit", kwargs=lambda w: {"year": PLAN_YEAR, "offer_id": w.offer.pk}, methods=BOTH),
    _case("offer_active", kwargs=lambda w: {"offer_id": w.offer.pk}, methods=WRITES),
    _case("supply_copy", kwargs=of(year=PLAN_YEAR), methods=WRITES),
    _case("supply_template", kwargs=of(year=PLAN_YEAR), query={"bentuk": "csv"}),
    _case("supply_upload", kwargs=of(year=PLAN_YEAR), methods=BOTH),
    _case("supply_file", kwargs=lambda w: {"file_id": w.supply_file.pk}),
    _case("supply_file_store", kwargs=lambda w: {"file_id": w.supply_file.pk}, methods=WRITES),
    _case("supply_file_discard", kwargs=lambda w: {"file_id": w.supply_file.pk}, methods=WRITES),
]  # fmt: skip
