"""The family form: begun by who writes families, gone on with by nobody but its writer."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from padu.access.gate import scoped
from padu.apps.rumah_dataku.models import PaperBatch
from padu.apps.rumah_dataku.services.family_drafts import draft_say, draft_start
from padu.apps.rumah_dataku.services.family_papers import batch_order
from tests.security.routes.base import BOTH, EVERYONE, FAMILY, HERE, NO_ID, WRITES, Case
from tests.security.world import World

NO_TOKEN = "00000000-0000-4000-8000-000000000000"


@dataclass(frozen=True, slots=True)
class Room:
    """What the pokja has begun: a draft, and forms of an RT to print."""

    token: str
    batch: PaperBatch


def make(world: World) -> Room:
    """A new family of the pokja with one member, and the forms of the RT of the stored one."""
    pokja = world.people.pokja.actor
    with scoped(pokja):
        draft = draft_start(actor=pokja, region_code=HERE)
        draft_say(actor=pokja, token=draft.token, said={"1.name": "Isian Kenari", "1.nik_reason": "2"})
        family = world.family
        batch = batch_order(
            actor=pokja, region_code=HERE, rw=family.rw, rt=family.rt, purpose="Kunjungan rumah ke rumah"
        )
    return Room(str(draft.token), batch)


def _batch(route: str) -> Case:
    return Case(
        route,
        FAMILY,
        place=HERE,
        only="pokja",
        kwargs=lambda w: {"batch_id": w.rooms["entry"].batch.pk},
        twin={"batch_id": NO_ID},
    )


def _own(route: str, **kwargs: Any) -> Case:
    """A page of the pokja's draft."""
    return Case(
        route,
        FAMILY,
        place=HERE,
        only="pokja",
        methods=BOTH,
        kwargs=lambda w: {"token": w.rooms["entry"].token} | kwargs,
        twin={"token": NO_TOKEN},
        label=kwargs.get("slug", ""),
    )


def _own_write(route: str, **kwargs: Any) -> Case:
    return Case(
        route,
        FAMILY,
        place=HERE,
        only="pokja",
        methods=WRITES,
        kwargs=lambda w: {"token": w.rooms["entry"].token} | kwargs,
        twin={"token": NO_TOKEN},
    )


CASES = [
    Case("family_entry", FAMILY, door=EVERYONE - FAMILY, methods=BOTH),
    Case(
        "family_correct",
        FAMILY,
        place=HERE,
        methods=WRITES,
        kwargs=lambda w: {"family_id": w.family.pk},
        twin={"family_id": NO_ID},
    ),
    _own("family_entry_step", slug="alamat"),
    _own("family_entry_step", slug="anggota"),
    _own("family_entry_step", slug="khusus"),
    _own("family_entry_step", slug="periksa"),
    _own("family_entry_member", line=1),
    _own_write("family_entry_remove", line=1),
    _own_write("family_entry_discard"),
    Case("family_papers", FAMILY, door=EVERYONE - FAMILY, methods=BOTH),
    Case("family_paper_blank", FAMILY, door=EVERYONE - FAMILY),
    Case("family_paper_order", FAMILY, door=EVERYONE - FAMILY, methods=WRITES),
    Case(
        "family_paper",
        FAMILY,
        place=HERE,
        methods=BOTH,
        kwargs=lambda w: {"family_id": w.family.pk},
        twin={"family_id": NO_ID},
    ),
    _batch("family_paper_batch"),
    _batch("family_paper_progress"),
    _batch("family_paper_file"),
]
