"""The order of a village's problems, and what a plan would change about them."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from dataclasses import replace
from typing import Final

from padu.domain.problems.assessing import Assessment, Outcome, Reason
from padu.domain.values import Missing

PAID_BY_THE_BONUS: Final = frozenset({"no_cross_sector_activity"})
"""Left out of the planner's problems while its integration bonus is on: both together would pay twice (README)."""


def explain_parents(assessments: Iterable[Assessment], asked_for: Collection[str] = ()) -> tuple[Assessment, ...]:
    """Turn a detected type whose parent is detected too into EXPLAINS_PARENT; order and figures stay.

    asked_for  problem_type_ids a person wants ranked all the same
    """
    rows = tuple(assessments)
    detected = {row.problem_type.problem_type_id for row in rows if row.outcome is Outcome.DETECTED}
    return tuple(
        replace(row, outcome=Outcome.EXPLAINS_PARENT, reason=Reason.PARENT_DETECTED)
        if row.outcome is Outcome.DETECTED
        and row.problem_type.parent_type in detected
        and row.problem_type.problem_type_id not in asked_for
        else row
        for row in rows
    )


def rank(assessments: Iterable[Assessment], asked_for: Collection[str] = ()) -> tuple[Assessment, ...]:
    """The detected problems of one village, highest priority first; rank 1 is the first.

    Applies `explain_parents`. Ties: higher severity, then more affected families (a problem of the village itself
    names none and counts as 0), then problem_type_id.
    """
    rows = explain_parents(assessments, asked_for)
    return tuple(sorted((row for row in rows if row.outcome is Outcome.DETECTED), key=_order))


def _order(row: Assessment) -> tuple[float, float, int, str]:
    assert row.priority is not None, "a detected problem has a priority"
    assert row.severity is not None, "a detected problem has a severity"
    families = 0 if isinstance(row.affected_families, Missing) else row.affected_families
    return -row.priority, -row.severity, -families, row.problem_type.problem_type_id


def planner_problems(ranked: Sequence[Assessment], *, integration_bonus: bool = True) -> tuple[Assessment, ...]:
    """Those of the ranked problems a plan of village events can work on; their order stays.

    Left out: types only a decision answers (policy_only), and, while the planner pays an integration bonus,
    no_cross_sector_activity.
    """
    paid = PAID_BY_THE_BONUS if integration_bonus else frozenset()
    return tuple(
        row for row in ranked if not row.problem_type.policy_only and row.problem_type.problem_type_id not in paid
    )


def plan_points(priority: float, effect_sum: float) -> float:
    """Points a plan earns for one problem: P times the covered share (effects of its deliveries, at most 1)."""
    return priority * min(1.0, effect_sum)


def expected_after(value: float, reference: float, effect_sum: float) -> float:
    """The value one expects after the deliveries: an expectation to compare with, never to be stored as a figure.

    effect_sum  sum of the effects of the deliveries, each the share of the gap one delivery closes; at most 1 counts
    """
    return value - min(1.0, effect_sum) * (value - reference)
