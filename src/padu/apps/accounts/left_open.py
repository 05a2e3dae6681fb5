"""What somebody leaves open who goes: asked of later apps, which this app does not know.

A later app registers a counter when the apps start (AppConfig.ready); the page of off-boarding asks each in turn.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from django.db.models import Q

from padu.access.tables import scope_q
from padu.access.verbs import ROLE_VERBS, Role, Verb
from padu.apps.accounts.models import HatRecord
from padu.domain.regions import CodeRange, RegionScope


@dataclass(frozen=True, slots=True)
class Leaving:
    """Who goes, and the hats that end, or have ended, with it."""

    user_id: int
    hats: tuple[HatRecord, ...]

    @property
    def agency_ids(self) -> list[int]:
        return sorted({hat.agency_id for hat in self.hats if hat.agency_id})

    def places(self, *verbs: Verb) -> list[str]:
        """Places in which one of these hats may do one of these."""
        return sorted({hat.region_code for hat in self.hats if ROLE_VERBS[Role(hat.role)].intersection(verbs)})


@dataclass(frozen=True, slots=True)
class LeftOpen:
    """Something unfinished, in Indonesian, and the page on which it is handed over."""

    words: str
    url: str = ""


Counter = Callable[[Leaving], Sequence[LeftOpen]]

_counters: dict[str, Counter] = {}


def register_left_open(key: str, counter: Counter) -> None:
    """Have `counter` asked about somebody who leaves. The same key again replaces it."""
    _counters[key] = counter


def left_open_by(leaving: Leaving) -> list[LeftOpen]:
    """Everything that would be left open. Counters read as the current actor, or count as the system."""
    return [found for key in sorted(_counters) for found in _counters[key](leaving)]


def in_places(codes: Sequence[str], column: str = "region_code") -> Q:
    """Rows of these places and of what lies below them."""
    found = Q(pk__in=[])
    for code in codes:
        found |= scope_q(RegionScope(CodeRange.below(code)), column)
    return found
