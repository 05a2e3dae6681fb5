"""The clocks, states and tables of the privacy duties."""

from __future__ import annotations

import datetime as dt

import pytest

from padu.domain.data_rights.breaches import NoticeTo, missing_notices
from padu.domain.data_rights.clocks import Clock, hours_words
from padu.domain.data_rights.consent_texts import TEXTS, ConsentPurpose, current_text, text_of
from padu.domain.data_rights.machines import BREACH, CONSENT, DATA_REQUEST, SecondConfirmerNeeded, confirm_retention
from padu.domain.data_rights.processing import STANDARD
from padu.domain.data_rights.retention import last_round_over, years_before
from padu.domain.states import IllegalTransition

BEGAN = dt.datetime(2026, 3, 6, 9, 0, tzinfo=dt.UTC)  # a Friday: the weekend counts


@pytest.mark.parametrize(
    ("hours", "state"),
    [(0, "running"), (48, "running"), (49, "urgent"), (72, "urgent"), (72.1, "late")],
)
def test_an_open_duty_runs_for_72_hours(hours: float, state: str) -> None:
    assert Clock(BEGAN).state(BEGAN + dt.timedelta(hours=hours)) == state


def test_the_clock_of_a_friday_morning_ends_on_monday_morning() -> None:
    assert Clock(BEGAN).due_at == dt.datetime(2026, 3, 9, 9, 0, tzinfo=dt.UTC)


@pytest.mark.parametrize(("hours", "state"), [(72, "done"), (73, "done_late")])
def test_a_duty_that_was_done_is_late_by_when_it_was_done(hours: int, state: str) -> None:
    done = BEGAN + dt.timedelta(hours=hours)
    assert Clock(BEGAN, done).state(BEGAN + dt.timedelta(days=400)) == state


@pytest.mark.parametrize(
    ("left", "words"),
    [
        (dt.timedelta(hours=30, minutes=59), "30 jam lagi"),
        (dt.timedelta(minutes=59), "kurang dari 1 jam lagi"),
        (dt.timedelta(0), "kurang dari 1 jam lagi"),
        (dt.timedelta(minutes=-5), "baru saja lewat"),
        (dt.timedelta(hours=-2), "lewat 2 jam"),
    ],
)
def test_hours_in_words(left: dt.timedelta, words: str) -> None:
    assert hours_words(left) == words


@pytest.mark.parametrize(
    ("today", "year"),
    [
        (dt.date(2026, 12, 30), 2020),
        (dt.date(2026, 12, 31), 2021),
        (dt.date(2027, 1, 1), 2021),
    ],
)
def test_a_round_is_over_five_years_after_its_last_day(today: dt.date, year: int) -> None:
    assert last_round_over(today) == year


def test_five_years_before_a_leap_day() -> None:
    assert years_before(dt.date(2028, 2, 29), 5) == dt.date(2023, 2, 28)


def test_who_proposed_cannot_confirm() -> None:
    with pytest.raises(SecondConfirmerNeeded):
        confirm_retention("proposed", proposed_by=7, confirmed_by=7)
    with pytest.raises(SecondConfirmerNeeded):
        confirm_retention("proposed", proposed_by=None, confirmed_by=None)
    assert confirm_retention("proposed", proposed_by=7, confirmed_by=8) == "confirmed"
    with pytest.raises(IllegalTransition):
        confirm_retention("done", proposed_by=7, confirmed_by=8)


def test_a_request_is_answered_once() -> None:
    with pytest.raises(IllegalTransition):
        DATA_REQUEST.next_state("answered", "refuse")


def test_a_consent_is_stopped_only_after_it_was_withdrawn() -> None:
    with pytest.raises(IllegalTransition):
        CONSENT.next_state("given", "stop")


def test_a_breach_is_contained_before_it_is_closed() -> None:
    with pytest.raises(IllegalTransition):
        BREACH.next_state("open", "close")
    assert BREACH.next_state("closed", "reopen") == "open"


@pytest.mark.parametrize(
    ("sent", "persons", "missing"),
    [
        (frozenset(), None, (NoticeTo.PERSONS, NoticeTo.AUTHORITY)),
        (frozenset(), 0, (NoticeTo.AUTHORITY,)),
        (frozenset({NoticeTo.PERSONS}), 12, (NoticeTo.AUTHORITY,)),
        (frozenset({NoticeTo.PERSONS, NoticeTo.AUTHORITY}), 12, ()),
        (frozenset({NoticeTo.PUBLIC}), 12, (NoticeTo.PERSONS, NoticeTo.AUTHORITY)),
    ],
)
def test_both_notices_are_asked_for_and_an_unknown_number_is_not_nought(sent, persons, missing) -> None:
    assert missing_notices(sent, persons) == missing


def test_each_purpose_has_one_text_for_each_version_and_says_how_to_take_it_back() -> None:
    assert {text.purpose for text in TEXTS} == set(ConsentPurpose)
    assert len({(text.purpose, text.version) for text in TEXTS}) == len(TEXTS)
    assert all("3 x 24 jam" in text.text for text in TEXTS)
    assert text_of(ConsentPurpose.PHOTO, current_text(ConsentPurpose.PHOTO).version) is current_text(
        ConsentPurpose.PHOTO
    )
    assert text_of(ConsentPurpose.PHOTO, 99) is None


def test_every_row_of_the_standard_register_is_filled_in() -> None:
    keys = [row.key for row in STANDARD]
    assert len(set(keys)) == len(keys)
    for row in STANDARD:
        assert all(getattr(row, name).strip() for name in ("name", "purpose", "basis", "data", "people", "recipients"))
