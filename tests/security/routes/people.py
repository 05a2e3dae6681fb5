"""The people's room: for who administers accounts in a place that covers theirs."""

from __future__ import annotations

from typing import Any

from padu.access.gate import scoped
from padu.access.verbs import Role
from padu.apps.accounts.services import invitation_make
from tests.factories import give_hat, make_user
from tests.security.routes.base import BOTH, COORDINATION, EVERYONE, FAMILY, HERE, NO_ID, WRITES, Case, Make, Reach
from tests.security.world import World

ADMINS = COORDINATION | {Role.KAMPUNG}
OTHERS = EVERYONE - ADMINS

WORDS = {"person": "Rahmah Kenari"}
# Who works with the village's families may hand work on to its cadres, and so knows their names.
MAY_READ = {"person": Reach(HERE, ADMINS | FAMILY)}


def make(world: World) -> dict[str, Any]:
    """A cadre of HERE, and an invitation that waits there."""
    pokja = world.people.pokja.actor
    user = make_user("kader_tetap", HERE, full_name=WORDS["person"])
    hat = give_hat(user, Role.KADER, HERE)
    with scoped(pokja):
        invitation, _ = invitation_make(actor=pokja, full_name="Orang Baru", role=Role.KADER, region_code=HERE)
    return {"user": user.pk, "hat": hat.pk, "invitation": invitation.pk}


def _of(key: str, name: str) -> Make:
    return lambda world: {name: world.rooms["people"][key]}


def _person(route: str, **more: Any) -> Case:
    return Case(route, ADMINS, place=HERE, door=OTHERS, kwargs=_of("user", "user_id"), twin={"user_id": NO_ID}, **more)


CASES = [
    *(Case(route, ADMINS, door=OTHERS) for route in ("people", "people_file")),
    Case("person_invite", ADMINS, door=OTHERS, methods=BOTH),
    Case(
        "invitation_drop", ADMINS, place=HERE, door=OTHERS, methods=WRITES,
        kwargs=_of("invitation", "invitation_id"), twin={"invitation_id": NO_ID},
    ),
    Case(
        "hat_drop", ADMINS, place=HERE, door=OTHERS, methods=WRITES, kwargs=_of("hat", "hat_id"),
        twin={"hat_id": NO_ID},
    ),
    _person("person"),
    _person("person_hat", methods=BOTH),
    _person("person_reset", methods=BOTH),
    _person("person_leave", methods=BOTH),
    _person("person_return", methods=BOTH),
]  # fmt: skip
