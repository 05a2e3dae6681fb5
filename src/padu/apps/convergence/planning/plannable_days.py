"""The days of a year on which joint events may be planned in Indonesia."""

from __future__ import annotations

import datetime as dt
from functools import lru_cache

from padu.apps.convergence.planning.parameters import JOINT_LEAVE
from padu.domain.working_days import working_days


@lru_cache(maxsize=8)
def days_off(year: int) -> dict[dt.date, str]:
    """Public holidays and joint leave with their Indonesian names."""
    import holidays

    known = holidays.country_holidays("ID", years=year, language="id", categories=("public", "government"))
    named = {day: str(name) for day, name in known.items() if day.year == year}
    return {**dict.fromkeys(JOINT_LEAVE.get(year, ()), "Cuti bersama"), **named}


def plannable_days(year: int, today: dt.date) -> tuple[dt.date, ...]:
    """Working days of the year that still lie ahead: from the day after `today` on."""
    return working_days(year, holidays=days_off(year).keys(), first=today + dt.timedelta(days=1))
