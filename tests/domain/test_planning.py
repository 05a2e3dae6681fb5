"""The planning problem: reading it, its seven rules and its score, each case worked by hand."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from padu.domain.planning import BadInstance, Plan, broken_rules, plan_object, read_instance, score
from tests.planner.cases import GOOD, A, B, instance_of, plan, small

Bend = Callable[[dict[str, Any]], object]


def broken(rows: Plan, value: dict[str, Any] | None = None) -> list[int]:
    return [breach.rule for breach in broken_rules(instance_of(value or small()), rows)]


def with_rows(*rows: tuple[str, str, str]) -> Plan:
    return Plan(GOOD.deliveries + plan(*rows).deliveries)


def without(offer: str, village: str) -> Plan:
    return Plan(tuple(row for row in GOOD.deliveries if (row.offer, row.village) != (offer, village)))


def test_the_worked_plan_keeps_every_rule() -> None:
    assert broken(GOOD) == []


def test_the_worked_plan_scores_as_on_paper() -> None:
    parts = score(instance_of(small()), GOOD)
    assert parts.coverage == pytest.approx(22.4)
    assert parts.integration == pytest.approx(2.0)
    assert parts.event_days == pytest.approx(1.5)
    assert (parts.deliveries, parts.events) == (5, 3)
    assert parts.total == pytest.approx(22.9)


def test_coverage_stops_at_the_whole_problem() -> None:
    value = small()
    value["offers"][0]["addresses"] = [{"type": "stunting", "effect": 0.8}]
    assert score(instance_of(value), GOOD).coverage == pytest.approx(10 + 3.2 + 6 + 5)


def test_an_offer_that_names_a_type_twice_counts_both() -> None:
    value = small()
    value["offers"][1]["addresses"] = [{"type": "akta", "effect": 0.3}, {"type": "akta", "effect": 0.4}]
    assert score(instance_of(value), GOOD).coverage == pytest.approx(10 + 0.7 * 4 + 4.2 + 5)


def test_two_problems_of_one_type_in_one_village_both_count() -> None:
    value = small()
    value["problems"].append(value["problems"][1] | {"id": "p5", "weight": 1.0})
    assert score(instance_of(value), GOOD).coverage == pytest.approx(22.4 + 0.8)


def test_agencies_left_out_of_the_sectors_earn_no_bonus() -> None:
    value = small()
    value["agencies"][0]["counts"] = False
    assert score(instance_of(value), GOOD).integration == 0


def test_each_threshold_reached_adds_its_bonus() -> None:
    value = small()
    value["params"]["integration_bonus"] = {"2": 1.5, "1": 0.25}
    assert score(instance_of(value), GOOD).integration == pytest.approx(2 * 1.75)


@pytest.mark.parametrize(
    ("rule", "row"),
    [
        (1, ("tidak-ada", A, "2027-02-02")),
        (1, ("akta", "13.01.01.9999", "2027-02-02")),
        (1, ("akta", A, "2027-02-05")),
    ],
)
def test_unknown_names_and_days_break_rule_1(rule: int, row: tuple[str, str, str]) -> None:
    assert rule in broken(with_rows(row))


@pytest.mark.parametrize("row", [("jamban", A, "2027-03-01"), ("jamban", B, "2027-02-02"), ("akta", A, "2027-02-01")])
def test_eligibility_months_and_blocked_days_are_rule_1(row: tuple[str, str, str]) -> None:
    assert 1 in broken(plan(row))


def test_the_same_row_twice_breaks_rule_2() -> None:
    assert broken(plan(("akta", A, "2027-02-02"), ("akta", A, "2027-02-02")))[0] == 2


def test_days_exactly_the_gap_apart_are_allowed_and_one_less_is_not() -> None:
    value = small()
    value["locked"] = []
    rows = plan(("gizi", A, "2027-02-02"), ("gizi", A, "2027-02-08"))
    value["offers"][0]["min_gap_days"] = 6
    assert broken(rows, value) == []
    value["offers"][0]["min_gap_days"] = 7
    assert broken(rows, value) == [2]


@pytest.mark.parametrize("key", ["max_deliveries", "max_per_village"])
def test_quotas_are_rule_3(key: str) -> None:
    value = small()
    value["offers"][0][key] = {"max_deliveries": 2, "max_per_village": 1}[key]
    assert broken(GOOD, value) == [3]


def test_a_budget_may_be_spent_to_the_last_rupiah_and_no_further() -> None:
    value = small()
    assert broken(GOOD, value) == []  # 3 deliveries at 3 of a budget of 9
    value["funds"][0]["budget"] = 8
    assert broken(GOOD, value) == [4]


def test_an_agency_serves_no_more_villages_a_day_than_it_has_teams() -> None:
    rows = Plan((*without("gizi", B).deliveries, *plan(("gizi", B, "2027-02-02")).deliveries))
    assert 5 in broken(rows)
    value = small()
    value["agencies"][0]["teams"] = 2
    assert broken(rows, value) == []


def test_two_deliveries_of_one_agency_in_one_village_need_one_team() -> None:
    value = small()
    value["offers"][1] |= {"agency": "dinkes"}
    assert broken(GOOD, value) == []


def test_event_days_per_week_and_room_are_rule_6() -> None:
    assert broken(with_rows(("akta", B, "2027-03-02"))) == [4, 6]
    value = small()
    value["params"]["max_activities_per_event"] = 1
    assert broken(GOOD, value) == [6, 6]


def test_the_iso_week_reaches_over_new_year() -> None:
    value = small()
    value["days"] += ["2026-12-31", "2027-01-01"]
    value["offers"][1]["max_per_village"] = 2
    value["funds"][1]["budget"] = 2
    value["locked"] = []
    assert broken(plan(("akta", A, "2026-12-31"), ("akta", A, "2027-01-01")), value) == [6]


def test_locked_rows_must_be_in_the_plan() -> None:
    assert broken(without("jamban", B)) == [7]
    value = small()
    value["locked"] = [{"offer": "akta", "village": A, "day": "2027-02-03"}]
    assert broken(GOOD, value) == [7]
    value["locked"] = [{"offer": "gizi", "village": A, "day": None}] * 2
    assert broken(GOOD, value) == []
    value["locked"] = [{"offer": "gizi", "village": A, "day": None}] * 3
    assert broken(GOOD, value) == [7]


def test_a_dated_lock_also_counts_for_its_pair() -> None:
    value = small()
    value["locked"] = [
        {"offer": "gizi", "village": A, "day": "2027-02-02"},
        {"offer": "gizi", "village": A, "day": None},
    ]
    assert broken(GOOD, value) == []
    assert broken(Plan(GOOD.deliveries[:2]), value) == [7]


def test_rows_are_written_by_day_village_and_offer() -> None:
    rows = plan_object(plan(("b", B, "2027-03-01"), ("a", A, "2027-03-01"), ("c", B, "2027-02-01")))["deliveries"]
    assert rows == [
        {"offer": "c", "village": B, "day": "2027-02-01"},
        {"offer": "a", "village": A, "day": "2027-03-01"},
        {"offer": "b", "village": B, "day": "2027-03-01"},
    ]


def _set(*path: Any) -> Bend:
    """Set the last of path at the place the others lead to."""

    def bend(value: Any) -> None:
        *way, key, new = path
        for step in way:
            value = value[step]
        value[key] = new

    return bend


def _drop(*path: Any) -> Bend:
    def bend(value: Any) -> None:
        *way, key = path
        for step in way:
            value = value[step]
        del value[key]

    return bend


BAD: list[tuple[Bend, str]] = [
    (_drop("days"), 'instance: kunci "days" tidak ada'),
    (_drop("locked"), 'instance: kunci "locked" tidak ada'),
    (_drop("funds", 0, "budget"), 'funds[0]: kunci "budget" tidak ada'),
    (_set("offers", {}), "offers: harus daftar [...], bukan {}"),
    (_set("villages", 1, "x"), 'villages[1]: harus objek {...}, bukan "x"'),
    (_set("year", "2027"), 'year: harus bilangan bulat 1-9999, bukan "2027"'),
    (_set("days", 2, "2027-02-30"), 'days[2]: bukan tanggal yang ada di kalender: "2027-02-30"'),
    (_set("days", 0, "20270201"), 'days[0]: harus tanggal berbentuk TTTT-BB-HH, bukan "20270201"'),
    (
        _set("villages", 0, "blocked_days", [3]),
        "villages[0].blocked_days[0]: harus tanggal berbentuk TTTT-BB-HH, bukan 3",
    ),
    (_set("agencies", 0, "teams", True), "agencies[0].teams: harus bilangan bulat 0 atau lebih, bukan true"),
    (_set("agencies", 0, "teams", -1), "agencies[0].teams: harus bilangan bulat 0 atau lebih, bukan -1"),
    (_set("agencies", 0, "counts", 1), "agencies[0].counts: harus true atau false, bukan 1"),
    (_set("funds", 0, "budget", -5), "funds[0].budget: harus bilangan bulat 0 atau lebih, bukan -5"),
    (_set("funds", 0, "budget", 1.5), "funds[0].budget: harus bilangan bulat 0 atau lebih, bukan 1.5"),
    (_set("funds", 0, "agency", "x"), 'funds[0].agency: "x" tidak ada di agencies'),
    (_set("funds", 1, "id", "f1"), 'funds[1].id: "f1" sudah dipakai funds[0]'),
    (_set("problems", 1, "id", "p1"), 'problems[1].id: "p1" sudah dipakai problems[0]'),
    (_set("problems", 0, "weight", 0), "problems[0].weight: harus lebih besar dari 0, bukan 0"),
    (_set("problems", 0, "weight", float("nan")), "problems[0].weight: harus bilangan, bukan NaN"),
    (_set("problems", 0, "village", "13"), 'problems[0].village: "13" tidak ada di villages'),
    (_set("problems", 0, "programme", 9), "problems[0].programme: harus bilangan bulat 1-8, bukan 9"),
    (_set("offers", 0, "agency", "x"), 'offers[0].agency: "x" tidak ada di agencies'),
    (_set("offers", 0, "fund", "x"), 'offers[0].fund: "x" tidak ada di funds'),
    (_set("offers", 0, "months", [13]), "offers[0].months[0]: harus bilangan bulat 1-12, bukan 13"),
    (_set("offers", 0, "villages", ["x"]), 'offers[0].villages: "x" tidak ada di villages'),
    (
        _set("offers", 0, "addresses", 0, "effect", 1.2),
        "offers[0].addresses[0].effect: harus lebih dari 0 dan paling banyak 1, bukan 1.2",
    ),
    (
        _set("offers", 0, "addresses", 0, "effect", 0),
        "offers[0].addresses[0].effect: harus lebih dari 0 dan paling banyak 1, bukan 0",
    ),
    (_set("locked", 0, "offer", "x"), 'locked[0].offer: "x" tidak ada di offers'),
    (_set("locked", 0, "village", "x"), 'locked[0].village: "x" tidak ada di villages'),
    (_set("locked", 0, "day", ""), 'locked[0].day: harus tanggal berbentuk TTTT-BB-HH, bukan ""'),
    (_drop("locked", 0, "day"), 'locked[0]: kunci "day" tidak ada'),
    (
        _set("params", "integration_bonus", {"x": 1}),
        'params.integration_bonus: ambang "x" harus bilangan bulat 1 atau lebih',
    ),
    (_drop("params", "event_day_cost"), 'params: kunci "event_day_cost" tidak ada'),
]


@pytest.mark.parametrize(("bend", "words"), BAD, ids=[words for _, words in BAD])
def test_a_fault_is_named_by_place_key_and_value(bend: Bend, words: str) -> None:
    value = small()
    bend(value)
    with pytest.raises(BadInstance) as caught:
        read_instance(value)
    assert caught.value.faults == (words,)


def test_all_faults_are_told_at_once_and_the_rest_counted() -> None:
    value = small()
    value["days"] = "besok"
    value["problems"] = [row | {"weight": -1} for row in value["problems"] * 6]
    with pytest.raises(BadInstance) as caught:
        read_instance(value)
    assert (len(caught.value.faults), caught.value.more) == (20, 5)


def test_something_that_is_no_object_is_refused() -> None:
    with pytest.raises(BadInstance) as caught:
        read_instance([1])
    assert caught.value.faults == ("instance: harus objek {...}, bukan [1]",)


def test_whole_numbers_may_be_written_with_a_point_and_unknown_keys_are_let_be() -> None:
    value = small()
    value["funds"][0] |= {"budget": 9.0, "catatan": "x"}
    assert read_instance(value).funds[0].budget == 9


def test_days_are_put_in_order_and_repeats_dropped() -> None:
    value = small()
    value["days"] = ["2027-03-01", "2027-02-01", "2027-03-01"]
    assert [day.isoformat() for day in read_instance(value).days] == ["2027-02-01", "2027-03-01"]
