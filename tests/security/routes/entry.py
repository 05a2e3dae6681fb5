"""The family form: begun by who writes families, gone on with by nobody but its writer."""

from __future__ import annotations

from typing import Any

from padu.access.gate import scoped
from padu.apps.rumah_dataku.models import FamilyDraft
from padu.apps.rumah_dataku.services.family_drafts import draft_say, draft_start
from tests.security.routes.base import BOTH, EVERYONE, FAMILY, HERE, NO_ID, WRITES, Case
from tests.security.world import World

NO_TOKEN = "00000000-0000-4000-8000-000000000000"


def make(world: World) -> FamilyDraft:
    """A new family of the pokja with one member."""
    pokja = world.people.pokja.actor
    with scoped(pokja):
        draft = draft_start(actor=pokja, region_code=HERE)
        draft_say(actor=pokja, token=draft.token, said={"1.name": "Isian Kenari", "1.nik_reason": "2"})
    return draft


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
]
