"""What was measured in a village, and what it is compared with."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum
from statistics import median
from typing import Final

from padu.domain.cross_sector import cross_sector_score
from padu.domain.problems.catalogue import MIN_COVERAGE, ProblemType
from padu.domain.values import Missing, missing_of

MEDIAN_MIN_DENOMINATOR: Final = 30
"""[assumption] Units a village needs for its value to enter a median (domain README, Conventions, Values)."""

MEDIAN_MIN_VILLAGES: Final = 5
"""[assumption] Villages a median needs; with fewer the province's is used (same place)."""


@dataclass(frozen=True, slots=True)
class Measurement:
    """What was found in one village for one type at one date.

    value              in the type's unit; UNKNOWN when nothing was reported, NOT_APPLICABLE with an empty denominator
    numerator, denominator  units behind a rate (None for scores, counts and yes/no)
    coverage           measured units / units that should be measured, 0..1; None where the question does not arise
    affected_units     families, persons or events concerned (1 for the village itself)
    affected_families  distinct active families with at least one of them; of no meaning for affected_unit = village
    """

    value: float | Missing
    affected_units: int | Missing
    affected_families: int | Missing
    numerator: int | None = None
    denominator: int | None = None
    coverage: float | None = None

    @classmethod
    def rate(
        cls,
        numerator: int,
        denominator: int,
        *,
        affected_units: int | Missing,
        affected_families: int | Missing,
        eligible: int | None = None,
        per: int = 1,
    ) -> Measurement:
        """A share (per = 1) or a rate per 1000. Nothing eligible is not applicable; nothing measured is unknown.

        eligible  units that should be in the denominator; None = all of them are
        """
        eligible = denominator if eligible is None else eligible
        coverage = denominator / eligible if eligible else None
        value: float | Missing = Missing.UNKNOWN if eligible else Missing.NOT_APPLICABLE
        if denominator:
            value = numerator * per / denominator
        return cls(value, affected_units, affected_families, numerator, denominator, coverage)

    @classmethod
    def of_village(cls, value: float) -> Measurement:
        """A score or a yes/no of the village itself (yes = 1.0)."""
        return cls(value, affected_units=1, affected_families=Missing.NOT_APPLICABLE)

    @classmethod
    def events(cls, count: int, affected_families: int | Missing) -> Measurement:
        """A number of events in the period of the type."""
        return cls(float(count), affected_units=count, affected_families=affected_families)

    @classmethod
    def none(cls, why: Missing) -> Measurement:
        """No figure: `UNKNOWN` for not reported, `NOT_APPLICABLE` where there is nothing to measure."""
        return cls(why, affected_units=why, affected_families=why)


def measure_cross_sector(sectors: int, *, reported: bool) -> Measurement:
    """Type no_cross_sector_activity: (4 - score) / 3, so no agency is 1 and seven or more 0.

    sectors   distinct counting agencies of the last 12 months (`cross_sector.count_sectors`)
    reported  a period was submitted; without one the village is unknown, not without activity
    """
    if not reported:
        return Measurement.none(Missing.UNKNOWN)
    return Measurement.of_village((4 - cross_sector_score(sectors)) / 3)


class ReferenceBasis(StrEnum):
    """Where a reference comes from; shown beside it."""

    TARGET = "number"
    REGENCY_MEDIAN = "regency_median"
    PROVINCE_MEDIAN = "province_median"
    COUNT_SCALE = "count_scale"


@dataclass(frozen=True, slots=True)
class Reference:
    """What a value is compared with, in the unit of the type.

    villages  number of villages behind a median; None for a target
    """

    value: float
    basis: ReferenceBasis = ReferenceBasis.TARGET
    villages: int | None = None


@dataclass(frozen=True, slots=True)
class VillageValue:
    """One village's value of one type in the year of the median, with what it rests on."""

    value: float | Missing | None
    denominator: int | None
    coverage: float | None

    @property
    def is_sound(self) -> bool:
        """Known, at least 30 units in the denominator, and at least 80 % measured."""
        return (
            missing_of(self.value) is None
            and (self.denominator or 0) >= MEDIAN_MIN_DENOMINATOR
            and (self.coverage or 0.0) >= MIN_COVERAGE
        )


def median_reference(values: Iterable[VillageValue], basis: ReferenceBasis) -> Reference | Missing:
    """The median of the sound values; UNKNOWN with fewer than five of them."""
    sound = [value.value for value in values if value.is_sound and isinstance(value.value, int | float)]
    if len(sound) < MEDIAN_MIN_VILLAGES:
        return Missing.UNKNOWN
    return Reference(float(median(sound)), basis, villages=len(sound))


def regency_median(
    regency: Iterable[VillageValue], province: Reference | Missing = Missing.UNKNOWN
) -> Reference | Missing:
    """The reference of a type whose reference_kind is regency_median.

    regency   all villages of the regency, same year
    province  `median_reference(all villages of the province, ReferenceBasis.PROVINCE_MEDIAN)`, used as it is when the
              regency has too few sound villages
    """
    own = median_reference(regency, ReferenceBasis.REGENCY_MEDIAN)
    return province if isinstance(own, Missing) else own


def reference_for(problem_type: ProblemType, median_of_type: Reference | Missing) -> Reference | Missing:
    """The target of the catalogue where there is one, else the median worked out for this type and year."""
    return median_of_type if problem_type.target is None else Reference(problem_type.target)
