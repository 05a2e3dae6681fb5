"""Family skeletons: who lives together, of what age, and how often each kind must be drawn.

A pool of skeletons is made once by a plain life-course process (marriage, births, children who leave, widows,
grandparents). The pool alone has no true age shape, so each skeleton gets a weight: of all weights that reproduce the
age and sex cells of `shape` and the mean family size exactly, the ones nearest to equal (entropy balancing: the dual
is smooth and convex, solved by Newton steps).
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from functools import lru_cache
from typing import Final

import numpy as np
import numpy.typing as npt

from padu.apps.rumah_dataku.demo.draws import Draws
from padu.apps.rumah_dataku.demo.shape import CELLS, MEAN_FAMILY_SIZE, cell_of, cell_shares
from padu.domain.pk21 import MaritalStatus, Relation

FloatArray = npt.NDArray[np.float64]

POOL_SIZE: Final = 6000
POOL_KEY: Final = 1301
"""Key of the pool's own stream: the pool is the same for every seed, so that only the draws differ."""

NEWTON_STEPS: Final = 60
TOLERANCE: Final = 1e-9

YEAR: Final = 12
OLDEST_YEARS: Final = 94
LEAVES_HOME_FROM: Final = 19


@dataclass(frozen=True, slots=True)
class Seat:
    """One member of a skeleton. `mother` is the line (from 1) of the birth mother, if she lives in the family."""

    age_months: int
    male: bool
    relation: Relation
    marital: MaritalStatus
    mother: int | None = None

    @property
    def years(self) -> int:
        return self.age_months // YEAR


Skeleton = tuple[Seat, ...]


@dataclass(frozen=True, slots=True)
class SkeletonPool:
    """Skeletons and the running sum of their weights; the last sum is 1."""

    skeletons: tuple[Skeleton, ...]
    sums: FloatArray

    def draw(self, number: float) -> Skeleton:
        """The skeleton that `number` in [0, 1) falls on."""
        place = int(np.searchsorted(self.sums, number, side="right"))
        return self.skeletons[min(place, len(self.skeletons) - 1)]


@lru_cache(maxsize=1)
def balanced_pool() -> SkeletonPool:
    """The pool with weights that give the published shape. Raises ArithmeticError when no such weights are found."""
    draws = Draws(POOL_KEY)
    skeletons = tuple(_skeleton(draws) for _ in range(POOL_SIZE))
    counts = np.zeros((len(skeletons), CELLS))
    for row, skeleton in enumerate(skeletons):
        for seat in skeleton:
            counts[row, cell_of(seat.age_months, male=seat.male)] += 1
    weights = _balance(counts, MEAN_FAMILY_SIZE * np.array(cell_shares()))
    sums = np.cumsum(weights)
    return SkeletonPool(skeletons, sums / sums[-1])


def _balance(counts: FloatArray, goals: FloatArray) -> FloatArray:
    """Weights, sum 1, with `weights @ counts == goals`, nearest to equal weights.

    counts  float64[n_skeletons, n_cells]: persons of each cell in each skeleton
    goals   float64[n_cells]: persons of each cell per family
    """
    distance = counts - goals
    prices = np.zeros(counts.shape[1])
    weights = _weights(distance, prices)
    for _ in range(NEWTON_STEPS):
        error = weights @ distance
        if float(np.abs(error).max()) < TOLERANCE:
            return weights
        curvature = (distance * weights[:, None]).T @ distance - np.outer(error, error)
        step: FloatArray = np.linalg.lstsq(curvature, error, rcond=1e-12)[0].astype(np.float64)
        prices, weights = _shortened(distance, prices, step)
    raise ArithmeticError("the pool of skeletons cannot be weighted to the published shape")


def _shortened(distance: FloatArray, prices: FloatArray, step: FloatArray) -> tuple[FloatArray, FloatArray]:
    """The Newton step, halved until the dual falls."""
    before = _dual(distance, prices)
    for _ in range(30):
        tried = prices - step
        if _dual(distance, tried) <= before:
            break
        step = step / 2
    return tried, _weights(distance, tried)


def _dual(distance: FloatArray, prices: FloatArray) -> float:
    scores = distance @ prices
    top = float(scores.max())
    return top + float(np.log(np.exp(scores - top).sum()))


def _weights(distance: FloatArray, prices: FloatArray) -> FloatArray:
    scores = distance @ prices
    weights: FloatArray = np.exp(scores - scores.max())
    weights /= weights.sum()
    return weights


def _skeleton(draws: Draws) -> Skeleton:
    """One family of the life-course process."""
    kind = draws.weighted((("couple", 0.66), ("mother", 0.14), ("father", 0.04), ("elder", 0.10), ("single", 0.06)))
    if kind == "single":
        return _young_household(draws)
    if kind == "elder":
        return _alone(draws)
    family = _parents(draws, kind)
    mother = next((line for line, seat in enumerate(family, 1) if not seat.male), None)
    reference = family[mother - 1] if mother else replace(family[0], age_months=family[0].age_months - 4 * YEAR)
    family += _children(draws, reference.age_months, mother)
    return tuple(_with_relatives(draws, family))


def _parents(draws: Draws, kind: str) -> list[Seat]:
    wife = draws.whole(18 * YEAR, 80 * YEAR)
    husband = min(max(wife + int((draws.normal() * 3.5 + 3.2) * YEAR), 19 * YEAR), OLDEST_YEARS * YEAR)
    if kind == "couple":
        return [
            Seat(husband, True, Relation.HEAD, MaritalStatus.MARRIED),
            Seat(wife, False, Relation.SPOUSE, MaritalStatus.MARRIED),
        ]
    male = kind == "father"
    age = husband if male else wife
    widowed = draws.yes(0.25 + 0.009 * (age // YEAR))
    return [Seat(age, male, Relation.HEAD, MaritalStatus.WIDOWED if widowed else MaritalStatus.DIVORCED)]


def _children(draws: Draws, mother_months: int, mother: int | None) -> list[Seat]:
    """Children at home, eldest first; births at least 14 months apart, the mother 17 to 45 years old."""
    wanted = draws.weighted(((0, 0.05), (1, 0.12), (2, 0.30), (3, 0.28), (4, 0.16), (5, 0.09)))
    born_at = (17.5 + 9.0 * draws() + 4.0 * draws()) * YEAR
    children: list[Seat] = []
    for _ in range(wanted):
        age = int(mother_months - born_at)
        if age < 0 or born_at > 45 * YEAR:
            break
        if _at_home(draws, age // YEAR):
            children.append(Seat(age, draws.yes(0.512), Relation.CHILD, MaritalStatus.NEVER_MARRIED, mother))
        born_at += 14 + 60 * draws() * (0.4 + 0.6 * draws())
    return children


def _at_home(draws: Draws, years: int) -> bool:
    """Children leave from 19 on; some stay for long."""
    return draws.yes(1.0 if years < LEAVES_HOME_FROM else max(0.08, 0.85 - 0.06 * (years - LEAVES_HOME_FROM)))


def _with_relatives(draws: Draws, family: list[Seat]) -> list[Seat]:
    """Sometimes a grandmother, a grandfather or a nephew lives with them."""
    head_months = family[0].age_months
    if head_months < 55 * YEAR and draws.yes(0.14):
        age = min(head_months + draws.whole(19, 34) * YEAR, OLDEST_YEARS * YEAR)
        family.append(Seat(age, draws.yes(0.3), Relation.OTHER, MaritalStatus.WIDOWED))
    if draws.yes(0.06):
        age = draws.whole(2 * YEAR, 24 * YEAR)
        family.append(Seat(age, draws.yes(0.5), Relation.OTHER, MaritalStatus.NEVER_MARRIED))
    return family


def _alone(draws: Draws) -> Skeleton:
    """An elderly person alone, mostly a widow."""
    age = min(int((60 + 26 * draws()) * YEAR), OLDEST_YEARS * YEAR)
    male = draws.yes(0.3)
    marital = MaritalStatus.NEVER_MARRIED if draws.yes(0.06) else MaritalStatus.WIDOWED
    return (Seat(age, male, Relation.HEAD, marital),)


def _young_household(draws: Draws) -> Skeleton:
    """An unmarried adult, alone or with younger brothers and sisters."""
    age = draws.whole(20 * YEAR, 45 * YEAR)
    head = Seat(age, draws.yes(0.6), Relation.HEAD, MaritalStatus.NEVER_MARRIED)
    siblings = 0 if draws.yes(0.6) else draws.whole(1, 2)
    younger = [
        Seat(max(age - gap, YEAR), draws.yes(0.5), Relation.OTHER, MaritalStatus.NEVER_MARRIED)
        for gap in (draws.whole(14 + 40 * n, 53 + 40 * n) for n in range(siblings))
    ]
    return (head, *younger)
