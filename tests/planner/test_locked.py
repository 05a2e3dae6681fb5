"""Locked rows: dated when they can be, refused with the rule and the rows when they cannot."""

from __future__ import annotations

import itertools
from typing import Any

import pytest
from hypothesis import given, settings

from padu.domain.planning import Delivery, Plan, broken_rules
from padu.planner import LockedRowsConflict
from padu.planner.locked import place_locked
from padu.planner.solving import plan_of, solve_steps
from padu.planner.stock import build_frames
from padu.planner.tables import build_tables
from tests.planner.cases import A, B, instance_of, small
from tests.planner.strategies import instances


def lock(offer: str, village: str, day: str | None = None) -> dict[str, Any]:
    return {"offer": offer, "village": village, "day": day}


def placed(value: dict[str, Any]) -> list[tuple[str, str, str]]:
    instance = instance_of(value)
    tables = build_tables(instance)
    frames = build_frames(tables)
    rows = place_locked(tables, frames)
    plan = plan_of(tables, frames, rows)
    assert broken_rules(instance, plan) == ()
    return sorted((row.offer, row.village, row.day.isoformat()) for row in plan.deliveries)


def refused(value: dict[str, Any]) -> LockedRowsConflict:
    with pytest.raises(LockedRowsConflict) as caught:
        solve_steps(instance_of(value), steps=0, seed=0)
    return caught.value


def test_a_row_without_a_day_gets_one_that_is_allowed() -> None:
    rows = placed(small())
    assert [(offer, village) for offer, village, _ in rows] == [("jamban", B)]
    assert rows[0][2] in {"2027-03-01", "2027-03-02", "2027-03-08"}


def test_dated_rows_keep_their_day_and_several_undated_rows_get_as_many_days() -> None:
    value = small()
    value["locked"] = [lock("gizi", A, "2027-02-02"), lock("gizi", A), lock("akta", B)]
    rows = placed(value)
    assert ("gizi", A, "2027-02-02") in rows
    assert [pair for *pair, _ in rows] == [["akta", B], ["gizi", A], ["gizi", A]]


def test_the_same_dated_row_twice_needs_a_second_delivery() -> None:
    value = small()
    value["locked"] = [lock("gizi", A, "2027-02-02")] * 2
    assert len(placed(value)) == 2


def test_only_one_set_of_dates_is_possible_and_it_is_found() -> None:
    """Four villages need the one team on four days; each village but the last is open on fewer and fewer of them."""
    value = small()
    days = value["days"] = ["2027-02-01", "2027-02-02", "2027-02-03", "2027-02-04"]
    value["villages"] = [
        {"code": f"v{n}", "name": "", "district": "", "blocked_days": days[n + 1 :], "max_event_days_per_week": 1}
        for n in range(4)
    ]
    value["problems"], value["offers"] = [], value["offers"][1:2]
    value["funds"][1]["budget"] = 9
    value["locked"] = [lock("akta", f"v{n}") for n in (3, 1, 2, 0)]
    assert placed(value) == [("akta", f"v{n}", days[n]) for n in range(4)]


@pytest.mark.parametrize(
    ("rows", "rule", "words"),
    [
        ([lock("jamban", A)], 1, "jamban di 13.01.01.2001"),
        ([lock("akta", A, "2027-02-01")], 1, "akta di 13.01.01.2001 (2027-02-01)"),
        ([lock("akta", A, "2027-07-01")], 1, "bukan hari kerja"),
        ([lock("jamban", B, "2027-02-02")], 1, "di luar bulan"),
        ([lock("akta", A)] * 2, 3, "2 baris terkunci, batas 1"),
        ([lock("gizi", A), lock("gizi", A), lock("gizi", B), lock("gizi", B)], 3, "4 baris terkunci, batas setahun 3"),
        ([lock("akta", A), lock("akta", B)], 4, "memerlukan Rp2, pagu Rp1"),
        ([lock("gizi", A, "2027-02-02"), lock("gizi", A, "2027-02-08")], 2, "kurang dari 14 hari"),
        ([lock("gizi", A, "2027-02-02"), lock("gizi", B, "2027-02-02")], 5, "2 desa dilayani, hanya 1 tim"),
        ([lock("gizi", A, "2027-02-02"), lock("akta", A, "2027-02-03")], 6, "2 hari acara, batas 1"),
    ],
)
def test_a_plain_clash_names_rule_and_rows(rows: list[dict[str, Any]], rule: int, words: str) -> None:
    value = small()
    value["locked"] = rows
    if rule == 3:
        value["funds"] = [fund | {"budget": 99} for fund in value["funds"]]
    refusal = refused(value)
    assert refusal.rules == (rule,)
    assert any(words in fault and f"Aturan {rule}" in fault for fault in refusal.faults)
    assert {(row.offer, row.village) for row in refusal.rows} == {(row["offer"], row["village"]) for row in rows}


@pytest.mark.parametrize(("key", "rule"), [("teams", 5), ("weeks", 6), ("room", 6)])
def test_no_team_no_week_or_no_room_at_all(key: str, rule: int) -> None:
    value = small()
    value["agencies"][2]["teams"] = 0 if key == "teams" else 1
    value["villages"][1]["max_event_days_per_week"] = 0 if key == "weeks" else 1
    value["params"]["max_activities_per_event"] = 0 if key == "room" else 5
    assert refused(value).rules == (rule,)


def test_a_clash_of_undated_rows_is_proven_and_cut_down_to_the_rows_that_matter() -> None:
    """One team, two days, three villages: any two could be served. The fourth row has nothing to do with it."""
    value = small()
    value["days"] = ["2027-02-01", "2027-02-02"]
    value["villages"] = [
        {"code": f"v{n}", "name": "", "district": "", "blocked_days": [], "max_event_days_per_week": 2}
        for n in range(3)
    ]
    value["problems"] = []
    value["offers"][2]["villages"] = None
    value["offers"][2]["months"] = [2]
    value["funds"][1]["budget"] = 9
    value["locked"] = [lock("jamban", "v0"), *(lock("akta", f"v{n}") for n in range(3))]
    refusal = refused(value)
    assert (refusal.rules, refusal.proven) == ((5,), True)
    assert [(row.offer, row.village) for row in refusal.rows] == [("akta", f"v{n}") for n in range(3)]
    assert "aturan 5 (jumlah tim instansi per hari)" in refusal.faults[0]


def test_gaps_can_make_undated_rows_impossible() -> None:
    value = small()
    value["days"] = ["2027-02-02", "2027-02-08"]
    value["locked"] = [lock("gizi", A), lock("gizi", A)]
    assert refused(value).rules == (2,)


def test_locked_rows_stay_through_the_search_even_where_they_cost() -> None:
    value = small()
    value["problems"] = value["problems"][:2]
    value["params"] = {"integration_bonus": {}, "event_day_cost": 50.0, "max_activities_per_event": 5}
    result = solve_steps(instance_of(value), steps=60, seed=3)
    assert [row.offer for row in result.plan.deliveries] == ["jamban"]
    assert result.score == pytest.approx(-50.0)
    assert result.bound >= result.score


@settings(max_examples=150, deadline=None)
@given(instances())
def test_rows_are_refused_exactly_when_no_choice_of_days_keeps_them(value: dict[str, Any]) -> None:
    value["locked"] = value["locked"][:3]
    instance = instance_of(value)
    undated = [row for row in instance.locked if row.day is None]
    dated = {Delivery(row.village, row.day, row.offer) for row in instance.locked if row.day}
    choices = itertools.product(instance.days, repeat=len(undated))
    plans = (
        Plan((*dated, *(Delivery(row.village, day, row.offer) for row, day in zip(undated, days, strict=True))))
        for days in choices
    )
    possible = any(not broken_rules(instance, plan) for plan in plans)
    tables = build_tables(instance)
    try:
        place_locked(tables, build_frames(tables))
    except LockedRowsConflict as refusal:
        refused_rows = refusal.rows
    else:
        refused_rows = ()
    assert possible == (not refused_rows)
