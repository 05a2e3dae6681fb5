"""Phones, what they sent, and the protocol they speak."""

from __future__ import annotations

from uuid import UUID

from padu.access.gate import scoped
from padu.interop.openrosa.models import Submission
from padu.interop.openrosa.submissions import submission_receive
from tests.interop.openrosa.filling import family_xml
from tests.security.routes.base import (
    BOTH,
    EVERYONE,
    FAMILY,
    HERE,
    NO_CODE,
    NO_ID,
    NONE,
    NOTHING,
    REPORTERS,
    WRITES,
    Case,
    Make,
    of,
)
from tests.security.world import World


def make(world: World) -> Submission:
    """A new family from a phone of the village whose first member has no name: it waits to be put right."""
    entity = UUID("5b0c6f0e-6f0f-4c59-9f5c-1d9a4b3a7a11")
    content = family_xml(entity, create=True, cells={"village_code": HERE}, members=[{"sex": "1"}])
    with scoped(world.people.pokja.actor) as actor:
        return submission_receive(actor=actor, device_id=1, content=content, files={}).submission


def _call(route: str, kwargs: Make = NOTHING) -> Case:
    return Case(route, NONE, own_door=True, kwargs=kwargs, methods=BOTH)


CASES = [
    Case("phone_devices", EVERYONE, methods=BOTH),
    Case("phone_device_end", NONE, methods=WRITES, kwargs=of(device_id=NO_ID)),
    Case("phone_submissions", FAMILY),
    Case(
        "phone_submission",
        FAMILY,
        place=HERE,
        methods=BOTH,
        kwargs=lambda w: {"submission_id": w.rooms["phones"].pk},
        twin={"submission_id": NO_ID},
    ),
    Case("forms", REPORTERS, EVERYONE - REPORTERS),
    Case("form_activity", REPORTERS, EVERYONE - REPORTERS),
    Case(
        "form_activity",
        REPORTERS,
        place=HERE,
        query={"kampung": HERE},
        twin={"kampung": NO_CODE},
        door=EVERYONE - REPORTERS,
        label="here",
    ),
    Case("form_paper", REPORTERS, EVERYONE - REPORTERS, kwargs=of(name="kegiatan")),
    _call("openrosa_forms"),
    _call("openrosa_form", of(name="keluarga")),
    _call("openrosa_manifest", of(name="keluarga")),
    _call("openrosa_media", of(name="keluarga")),
    _call("openrosa_integrity"),
    _call("openrosa_submission"),
]
