"""Pages of nobody in particular, of the own account, and of places."""

from __future__ import annotations

from padu.access.verbs import Role
from tests.security.routes.base import BOTH, EVERYONE, HERE, NO_ID, Case, of

_ADMINISTRATORS = frozenset({Role.KAMPUNG, Role.REGENCY, Role.PROVINCE, Role.NATION})
CASES = [
    Case("home", EVERYONE, public=True, methods=BOTH),
    Case("health", EVERYONE, public=True, methods=BOTH),
    Case("design_system", EVERYONE, public=True, methods=BOTH),
    Case("who_may", EVERYONE),
    Case("why", EVERYONE, query={"izin": "family.read", "wilayah": HERE}),
    # About somebody else: who administers their account, and they themselves.
    Case(
        "why", _ADMINISTRATORS, place=HERE, kwargs=of(), odd={"kader": 200}, label="person",
        query={"izin": "family.read", "wilayah": HERE}, more_query=lambda w: {"orang": w.standing["kader"].user.pk},
        twin={"orang": NO_ID},
    ),
    # Codes and names of places are public; what is in them is not.
    Case("places", EVERYONE),
    Case("place", EVERYONE, kwargs=of(code=HERE)),
]  # fmt: skip
