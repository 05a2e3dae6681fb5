"""Signing in, the own account, and links that are handed over."""

from __future__ import annotations

from typing import Any

from padu.access.gate import scoped
from padu.access.verbs import Role
from padu.apps.accounts.services import invitation_make, reset_link_make
from tests.factories import make_user
from tests.people import NEXT_VILLAGE
from tests.security.routes.base import BOTH, EVERYONE, NO_ID, NONE, WRITES, Case, of
from tests.security.world import World


def make(world: World) -> dict[str, Any]:
    """The secrets of an invitation and of a link to a new password, both unused."""
    team = world.people.tim_kab.actor
    waiting = make_user("menunggu", NEXT_VILLAGE)
    with scoped(team):
        _, invitation = invitation_make(actor=team, full_name="Orang Baru", role=Role.KADER, region_code=NEXT_VILLAGE)
        _, reset = reset_link_make(actor=team, user_id=waiting.pk)
    return {"invitation": invitation, "reset": reset}


CASES = [
    Case("sign_in", EVERYONE, public=True, methods=BOTH),
    Case("second_step", EVERYONE, public=True, methods=BOTH),
    Case("passkey_sign_in", EVERYONE, public=True, methods=BOTH),
    Case("openid_begin", EVERYONE, public=True),
    Case("openid_return", EVERYONE, public=True),
    Case("sign_out", EVERYONE, public=True, methods=WRITES),
    Case("invitation", EVERYONE, public=True, methods=BOTH),
    Case("invitation_link", EVERYONE, public=True, kwargs=lambda w: {"token": w.rooms["accounts"]["invitation"]}),
    Case("new_password", EVERYONE, public=True, methods=BOTH),
    Case("reset_link", EVERYONE, public=True, kwargs=lambda w: {"token": w.rooms["accounts"]["reset"]}),
    Case("choose_hat", EVERYONE, methods=WRITES, post=of(hat="0")),
    Case("account", EVERYONE),
    Case("change_password", EVERYONE, methods=BOTH),
    Case("end_devices", EVERYONE, methods=WRITES),
    # Sessions and passkeys are nobody's but the person's own: those of others answer like none.
    Case("end_device", NONE, methods=WRITES, kwargs=of(device_id=NO_ID)),
    Case("passkey_drop", EVERYONE, methods=BOTH, kwargs=of(passkey_id=NO_ID)),
    Case("factors", EVERYONE),
    Case("app_add", EVERYONE, methods=BOTH),
    Case("app_remove", EVERYONE, methods=BOTH),
    Case("passkey_new", EVERYONE, methods=BOTH),
    Case("recovery_codes", EVERYONE, methods=BOTH),
    Case("openid_unlink", EVERYONE, methods=BOTH),
]
