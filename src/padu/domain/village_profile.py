"""Which of several figures a village profile shows, how old it is, and how it stands to last year and to a median.

Figures of different sources differ by definition (registered or found): they stand side by side and are never added.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from statistics import median
from typing import Final

from padu.domain.population import FIVE_YEAR_GROUPS
from padu.domain.population_indicators import total
from padu.domain.values import FigureValue, Missing, missing_of

OWN_SOURCE: Final = "hitungan Padu"
"""Source of figures that are counted from the families of the survey."""

DERIVED_SOURCE: Final = "hitungan Padu dari"
"""Beginning of the source of figures that follow from figures of another source, whose name stands behind it."""

EVENT_SOURCE: Final = "catatan kejadian Padu"
"""Source of figures that are counted from the life events of a village."""

FRESH_DAYS: Final = 365  # [assumption] younger figures are called new
STALE_DAYS: Final = 730  # [assumption] older figures are called old

MEDIAN_OF_AT_LEAST: Final = 3  # [assumption] a median of fewer villages shows the village itself

COUNTED_AT_LEAST: Final = 0.8
"""Share of those asked who must have answered before a count is called a figure of the village [assumption]."""

_RANK_CIVIL, _RANK_EVENTS, _RANK_OTHER, _RANK_OWN = 3, 2, 1, 0


@dataclass(frozen=True, slots=True)
class SourcedValue:
    """One value of a figure: for which period (`2025`, `2025-06`), of which source, as of which day if known.

    entered_by  id of the officer who typed it in or sent its file; None for what is computed
    """

    value: FigureValue
    period: str
    source: str
    as_of: dt.date | None = None
    entered_by: int | None = None

    @property
    def known(self) -> bool:
        return missing_of(self.value) is None


def is_own_source(source: str) -> bool:
    """Whether a source is one that only the system may name: nobody sends or types figures under it.

    >>> is_own_source(" Hitungan Padu dari SIGA"), is_own_source("Padu, hitungan sendiri")
    (True, False)
    """
    return " ".join(source.split()).casefold().startswith((OWN_SOURCE.casefold(), EVENT_SOURCE.casefold()))


def source_rank(source: str) -> int:
    """Higher goes first among figures of one period and day: Dukcapil, recorded events, other sources, own counts."""
    folded = source.casefold()
    if "dukcapil" in folded or "disdukcapil" in folded:
        return _RANK_CIVIL
    if folded == EVENT_SOURCE.casefold():
        return _RANK_EVENTS
    return _RANK_OWN if folded.startswith(OWN_SOURCE.casefold()) else _RANK_OTHER


def choose(values: Iterable[SourcedValue]) -> SourcedValue | None:
    """The value that is shown: a number before none; the newest year; Dukcapil over others, own last [assumption].

    Within a year the source decides before the day: a count of families made a month later is no better registered.
    """
    return max(
        values,
        key=lambda one: (one.known, one.period[:4], source_rank(one.source), one.period, one.as_of or dt.date.min),
        default=None,
    )


def year_before(values: Iterable[SourcedValue], shown: SourcedValue) -> SourcedValue | None:
    """The value of the same source one year earlier: another source would show a change of definition."""
    wanted = f"{int(shown.period[:4]) - 1}{shown.period[4:]}"
    return next((one for one in values if one.source == shown.source and one.period == wanted), None)


def age_days(as_of: dt.date | None, period: str, today: dt.date) -> int:
    """Days since the figure's day; without a day since the end of its year, never below nought."""
    day = as_of or min(dt.date(int(period[:4]), 12, 31), today)
    return max((today - day).days, 0)


def median_of(values: Sequence[FigureValue]) -> float | Missing:
    """Median of the known values; unknown where there are too few to say anything of others."""
    known = [float(value) for value in values if value is not None and missing_of(value) is None]
    return median(known) if len(known) >= MEDIAN_OF_AT_LEAST else Missing.UNKNOWN


@dataclass(frozen=True, slots=True)
class Pyramid:
    """Persons by five-year group, youngest first, each a number or why there is none; one source and year.

    male, female  16 values in the order of FIVE_YEAR_GROUPS
    both          the same for all, of those whose sex nobody told as well
    """

    male: tuple[FigureValue, ...]
    female: tuple[FigureValue, ...]
    both: tuple[FigureValue, ...]

    @property
    def young(self) -> FigureValue:
        """0-14 years."""
        return total(*self.both[:3])

    @property
    def working(self) -> FigureValue:
        """15-64 years."""
        return total(*self.both[3:13])

    @property
    def old(self) -> FigureValue:
        """65 years and more."""
        return total(*self.both[13:])

    @property
    def population(self) -> FigureValue:
        return total(*self.both)


def pyramid_of(cells: dict[tuple[str, str], FigureValue]) -> Pyramid:
    """A pyramid of cells by (age group, sex "", "L" or "P"); without a count for all, the two sexes make it."""
    male = tuple(cells.get((group, "L"), Missing.UNKNOWN) for group in FIVE_YEAR_GROUPS)
    female = tuple(cells.get((group, "P"), Missing.UNKNOWN) for group in FIVE_YEAR_GROUPS)
    both = tuple(
        cells.get((group, "")) if (group, "") in cells else total(one, other)
        for group, one, other in zip(FIVE_YEAR_GROUPS, male, female, strict=True)
    )
    return Pyramid(male, female, both)
