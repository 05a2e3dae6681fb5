"""Off-boarding in one step: hats, sessions, links and the account itself. Dated; nothing is deleted."""

from __future__ import annotations

from dataclasses import dataclass

from django.utils import timezone

from padu.access.actor import Actor
from padu.access.audit import record_change
from padu.access.events import Event, publish
from padu.access.gate import scoped
from padu.access.granting import may_end
from padu.access.origin import because
from padu.access.verbs import Role
from padu.apps.accounts.devices import end_sessions
from padu.apps.accounts.models import HatRecord, User
from padu.apps.accounts.services.hats import end_hats
from padu.apps.accounts.services.invitations import revoke_invitations_by
from padu.apps.accounts.services.resets import administered_user, hats_of, revoke_reset_links
from padu.apps.accounts.system import registrar_for


@dataclass(frozen=True, slots=True)
class Offboarding:
    """What one step did.

    ended    hats that are off now
    left     hats that somebody else has to end: then the account stays open for them
    sessions how many were ended
    links    open invitations of the person that hold no more
    """

    ended: tuple[HatRecord, ...]
    left: tuple[HatRecord, ...]
    closed: bool
    sessions: int
    links: int


def person_offboard(*, actor: Actor, user_id: int, reason: str) -> Offboarding:
    """End every hat that the actor may end; if none is left, close the account, its sessions and its links.

    Raises Http404 outside the actor's places, PermissionDenied without the verb, OwnHat for oneself.
    """
    user = administered_user(actor, user_id)
    hats = hats_of(user.pk)
    ended = tuple(hat for hat in hats if actor.system or may_end(actor, Role(hat.role), hat.region_code))
    left = tuple(hat for hat in hats if hat not in ended)
    end_hats(actor, list(ended))
    sessions = links = 0
    if not left:
        sessions, links = _close(actor, user, reason)
    else:
        record_change(actor, "account.offboard_part", user.region_code, f"user:{user.pk}", reason[:200])
    publish(
        Event.PERSON_OFFBOARDED,
        user_id=user.pk,
        agency_ids=sorted({hat.agency_id for hat in ended if hat.agency_id}),
        by_user_id=actor.user_id,
    )
    return Offboarding(ended, left, not left, sessions, links)


def _close(actor: Actor, user: User, reason: str) -> tuple[int, int]:
    with scoped(registrar_for(actor)), because(reason):
        user.is_active, user.closed_at = False, timezone.now()
        user.save(update_fields=["is_active", "closed_at"])
        sessions = end_sessions(user.pk)
    revoke_reset_links(actor, user.pk)
    links = revoke_invitations_by(actor, user.pk)
    record_change(actor, "account.close", user.region_code, f"user:{user.pk}", reason[:200])
    return sessions, links


def person_reopen(*, actor: Actor, user_id: int, reason: str) -> User:
    """Open a closed account again, without hats: they are given anew. Raises as `person_offboard`."""
    user = administered_user(actor, user_id)
    if user.is_active:
        return user
    with scoped(registrar_for(actor)):
        user.is_active, user.closed_at = True, None
        user.save(update_fields=["is_active", "closed_at"])
    record_change(actor, "account.reopen", user.region_code, f"user:{user.pk}", reason[:200])
    return user
