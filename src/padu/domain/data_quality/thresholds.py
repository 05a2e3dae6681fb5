"""Ages, gaps and days from which data look wrong. Choices of ours: a rule asks people to look, nothing more."""

from __future__ import annotations

import datetime as dt
from typing import Final

SURVEY_OLD_DAYS: Final = 365
"""[assumption] A family that nobody asked for so long is called old (screens: "not visited for a year")."""

LATE_ENTRY_DAYS: Final = 30
"""[assumption] Days from a survey to its last change here; beyond them the entry came late."""

YOUNGEST_PARENT: Final = 12
"""[assumption] A mother, or the head of a child of the family, is at least so many years older."""

OLDEST_MOTHER: Final = 55
"""[assumption] Beyond so many years between mother and child a line number or a date is likelier wrong."""

YOUNGEST_MARRIED: Final = 15
"""[assumption] Somebody married or once married below this age is looked at again (the law says 19: UU 16/2019)."""

YOUNGEST_HEAD: Final = 15
"""[assumption] A head of family below this age is looked at again; families of children do exist."""

NEWBORN_YEARS: Final = 1
"""[assumption] From this age "newborn" is no reason any more for having no NIK."""

FERTILE_FIRST, FERTILE_LAST = 15, 49
"""Ages of the wife of a couple of childbearing age (PUS), completed years, both included (BKKBN)."""

YOUNGEST_BY_EDUCATION: Final = {3: 5, 4: 10, 5: 10, 6: 13, 7: 13, 8: 16, 9: 16, 10: 19}
"""[assumption] K.14 -> lowest age at which it is believed: two years before the usual age."""

DUE_DAYS: Final = {"error": 7, "warning": 14, "note": 30}
"""[assumption] Days until an issue is due where nobody names a day, by severity."""


def due_on(severity: str, today: dt.date) -> dt.date:
    """Day until which an issue found today is due.

    >>> due_on("warning", dt.date(2026, 11, 22))
    datetime.date(2026, 12, 6)
    """
    return today + dt.timedelta(days=DUE_DAYS[severity])
