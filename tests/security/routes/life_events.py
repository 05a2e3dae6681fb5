"""Life events of families, and families that move between villages."""

from __future__ import annotations

import datetime as dt
import uuid
from dataclasses import dataclass
from typing import Any

from django.utils import timezone

from padu.access.actor import system_actor
from padu.access.gate import scoped
from padu.apps.rumah_dataku.models import FamilyArrival, FamilyHandOver, LifeEvent, MissingFamily
from padu.apps.rumah_dataku.services.hand_overs import NewHandOver, hand_over_propose
from tests.apps.rumah_dataku.village_families import DUTIES, WIDOW, make_family
from tests.people import NEXT_VILLAGE
from tests.security.routes.base import BOTH, FAMILY, HERE, NO_CODE, NO_ID, WRITES, Case, Reach, of
from tests.security.world import World

DAY = dt.date(2026, 5, 3)
WORDS = {"life_event": "Rantau Kenari", "given_family": "Tujuan Kenari", "missing_family": "Tanya Kenari"}
MAY_READ = {
    "missing_family": Reach(HERE, FAMILY),
    "life_event": Reach(HERE, FAMILY),
    "given_family": Reach(HERE, FAMILY),
}


@dataclass(frozen=True, slots=True)
class Room:
    """An event of HERE, an offer of HERE that was taken back, one to HERE that waits, a family that is asked about."""

    event: LifeEvent
    offer: FamilyHandOver
    arrival: FamilyArrival
    missing: MissingFamily


def make(world: World) -> Room:
    """Rows beside the family of HERE, which stays as it is."""
    pokja = world.people.pokja.actor
    with scoped(pokja):
        event = LifeEvent.objects.create(
            region_code=HERE, family=world.family, kind="move_in", day=DAY, place=WORDS["life_event"],
            token=uuid.uuid4(), recorded_at=timezone.now(),
        )  # fmt: skip
        offer = FamilyHandOver.objects.create(
            region_code=HERE, family=world.family, to_code=NEXT_VILLAGE, day=DAY, state="refused",
            reason=WORDS["given_family"], proposed_at=timezone.now(),
        )  # fmt: skip
        missing = MissingFamily.objects.create(
            region_code=HERE, family=world.family, year=2026, run_id=0, noticed_at=timezone.now(),
            note=WORDS["missing_family"],
        )  # fmt: skip
    family = make_family(NEXT_VILLAGE, WIDOW, "K-kenari")
    neighbour = world.people.pokja_tetangga.actor
    with scoped(neighbour):
        made = hand_over_propose(actor=neighbour, new=NewHandOver(family.pk, HERE, DAY))
    with scoped(system_actor(HERE, *DUTIES)):
        return Room(event, offer, FamilyArrival.objects.get(hand_over_id=made.pk), missing)


def _family(route: str, **more: Any) -> Case:
    kwargs = more.pop("kwargs", {})
    return Case(
        route, FAMILY, place=HERE, kwargs=lambda w: {"family_id": w.family.pk, **kwargs}, twin={"family_id": NO_ID},
        **more,
    )  # fmt: skip


def _row(route: str, name: str, key: str, **more: Any) -> Case:
    return Case(
        route, FAMILY, place=HERE, kwargs=lambda w: {key: getattr(w.rooms["life_events"], name).pk},
        twin={key: NO_ID}, **more,
    )  # fmt: skip


def _list(route: str, **more: Any) -> list[Case]:
    return [
        Case(route, FAMILY, **more),
        Case(route, FAMILY, place=HERE, query={"desa": HERE}, twin={"desa": NO_CODE}, label="place", **more),
    ]


CASES = [
    _family("family_events"),
    _family("family_event_new", kwargs={"slug": "kelahiran"}, methods=BOTH),
    _family("family_event_new", kwargs={"slug": "perkawinan"}, methods=BOTH, label="marriage"),
    _family("hand_over_new", methods=BOTH),
    _row("life_event_undo", "event", "event_id", methods=BOTH),
    _row("hand_over_take_back", "offer", "hand_over_id", methods=WRITES),
    _row("hand_over_answer", "arrival", "arrival_id", methods=BOTH, post=of(terima="1")),
    *_list("family_arrives", methods=BOTH),
    *_list("life_events"),
    *_list("life_events_file"),
    *_list("vanished_members"),
    *_list("missing_families"),
    _row("missing_family_answer", "missing", "missing_id", methods=WRITES, post=of(jawab="here")),
    *_list("hand_overs"),
]
