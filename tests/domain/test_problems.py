"""The worked village of the domain facts (120 active families, year Y)."""

from dataclasses import replace

import pytest

from padu.domain.formatting import number
from padu.domain.problems import (
    Measurement,
    MeasureUnit,
    Outcome,
    ProblemType,
    Reason,
    Reference,
    assess,
    expected_after,
    explain_parents,
    plan_points,
    planner_problems,
    rank,
)
from padu.domain.values import Missing
from tests.domain.worked_village import (
    CONFLICT,
    FAMILIES,
    FAMILY,
    FOUR_TOO,
    HIGHER,
    LOWER,
    MEDIAN_RISK,
    PERSON,
    VILLAGE,
    assess_village,
    share,
    weights,
)

Line = tuple[str, float, float, float, float | None, float, float, str, float]
TABLE_5: list[Line] = [
    ("stunting_risk_family", 0.5833, 0.2000, 0.85, 0.1389, 0.8472, 52.8516, "52,9", 53.8382),
    ("no_proper_toilet", 0.3278, 0.3500, 0.80, 0.0000, 0.5000, 46.3963, "46,4", 46.2853),
    ("no_cross_sector_activity", 0.6667, 0.5000, 0.60, -0.3333, 0.1000, 45.2231, "45,2", 37.6060),
    ("child_no_birth_certificate", 0.4537, 0.2000, 0.70, -0.0945, 0.2637, 38.8134, "38,8", 35.9746),
    ("unmet_need", 0.3506, 0.0917, 0.65, -0.0649, 0.3377, 30.0028, "30,0", 28.9815),
    ("school_dropout", 0.2940, 0.0500, 0.80, None, 0.5000, 27.6065, "27,6", 27.6909),
]


def test_the_six_problems_are_ranked_as_worked_by_hand() -> None:
    assert [row.problem_type.problem_type_id for row in rank(assess_village())] == [line[0] for line in TABLE_5]


@pytest.mark.parametrize("line", TABLE_5, ids=[line[0] for line in TABLE_5])
def test_each_factor_of_the_worked_village(line: Line) -> None:
    key, gap, share_, severity, change, trend, priority, shown, _ = line
    row = next(row for row in assess_village() if row.problem_type.problem_type_id == key)
    assert row.outcome is Outcome.DETECTED
    assert (row.gap, row.share, row.severity, row.trend) == pytest.approx((gap, share_, severity, trend), abs=5e-5)
    assert row.change == (None if change is None else pytest.approx(change, abs=5e-5))
    assert row.priority == pytest.approx(priority, abs=5e-5)
    assert row.priority is not None
    assert number(row.priority, 1) == shown
    assert row.weights_version == "1"


def test_equal_weights_give_the_same_order_and_the_worked_numbers() -> None:
    ranked = rank(assess_village(weights(0.25, 0.25, 0.25, 0.25)))
    assert [row.problem_type.problem_type_id for row in ranked] == [line[0] for line in TABLE_5]
    assert [row.priority for row in ranked] == pytest.approx([line[8] for line in TABLE_5], abs=5e-5)


def test_other_weights_move_the_second_and_third_rank() -> None:
    ranked = rank(assess_village(weights(0.40, 0.20, 0.30, 0.10)))
    assert [(row.problem_type.problem_type_id, number(row.priority or 0, 2)) for row in ranked] == [
        ("stunting_risk_family", "54,73"),
        ("no_cross_sector_activity", "50,44"),
        ("no_proper_toilet", "45,28"),
        ("child_no_birth_certificate", "41,55"),
        ("unmet_need", "32,15"),
        ("school_dropout", "29,37"),
    ]


SECTION_6 = [
    ("stunting_risk_family", 0.4, 21.1406, 0.3050),
    ("no_proper_toilet", 0.3 + 0.3 + 0.1, 32.4774, 0.7695),
    ("child_no_birth_certificate", 0.7, 27.1694, 0.9060),
    ("unmet_need", 0.5, 15.0014, 0.1186),
    ("school_dropout", 0.6, 16.5639, 0.0412),
]


def test_what_a_plan_would_close() -> None:
    problems = planner_problems(rank(assess_village()))
    assert [row.problem_type.problem_type_id for row in problems] == [line[0] for line in SECTION_6]
    earned = []
    for row, (_, effect, points, after) in zip(problems, SECTION_6, strict=True):
        assert row.priority is not None
        assert isinstance(row.value, float)
        assert isinstance(row.reference, Reference)
        earned.append(plan_points(row.priority, effect))
        assert earned[-1] == pytest.approx(points, abs=5e-5)
        assert expected_after(row.value, row.reference.value, effect) == pytest.approx(after, abs=5e-5)
    most = sum(row.priority or 0 for row in problems)
    assert (sum(earned), most) == pytest.approx((112.3527, 195.6705), abs=5e-5)
    assert number(100 * sum(earned) / most, 1) == "57,4"


def test_effects_beyond_the_whole_gap_earn_nothing_more() -> None:
    assert plan_points(40.0, 1.3) == 40.0
    assert expected_after(0.6, 0.2, 1.3) == pytest.approx(0.2)


def test_without_an_integration_bonus_the_cross_sector_problem_is_planned_for() -> None:
    ranked = rank(assess_village())
    assert len(planner_problems(ranked, integration_bonus=False)) == 6


def test_a_problem_that_only_a_decision_answers_is_not_planned_for() -> None:
    officer = ProblemType(
        "no_field_officer", 7, HIGHER, 1.0, 0.50, VILLAGE, MeasureUnit.YES_NO, target=0.0, policy_only=True
    )
    ranked = rank([assess(officer, Measurement.of_village(1.0), Reference(0.0), None, FAMILIES)])
    assert len(ranked) == 1
    assert planner_problems(ranked) == ()


# Five that are not in the list, each for its own reason


def test_known_and_better_than_the_median_is_not_a_problem() -> None:
    online = ProblemType("no_online_access", 5, HIGHER, 0.60, 0.35, FAMILY)
    found = assess(online, share(18, 120, 18, 18), replace(MEDIAN_RISK, value=0.22), None, FAMILIES)
    assert (found.outcome, found.reason) == (Outcome.NOT_A_PROBLEM, Reason.NOT_WORSE)
    assert found.value == 0.15


def test_no_death_at_all_is_not_applicable() -> None:
    deaths = ProblemType("death_not_certified", 1, LOWER, 0.40, 0.40, FAMILY, target=1.0)
    found = assess(deaths, share(0, 0, 0, 0), Reference(1.0), None, FAMILIES)
    assert (found.outcome, found.reason) == (Outcome.NOT_APPLICABLE, Reason.EMPTY_DENOMINATOR)
    assert found.value is Missing.NOT_APPLICABLE


def test_too_few_measured_is_unknown_and_gives_no_figure() -> None:
    stunted = ProblemType("stunted_children", 4, HIGHER, 0.45, 0.90, PERSON, target=0.188)
    measured = Measurement.rate(9, 20, affected_units=9, affected_families=9, eligible=41)
    found = assess(stunted, measured, Reference(0.188), None, FAMILIES)
    assert (found.outcome, found.reason) == (Outcome.UNKNOWN, Reason.TOO_FEW_MEASURED)
    assert found.value is Missing.UNKNOWN
    assert found.coverage == pytest.approx(0.4878, abs=5e-5)


def test_conflict_in_four_families_is_suppressed_without_any_figure() -> None:
    found = assess(CONFLICT, share(4, 118, 4, 4), replace(MEDIAN_RISK, value=0.01), 0.02, FAMILIES)
    assert (found.outcome, found.reason) == (Outcome.SUPPRESSED, Reason.STRICT_SMALL)
    figures = (found.value, found.reference, found.affected_units, found.affected_families)
    assert figures == (Missing.SUPPRESSED,) * 4
    assert (found.numerator, found.denominator, found.coverage, found.priority) == (None,) * 4
    assert rank([found]) == ()


def test_the_four_too_explain_the_stunting_risk_and_are_not_ranked_beside_it() -> None:
    four_too = assess(FOUR_TOO, share(15, 64, 15, 15), replace(MEDIAN_RISK, value=0.15), None, FAMILIES)
    assert four_too.outcome is Outcome.DETECTED
    settled = explain_parents([*assess_village(), four_too])[-1]
    assert (settled.outcome, settled.reason) == (Outcome.EXPLAINS_PARENT, Reason.PARENT_DETECTED)
    assert settled.priority == four_too.priority
    assert [row.problem_type.problem_type_id for row in rank([*assess_village(), four_too])] == [x[0] for x in TABLE_5]
