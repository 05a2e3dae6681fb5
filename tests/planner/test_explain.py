"""Why a problem is met or not, in words: each reason on the worked instance."""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import asdict
from typing import Any

import pytest

from padu.planner.explain import explain
from tests.planner.cases import GOOD, A, B, instance_of, plan, small


def test_shares_and_summary_of_the_worked_plan() -> None:
    told = explain(instance_of(small()), GOOD)
    assert [round(problem.share, 3) for problem in told.problems] == [1.0, 0.8, 0.7, 1.0]
    assert (
        told.summary.replace("\u00a0", " ")
        == "5 kegiatan dalam 3 hari acara; 90 % bobot kebutuhan terjawab, 2 dari 4 masalah terjawab penuh."
    )
    assert set(told.reasons) == {"p2", "p3"}
    json.dumps(asdict(told))  # stored as JSON by the web


def test_what_is_used_up_is_named() -> None:
    limits = explain(instance_of(small()), GOOD).limits
    assert [(limit.kind, limit.subject, limit.used) for limit in limits[:5]] == [
        ("fund", "f1", 9), ("fund", "f2", 1), ("fund", "f3", 40), ("quota", "gizi", 3), ("quota", "jamban", 1),
    ]  # fmt: skip
    assert limits[0].words == (
        "Dana APBD kab/kota Dinas Kesehatan terpakai Rp9 dari Rp9; sisanya tidak cukup untuk satu kegiatan lagi."
    )


def test_a_full_month_of_team_days_is_named() -> None:
    value = small()
    value["days"] = ["2027-03-01", "2027-03-08"]
    limits = explain(instance_of(value), plan(("gizi", A, "2027-03-08"), ("gizi", B, "2027-03-01"))).limits
    assert [limit.words for limit in limits if limit.kind == "teams"] == [
        "Tim Dinas Kesehatan penuh pada Maret: 2 dari 2 hari tim terpakai."
    ]


def _no_offer(value: dict[str, Any]) -> None:
    value["offers"][1]["addresses"] = []


def _not_here(value: dict[str, Any]) -> None:
    value["offers"][1]["villages"] = [B]


def _village_limit(value: dict[str, Any]) -> None:
    value["offers"][1]["max_per_village"] = 0


def _quota(value: dict[str, Any]) -> None:
    value["offers"][1]["max_deliveries"] = 0


def _money(value: dict[str, Any]) -> None:
    value["funds"][1]["budget"] = 0


def _dates(value: dict[str, Any]) -> None:
    value["offers"][1]["months"] = [7]


def _teams(value: dict[str, Any]) -> None:
    value["agencies"][1]["teams"] = 0


def _not_worth(value: dict[str, Any]) -> None:
    value["params"]["event_day_cost"] = 3.3  # the whole gain is 0.8 of 4


def _possible(value: dict[str, Any]) -> None:
    value["params"]["event_day_cost"] = 3.1


@pytest.mark.parametrize(
    "bend", [_no_offer, _not_here, _village_limit, _quota, _money, _dates, _teams, _not_worth, _possible]
)
def test_each_reason_is_told_where_it_holds(bend: Callable[[dict[str, Any]], None]) -> None:
    value = small()
    value["locked"] = []
    bend(value)
    problem = explain(instance_of(value), plan()).problems[1]
    assert problem.reason == bend.__name__.removeprefix("_")
    assert problem.words.startswith("Belum terjawab: ")
    assert "{" not in problem.words
