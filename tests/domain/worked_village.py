"""The worked village of the domain facts: 120 active families, year Y."""

import datetime as dt

from padu.domain.problems import (
    DEFAULT_WEIGHTS,
    AffectedUnit,
    Assessment,
    Direction,
    Measurement,
    MeasureUnit,
    ProblemType,
    Reference,
    ReferenceBasis,
    Sensitivity,
    Weights,
    assess,
    measure_cross_sector,
)

HIGHER, LOWER = Direction.HIGHER_IS_WORSE, Direction.LOWER_IS_WORSE
FAMILY, PERSON, VILLAGE = AffectedUnit.FAMILY, AffectedUnit.PERSON, AffectedUnit.VILLAGE
FAMILIES = 120

CERTIFICATE = ProblemType("child_no_birth_certificate", 1, LOWER, 0.50, 0.70, PERSON, target=0.97)
TOILET = ProblemType("no_proper_toilet", 8, LOWER, 0.30, 0.80, FAMILY, target=0.8207)
STUNTING_RISK = ProblemType("stunting_risk_family", 4, HIGHER, 0.50, 0.85, FAMILY)
UNMET_NEED = ProblemType("unmet_need", 3, HIGHER, 0.30, 0.65, FAMILY, target=0.08)
DROPOUT = ProblemType("school_dropout", 5, HIGHER, 0.20, 0.80, PERSON, target=0.02)
CROSS_SECTOR = ProblemType("no_cross_sector_activity", 7, HIGHER, 1.0, 0.60, VILLAGE, MeasureUnit.SCORE, target=0.0)
FOUR_TOO = ProblemType("krs_four_too", 4, HIGHER, 0.45, 0.60, FAMILY, parent_type="stunting_risk_family")
CONFLICT = ProblemType("family_conflict", 2, HIGHER, 0.40, 0.75, FAMILY, sensitivity=Sensitivity.STRICT)

MEDIAN_RISK = Reference(0.20, ReferenceBasis.REGENCY_MEDIAN, villages=20)


def share(numerator: int, denominator: int, units: int, families: int) -> Measurement:
    return Measurement.rate(numerator, denominator, affected_units=units, affected_families=families)


VILLAGE_FIGURES = [
    (CERTIFICATE, share(112, 148, 36, 24), Reference(0.97), 104 / 146),
    (TOILET, share(78, 120, 42, 42), Reference(0.8207), 78 / 120),
    (STUNTING_RISK, share(24, 64, 24, 24), MEDIAN_RISK, 21 / 63),
    (UNMET_NEED, share(11, 70, 11, 11), Reference(0.08), 12 / 70),
    (DROPOUT, share(7, 96, 7, 6), Reference(0.02), None),
    (CROSS_SECTOR, measure_cross_sector(2, reported=True), Reference(0.0), 1.0),
]


def assess_village(weights: Weights = DEFAULT_WEIGHTS) -> list[Assessment]:
    return [
        assess(kind, measured, reference, earlier, FAMILIES, weights=weights)
        for kind, measured, reference, earlier in VILLAGE_FIGURES
    ]


def weights(gap: float, share_: float, severity: float, trend: float) -> Weights:
    return Weights(gap, share_, severity, trend, version="test", valid_from=dt.date(2026, 1, 1))
