"""The published rows of the index in plain Python, from the rules of the domain alone: what every engine must give."""

from __future__ import annotations

import random
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from typing import Any

from padu.domain.ibangga import INDICATOR_IDS, Category, score_family, sum_scores

LEVELS = (("nation", 0), ("province", 2), ("regency", 5), ("district", 8), ("village", 13))


@dataclass(frozen=True)
class Family:
    """One input row."""

    family_id: str
    region_code: str
    year: int
    answers: dict[str, int | None] = field(default_factory=lambda: dict.fromkeys(INDICATOR_IDS, 1))

    def cells(self) -> list[str]:
        values = [self.answers[i] for i in INDICATOR_IDS]
        return [self.family_id, self.region_code, str(self.year), *("" if v is None else str(v) for v in values)]


HEADER = ["family_id", "region_code", "year", *INDICATOR_IDS]


def family_row(family: Family) -> tuple[Any, ...]:
    """The row of families.parquet."""
    score = score_family(family.answers)
    percents = [dimension.percent for dimension in score.dimensions]
    key = (family.family_id, family.region_code, family.year)
    return (*key, *percents, score.index, _text(score.category), score.partial)


def region_rows(families: Iterable[Family]) -> list[tuple[Any, ...]]:
    """All rows of regions.parquet, in order."""
    groups: dict[tuple[int, str, int], list[Family]] = defaultdict(list)
    for family in families:
        for position, (_, width) in enumerate(LEVELS):
            groups[position, family.region_code[:width], family.year].append(family)
    return [_region_row(LEVELS[key[0]][0], key[1], key[2], members) for key, members in sorted(groups.items())]


def _region_row(level: str, code: str, year: int, families: Sequence[Family]) -> tuple[Any, ...]:
    scores = [score_family(family.answers) for family in families]
    region = sum_scores(scores)
    valid = sum(score.index is not None for score in scores)
    counts = [sum(score.category is category for score in scores) for category in Category]
    given = [[family.answers[i] for family in families] for i in INDICATOR_IDS]
    rates = [count for values in given for count in (values.count(1) + values.count(0), values.count(1))]
    head = (level, code, year, len(families), valid, valid / len(families))
    return (*head, *region.percents, region.index, _text(region.category), *counts, *rates)


def _text(category: Category | None) -> str | None:
    return None if category is None else str(category)


def random_families(count: int, seed: int) -> list[Family]:
    """Families of a few villages in two provinces and two years, with every kind of answer, some hardly asked."""
    dice = random.Random(seed)
    villages = [
        f"{p}.{r:02d}.{d:02d}.{v}" for p in (13, 51) for r in (1, 2) for d in (1, 9) for v in (1001, 2001, 2002)
    ]
    families = []
    for number in range(count):
        weights = dice.choice([(70, 15, 10, 5), (10, 10, 10, 70), (5, 80, 10, 5), (20, 20, 50, 10)])
        answers = dict(zip(INDICATOR_IDS, dice.choices([1, 0, -1, None], weights, k=17), strict=True))
        families.append(Family(f"{number:04d}", dice.choice(villages), dice.choice([2024, 2025]), answers))
    return families
