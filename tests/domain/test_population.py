"""Ages and age groups."""

from __future__ import annotations

import datetime as dt

import pytest

from padu.domain.population import FIVE_YEAR_GROUPS, age_in_months, age_on, five_year_group


@pytest.mark.parametrize(
    ("birth", "day", "age"),
    [
        (dt.date(2000, 6, 15), dt.date(2026, 6, 14), 25),
        (dt.date(2000, 6, 15), dt.date(2026, 6, 15), 26),
        (dt.date(2000, 2, 29), dt.date(2025, 2, 28), 24),
        (dt.date(2000, 2, 29), dt.date(2025, 3, 1), 25),
        (dt.date(2026, 11, 22), dt.date(2026, 11, 22), 0),
        (dt.date(2026, 11, 23), dt.date(2026, 11, 22), -1),
    ],
)
def test_age_counts_completed_years(birth, day, age):
    assert age_on(birth, day) == age


def test_months_are_completed_months():
    assert age_in_months(dt.date(2024, 11, 23), dt.date(2026, 11, 22)) == 23
    assert age_in_months(dt.date(2024, 11, 22), dt.date(2026, 11, 22)) == 24


def test_there_are_sixteen_groups_and_the_last_is_open():
    assert len(FIVE_YEAR_GROUPS) == 16
    assert [five_year_group(age) for age in (0, 4, 5, 74, 75, 119)] == [
        "0_4",
        "0_4",
        "5_9",
        "70_74",
        "75_plus",
        "75_plus",
    ]


def test_nobody_is_younger_than_nought():
    with pytest.raises(ValueError, match="-1"):
        five_year_group(-1)
