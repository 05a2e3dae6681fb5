"""From an account to an actor: its valid hats, the codes below its lesser places, the old places that came to them."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace

from django.db.models import Q
from django.utils import timezone

from padu.access.actor import Actor, Hat
from padu.access.gate import scoped
from padu.access.lanes import listed_roots
from padu.access.models import open_cases
from padu.access.verbs import Role
from padu.apps.accounts.models import HatRecord, User
from padu.apps.regions.selectors import codes_below, inherited_by
from padu.domain.errors import PaduError


class NoSuchUser(PaduError):
    """Nobody signs in under this name."""

    code = "accounts.no_such_user"


def load_actor(user: User) -> Actor:
    """The actor for a signed-in person with every hat that is valid today."""
    today = timezone.localdate()
    with scoped(Actor(user_id=user.pk, name=user.full_name)):
        records = list(
            HatRecord.objects.filter(user_id=user.pk, valid_from__lte=today)
            .filter(Q(valid_to__isnull=True) | Q(valid_to__gte=today))
            .order_by("region_code", "role")
        )
    hats = tuple(Hat(Role(r.role), r.region_code, r.agency_id) for r in records)
    actor = Actor(user_id=user.pk, name=user.full_name, hats=hats)
    return replace(
        actor,
        codes_below={root: frozenset(codes_below(root)) for root in listed_roots(actor)},
        cases=_cases(actor, today),
        inherited=inherited_by(hat.region_code for hat in hats),
    )


def _cases(actor: Actor, today: dt.date) -> dict[int, frozenset[int]]:
    if not any(hat.role is Role.AGENCY for hat in actor.hats):
        return {}
    with scoped(actor):
        return open_cases(actor.case_agencies, today)


def load_actor_by_username(username: str) -> Actor:
    """The actor behind `--as USER`. Raises NoSuchUser."""
    with scoped(Actor(name="operator", system=True)):
        user = User.objects.filter(username=username, is_active=True).first()
    if user is None:
        raise NoSuchUser(username=username)
    return load_actor(user)


def load_actor_by_id(user_id: int) -> Actor:
    """The actor a job works for; asked again when the job runs. Raises NoSuchUser."""
    with scoped(Actor(name="operator", system=True)):
        user = User.objects.filter(pk=user_id, is_active=True).first()
    if user is None:
        raise NoSuchUser(user_id=user_id)
    return load_actor(user)
