"""The population of the places below a place: summed up from villages, or as a printed table has it.

One statement for all places below; the figures beside the counts come from the same rules as those of one village.
"""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Final

from padu.apps.programmes.models import PublishedFigure
from padu.apps.regions.selectors import names_of
from padu.apps.rumah_dataku.files.elements import AREA
from padu.apps.rumah_dataku.selectors.figures import STRUCTURE, sees_whole
from padu.apps.rumah_dataku.selectors.standings import BELOW
from padu.apps.rumah_dataku.selectors.village_population import basis_of, summed
from padu.apps.rumah_dataku.selectors.village_profile import whole_count
from padu.apps.rumah_dataku.services.staging import ask
from padu.domain.population import FIVE_YEAR_GROUPS
from padu.domain.population_indicators import density, dependency_ratio, sex_ratio, share_of, total
from padu.domain.privacy import hide_small_rows
from padu.domain.regions import CodeRange, level_of
from padu.domain.values import FigureValue, Missing
from padu.domain.village_profile import pyramid_of

PRINTED_TABLE: Final = "t000_4_1_area_population_2021"
_PRINTED: Final = ("population", "area_km2")
_SEXES: Final = ("", "L", "P")


@dataclass(frozen=True, slots=True)
class PlaceLine:
    """Counts of one place and what follows from them.

    broad  persons of 0-14, 15-64, 65 years and more; sexes: men and women. Unknown where the source counts neither
    note   what is wrong in the print, "" for nothing
    """

    region_code: str
    name: str
    population: FigureValue
    area_km2: FigureValue
    broad: tuple[FigureValue, FigureValue, FigureValue] = (Missing.UNKNOWN,) * 3
    sexes: tuple[FigureValue, FigureValue] = (Missing.UNKNOWN,) * 2
    note: str = ""

    @property
    def density(self) -> FigureValue:
        """Persons per square kilometre."""
        return density(self.population, self.area_km2)

    @property
    def sex_ratio(self) -> FigureValue:
        """Men per 100 women."""
        return sex_ratio(*self.sexes)

    @property
    def dependency(self) -> FigureValue:
        """Persons of 0-14 and of 65 and more years per 100 of 15-64."""
        return dependency_ratio(*self.broad)

    @property
    def ages(self) -> tuple[FigureValue, ...]:
        """Per cent of the three broad groups."""
        return tuple(share_of(part, self.population) for part in self.broad)


@dataclass(frozen=True, slots=True)
class PlacesBelow:
    """Lines of the places below, and of all of them together. `aged`: whether the source counts ages and sexes."""

    lines: Sequence[PlaceLine]
    whole: PlaceLine
    source: str
    period: str
    as_of: dt.date | None
    aged: bool

    def population_share(self, line: PlaceLine) -> FigureValue:
        """Per cent of the population of all places."""
        return share_of(line.population, self.whole.population)

    def area_share(self, line: PlaceLine) -> FigureValue:
        """Per cent of the area of all places."""
        return share_of(line.area_km2, self.whole.area_km2)


# --- summed up from villages ----------------------------------------------------------------------------------------

_COUNTS: Final = """
with told as (
    select left(region_code, %s) as place, region_code, component, sex, state, value from rumah_dataku_figure
     where region_code >= %s and region_code < %s and length(region_code) = 13
       and element = %s and period = %s and source = %s and component = any(%s)),
villages as (
    select place, count(distinct region_code) as every from told where state = 'known' group by place)
select place, component, sex, sum(value) filter (where state = 'known'),
       count(*) filter (where state = 'known') = max(every)
  from told join villages using (place) group by place, component, sex
"""
_AREAS: Final = """
with counted as (
    select distinct region_code from rumah_dataku_figure
     where region_code >= %s and region_code < %s and length(region_code) = 13
       and element = %s and period = %s and source = %s),
areas as (
    select distinct on (region_code) region_code, f.value from rumah_dataku_figure f join counted using (region_code)
     where f.element = %s and f.state = 'known' order by region_code, f.period desc)
select left(region_code, %s), count(*) = count(areas.value), sum(areas.value)
  from counted left join areas using (region_code) group by 1
"""

Cells = dict[tuple[str, str], FigureValue]


def places_below(region_code: str) -> PlacesBelow | None:
    """Every place below whose villages have counted ages, of the source and year of most villages; None without any.

    Parts of a small population are hidden from who has no duty there, with those that they would follow from.
    """
    basis = basis_of(region_code)
    if basis is None:
        return None
    shown, _villages = basis
    span, length = CodeRange.below(region_code), BELOW[level_of(region_code)]
    of = (shown.period, shown.source)
    cells = _cells(ask(_COUNTS, (length, span.start, span.end, STRUCTURE, *of, list(FIVE_YEAR_GROUPS))))
    areas = {
        code: float(area) if complete else Missing.UNKNOWN
        for code, complete, area in ask(_AREAS, (span.start, span.end, STRUCTURE, *of, AREA, length))
    }
    names = names_of(cells)
    lines = [_line(code, names.get(code, code), cells[code], areas[code]) for code in sorted(cells)]
    whole = _whole(region_code, lines)
    if not sees_whole(region_code)(STRUCTURE):
        lines = _hidden(lines)
    return PlacesBelow(lines, whole, shown.source, shown.period, shown.as_of, aged=True)


def _cells(rows: Sequence[tuple[str, str, str, float | None, bool]]) -> Mapping[str, Cells]:
    """Count by age group and sex of each place; unknown as soon as one of its villages does not know it."""
    found: defaultdict[str, list[tuple[str, str, float | None, bool]]] = defaultdict(list)
    for code, component, sex, people, whole in rows:
        found[code].append((component, sex, people, whole))
    return {code: summed(cells) for code, cells in found.items()}


def _line(code: str, name: str, cells: Cells, area: FigureValue) -> PlaceLine:
    ages = pyramid_of(cells)
    sexes = (total(*ages.male), total(*ages.female))
    return PlaceLine(code, name, ages.population, area, (ages.young, ages.working, ages.old), sexes)


def _whole(code: str, lines: Sequence[PlaceLine]) -> PlaceLine:
    """All lines added up. Small parts of the whole are hidden on the page of the whole (`population_of`)."""
    young, working, old = (total(*(line.broad[at] for line in lines)) for at in range(3))
    male, female = (total(*(line.sexes[at] for line in lines)) for at in range(2))
    found = PlaceLine(
        code,
        names_of([code]).get(code, code),
        total(*(line.population for line in lines)),
        total(*(line.area_km2 for line in lines)),
        (young, working, old),
        (male, female),
    )
    return found if sees_whole(code)(STRUCTURE) else _hidden([found])[0]


def _hidden(lines: Sequence[PlaceLine]) -> list[PlaceLine]:
    """Lines with a small part lose their parts, and so do others where those would follow from the sum."""
    counts = [[whole_count(value) for value in (*line.broad, *line.sexes)] for line in lines]
    kept = hide_small_rows(counts)
    gone = Missing.SUPPRESSED
    return [
        line if tuple(before) == after else replace(line, broad=(gone, gone, gone), sexes=(gone, gone))
        for line, before, after in zip(lines, counts, kept, strict=True)
    ]


# --- as printed -----------------------------------------------------------------------------------------------------


def printed_places(region_code: str) -> PlacesBelow | None:
    """Population and area of the places below as table 4.1 of the study prints them; None where it speaks of others.

    Only what was counted is taken from the print: density and shares are computed here. A misread area is the one that
    fits the printed density and the printed sum, and the line says what was printed.
    """
    span = CodeRange.below(region_code)
    rows = PublishedFigure.objects.filter(
        table=PRINTED_TABLE, column__in=_PRINTED, region_code__gte=span.start, region_code__lt=span.end
    )
    by_place: defaultdict[str, dict[str, PublishedFigure]] = defaultdict(dict)
    for row in rows.order_by("region_code"):
        by_place[row.region_code][row.column] = row
    whole = by_place.pop(region_code, None)
    if whole is None or not by_place:
        return None
    lines = [_printed_line(code, cells) for code, cells in by_place.items()]
    one = whole["population"]
    return PlacesBelow(lines, _printed_line(region_code, whole), one.source, one.period, None, aged=False)


def _printed_line(code: str, cells: Mapping[str, PublishedFigure]) -> PlaceLine:
    population, area = (cells.get(column) for column in _PRINTED)
    return PlaceLine(
        code,
        next(iter(cells.values())).row_label,
        population.value if population else Missing.UNKNOWN,
        area.value if area else Missing.UNKNOWN,
        note=_misprint(area) if area else "",
    )


def _misprint(cell: PublishedFigure) -> str:
    """`tercetak 82.22` where that is not the value."""
    return f"luas tercetak {cell.as_printed}" if cell.as_printed and float(cell.as_printed) != cell.value else ""
