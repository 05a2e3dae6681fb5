"""Rules around the ranking of problems, and the references they are held against."""

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from padu.domain.problems import (
    Direction,
    Measurement,
    MeasureUnit,
    Outcome,
    ProblemType,
    Reason,
    Reference,
    ReferenceBasis,
    Sensitivity,
    VillageValue,
    assess,
    measure_cross_sector,
    median_reference,
    rank,
    reference_for,
    regency_median,
)
from padu.domain.values import Missing
from tests.domain.worked_village import (
    CERTIFICATE,
    CONFLICT,
    CROSS_SECTOR,
    FAMILIES,
    FAMILY,
    FOUR_TOO,
    HIGHER,
    MEDIAN_RISK,
    PERSON,
    STUNTING_RISK,
    TOILET,
    UNMET_NEED,
    assess_village,
    share,
    weights,
)


def test_an_explaining_type_is_ranked_when_a_person_asks_or_the_parent_is_no_problem() -> None:
    four_too = assess(FOUR_TOO, share(15, 64, 15, 15), replace(MEDIAN_RISK, value=0.15), None, FAMILIES)
    asked = rank([*assess_village(), four_too], asked_for={"krs_four_too"})
    assert "krs_four_too" in {row.problem_type.problem_type_id for row in asked}
    parent = assess(STUNTING_RISK, share(12, 64, 12, 12), MEDIAN_RISK, None, FAMILIES)
    assert parent.outcome is Outcome.NOT_A_PROBLEM
    assert rank([parent, four_too]) == (four_too,)


@pytest.mark.parametrize("families", [0, 9])
def test_a_strict_type_does_not_even_say_that_it_is_no_problem(families: int) -> None:
    found = assess(CONFLICT, share(families, 118, families, families), replace(MEDIAN_RISK, value=0.5), None, FAMILIES)
    assert found.outcome is Outcome.SUPPRESSED


def test_a_strict_type_is_ranked_from_ten_families_on_and_for_the_case_officer() -> None:
    low = replace(MEDIAN_RISK, value=0.01)
    assert assess(CONFLICT, share(10, 118, 10, 10), low, None, FAMILIES).outcome is Outcome.DETECTED
    officer = assess(CONFLICT, share(4, 118, 4, 4), low, None, FAMILIES, village_role=False)
    assert officer.outcome is Outcome.DETECTED


def test_a_strict_type_with_an_unknown_number_of_families_is_hidden() -> None:
    measured = Measurement.rate(30, 118, affected_units=30, affected_families=Missing.UNKNOWN)
    assert assess(CONFLICT, measured, MEDIAN_RISK, None, FAMILIES).outcome is Outcome.SUPPRESSED


def test_a_kampung_that_reported_nothing_is_unknown_and_one_that_reported_none_is_worst() -> None:
    silent = assess(CROSS_SECTOR, measure_cross_sector(0, reported=False), Reference(0.0), None, FAMILIES)
    assert (silent.outcome, silent.reason) == (Outcome.UNKNOWN, Reason.NOT_REPORTED)
    empty = assess(CROSS_SECTOR, measure_cross_sector(0, reported=True), Reference(0.0), None, FAMILIES)
    assert (empty.outcome, empty.value, empty.gap) == (Outcome.DETECTED, 1.0, 1.0)
    full = assess(CROSS_SECTOR, measure_cross_sector(7, reported=True), Reference(0.0), None, FAMILIES)
    assert (full.outcome, full.value) == (Outcome.NOT_A_PROBLEM, 0.0)


def test_nothing_measured_of_something_is_unknown_not_inapplicable() -> None:
    measured = Measurement.rate(0, 0, affected_units=0, affected_families=0, eligible=41)
    found = assess(TOILET, measured, Reference(0.8207), None, FAMILIES)
    assert (found.outcome, found.reason) == (Outcome.UNKNOWN, Reason.TOO_FEW_MEASURED)


def test_without_a_reference_the_value_is_kept_but_not_ranked() -> None:
    found = assess(STUNTING_RISK, share(24, 64, 24, 24), Missing.UNKNOWN, None, FAMILIES)
    assert (found.outcome, found.reason, found.value) == (Outcome.UNKNOWN, Reason.REFERENCE_UNKNOWN, 0.375)


def test_exactly_on_the_target_is_no_problem() -> None:
    assert assess(CERTIFICATE, share(97, 100, 3, 3), Reference(0.97), None, FAMILIES).reason is Reason.NOT_WORSE
    assert assess(UNMET_NEED, share(8, 100, 8, 8), Reference(0.08), None, FAMILIES).reason is Reason.NOT_WORSE


def test_worse_but_nobody_affected_is_no_problem() -> None:
    found = assess(TOILET, share(40, 120, 0, 0), Reference(0.8207), None, FAMILIES)
    assert (found.outcome, found.reason) == (Outcome.NOT_A_PROBLEM, Reason.NOBODY_AFFECTED)


@pytest.mark.parametrize(
    ("measured", "families", "reason"),
    [
        (share(40, 120, 80, 130), FAMILIES, Reason.INCONSISTENT),
        (share(-1, 120, 10, 10), FAMILIES, Reason.INCONSISTENT),
        (share(40, 120, -3, 10), FAMILIES, Reason.INCONSISTENT),
        (Measurement.rate(3, 12, affected_units=9, affected_families=9, eligible=10), FAMILIES, Reason.INCONSISTENT),
        (Measurement(Missing.UNKNOWN, Missing.UNKNOWN, Missing.UNKNOWN), FAMILIES, Reason.NOT_REPORTED),
        (Measurement(float("nan"), 3, 3), FAMILIES, Reason.NOT_REPORTED),
        (Measurement.rate(40, 120, affected_units=80, affected_families=Missing.UNKNOWN), 120, Reason.AFFECTED_UNKNOWN),
        (Measurement.rate(40, 120, affected_units=Missing.UNKNOWN, affected_families=3), 120, Reason.AFFECTED_UNKNOWN),
        (share(40, 120, 80, 80), Missing.UNKNOWN, Reason.FAMILIES_UNKNOWN),
    ],
)
def test_what_cannot_be_trusted_is_unknown(measured: Measurement, families: int | Missing, reason: Reason) -> None:
    found = assess(TOILET, measured, Reference(0.8207), None, families)
    assert (found.outcome, found.reason) == (Outcome.UNKNOWN, reason)
    assert found.priority is None


def test_a_share_above_one_is_inconsistent() -> None:
    found = assess(UNMET_NEED, share(80, 70, 80, 80), Reference(0.08), None, FAMILIES)
    assert found.reason is Reason.INCONSISTENT
    assert found.value is Missing.UNKNOWN


def test_a_village_without_active_families_has_no_family_problem() -> None:
    found = assess(TOILET, share(4, 12, 0, 0), Reference(0.8207), None, 0)
    assert found.outcome is Outcome.NOT_A_PROBLEM
    found = assess(TOILET, Measurement(0.3, affected_units=2, affected_families=0), Reference(0.8207), None, 0)
    assert found.outcome is Outcome.NOT_APPLICABLE


def test_under_ten_in_the_denominator_is_marked_and_ranked_as_usual() -> None:
    assert assess(TOILET, share(3, 9, 6, 6), Reference(0.8207), None, FAMILIES).small_numbers
    assert not assess(TOILET, share(3, 10, 7, 7), Reference(0.8207), None, FAMILIES).small_numbers


def test_a_median_worse_than_the_worst_value_makes_any_worse_value_a_full_gap_without_trend() -> None:
    found = assess(STUNTING_RISK, share(40, 64, 40, 40), replace(MEDIAN_RISK, value=0.55), 0.60, FAMILIES)
    assert (found.gap, found.change, found.trend) == (1.0, None, 0.5)


def test_events_have_no_trend() -> None:
    deaths = ProblemType("maternal_or_infant_death", 3, HIGHER, 2.0, 1.0, FAMILY, MeasureUnit.COUNT, target=0.0)
    found = assess(deaths, Measurement.events(1, 1), Reference(0.0), 3.0, FAMILIES)
    assert (found.gap, found.change, found.trend) == (0.5, None, 0.5)


def test_severity_never_falls_below_its_floor() -> None:
    found = assess(replace(TOILET, severity=0.0), share(60, 120, 60, 60), Reference(0.8207), None, FAMILIES)
    assert found.severity == 0.05
    assert found.priority is not None
    assert found.priority > 0


def test_births_of_few_women_are_judged_as_a_count() -> None:
    births = ProblemType("adolescent_births", 3, HIGHER, 80.0, 0.80, PERSON, MeasureUnit.PER_1000, target=18.0)
    few = Measurement.rate(1, 49, affected_units=1, affected_families=1, per=1000)
    found = assess(births, few, Reference(18.0), 12.0, FAMILIES)
    assert (found.value, found.gap, found.trend) == (1.0, pytest.approx(1 / 3), 0.5)
    assert found.reference == Reference(0.0, ReferenceBasis.COUNT_SCALE)
    assert found.problem_type.measure_unit is MeasureUnit.COUNT
    many = Measurement.rate(2, 50, affected_units=2, affected_families=2, per=1000)
    found = assess(births, many, Reference(18.0), None, FAMILIES)
    assert (found.value, found.gap) == (40.0, pytest.approx(22 / 62))


def test_ties_go_to_severity_then_families_then_key() -> None:
    row = next(row for row in assess_village() if row.problem_type is TOILET)
    milder = replace(row, severity=0.7)
    fewer = replace(row, affected_families=41)
    later = replace(row, problem_type=replace(TOILET, problem_type_id="z_type"))
    assert rank([milder, later, fewer, row]) == (row, later, fewer, milder)


@pytest.mark.parametrize("exponents", [(0.3, 0.3, 0.3, 0.3), (1.2, -0.2, 0.0, 0.0)])
def test_weights_that_do_not_add_up_are_refused(exponents: tuple[float, float, float, float]) -> None:
    with pytest.raises(ValueError, match="add up to 1"):
        weights(*exponents)


# References


def sound(*values: float) -> list[VillageValue]:
    return [VillageValue(value, denominator=30, coverage=0.80) for value in values]


def test_the_regency_median_takes_sound_villages_only() -> None:
    villages = [
        *sound(0.10, 0.20, 0.30, 0.40, 0.50),
        VillageValue(0.99, denominator=29, coverage=1.0),
        VillageValue(0.99, denominator=300, coverage=0.79),
        VillageValue(Missing.UNKNOWN, denominator=300, coverage=1.0),
        VillageValue(0.99, denominator=None, coverage=1.0),
        VillageValue(0.99, denominator=300, coverage=None),
    ]
    assert regency_median(villages) == Reference(0.30, ReferenceBasis.REGENCY_MEDIAN, villages=5)
    assert regency_median(sound(0.1, 0.2, 0.3, 0.4, 0.5, 0.6)) == Reference(
        pytest.approx(0.35), ReferenceBasis.REGENCY_MEDIAN, villages=6
    )


def test_with_four_villages_the_province_steps_in_and_else_the_reference_is_unknown() -> None:
    four = sound(0.1, 0.2, 0.3, 0.4)
    province = median_reference(sound(0.2, 0.3, 0.4, 0.5, 0.6), ReferenceBasis.PROVINCE_MEDIAN)
    assert regency_median(four, province) == Reference(0.4, ReferenceBasis.PROVINCE_MEDIAN, villages=5)
    assert regency_median(four) is Missing.UNKNOWN


def test_a_target_of_the_catalogue_goes_before_any_median() -> None:
    assert reference_for(CERTIFICATE, MEDIAN_RISK) == Reference(0.97)
    assert reference_for(STUNTING_RISK, MEDIAN_RISK) == MEDIAN_RISK
    assert reference_for(STUNTING_RISK, Missing.UNKNOWN) is Missing.UNKNOWN


def test_a_row_of_the_catalogue_is_read_by_its_columns() -> None:
    row = {
        "problem_type_id": "krs_four_too",
        "programme_no": "4",
        "direction": "higher_is_worse",
        "worst_value": "0.45",
        "severity_default": "0.60",
        "affected_unit": "family",
        "measure_unit": "share",
        "reference_kind": "regency_median",
        "reference_value": "",
        "parent_type": "stunting_risk_family",
        "sensitive": "y",
        "policy_only": "n",
    }
    assert ProblemType.from_catalogue(row) == replace(FOUR_TOO, sensitivity=Sensitivity.SENSITIVE)
    assert ProblemType.from_catalogue({**row, "reference_kind": "number", "reference_value": "0.2"}).target == 0.2


@given(
    numerator=st.integers(0, 120),
    reference=st.floats(0, 1),
    worst=st.floats(0, 1),
    severity=st.floats(0, 1),
    families=st.integers(1, 120),
    earlier=st.one_of(st.none(), st.floats(0, 1)),
    direction=st.sampled_from(Direction),
)
def test_every_factor_and_the_priority_stay_in_their_range(
    numerator: int,
    reference: float,
    worst: float,
    severity: float,
    families: int,
    earlier: float | None,
    direction: Direction,
) -> None:
    kind = ProblemType("any", 1, direction, worst, severity, FAMILY)
    found = assess(kind, share(numerator, 120, families, families), Reference(reference), earlier, FAMILIES)
    assert (found.outcome is Outcome.DETECTED) == kind.is_worse(numerator / 120, reference)
    if found.outcome is Outcome.DETECTED:
        factors = (found.gap, found.share, found.severity, found.trend)
        assert all(factor is not None and 0 < factor <= 1 for factor in factors)
        assert found.priority is not None
        assert 0 < found.priority <= 100
