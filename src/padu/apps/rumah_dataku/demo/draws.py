"""Random draws from one seeded stream, and the small arithmetic of likelihoods."""

from __future__ import annotations

import math
from collections.abc import Sequence
from itertools import accumulate
from typing import TypeVar

import numpy as np

Item = TypeVar("Item")

_BUFFER = 512


class Draws:
    """A stream of numbers in [0, 1) that depends on its keys alone; the same keys give the same stream everywhere."""

    def __init__(self, *keys: int) -> None:
        self._generator = np.random.default_rng(np.random.SeedSequence(keys))
        self._buffer: list[float] = []

    def __call__(self) -> float:
        """The next number in [0, 1)."""
        if not self._buffer:
            self._buffer = self._generator.random(_BUFFER).tolist()
        return self._buffer.pop()

    def yes(self, probability: float) -> bool:
        return self() < probability

    def whole(self, first: int, last: int) -> int:
        """A whole number, both ends included."""
        return first + int(self() * (last - first + 1))

    def normal(self) -> float:
        """About a standard normal number, between -3.46 and 3.46: the sum of four uniform ones."""
        return (self() + self() + self() + self() - 2.0) * math.sqrt(3.0)

    def pick(self, items: Sequence[Item]) -> Item:
        return items[int(self() * len(items))]

    def weighted(self, items: Sequence[tuple[Item, float]]) -> Item:
        """One of the items by weight; the weights need not add up to 1."""
        sums = list(accumulate(weight for _, weight in items))
        goal = self() * sums[-1]
        return next((item for (item, _), reached in zip(items, sums, strict=True) if goal < reached), items[-1][0])


def likely(base: float, effect: float) -> float:
    """Probability `base` moved by `effect` on the logit scale: 0 leaves it, 1 is a strong push up, -1 one down.

    >>> round(likely(0.5, 0.0), 3), round(likely(0.5, 1.0), 3), round(likely(0.9, -1.0), 3)
    (0.5, 0.731, 0.768)
    """
    return 1.0 / (1.0 + (1.0 - base) / base * math.exp(-effect))


def rank_of(score: float) -> float:
    """Share of a standard normal population below `score`, 0..1."""
    return 0.5 * (1.0 + math.erf(score / math.sqrt(2.0)))
