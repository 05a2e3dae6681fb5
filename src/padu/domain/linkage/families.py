"""From pairs of persons to pairs of families: when two families as a whole are probably one."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Final

SHARED_MEMBERS: Final = 2
"""[assumption] Two members in common make two families one; one is enough where the smaller has no more."""


@dataclass(frozen=True, slots=True)
class PersonPair:
    """Two persons of two families and how sure their likeness is."""

    left: int
    right: int
    score: float


@dataclass(frozen=True, slots=True)
class FamilyPair:
    """Two families that may be one. members: pairs of persons, the member of `left` first; score: the best of them."""

    left: int
    right: int
    score: float
    members: tuple[tuple[int, int], ...]


def family_pairs(
    pairs: Iterable[PersonPair], family_of: Mapping[int, int], sizes: Mapping[int, int]
) -> list[FamilyPair]:
    """Families that share enough members, the lower id left.

    family_of  person -> family; sizes  family -> number of members in it now
    """
    shared: defaultdict[tuple[int, int], list[tuple[int, int, float]]] = defaultdict(list)
    for pair in pairs:
        one, other = family_of[pair.left], family_of[pair.right]
        if one < other:
            shared[one, other].append((pair.left, pair.right, pair.score))
        elif other < one:
            shared[other, one].append((pair.right, pair.left, pair.score))
    return [
        FamilyPair(left, right, max(score for *_, score in found), tuple((a, b) for a, b, _ in found))
        for (left, right), found in shared.items()
        if len(found) >= min(SHARED_MEMBERS, sizes[left], sizes[right])
    ]
