"""Figures of a population that a village profile shows: density, sex ratio, shares of ages, dependency, growth.

Numbers go in and a number, or the reason why there is none, comes out: an unknown part makes the figure unknown, a
denominator of nought makes it not applicable. Nothing is rounded here.
Definitions: BPS, as used in seed study 000, section 4.1 (West Sumatra 2021).
"""

from __future__ import annotations

from typing import Final, cast

from padu.domain.values import FigureValue, Missing, Number, missing_of

BONUS_BELOW: Final = 50.0
"""A dependency ratio below this is called the demographic bonus (seed study 000, section 4.1)."""

WORKING_AGES: Final = range(15, 65)
"""Completed years of those who are counted as carrying the others."""


def _known(value: FigureValue) -> float | Missing:
    missing = missing_of(value)
    return missing if missing is not None else float(cast(Number, value))


def quotient(numerator: FigureValue, denominator: FigureValue, times: float = 1.0) -> float | Missing:
    """`times * numerator / denominator`; unknown or suppressed parts pass on, nought below is not applicable."""
    above, below = _known(numerator), _known(denominator)
    if isinstance(above, Missing) or isinstance(below, Missing):
        return above if isinstance(above, Missing) else cast(Missing, below)
    return times * above / below if below else Missing.NOT_APPLICABLE


def total(*parts: FigureValue) -> float | Missing:
    """Sum of parts; one that is missing makes the sum missing for the same reason."""
    known = [_known(part) for part in parts]
    missing = next((part for part in known if isinstance(part, Missing)), None)
    return missing or sum(cast(list[float], known))


def density(population: FigureValue, area_km2: FigureValue) -> float | Missing:
    """Persons per square kilometre."""
    return quotient(population, area_km2)


def sex_ratio(male: FigureValue, female: FigureValue) -> float | Missing:
    """Men per 100 women."""
    return quotient(male, female, 100)


def share_of(part: FigureValue, whole: FigureValue) -> float | Missing:
    """Per cent of the whole."""
    return quotient(part, whole, 100)


def dependency_ratio(young: FigureValue, working: FigureValue, old: FigureValue) -> float | Missing:
    """Persons of 0-14 and of 65 and more years per 100 of 15-64; counts or shares of one population alike."""
    return quotient(total(young, old), working, 100)


def in_demographic_bonus(ratio: FigureValue) -> bool | None:
    """Whether a dependency ratio lies below the threshold; None where there is no ratio."""
    known = _known(ratio)
    return None if isinstance(known, Missing) else known < BONUS_BELOW


def yearly_growth(earlier: FigureValue, later: FigureValue) -> float | Missing:
    """Per cent from one count to the count of the same source twelve months later (village item population_growth)."""
    grown = quotient(later, earlier, 100)
    return grown if isinstance(grown, Missing) else grown - 100


def crude_rate(events: FigureValue, population: FigureValue) -> float | Missing:
    """Events of a year (births, deaths) per 1,000 persons."""
    return quotient(events, population, 1_000)
