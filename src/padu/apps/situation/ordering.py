"""An order that people have made, kept when the machine computes again. Pure."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Hashable, Sequence
from typing import TypeVar

Key = TypeVar("Key", bound=Hashable)


def merged_order(kept: Sequence[Key], computed: Sequence[Key]) -> list[Key]:
    """The kept order with what is new put in at its computed place.

    kept      as people left it; what is no longer there has been taken out
    computed  as the machine ranks today; what only people know (their own problems) is not in it

    >>> merged_order(["c", "a"], ["n", "a", "c"])
    ['n', 'c', 'a']
    """
    order = list(kept)
    for place, key in enumerate(computed):
        if key not in order:
            order.insert(place, key)
    return order


def moved_items(before: Sequence[Key], after: Sequence[Key]) -> list[Key]:
    """The fewest items whose moving turns one order into the other, in the order of `after`.

    All others only made room: they stand in their old order among themselves (a longest rising run).

    >>> moved_items(["a", "b", "c", "d"], ["d", "a", "b", "c"])
    ['d']
    """
    old = {key: place for place, key in enumerate(before)}
    stayed = _longest_rising([(old[key], key) for key in after])
    return [key for key in after if key not in stayed]


def _longest_rising(places: Sequence[tuple[int, Key]]) -> set[Key]:
    ends: list[int] = []  # smallest last place of a run of each length
    at: list[int] = []  # index in `places` of that end
    before: list[int] = []
    for index, (place, _) in enumerate(places):
        length = bisect_left(ends, place)
        before.append(at[length - 1] if length else -1)
        ends[length : length + 1] = [place]
        at[length : length + 1] = [index]
    kept: set[Key] = set()
    index = at[-1] if at else -1
    while index >= 0:
        kept.add(places[index][1])
        index = before[index]
    return kept
