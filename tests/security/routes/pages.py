"""Pages of nobody in particular, of the own account, and of places."""

from __future__ import annotations

from tests.security.routes.base import BOTH, EVERYONE, HERE, Case, of

CASES = [
    Case("home", EVERYONE, public=True, methods=BOTH),
    Case("health", EVERYONE, public=True, methods=BOTH),
    Case("design_system", EVERYONE, public=True, methods=BOTH),
    Case("who_may", EVERYONE),
    # Codes and names of places are public; what is in them is not.
    Case("places", EVERYONE),
    Case("place", EVERYONE, kwargs=of(code=HERE)),
]
