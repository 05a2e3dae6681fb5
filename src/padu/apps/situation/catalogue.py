"""The catalogue's rows as the rules want them."""

from __future__ import annotations

from padu.apps.programmes import models as programmes
from padu.apps.programmes.selectors import list_problem_types
from padu.domain.problems.catalogue import AffectedUnit, Direction, MeasureUnit, ProblemType, Sensitivity

OWN = "own"
"""Problem type of what a village raised by itself; not in the catalogue."""


def problem_types() -> dict[str, ProblemType]:
    """Every kind of problem by its key."""
    return {row.key: _as_rule(row) for row in list_problem_types()}


def _as_rule(row: programmes.ProblemType) -> ProblemType:
    return ProblemType(
        problem_type_id=row.key,
        programme_no=row.programme_id,
        direction=Direction(row.direction),
        worst=row.worst_value,
        severity=row.severity_default,
        affected_unit=AffectedUnit(row.affected_unit),
        measure_unit=MeasureUnit(row.measure_unit),
        target=row.reference_value if row.reference_kind == "number" else None,
        parent_type=row.parent_key or None,
        sensitivity=Sensitivity(row.sensitive),
        policy_only=row.policy_only,
    )


def policy_only_types() -> frozenset[str]:
    """Types that a decision answers and no village event does."""
    return frozenset(list_problem_types().filter(policy_only=True).values_list("key", flat=True))
