"""What became of a row, and the trail. An old row is for whoever may read the row itself."""

from __future__ import annotations

from typing import Any

from django.db import models

from padu.access.actor import Actor
from padu.access.gate import scoped
from padu.access.verbs import Role
from padu.apps.kampung.models import Kampung
from padu.apps.rumah_dataku.models import Family
from padu.apps.supply.models import Offer
from tests.factories import place_writer
from tests.security.routes.base import (
    AGENCY,
    EVERYONE,
    FAMILY,
    HERE,
    NO_ID,
    OVERSEERS,
    PLACE,
    Case,
    Make,
    Reach,
    Roles,
)
from tests.security.standing import REGENCY
from tests.security.world import World

PRIVACY: Roles = frozenset({Role.PRIVACY})

WORDS = {
    "old_family": "Jorong Kutilang",
    "old_offer": "Tawaran Kutilang",
    "old_kampung": "Kampung Kutilang",
}
MAY_READ = {
    "old_family": Reach(HERE, FAMILY),
    "old_offer": Reach(REGENCY, AGENCY | OVERSEERS, owner="kesehatan"),
    "old_kampung": Reach(HERE, PLACE),
}


def make(world: World) -> int:
    """The words stand in old rows only. Gives the kampung's id."""
    _once(world.people.pokja.actor, Family, "hamlet", WORDS["old_family"])
    _once(world.people.petugas_opd.actor, Offer, "title", WORDS["old_offer"])
    with scoped(place_writer(HERE)):
        kampung = Kampung.objects.get(region_code=HERE)
    _once(place_writer(HERE), Kampung, "name", WORDS["old_kampung"])
    return int(kampung.pk)


def _once(actor: Actor, model: type[models.Model], column: str, word: str) -> None:
    """Write the word and take it back."""
    with scoped(actor):
        rows: Any = model.objects  # type: ignore[attr-defined]  # guarded models have one
        row = rows.first()
        now = getattr(row, column)
        rows.filter(pk=row.pk).update(**{column: word})
        rows.filter(pk=row.pk).update(**{column: now})


def _row(table: str, sees: Roles, place: str, row_id: Any, **more: Any) -> Case:
    kwargs: Make = lambda world: {"table": table, "row_id": row_id(world)}  # noqa: E731
    return Case("row_history", sees, place=place, kwargs=kwargs, twin={"row_id": NO_ID}, label=table, **more)


CASES = [
    _row("rumah_dataku_family", FAMILY, HERE, lambda w: w.family.pk),
    _row("supply_offer", AGENCY | OVERSEERS, REGENCY, lambda w: w.offer.pk, owner="kesehatan", below=AGENCY),
    _row("kampung_kampung", PLACE, HERE, lambda w: w.rooms["history"]),
    _row("institutions_agency", PLACE, REGENCY, lambda w: w.people.kesehatan.pk, below=PLACE),
    Case("trail", PRIVACY, EVERYONE - PRIVACY),
    Case("trail_file", PRIVACY, EVERYONE - PRIVACY),
    Case("own_trail", EVERYONE),
]
