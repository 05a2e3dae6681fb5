from collections import defaultdict
from itertools import product

import pytest
from hypothesis import given
from hypothesis import strategies as st

from padu.domain.privacy import PublicRow, below_threshold, hide_small_rows, suppress_row, suppress_small
from padu.domain.values import Missing

HIDDEN = Missing.SUPPRESSED


@pytest.mark.parametrize(("count", "shown"), [(0, 0), (1, HIDDEN), (9, HIDDEN), (10, 10), (11, 11)])
def test_counts_from_1_to_9_are_hidden_and_zero_is_not(count: int, shown: int | Missing) -> None:
    assert suppress_small(count) == shown


@pytest.mark.parametrize("missing", list(Missing))
def test_a_missing_count_stays_what_it_is(missing: Missing) -> None:
    assert suppress_small(missing) is missing


def test_a_negative_count_is_refused() -> None:
    with pytest.raises(ValueError, match="below 0"):
        suppress_small(-1)
    with pytest.raises(ValueError, match="below 0"):
        suppress_row([12, -3])


def test_zero_is_below_the_threshold_for_strict_types() -> None:
    assert below_threshold(0)
    assert below_threshold(9)
    assert not below_threshold(10)


def test_a_row_without_small_parts_is_shown_whole() -> None:
    assert suppress_row([12, 0, 40]) == PublicRow((12, 0, 40), 52)


def test_a_single_small_part_takes_its_next_neighbour_with_it() -> None:
    assert suppress_row([60, 3, 25]) == PublicRow((60, HIDDEN, HIDDEN), 88)
    assert suppress_row([60, 25, 3]) == PublicRow((HIDDEN, 25, HIDDEN), 88)


def test_the_neighbour_is_not_chosen_by_its_size() -> None:
    """The smallest would be 10, and with 11 left visible a reader could tell that 12 = 2 + 10."""
    assert suppress_row([2, 11, 10]) == PublicRow((HIDDEN, HIDDEN, 10), 23)


def test_two_small_parts_that_hold_enough_together_hide_nothing_more() -> None:
    assert suppress_row([6, 7, 40]) == PublicRow((HIDDEN, HIDDEN, 40), 53)


def test_two_small_parts_that_hold_fewer_than_ten_together_take_another() -> None:
    assert suppress_row([1, 1, 50]) == PublicRow((HIDDEN, HIDDEN, HIDDEN), 52)


def test_two_nines_take_another_because_their_sum_would_give_them_away() -> None:
    assert suppress_row([9, 40, 9, 30]) == PublicRow((HIDDEN, HIDDEN, HIDDEN, 30), 88)


def test_the_total_is_hidden_where_nothing_else_is_left() -> None:
    assert suppress_row([4, 0, 0]) == PublicRow((HIDDEN, 0, 0), HIDDEN)
    assert suppress_row([2, 3]) == PublicRow((HIDDEN, HIDDEN), HIDDEN)


def test_a_row_of_ones_does_not_give_itself_away() -> None:
    assert suppress_row([1] * 10) == PublicRow((HIDDEN,) * 10, HIDDEN)


def test_zero_is_never_hidden_as_a_neighbour() -> None:
    assert suppress_row([3, 0, 60]) == PublicRow((HIDDEN, 0, HIDDEN), 63)


def test_an_unknown_part_stays_unknown_and_is_not_in_the_total() -> None:
    assert suppress_row([20, Missing.UNKNOWN, 30, Missing.NOT_APPLICABLE]) == PublicRow(
        (20, Missing.UNKNOWN, 30, Missing.NOT_APPLICABLE), 50
    )


@pytest.mark.parametrize(
    ("cells", "largest", "threshold"), [(1, 12, 4), (2, 30, 10), (3, 20, 4), (4, 12, 4), (5, 8, 4)]
)
def test_not_even_a_reader_who_knows_the_procedure_can_recover_a_cell(cells: int, largest: int, threshold: int) -> None:
    """Every row is published; rows that look the same outside must differ in each hidden cell."""
    sources: dict[PublicRow, list[tuple[int, ...]]] = defaultdict(list)
    for row in product(range(largest + 1), repeat=cells):
        sources[suppress_row(row, threshold)].append(row)
    for published, rows in sources.items():
        if not isinstance(published.total, Missing) and published.total > largest:
            continue  # some of the rows with this total were not made: the candidates are not complete
        for index, part in enumerate(published.parts):
            if part is HIDDEN:
                assert len({row[index] for row in rows}) >= 2, (published, rows)


@given(st.lists(st.integers(0, 60), min_size=1, max_size=8))
def test_shown_cells_are_true_and_the_hidden_rest_is_never_small(parts: list[int]) -> None:
    row = suppress_row(parts)
    hidden = [part for part, shown in zip(parts, row.parts, strict=True) if shown is HIDDEN]
    assert all(shown is HIDDEN or shown == part for part, shown in zip(parts, row.parts, strict=True))
    assert all(shown is HIDDEN for part, shown in zip(parts, row.parts, strict=True) if 1 <= part <= 9)
    assert bool(hidden) == any(1 <= part <= 9 for part in parts)
    if not isinstance(row.total, Missing):
        assert row.total == sum(parts)
        assert not hidden or (len(hidden) >= 2 and sum(hidden) >= 10)


def test_a_small_cell_takes_its_row_and_the_next_one_with_it() -> None:
    rows = [(60, 30, 30), (30, 25, 5), (40, 20, 20), (50, 25, 25)]
    hidden = Missing.SUPPRESSED
    # The columns' totals may be known: one hidden row would follow from them, two do not.
    assert hide_small_rows(rows) == ((60, 30, 30), (hidden,) * 3, (hidden,) * 3, (50, 25, 25))
    assert hide_small_rows([(60, 30, 30), (0, 0, 0)]) == ((60, 30, 30), (0, 0, 0))
    assert hide_small_rows([(3, 1, 2)]) == ((hidden,) * 3,)
    assert hide_small_rows([]) == ()


@given(st.lists(st.tuples(st.integers(0, 30), st.integers(0, 30)), min_size=1, max_size=6))
def test_hidden_rows_hold_the_threshold_in_every_column(rows) -> None:
    shown = hide_small_rows(rows)
    hidden = [row for row, after in zip(rows, shown, strict=True) if after != row]
    assert not any(0 < cell < 10 for row in shown if row in rows for cell in row)
    if hidden and len(hidden) < len(rows):
        assert len(hidden) >= 2
        assert all(sum(column) >= 10 for column in zip(*hidden, strict=True))
