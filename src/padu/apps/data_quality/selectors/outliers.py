"""Figures that stand out, and one beside those of the neighbours and of other years. Callers stand in a scope."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from django.db.models import F, Func, Max, QuerySet

from padu.apps.data_quality.models import FigureOutlier
from padu.apps.data_quality.services.figure_outliers import (
    POPULATION,
    comparable,
    people_items,
)
from padu.apps.regions.selectors import names_of
from padu.apps.rumah_dataku.files.elements import Element, all_elements
from padu.apps.rumah_dataku.models import Figure
from padu.apps.rumah_dataku.selectors.figures import hidden_figures, hidden_with
from padu.domain.regions import CodeRange
from padu.domain.values import FigureValue, Missing
from padu.domain.village_profile import SourcedValue, choose

SORTS = {"desa": "region_code", "angka": "element", "jauh": "-far"}


def outliers_below(place: str, order: str = "jauh", *, down: bool = False) -> QuerySet[FigureOutlier]:
    """Figures that stand out in the villages of a place, the farthest first."""
    span = CodeRange.below(place)
    rows: QuerySet[FigureOutlier] = FigureOutlier.objects.filter(
        region_code__gte=span.start, region_code__lt=span.end
    ).annotate(far=Func(F("score"), function="abs"))
    column = SORTS[order]
    if down:
        column = column.removeprefix("-") if column.startswith("-") else f"-{column}"
    return rows.order_by(column, "pk")


def compared_at(place: str) -> dt.datetime | None:
    """When the figures of a place were last compared, as far as one stood out."""
    span = CodeRange.below(place)
    rows = FigureOutlier.objects.filter(region_code__gte=span.start, region_code__lt=span.end)
    newest: dt.datetime | None = rows.aggregate(newest=Max("found_at"))["newest"]
    return newest


def labels() -> dict[tuple[str, str], Element]:
    """Element and component -> what it is called."""
    return {(one.element, one.component): one for one in all_elements() if not one.sex}


@dataclass(frozen=True, slots=True)
class OutlierLine:
    """One outlier as this reader may see it: small counts are hidden as on the page of figures."""

    row: FigureOutlier
    label: str
    village: str
    value: FigureValue
    before: FigureValue


def lines_of(rows: Sequence[FigureOutlier]) -> list[OutlierLine]:
    """The outliers of one page."""
    known, names = labels(), names_of({row.region_code for row in rows})
    hidden = _hidden({row.region_code for row in rows}, {row.element for row in rows})
    lines = []
    for row in rows:
        key = (row.region_code, row.element, row.component, row.source)
        element = known.get((row.element, row.component))
        lines.append(
            OutlierLine(
                row,
                element.label if element else f"{row.element} {row.component}".strip(),
                names.get(row.region_code, row.region_code),
                Missing.SUPPRESSED if (*key, row.period) in hidden else row.value,
                Missing.SUPPRESSED if (*key, _year_before(row.period)) in hidden else row.before,
            )
        )
    return lines


def _year_before(period: str) -> str:
    return f"{int(period[:4]) - 1}{period[4:]}"


HiddenKey = tuple[str, str, str, str, str]
"""Village, element, component, source, period."""


def _hidden(codes: Iterable[str], elements: Iterable[str]) -> set[HiddenKey]:
    rows = list(Figure.objects.filter(region_code__in=set(codes), element__in=hidden_with(elements)))
    hidden = hidden_figures(rows)
    return {
        (row.region_code, row.element, row.component, row.source, row.period)
        for row in rows
        if row.pk in hidden and not row.sex
    }


@dataclass(frozen=True, slots=True)
class Picture:
    """One figure of a village: beside those of the villages of its district, and of its own other years.

    neighbours  village and value to compare (per 100 inhabitants where per_inhabitants), the village itself among them
    years       period, value as stored and source, oldest first
    """

    label: str
    per_inhabitants: bool
    neighbours: list[tuple[str, str, FigureValue]]
    years: list[tuple[str, str, FigureValue]]
    outliers: list[OutlierLine]
    shown: SourcedValue


def picture_of(village: str, element: str, component: str) -> Picture | None:
    """None for a figure that the village does not have or that is no number."""
    known = labels().get((element, component))
    district = CodeRange.below(village[:8])
    rows = list(
        Figure.objects.filter(
            region_code__gte=district.start, region_code__lt=district.end, element=element, component=component, sex="",
            state=Figure.State.KNOWN, value__isnull=False,
        )
    )  # fmt: skip
    by_village: dict[str, list[SourcedValue]] = {}
    for row in rows:
        by_village.setdefault(row.region_code, []).append(_sourced(row))
    shown = choose(by_village.get(village, []))
    if known is None or shown is None:
        return None
    hidden = _hidden(by_village, [element])
    per = (element, component) in people_items()
    outliers = lines_of(list(outliers_below(village).filter(element=element, component=component)))
    neighbours = _neighbours(by_village, (element, component), hidden, per_inhabitants=per)
    own = sorted((row for row in rows if row.region_code == village), key=lambda row: (row.period, row.source))
    years = [(row.period, row.source, Missing.SUPPRESSED if _key(row) in hidden else row.value) for row in own]
    return Picture(known.label, per, neighbours, years, outliers, shown)


def _sourced(row: Figure) -> SourcedValue:
    return SourcedValue(row.value, row.period, row.source, row.as_of)


def _key(row: Figure) -> HiddenKey:
    return (row.region_code, row.element, row.component, row.source, row.period)


def _neighbours(
    by_village: dict[str, list[SourcedValue]], key: tuple[str, str], hidden: set[HiddenKey], *, per_inhabitants: bool
) -> list[tuple[str, str, FigureValue]]:
    people = _population(by_village) if per_inhabitants else {}
    names = names_of(by_village)
    found: list[tuple[str, str, FigureValue]] = []
    for code, values in sorted(by_village.items()):
        one = choose(values)
        if one is None:
            continue
        value: FigureValue = comparable(one, people.get(code), per_inhabitants=per_inhabitants)
        if (code, *key, one.source, one.period) in hidden:
            value = Missing.SUPPRESSED
        found.append((code, names.get(code, code), value))
    return found


def _population(codes: Iterable[str]) -> dict[str, float | None]:
    rows = Figure.objects.filter(
        region_code__in=list(codes), element=POPULATION[0], component=POPULATION[1], sex="", state=Figure.State.KNOWN
    )
    found: dict[str, list[SourcedValue]] = {}
    for row in rows:
        found.setdefault(row.region_code, []).append(_sourced(row))
    shown = {code: choose(values) for code, values in found.items()}
    return {
        code: float(one.value) if one and isinstance(one.value, int | float) else None for code, one in shown.items()
    }
