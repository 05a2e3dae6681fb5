"""Reading accounts and hats."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from django.db.models import QuerySet

from padu.access.actor import Actor
from padu.access.verbs import ROLE_LABELS, ROLE_VERBS, VERB_LABELS, Verb
from padu.apps.accounts.models import HatRecord, User
from padu.apps.regions.selectors import names_of
from padu.domain.regions import CodeRange


@dataclass(frozen=True, slots=True)
class OwnHat:
    """A hat as its wearer reads it."""

    role: str
    place: str
    may: tuple[str, ...]


def list_own_hats(actor: Actor) -> list[OwnHat]:
    """The hats of a person with what each lets them do, in the order of the verbs' table."""
    names = names_of(h.region_code for h in actor.hats)
    return [
        OwnHat(
            role=ROLE_LABELS[hat.role],
            place=names.get(hat.region_code, hat.region_code),
            may=tuple(VERB_LABELS[v] for v in Verb if v in ROLE_VERBS[hat.role]),
        )
        for hat in actor.hats
    ]


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
