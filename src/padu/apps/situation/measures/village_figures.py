"""Problem types read from the one figure table: village items, and what later apps report as figures."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Final

from padu.domain.problems.figures import Measurement, measure_cross_sector
from padu.domain.values import Missing

Figures = Mapping[tuple[str, str], float]
"""(element, component) -> newest known value of a village."""

Reader = Callable[[Figures], Measurement]
UNKNOWN: Final = Measurement.none(Missing.UNKNOWN)


def _children(element: str, measured: str, counted: str) -> Reader:
    """Counted among measured children; one child per family is assumed for the families concerned [assumption]."""

    def read(figures: Figures) -> Measurement:
        base, found = figures.get((element, measured)), figures.get((element, counted))
        if base is None or found is None:
            return UNKNOWN
        return Measurement.rate(int(found), int(base), affected_units=int(found), affected_families=int(found))

    return read


def _immunisation(figures: Figures) -> Measurement:
    due = figures.get(("immunisation_coverage", "infants_due"))
    complete = figures.get(("immunisation_coverage", "infants_complete"))
    if due is None or complete is None:
        return UNKNOWN
    left = max(int(due) - int(complete), 0)
    return Measurement.rate(int(complete), int(due), affected_units=left, affected_families=left)


def _death_certificates(figures: Figures) -> Measurement:
    deaths = figures.get(("death_certificates_issued", "deaths"))
    certified = figures.get(("death_certificates_issued", "certificates"))
    if deaths is None or certified is None:
        return UNKNOWN
    left = max(int(deaths) - int(certified), 0)
    return Measurement.rate(int(certified), int(deaths), affected_units=left, affected_families=left)


def _deaths(figures: Figures) -> Measurement:
    """Maternal and infant deaths; the item holds the last 12 of the 24 months that the rule wants [assumption]."""
    parts = [figures.get(("births_deaths", name)) for name in ("maternal_deaths", "infant_deaths")]
    if any(part is None for part in parts):
        return UNKNOWN
    count = sum(int(part) for part in parts if part is not None)
    return Measurement.events(count, affected_families=count)


def _sports_space(figures: Figures) -> Measurement:
    parts = [figures.get(("sports_facilities", name)) for name in ("field", "court", "playground")]
    known = [part for part in parts if part is not None]
    if any(part > 0 for part in known):
        return Measurement.of_village(0.0)
    return Measurement.of_village(1.0) if len(known) == len(parts) else UNKNOWN


def _waste_service(figures: Figures) -> Measurement:
    parts = [figures.get(("cleaning_facilities", name)) for name in ("waste_collection", "waste_bank")]
    if any(part is None for part in parts):
        return UNKNOWN
    present = sum(1 for part in parts if part)
    return Measurement.of_village(1.0 - present / 2)


def _cross_sector(figures: Figures) -> Measurement:
    """A kampung that has reported nothing is unknown, not without activity."""
    sectors = figures.get(("cross_sector_agencies", "last_12_months"))
    return measure_cross_sector(int(sectors or 0), reported=sectors is not None)


FIGURE_MEASURES: Final[Mapping[str, Reader]] = {
    "death_not_certified": _death_certificates,
    "incomplete_immunisation": _immunisation,
    "stunted_children": _children("malnutrition_stunting", "measured_0_59", "stunted"),
    "malnourished_children": _children("malnutrition_stunting", "measured_0_59", "wasted"),
    "maternal_or_infant_death": _deaths,
    "sports_space_missing": _sports_space,
    "no_waste_service": _waste_service,
    "no_cross_sector_activity": _cross_sector,
}
"""Types without an entry here or among the counted ones are unknown: Padu does not hold their data yet."""

ELEMENTS: Final = frozenset(
    {
        "births_deaths",
        "cleaning_facilities",
        "cross_sector_agencies",
        "death_certificates_issued",
        "immunisation_coverage",
        "malnutrition_stunting",
        "sports_facilities",
    }
)
