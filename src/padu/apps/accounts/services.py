"""Writing accounts and hats. Nobody grants a hat to themselves."""

from __future__ import annotations

import datetime as dt
import re

from django.contrib.auth.hashers import make_password
from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.translation import gettext

from padu.access.actor import Actor
from padu.access.audit import record_change
from padu.access.gate import scoped
from padu.access.granting import GrantRefusal, grant_refusal, may_end
from padu.access.requests import require_place
from padu.access.verbs import AGENCY_ROLES, ROLE_LABELS, Role, Verb
from padu.apps.accounts.models import HatRecord, User
from padu.domain.errors import PaduError

USERNAME = re.compile(r"[a-z0-9][a-z0-9._-]{2,59}")
# Looks for a name among all accounts, also those the actor may not see: a name is taken wherever its owner works.
_REGISTRAR = Actor(name="pencatat akun", system=True)


class OddUsername(PaduError):
    """Names are 3 to 60 small letters, digits, dots, dashes or underscores, and begin with a letter or digit."""

    code = "accounts.odd_username"


class NameTaken(PaduError):
    """Somebody signs in under this name already."""

    code = "accounts.name_taken"


class WeakPassword(PaduError):
    """The password is too easy to guess; `reasons` says why, in the user's language."""

    code = "accounts.weak_password"

    def __init__(self, reasons: list[str]) -> None:
        super().__init__(reasons=reasons)
        self.reasons = reasons


class WrongPassword(PaduError):
    """The present password is another one."""

    code = "accounts.wrong_password"


class OwnHat(PaduError):
    """Rights are given by somebody else."""

    code = "accounts.own_hat"


class NotToBeGranted(PaduError):
    """This role is not the actor's to give or end in this place; `reason` says why, in the user's language."""

    code = "accounts.not_to_be_granted"

    def __init__(self, refusal: GrantRefusal, role: Role, region_code: str) -> None:
        super().__init__(refusal=refusal.value, role=role.value, region_code=region_code)
        words = {
            GrantRefusal.LEVEL: gettext("Peran %(role)s tidak berlaku pada tingkat wilayah ini."),
            GrantRefusal.PLACE: gettext("Wilayah ini bukan wilayah yang Anda kelola."),
            GrantRefusal.ROLE: gettext("Peran %(role)s diberikan oleh pengelola tingkat lain, bukan oleh peran Anda."),
        }
        self.reason = words[refusal] % {"role": ROLE_LABELS[role]}


class OddHat(PaduError):
    """An agency's hat needs its agency, any other has none; it ends after it begins; its account exists."""

    code = "accounts.odd_hat"


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
    _check_password(password, user)
    if _name_exists(username):
        raise NameTaken(username=username)
    user.password = password_hash or make_password(password)
    user.save(force_insert=True)
    record_change(actor, "account.create", region_code, f"user:{user.pk}")
    return user


def hat_grant(
    *,
    actor: Actor,
    user_id: int,
    role: Role,
    region_code: str,
    agency_id: int | None = None,
    valid_from: dt.date | None = None,
    valid_to: dt.date | None = None,
) -> HatRecord:
    """Give somebody a role in a place; a hat that is there already gets the new dates. `valid_from` defaults to today.

    Raises OwnHat, OddHat, NotToBeGranted; Http404 outside the actor's places, PermissionDenied without the verb.
    """
    require_place(actor, region_code, Verb.ACCOUNT_ADMIN)
    if (refusal := grant_refusal(actor, role, region_code)) is not None:
        raise NotToBeGranted(refusal, role, region_code)
    begin = valid_from or timezone.localdate()
    if user_id == actor.user_id and not actor.system:
        raise OwnHat
    if (role in AGENCY_ROLES) != (agency_id is not None) or (valid_to is not None and valid_to < begin):
        raise OddHat(role=role.value, agency_id=agency_id)
    if not User.gated.filter(pk=user_id).exists():
        raise OddHat(user_id=user_id)
    record, _ = HatRecord.objects.update_or_create(
        user_id=user_id,
        role=role.value,
        region_code=region_code,
        agency_id=agency_id,
        defaults={"valid_from": begin, "valid_to": valid_to},
    )
    record_change(actor, "hat.grant", region_code, f"user:{user_id} {role.value}")
    granted: HatRecord = record
    return granted


def hat_end(*, actor: Actor, hat_id: int, last_day: dt.date | None = None) -> None:
    """Let a hat end with `last_day` (yesterday unless given, so that it is off at once); its row stays as history.

    Raises Http404 for a hat outside the actor's places, OwnHat for one's own, NotToBeGranted for one of another level.
    """
    record = HatRecord.objects.filter(pk=hat_id).first()
    require_place(actor, record.region_code if record else "", Verb.ACCOUNT_ADMIN)
    assert record is not None  # an empty code lies in nobody's place
    if record.user_id == actor.user_id and not actor.system:
        raise OwnHat
    if not may_end(actor, Role(record.role), record.region_code):
        raise NotToBeGranted(GrantRefusal.ROLE, Role(record.role), record.region_code)
    record.valid_to = last_day or timezone.localdate() - dt.timedelta(days=1)
    record.save(update_fields=["valid_to"])
    record_change(actor, "hat.end", record.region_code, f"user:{record.user_id} {record.role}")


def password_change(*, actor: Actor, user: User, present: str, new: str) -> None:
    """Change one's own password. Raises WrongPassword, WeakPassword."""
    assert user.pk == actor.user_id
    if not user.check_password(present):
        raise WrongPassword
    _check_password(new, user)
    user.set_password(new)
    user.save(update_fields=["password"])
    record_change(actor, "account.password", user.region_code, f"user:{user.pk}")


def _check_password(password: str, user: User) -> None:
    try:
        validate_password(password, user)
    except ValidationError as weak:
        raise WeakPassword(list(weak.messages)) from weak


def _name_exists(username: str) -> bool:
    with scoped(_REGISTRAR):
        return User.gated.filter(username=username).exists()
