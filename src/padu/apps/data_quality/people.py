"""Who can be asked to put data of a village right: its cadres, its pokja and the field officers in charge."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import Final

from django.db.models import Q

from padu.access.actor import Actor, system_actor
from padu.access.gate import scoped
from padu.access.verbs import ROLE_LABELS, Role, Verb
from padu.apps.accounts.models import HatRecord, User
from padu.domain.regions import NATION, ancestors

PATH: Final = (Role.KADER, Role.KAMPUNG, Role.PLKB)
"""The way of a correction: who entered it, who looks after the village, who supervises."""


@dataclass(frozen=True, slots=True)
class Officer:
    """Somebody with the duty for families of the village; names of officers are known to those who work there."""

    user_id: int
    name: str
    role: Role

    @property
    def label(self) -> str:
        return f"{self.name} ({ROLE_LABELS[self.role]})"


def officers_of(village: str, today: dt.date, on_behalf_of: Actor | None = None) -> list[Officer]:
    """People who wear one of the hats of PATH over the village today, in that order, each once.

    Read by the system: nobody of the village may read others' hats, but for their names in office.
    """
    with scoped(system_actor(NATION, Verb.FIGURE_READ, on_behalf_of=on_behalf_of)):
        hats = list(
            HatRecord.objects.filter(
                Q(valid_to__isnull=True) | Q(valid_to__gte=today),
                valid_from__lte=today,
                region_code__in=(*ancestors(village), village),
                role__in=[role.value for role in PATH],
            ).values_list("user_id", "role")
        )
        names = dict(
            User.gated.filter(pk__in={user for user, _ in hats}, is_active=True).values_list("pk", "full_name")
        )
    found: dict[int, Officer] = {}
    for user, role in sorted(hats, key=lambda hat: (PATH.index(Role(hat[1])), hat[0])):
        if user in names:
            found.setdefault(user, Officer(user, names[user], Role(role)))
    return list(found.values())


def officer_of(village: str, user_id: int, today: dt.date) -> Officer | None:
    """One of them by the account's number."""
    return next((one for one in officers_of(village, today) if one.user_id == user_id), None)
