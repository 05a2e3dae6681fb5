"""What happened in a place in a year, as counts that its reader may see, with crude rates."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Final

from django.db.models import Count, Max, Sum

from padu.apps.rumah_dataku.models import Figure
from padu.apps.rumah_dataku.selectors.figures import sees_whole
from padu.apps.rumah_dataku.selectors.village_profile import SEX_COLUMNS, whole_count
from padu.domain.population_indicators import crude_rate
from padu.domain.privacy import hide_small_rows
from padu.domain.regions import CodeRange
from padu.domain.values import FigureValue, Missing
from padu.domain.village_profile import EVENT_SOURCE, SourcedValue, choose

SHOWN: Final = (
    ("births_deaths", "live_births"),
    ("births_deaths", "deaths"),
    ("in_migration", "total"),
    ("out_migration", "total"),
    ("marriages_divorces", "marriages"),
    ("marriages_divorces", "divorces"),
)


@dataclass(frozen=True, slots=True)
class EventCount:
    """One count: for all and for each sex ("", "L", "P"); marriages and divorces are couples, without a sex."""

    element: str
    component: str
    values: Mapping[str, FigureValue]

    @property
    def total(self) -> FigureValue:
        return self.values[""]


@dataclass(frozen=True, slots=True)
class EventCounts:
    """Counts of a place in a year, of the villages that wrote events down; none of them: `villages` is 0."""

    year: int
    counts: Sequence[EventCount]
    villages: int
    as_of: dt.date | None
    population: FigureValue

    def total(self, component: str) -> FigureValue:
        return next((one.total for one in self.counts if one.component == component), Missing.UNKNOWN)

    @property
    def birth_rate(self) -> FigureValue:
        """Live births per 1,000 persons."""
        return crude_rate(self.total("live_births"), self.population)

    @property
    def death_rate(self) -> FigureValue:
        """Deaths per 1,000 persons."""
        return crude_rate(self.total("deaths"), self.population)


def life_event_counts(region_code: str, year: int) -> EventCounts:
    """Sums over the villages of a place that wrote events of that year down.

    Small counts are hidden from who has no duty for the families there. The population is that of one village; of
    several it is unknown, because not every village writes events down.
    """
    span = CodeRange.below(region_code)
    rows = Figure.objects.filter(
        region_code__gte=span.start, region_code__lt=span.end, period=str(year), source=EVENT_SOURCE
    )
    of_all = rows.aggregate(villages=Count("region_code", distinct=True), as_of=Max("as_of"))
    sums = rows.values_list("element", "component", "sex").annotate(total=Sum("value"))
    unknown = set(rows.exclude(state=Figure.State.KNOWN).values_list("element", "component", "sex"))
    found = {key: Missing.UNKNOWN if tuple(key) in unknown else total for *key_parts, total in sums
             for key in [tuple(key_parts)]}  # fmt: skip
    counts = [
        EventCount(element, component, {sex: found.get((element, component, sex), Missing.UNKNOWN)
                                        for sex in SEX_COLUMNS})
        for element, component in SHOWN
    ]  # fmt: skip
    if not sees_whole(region_code)("births_deaths"):
        counts = _hidden(counts)
    return EventCounts(year, counts, of_all["villages"], of_all["as_of"], _population(region_code, year))


def _hidden(counts: Iterable[EventCount]) -> list[EventCount]:
    """A count with a small number in it is hidden whole; the two moves together, since net migration ties them."""
    found: list[EventCount] = []
    rows = list(counts)
    for group in (rows[:1], rows[1:2], rows[2:4], rows[4:5], rows[5:6]):
        table = [[whole_count(one.values[sex]) for sex in SEX_COLUMNS] for one in group]
        for one, cells, after in zip(group, table, hide_small_rows(table), strict=True):
            gone = tuple(cells) != after
            found.append(replace(one, values=dict.fromkeys(SEX_COLUMNS, Missing.SUPPRESSED)) if gone else one)
    return found


def _population(region_code: str, year: int) -> FigureValue:
    rows = Figure.objects.filter(
        region_code=region_code, element="population", component="total", sex="", period=str(year),
        state=Figure.State.KNOWN,
    )  # fmt: skip
    shown = choose(SourcedValue(row.value, row.period, row.source, row.as_of) for row in rows)
    return shown.value if shown else Missing.UNKNOWN
