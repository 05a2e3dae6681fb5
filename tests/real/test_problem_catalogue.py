"""The rules against the catalogues: every problem type can be read, and the constants name what exists there."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from padu.domain.cross_sector import FAMILY_PLANNING_COLUMN
from padu.domain.problems import SMALL_BASES, AffectedUnit, Direction, ProblemType, Sensitivity
from padu.domain.problems.ranking import PAID_BY_THE_BONUS

pytestmark = pytest.mark.real


Catalogue = Callable[[str], list[dict[str, str]]]


def test_all_sixty_types_are_read_and_their_worst_is_worse_than_their_target(catalogue: Catalogue) -> None:
    types = [ProblemType.from_catalogue(row) for row in catalogue("problem_types.csv")]
    assert len(types) == 60
    keys = {kind.problem_type_id for kind in types}
    assert all(kind.parent_type in keys | {None} for kind in types)
    assert all(kind.target is None or kind.is_worse(kind.worst, kind.target) for kind in types)
    assert {kind.problem_type_id for kind in types if kind.policy_only} == {"no_field_officer"}
    strict = {kind.problem_type_id for kind in types if kind.sensitivity is Sensitivity.STRICT}
    assert strict == {"family_conflict", "violence_women_children"}
    assert set(SMALL_BASES) | PAID_BY_THE_BONUS <= keys


@pytest.mark.parametrize(
    ("key", "expected"),
    [
        ("child_no_birth_certificate", (Direction.LOWER_IS_WORSE, 0.50, 0.70, AffectedUnit.PERSON, 0.97)),
        ("no_proper_toilet", (Direction.LOWER_IS_WORSE, 0.30, 0.80, AffectedUnit.FAMILY, 0.8207)),
        ("stunting_risk_family", (Direction.HIGHER_IS_WORSE, 0.50, 0.85, AffectedUnit.FAMILY, None)),
        ("unmet_need", (Direction.HIGHER_IS_WORSE, 0.30, 0.65, AffectedUnit.FAMILY, 0.08)),
        ("school_dropout", (Direction.HIGHER_IS_WORSE, 0.20, 0.80, AffectedUnit.PERSON, 0.02)),
        ("no_cross_sector_activity", (Direction.HIGHER_IS_WORSE, 1.0, 0.60, AffectedUnit.VILLAGE, 0.0)),
    ],
)
def test_the_types_of_the_worked_village_stand_in_the_catalogue_as_used_there(
    key: str, expected: tuple[Direction, float, float, AffectedUnit, float | None], catalogue: Catalogue
) -> None:
    row = next(row for row in catalogue("problem_types.csv") if row["problem_type_id"] == key)
    kind = ProblemType.from_catalogue(row)
    assert (kind.direction, kind.worst, kind.severity, kind.affected_unit, kind.target) == expected


def test_the_family_planning_column_is_one_of_the_thirteen(catalogue: Catalogue) -> None:
    columns = [row["column_key"] for row in catalogue("matrix_columns.csv")]
    assert len(columns) == 13
    assert FAMILY_PLANNING_COLUMN in columns
