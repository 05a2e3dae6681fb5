from __future__ import annotations

import datetime as dt
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from padu.domain.field_work import (
    BeforeStart,
    Duty,
    Load,
    NothingToHandOver,
    RecorderNotNeeded,
    SamePerson,
    SecondGuide,
    Span,
    SpanReversed,
    TerritoryOverlap,
    TerritoryRole,
    TpkPart,
    WorkerKind,
    check_new,
    column_of,
    districts_without_plkb,
    hand_over,
    load_of,
    missing_columns,
    missing_tpk_parts,
    summarise,
    tpk_teams_needed,
    villages_without_plkb,
)
from padu.domain.values import Missing

A, B, C = "13.01.01.2001", "13.01.01.2002", "13.01.02.2001"
NEW_YEAR = dt.date(2026, 1, 1)
PLKB, KADER = WorkerKind.PLKB, WorkerKind.KADER_KB


def day(number: int) -> dt.date:
    return NEW_YEAR + dt.timedelta(days=number)


def duty(worker: int, village: str, start: int, end: int | None = None, **more: object) -> Duty:
    span = Span(day(start), None if end is None else day(end))
    return replace(Duty(worker, village, span, PLKB), **more)  # type: ignore[arg-type]


spans = st.builds(
    lambda start, length: Span(day(start), None if length is None else day(start + length)),
    st.integers(0, 60),
    st.none() | st.integers(0, 40),
)


@given(spans, spans)
def test_two_spans_meet_when_a_day_lies_in_both(one: Span, other: Span) -> None:
    common = any(one.holds(day(n)) and other.holds(day(n)) for n in range(140))
    assert one.meets(other) is common
    assert other.meets(one) is common


def test_a_span_does_not_end_before_it_begins() -> None:
    assert Span(day(3), day(3)).holds(day(3))
    with pytest.raises(SpanReversed):
        Span(day(3), day(2))


def test_a_worker_serves_a_village_once_at_a_time_in_one_role() -> None:
    standing = [duty(1, A, 0, 9, kind=KADER)]
    check_new(standing, [duty(1, A, 10, kind=KADER), duty(1, B, 0, kind=KADER), duty(2, A, 0, kind=KADER)])
    check_new(standing, [duty(1, A, 0, kind=KADER, role=TerritoryRole.TPK_MEMBER)])
    with pytest.raises(TerritoryOverlap) as refused:
        check_new(standing, [duty(1, A, 9, kind=KADER)])
    assert refused.value.data == {"villages": [A]}
    with pytest.raises(TerritoryOverlap):
        check_new([], [duty(1, A, 0), duty(1, A, 5)])


def test_a_village_has_one_plkb_and_no_recorder_beside() -> None:
    with pytest.raises(SecondGuide):
        check_new([duty(1, A, 0)], [duty(2, A, 5)])
    recorder = duty(3, A, 5, kind=KADER, role=TerritoryRole.RECORDER)
    with pytest.raises(RecorderNotNeeded):
        check_new([duty(1, A, 0)], [recorder])
    check_new([duty(1, A, 0, 4)], [recorder])


def test_hand_over_ends_the_day_before_and_begins_on_the_day() -> None:
    standing = [duty(1, A, 0, key=11), duty(1, B, 0, 99, key=12), duty(2, C, 0, key=13)]
    done = hand_over(standing, from_worker=1, to_worker=2, to_kind=PLKB, day=day(31))
    assert [(d.key, d.span) for d in done.ended] == [(11, Span(day(0), day(30))), (12, Span(day(0), day(30)))]
    assert [(d.worker, d.village, d.span) for d in done.begun] == [
        (2, A, Span(day(31))),
        (2, B, Span(day(31), day(99))),
    ]


def test_hand_over_refuses_what_makes_no_sense() -> None:
    standing = [duty(1, A, 10, key=1), duty(2, B, 0, key=2)]

    def change(**more: object) -> object:
        asked = {"from_worker": 1, "to_worker": 2, "to_kind": PLKB, "day": day(20)} | more
        return hand_over(standing, **asked)  # type: ignore[arg-type]

    with pytest.raises(SamePerson):
        change(to_worker=1)
    with pytest.raises(BeforeStart):
        change(day=day(10))
    with pytest.raises(NothingToHandOver):
        change(day=day(9))
    with pytest.raises(NothingToHandOver) as refused:
        change(villages=[A, B])
    assert refused.value.data == {"villages": [B]}
    with pytest.raises(TerritoryOverlap):
        hand_over([*standing, duty(2, A, 40, kind=KADER)], from_worker=1, to_worker=2, to_kind=KADER, day=day(20))


VILLAGES = [f"13.01.0{1 + n % 3}.200{n}" for n in range(6)]


@given(
    st.lists(st.tuples(st.integers(1, 3), st.sampled_from(VILLAGES), spans), max_size=8, unique_by=lambda t: t[1]),
    st.integers(1, 3),
    st.integers(1, 2),
    st.integers(1, 80),
)
def test_hand_over_leaves_no_gap_no_double_and_others_alone(
    rows: list[tuple[int, str, Span]], giver: int, further: int, number: int
) -> None:
    taker = (giver - 1 + further) % 3 + 1  # one of the other two
    standing = [Duty(worker, village, span, PLKB, key=key) for key, (worker, village, span) in enumerate(rows, 1)]
    served = [d for d in standing if d.worker == giver and d.span.holds(day(number))]
    if not served:
        with pytest.raises(NothingToHandOver):
            hand_over(standing, from_worker=giver, to_worker=taker, to_kind=PLKB, day=day(number))
        return
    if any(d.span.start == day(number) for d in served):
        with pytest.raises(BeforeStart):
            hand_over(standing, from_worker=giver, to_worker=taker, to_kind=PLKB, day=day(number))
        return
    done = hand_over(standing, from_worker=giver, to_worker=taker, to_kind=PLKB, day=day(number))
    keys = {d.key for d in done.ended}
    after = [d for d in standing if d.key not in keys] + [*done.ended, *done.begun]
    for n in range(140):
        before_now = {(d.village, d.worker) for d in standing if d.span.holds(day(n))}
        after_now = [(d.village, d.worker) for d in after if d.span.holds(day(n))]
        moved = {d.village for d in done.begun}
        expected = {
            (village, taker if village in moved and worker == giver and n >= number else worker)
            for village, worker in before_now
        }
        assert sorted(after_now) == sorted(expected)


def test_load_counts_villages_kampung_and_families_that_are_known() -> None:
    duties = [duty(1, A, 0), duty(1, B, 0), duty(1, C, 0, 3), duty(1, A, 0, role=TerritoryRole.TPK_MEMBER)]
    families = {A: 320, C: 50}
    load = load_of(1, duties, day(2), kampung={A: 2, C: 1}, families=families)
    assert load == Load(1, (A, B, C), 3, 370, 1)
    later = load_of(1, duties, day(9), kampung={A: 2}, families={})
    assert (later.villages, later.families, later.unknown) == ((A, B), Missing.UNKNOWN, 2)
    assert load_of(9, duties, day(2), kampung={}, families={}) == Load(9, (), 0, 0, 0)


def test_a_load_is_heavy_above_four_villages_or_two_thousand_families() -> None:
    assert not Load(1, (A, B, C, "x"), 0, 2000, 0).heavy
    assert Load(1, (A,), 0, 2001, 0).heavy
    assert Load(1, ("a", "b", "c", "d", "e"), 0, Missing.UNKNOWN, 5).heavy


def test_mean_and_ends_leave_out_officers_whose_families_are_not_all_known() -> None:
    loads = [Load(1, (A,), 0, 100, 0), Load(2, (B, C), 0, 300, 0), Load(3, (A, B, C), 0, 50, 1)]
    found = summarise(loads)
    assert (found.mean_villages, found.least_villages, found.most_villages) == (2.0, 1, 3)
    assert (found.mean_families, found.least_families, found.most_families) == (200.0, 100, 300)
    assert summarise([]).mean_families is Missing.UNKNOWN


@given(st.lists(st.integers(0, 9), min_size=1, max_size=20))
def test_the_mean_lies_between_the_ends(sizes: list[int]) -> None:
    found = summarise([Load(n, tuple(map(str, range(size))), 0, 0, 0) for n, size in enumerate(sizes)])
    assert isinstance(found.least_villages, int)
    assert isinstance(found.most_villages, int)
    assert found.least_villages <= found.mean_villages <= found.most_villages


def test_missing_sectors_stand_in_the_official_order() -> None:
    official = ["civil_registry", "health", "pkk"]
    assert missing_columns(official, ["health"]) == ("civil_registry", "pkk")
    assert missing_columns(official, ["puskesmas_sendiri"], {"puskesmas_sendiri": "health"}) == (
        "civil_registry",
        "pkk",
    )
    assert missing_columns(official, official) == ()


def test_the_sender_says_the_sector_before_the_kind_does() -> None:
    assert column_of(PLKB, None) == "women_child_family"
    assert column_of(WorkerKind.KADER_POSYANDU, "pkk") == "pkk"
    assert column_of(WorkerKind.OTHER, None) == ""


def test_places_without_plkb() -> None:
    duties = [duty(1, A, 0), duty(2, C, 0, kind=KADER), duty(3, C, 0, role=TerritoryRole.RECORDER)]
    assert villages_without_plkb([C, A, B], duties, day(0)) == (B, C)
    assert districts_without_plkb([A, B, C], duties, day(0)) == ("13.01.02",)
    assert villages_without_plkb([A], duties, day(-1)) == (A,)


def test_a_family_support_team_has_three_persons_for_150_targets() -> None:
    assert missing_tpk_parts([TpkPart.PKK, None, TpkPart.PKK]) == (TpkPart.HEALTH, TpkPart.FAMILY_PLANNING)
    assert missing_tpk_parts(list(TpkPart)) == ()
    assert [tpk_teams_needed(n) for n in (0, 1, 150, 151)] == [0, 1, 1, 2]
    with pytest.raises(ValueError, match="-1"):
        tpk_teams_needed(-1)
