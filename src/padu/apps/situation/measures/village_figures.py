"""Problem types read from the one figure table: village items, and what later apps report as figures.

Where an item holds only the numerator, the denominator is counted from the village's families.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Final

from padu.domain.problems.figures import Measurement, measure_cross_sector
from padu.domain.values import Missing

UNKNOWN: Final = Measurement.none(Missing.UNKNOWN)
ACTIVITY_GROUPS: Final = (
    ("tribina_groups", "bkb"),
    ("tribina_groups", "bkr"),
    ("tribina_groups", "bkl"),
    ("empowerment_groups", "uppka"),
    ("empowerment_groups", "pikr"),
)


@dataclass(frozen=True, slots=True)
class FoundFigure:
    """The newest known value of one element and component, and where it comes from."""

    value: float
    source: str
    period: str
    as_of: dt.date | None


@dataclass(frozen=True, slots=True)
class Headcount:
    """Denominators from the village's families; None where no family is registered."""

    children_0_59_months: int | None = None
    children_5_6: int | None = None
    women_15_19: int | None = None
    poor_families: int | None = None


@dataclass(frozen=True, slots=True)
class VillageData:
    """What is known of one village: figures by (element, component), and counts of its people."""

    figures: Mapping[tuple[str, str], FoundFigure] = field(default_factory=dict)
    people: Headcount = Headcount()

    def number(self, element: str, component: str) -> int | None:
        """A count; None where it is not known."""
        found = self.figures.get((element, component))
        return None if found is None else int(found.value)


Reader = Callable[[VillageData], Measurement]


@dataclass(frozen=True, slots=True)
class FigureMeasure:
    """How one type is read, and the elements it reads."""

    problem_type: str
    elements: Sequence[str]
    read: Reader


def _rate(
    counted: int | None, measured: int | None, *, affected: int | None, eligible: int | None = None
) -> Measurement:
    """A share; one person per family is assumed for the families concerned [assumption]."""
    if counted is None or measured is None or affected is None:
        return UNKNOWN
    # More measured than registered: the register is behind, the measuring is complete.
    base = None if eligible is None else max(eligible, measured)
    return Measurement.rate(counted, measured, eligible=base, affected_units=affected, affected_families=affected)


def _remaining(counted: int | None, measured: int | None) -> int | None:
    return None if counted is None or measured is None else max(measured - counted, 0)


def _stunted(data: VillageData) -> Measurement:
    measured, found = data.number(_NUTRITION, "measured_0_59"), data.number(_NUTRITION, "stunted")
    return _rate(found, measured, affected=found, eligible=data.people.children_0_59_months)


def _wasted(data: VillageData) -> Measurement:
    """Wasted and severely wasted are two counts of different children [assumption]."""
    measured = data.number(_NUTRITION, "measured_0_59")
    parts = [data.number(_NUTRITION, name) for name in ("wasted", "severely_wasted")]
    found = None if any(part is None for part in parts) else sum(part or 0 for part in parts)
    return _rate(found, measured, affected=found, eligible=data.people.children_0_59_months)


def _immunisation(data: VillageData) -> Measurement:
    due = data.number("immunisation_coverage", "infants_due")
    complete = data.number("immunisation_coverage", "infants_complete")
    return _rate(complete, due, affected=_remaining(complete, due))


def _death_certificates(data: VillageData) -> Measurement:
    deaths = data.number("death_certificates_issued", "deaths")
    certified = data.number("death_certificates_issued", "certificates")
    return _rate(certified, deaths, affected=_remaining(certified, deaths))


def _deaths(data: VillageData) -> Measurement:
    """Maternal and infant deaths; the item holds the last 12 of the 24 months that the rule wants [assumption]."""
    parts = [data.number("births_deaths", name) for name in ("maternal_deaths", "infant_deaths")]
    if any(part is None for part in parts):
        return UNKNOWN
    count = sum(part or 0 for part in parts)
    return Measurement.events(count, affected_families=count)


def _adolescent_births(data: VillageData) -> Measurement:
    births, women = data.number("births_deaths", "births_to_women_15_19"), data.people.women_15_19
    if births is None or women is None:
        return UNKNOWN
    return Measurement.rate(births, women, per=1000, affected_units=births, affected_families=births)


def _child_marriage(data: VillageData) -> Measurement:
    """The item counts brides only; grooms under 19 are not in it."""
    marriages = data.number("marriages_divorces", "marriages")
    young = data.number("marriages_divorces", "marriages_bride_under_19")
    return _rate(young, marriages, affected=young)


def _paud(data: VillageData) -> Measurement:
    attending, children = data.number("children_in_school", "paud_5_6"), data.people.children_5_6
    return _rate(attending, children, affected=_remaining(attending, children))


def _food_aid(data: VillageData) -> Measurement:
    receiving, poor = data.number("food_aid_recipients", "poor"), data.people.poor_families
    return _rate(receiving, poor, affected=_remaining(receiving, poor))


def _activity_groups(data: VillageData) -> Measurement:
    """A group that exists is taken to be active [assumption]: nobody records its meetings yet."""
    groups = [data.number(*name) for name in ACTIVITY_GROUPS]
    if any(group is None for group in groups):
        return UNKNOWN
    return Measurement.of_village(sum(1 for group in groups if not group) / len(groups))


def _sports_space(data: VillageData) -> Measurement:
    parts = [data.number("sports_facilities", name) for name in ("field", "court", "playground")]
    known = [part for part in parts if part is not None]
    if any(part > 0 for part in known):
        return Measurement.of_village(0.0)
    return Measurement.of_village(1.0) if len(known) == len(parts) else UNKNOWN


def _waste_service(data: VillageData) -> Measurement:
    parts = [data.number("cleaning_facilities", name) for name in ("waste_collection", "waste_bank")]
    if any(part is None for part in parts):
        return UNKNOWN
    present = sum(1 for part in parts if part)
    return Measurement.of_village(1.0 - present / 2)


def _cross_sector(data: VillageData) -> Measurement:
    """A kampung that has reported nothing is unknown, not without activity."""
    sectors = data.number("cross_sector_agencies", "last_12_months")
    return measure_cross_sector(sectors or 0, reported=sectors is not None)


_NUTRITION: Final = "malnutrition_stunting"

FIGURE_MEASURES: Final = (
    FigureMeasure("death_not_certified", ("death_certificates_issued",), _death_certificates),
    FigureMeasure("child_marriage", ("marriages_divorces",), _child_marriage),
    FigureMeasure("activity_groups_missing", ("tribina_groups", "empowerment_groups"), _activity_groups),
    FigureMeasure("adolescent_births", ("births_deaths",), _adolescent_births),
    FigureMeasure("incomplete_immunisation", ("immunisation_coverage",), _immunisation),
    FigureMeasure("maternal_or_infant_death", ("births_deaths",), _deaths),
    FigureMeasure("stunted_children", (_NUTRITION,), _stunted),
    FigureMeasure("malnourished_children", (_NUTRITION,), _wasted),
    FigureMeasure("not_in_paud", ("children_in_school",), _paud),
    FigureMeasure("sports_space_missing", ("sports_facilities",), _sports_space),
    FigureMeasure("poor_without_food_aid", ("food_aid_recipients",), _food_aid),
    FigureMeasure("no_cross_sector_activity", ("cross_sector_agencies",), _cross_sector),
    FigureMeasure("no_waste_service", ("cleaning_facilities",), _waste_service),
)
"""Types without an entry here or among the counted ones are unknown: Padu does not hold their data yet."""

ELEMENTS: Final = frozenset(element for measure in FIGURE_MEASURES for element in measure.elements)
