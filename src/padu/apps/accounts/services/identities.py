"""Identities at an OpenID provider: linked once by the person who is signed in, found by `sub` alone."""

from __future__ import annotations

from django.db import IntegrityError, transaction

from padu.access.actor import Actor
from padu.access.audit import record_change
from padu.access.gate import scoped
from padu.apps.accounts.models import OutsideIdentity, User
from padu.apps.accounts.services.errors import IdentityTaken, WrongPassword
from padu.apps.accounts.system import REGISTRAR


def identity_link(*, actor: Actor, user: User, issuer: str, subject: str) -> None:
    """Let this outside identity sign in to the actor's own account. Raises IdentityTaken."""
    assert user.pk == actor.user_id
    try:
        with transaction.atomic():
            OutsideIdentity(user_id=user.pk, issuer=issuer, subject=subject).save(force_insert=True)
    except IntegrityError as taken:
        raise IdentityTaken from taken
    record_change(actor, "account.identity_link", user.region_code, f"user:{user.pk}")


def identity_unlink(*, actor: Actor, user: User, issuer: str, password: str) -> None:
    """Sign in by this issuer no more. Raises WrongPassword."""
    if not user.check_password(password):
        raise WrongPassword
    if OutsideIdentity.objects.filter(user_id=actor.user_id, issuer=issuer).delete()[0]:
        record_change(actor, "account.identity_unlink", user.region_code, f"user:{user.pk}")


def has_identity(actor: Actor, issuer: str) -> bool:
    there: bool = OutsideIdentity.objects.filter(user_id=actor.user_id, issuer=issuer).exists()
    return there


def user_of_identity(issuer: str, subject: str) -> User | None:
    """The open account that this identity was linked to."""
    with scoped(REGISTRAR):
        row = OutsideIdentity.objects.filter(issuer=issuer, subject=subject).first()
        found: User | None = User.gated.filter(pk=row.user_id, is_active=True).first() if row else None
    return found
