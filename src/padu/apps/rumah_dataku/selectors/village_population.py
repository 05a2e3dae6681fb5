"""The population of a village, or of all villages of a place summed up: ages, sexes, density, dependency."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from django.db.models import Count, Q, Sum

from padu.apps.rumah_dataku.files.elements import AREA
from padu.apps.rumah_dataku.models import Figure
from padu.apps.rumah_dataku.selectors.figures import STRUCTURE, sees_whole
from padu.apps.rumah_dataku.selectors.village_profile import SEX_COLUMNS, whole_count
from padu.apps.rumah_dataku.services.staging import ask
from padu.domain.population import FIVE_YEAR_GROUPS
from padu.domain.population_indicators import density, dependency_ratio, sex_ratio, share_of, total
from padu.domain.privacy import hide_small_rows
from padu.domain.regions import CodeRange
from padu.domain.values import FigureValue, Missing
from padu.domain.village_profile import Pyramid, SourcedValue, choose, pyramid_of

Cells = dict[tuple[str, str], FigureValue]


@dataclass(frozen=True, slots=True)
class Population:
    """Population figures of one place from one source and year.

    pyramid   five-year groups by sex; all suppressed where one of them is small and the actor has no duty there
    broad     persons of 0-14, 15-64, 65 years and more; for each sex and all: {"": (..), "L": (..), "P": (..)}
    sexes     men and women of known age
    area_km2  unknown where one of the villages has none
    villages  how many villages are counted in
    """

    pyramid: Pyramid
    broad: Mapping[str, Sequence[FigureValue]]
    sexes: tuple[FigureValue, FigureValue]
    population: FigureValue
    area_km2: FigureValue
    period: str
    source: str
    as_of: dt.date | None
    villages: int

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
        young, working, old = self.broad[""]
        return dependency_ratio(young, working, old)

    @property
    def shares(self) -> tuple[FigureValue, ...]:
        """Per cent of 0-14, 15-64, and 65 years and more."""
        return tuple(share_of(part, self.population) for part in self.broad[""])


def population_of(region_code: str) -> Population | None:
    """The population of a village or of all villages of a place; None where nobody counted ages.

    Villages are summed up within one source and year: that with the most villages, then the rule of `choose`. What the
    sum leaves out is said by `villages`. Small cells are hidden from who has no duty for the families.
    """
    basis = basis_of(region_code)
    if basis is None:
        return None
    shown, villages = basis
    cells = _sums(region_code, shown.period, shown.source, villages)
    whole = pyramid_of(cells)
    broad = {"": _broad(whole.both), "L": _broad(whole.male), "P": _broad(whole.female)}
    pyramid = whole
    if not sees_whole(region_code)(STRUCTURE) and _has_small(whole):
        broad, pyramid = _hide_broad(broad), pyramid_of(dict.fromkeys(cells, Missing.SUPPRESSED))
    return Population(
        pyramid=pyramid,
        broad=broad,
        sexes=(total(*whole.male), total(*whole.female)),
        population=whole.population,
        area_km2=_area(region_code, shown),
        period=shown.period,
        source=shown.source,
        as_of=shown.as_of,
        villages=villages,
    )


def _broad(values: Sequence[FigureValue]) -> tuple[FigureValue, ...]:
    pyramid = Pyramid((), (), tuple(values))
    return pyramid.young, pyramid.working, pyramid.old


def _rows(columns: Sequence[Sequence[FigureValue]]) -> list[list[int | Missing]]:
    return [[whole_count(value) for value in row] for row in zip(*columns, strict=True)]


def _has_small(pyramid: Pyramid) -> bool:
    rows = _rows([pyramid.both, pyramid.male, pyramid.female])
    return hide_small_rows(rows) != tuple(map(tuple, rows))


def _hide_broad(broad: Mapping[str, Sequence[FigureValue]]) -> dict[str, tuple[FigureValue, ...]]:
    hidden = hide_small_rows(_rows([broad[sex] for sex in SEX_COLUMNS]))
    columns = list(zip(*hidden, strict=True))
    return {sex: tuple(columns[at]) for at, sex in enumerate(SEX_COLUMNS)}


def basis_of(region_code: str) -> tuple[SourcedValue, int] | None:
    """Year and source to sum up, and its number of villages."""
    rows = ask(
        "select count(distinct region_code), period, source, min(as_of) from rumah_dataku_figure"
        " where region_code >= %s and region_code < %s and length(region_code) = 13"
        " and element = %s and state = 'known' group by period, source",
        (*_span(region_code), STRUCTURE),
    )
    most = max((row[0] for row in rows), default=0)
    shown = choose(SourcedValue(*row) for row in rows if row[0] == most)
    return (shown, most) if shown else None


def _span(region_code: str) -> tuple[str, str]:
    span = CodeRange.below(region_code)
    return span.start, span.end


def _sums(region_code: str, period: str, source: str, villages: int) -> Cells:
    """Sum over villages by (age group, sex); unknown where one of the villages does not know, or tell, the group."""
    start, end = _span(region_code)
    rows = Figure.objects.filter(
        region_code__gte=start,
        region_code__lt=end,
        element=STRUCTURE,
        period=period,
        source=source,
        component__in=FIVE_YEAR_GROUPS,
    )
    known = Q(state=Figure.State.KNOWN)
    sums = rows.values_list("component", "sex").annotate(
        people=Sum("value", filter=known), told=Count("pk", filter=known)
    )
    return summed((component, sex, people, told == villages) for component, sex, people, told in sums)


def summed(rows: Iterable[tuple[str, str, float | None, bool]]) -> Cells:
    """Sums by (age group, sex), each with whether every village tells it: a sum of some is no figure of all.

    A group that some tell by sex only is left to the two sexes, where all tell both (`pyramid_of`).
    """
    sums = {(component, sex): people if whole else None for component, sex, people, whole in rows}
    by_sex = {
        group for group in FIVE_YEAR_GROUPS if sums.get((group, "L")) is not None and sums.get((group, "P")) is not None
    }
    return {
        (group, sex): Missing.UNKNOWN if people is None else people
        for (group, sex), people in sums.items()
        if people is not None or sex or group not in by_sex
    }


_AREA_SUM = """
with counted as (
    select distinct region_code from rumah_dataku_figure
     where region_code >= %s and region_code < %s and length(region_code) = 13
       and element = %s and period = %s and source = %s),
areas as (
    select distinct on (region_code) region_code, f.value from rumah_dataku_figure f join counted using (region_code)
     where f.element = %s and f.state = 'known' order by region_code, f.period desc)
select count(*), count(areas.value), sum(areas.value) from counted left join areas using (region_code)
"""


def _area(region_code: str, shown: SourcedValue) -> FigureValue:
    """Area of the villages that are counted, km2; unknown as soon as one has none."""
    params = (*_span(region_code), STRUCTURE, shown.period, shown.source, AREA)
    ((villages, known, area),) = ask(_AREA_SUM, params)
    return float(area) if villages and villages == known else Missing.UNKNOWN
