"""Positions of the small pictures, worked by hand."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal

import pytest

from padu.domain.values import Missing
from padu.ui.drawing import CalendarEntry, gap_bar, month_grid, percent_of, scale_step, sparkline, stacked
from padu.ui.pictures import Gauge


@pytest.mark.parametrize(("share", "text"), [(0, "0"), (0.256, "25.6"), (1, "100"), (1.7, "100"), (-0.2, "0")])
def test_a_share_becomes_a_clamped_percentage(share: float, text: str) -> None:
    assert percent_of(share) == text


@pytest.mark.parametrize(
    ("value", "step"), [(0, 1), (19.99, 1), (20, 2), (59, 3), (60, 4), (80, 5), (100, 5), (Decimal("40"), 3)]
)
def test_a_bound_belongs_to_the_step_above(value: float, step: int) -> None:
    assert scale_step(value) == step


@pytest.mark.parametrize("value", [None, Missing.SUPPRESSED, Missing.NOT_APPLICABLE, float("nan")])
def test_no_figure_has_no_step(value: Missing | None) -> None:
    assert scale_step(value) is None


def test_gap_lies_between_reference_and_value() -> None:
    # scale 0..40: reference 10 at 25 %, value 30 at 75 %, worst 40 at the end
    bar = gap_bar(30, 10, 40)
    assert (bar.reference, bar.value, bar.worst) == ("25", "75", "100")
    assert (bar.start, bar.length, bar.behind) == ("25", "50", True)


def test_better_than_the_reference_is_not_behind() -> None:
    bar = gap_bar(5, 10, 40)
    assert (bar.start, bar.length, bar.behind) == ("12.5", "12.5", False)


def test_where_more_is_better_less_is_behind() -> None:
    # coverage: best 100, worst 20; scale 20..100, value 40 at 25 %, reference 60 at 50 %
    bar = gap_bar(40, 60, 20, best=100)
    assert (bar.value, bar.reference, bar.behind) == ("25", "50", True)
    assert gap_bar(80, 60, 20, best=100).behind is False


def test_without_worst_the_best_end_tells_the_direction() -> None:
    assert gap_bar(30, 10, None).behind is True
    assert gap_bar(30, 60, None, best=100).behind is True
    assert gap_bar(70, 60, None, best=100).behind is False


def test_an_unknown_value_has_no_mark_and_no_gap() -> None:
    bar = gap_bar(None, 10, 40)
    assert bar.value is None
    assert bar.length == "0"
    assert bar.behind is False


def test_equal_figures_draw_no_gap() -> None:
    assert gap_bar(10, 10, 40).behind is False
    assert gap_bar(0, 0, 0).value == "0"


def test_a_trend_breaks_where_a_figure_is_missing() -> None:
    # five places 23.5 apart from 3 to 97; the missing third splits the line
    spark = sparkline([10, 20, None, 0, 5])
    assert len(spark.lines) == 2
    assert spark.lines[0] == "3,12 26.5,3"
    assert spark.lines[1] == "73.5,21 97,16.5"
    assert (spark.last_x, spark.last_y) == ("97", "16.5")


def test_a_trend_without_last_figure_has_no_end_point() -> None:
    spark = sparkline([10, 20, Missing.SUPPRESSED])
    assert spark.last_x == ""
    assert sparkline([None, None]).lines == ()


def test_parts_of_a_bar_follow_each_other_and_are_cut_at_the_end() -> None:
    parts = stacked(((30, "used"), (90, "planned")), 100)
    assert [(part.start, part.length, part.css) for part in parts] == [("0", "30", "used"), ("30", "70", "planned")]


def test_a_whole_that_is_unknown_has_no_parts() -> None:
    assert stacked(((30, "used"),), None) == ()
    assert Gauge("Dana", None, 5).over is False


def test_a_gauge_is_over_when_used_and_planned_exceed_the_whole() -> None:
    assert Gauge("Dana", Decimal(10), Decimal(6), Decimal(5)).over is True
    assert Gauge("Dana", 10, 6, 4).over is False


def test_month_starts_on_monday_and_keeps_entries_inside() -> None:
    entry = CalendarEntry("Pelayanan akta")
    outside = dt.date(2026, 10, 26)
    grid = month_grid(
        2026, 11, {dt.date(2026, 11, 30): [entry], outside: [entry]}, holidays={dt.date(2026, 11, 10): "Hari contoh"}
    )
    # November 2026 begins on a Sunday: six weeks from 26 October to 6 December
    assert len(grid.weeks) == 6
    assert grid.weeks[0][0].date == outside
    assert grid.weeks[0][0].entries == ()
    assert grid.weeks[5][0].entries == (entry,)
    assert grid.count == 1
    assert grid.weeks[2][1].holiday == "Hari contoh"
    assert grid.weeks[2][6].weekend is True
