"""Reading accounts and hats."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass

from django.db.models import QuerySet
from django.utils import timezone
from django.utils.translation import gettext

from padu.access.actor import Actor
from padu.access.gate import scoped
from padu.access.models import AuditEntry
from padu.access.verbs import ROLE_LABELS, ROLE_VERBS, VERB_LABELS, Role, Verb
from padu.apps.accounts.models import HatRecord, User
from padu.apps.accounts.system import REGISTRAR
from padu.apps.regions.selectors import names_of
from padu.domain.regions import CodeRange

CHANGES_SHOWN = 10


@dataclass(frozen=True, slots=True)
class OwnHat:
    """A hat as its wearer reads it; `over` when it is off by its dates."""

    role: str
    place: str
    may: tuple[str, ...]
    since: dt.date
    until: dt.date | None
    over: bool


def list_own_hats(actor: Actor) -> list[OwnHat]:
    """All hats of a person with their dates and what each lets them do; those that are over stand last."""
    rows, today = list(list_hats(actor.user_id or 0)), timezone.localdate()
    names = names_of(row.region_code for row in rows)
    hats = [
        OwnHat(
            role=ROLE_LABELS[Role(row.role)],
            place=names.get(row.region_code, row.region_code),
            may=tuple(VERB_LABELS[v] for v in Verb if v in ROLE_VERBS[Role(row.role)]),
            since=row.valid_from,
            until=row.valid_to,
            over=row.valid_to is not None and row.valid_to < today,
        )
        for row in rows
    ]
    return sorted(hats, key=lambda hat: hat.over)


def list_users(region_code: str) -> QuerySet[User]:
    """Accounts of a place and below that the current actor may see, by name."""
    span = CodeRange.below(region_code)
    rows: QuerySet[User] = User.gated.filter(region_code__gte=span.start, region_code__lt=span.end)
    return rows.order_by("username")


def list_hats(user_id: int) -> QuerySet[HatRecord]:
    """Hats of an account that the current actor may see, also those that ended."""
    return HatRecord.objects.filter(user_id=user_id).order_by("region_code", "role")


def find_visible_user(username: str) -> User | None:
    """The account of this name, if the current actor may see it; case does not count."""
    found: User | None = User.gated.filter(username__iexact=username.strip()).first()
    return found


def usernames_of(user_ids: Iterable[int]) -> dict[int, str]:
    """Names of those of these accounts that the current actor may see, by id; asks nothing for no ids."""
    ids = set(user_ids)
    return dict(User.gated.filter(pk__in=ids).values_list("pk", "username")) if ids else {}


def officers_of(user_ids: Iterable[int | None]) -> dict[int, str]:
    """Full names by id, for who may see what these officers wrote: read as the system. Asks nothing for no ids."""
    ids = {one for one in user_ids if one is not None}
    if not ids:
        return {}
    with scoped(REGISTRAR):
        return dict(User.gated.filter(pk__in=ids).values_list("pk", "full_name"))


@dataclass(frozen=True, slots=True)
class AccountChange:
    """One line of what happened to an account."""

    at: dt.datetime
    words: str
    by_other: bool


def list_account_changes(actor: Actor) -> list[AccountChange]:
    """What was changed on the actor's own account, by whomever, the newest first."""
    home = User.gated.filter(pk=actor.user_id).values_list("region_code", flat=True).first()
    places = {home, *(row.region_code for row in list_hats(actor.user_id or 0))} - {None}
    subject = f"user:{actor.user_id}"
    with scoped(REGISTRAR):
        rows = AuditEntry.objects.filter(region_code__in=places, kind=AuditEntry.Kind.CHANGE, event__in=ACCOUNT_EVENTS)
        about = rows.filter(subject__regex=f"(^| ){subject}( |$)").order_by("-at")[:CHANGES_SHOWN]
        return [AccountChange(e.at, gettext(ACCOUNT_EVENTS[e.event]), e.user_id != actor.user_id) for e in about]


# Events of the trail that changed an account, in words.
ACCOUNT_EVENTS: dict[str, str] = {
    "account.create": "Akun dibuka",
    "account.password": "Kata sandi diganti",
    "account.reset": "Tautan kata sandi baru dibuat",
    "account.reset_all": "Tautan kata sandi baru dibuat, langkah kedua ikut dilepas",
    "account.totp_add": "Aplikasi autentikator dipasang",
    "account.totp_remove": "Aplikasi autentikator dilepas",
    "account.passkey_add": "Kunci sandi ditambah",
    "account.passkey_remove": "Kunci sandi dilepas",
    "account.recovery_codes": "Kode pemulihan dibuat",
    "account.recovery_code_used": "Masuk dengan kode pemulihan",
    "account.identity_link": "Identitas luar ditautkan",
    "account.identity_unlink": "Tautan identitas luar dilepas",
    "account.session_end": "Satu sesi diakhiri",
    "account.sessions_end": "Sesi lain diakhiri",
    "account.offboard_part": "Sebagian peran diakhiri",
    "account.close": "Akun ditutup",
    "account.reopen": "Akun dibuka lagi",
    "hat.grant": "Peran diberikan",
    "hat.end": "Peran diakhiri",
    "invitation.use": "Undangan diterima",
}
