"""Every address of the site: how to reach an object by it, and who may. One module per room, found by itself.

A module of this package may hold
    CASES      a list of `base.Case`: one one or more for every named route of the room
    WORDS      words that stand in one kind of row and nowhere else, by the kind
    MAY_READ   for each of those kinds, who reads its rows on any page at all (`base.Reach`)
    make       `make(world) -> object`: rows of the room; the cases find them as `world.rooms["<module>"]`

A route that is missing fails `test_no_route_is_left_out`; a case of a route that is gone fails as well.
"""

from __future__ import annotations

import pkgutil
from importlib import import_module
from types import ModuleType
from typing import Any

from tests.security.routes.base import Case, Reach

ROOMS: dict[str, ModuleType] = {
    found.name: import_module(f"{__name__}.{found.name}")
    for found in pkgutil.iter_modules(__path__)
    if found.name != "base"
}


def gathered(name: str) -> Any:
    """What all rooms say under one name: their lists or dicts put together."""
    parts = [getattr(room, name) for room in ROOMS.values() if hasattr(room, name)]
    if isinstance(parts[0], list):
        return [one for part in parts for one in part]
    return {key: value for part in parts for key, value in part.items()}


CASES: list[Case] = gathered("CASES")
WORDS: dict[str, str] = gathered("WORDS")
MAY_READ: dict[str, Reach] = gathered("MAY_READ")
assert MAY_READ.keys() == WORDS.keys()
assert len(WORDS) == len(set(WORDS.values()))
