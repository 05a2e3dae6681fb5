"""The planner as the runs use it: instance in; plan, figures and explanation out, ready to be stored as JSON."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import asdict, dataclass
from typing import Any

from padu.domain.planning import Instance, Plan


@dataclass(frozen=True, slots=True)
class Outcome:
    """What one solve found.

    figures      score, bound, bound_kind, gap, seconds, status, seed
    explanation  the planner's own words per village, limit and gap, as JSON
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
    """Run the planner. Raises its refusal when the locked rows cannot be kept together."""
    from padu.planner import solve
    from padu.planner.explain import explain

    result = solve(
        instance, seconds=seconds, seed=seed, progress=lambda step: progress(asdict(step)), should_stop=should_stop
    )
    figures = {key: value for key, value in asdict(result).items() if key != "plan"}
    return Outcome(result.plan, figures, asdict(explain(instance, result.plan)))
