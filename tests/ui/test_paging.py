"""Pages of lists, by number and by key."""

from __future__ import annotations

import pytest
from django.http import QueryDict

from padu.ui.paging import asked_page, numbered_pager, onward_pager


@pytest.mark.parametrize(
    ("asked", "page"),
    [("", 1), ("hal=1", 1), ("hal=3", 3), ("hal=4", 3), ("hal=0", 1), ("hal=-2", 1), ("hal=x", 1), ("hal=²", 1)],
)
def test_the_page_asked_for_is_one_of_the_list(asked: str, page: int) -> None:
    assert asked_page(QueryDict(asked), 120, 50) == page


def test_more_digits_than_python_reads_are_no_page() -> None:
    assert asked_page(QueryDict("hal=" + "9" * 5000), 120, 50) == 1


def test_an_empty_list_has_its_first_page() -> None:
    assert asked_page(QueryDict("hal=2"), 0, 50) == 1
    assert numbered_pager(QueryDict(), 1, 0, 50) is None
    assert numbered_pager(QueryDict(), 1, 50, 50) is None


@pytest.mark.parametrize(
    ("page", "before", "after", "words"),
    [
        (1, "", "?cari=a&hal=2", "1–50 dari 2.120"),
        (2, "?cari=a&hal=1", "?cari=a&hal=3", "51–100 dari 2.120"),
        (43, "?cari=a&hal=42", "", "2.101–2.120 dari 2.120"),
    ],
)
def test_numbered_pages_keep_the_rest_of_the_address(page: int, before: str, after: str, words: str) -> None:
    pager = numbered_pager(QueryDict("cari=a"), page, 2120, 50)
    assert pager is not None
    assert (pager.previous_url, pager.next_url, pager.shown) == (before, after, words)


def test_a_list_by_key_goes_on_and_back_to_its_beginning() -> None:
    assert onward_pager(QueryDict("jenis=x"), "", "3 baris") is None
    first = onward_pager(QueryDict("jenis=x&kosong="), "7", "3 baris")
    later = onward_pager(QueryDict("jenis=x&sesudah=7"), "", "1 baris")
    assert first is not None
    assert later is not None
    assert (first.previous_url, first.next_url) == ("", "?jenis=x&sesudah=7")
    assert (later.previous_url, later.next_url, later.shown) == ("?jenis=x", "", "1 baris")
