"""Whether this database holds made-up data: every page then says so."""

from __future__ import annotations

from django.core.cache import cache

from padu.access.actor import Actor
from padu.access.gate import scoped
from padu.apps.accounts.models import User

_KEY = "rumah_dataku.holds_made_up_data"
_SECONDS = 60


def holds_made_up_data() -> bool:
    """True when the demo is loaded here, which its accounts tell; asked of the database once a minute at most."""
    found: bool | None = cache.get(_KEY)
    if found is None:
        with scoped(Actor(name="sistem", system=True)):
            found = User.gated.filter(made_up=True).exists()
        cache.set(_KEY, found, _SECONDS)
    return found
