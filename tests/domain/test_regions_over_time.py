"""Who follows whom, over several changes: worked cases by hand, and what holds for every history."""

from __future__ import annotations

import datetime as dt
import re
from decimal import Decimal
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from padu.domain.region_lists import Basis, Suggestion, compare_lists, suggest_successors
from padu.domain.regions_over_time import (
    ChangeKind,
    Link,
    Succession,
    Validity,
    bps_code_fits,
    check_successions,
    families_follow,
    predecessors_on,
    share_from,
    successors_on,
    valid_on,
)

Y2020, Y2022, Y2025 = dt.date(2020, 1, 1), dt.date(2022, 1, 1), dt.date(2025, 1, 1)
TODAY = dt.date(2026, 11, 22)
A, B, C, D, E = (f"13.01.01.200{n}" for n in range(1, 6))
KINDS = ChangeKind


def row(
    old: str,
    new: str,
    share: str | None = "1",
    day: dt.date = Y2022,
    kind: ChangeKind = KINDS.NEW_CODE,
    families: bool | None = None,
) -> Succession:
    return Succession(old, new, day, None if share is None else Decimal(share), kind, families)


# --- days ------------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("first", "last", "day", "expected"),
    [
        (None, None, Y2022, True),
        (Y2022, None, Y2022, True),
        (Y2022, None, dt.date(2021, 12, 31), False),
        (None, Y2022, Y2022, True),
        (None, Y2022, dt.date(2022, 1, 2), False),
    ],
)
def test_both_days_are_included(first: dt.date | None, last: dt.date | None, day: dt.date, expected: bool) -> None:
    assert valid_on(first, last, day) is expected


# --- chains ----------------------------------------------------------------------------------------------------------


def test_shares_multiply_along_a_chain_and_add_up_over_its_ways() -> None:
    # A is split in two, then both halves come together in D, but a fifth of C goes to E.
    rows = [
        row(A, B, "0.6", Y2020, KINDS.SPLIT),
        row(A, C, "0.4", Y2020, KINDS.SPLIT),
        row(B, D, "1", Y2025, KINDS.MERGE),
        row(C, D, "0.8", Y2025, KINDS.SPLIT),
        row(C, E, "0.2", Y2025, KINDS.SPLIT),
    ]
    # D: 0.6 + 0.4 x 0.8 = 0.92; E: 0.4 x 0.2 = 0.08.
    assert successors_on(A, TODAY, rows) == {
        D: Link(D, Fraction(92, 100), False),
        E: Link(E, Fraction(8, 100), False),
    }
    assert successors_on(A, Y2022, rows) == {B: Link(B, Fraction(3, 5), False), C: Link(C, Fraction(2, 5), False)}
    assert successors_on(A, dt.date(2019, 12, 31), rows) == {A: Link(A, Fraction(1), True)}
    assert {old: link.share for old, link in predecessors_on(D, TODAY, rows).items()} == {
        A: Fraction(92, 100),
        B: Fraction(1),
        C: Fraction(4, 5),
    }
    assert predecessors_on(D, Y2022, rows) == {}


def test_an_unknown_share_stays_unknown_along_the_chain() -> None:
    rows = [row(A, B, None, Y2020, KINDS.SPLIT), row(A, C, None, Y2020, KINDS.SPLIT), row(B, D, "1", Y2022)]
    assert successors_on(A, TODAY, rows) == {C: Link(C, None, False), D: Link(D, None, False)}
    assert predecessors_on(D, TODAY, rows) == {A: Link(D, None, False), B: Link(D, Fraction(1), True)}


def test_families_follow_a_whole_place_only_unless_somebody_says_so() -> None:
    assert families_follow(row(A, B))
    assert not families_follow(row(A, B, "0.999999"))
    assert not families_follow(row(A, B, None))
    assert families_follow(row(A, B, "0.5", families=True))
    assert not families_follow(row(A, B, "1", families=False))
    chain = [row(A, B, "0.5", Y2020, KINDS.SPLIT, families=True), row(B, C, "1", Y2022)]
    assert successors_on(A, TODAY, chain)[C].families
    assert not successors_on(A, TODAY, [*chain, row(C, D, "1", Y2025, families=False)])[D].families


def test_a_mother_that_keeps_her_code_stays_among_her_successors() -> None:
    rows = [row(A, A, "0.7", Y2022, KINDS.SPLIT), row(A, B, "0.3", Y2022, KINDS.SPLIT)]
    assert {c: link.share for c, link in successors_on(A, TODAY, rows).items()} == {
        A: Fraction(7, 10),
        B: Fraction(3, 10),
    }
    assert {c: link.share for c, link in predecessors_on(B, TODAY, rows).items()} == {A: Fraction(3, 10)}
    assert predecessors_on(A, TODAY, rows) == {}


def test_a_figure_of_a_later_day_counts_only_the_changes_since() -> None:
    # A gives 0.3 away in 2022 and the rest in 2025, where everything comes together again.
    rows = [
        row(A, A, "0.7", Y2022, KINDS.SPLIT),
        row(A, B, "0.3", Y2022, KINDS.SPLIT),
        row(A, C, "1", Y2025, KINDS.MERGE),
        row(B, C, "1", Y2025, KINDS.MERGE),
    ]
    assert successors_on(A, TODAY, rows) == {C: Link(C, Fraction(1), False)}
    assert successors_on(A, TODAY, rows, since=Y2022) == {C: Link(C, Fraction(1), True)}
    assert predecessors_on(B, TODAY, rows)[A].share == Fraction(3, 10)
    assert predecessors_on(B, TODAY, rows, since=Y2022) == {}
    # Asked for a place that is no more: its own part, wherever that went later.
    assert predecessors_on(C, TODAY, rows)[A].share == Fraction(1)


def test_a_place_that_was_dissolved_without_successor_has_none() -> None:
    assert successors_on(A, TODAY, [row(A, "", None, kind=KINDS.DISSOLVED)]) == {}


@st.composite
def histories(draw: st.DrawFn) -> list[Succession]:
    """Random splits and merges over some years, beginning with three villages."""
    alive, number, rows = [A, B, C], 10, []
    for year in range(2010, 2010 + draw(st.integers(1, 6))):
        day = dt.date(year, 1, 1)
        if draw(st.booleans()) and len(alive) >= 2:
            old = alive[:2]
            new = f"13.01.02.2{number:03d}"
            rows += [row(code, new, "1", day, KINDS.MERGE) for code in old]
            alive = [*alive[2:], new]
        else:
            old = [draw(st.sampled_from(alive))]
            first = Decimal(draw(st.integers(1, 999_999))).scaleb(-6)
            parts = [f"13.01.02.2{number:03d}", f"13.01.02.2{number + 1:03d}"]
            if draw(st.booleans()):
                parts[0] = old[0]
            rows += [row(old[0], parts[0], str(first), day, KINDS.SPLIT)]
            rows += [row(old[0], parts[1], str(1 - first), day, KINDS.SPLIT)]
            alive = [*(c for c in alive if c != old[0]), *parts]
        number += 2
    return rows


@given(histories(), st.dates(dt.date(2009, 1, 1), dt.date(2020, 1, 1)))
def test_a_total_is_kept_through_every_history(rows: list[Succession], day: dt.date) -> None:
    totals = {A: 1200, B: 7, C: 1}
    after: dict[str, Fraction] = {}
    for code, total in totals.items():
        for new, link in successors_on(code, day, rows).items():
            assert link.share is not None
            after[new] = after.get(new, Fraction(0)) + total * link.share
    assert sum(after.values()) == sum(totals.values())


@given(histories())
def test_looking_back_is_looking_forward_from_the_other_side(rows: list[Succession]) -> None:
    for code in (A, B, C):
        for new, link in successors_on(code, TODAY, rows).items():
            if new != code:
                assert predecessors_on(new, TODAY, rows)[code] == link


@given(histories())
def test_every_history_of_whole_shares_is_accepted(rows: list[Succession]) -> None:
    places = {code: Validity() for r in rows for code in (r.from_code, r.to_code)}
    assert check_successions(rows, places) == []
    assert check_successions(rows, places, rows) == []


# --- checks ----------------------------------------------------------------------------------------------------------

OPEN = {code: Validity() for code in (A, B, C, D, E)}


def codes(rows: list[Succession], places: dict[str, Validity] = OPEN, known: tuple[Succession, ...] = ()) -> list[str]:
    return [f"{i.row}:{i.code}" for i in check_successions(rows, places, known)]


def test_unknown_codes_and_codes_not_in_force_are_told() -> None:
    assert codes([row("13.01.01.2999", B)]) == ["1:unknown_code"]
    assert codes([row(A, "13.01.01.2999")]) == ["1:unknown_code"]
    early = {**OPEN, A: Validity(valid_to=dt.date(2021, 12, 30)), B: Validity(valid_from=dt.date(2022, 1, 2))}
    assert codes([row(A, B)], early) == ["1:not_valid", "1:not_valid"]
    assert codes([row(A, B)], {**OPEN, A: Validity(valid_to=dt.date(2021, 12, 31)), B: Validity(Y2022)}) == []


def test_shares_of_one_place_and_day_are_one() -> None:
    assert codes([row(A, B, "0.5"), row(A, C, "0.4")]) == ["1:share_sum"]
    assert codes([row(A, B, "0.5"), row(A, C, "0.5")]) == []
    assert codes([row(A, B, "0.5"), row(A, C, None)]) == []
    assert codes([row(A, B, "1"), row(A, C, None)]) == ["1:share_sum"]
    assert codes([row(A, B, None)]) == []
    assert codes([row(A, B, "1.5")]) == ["1:share_range", "1:share_sum"]
    # Thirds need six decimals to be one.
    assert codes([row(A, B, "0.333333"), row(A, C, "0.333333"), row(A, D, "0.333334")]) == []
    # Beside what is known already.
    assert codes([row(A, C, "0.5")], known=(row(A, B, "0.6"),)) == ["1:share_sum"]
    # Of a boundary only the part that leaves is told.
    assert codes([row(A, B, "0.1", kind=KINDS.BOUNDARY)]) == []
    assert codes([row(A, B, "1", kind=KINDS.BOUNDARY)]) == ["1:share_sum"]


def test_levels_doubles_second_ends_and_missing_successors_are_told() -> None:
    places = {**OPEN, "13.01.02": Validity()}
    assert codes([row(A, "13.01.02")], places) == ["1:level_differs"]
    assert codes([row(A, B, "0.5"), row(A, B, "0.5")]) == ["1:share_sum", "2:twice"]
    assert codes([row(A, B, day=Y2022), row(A, C, day=Y2025)]) == ["2:overlap"]
    assert codes([row(A, C, day=Y2025)], known=(row(A, B, day=Y2022),)) == ["1:overlap"]
    assert codes([row(A, "")]) == ["1:no_successor"]
    assert codes([row(A, "", None, kind=KINDS.DISSOLVED)]) == []


def test_what_leads_back_to_its_beginning_is_refused() -> None:
    assert codes([row(A, B, day=Y2020), row(B, C, day=Y2022), row(C, A, day=Y2025)]) == [
        "1:cycle",
        "2:cycle",
        "3:cycle",
    ]
    assert codes([row(C, A, day=Y2025)], known=(row(A, B, day=Y2020), row(B, C, day=Y2022))) == ["1:cycle"]
    both_ways = [row(A, B, "0.1", kind=KINDS.BOUNDARY), row(B, A, "0.2", kind=KINDS.BOUNDARY)]
    assert codes(both_ways) == []


# --- lists and suggestions -------------------------------------------------------------------------------------------


def test_two_lists_are_compared_by_code_and_folded_name() -> None:
    before = {A: "Suka Maju", B: "Lama", C: "Hilang"}
    now = {A: "SUKAMAJU", B: "Baru", D: "Tambah"}
    keys = {A: "sukamaju", B: "baru", D: "tambah", "<" + A: "sukamaju", "<" + B: "lama", "<" + C: "hilang"}
    found = compare_lists(before, now, keys)
    assert (found.added, found.removed, found.renamed) == ((D,), (C,), ((B, "Lama", "Baru"),))


def test_a_new_province_is_followed_down_to_its_villages() -> None:
    ended = {
        "91.01": "merauke",
        "91.01.01": "merauke",
        "91.01.01.1001": "maro",
        "91.01.01.2002": "nasem",
        "91.01.02": "muting",
        "91.01.02.2001": "pachas",
    }
    added = {
        "93": "papuaselatan",
        "93.01": "merauke",
        "93.01.01": "merauke",
        "93.01.01.1001": "maro",
        "93.01.02": "muting",
        # In another district than before, and the only one of its name in the regency.
        "93.01.02.2007": "nasem",
        "93.01.02.2001": "pachas",
    }
    assert suggest_successors(ended, added) == [
        Suggestion("91.01", "93.01", Basis.NEW_PROVINCE),
        Suggestion("91.01.01", "93.01.01", Basis.REGENCY),
        Suggestion("91.01.01.1001", "93.01.01.1001", Basis.PARENT),
        Suggestion("91.01.01.2002", "93.01.02.2007", Basis.REGENCY),
        Suggestion("91.01.02", "93.01.02", Basis.REGENCY),
        Suggestion("91.01.02.2001", "93.01.02.2001", Basis.PARENT),
    ]


def test_a_name_that_occurs_twice_is_no_suggestion() -> None:
    assert suggest_successors({A: "sama", B: "sama"}, {C: "sama"}) == []
    assert suggest_successors({A: "sama"}, {C: "sama", D: "sama"}) == []
    assert suggest_successors({A: "sama"}, {C: "lain"}) == []
    # Another province is never looked at.
    assert suggest_successors({A: "sama"}, {"14.01.01.2001": "sama"}) == []


def test_known_links_lead_the_search_and_are_not_suggested_again() -> None:
    ended, added = {"13.01.01": "lama", A: "sama"}, {"14.02.09": "baru", "14.02.09.2001": "sama"}
    assert suggest_successors(ended, added) == []
    assert suggest_successors(ended, added, {"13.01.01": "14.02.09"}) == [Suggestion(A, "14.02.09.2001", Basis.PARENT)]
    # Of a district that went to several the villages are looked for in the whole province.
    near = {"13.01.09": "baru", "13.01.09.2001": "sama"}
    assert suggest_successors(ended, near, {"13.01.01": ""}) == [Suggestion(A, "13.01.09.2001", Basis.REGENCY)]


# --- texts -----------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "share"),
    [("1", "1"), ("0,4", "0.4"), ("0.4", "0.4"), ("40%", "0.4"), ("33,3333 %", "0.333333"), ("", None), (" ", None)],
)
def test_a_share_is_read(text: str, share: str | None) -> None:
    assert share_from(text) == (None if share is None else Decimal(share))


@pytest.mark.parametrize("text", ["x", "1/3", "-0.4", "0.3333333", "0.4.1", "1e-1", "٤"])
def test_what_is_no_share_is_refused(text: str) -> None:
    with pytest.raises(ValueError, match=re.escape(text)):
        share_from(text)


@pytest.mark.parametrize(
    ("code", "bps", "fits"),
    [
        ("13", "13", True),
        ("13.01", "1302", True),
        ("13.01.01", "1302010", True),
        ("13.01.01.2001", "1302010001", True),
        ("13.01.01.2001", "1302010", False),
        ("13.01", "13x2", False),
        ("13.01", "", False),
        ("00", "00", False),
        ("lain", "13", False),
    ],
)
def test_a_bps_code_has_the_length_of_its_level(code: str, bps: str, fits: bool) -> None:
    assert bps_code_fits(code, bps) is fits
