"""Opening accounts and changing one's own password."""

from __future__ import annotations

import re

from django.contrib.auth.hashers import make_password
from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError

from padu.access.actor import Actor
from padu.access.audit import record_change
from padu.access.gate import scoped
from padu.access.requests import require_place
from padu.access.verbs import Verb
from padu.apps.accounts.models import User
from padu.apps.accounts.services.errors import NameTaken, OddUsername, WeakPassword, WrongPassword
from padu.apps.accounts.system import REGISTRAR

USERNAME = re.compile(r"[a-z0-9][a-z0-9._-]{2,59}")


def user_create(
    *,
    actor: Actor,
    username: str,
    full_name: str,
    region_code: str,
    password: str,
    made_up: bool = False,
    password_hash: str = "",
) -> User:
    """Open an account without rights in a place that the actor administers.

    password_hash  this password's hash where many accounts share one (the demo): hashing is slow on purpose

    Raises OddUsername, NameTaken, WeakPassword; Http404 outside the actor's places, PermissionDenied without the verb.
    """
    require_place(actor, region_code, Verb.ACCOUNT_ADMIN)
    if not USERNAME.fullmatch(username):
        raise OddUsername(username=username)
    user = User(username=username, full_name=full_name.strip(), region_code=region_code, made_up=made_up)
    check_password_policy(password, user)
    if _name_exists(username):
        raise NameTaken(username=username)
    user.password = password_hash or make_password(password)
    user.save(force_insert=True)
    record_change(actor, "account.create", region_code, f"user:{user.pk}")
    return user


def password_change(*, actor: Actor, user: User, present: str, new: str) -> None:
    """Change one's own password. Raises WrongPassword, WeakPassword."""
    assert user.pk == actor.user_id
    if not user.check_password(present):
        raise WrongPassword
    check_password_policy(new, user)
    user.set_password(new)
    user.save(update_fields=["password"])
    record_change(actor, "account.password", user.region_code, f"user:{user.pk}")


def check_password_policy(password: str, user: User) -> None:
    """Raises WeakPassword with the reasons."""
    try:
        validate_password(password, user)
    except ValidationError as weak:
        raise WeakPassword(list(weak.messages)) from weak


def _name_exists(username: str) -> bool:
    with scoped(REGISTRAR):
        return User.gated.filter(username=username).exists()
