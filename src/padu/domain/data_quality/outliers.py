"""Figures of villages that stand out among those of other villages, or by how they changed: robust z-scores.

Median and median absolute deviation (MAD) do not move when a village is wrong by a factor of ten, as mean and standard
deviation do. Source: Iglewicz & Hoaglin, How to Detect and Handle Outliers (ASQ, 1993): modified z-score, 3.5.
"""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass
from statistics import median
from typing import Final

LIMIT: Final = 3.5
"""[assumption] From this modified z-score on a figure stands out; the value is the authors' own."""

OTHERS_AT_LEAST: Final = 5
"""[assumption] Among fewer other villages nothing is said."""

COUNTS_DIFFER_BY: Final = 5
"""[assumption] Counts that differ by fewer from what is usual are left alone, however equal the others are."""

_NORMAL: Final = 0.6745
"""The MAD of a normal distribution in standard deviations."""
_SMALLEST_SPREAD: Final = 0.05
"""[assumption] Where most villages agree the spread counts as 5 % of the median, so that 101 beside 100s is none."""


@dataclass(frozen=True, slots=True)
class Standing:
    """How one village's value stands among those of the others.

    score   modified z-score, signed
    middle  median of the others; low, high: the ends of what does not stand out
    others  how many
    """

    score: float
    middle: float
    low: float
    high: float
    others: int

    @property
    def stands_out(self) -> bool:
        return abs(self.score) > LIMIT


def standings(values: Mapping[str, float]) -> dict[str, Standing]:
    """Each village among all the others; empty where there are too few of them.

    Where half of the others and more say nought nothing can be said of who does not: it is left out.

    >>> found = standings({"a": 10, "b": 11, "c": 12, "d": 9, "e": 10, "f": 100})
    >>> [code for code, one in found.items() if one.stands_out]
    ['f']
    """
    if len(values) <= OTHERS_AT_LEAST:
        return {}
    found = ((code, _standing(code, value, values)) for code, value in values.items())
    return {code: standing for code, standing in found if standing is not None}


def _standing(code: str, value: float, values: Mapping[str, float]) -> Standing | None:
    others = [one for key, one in values.items() if key != code]
    middle = median(others)
    spread = max(median(abs(one - middle) for one in others), _SMALLEST_SPREAD * abs(middle))
    if spread == 0:
        return None
    reach = LIMIT * spread / _NORMAL
    return Standing(_NORMAL * (value - middle) / spread, middle, middle - reach, middle + reach, len(others))


def growth(before: float, now: float) -> float | None:
    """Change as a natural logarithm, so that doubling and halving are equally far from nought; None from or to nought.

    >>> round(growth(100, 200), 4), round(growth(200, 100), 4)
    (0.6931, -0.6931)
    """
    if before <= 0 or now <= 0:
        return None
    return math.log(now / before)
