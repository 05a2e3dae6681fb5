"""Figures that are always computed from other figures: growth, net migration, and persons per area."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Final

from django.utils import timezone

from padu.access.actor import Actor, system_actor
from padu.access.gate import scoped
from padu.access.queueing import one_at_a_time
from padu.access.verbs import Verb
from padu.apps.rumah_dataku.files.elements import AREA
from padu.apps.rumah_dataku.models import Figure
from padu.domain.population_indicators import density, total, yearly_growth
from padu.domain.values import FigureValue, Missing, Number
from padu.domain.village_profile import DERIVED_SOURCE, SourcedValue, choose, year_before

_READ: Final = {
    ("population", "total"), ("in_migration", "total"), ("out_migration", "total"),
    ("farmland_density", "farmland_ha"), (AREA, ""),
}  # fmt: skip
_SOURCE_CHARS: Final = 160
Values = dict[tuple[str, str], list[SourcedValue]]


@dataclass(frozen=True, slots=True)
class Derived:
    """A computed figure and what it was computed from."""

    element: str
    component: str
    value: Number
    basis: SourcedValue


def derived_figures_write(*, region_codes: Iterable[str], on_behalf_of: Actor | None = None) -> int:
    """Compute anew what follows from the figures of villages; figures that no longer follow go. Returns how many stand.

    Their source names the source that they were computed from; growth and net migration never mix two sources.
    """
    codes = sorted(set(region_codes))
    if not codes:
        return 0
    worker = system_actor(*_reach(codes), on_behalf_of=on_behalf_of)
    with scoped(worker):
        # Two jobs for one village would both write the figure that neither has seen.
        one_at_a_time(*(f"derived:{code[:5]}" for code in codes))
        values = _values_of(codes)
        rows = [row for code in codes for row in _rows(code, values[code])]
        Figure.objects.filter(region_code__in=codes, source__startswith=DERIVED_SOURCE).delete()
        Figure.objects.bulk_create(rows, batch_size=2_000)
    return len(rows)


def _reach(codes: list[str]) -> tuple[str, Verb]:
    """The smallest place above all villages: their own, their regency, or the nation."""
    if len(codes) == 1:
        return codes[0], Verb.PLACE_READ
    regencies = {code[:5] for code in codes}
    return (regencies.pop() if len(regencies) == 1 else "00"), Verb.PLACE_READ


def _values_of(codes: list[str]) -> dict[str, Values]:
    found: dict[str, Values] = defaultdict(lambda: defaultdict(list))
    rows = Figure.objects.filter(
        region_code__in=codes, element__in={element for element, _ in _READ}, sex="", state=Figure.State.KNOWN
    ).exclude(source__startswith=DERIVED_SOURCE)
    for row in rows.values_list("region_code", "element", "component", "value", "period", "source", "as_of"):
        code, element, component, *value = row
        if (element, component) in _READ:
            found[code][element, component].append(SourcedValue(*value))
    return found


def _rows(code: str, values: Values) -> Iterator[Figure]:
    now = timezone.now()
    for one in derive(values):
        yield Figure(
            region_code=code,
            element=one.element,
            component=one.component,
            period=one.basis.period,
            value=float(one.value),
            source=f"{DERIVED_SOURCE} {one.basis.source}"[:_SOURCE_CHARS],
            as_of=one.basis.as_of,
            updated_at=now,
        )


def derive(values: Values) -> Iterator[Derived]:
    """What follows from known values of one village, each (element, component, source, year) once."""
    people = values.get(("population", "total"), [])
    for one in people:
        before = year_before(people, one)
        if before is not None:
            yield from _known("population_growth", "rate", yearly_growth(before.value, one.value), one)
    leaving = values.get(("out_migration", "total"), [])
    for one in values.get(("in_migration", "total"), []):
        out = next((other for other in leaving if (other.source, other.period) == (one.source, one.period)), None)
        if out is not None and isinstance(out.value, int | float):
            yield from _known("net_migration", "total", total(one.value, -out.value), one)
    shown = choose(people)
    if shown is not None:
        yield from _per_area("population_density", shown, values.get((AREA, ""), []))
        yield from _per_area("farmland_density", shown, values.get(("farmland_density", "farmland_ha"), []))


def _per_area(element: str, people: SourcedValue, areas: list[SourcedValue]) -> Iterator[Derived]:
    area = choose(areas)
    if area is not None:
        yield from _known(element, "total", density(people.value, area.value), people)


def _known(element: str, component: str, value: FigureValue, basis: SourcedValue) -> Iterator[Derived]:
    if value is not None and not isinstance(value, Missing):
        yield Derived(element, component, value, basis)
