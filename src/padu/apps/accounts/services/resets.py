"""A way back in for who has lost the password: a link of the administrator, never a password told."""

from __future__ import annotations

import datetime as dt

from django.db.models import Q
from django.utils import timezone

from padu.access.actor import Actor
from padu.access.audit import record_change
from padu.access.gate import scoped
from padu.access.granting import GrantRefusal, may_grant
from padu.access.requests import require_place
from padu.access.verbs import Role, Verb
from padu.apps.accounts.devices import end_sessions
from padu.apps.accounts.models import HatRecord, ResetLink, User
from padu.apps.accounts.services.errors import LinkGone, NotToBeGranted, OwnHat
from padu.apps.accounts.services.factors import drop_factors
from padu.apps.accounts.services.people import check_password_policy
from padu.apps.accounts.system import REGISTRAR, registrar_for
from padu.apps.accounts.tokens import hash_token, hashes_of, make_token

# [assumption] shorter than an invitation: whoever waits for it wants to work.
LASTS = dt.timedelta(days=2)
_PURPOSE = "reset"


def administered_user(actor: Actor, user_id: int) -> User:
    """Somebody else's account in a place that the actor administers. Raises Http404, PermissionDenied, OwnHat."""
    user: User | None = User.gated.filter(pk=user_id).first()
    require_place(actor, user.region_code if user else "", Verb.ACCOUNT_ADMIN)
    assert user is not None  # an empty code lies in nobody's place
    if user.pk == actor.user_id and not actor.system:
        raise OwnHat
    return user


def hats_of(user_id: int) -> list[HatRecord]:
    """Every hat of a person that is on or will be, wherever: what a link to the account would open."""
    today = timezone.localdate()
    with scoped(REGISTRAR):
        rows = HatRecord.objects.filter(user_id=user_id).filter(Q(valid_to__isnull=True) | Q(valid_to__gte=today))
        return list(rows.order_by("region_code", "role"))


def reset_link_make(*, actor: Actor, user_id: int, drops_second_step: bool = False) -> tuple[ResetLink, str]:
    """A link with which the person sets a new password; the old one and all sessions end now.

    Whoever holds the link is that person, so it is made by who could give them every role they have.
    Raises Http404, PermissionDenied, OwnHat, NotToBeGranted; LinkGone for a closed account.
    """
    user = administered_user(actor, user_id)
    if not user.is_active:
        raise LinkGone
    for hat in hats_of(user.pk):
        if not may_grant(actor, Role(hat.role), hat.region_code):
            raise NotToBeGranted(GrantRefusal.ROLE, Role(hat.role), hat.region_code)
    token = make_token()
    with scoped(registrar_for(actor)):
        _revoke_open(user.pk)
        user.set_unusable_password()
        user.save(update_fields=["password"])
        end_sessions(user.pk)
        link = ResetLink(
            user_id=user.pk,
            region_code=user.region_code,
            token_hash=hash_token(token, _PURPOSE),
            drops_second_step=drops_second_step,
            made_by=actor.user_id,
            expires_at=timezone.now() + LASTS,
        )
        link.save(force_insert=True)
    event = "account.reset_all" if drops_second_step else "account.reset"
    record_change(actor, event, user.region_code, f"user:{user.pk}")
    return link, token


def _open() -> Q:
    return Q(used_at__isnull=True, revoked_at__isnull=True, expires_at__gt=timezone.now())


def _revoke_open(user_id: int) -> None:
    ResetLink.objects.filter(_open(), user_id=user_id).update(revoked_at=timezone.now())


def revoke_reset_links(actor: Actor, user_id: int) -> None:
    with scoped(registrar_for(actor)):
        _revoke_open(user_id)


def reset_link_look(token: str) -> User:
    """Whose account a link opens, if it still does. Raises LinkGone, the same for every reason."""
    with scoped(REGISTRAR):
        link = ResetLink.objects.filter(_open(), token_hash__in=hashes_of(token, _PURPOSE)).first()
        user = User.gated.filter(pk=link.user_id, is_active=True).first() if link else None
    if user is None:
        raise LinkGone
    found: User = user
    return found


def reset_link_use(*, token: str, password: str) -> User:
    """Set the new password. Raises LinkGone, WeakPassword."""
    user = reset_link_look(token)
    check_password_policy(password, user)
    with scoped(REGISTRAR):
        open_rows = ResetLink.objects.filter(_open(), token_hash__in=hashes_of(token, _PURPOSE))
        link = open_rows.first()
        if link is None or not open_rows.update(used_at=timezone.now()):
            raise LinkGone
        user.set_password(password)
        user.save(update_fields=["password"])
        if link.drops_second_step:
            drop_factors(user.pk)
    record_change(Actor(user_id=user.pk), "account.password", user.region_code, f"user:{user.pk}", "reset link")
    return user
