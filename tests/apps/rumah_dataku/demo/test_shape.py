"""The table behind the made-up population adds up to the published figures."""

from __future__ import annotations

import pytest

from padu.apps.rumah_dataku.demo.shape import (
    CELLS,
    MEN_PER_100_000,
    PUBLISHED_AGE_PERCENT,
    PUBLISHED_SEX_RATIO,
    WOMEN_PER_100_000,
    cell_of,
    cell_shares,
)

BOTH = [men + women for men, women in zip(MEN_PER_100_000, WOMEN_PER_100_000, strict=True)]


def test_broad_ages_are_the_published_shares():
    # Groups 0-2 are ages 0-14, 3-12 are 15-64, 13-15 are 65 and older.
    per_cent = {"0_14": sum(BOTH[:3]) / 1000, "15_64": sum(BOTH[3:13]) / 1000, "65_plus": sum(BOTH[13:]) / 1000}
    assert per_cent == pytest.approx(PUBLISHED_AGE_PERCENT)
    assert sum(PUBLISHED_AGE_PERCENT.values()) == pytest.approx(100)


def test_sex_ratio_is_the_published_one():
    assert round(100 * sum(MEN_PER_100_000) / sum(WOMEN_PER_100_000), 2) == PUBLISHED_SEX_RATIO


def test_working_ages_shrink_smoothly():
    assert BOTH[3:15] == sorted(BOTH[3:15], reverse=True)


def test_more_boys_at_birth_and_more_old_women():
    assert MEN_PER_100_000[0] > WOMEN_PER_100_000[0]
    assert MEN_PER_100_000[-1] < WOMEN_PER_100_000[-1]


def test_shares_add_up_to_one():
    assert len(cell_shares()) == CELLS
    assert sum(cell_shares()) == pytest.approx(1)


@pytest.mark.parametrize(
    ("age_months", "male", "cell"),
    [(0, True, 0), (59, True, 0), (60, False, 17), (75 * 12, True, 15), (1200, False, 31)],
)
def test_cells_run_by_age_then_by_sex(age_months, male, cell):
    assert cell_of(age_months, male=male) == cell
