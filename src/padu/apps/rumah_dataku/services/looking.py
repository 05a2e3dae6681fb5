"""Looks at persons' records that need a limit: search by number, and showing a whole number.

Each try is one look in the trail, found or not, and the tries of the last hour are counted there.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Final

from django.core.exceptions import PermissionDenied
from django.http import Http404
from django.utils import timezone

from padu.access.actor import Actor
from padu.access.audit import record_look, record_refusal
from padu.access.models import AuditEntry
from padu.access.queueing import one_at_a_time
from padu.access.requests import require_place
from padu.access.verbs import Verb
from padu.apps.rumah_dataku.models import Family, Household, Person
from padu.apps.rumah_dataku.selectors.family_list import villages_of
from padu.apps.rumah_dataku.services.numbers import kk_hashes, nik_hashes, open_kk, open_nik
from padu.domain.errors import PaduError
from padu.domain.identity import NUMBER_LENGTH, normalise_number

HOUR: Final = dt.timedelta(hours=1)
FIND_EVENT: Final = "family.find_number"
REVEAL_EVENT: Final = "family.reveal_number"
PER_HOUR: Final = {FIND_EVENT: 30, REVEAL_EVENT: 20}  # [assumption] plenty at a counter, few for somebody who harvests
MIN_REASON: Final = 10  # [assumption] characters: "-" is no reason
PURPOSE_FIND: Final = "Pencarian dengan NIK atau No. KK"


class TooManyLooks(PaduError):
    """The hour's limit is reached. data: event, limit."""

    code = "looks.too_many"


class NotWholeNumber(PaduError):
    """A number search takes the full 16 digits."""

    code = "looks.not_whole"


class ReasonMissing(PaduError):
    """A whole number is shown for a reason only."""

    code = "looks.reason_missing"


class NoNumber(PaduError):
    """There is no number to show."""

    code = "looks.no_number"


@dataclass(frozen=True, slots=True, repr=False)
class ShownNumber:
    """A whole number, shown once: of whom, which kind, the digits."""

    family: Family
    name: str
    kind: str
    digits: str


def require_calm(actor: Actor, event: str, region_code: str) -> None:
    """Raises TooManyLooks when the person has done this too often within the last hour; the refusal is noted."""
    limit = PER_HOUR[event]
    # Two requests at once must not both be the last one allowed.
    one_at_a_time(f"looks:{event}:{actor.user_id}")
    since = timezone.now() - HOUR
    tries = AuditEntry.objects.filter(
        user_id=actor.user_id, event=event, at__gte=since, kind=AuditEntry.Kind.LOOK
    ).count()
    if tries >= limit:
        record_refusal(actor, f"{event}.limit", region_code)
        raise TooManyLooks(event=event, limit=limit)


def families_find(*, actor: Actor, region_code: str, number: str) -> list[Family]:
    """Active families in which a NIK or no. KK stands; a look also when nothing is found.

    region_code  one village, or "" for every village in which the actor may look for numbers
    number       as typed; only the full 16 digits are searched
    Raises Http404, PermissionDenied, NotWholeNumber, TooManyLooks.
    """
    villages = _villages_to_search(actor, region_code)
    plain = normalise_number(number)
    if len(plain) != NUMBER_LENGTH or not plain.isascii() or not plain.isdigit():
        raise NotWholeNumber
    require_calm(actor, FIND_EVENT, villages[0])
    found = _with_number(villages, plain)
    record_look(actor, FIND_EVENT, villages[0], f"found:{len(found)}", PURPOSE_FIND)
    looks_record(actor, "family.found", found, PURPOSE_FIND)
    return found


def _villages_to_search(actor: Actor, region_code: str) -> list[str]:
    """Raises Http404, PermissionDenied."""
    if region_code:
        require_place(actor, region_code, Verb.FAMILY_READ)
    found = [
        code for code in ([region_code] if region_code else villages_of(actor)) if actor.may(Verb.FAMILY_FIND, code)
    ]
    if not found:
        raise PermissionDenied
    return found


def _with_number(villages: Sequence[str], plain: str) -> list[Family]:
    holders = Person.objects.filter(region_code__in=villages, active=True, nik_hash__in=nik_hashes(plain))
    cards = Household.objects.filter(region_code__in=villages, kk_hash__in=kk_hashes(plain))
    rows = Family.objects.filter(region_code__in=villages, active=True)
    by_member = rows.filter(pk__in=holders.values("family_id"))
    return list((by_member | rows.filter(household_id__in=cards.values("pk"))).order_by("rw", "rt", "pk"))


def looks_record(actor: Actor, event: str, families: Iterable[Family], purpose: str) -> None:
    """One look for each family whose record was opened."""
    for family in families:
        record_look(actor, event, family.region_code, f"family:{family.pk}", purpose)


def number_reveal(*, actor: Actor, family_id: int, line: int | None, reason: str) -> ShownNumber:
    """A whole NIK (of the member with this line) or the no. KK (line None), once, for a reason that is kept.

    Raises Http404, PermissionDenied, ReasonMissing, TooManyLooks, NoNumber.
    """
    family: Family | None = Family.objects.filter(pk=family_id).first()
    if family is None:
        raise Http404
    if not actor.may(Verb.FAMILY_FIND, family.region_code):
        raise PermissionDenied
    if len(reason.strip()) < MIN_REASON:
        raise ReasonMissing
    require_calm(actor, REVEAL_EVENT, family.region_code)
    shown = _card_number(family) if line is None else _member_number(family, line)
    record_look(actor, REVEAL_EVENT, family.region_code, f"family:{family.pk}", reason.strip()[:200])
    return shown


def _member_number(family: Family, line: int) -> ShownNumber:
    row: Person | None = Person.objects.filter(family=family, line=line, active=True).first()
    if row is None:
        raise Http404
    if row.nik_ciphertext is None:
        raise NoNumber
    return ShownNumber(family, row.name, "NIK", open_nik(row))


def _card_number(family: Family) -> ShownNumber:
    row: Household | None = Household.objects.filter(pk=family.household_id).first() if family.household_id else None
    if row is None:
        raise NoNumber
    return ShownNumber(family, family.head_name, "No. KK", open_kk(row))
