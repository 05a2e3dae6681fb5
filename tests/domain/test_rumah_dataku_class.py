"""The class of a Rumah DataKu and what stands between it and the next one."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from padu.domain.rumah_dataku_class import (
    DataGroup,
    Facility,
    RumahDatakuClass,
    RumahDatakuState,
    classify,
)

TODAY = dt.date(2026, 11, 22)
FRESH, STALE = dt.date(2025, 11, 22), dt.date(2025, 11, 21)  # 365 days and 366 days ago
SEDERHANA = RumahDatakuState(
    has_decree=True, has_chair=True, cadres=2, oriented=True, facilities=frozenset({Facility.DATA_BOOK}),
    groups={DataGroup.QUANTITY: STALE}, presentations=1,
)  # fmt: skip
LENGKAP = replace(
    SEDERHANA,
    facilities=frozenset({Facility.DATA_BOOK, Facility.NAME_BOARD, Facility.COMPUTER}),
    groups=dict.fromkeys(list(DataGroup)[:4], FRESH),
    analysed_on=FRESH,
)
PARIPURNA = replace(
    LENGKAP,
    groups=dict.fromkeys(DataGroup, FRESH),
    presentations=2,
    used_in_planning_on=FRESH,
    used_in_intervention_on=TODAY,
)


def missing(state: RumahDatakuState) -> dict[str, bool | None]:
    return {r.key: r.met for r in classify(state, TODAY).missing}


@pytest.mark.parametrize(
    ("state", "reached"),
    [
        (RumahDatakuState(), None),
        (SEDERHANA, RumahDatakuClass.SEDERHANA),
        (LENGKAP, RumahDatakuClass.LENGKAP),
        (PARIPURNA, RumahDatakuClass.PARIPURNA),
        (replace(SEDERHANA, cadres=1), None),
        (replace(LENGKAP, analysed_on=STALE), RumahDatakuClass.SEDERHANA),
        (replace(LENGKAP, groups=dict.fromkeys(list(DataGroup)[:4], STALE)), RumahDatakuClass.SEDERHANA),
        (replace(PARIPURNA, used_in_intervention_on=None), RumahDatakuClass.LENGKAP),
        # A higher class does not stand on a broken lower one.
        (replace(PARIPURNA, has_decree=False), None),
    ],
)
def test_the_class_is_the_highest_with_all_below_met(state: RumahDatakuState, reached: RumahDatakuClass | None) -> None:
    assert classify(state, TODAY).reached == reached


def test_what_nobody_told_is_unknown_and_what_is_told_not_met_is_not() -> None:
    assert missing(replace(SEDERHANA, cadres=None, oriented=False)) == {"cadres": None, "orientation": False}
    assert missing(SEDERHANA) == {
        "three_facilities": False, "computer_or_board": False, "four_fresh_groups": False, "analysis": None,
    }  # fmt: skip
    assert missing(PARIPURNA) == {}
    assert classify(PARIPURNA, TODAY).next_class is None


def test_a_date_to_come_is_not_fresh() -> None:
    assert missing(replace(PARIPURNA, used_in_planning_on=TODAY + dt.timedelta(days=1))) == {"used_in_planning": False}


@given(st.sampled_from(DataGroup), st.dates(dt.date(2024, 1, 1), TODAY))
def test_a_later_update_never_lowers_the_class(group: DataGroup, day: dt.date) -> None:
    order = [None, *RumahDatakuClass]
    before = classify(replace(PARIPURNA, groups={**dict.fromkeys(DataGroup, FRESH), group: day}), TODAY)
    after = classify(PARIPURNA, TODAY)
    assert order.index(before.reached) <= order.index(after.reached)
