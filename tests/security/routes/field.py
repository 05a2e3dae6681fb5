"""Field workers, the villages they serve, hand-overs, and the overviews made of them."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from padu.access.gate import scoped
from padu.access.verbs import Role
from padu.apps.institutions.models import FieldWorker, Territory, TerritoryHandOver
from padu.apps.institutions.services.field import (
    HandOverData,
    TerritoryData,
    WorkerData,
    territory_add,
    territory_hand_over,
    worker_save,
)
from padu.domain.field_work import WorkerKind
from tests.security.routes.base import (
    BOTH,
    EVERYONE,
    HERE,
    NO_CODE,
    NO_ID,
    NO_REGENCY,
    OTHERS,
    PLACE,
    TEAM,
    WRITES,
    Case,
    Make,
    Reach,
    of,
)
from tests.security.standing import DISTRICT, REGENCY
from tests.security.world import World

WORDS = {"field_worker": "Petugas Kenari", "territory": "Jorong Elang", "hand_over": "Mutasi Kenari"}
_REGENCY_ROWS = Reach(REGENCY, PLACE, below=PLACE)
# Why a territory was handed over stands in the trail too, for who checks it.
_REASON = Reach(REGENCY, PLACE | {Role.PRIVACY}, below=PLACE)
MAY_READ = {"field_worker": _REGENCY_ROWS, "territory": Reach(HERE, PLACE), "hand_over": _REASON}

_START, _DAY = dt.date(2026, 1, 1), dt.date(2026, 2, 1)
# The other regency's code beside NO_REGENCY: a district that does not exist.
NO_DISTRICT = "13.01.99"


@dataclass(frozen=True, slots=True)
class FieldRows:
    worker: FieldWorker
    territory: Territory
    hand_over: TerritoryHandOver


def make(world: World) -> FieldRows:
    """A PLKB who took HERE over from another one."""
    actor = world.people.tim_kab.actor
    with scoped(actor):
        giver, taker = (
            worker_save(actor=actor, region_code=REGENCY, data=WorkerData(name, WorkerKind.PLKB, _START))
            for name in ("Petugas Lama", WORDS["field_worker"])
        )
        duty = TerritoryData([HERE], _START, part_of_village=WORDS["territory"])
        territory_add(actor=actor, worker_id=giver.pk, data=duty)
        change = HandOverData(giver.pk, taker.pk, _DAY, WORDS["hand_over"])
        done = territory_hand_over(actor=actor, data=change)
        return FieldRows(taker, Territory.objects.get(worker=taker), done)


def _room(world: World) -> FieldRows:
    rows: FieldRows = world.rooms["field"]
    return rows


def _worker(world: World) -> dict[str, object]:
    return {"worker_id": _room(world).worker.pk}


_OF_REGENCY = {"wilayah": REGENCY}
_NO_WORKER = {"worker_id": NO_ID}
_DATED = {"day": "2026-03-01", "reason": "Pindah"}


def _change(route: str, **post: object) -> Case:
    """A form about the worker: the regency's team alone; who reads it from below finds no such form."""
    return Case(
        route, TEAM, PLACE - TEAM, place=REGENCY, kwargs=_worker, methods=BOTH, post=of(**post), twin=_NO_WORKER
    )


def _team_page(route: str, **more: object) -> Case:
    return Case(
        route,
        TEAM,
        EVERYONE - TEAM,
        place=REGENCY,
        query=_OF_REGENCY,
        twin={"wilayah": NO_REGENCY},
        **more,  # type: ignore[arg-type]
    )


def _overview(route: str) -> Case:
    return Case(route, PLACE, OTHERS, place=REGENCY, query=_OF_REGENCY, twin={"wilayah": NO_REGENCY})


def _posted(**post: object) -> Make:
    return of(**post)


CASES = [
    Case("field_workers", PLACE),
    Case(
        "field_workers", PLACE, OTHERS, place=HERE, query={"wilayah": HERE}, twin={"wilayah": NO_CODE}, label="here"
    ),
    *(
        Case(route, PLACE, OTHERS, place=HERE, query={"wilayah": HERE}, twin={"wilayah": NO_CODE})
        for route in ("field_workers_file", "field_workers_book")
    ),
    _overview("field_load"),
    _overview("field_coverage"),
    Case(
        "field_sector",
        EVERYONE - {Role.PRIVACY},
        frozenset({Role.PRIVACY}),
        place=REGENCY,
        query=_OF_REGENCY,
        twin={"wilayah": NO_REGENCY},
    ),
    Case("field_district", PLACE, OTHERS, place=DISTRICT, kwargs=of(code=DISTRICT), twin={"code": NO_DISTRICT}),
    _team_page("field_worker_new", methods=BOTH),
    _team_page("field_template"),
    _team_page("field_upload", methods=BOTH),
    _team_page("field_upload_store", methods=WRITES, post=_posted(rows="x")),
    Case(
        "recorder_appoint", TEAM, EVERYONE - TEAM, place=HERE, kwargs=of(code=HERE), methods=BOTH,
        post=_posted(name="Pencatat", starts_on="2026-03-01"), twin={"code": NO_CODE},
    ),
    Case("field_worker", PLACE, place=REGENCY, below=PLACE, kwargs=_worker, twin=_NO_WORKER),
    _change("field_worker_edit"),
    _change("field_worker_end", **_DATED),
    _change("territory_new"),
    _change("territory_hand_over"),
    Case(
        "territory_end", TEAM, PLACE - TEAM, place=HERE, kwargs=lambda w: {"territory_id": _room(w).territory.pk},
        methods=BOTH, post=_posted(**_DATED), twin={"territory_id": NO_ID},
    ),
    Case(
        "field_hand_over", PLACE, place=REGENCY, below=PLACE,
        kwargs=lambda w: {"hand_over_id": _room(w).hand_over.pk}, twin={"hand_over_id": NO_ID},
    ),
]  # fmt: skip
