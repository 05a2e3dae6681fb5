"""Take every measure of every village of a place in a few statements, and keep the counts as rows."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from typing import Any, Final

from django.db import connection
from django.db.models import Count, Max, Q
from django.utils import timezone

from padu.access.actor import Actor, system_actor
from padu.access.gate import scoped
from padu.access.verbs import Verb
from padu.apps.regions.selectors import list_villages
from padu.apps.rumah_dataku.models import Family, FamilySurvey, Figure
from padu.apps.situation.measures.counting import CountedMeasure, counting_statement
from padu.apps.situation.measures.families import FAMILIES, FAMILY_MEASURES, POOR_DECILES
from padu.apps.situation.measures.persons import HEADCOUNT, PERSON_MEASURES, PERSONS
from padu.apps.situation.measures.village_figures import (
    ELEMENTS,
    FIGURE_MEASURES,
    FigureMeasure,
    FoundFigure,
    Headcount,
    VillageData,
)
from padu.apps.situation.models import ProblemMeasure
from padu.domain.privacy import below_threshold
from padu.domain.problems.figures import Measurement, VillageValue
from padu.domain.regions import CodeRange
from padu.domain.values import Missing

FROM_FAMILIES: Final = "pendataan keluarga"
FROM_FIGURES: Final = "angka desa"
STRICT_TYPES: Final = frozenset({"family_conflict", "violence_women_children"})
"""Conflict and violence: a count below 10 families is never written down for the village (domain README, sensitive)."""
_DUTIES: Final = (Verb.FAMILY_READ, Verb.FAMILY_WRITE, Verb.SPECIFIC_READ, Verb.SITUATION_EDIT)
_SOURCES: Final = ((FAMILIES, FAMILY_MEASURES), (PERSONS, PERSON_MEASURES))


@dataclass(frozen=True, slots=True)
class VillageMeasure:
    """One measured type of one village, before it becomes a row."""

    region_code: str
    problem_type: str
    measurement: Measurement
    source: str
    as_of: dt.date | None


def reference_day(year: int, today: dt.date) -> dt.date:
    """The day as of which a data year is measured: today in the running year, else its last day."""
    return today if year >= today.year else dt.date(year, 12, 31)


def measures_take(
    *, region_code: str, year: int, day: dt.date, past: bool = False, on_behalf_of: Actor | None = None
) -> int:
    """Measure all villages of a place for one year as of a day. Returns how many rows were written.

    past  the year is over: only what keeps its year is counted, and what was measured in its time stays
    The system works with the right to read specific answers; strict types below 10 families are kept without figures.
    """
    with scoped(system_actor(region_code, *_DUTIES, on_behalf_of=on_behalf_of)):
        taken = [*_counted(region_code, year, day, past=past), *_from_figures(region_code, year)]
        rows = [_row(_masked(measure), year) for measure in taken]
        _replace(region_code, year, _types(past=past), rows)
    return len(rows)


def strict_values(region_code: str, year: int, day: dt.date) -> dict[str, list[VillageValue]]:
    """Values of the strict types in all villages of a place, for a median that names no village; never stored."""
    measures = [m for m in FAMILY_MEASURES if m.problem_type in STRICT_TYPES]
    found: defaultdict[str, list[VillageValue]] = defaultdict(list)
    with scoped(system_actor(region_code, *_DUTIES)):
        for taken in _count(FAMILIES, measures, region_code, year, day):
            one = taken.measurement
            found[taken.problem_type].append(VillageValue(one.value, one.denominator, one.coverage))
    return dict(found)


def _types(*, past: bool) -> set[str]:
    counted = {m.problem_type for _, measures in _SOURCES for m in measures if m.dated or not past}
    return counted | {m.problem_type for m in FIGURE_MEASURES}


def _replace(region_code: str, year: int, types: set[str], rows: list[ProblemMeasure]) -> None:
    span = CodeRange.below(region_code)
    inside = ProblemMeasure.objects.filter(region_code__gte=span.start, region_code__lt=span.end, year=year)
    inside.filter(problem_type__in=types).delete()
    ProblemMeasure.objects.bulk_create(rows, batch_size=1000)


def _masked(measure: VillageMeasure) -> VillageMeasure:
    """The measure as it may be written: a strict type with fewer than 10 families says only that it is hidden."""
    found = measure.measurement
    if measure.problem_type not in STRICT_TYPES or isinstance(found.value, Missing):
        return measure
    families = found.affected_families
    if isinstance(families, Missing) or below_threshold(families):
        return replace(measure, measurement=Measurement.none(Missing.SUPPRESSED))
    return measure


def _counted(region_code: str, year: int, day: dt.date, *, past: bool) -> Iterator[VillageMeasure]:
    """Villages with at least one active family; a village without families has nothing measured, which is unknown."""
    for source, measures in _SOURCES:
        asked = [measure for measure in measures if measure.dated or not past]
        if asked:
            yield from _count(source, asked, region_code, year, day)


def _count(
    source: str, measures: Sequence[CountedMeasure], region_code: str, year: int, day: dt.date
) -> Iterator[VillageMeasure]:
    dates = _survey_dates(region_code, year, day)
    for code, *counts in _fetch(counting_statement(source, measures), region_code, year, day):
        yield from _of_village(code, measures, counts, dates.get(code))


def _fetch(statement: str, region_code: str, year: int, day: dt.date) -> list[tuple[Any, ...]]:
    span = CodeRange.below(region_code)
    with connection.cursor() as cursor:
        cursor.execute(statement, [span.start, span.end, year, day])
        return list(cursor.fetchall())


def _survey_dates(region_code: str, year: int, day: dt.date) -> dict[str, dt.date]:
    """The newest survey of the year in each village: how old its counts are."""
    span = CodeRange.below(region_code)
    rows = FamilySurvey.objects.filter(
        region_code__gte=span.start, region_code__lt=span.end, year=year, surveyed_on__lte=day
    )
    return dict(rows.order_by().values_list("region_code").annotate(newest=Max("surveyed_on")))


def _of_village(
    code: str, measures: Sequence[CountedMeasure], counts: Sequence[int], as_of: dt.date | None
) -> Iterator[VillageMeasure]:
    for number, measure in enumerate(measures):
        eligible, measured, counted, units, families = counts[5 * number : 5 * number + 5]
        known = measure.affected is not None
        found = Measurement.rate(
            counted,
            measured,
            eligible=eligible,
            affected_units=units if known else Missing.UNKNOWN,
            affected_families=families if known else Missing.UNKNOWN,
        )
        yield VillageMeasure(code, measure.problem_type, found, FROM_FAMILIES, as_of)


def _from_figures(region_code: str, year: int) -> Iterator[VillageMeasure]:
    """Villages that have families or figures; the others have not started and are not measured."""
    figures = _newest_figures(region_code, year)
    people = _headcounts(region_code, year)
    for code in list_villages(region_code).values_list("code", flat=True):
        if code not in figures and code not in people:
            continue
        data = VillageData(figures.get(code, {}), people.get(code, Headcount()))
        yield from (_read(code, measure, data) for measure in FIGURE_MEASURES)


def _read(code: str, measure: FigureMeasure, data: VillageData) -> VillageMeasure:
    used = [found for (element, _), found in data.figures.items() if element in measure.elements]
    sources = sorted({f"{found.source} ({found.period})" for found in used})
    dates = [found.as_of for found in used if found.as_of is not None]
    text = f"{FROM_FIGURES}: {'; '.join(sources)}" if sources else FROM_FIGURES
    return VillageMeasure(code, measure.problem_type, measure.read(data), text[:160], max(dates, default=None))


def _newest_figures(region_code: str, year: int) -> dict[str, dict[tuple[str, str], FoundFigure]]:
    """Newest known value of each element and component up to the year, by village."""
    span = CodeRange.below(region_code)
    rows = Figure.objects.filter(
        region_code__gte=span.start,
        region_code__lt=span.end,
        element__in=ELEMENTS,
        sex="",
        state=Figure.State.KNOWN,
        value__isnull=False,
        period__lte=f"{year}~",
    ).order_by("period", "as_of", "pk")
    found: defaultdict[str, dict[tuple[str, str], FoundFigure]] = defaultdict(dict)
    for row in rows:
        found[row.region_code][row.element, row.component] = FoundFigure(row.value, row.source, row.period, row.as_of)
    return dict(found)


def _headcounts(region_code: str, year: int) -> dict[str, Headcount]:
    """What figures are held against, by village with at least one active family."""
    span = CodeRange.below(region_code)
    families = Family.objects.filter(region_code__gte=span.start, region_code__lt=span.end, active=True)
    poor = (
        families.order_by()
        .values_list("region_code")
        .annotate(n=Count("pk", filter=Q(welfare_decile__in=POOR_DECILES)))
    )
    found = {code: Headcount(poor_families=number) for code, number in poor}
    for code, babies, pupils, women in _fetch(HEADCOUNT, region_code, year, timezone.localdate()):
        found[code] = replace(found[code], children_0_59_months=babies, children_5_6=pupils, women_15_19=women)
    return found


def _row(measure: VillageMeasure, year: int) -> ProblemMeasure:
    found = measure.measurement
    return ProblemMeasure(
        region_code=measure.region_code,
        problem_type=measure.problem_type,
        year=year,
        numerator=found.numerator,
        denominator=found.denominator,
        value=_number(found.value),
        affected_units=_number(found.affected_units),
        affected_families=_number(found.affected_families),
        coverage=found.coverage,
        missing=found.value.value if isinstance(found.value, Missing) else "",
        source=measure.source,
        as_of=measure.as_of,
        computed_at=timezone.now(),
    )


def _number(value: float | Missing) -> float | None:
    return None if isinstance(value, Missing) else value
