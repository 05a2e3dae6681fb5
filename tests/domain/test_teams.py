"""Seats, decrees and vacancies of teams."""

from __future__ import annotations

import datetime as dt

import pytest
from hypothesis import given
from hypothesis import strategies as st

from padu.domain.regions import Level
from padu.domain.team_offices import regional_members
from padu.domain.teams import (
    EXPIRY_WARNING,
    REGENCY_BODIES,
    SETS_OF_KIND,
    DecreeState,
    HeldSeat,
    Part,
    SeatRole,
    SectionSet,
    Span,
    TeamKind,
    completeness,
    decree_on,
    decree_state,
    is_held,
    level_fits,
    seat_fits,
    seats_of,
    section_label,
    sections_of,
)

TODAY = dt.date(2026, 11, 22)
DAYS = st.dates(dt.date(2020, 1, 1), dt.date(2032, 12, 31))
ONE_DAY = dt.timedelta(days=1)


@st.composite
def spans(draw) -> Span:
    start = draw(DAYS)
    end = draw(st.none() | st.integers(0, 2000))
    return Span(start, None if end is None else start + dt.timedelta(days=end))


KINDS = [(kind, sections) for kind, sets in SETS_OF_KIND.items() for sections in sets]


def held(kind: TeamKind, sections: SectionSet, level: Level, *, taken: bool = True) -> list[HeldSeat]:
    return [
        HeldSeat(s.part, s.role, s.section, frozenset({s.body} - {""}), taken) for s in seats_of(kind, sections, level)
    ]


def level_of_kind(kind: TeamKind) -> Level:
    return next(level for level in Level if level_fits(kind, level))


def test_a_village_pokja_has_four_sections_or_eight():
    assert len(sections_of(SectionSet.FOUR_GOALS)) == 4
    assert sections_of(SectionSet.EIGHT_FUNCTIONS) == (
        "agama", "sosial_budaya", "cinta_kasih", "perlindungan", "reproduksi", "pendidikan", "ekonomi", "lingkungan",
    )  # fmt: skip
    # pengarah (ketua, anggota), ketua, sekretaris and a coordinator for each section
    assert len(seats_of(TeamKind.POKJA_VILLAGE, SectionSet.FOUR_GOALS, Level.VILLAGE)) == 8
    assert len(seats_of(TeamKind.POKJA_VILLAGE, SectionSet.EIGHT_FUNCTIONS, Level.VILLAGE)) == 12


def test_a_coordination_team_has_four_fields_with_chair_and_deputy():
    seats = seats_of(TeamKind.COORDINATION, SectionSet.FIELDS, Level.REGENCY)
    assert [s.section for s in seats if s.section] == [f"bidang_{letter}" for letter in "aabbccdd"]
    assert [s.title for s in seats[:3]] == ["Bupati/wali kota", "Unsur Forkopimda", "Sekretaris daerah kabupaten/kota"]


def test_a_regency_group_names_the_eleven_bodies():
    assert len(REGENCY_BODIES) == 11
    seats = held(TeamKind.POKJA_REGENCY, SectionSet.NONE, Level.REGENCY)
    assert completeness(TeamKind.POKJA_REGENCY, SectionSet.NONE, Level.REGENCY, seats).complete
    without = [seat for seat in seats if "sosial" not in seat.bodies]
    lacking = completeness(TeamKind.POKJA_REGENCY, SectionSet.NONE, Level.REGENCY, without)
    assert lacking.bodies_missing == ("sosial",)
    assert not lacking.complete


def test_one_office_may_stand_for_two_bodies():
    seats = [
        s for s in held(TeamKind.POKJA_REGENCY, SectionSet.NONE, Level.REGENCY) if not s.bodies & {"sosial", "pmd"}
    ]
    joint = HeldSeat(Part.EXECUTIVE, SeatRole.MEMBER, "", frozenset({"sosial", "pmd"}), held=True)
    assert completeness(TeamKind.POKJA_REGENCY, SectionSet.NONE, Level.REGENCY, [*seats, joint]).bodies_missing == ()


@pytest.mark.parametrize(("kind", "sections"), KINDS)
def test_a_team_as_proposed_is_complete_once_everybody_is_named(kind, sections):
    level = level_of_kind(kind)
    full = completeness(kind, sections, level, held(kind, sections, level))
    assert (full.complete, full.vacant, full.missing) == (True, 0, ())
    empty = completeness(kind, sections, level, held(kind, sections, level, taken=False))
    assert empty.vacant == empty.positions == full.positions
    assert empty.missing == ()
    assert len(empty.vacant_needed) == sum(seat.needed for seat in seats_of(kind, sections, level))
    nothing = completeness(kind, sections, level, [])
    assert (nothing.positions, nothing.vacant, nothing.complete) == (0, 0, False)


@pytest.mark.parametrize(("kind", "sections"), KINDS)
def test_every_proposed_seat_fits_its_team(kind, sections):
    for seat in seats_of(kind, sections, level_of_kind(kind)):
        assert seat_fits(sections, seat.part, seat.section, seat.role)
        assert section_label(seat.section) or not seat.section


def test_seats_that_no_team_has():
    assert not seat_fits(SectionSet.FOUR_GOALS, Part.STEERING, "sasaran_1", SeatRole.CHAIR)
    assert not seat_fits(SectionSet.FOUR_GOALS, Part.EXECUTIVE, "agama", SeatRole.CHAIR)
    assert not seat_fits(SectionSet.FIELDS, Part.EXECUTIVE, "bidang_a", SeatRole.SECRETARY)
    assert not seat_fits(SectionSet.FIELDS, Part.STEERING, "", SeatRole.SECRETARY)
    assert not level_fits(TeamKind.POKJA_VILLAGE, Level.DISTRICT)
    assert not level_fits(TeamKind.COORDINATION, Level.VILLAGE)


def span(start: str, end: str | None = None) -> Span:
    return Span(dt.date.fromisoformat(start), dt.date.fromisoformat(end) if end else None)


@pytest.mark.parametrize(
    ("decrees", "state"),
    [
        ([], DecreeState.NONE),
        ([span("2024-01-01")], DecreeState.VALID),
        ([span("2027-01-01", "2029-12-31")], DecreeState.NOT_YET),
        ([span("2024-01-01", "2026-11-21")], DecreeState.EXPIRED),
        ([span("2024-01-01", "2026-11-22")], DecreeState.EXPIRING),  # its last day still counts
        ([span("2024-01-01", "2027-02-20")], DecreeState.EXPIRING),  # 90 days ahead
        ([span("2024-01-01", "2027-02-21")], DecreeState.VALID),  # 91 days ahead
        ([span("2024-01-01", "2026-12-31"), span("2027-01-01", "2029-12-31")], DecreeState.VALID),
        ([span("2024-01-01", "2026-12-31"), span("2027-01-02", "2029-12-31")], DecreeState.EXPIRING),  # a day between
        ([span("2020-01-01", "2022-12-31"), span("2027-01-01", "2029-12-31")], DecreeState.EXPIRED),
    ],
)
def test_what_decrees_are_worth_today(decrees, state):
    assert decree_state(decrees, TODAY) is state
    assert decree_state(reversed(decrees), TODAY) is state


@given(st.lists(spans(), max_size=5), DAYS)
def test_a_day_is_covered_just_when_a_decree_holds(decrees, day):
    covered = any(one.holds(day) for one in decrees)
    assert covered == (decree_state(decrees, day) in (DecreeState.VALID, DecreeState.EXPIRING))
    assert covered == is_held(decrees, day)
    assert covered == (decree_on(list(enumerate(decrees)), day) is not None)


@given(st.lists(spans(), min_size=1, max_size=4), DAYS)
def test_valid_means_covered_on_every_day_of_the_warning_time(decrees, day):
    if decree_state(decrees, day) is DecreeState.VALID:
        assert all(any(one.holds(day + ONE_DAY * ahead) for one in decrees) for ahead in range(EXPIRY_WARNING.days + 1))


@given(spans(), spans(), DAYS)
def test_spans_that_share_a_day_overlap(one, other, day):
    assert one.overlaps(other) == other.overlaps(one)
    if one.holds(day) and other.holds(day):
        assert one.overlaps(other)
    last = min((s.end for s in (one, other) if s.end is not None), default=None)
    assert one.overlaps(other) == (last is None or max(one.start, other.start) <= last)


def test_regional_fields_take_each_local_office_once():
    national = [
        ("bidang_a", "Badan Pusat Statistik"),
        ("bidang_a", "Badan Pusat Statistik"),
        ("bidang_b", "Kementerian Agama"),
        ("bidang_a", "Kementerian Agama"),
    ]
    assert [(s.section, s.institution) for s in regional_members(national)] == [
        ("bidang_a", "BPS"),
        ("bidang_b", "Kantor Kementerian Agama"),
        ("bidang_a", "Kantor Kementerian Agama"),
    ]
    with pytest.raises(KeyError):
        regional_members([("bidang_a", "Kementerian yang tidak ada")])
