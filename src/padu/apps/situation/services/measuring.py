"""Take every measure of every village of a place in a few statements, and keep the counts as rows."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from django.db import connection
from django.utils import timezone

from padu.access.actor import Actor, system_actor
from padu.access.gate import scoped
from padu.access.verbs import Verb
from padu.apps.regions.selectors import list_villages
from padu.apps.rumah_dataku.models import Family, Figure
from padu.apps.situation.measures.counting import CountedMeasure, counting_statement
from padu.apps.situation.measures.families import FAMILIES, FAMILY_MEASURES
from padu.apps.situation.measures.persons import PERSON_MEASURES, PERSONS
from padu.apps.situation.measures.village_figures import ELEMENTS, FIGURE_MEASURES, Figures
from padu.apps.situation.models import ProblemMeasure
from padu.domain.privacy import below_threshold
from padu.domain.problems.figures import Measurement
from padu.domain.regions import CodeRange
from padu.domain.values import Missing

FROM_FAMILIES = "pendataan keluarga"
FROM_FIGURES = "angka desa"
# Conflict and violence: a count below 10 families is never written down for the village (domain README, sensitive).
STRICT_TYPES = frozenset({"family_conflict", "violence_women_children"})


@dataclass(frozen=True, slots=True)
class VillageMeasure:
    """One measured type of one village, before it becomes a row."""

    region_code: str
    problem_type: str
    measurement: Measurement
    source: str


def measures_take(*, region_code: str, year: int, day: dt.date, on_behalf_of: Actor | None = None) -> int:
    """Measure all villages of a place for one year as of a day. Returns how many rows stand.

    The system works with the right to read specific answers; strict types below 10 families are not written at all.
    """
    duties = (Verb.FAMILY_READ, Verb.SPECIFIC_READ, Verb.SITUATION_EDIT)
    with scoped(system_actor(region_code, *duties, on_behalf_of=on_behalf_of)):
        taken = [*_counted(region_code, year, day), *_from_figures(region_code, year)]
        rows = [_row(measure, year, day) for measure in taken if not _too_telling(measure)]
        span = CodeRange.below(region_code)
        ProblemMeasure.objects.filter(region_code__gte=span.start, region_code__lt=span.end, year=year).delete()
        ProblemMeasure.objects.bulk_create(rows, batch_size=1000)
    return len(rows)


def _too_telling(measure: VillageMeasure) -> bool:
    families = measure.measurement.affected_families
    return measure.problem_type in STRICT_TYPES and (isinstance(families, Missing) or below_threshold(families))


def _counted(region_code: str, year: int, day: dt.date) -> Iterator[VillageMeasure]:
    """Villages with at least one active family; a village without families has nothing measured, which is unknown."""
    span = CodeRange.below(region_code)
    for source, measures in ((FAMILIES, FAMILY_MEASURES), (PERSONS, PERSON_MEASURES)):
        with connection.cursor() as cursor:
            cursor.execute(counting_statement(source, measures), [span.start, span.end, year, day])
            rows = cursor.fetchall()
        for code, *counts in rows:
            yield from _of_village(code, measures, counts)


def _of_village(code: str, measures: Sequence[CountedMeasure], counts: Sequence[int]) -> Iterator[VillageMeasure]:
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
        yield VillageMeasure(code, measure.problem_type, found, FROM_FAMILIES)


def _from_figures(region_code: str, year: int) -> Iterator[VillageMeasure]:
    by_village = _newest_figures(region_code, year)
    for code in _villages_at_work(region_code, by_village):
        for problem_type, read in FIGURE_MEASURES.items():
            yield VillageMeasure(code, problem_type, read(by_village.get(code, {})), FROM_FIGURES)


def _newest_figures(region_code: str, year: int) -> dict[str, Figures]:
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
    found: defaultdict[str, dict[tuple[str, str], float]] = defaultdict(dict)
    for row in rows.values_list("region_code", "element", "component", "value"):
        found[row[0]][row[1], row[2]] = row[3]
    return dict(found)


def _villages_at_work(region_code: str, with_figures: Iterable[str]) -> list[str]:
    """Villages that have families or figures; the others have not started and are not measured."""
    span = CodeRange.below(region_code)
    families = Family.objects.filter(region_code__gte=span.start, region_code__lt=span.end, active=True)
    started = set(families.values_list("region_code", flat=True).distinct()) | set(with_figures)
    return [code for code in list_villages(region_code).values_list("code", flat=True) if code in started]


def _row(measure: VillageMeasure, year: int, day: dt.date) -> ProblemMeasure:
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
        as_of=day,
        computed_at=timezone.now(),
    )


def _number(value: float | Missing) -> float | None:
    return None if isinstance(value, Missing) else value
