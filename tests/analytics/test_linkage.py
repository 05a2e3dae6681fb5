"""Pairs of a register and links of a list: cases by hand, and precision and recall where the truth is known."""

from __future__ import annotations

import dataclasses
import datetime as dt
import weakref
from collections.abc import Iterator

import pytest

from padu.analytics.linkage import engine, records
from padu.analytics.linkage.engine import duplicates_find, links_find
from padu.analytics.linkage.records import LinkRecord
from padu.domain.linkage.agreement import CANDIDATE_THRESHOLD, RULE_THRESHOLD
from tests.analytics.linkage_register import made_register

VILLAGE, OTHER = "13.01.01.2001", "13.01.02.2001"


def person(at: int, name: str, day: str | None, **more: object) -> LinkRecord:
    given: dict[str, object] = {"group": at, "sex": 2, "place": VILLAGE} | more
    return LinkRecord(at, name, birth_date=dt.date.fromisoformat(day) if day else None, **given)  # type: ignore[arg-type]


def pairs(*records: LinkRecord) -> dict[tuple[int, int], dict[str, str]]:
    return {(pair.left, pair.right): pair.agreement for pair in duplicates_find(records)}


def test_two_spellings_and_a_swapped_date_in_one_neighbourhood() -> None:
    found = pairs(
        person(1, "Siti Noerhajati", "1990-03-04", neighbourhood="1/2"),
        person(2, "Sti. Nurhayati", "1990-04-03", neighbourhood="1/2"),
    )
    assert found == {
        (1, 2): {
            "name": "spelling",
            "birth": "swapped",
            "sex": "same",
            "nik": "unknown",
            "kk": "unknown",
            "place": "rt",
        }
    }


def test_one_nik_in_two_villages() -> None:
    found = pairs(
        person(1, "Moch. Rizki", "1980-09-08", nik="a"), person(2, "M. Rizky", "1980-09-08", nik="a", place=OTHER)
    )
    assert found[1, 2]["nik"] == "same"
    assert found[1, 2]["place"] == "differs"


def test_twins_are_no_pair_and_do_not_cross_when_the_family_stands_twice() -> None:
    first = [person(at, name, "2015-05-06", group=1, kk="k") for at, name in ((1, "Hasan"), (2, "Husin"))]
    second = [person(at, name, "2015-05-06", group=2, kk="k") for at, name in ((3, "Hasan"), (4, "Husin"))]
    assert set(pairs(*first, *second)) == {(1, 3), (2, 4)}


@pytest.mark.parametrize(
    "other",
    [
        pytest.param(person(2, "Siti Aminah", "1961-11-23"), id="a common name alone"),
        pytest.param(person(2, "Rosmaniar", "1990-03-04"), id="a birth date alone"),
        pytest.param(person(2, "Siti Aminah", "1990-03-04", nik="b", place=OTHER), id="another NIK elsewhere"),
        pytest.param(person(2, "Siti Aminah", None), id="a name and a village, no date"),
    ],
)
def test_too_little_is_no_pair(other: LinkRecord) -> None:
    assert pairs(person(1, "Siti Aminah", "1990-03-04", nik="a"), other) == {}


def test_nothing_to_compare() -> None:
    assert duplicates_find([]) == []
    assert duplicates_find([person(1, "Siti", None)]) == []
    assert links_find([], [person(1, "Siti", None)]) == []


def test_a_row_of_a_list_goes_to_its_best_person_and_only_there() -> None:
    register = [
        person(11, "Siti Aminah", "1990-03-04", nik="a"),
        person(12, "Siti Aminah", "1990-03-04", nik="b", neighbourhood="1/1"),
        person(13, "Rosmaniar", "1955-01-02"),
    ]
    listed = [
        person(1, "SITI AMINAH", "1990-03-04", group=None, nik="b"),
        person(2, "Budi Santoso", "2001-01-02", group=None, sex=1),
    ]
    found = links_find(listed, register)
    assert [(pair.left, pair.right) for pair in found] == [(1, 12)]
    assert found[0].score > RULE_THRESHOLD


def test_a_list_with_a_year_only_is_never_linked_by_rule_on_the_name() -> None:
    listed = [LinkRecord(1, "Siti Aminah", sex=2, birth_year=1990, place=VILLAGE)]
    found = links_find(listed, [person(11, "Siti Aminah", "1990-03-04")])
    assert len(found) == 1
    assert found[0].score < RULE_THRESHOLD


def test_precision_and_recall_where_the_truth_is_known() -> None:
    """Measured 0.994 and 0.850; floors a little below, so that a rule that got worse fails here.

    Half of the copies have no NIK or a wrong one, a quarter stands in another village, most have a mistake.
    """
    made = made_register(people=4_000, doubled=200, seed=20261122)
    found = {(pair.left, pair.right) for pair in duplicates_find(made.records, CANDIDATE_THRESHOLD)}
    right = len(found & made.truth)
    precision, recall = right / len(found), right / len(made.truth)
    assert precision >= 0.97
    assert recall >= 0.80


def test_the_same_register_gives_the_same_pairs() -> None:
    made = made_register(people=300, doubled=30, seed=7)
    assert duplicates_find(made.records) == duplicates_find(made.records)


def test_portions_and_batches_change_no_pair(monkeypatch: pytest.MonkeyPatch) -> None:
    made = made_register(people=1_500, doubled=150, seed=11)
    whole = duplicates_find(made.records)
    linked = links_find(made.records[::7], made.records[3::4])
    monkeypatch.setattr(engine, "PORTION", 200)
    monkeypatch.setattr(records, "ROWS_AT_ONCE", 7)
    assert len(whole) > 100
    assert duplicates_find(iter(made.records)) == whole
    assert len(linked) > 10
    assert links_find(iter(made.records[::7]), iter(made.records[3::4])) == linked


def test_a_register_is_never_held_in_python(monkeypatch: pytest.MonkeyPatch) -> None:
    """Records leave as they come: at no time do more than a batch of them stand."""
    monkeypatch.setattr(records, "ROWS_AT_ONCE", 50)
    made = made_register(people=1_000, doubled=20, seed=5).records
    standing: weakref.WeakSet[Standing] = weakref.WeakSet()
    highest = 0

    def coming() -> Iterator[LinkRecord]:
        nonlocal highest
        for record in made:
            one = Standing(**{field.name: getattr(record, field.name) for field in dataclasses.fields(record)})
            standing.add(one)
            highest = max(highest, len(standing))
            yield one

    assert len(duplicates_find(coming())) > 5
    assert highest <= 52


class Standing(LinkRecord):
    """A record that can be counted while it stands."""

    __slots__ = ("__weakref__",)
    __hash__ = object.__hash__
