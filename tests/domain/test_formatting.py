"""The Indonesian forms, worked by hand."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal
from zoneinfo import ZoneInfo

import pytest

from padu.domain import formatting
from padu.domain.values import Missing, missing_of


@pytest.mark.parametrize(
    ("value", "decimals", "text"),
    [
        (1234.5, 1, "1.234,5"),
        (0, 0, "0"),
        (0, 1, "0,0"),
        (1234567, 0, "1.234.567"),
        (-1234567, 0, "-1.234.567"),
        (999, 0, "999"),
        (0.5, 0, "1"),
        (1.5, 0, "2"),
        (2.5, 0, "3"),
        (-2.5, 0, "-3"),
        (12.25, 1, "12,3"),
        (1.005, 2, "1,01"),
        (Decimal("39.995"), 2, "40,00"),
        (-0.04, 1, "0,0"),
        (1e21, 0, "1.000.000.000.000.000.000.000"),
    ],
)
def test_number_uses_points_commas_and_half_up(value: float, decimals: int, text: str) -> None:
    assert formatting.number(value, decimals) == text


@pytest.mark.parametrize(("value", "text"), [(1.23, "+1,2"), (-0.44, "-0,4"), (0, "0,0"), (-0.01, "0,0")])
def test_signed_marks_direction_but_not_of_nought(value: float, text: str) -> None:
    assert formatting.signed(value, 1) == text


@pytest.mark.parametrize(
    ("value", "text"),
    [(1234567, "Rp1.234.567"), (0, "Rp0"), (-500, "-Rp500"), (Decimal("1500.5"), "Rp1.501")],
)
def test_rupiah_has_no_space_and_no_cents(value: int, text: str) -> None:
    assert formatting.rupiah(value) == text


@pytest.mark.parametrize(
    ("value", "text"),
    [
        (500, "Rp500"),
        (1500, "Rp1,5 ribu"),
        (2_000_000, "Rp2 juta"),
        (1_250_000, "Rp1,3 juta"),
        (999_960_000, "Rp1 miliar"),
        (999_940_000, "Rp999,9 juta"),
        (3_400_000_000, "Rp3,4 miliar"),
        (1_200_000_000_000, "Rp1,2 triliun"),
        (-2_500_000, "-Rp2,5 juta"),
    ],
)
def test_rupiah_short_names_the_step(value: int, text: str) -> None:
    assert formatting.rupiah_short(value) == text


def test_percent_takes_percentages_and_share_percent_takes_shares() -> None:
    assert formatting.percent(12.345) == "12,3 %"
    assert formatting.share_percent(0.12345) == "12,3 %"
    assert formatting.share_percent(1, 0) == "100 %"
    # 0.285 * 100 is 28.499999999999996 as a float; a reader expects half up on what is written
    assert formatting.share_percent(0.285, 0) == "29 %"


@pytest.mark.parametrize(
    ("value", "text"),
    [
        (0, "0 keluarga"),
        (1200, "1.200 keluarga"),
        (None, "belum diketahui"),
        (float("nan"), "belum diketahui"),
        (Missing.UNKNOWN, "belum diketahui"),
        (Missing.NOT_APPLICABLE, "tidak berlaku"),
        (Missing.SUPPRESSED, "disamarkan (<10)"),
    ],
)
def test_figure_keeps_the_four_values_apart(value: float | Missing | None, text: str) -> None:
    assert formatting.figure(value, unit="keluarga") == text


def test_figure_knows_money_and_percent() -> None:
    assert formatting.figure(1500, unit="Rp") == "Rp1.500"
    assert formatting.figure(39.995, 2, "%") == "40,00 %"
    assert formatting.figure(0) == "0"
    assert formatting.figure(0.0, 1, "%") == "0 %"
    assert formatting.figure(0.04, 1, "%") == "0,0 %"


def test_zero_is_not_missing() -> None:
    assert missing_of(0) is None
    assert missing_of(None) is Missing.UNKNOWN


DAY = dt.date(2026, 11, 3)


def test_dates() -> None:
    assert formatting.date_long(DAY) == "3 November 2026"
    assert formatting.date_short(dt.date(2026, 8, 21)) == "21 Agu 2026"
    assert formatting.date_with_day(DAY) == "Selasa, 3 November 2026"
    assert formatting.month_year(DAY) == "November 2026"
    assert formatting.month_name(12) == "Desember"
    with pytest.raises(IndexError):
        formatting.month_name(0)
    with pytest.raises(IndexError):
        formatting.month_name(13)


@pytest.mark.parametrize(
    ("first", "last", "text"),
    [
        (DAY, DAY, "3 November 2026"),
        (DAY, dt.date(2026, 11, 5), "3–5 November 2026"),
        (dt.date(2026, 10, 30), DAY, "30 Oktober–3 November 2026"),
        (dt.date(2026, 12, 30), dt.date(2027, 1, 2), "30 Desember 2026–2 Januari 2027"),
    ],
)
def test_date_range_says_what_is_common_once(first: dt.date, last: dt.date, text: str) -> None:
    assert formatting.date_range(first, last) == text


def test_times_name_their_zone() -> None:
    moment = dt.datetime(2026, 11, 3, 23, 30, tzinfo=dt.UTC)
    assert formatting.clock(moment, ZoneInfo("Asia/Jakarta")) == "06.30 WIB"
    assert formatting.clock(moment, ZoneInfo("Asia/Makassar")) == "07.30 WITA"
    assert formatting.clock(moment, ZoneInfo("Asia/Jayapura")) == "08.30 WIT"
    assert formatting.moment_long(moment, ZoneInfo("Asia/Jakarta")) == "4 November 2026 pukul 06.30 WIB"


def test_a_naive_time_is_refused() -> None:
    with pytest.raises(ValueError, match="aware"):
        formatting.clock(dt.datetime(2026, 11, 3, 12, 0), ZoneInfo("Asia/Jakarta"))  # noqa: DTZ001 that is the case


@pytest.mark.parametrize(
    ("days", "text"),
    [
        (0, "hari ini"),
        (1, "besok"),
        (-1, "kemarin"),
        (3, "3 hari lagi"),
        (-59, "59 hari lalu"),
        (-60, "2 bulan lalu"),
        (-730, "2 tahun lalu"),
    ],
)
def test_days_between_speaks_as_people_do(days: int, text: str) -> None:
    assert formatting.days_between(DAY + dt.timedelta(days=days), DAY) == text


@pytest.mark.parametrize(
    ("size", "text"),
    [
        (0, "0 byte"),
        (999, "999 byte"),
        (1000, "1 kB"),
        (50_000_000, "50 MB"),
        (12_345_678, "12,3 MB"),
        (999_960, "1 MB"),
    ],
)
def test_file_size(size: int, text: str) -> None:
    assert formatting.file_size(size) == text
