"""Which lists are late: worked by hand on a calendar."""

from __future__ import annotations

import datetime as dt

from padu.domain.linkage.sectors import Expected, Rhythm, expected_lists, next_due

D = dt.date


def test_three_periods_one_in_time_one_late_one_missing() -> None:
    """Quarterly from 1 January; on 20 November the quarters to March, June and September are over."""
    came = [(D(2026, 3, 20), D(2026, 4, 2)), (D(2026, 6, 30), D(2026, 8, 1)), (D(2026, 6, 30), D(2026, 9, 9))]
    found = expected_lists(D(2026, 1, 1), Rhythm.QUARTERLY, came, D(2026, 11, 20))
    assert found == [
        Expected(D(2026, 7, 1), D(2026, 9, 30), D(2026, 10, 14), None),
        Expected(D(2026, 4, 1), D(2026, 6, 30), D(2026, 7, 14), D(2026, 8, 1)),
        Expected(D(2026, 1, 1), D(2026, 3, 31), D(2026, 4, 14), D(2026, 4, 2)),
    ]
    # 14 October to 20 November: 37 days; 14 July to 1 August: 18.
    assert [one.days_late(D(2026, 11, 20)) for one in found] == [37, 18, 0]


def test_a_list_that_never_came_is_waited_for_until_a_newer_one_is_here() -> None:
    # The list of January is in time until 14 February.
    (january,) = expected_lists(D(2026, 1, 1), Rhythm.MONTHLY, [], D(2026, 2, 10))
    assert [january.days_late(D(2026, 2, day)) for day in (14, 15)] == [0, 1]
    assert [january.is_missing(D(2026, 2, day)) for day in (14, 15)] == [False, True]
    # Data of February, here on 20 February: nobody waits for January any more; it was 6 days late by then.
    february = (D(2026, 2, 18), D(2026, 2, 20))
    (january,) = expected_lists(D(2026, 1, 1), Rhythm.MONTHLY, [february], D(2026, 2, 25))
    assert (january.delivered_on, january.replaced_on) == (None, D(2026, 2, 20))
    assert (january.is_missing(D(2026, 11, 22)), january.days_late(D(2026, 11, 22))) == (False, 6)


def test_nothing_is_expected_before_the_first_period_is_over() -> None:
    assert expected_lists(D(2026, 1, 15), Rhythm.YEARLY, [], D(2027, 1, 14)) == []
    assert len(expected_lists(D(2026, 1, 15), Rhythm.YEARLY, [], D(2027, 1, 15))) == 1


def test_when_the_running_period_is_due() -> None:
    assert next_due(D(2026, 1, 1), Rhythm.QUARTERLY, D(2026, 11, 20)) == D(2027, 1, 14)
    assert next_due(D(2026, 1, 31), Rhythm.MONTHLY, D(2026, 2, 1)) == D(2026, 3, 13)
