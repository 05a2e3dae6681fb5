"""Which value is shown of several, trends of one source, medians, and what a pyramid gives."""

from __future__ import annotations

import datetime as dt

import pytest

from padu.domain.population import FIVE_YEAR_GROUPS
from padu.domain.values import Missing
from padu.domain.village_profile import (
    OWN_SOURCE,
    SourcedValue,
    age_days,
    choose,
    median_of,
    pyramid_of,
    year_before,
)

TODAY = dt.date(2026, 11, 22)


def value(number, period="2025", source="Podes", as_of=None) -> SourcedValue:
    return SourcedValue(number, period, source, as_of)


def test_newest_year_goes_first_then_dukcapil_over_own() -> None:
    own, civil = value(98, source=OWN_SOURCE, as_of=dt.date(2025, 8, 17)), value(100, source="Disdukcapil Kab. X")
    other = value(99, source="Podes 2025")
    assert choose([own, civil, other]) is civil
    assert choose([own, other]) is other
    newer = value(97, "2026", OWN_SOURCE)
    assert choose([own, civil, newer]) is newer
    assert choose([]) is None


def test_a_number_goes_before_a_newer_blank_and_nought_is_a_number() -> None:
    old, blank = value(0, "2024"), value(Missing.UNKNOWN, "2026")
    assert choose([blank, old]) is old
    assert choose([blank]) is blank


def test_months_of_a_year_follow_each_other() -> None:
    first, second = value(1, "2025-06", "Dukcapil"), value(2, "2025-12", "Dukcapil")
    assert choose([second, first]) is second
    assert year_before([first, value(5, "2024-06", "Dukcapil"), value(6, "2024-06")], first) == value(
        5, "2024-06", "Dukcapil"
    )
    assert year_before([first, value(6, "2024-06")], first) is None


@pytest.mark.parametrize(
    ("as_of", "period", "days"),
    [(dt.date(2026, 11, 21), "2026", 1), (None, "2026", 0), (None, "2025", 326), (dt.date(2027, 1, 1), "2026", 0)],
)
def test_age_counts_from_the_day_or_the_end_of_the_year(as_of, period, days) -> None:
    assert age_days(as_of, period, TODAY) == days


def test_a_median_needs_three_villages() -> None:
    assert median_of([1, 100, 3, None, Missing.SUPPRESSED]) == 3
    assert median_of([1, 100, None]) is Missing.UNKNOWN


def test_a_pyramid_adds_the_sexes_only_where_nobody_counted_both() -> None:
    cells = {(group, sex): 10 for group in FIVE_YEAR_GROUPS for sex in ("L", "P")}
    cells["0_4", ""] = 21  # one child whose sex nobody told
    found = pyramid_of(cells)
    assert (found.young, found.working, found.old) == (61, 200, 60)
    assert pyramid_of({}).population is Missing.UNKNOWN
    del cells["75_plus", "L"]
    assert pyramid_of(cells).old is Missing.UNKNOWN
