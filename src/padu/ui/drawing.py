"""Geometry of the small pictures that are drawn in the page itself: templates do no arithmetic.

Lengths come out as text for SVG attributes (`style` attributes are forbidden by the content policy). Missing values
are never drawn as nought: a bar without a figure has no mark, a line has a gap.
"""

from __future__ import annotations

import calendar
import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from padu.domain.formatting import DAYS_SHORT
from padu.domain.values import FigureValue, Missing, missing_of

Bounds = tuple[float, float, float, float]
"""The four figures between five steps of a scale; a bound belongs to the step above it."""

SHARE_BOUNDS: Bounds = (20.0, 40.0, 60.0, 80.0)
"""Even steps of a percentage."""


def digits(length: float) -> str:
    """A length as short digits for SVG: 25.6 -> `25.6`, 25.0 -> `25`."""
    return f"{length:.2f}".rstrip("0").rstrip(".")


def percent_of(share: float) -> str:
    """A share 0..1, clamped, as digits for an SVG length in percent: 0.256 -> `25.6`."""
    return digits(min(1.0, max(0.0, share)) * 100)


def plain(value: FigureValue) -> float | None:
    """The number in `value`, None where there is none."""
    if value is None or missing_of(value) is not None:
        return None
    assert not isinstance(value, Missing)
    return float(value)


def scale_step(value: FigureValue, bounds: Bounds = SHARE_BOUNDS) -> int | None:
    """Which of five steps a figure falls into (1..5). None without a number."""
    figure = plain(value)
    return None if figure is None else 1 + sum(figure >= bound for bound in bounds)


@dataclass(frozen=True, slots=True)
class GapBar:
    """Positions in percent of the width; None where the figure is missing. `start`..`length` is the gap itself."""

    value: str | None
    reference: str | None
    worst: str | None
    start: str = "0"
    length: str = "0"
    behind: bool = False


def gap_bar(value: FigureValue, reference: FigureValue, worst: FigureValue, best: float = 0.0) -> GapBar:
    """Value, reference and worst on one scale from `best` to the farthest of the three.

    behind  the value lies on the worst's side of the reference
    """
    here, aim, far = plain(value), plain(reference), plain(worst)
    known = [best, *(figure for figure in (here, aim, far) if figure is not None)]
    low, high = min(known), max(known)

    def place(figure: float | None) -> str | None:
        return None if figure is None else percent_of((figure - low) / (high - low) if high > low else 0.0)

    bar = GapBar(place(here), place(aim), place(far))
    if here is None or aim is None or high == low:
        return bar
    behind = here > aim if _more_is_worse(here, aim, far, best) else here < aim
    start, length = min(here, aim), abs(here - aim)
    return GapBar(
        bar.value, bar.reference, bar.worst, percent_of((start - low) / (high - low)),
        percent_of(length / (high - low)), behind,
    )  # fmt: skip


def _more_is_worse(here: float, aim: float, far: float | None, best: float) -> bool:
    if far is not None and far != aim:
        return far > aim
    return aim > best or (aim == best and here >= best)


@dataclass(frozen=True, slots=True)
class Sparkline:
    """Polylines (one per unbroken run) in a box of 100 x 24, and the last point if its figure is known."""

    lines: tuple[str, ...]
    last_x: str = ""
    last_y: str = ""


def sparkline(values: Sequence[FigureValue]) -> Sparkline:
    """A trend without axes: lowest figure at the bottom, highest on top, gaps where a figure is missing."""
    figures = [plain(value) for value in values]
    known = [figure for figure in figures if figure is not None]
    if not known:
        return Sparkline(())
    low, span = min(known), max(known) - min(known)
    step = 94 / max(1, len(figures) - 1)
    points = [
        None if figure is None else (3 + index * step, 21 - (18 * (figure - low) / span if span else 9))
        for index, figure in enumerate(figures)
    ]
    last = points[-1]
    ends = (digits(last[0]), digits(last[1])) if last else ("", "")
    return Sparkline(tuple(_runs(points)), *ends)


def _runs(points: Sequence[tuple[float, float] | None]) -> list[str]:
    runs: list[list[str]] = [[]]
    for point in points:
        if point is None:
            runs.append([])
        else:
            runs[-1].append(f"{digits(point[0])},{digits(point[1])}")
    return [" ".join(run) for run in runs if len(run) > 1]


@dataclass(frozen=True, slots=True)
class Segment:
    """A part of a bar: where it starts, how long it is (percent), and its css class."""

    start: str
    length: str
    css: str


def stacked(parts: Sequence[tuple[FigureValue, str]], whole: FigureValue) -> tuple[Segment, ...]:
    """Parts laid one after the other on a bar of `whole`; what exceeds the whole is cut at its end."""
    total = plain(whole)
    if not total or total < 0:
        return ()
    segments, at = [], 0.0
    for value, css in parts:
        share = max(0.0, plain(value) or 0.0) / total
        share = min(share, 1.0 - at)
        segments.append(Segment(percent_of(at), percent_of(share), css))
        at += share
    return tuple(segments)


@dataclass(frozen=True, slots=True)
class CalendarEntry:
    """One block in a day: a joint event with the marks of the agencies that come."""

    title: str
    url: str = ""
    place: str = ""
    agencies: Sequence[str] = ()
    state: str = ""
    clock: str = ""


@dataclass(frozen=True, slots=True)
class CalendarDay:
    """A cell of a month; `inside` is false for days of the neighbouring months."""

    date: dt.date
    inside: bool
    today: bool
    holiday: str
    entries: Sequence[CalendarEntry]
    weekend: bool


@dataclass(frozen=True, slots=True)
class MonthGrid:
    """A month in weeks from Monday to Sunday."""

    first: dt.date
    weeks: tuple[tuple[CalendarDay, ...], ...]
    count: int
    weekdays: tuple[str, ...] = DAYS_SHORT


def month_grid(
    year: int,
    month: int,
    entries: Mapping[dt.date, Sequence[CalendarEntry]],
    *,
    today: dt.date | None = None,
    holidays: Mapping[dt.date, str] | None = None,
) -> MonthGrid:
    """The weeks that touch the month, each day with its entries and the name of its holiday, if any."""
    names = holidays or {}
    weeks = calendar.Calendar(firstweekday=0).monthdatescalendar(year, month)
    days = tuple(
        tuple(
            CalendarDay(
                date=day,
                inside=day.month == month,
                today=day == today,
                holiday=names.get(day, ""),
                entries=tuple(entries.get(day, ())) if day.month == month else (),
                weekend=day.weekday() >= 5,
            )
            for day in week
        )
        for week in weeks
    )
    return MonthGrid(dt.date(year, month, 1), days, sum(len(day.entries) for week in days for day in week))
