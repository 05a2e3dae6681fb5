"""How complete and how fresh the families' data of a place are: shares that are added up before they are divided."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass, fields


@dataclass(frozen=True, slots=True)
class Counted:
    """Counts of one place in one month; sums of them are the counts of the place above.

    families, surveyed     active families; those with any survey
    this_year, old         surveyed in the year of the count; the newest survey older than a year, or none at all
    late                   surveys of the year that were entered or changed late
    age_days               sum over the surveyed families of the days since their newest survey
    *_asked, *_answered    fields of three kinds: numbers and address, members (block I), survey (block III)
    """

    families: int = 0
    surveyed: int = 0
    this_year: int = 0
    old: int = 0
    late: int = 0
    age_days: int = 0
    identity_asked: int = 0
    identity_answered: int = 0
    members_asked: int = 0
    members_answered: int = 0
    survey_asked: int = 0
    survey_answered: int = 0
    open_issues: int = 0
    newest: dt.date | None = None

    def __add__(self, other: Counted) -> Counted:
        sums = {
            one.name: getattr(self, one.name) + getattr(other, one.name) for one in fields(self) if one.name != "newest"
        }
        days = [day for day in (self.newest, other.newest) if day is not None]
        return Counted(**sums, newest=max(days, default=None))

    @property
    def identity(self) -> float | None:
        return share(self.identity_answered, self.identity_asked)

    @property
    def members(self) -> float | None:
        return share(self.members_answered, self.members_asked)

    @property
    def survey(self) -> float | None:
        return share(self.survey_answered, self.survey_asked)

    @property
    def complete(self) -> float | None:
        """All three kinds together."""
        return share(
            self.identity_answered + self.members_answered + self.survey_answered,
            self.identity_asked + self.members_asked + self.survey_asked,
        )

    @property
    def fresh(self) -> float | None:
        """Families surveyed in the year, of all active ones."""
        return share(self.this_year, self.families)

    @property
    def mean_age_days(self) -> int | None:
        """Days since the newest survey, mean over the surveyed families; None where nobody was surveyed."""
        return round(self.age_days / self.surveyed) if self.surveyed else None


def share(part: int, whole: int) -> float | None:
    """0..1; None where nothing was asked: that is not applicable, never nought.

    >>> share(3, 4), share(0, 0)
    (0.75, None)
    """
    return part / whole if whole else None


def month_of(day: dt.date) -> dt.date:
    """The first of its month."""
    return day.replace(day=1)
