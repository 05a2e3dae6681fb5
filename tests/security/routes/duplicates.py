"""Pairs that may be one, and merges: reviewed in the village alone."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.utils import timezone

from padu.access.gate import scoped
from padu.access.verbs import Role
from padu.apps.record_linkage.models import DuplicatePair, Merge
from padu.apps.rumah_dataku.models import Person
from tests.security.routes.base import BOTH, EVERYONE, HERE, NO_ID, WRITES, Case, Reach, of
from tests.security.world import WORDS as ROWS
from tests.security.world import World

REVIEWERS = frozenset({Role.KAMPUNG, Role.PLKB})
KADER = frozenset({Role.KADER})
REASON = "Dicocokkan Kenari Merah"
WORDS = {"merge": REASON}
MAY_READ = {"merge": Reach(HERE, REVIEWERS | KADER)}


@dataclass(frozen=True)
class Rows:
    pair: DuplicatePair
    merge: Merge


def make(world: World) -> Rows:
    """A pair with a row that stepped back already, and the merge that came of it."""
    with scoped(world.people.pokja.actor):
        twin = Person.objects.create(
            region_code=HERE, family=world.family, line=90, name=ROWS["family"], active=False, sex=1
        )
        sides = {"left_id": world.person.pk, "right_id": twin.pk}
        pair = DuplicatePair.objects.create(
            region_code=HERE, kind="person", **sides, own_id=world.person.pk, own_family_id=world.family.pk,
            other_family_id=world.family.pk, score=0.97, agreement={"name": "same"}, found_at=timezone.now(),
            seen_at=timezone.now(),
        )  # fmt: skip
        merge = Merge.objects.create(
            region_code=HERE, kind="person", pair_id=pair.pk, kept_id=world.person.pk, kept_region_code=HERE,
            kept_family_id=world.family.pk, dropped_id=twin.pk, dropped_family_id=world.family.pk, reason=REASON,
            merged_at=timezone.now(),
        )  # fmt: skip
    return Rows(pair, merge)


def _pair(route: str, **more: Any) -> Case:
    return Case(
        route, REVIEWERS, KADER, place=HERE, kwargs=lambda w: {"pair_id": w.rooms["duplicates"].pair.pk},
        twin={"pair_id": NO_ID}, **more,
    )  # fmt: skip


CASES = [
    Case("duplicates", REVIEWERS, EVERYONE - REVIEWERS),
    Case("duplicates_file", REVIEWERS, EVERYONE - REVIEWERS),
    Case("merges", REVIEWERS, EVERYONE - REVIEWERS),
    Case("duplicates_search", REVIEWERS, EVERYONE - REVIEWERS, place=HERE, methods=WRITES, post=of(desa=HERE)),
    Case(
        "duplicate_report", REVIEWERS, KADER, place=HERE, kwargs=lambda w: {"family_id": w.family.pk},
        twin={"family_id": NO_ID}, methods=BOTH,
    ),
    _pair("duplicate"),
    _pair("duplicate_merge", methods=WRITES, post=of(keep="left", reason="Dicocokkan")),
    _pair("duplicate_answer", methods=WRITES, post=of(answer="different", reason="Dicocokkan")),
    Case(
        "merge_undo", REVIEWERS, KADER, place=HERE, methods=BOTH, twin={"merge_id": NO_ID},
        kwargs=lambda w: {"merge_id": w.rooms["duplicates"].merge.pk}, post=of(reason="Dicocokkan"),
    ),
]  # fmt: skip
