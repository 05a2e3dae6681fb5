"""What later apps know to be still open for an agency, without this app knowing them.

A later app registers a counter when the apps start (AppConfig.ready); closing an agency asks each in turn.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from padu.apps.institutions.models import Agency


@dataclass(frozen=True, slots=True)
class OpenWork:
    """Something of an agency that is not finished. `key` is stable, `words` Indonesian, `url` its page."""

    key: str
    words: str
    count: int
    url: str = ""


Counter = Callable[[Agency], OpenWork | None]

_counters: dict[str, Counter] = {}


def register_open_work(key: str, counter: Counter) -> None:
    """Have `counter` asked about an agency; it answers None where nothing is open. The same key again replaces it."""
    _counters[key] = counter


def open_work_of(agency: Agency) -> list[OpenWork]:
    """Everything that is open for an agency, as far as the current actor may see it."""
    found = (_counters[key](agency) for key in sorted(_counters))
    return [work for work in found if work is not None and work.count]
