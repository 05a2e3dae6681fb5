"""What rooms beside the pages ask of people on the home page: sources registered when the apps start.

The home page looks for tasks in the apps below it; a neighbour (a phone, an exchange) stands beside it and is not
imported, so it registers what it asks.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass

from padu.access.actor import Actor
from padu.access.verbs import ROLE_VERBS, Role, Verb


@dataclass(frozen=True, slots=True)
class Asked:
    """Something that somebody is asked to do, with the page where it is done."""

    text: str
    url: str
    late: bool = False


Source = Callable[[Actor, Sequence[str], dt.datetime], Iterator[Asked]]
"""Asked with the actor, the places where the hat is worn, and now."""
_sources: list[tuple[Verb, Source]] = []


def register_asked(verb: Verb, source: Source) -> None:
    """Have `source` asked for each role that has the verb; registering twice does nothing more."""
    if (verb, source) not in _sources:
        _sources.append((verb, source))


def asked_beside(actor: Actor, role: Role, places: Sequence[str], now: dt.datetime) -> Iterator[Asked]:
    """What the registered rooms ask of the actor, who stands in his scope, in one role and its places."""
    for verb, source in _sources:
        if verb in ROLE_VERBS[role]:
            yield from source(actor, places, now)
