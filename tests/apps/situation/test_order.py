"""An order of people against an order of the machine: pure rules."""

from __future__ import annotations

from itertools import permutations

from padu.apps.situation.ordering import merged_order, moved_items


def test_what_people_ordered_stays_and_what_is_new_stands_at_its_computed_place() -> None:
    assert merged_order(["c", "a", "b"], ["a", "n", "b", "c"]) == ["c", "n", "a", "b"]


def test_own_problems_keep_their_place_among_the_computed() -> None:
    assert merged_order(["a", 7, "b"], ["b", "a", "n"]) == ["a", 7, "n", "b"]


def test_what_is_gone_is_simply_not_in_it() -> None:
    assert merged_order([], ["a", "b"]) == ["a", "b"]


def test_only_what_was_taken_up_counts_as_moved() -> None:
    assert moved_items("abcde", "eabcd") == ["e"]
    assert moved_items("abcde", "acbde") == ["b"] or moved_items("abcde", "acbde") == ["c"]
    assert moved_items("abc", "abc") == []
    assert len(moved_items("abcd", "dcba")) == 3


def test_putting_the_moved_items_back_gives_the_old_order_of_the_rest() -> None:
    for after in permutations("abcde"):
        moved = set(moved_items("abcde", after))
        rest = [key for key in after if key not in moved]
        assert rest == sorted(rest)
