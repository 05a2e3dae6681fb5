"""From figures to ranked problems.

Source: `seed_problem_example.md` (formula and worked village) and the conventions of the catalogue `problem_types.csv`.
The programme demands only that problems are ranked from highest to lowest; formula, constants and weights are ours.

P = 100 x gap^a x share^b x severity^c x trend^d, every factor in 0..1. Nothing is rounded here.
"""

from padu.domain.problems.assessing import (
    DEFAULT_WEIGHTS,
    SMALL_DENOMINATOR,
    VILLAGE_SHARE,
    Assessment,
    Outcome,
    Reason,
    Weights,
    assess,
)
from padu.domain.problems.catalogue import (
    MIN_COVERAGE,
    SMALL_BASES,
    AffectedUnit,
    Direction,
    MeasureUnit,
    ProblemType,
    Sensitivity,
)
from padu.domain.problems.figures import (
    Measurement,
    Reference,
    ReferenceBasis,
    VillageValue,
    measure_cross_sector,
    median_reference,
    reference_for,
    regency_median,
)
from padu.domain.problems.ranking import expected_after, explain_parents, plan_points, planner_problems, rank

__all__ = [
    "DEFAULT_WEIGHTS",
    "MIN_COVERAGE",
    "SMALL_BASES",
    "SMALL_DENOMINATOR",
    "VILLAGE_SHARE",
    "AffectedUnit",
    "Assessment",
    "Direction",
    "MeasureUnit",
    "Measurement",
    "Outcome",
    "ProblemType",
    "Reason",
    "Reference",
    "ReferenceBasis",
    "Sensitivity",
    "VillageValue",
    "Weights",
    "assess",
    "expected_after",
    "explain_parents",
    "measure_cross_sector",
    "median_reference",
    "plan_points",
    "planner_problems",
    "rank",
    "reference_for",
    "regency_median",
]
