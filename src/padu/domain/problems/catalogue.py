"""What a kind of problem is: a row of the catalogue `problem_types.csv`, as far as the rules need it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Final

MIN_COVERAGE: Final = 0.80
"""[assumption] Less measured than this is unknown. The catalogue says it of stunted_children and of regency medians."""


class Direction(StrEnum):
    """Which way a figure gets worse."""

    HIGHER_IS_WORSE = "higher_is_worse"
    LOWER_IS_WORSE = "lower_is_worse"


class MeasureUnit(StrEnum):
    """Unit of value, reference and worst; a share is 0..1."""

    SHARE = "share"
    PER_1000 = "per_1000"
    COUNT = "count"
    YES_NO = "yes_no"
    SCORE = "score_0_1"


class AffectedUnit(StrEnum):
    """Whom a type counts as affected."""

    FAMILY = "family"
    PERSON = "person"
    VILLAGE = "village"


class Sensitivity(StrEnum):
    """Column `sensitive`: who may see what. STRICT hides the whole type from village roles below 10 families."""

    NONE = ""
    SENSITIVE = "y"
    STRICT = "strict"


@dataclass(frozen=True, slots=True)
class ProblemType:
    """A row of the catalogue of problem types, as far as the rules need it.

    worst         the value at which the gap counts as full, in the unit of the value
    severity      default of the catalogue or the regency's own, 0..1
    target        `reference_value`; None where the reference is the regency median
    min_coverage  share that must be measured; 0 where a figure is complete by nature
    """

    problem_type_id: str
    programme_no: int
    direction: Direction
    worst: float
    severity: float
    affected_unit: AffectedUnit
    measure_unit: MeasureUnit = MeasureUnit.SHARE
    target: float | None = None
    parent_type: str | None = None
    sensitivity: Sensitivity = Sensitivity.NONE
    policy_only: bool = False
    min_coverage: float = MIN_COVERAGE

    @classmethod
    def from_catalogue(cls, row: Mapping[str, str]) -> ProblemType:
        """A row of `problem_types.csv` by its column names. KeyError or ValueError for a row that is not one."""
        return cls(
            problem_type_id=row["problem_type_id"],
            programme_no=int(row["programme_no"]),
            direction=Direction(row["direction"]),
            worst=float(row["worst_value"]),
            severity=float(row["severity_default"]),
            affected_unit=AffectedUnit(row["affected_unit"]),
            measure_unit=MeasureUnit(row["measure_unit"]),
            target=float(row["reference_value"]) if row["reference_kind"] == "number" else None,
            parent_type=row["parent_type"] or None,
            sensitivity=Sensitivity(row["sensitive"]),
            policy_only=row["policy_only"] == "y",
        )

    def is_worse(self, value: float, than: float) -> bool:
        """True when `value` is worse than `than`, in the direction of this type."""
        return value > than if self.direction is Direction.HIGHER_IS_WORSE else value < than


@dataclass(frozen=True, slots=True)
class SmallBase:
    """Below `min_denominator` a rate says nothing: the count itself is judged, on its own scale."""

    min_denominator: int
    reference: float
    worst: float


SMALL_BASES: Final = {"adolescent_births": SmallBase(min_denominator=50, reference=0.0, worst=3.0)}
"""[assumption] Fewer than 50 women aged 15-19: births of 12 months, reference 0, worst 3 (note of the catalogue)."""
