"""The days of a year on which joint events may be planned.

Monday to Thursday: on Fridays the half day before the prayer leaves no time for a village, so it is an option
[assumption]. Public holidays and joint leave (cuti bersama) come in as dates: the domain asks no calendar.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection, Iterator
from typing import Final

MONDAY_TO_THURSDAY: Final = frozenset({0, 1, 2, 3})
"""[assumption] Weekdays of joint events, as in `date.weekday()`."""

FRIDAY: Final = 4


def working_days(
    year: int,
    *,
    holidays: Collection[dt.date],
    include_friday: bool = False,
    first: dt.date | None = None,
    last: dt.date | None = None,
) -> tuple[dt.date, ...]:
    """The plannable days of a year in order.

    holidays      days off: national holidays, joint leave, a regency's own
    first, last   bounds, both included; None = from 1 January, to 31 December. What lies outside the year is cut off
    """
    days_off = frozenset(holidays)
    weekdays = MONDAY_TO_THURSDAY | {FRIDAY} if include_friday else MONDAY_TO_THURSDAY
    return tuple(
        day
        for day in _days_of(year)
        if day.weekday() in weekdays
        and day not in days_off
        and (first is None or day >= first)
        and (last is None or day <= last)
    )


def _days_of(year: int) -> Iterator[dt.date]:
    day = dt.date(year, 1, 1)
    while day.year == year:
        yield day
        if day == dt.date.max:
            return
        day += dt.timedelta(days=1)
