"""The planner as the runs use it: instance in; plan, figures and explanation out, ready to be stored as JSON."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, fields
from math import isfinite
from typing import Any

from padu.domain.planning import Instance, Plan


@dataclass(frozen=True, slots=True)
class Outcome:
    """What one solve found.

    figures      score, bound, bound_kind, gap, seconds, status, seed; a bound that is not known yet is null
    explanation  the planner's own words: `summary`, `limits` that are used up, `reasons` by problem id
    """

    plan: Plan
    figures: dict[str, Any]
    explanation: dict[str, Any]


def solve_instance(
    instance: Instance,
    *,
    seconds: float,
    seed: int,
    progress: Callable[[dict[str, Any]], None],
    should_stop: Callable[[], bool],
) -> Outcome:
    """Run the planner. Raises LockedRowsConflict when what is agreed cannot be kept together."""
    # numpy and HiGHS are loaded by the process that plans, not by every process that knows the task.
    from padu.planner import solve
    from padu.planner.explain import explain

    result = solve(
        instance, seconds=seconds, seed=seed, progress=lambda step: progress(_finite(step)), should_stop=should_stop
    )
    told = explain(instance, result.plan)
    explanation = {"summary": told.summary, "limits": [limit.words for limit in told.limits], "reasons": told.reasons}
    return Outcome(result.plan, _finite(result, leave_out="plan"), explanation)


def _finite(found: Any, leave_out: str = "") -> dict[str, Any]:
    """Fields of a planner's dataclass as JSON; infinity, which JSON does not know, as null."""
    values = {field.name: getattr(found, field.name) for field in fields(found) if field.name != leave_out}
    return {key: None if isinstance(v, float) and not isfinite(v) else v for key, v in values.items()}
