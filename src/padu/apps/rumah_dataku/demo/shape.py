"""The age and sex shape that made-up families follow.

Published for West Sumatra 2021 (the study's text beside table 4.1, "teks tabel 4.1, Sumatera Barat 2021"): sex ratio
101.47 men per 100 women; ages 0-14 29.43 %, 15-64 64.58 %, 65 and older 5.99 % of the population. The five-year
groups in between are ours: a smooth table that adds up to these figures [assumption].
"""

from __future__ import annotations

from typing import Final

from padu.domain.population import FIVE_YEAR_GROUPS

PUBLISHED_SEX_RATIO: Final = 101.47
"""Men per 100 women."""

PUBLISHED_AGE_PERCENT: Final = {"0_14": 29.43, "15_64": 64.58, "65_plus": 5.99}
"""Share of the population by broad age group, per cent."""

MEN_PER_100_000: Final = (
    4_943, 5_086, 5_045, 4_507, 4_314, 3_988, 3_648, 3_429, 3_228, 2_862, 2_576, 2_265, 1_804, 1_184, 721, 765,
)  # fmt: skip
WOMEN_PER_100_000: Final = (
    4_707, 4_844, 4_805, 4_293, 4_086, 3_812, 3_552, 3_371, 3_172, 2_838, 2_604, 2_335, 1_896, 1_316, 879, 1_125,
)  # fmt: skip
"""Persons of each group of FIVE_YEAR_GROUPS, youngest first, among 100,000 persons of both sexes [assumption]."""

MEAN_FAMILY_SIZE: Final = 4.1
"""Members per made-up family on average [assumption]."""

CELLS: Final = 2 * len(FIVE_YEAR_GROUPS)


def cell_of(age_months: int, *, male: bool) -> int:
    """Index of a person's cell: men's groups first, then women's, youngest first."""
    group = min(age_months // 60, len(FIVE_YEAR_GROUPS) - 1)
    return group if male else group + len(FIVE_YEAR_GROUPS)


def cell_shares() -> tuple[float, ...]:
    """Share of the population in each cell, in the order of `cell_of`; adds up to 1."""
    return tuple(count / 100_000 for count in (*MEN_PER_100_000, *WOMEN_PER_100_000))
