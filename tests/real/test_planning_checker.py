"""Our rules and score against the checker that judges every planner."""

from __future__ import annotations

import importlib.util
import json
from collections.abc import Callable
from datetime import date
from pathlib import Path
from types import ModuleType
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from padu.domain.planning import Delivery, Plan, broken_rules, plan_object, read_instance, score
from padu.planner.bound import bound_of
from padu.planner.locked import LockedRowsConflict
from padu.planner.solving import solve
from tests.planner.strategies import instances

pytestmark = pytest.mark.real
QUICK = settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])


@pytest.fixture(scope="session")
def checker(shared: Callable[[str], Path]) -> ModuleType:
    spec = importlib.util.spec_from_file_location("check_plan", shared("planning/check_plan.py"))
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def plan_of(value: dict[str, Any]) -> Plan:
    rows = value["deliveries"]
    return Plan(tuple(Delivery(row["village"], date.fromisoformat(row["day"]), row["offer"]) for row in rows))


def test_the_example_is_valid_and_worth_what_the_checker_says(
    shared: Callable[[str], Path], checker: ModuleType
) -> None:
    value = json.loads(shared("planning/example.instance.json").read_text(encoding="utf-8"))
    plan = json.loads(shared("planning/example.plan.json").read_text(encoding="utf-8"))
    instance = read_instance(value)
    assert broken_rules(instance, plan_of(plan)) == ()
    assert score(instance, plan_of(plan)).total == pytest.approx(checker.score(value, plan)["score"])
    solved = solve(instance, seconds=1.0, seed=0)
    assert checker.broken_rules(value, plan_object(solved.plan)) == []
    assert solved.score >= checker.score(value, plan)["score"] - 1e-9


@QUICK
@given(value=instances(), data=st.data())
def test_any_plan_breaks_the_same_number_of_rules_and_scores_the_same(
    checker: ModuleType, value: dict[str, Any], data: st.DataObject
) -> None:
    if not value["offers"] or not value["villages"]:
        return
    days = value["days"] or ["2027-05-05"]
    row = st.fixed_dictionaries({
        "offer": st.sampled_from([o["id"] for o in value["offers"]]),
        "village": st.sampled_from([v["code"] for v in value["villages"]]),
        "day": st.sampled_from([*days, "2027-05-05"]),
    })  # fmt: skip
    plan = {"deliveries": data.draw(st.lists(row, max_size=12))}
    instance = read_instance(value)
    assert len(broken_rules(instance, plan_of(plan))) == len(checker.broken_rules(value, plan))
    assert score(instance, plan_of(plan)).total == pytest.approx(checker.score(value, plan)["score"])


@QUICK
@given(value=instances())
def test_the_planners_own_plans_pass_the_checker(checker: ModuleType, value: dict[str, Any]) -> None:
    instance = read_instance(value)
    try:
        solved = solve(instance, seconds=0.05, seed=1)
    except LockedRowsConflict:
        return
    plan = plan_object(solved.plan)
    assert checker.broken_rules(value, plan) == []
    assert checker.score(value, plan)["score"] == pytest.approx(solved.score)
    assert bound_of(instance).value >= solved.score - 1e-6
