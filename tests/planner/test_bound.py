"""Bounds hold for every plan, and the tighter kinds are tighter."""

from __future__ import annotations

import itertools
import time

import numpy as np
import pytest

from padu.domain.planning import Instance, Plan, broken_rules, score
from padu.planner.bound import BoundProcess, bound_of, lp_bound, weights_bound
from padu.planner.relaxation import Relaxation, bonus_hull
from padu.planner.tables import build_tables
from tests.planner.cases import GOOD, delivery, instance_of, small


def best_by_trying_all(instance: Instance) -> float:
    """The best plan of at most three rows; only for the smallest instances."""
    rows = [
        delivery(offer.id, village.code, day.isoformat())
        for offer in instance.offers
        for village in instance.villages
        for day in instance.days
    ]
    plans = (Plan(some) for size in range(4) for some in itertools.combinations(rows, size))
    return max(score(instance, plan).total for plan in plans if not broken_rules(instance, plan))


def test_the_worked_plan_is_proven_best() -> None:
    instance = instance_of(small())
    assert bound_of(instance).value == pytest.approx(score(instance, GOOD).total, abs=1e-6)


def test_the_weights_bound_counts_what_could_be_met_at_all() -> None:
    value = small()
    value["offers"] = value["offers"][:2]
    value["locked"] = []
    bound = weights_bound(build_tables(instance_of(value)))
    # 10 + 4 + 6 (nobody answers jamban), and the bonuses for two and for three agencies: 1 in each village
    assert bound.value == pytest.approx(22.0)


@pytest.mark.parametrize("cost", [-2.0, 0.0, 0.5, 4.0])
@pytest.mark.parametrize("bonus", [{}, {"1": 2.0}, {"2": 3.0, "1": -1.0}, {"1": -4.0}])
def test_every_bound_is_above_the_best_plan(cost: float, bonus: dict[str, float]) -> None:
    value = small()
    value["days"], value["locked"] = ["2027-02-02", "2027-02-08", "2027-03-01"], []
    value["funds"][0]["budget"] = 3
    value["params"] |= {"event_day_cost": cost, "integration_bonus": bonus}
    instance = instance_of(value)
    best = best_by_trying_all(instance)
    tables = build_tables(instance)
    relaxed = lp_bound(tables, [{}, {}], 10.0)
    assert relaxed is not None
    assert best - 1e-9 <= relaxed.value <= weights_bound(tables).value + 1e-6
    assert weights_bound(tables).value >= best - 1e-9


def test_any_duals_give_a_valid_bound() -> None:
    tables = build_tables(instance_of(small()))
    relaxation = Relaxation(tables, [0, 1], [{}, {}])
    rng = np.random.default_rng(1)
    for _ in range(20):
        assert relaxation.bound(rng.random(len(relaxation.limit)) * 5) >= 22.9


def test_amounts_nobody_could_use_up_do_not_blur_the_bound() -> None:
    value = small()
    value["funds"] = [fund | {"budget": 10**18} for fund in value["funds"]]
    value["offers"] = [offer | {"max_deliveries": 10**18} for offer in value["offers"]]
    # A: gizi twice, akta: 10 + 3.2, two event days. B: jamban and 1.6 gizi: 5 + 6, 1.6 event days. Bonus 2.
    assert bound_of(instance_of(value)).value == pytest.approx(13.2 + 11.0 + 2.0 - 3.6 * 0.5, abs=1e-4)


def test_the_hull_of_the_bonus_rises_in_one_step_to_the_eighth_agency() -> None:
    value = small()
    value["agencies"] = [{"code": f"a{n}", "name": "", "teams": 1} for n in range(10)]
    value["agencies"] += small()["agencies"]
    value["params"]["integration_bonus"] = {"4": 3.0, "8": 6.0}
    assert bonus_hull(build_tables(instance_of(value))) == [(8, pytest.approx(9 / 8))]


def test_a_falling_bonus_has_no_hull() -> None:
    value = small()
    value["params"]["integration_bonus"] = {"1": -1.0}
    assert bonus_hull(build_tables(instance_of(value))) == []


def test_the_child_finds_the_same_bound_and_can_be_ended() -> None:
    instance = instance_of(small())
    child = BoundProcess(instance, [{}, {}], weights_bound(build_tables(instance)), 30.0)
    for _ in range(300):
        if child.best.kind == "lp":
            break
        time.sleep(0.1)
    assert child.close().value == pytest.approx(22.9, abs=1e-6)
    early = BoundProcess(instance, [{}, {}], weights_bound(build_tables(instance)), 30.0)
    assert early.close().kind == "weights"
