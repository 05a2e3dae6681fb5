"""Is a figure a problem here, how big, and how urgent?"""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass, replace
from enum import StrEnum
from typing import Final

from padu.domain.privacy import below_threshold
from padu.domain.problems.catalogue import SMALL_BASES, AffectedUnit, MeasureUnit, ProblemType, Sensitivity
from padu.domain.problems.figures import Measurement, Reference, ReferenceBasis
from padu.domain.values import FigureValue, Missing, missing_of

VILLAGE_SHARE: Final = 0.50
"""[assumption] Share for affected_unit = village: all are touched, none is named. With 1 such rows come first."""

SEVERITY_FLOOR: Final = 0.05
"""[assumption] Keeps the priority above 0 whatever a regency enters."""

TREND_SCALE: Final = 0.20
"""[assumption] tau: a change by this share of the way from reference to worst counts as fully worse."""

TREND_FLOOR: Final = 0.10
"""[assumption] Keeps an improving problem visible."""

NEUTRAL_TREND: Final = 0.5
"""Unchanged, or nothing to compare with."""

SMALL_DENOMINATOR: Final = 10
"""[assumption] Below it counts are shown instead of a rate, marked "small numbers"; the rank is as usual."""


@dataclass(frozen=True, slots=True)
class Weights:
    """Exponents of the four factors, a dated configuration: a change never rewrites an older ranking.

    Raises ValueError unless all are 0 or more and add up to 1.
    """

    gap: float
    share: float
    severity: float
    trend: float
    version: str
    valid_from: dt.date

    def __post_init__(self) -> None:
        exponents = (self.gap, self.share, self.severity, self.trend)
        if min(exponents) < 0 or abs(sum(exponents) - 1) > 1e-9:
            raise ValueError(f"weights must be 0 or more and add up to 1: {exponents}")


DEFAULT_WEIGHTS: Final = Weights(0.30, 0.25, 0.30, 0.15, version="1", valid_from=dt.date(2026, 1, 1))
"""[assumption] seed_problem_example.md section 1."""


class Outcome(StrEnum):
    """What became of one type in one village. Only DETECTED is ranked."""

    DETECTED = "detected"
    NOT_A_PROBLEM = "not_a_problem"
    NOT_APPLICABLE = "not_applicable"
    UNKNOWN = "unknown"
    SUPPRESSED = "suppressed"
    EXPLAINS_PARENT = "explains_parent"


class Reason(StrEnum):
    """Why there is no rank: stable words for screens and tests."""

    NOT_REPORTED = "not_reported"
    TOO_FEW_MEASURED = "too_few_measured"
    REFERENCE_UNKNOWN = "reference_unknown"
    AFFECTED_UNKNOWN = "affected_unknown"
    FAMILIES_UNKNOWN = "families_unknown"
    INCONSISTENT = "inconsistent_figures"
    EMPTY_DENOMINATOR = "empty_denominator"
    NOT_WORSE = "not_worse_than_reference"
    NOBODY_AFFECTED = "nobody_affected"
    STRICT_SMALL = "strict_below_threshold"
    PARENT_DETECTED = "parent_detected"


Verdict = tuple[Outcome, Reason]


@dataclass(frozen=True, slots=True)
class Assessment:
    """The answer for one type in one village, with everything that explains it.

    value, reference   in the unit of `problem_type` (which may have become a count, see SMALL_BASES)
    numerator, denominator, coverage  as measured, for "24 dari 64" and "terukur 49 %"
    gap, share, severity, trend  the four factors, 0..1; None unless detected or explaining its parent
    change             positive = worse, in units of worst - reference; None = nothing to compare with ("no trend")
    priority           P, 0..100, full precision; None like the factors
    small_numbers      denominator below 10: show the counts
    A suppressed assessment carries no figure at all.
    """

    problem_type: ProblemType
    outcome: Outcome
    reason: Reason | None
    value: float | Missing
    reference: Reference | Missing
    affected_units: int | Missing
    affected_families: int | Missing
    numerator: int | None = None
    denominator: int | None = None
    coverage: float | None = None
    gap: float | None = None
    share: float | None = None
    severity: float | None = None
    change: float | None = None
    trend: float | None = None
    priority: float | None = None
    small_numbers: bool = False
    weights_version: str | None = None


def assess(
    problem_type: ProblemType,
    measurement: Measurement,
    reference: Reference | Missing,
    value_a_year_ago: FigureValue,
    active_families: int | Missing,
    *,
    weights: Weights = DEFAULT_WEIGHTS,
    village_role: bool = True,
) -> Assessment:
    """Decide whether a figure is a problem here, how big and how urgent.

    reference         target or median in the type's unit; UNKNOWN where there is none
    value_a_year_ago  the same figure one year earlier; None, NaN or Missing = no trend
    active_families   of the village at the reference date
    village_role      True for anyone of the village: strict types with fewer than 10 affected families are hidden,
                      also 0, because a "not a problem" would tell. False only for the case officer's own list
    """
    if village_role and _must_hide(problem_type, measurement):
        hidden = Missing.SUPPRESSED
        return Assessment(problem_type, Outcome.SUPPRESSED, Reason.STRICT_SMALL, hidden, hidden, hidden, hidden)
    problem_type, measurement, reference = _on_small_base(problem_type, measurement, reference)
    found = _as_measured(problem_type, measurement, reference)
    verdict = (
        _measuring_fault(problem_type, measurement)
        or _comparing_fault(problem_type, measurement.value, reference)
        or _affected_fault(problem_type, measurement, active_families)
    )
    if verdict is not None:
        trusted = verdict[1] not in (Reason.TOO_FEW_MEASURED, Reason.INCONSISTENT)
        value = found.value if trusted else Missing.UNKNOWN
        return replace(found, outcome=verdict[0], reason=verdict[1], value=value)
    return _with_priority(found, _share(problem_type, measurement, active_families), value_a_year_ago, weights)


def _must_hide(problem_type: ProblemType, measurement: Measurement) -> bool:
    """Strict types are hidden unless nothing was measured or at least 10 affected families are known for certain."""
    if problem_type.sensitivity is not Sensitivity.STRICT or missing_of(measurement.value) is not None:
        return False
    families = measurement.affected_families
    return isinstance(families, Missing) or families < 0 or below_threshold(families)


def _on_small_base(
    problem_type: ProblemType, measurement: Measurement, reference: Reference | Missing
) -> tuple[ProblemType, Measurement, Reference | Missing]:
    """The same three, turned into a count on its own scale where the denominator is too small for a rate."""
    small = SMALL_BASES.get(problem_type.problem_type_id)
    count, base = measurement.numerator, measurement.denominator
    if small is None or count is None or not base or base >= small.min_denominator:
        return problem_type, measurement, reference
    counted = replace(problem_type, measure_unit=MeasureUnit.COUNT, worst=small.worst)
    return counted, replace(measurement, value=float(count)), Reference(small.reference, ReferenceBasis.COUNT_SCALE)


def _as_measured(problem_type: ProblemType, measurement: Measurement, reference: Reference | Missing) -> Assessment:
    base = measurement.denominator
    return Assessment(
        problem_type=problem_type,
        outcome=Outcome.DETECTED,
        reason=None,
        value=missing_of(measurement.value) or measurement.value,
        reference=reference,
        affected_units=measurement.affected_units,
        affected_families=measurement.affected_families,
        numerator=measurement.numerator,
        denominator=base,
        coverage=measurement.coverage,
        small_numbers=base is not None and 0 < base < SMALL_DENOMINATOR,
    )


def _measuring_fault(problem_type: ProblemType, measurement: Measurement) -> Verdict | None:
    """Not applicable, too little measured, not reported, or figures that contradict each other."""
    missing = missing_of(measurement.value)
    if missing is Missing.NOT_APPLICABLE:
        return Outcome.NOT_APPLICABLE, Reason.EMPTY_DENOMINATOR
    if measurement.coverage is not None and measurement.coverage < problem_type.min_coverage:
        return Outcome.UNKNOWN, Reason.TOO_FEW_MEASURED
    if missing is not None:
        return Outcome.UNKNOWN, Reason.NOT_REPORTED
    if not _holds_together(problem_type, measurement):
        return Outcome.UNKNOWN, Reason.INCONSISTENT
    return None


def _holds_together(problem_type: ProblemType, measurement: Measurement) -> bool:
    """No count below 0, no share above 1, not more measured than there is (figures of different origin may not fit)."""
    counts = (measurement.numerator, measurement.denominator, measurement.affected_units, measurement.affected_families)
    if any(isinstance(count, int) and count < 0 for count in counts) or isinstance(measurement.value, Missing):
        return False
    unbounded = problem_type.measure_unit in (MeasureUnit.COUNT, MeasureUnit.PER_1000)
    return measurement.value >= 0 and (unbounded or measurement.value <= 1) and (measurement.coverage or 0.0) <= 1


def _comparing_fault(
    problem_type: ProblemType, value: float | Missing, reference: Reference | Missing
) -> Verdict | None:
    if isinstance(reference, Missing) or isinstance(value, Missing) or missing_of(reference.value) is not None:
        return Outcome.UNKNOWN, Reason.REFERENCE_UNKNOWN
    if not problem_type.is_worse(value, reference.value):
        return Outcome.NOT_A_PROBLEM, Reason.NOT_WORSE
    return None


def _affected_fault(
    problem_type: ProblemType, measurement: Measurement, active_families: int | Missing
) -> Verdict | None:
    """Worse than the reference: is anybody concerned, and do we know how many?"""
    if isinstance(measurement.affected_units, Missing):
        return Outcome.UNKNOWN, Reason.AFFECTED_UNKNOWN
    if measurement.affected_units == 0:
        return Outcome.NOT_A_PROBLEM, Reason.NOBODY_AFFECTED
    if problem_type.affected_unit is AffectedUnit.VILLAGE:
        return None
    if isinstance(measurement.affected_families, Missing):
        return Outcome.UNKNOWN, Reason.AFFECTED_UNKNOWN
    if isinstance(active_families, Missing):
        return Outcome.UNKNOWN, Reason.FAMILIES_UNKNOWN
    if measurement.affected_families > active_families:
        return Outcome.UNKNOWN, Reason.INCONSISTENT
    if active_families == 0:
        return Outcome.NOT_APPLICABLE, Reason.EMPTY_DENOMINATOR
    return None


def _share(problem_type: ProblemType, measurement: Measurement, active_families: int | Missing) -> float:
    if problem_type.affected_unit is AffectedUnit.VILLAGE:
        return VILLAGE_SHARE
    families = measurement.affected_families
    assert not isinstance(families, Missing), "ruled out by _affected_fault"
    assert not isinstance(active_families, Missing), "ruled out by _affected_fault"
    return families / active_families


def _with_priority(found: Assessment, share: float, earlier: FigureValue, weights: Weights) -> Assessment:
    """The four factors and P of a detected problem."""
    value, reference, kind = found.value, found.reference, found.problem_type
    assert not isinstance(value, Missing), "ruled out by _measuring_fault"
    assert not isinstance(reference, Missing), "ruled out by _comparing_fault"
    gap = gap_of(kind, value, reference.value)
    severity = min(1.0, max(SEVERITY_FLOOR, kind.severity))
    change = change_of(kind, value, earlier, reference.value)
    trend = trend_of(change)
    priority = 100.0 * gap**weights.gap * share**weights.share * severity**weights.severity * trend**weights.trend
    return replace(
        found,
        gap=gap,
        share=share,
        severity=severity,
        change=change,
        trend=trend,
        priority=priority,
        weights_version=weights.version,
    )


def gap_of(problem_type: ProblemType, value: float, reference: float) -> float:
    """How far the value is on the way from reference to worst, 0..1.

    Where worst is not worse than the reference (possible with a median) any worse value is a full gap.
    """
    if not problem_type.is_worse(problem_type.worst, reference):
        return 1.0 if problem_type.is_worse(value, reference) else 0.0
    return min(1.0, max(0.0, (value - reference) / (problem_type.worst - reference)))


def change_of(problem_type: ProblemType, value: float, earlier: FigureValue, reference: float) -> float | None:
    """Change since a year ago in units of worst - reference, positive = worse.

    None without an earlier value, for events (unit count), and where worst is not worse than the reference, because
    then there is no scale to measure a change by [assumption].
    """
    if missing_of(earlier) is not None or earlier is None or isinstance(earlier, Missing):
        return None
    no_scale = not problem_type.is_worse(problem_type.worst, reference)
    if no_scale or problem_type.measure_unit is MeasureUnit.COUNT:
        return None
    return (value - float(earlier)) / (problem_type.worst - reference)


def trend_of(change: float | None) -> float:
    """0.5 unchanged or unknown, 1 when worse by TREND_SCALE or more, never below TREND_FLOOR."""
    if change is None:
        return NEUTRAL_TREND
    return min(1.0, max(TREND_FLOOR, NEUTRAL_TREND + NEUTRAL_TREND * change / TREND_SCALE))
