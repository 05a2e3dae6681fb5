import datetime as dt

from holidays import country_holidays

from padu.domain.working_days import working_days

MONDAY_TO_THURSDAY_2026 = 209
"""2026 starts on a Thursday and has 365 days: 52 of each weekday and one Thursday more."""


def test_a_year_has_its_mondays_to_thursdays() -> None:
    days = working_days(2026, holidays=())
    assert len(days) == MONDAY_TO_THURSDAY_2026
    assert days[:3] == (dt.date(2026, 1, 1), dt.date(2026, 1, 5), dt.date(2026, 1, 6))
    assert {day.weekday() for day in days} == {0, 1, 2, 3}
    assert list(days) == sorted(days)


def test_fridays_come_in_when_asked() -> None:
    assert len(working_days(2026, holidays=(), include_friday=True)) == MONDAY_TO_THURSDAY_2026 + 52


def test_a_leap_year_has_its_last_day() -> None:
    assert working_days(2024, holidays=())[-1] == dt.date(2024, 12, 31)
    assert len(working_days(2024, holidays=())) == 210  # 366 days from a Monday: one Monday and one Tuesday more


def test_holidays_are_left_out_and_those_on_a_weekend_change_nothing() -> None:
    holidays = {dt.date(2026, 1, 1), dt.date(2026, 8, 17), dt.date(2026, 5, 31)}
    days = working_days(2026, holidays=holidays)
    assert len(days) == MONDAY_TO_THURSDAY_2026 - 2
    assert not holidays & set(days)


def test_bounds_are_included_and_do_not_leave_the_year() -> None:
    days = working_days(2026, holidays=(), first=dt.date(2026, 12, 28), last=dt.date(2027, 3, 1))
    assert days == (dt.date(2026, 12, 28), dt.date(2026, 12, 29), dt.date(2026, 12, 30), dt.date(2026, 12, 31))
    assert working_days(2026, holidays=(), first=dt.date(2027, 1, 1)) == ()


def test_the_national_calendar_of_2026_fits() -> None:
    """Counted from the package's list: a day off counts once and only where a working day falls on it."""
    national = set(country_holidays("ID", years=2026))
    lost = {day for day in national if day.year == 2026 and day.weekday() < 4}
    days = working_days(2026, holidays=national)
    assert dt.date(2026, 8, 17) in lost
    assert len(days) == MONDAY_TO_THURSDAY_2026 - len(lost)


def test_the_last_year_of_the_calendar_ends() -> None:
    assert working_days(9999, holidays=())[-1] == dt.date(9999, 12, 30)
