"""Ages and five-year age groups as the village figures count them."""

from __future__ import annotations

import datetime as dt

FIVE_YEAR_GROUPS = (*(f"{low}_{low + 4}" for low in range(0, 75, 5)), "75_plus")
"""The 16 groups of the village item `population_structure`, youngest first."""

OLDEST_AGE_YEARS = 120  # [assumption] a birth date further back is a slip of the pen


def age_on(birth_date: dt.date, day: dt.date) -> int:
    """Completed years on `day`; somebody born on 29 February turns a year older on 1 March. Negative before birth.

    >>> age_on(dt.date(2000, 2, 29), dt.date(2026, 2, 28))
    25
    """
    return day.year - birth_date.year - ((day.month, day.day) < (birth_date.month, birth_date.day))


def age_in_months(birth_date: dt.date, day: dt.date) -> int:
    """Completed months on `day`; negative before birth."""
    return (day.year - birth_date.year) * 12 + day.month - birth_date.month - (day.day < birth_date.day)


def five_year_group(age_years: int) -> str:
    """Group of a completed age: 0..4 is `0_4`, from 75 on `75_plus`. Raises ValueError below 0."""
    if age_years < 0:
        raise ValueError(age_years)
    return FIVE_YEAR_GROUPS[min(age_years // 5, len(FIVE_YEAR_GROUPS) - 1)]
