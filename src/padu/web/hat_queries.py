"""What the pages about permission read of accounts: dates of hats, people an administrator may ask about, counts."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass, replace

from django.core.cache import cache
from django.db.models import Count, F, Q
from django.db.models.functions import Substr
from django.http import Http404
from django.utils import timezone

from padu.access.actor import Actor, Hat
from padu.access.verbs import Role, Verb
from padu.apps.accounts.actors import load_actor
from padu.apps.accounts.models import HatRecord, User
from padu.domain.regions import NATION, CodeRange, Level, level_of

# A count over the nation reads every hat; it is kept for so long [assumption].
NATION_KEPT = dt.timedelta(minutes=5)

# How many characters the codes of the next level have.
_LENGTH_BELOW = {Level.NATION: 2, Level.PROVINCE: 5, Level.REGENCY: 8, Level.DISTRICT: 13, Level.VILLAGE: 13}


@dataclass(frozen=True, slots=True)
class DatedHat:
    """A hat with the days from and to which it is worn; both count."""

    hat: Hat
    valid_from: dt.date
    valid_to: dt.date | None


def dated_hats(user_id: int) -> list[DatedHat]:
    """Hats of a person, also ended and coming ones, as far as the current actor may see them."""
    rows = HatRecord.objects.filter(user_id=user_id).order_by("valid_from", "pk")
    return [DatedHat(Hat(Role(row.role), row.region_code, row.agency_id), row.valid_from, row.valid_to) for row in rows]


def person_to_ask_about(actor: Actor, user_id: int) -> tuple[str, Actor]:
    """Name and actor of somebody whose account the current actor administers, with the hats they may see alone.

    Raises Http404 for anybody else, as if there were no such account.
    """
    user: User | None = User.gated.filter(pk=user_id).first()
    if user is None:
        raise Http404
    whole = load_actor(user)
    if user.pk == actor.user_id:
        return user.full_name, whole
    seen = tuple(hat for hat in whole.hats if actor.may(Verb.ACCOUNT_ADMIN, hat.region_code))
    return user.full_name, replace(whole, hats=seen)


@dataclass(frozen=True, slots=True)
class PeopleHere:
    """How many hats of each role are worn in a place and below it; a person of two hats counts twice."""

    region_code: str
    by_role: dict[Role, int]

    @property
    def hats(self) -> int:
        return sum(self.by_role.values())


def count_people(actor: Actor, roots: Iterable[str]) -> list[PeopleHere]:
    """Hats worn today by role for each place directly below the administered ones (and these themselves), by code.

    Over the nation the count may be five minutes old. Hats and not persons: telling apart 200,000 persons takes the
    database several times as long.
    """
    found: dict[str, dict[Role, int]] = {}
    for root in roots:
        for place, role, people in _counted_over_nation() if root == NATION else _counted(root):
            found.setdefault(place, {})[Role(role)] = people
    return [PeopleHere(place, found[place]) for place in sorted(found)]


def _counted_over_nation() -> list[tuple[str, str, int]]:
    """Kept for a while. Who administers the nation sees every hat, so that the count is the same for each of them."""
    key = f"hats-of-nation:{timezone.localdate()}"
    kept: list[tuple[str, str, int]] | None = cache.get(key)
    if kept is None:
        kept = _counted(NATION)
        cache.set(key, kept, NATION_KEPT.total_seconds())
    return kept


def _counted(root: str) -> list[tuple[str, str, int]]:
    today, span = timezone.localdate(), CodeRange.below(root)
    rows = (
        HatRecord.objects.filter(region_code__gte=span.start, region_code__lt=span.end, valid_from__lte=today)
        .filter(Q(valid_to__isnull=True) | Q(valid_to__gte=today))
        .annotate(place=Substr(F("region_code"), 1, _LENGTH_BELOW[level_of(root)]))
    )
    counted = rows.order_by().values_list("place", "role").annotate(hats=Count("pk"))
    return [(place, role, people) for place, role, people in counted]
