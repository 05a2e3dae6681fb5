"""A regency with three villages A, B, C, worked by hand."""

import pytest

from padu.domain.matrix import (
    EMPTY_CELL,
    MatrixEntry,
    Money,
    UnknownColumn,
    UnknownProgramme,
    fold_matrix,
    printed_form,
    sum_up,
)
from padu.domain.values import Missing

OFFICIAL = ("civil_registry", "women_child_family", "health", "education")
OWN = ("civil_registry", "dppkb", "dpppa", "health", "education")
FOLDS = {"dppkb": "women_child_family", "dpppa": "women_child_family"}

ENTRIES = [
    MatrixEntry(1, "civil_registry", "A", "dukcapil", 2, 1, amount_idr=4_000_000, spent_idr=2_000_000),
    MatrixEntry(1, "civil_registry", "B", "dukcapil", 1, 0, amount_idr=2_000_000, spent_idr=0),
    MatrixEntry(1, "civil_registry", "A", "dukcapil_upt", 1, 1, amount_idr=Missing.UNKNOWN),
    MatrixEntry(3, "health", "A", "dinkes", 3, 3, amount_idr=9_000_000, spent_idr=8_500_000),
    MatrixEntry(3, "dppkb", "A", "dppkb", 1, 0, amount_idr=1_000_000, is_sector=False),
    MatrixEntry(3, "dpppa", "A", "dpppa", 2, 0, amount_idr=3_000_000),
    MatrixEntry(3, "dpppa", "C", "dpppa", 0, 1, outside_plan=True, spent_idr=500_000),
]


def test_a_cell_counts_villages_once_and_commitments_each() -> None:
    cell = fold_matrix(ENTRIES, OWN).cell(1, "civil_registry")
    assert cell.has_tick
    assert cell.villages == {"A", "B"}
    assert cell.villages_reached == {"A"}
    assert cell.agencies == {"dukcapil", "dukcapil_upt"}
    assert (cell.commitments, cell.deliveries_planned, cell.deliveries_done) == (3, 4, 2)
    assert cell.outside_plan_done == 0
    assert cell.amount == Money(known_idr=6_000_000, known_rows=2, unknown_rows=1)
    assert cell.spent == Money(known_idr=2_000_000, known_rows=2, unknown_rows=1)


def test_work_outside_the_plan_is_kept_apart_and_makes_no_tick() -> None:
    cell = sum_up([ENTRIES[-1]])
    assert not cell.has_tick
    assert (cell.commitments, cell.deliveries_done, cell.outside_plan_done) == (0, 0, 1)
    assert cell.villages == frozenset()
    assert cell.villages_reached == {"C"}
    assert cell.sectors == {"dpppa"}
    assert cell.amount.amount is Missing.NOT_APPLICABLE
    assert cell.spent.amount == 500_000


def test_totals_count_villages_distinct_not_summed() -> None:
    matrix = fold_matrix(ENTRIES, OWN)
    assert matrix.row_totals[1].villages == {"A", "B"}
    assert matrix.row_totals[3].villages == {"A"}
    assert matrix.row_totals[3].villages_reached == {"A", "C"}
    assert matrix.row_totals[3].outside_plan_done == 1
    assert matrix.column_totals["dpppa"].deliveries_planned == 2
    assert matrix.total.villages == {"A", "B"}
    assert (matrix.total.commitments, matrix.total.deliveries_planned, matrix.total.deliveries_done) == (6, 10, 5)
    assert matrix.total.amount == Money(19_000_000, known_rows=5, unknown_rows=1)
    assert matrix.ticks == 4


def test_sectors_leave_out_the_family_planning_office() -> None:
    assert fold_matrix(ENTRIES, OWN).total.sectors == {"dukcapil", "dukcapil_upt", "dinkes", "dpppa"}


def test_every_programme_and_column_has_a_total_even_without_rows() -> None:
    matrix = fold_matrix(ENTRIES, OWN)
    assert set(matrix.row_totals) == {1, 2, 3, 4, 5, 6, 7, 8}
    assert set(matrix.column_totals) == set(OWN)
    assert matrix.row_totals[8] == matrix.column_totals["education"] == EMPTY_CELL
    assert matrix.cell(8, "education") == EMPTY_CELL


def test_the_printed_form_folds_a_split_column_back_and_keeps_villages_distinct() -> None:
    printed = printed_form(fold_matrix(ENTRIES, OWN), OFFICIAL, FOLDS)
    assert printed.columns == OFFICIAL
    cell = printed.cell(3, "women_child_family")
    assert (cell.commitments, cell.villages, cell.deliveries_planned) == (2, {"A"}, 3)
    assert cell.outside_plan_done == 1
    assert cell.amount.amount == 4_000_000
    assert printed.ticks == 3
    assert printed.total == fold_matrix(ENTRIES, OFFICIAL, FOLDS).total


def test_a_column_that_folds_nowhere_is_refused() -> None:
    with pytest.raises(UnknownColumn) as caught:
        fold_matrix([MatrixEntry(1, "tourism", "A", "dispar")], OFFICIAL, FOLDS)
    assert caught.value.code == "matrix.unknown_column"
    assert caught.value.data == {"column": "tourism"}
    with pytest.raises(UnknownColumn):
        fold_matrix([MatrixEntry(1, "dppkb", "A", "dppkb")], ("health",), FOLDS)


def test_a_ninth_programme_is_refused() -> None:
    with pytest.raises(UnknownProgramme) as caught:
        fold_matrix([MatrixEntry(9, "health", "A", "dinkes")], OFFICIAL)
    assert caught.value.data == {"programme": 9}


def test_unknown_money_is_neither_zero_nor_inapplicable() -> None:
    assert sum_up([MatrixEntry(1, "health", "A", "dinkes", 1)]).amount.amount is Missing.UNKNOWN
    assert sum_up([MatrixEntry(1, "health", "A", "dinkes", 1, amount_idr=0)]).amount.amount == 0
    free = MatrixEntry(1, "health", "A", "dinkes", 1, amount_idr=Missing.NOT_APPLICABLE)
    assert sum_up([free]).amount.amount is Missing.NOT_APPLICABLE
    assert EMPTY_CELL.amount.amount is Missing.NOT_APPLICABLE
