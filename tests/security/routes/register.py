"""The register of kampung: read by who reads the place, kept by the regency's team, told by the kampung itself."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import Any

from padu.access.documents import document_clean
from padu.access.gate import scoped
from padu.access.verbs import Role
from padu.apps.kampung.models import Group, Kampung, RegisterFile, RegisterImport
from padu.apps.kampung.services import GroupDetails, declarations_record, group_save, kampung_found
from padu.apps.kampung.services.forming import Founding
from padu.apps.kampung.services.importing import register_import_check
from padu.apps.kampung.services.registering import KampungDetails, kampung_create
from padu.apps.programmes import official
from padu.apps.programmes.models import GroupKind
from padu.domain.kampung_fields import NewDeclaration
from tests.security.routes.base import (
    BOTH,
    EVERYONE,
    HERE,
    NO_CODE,
    NO_ID,
    NO_REGENCY,
    OTHERS,
    PLACE,
    POKJA,
    TEAM,
    WRITES,
    Case,
    Make,
    Reach,
    of,
)
from tests.security.standing import REGENCY
from tests.security.world import World

TELLERS = POKJA | {Role.PLKB}
WORDS = {"register": "Kampung Cendrawasih", "group": "BKB Kutilang", "register_paper": "SK Merak 3"}
MAY_READ = {kind: Reach(HERE, PLACE) for kind in WORDS}


@dataclass(frozen=True, slots=True)
class Room:
    """A founded kampung of HERE with a group, an answer and its decree."""

    kampung: Kampung
    group: Group
    paper: RegisterFile
    run: RegisterImport


def make(world: World) -> Room:
    team, pokja = world.people.tim_kab.actor, world.people.pokja.actor
    GroupKind.objects.bulk_create(
        [GroupKind(**kind._asdict(), order=number) for number, kind in enumerate(official.GROUP_KINDS)],
        ignore_conflicts=True,
    )
    paper = document_clean("sk.pdf", b"%PDF-1.7\n%%EOF")
    founding = Founding(dt.date(2019, 5, 20), decree_number=WORDS["register_paper"], file=paper)
    with scoped(team):
        one = kampung_create(actor=team, region_code=HERE, details=KampungDetails(WORDS["register"]))
        one = kampung_found(actor=team, kampung_id=one.pk, founding=founding)
        run = register_import_check(
            actor=team, region_code=HERE, file_name="daftar.csv", sha256="0" * 64, rows=[], issues=[]
        )
    with scoped(pokja):
        group = group_save(actor=pokja, kampung_id=one.pk, kind="bkb", details=GroupDetails(WORDS["group"]))
        answer = NewDeclaration("data.pk", True, {}, dt.date(2024, 1, 1))
        declarations_record(actor=pokja, kampung_id=one.pk, answers=[answer])
    return Room(one, group, one.decree_file, run)


def _id(name: str, kind: str, **more: Any) -> Make:
    return lambda world: {name: getattr(world.rooms["register"], kind).pk, **more}


def _one(route: str, sees: Any, **more: Any) -> Case:
    """A page about the kampung of HERE; `more` are further arguments of its address."""
    methods = more.pop("methods", BOTH)
    post = more.pop("post", of())
    return Case(
        route, sees, PLACE - sees, place=HERE, kwargs=_id("kampung_id", "kampung", **more), methods=methods, post=post,
        twin={"kampung_id": NO_ID},
    )  # fmt: skip


def _group(route: str) -> Case:
    return Case(
        route, TELLERS, PLACE - TELLERS, place=HERE, kwargs=_id("group_id", "group"), methods=BOTH,
        twin={"group_id": NO_ID},
    )  # fmt: skip


IN_HERE = {"query": {"wilayah": HERE}, "twin": {"wilayah": NO_CODE}}
READ = frozenset({"GET"})

CASES = [
    *(Case(route, PLACE, door=OTHERS) for route in ("register", "register_book", "coverage", "coverage_xlsx")),
    *(
        Case(route, PLACE, OTHERS, place=HERE, label="village", **IN_HERE)
        for route in ("register", "register_book", "coverage", "coverage_xlsx")
    ),
    Case("formation_plans", PLACE, OTHERS, place=HERE, methods=BOTH, does=TEAM, **IN_HERE),
    Case("register_new", TEAM, PLACE - TEAM | OTHERS, place=HERE, methods=BOTH, **IN_HERE),
    Case(
        "formation_plan_drop", TEAM, PLACE - TEAM | OTHERS, place=HERE, kwargs=of(code=HERE), methods=BOTH,
        twin={"code": NO_CODE},
    ),
    Case(
        "formation_target", TEAM, PLACE - TEAM | OTHERS, place=REGENCY, kwargs=of(code=REGENCY), methods=BOTH,
        twin={"code": NO_REGENCY},
    ),
    Case("register_file", PLACE, place=HERE, kwargs=_id("file_id", "paper"), twin={"file_id": NO_ID}),
    Case(
        "register_import", TEAM, PLACE - TEAM | OTHERS, place=HERE, methods=BOTH, **IN_HERE
    ),
    Case("register_import_template", EVERYONE),
    Case(
        "register_import_run", TEAM, PLACE - TEAM, place=HERE, kwargs=_id("import_id", "run"), twin={"import_id": NO_ID}
    ),
    Case(
        "register_import_store", TEAM, PLACE - TEAM, place=HERE, kwargs=_id("import_id", "run"), methods=WRITES,
        twin={"import_id": NO_ID},
    ),
    _one("register_kampung", PLACE, methods=READ),
    _one("register_history", PLACE, methods=READ, field="data.pk"),
    _one("register_change", TEAM),
    _one("register_step", TEAM, step="staff"),
    _one("register_found", TEAM, post=of(founded_on="2019-05-20", decree_number=WORDS["register_paper"])),
    _one("register_dissolve", TEAM),
    _one("register_revive", TEAM, methods=WRITES),
    _one("register_model", TEAM),
    _one("register_declare", TELLERS, group="data"),
    _one("group_new", TELLERS),
    _group("group"),
    _group("group_count"),
]  # fmt: skip
