"""The calendar of a place: a month as a grid, the same events by village, and what may be filtered."""

from __future__ import annotations

import datetime as dt
from calendar import monthrange
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from django.utils.translation import gettext

from padu.apps.convergence.planning.plannable_days import days_off
from padu.apps.convergence.selectors.events import EventBlock, blocks_of, events_between
from padu.ui.drawing import CalendarEntry, MonthGrid, month_grid


@dataclass(frozen=True, slots=True)
class EventFilter:
    """What is shown; None: everything."""

    agency_id: int | None = None
    village: str | None = None
    programme_no: int | None = None

    def lets_through(self, block: EventBlock) -> bool:
        return (
            (self.agency_id is None or self.agency_id in block.agency_ids)
            and (self.village is None or self.village == block.region_code)
            and (self.programme_no is None or self.programme_no in block.programmes)
        )

    @property
    def active(self) -> bool:
        return self != EventFilter()


@dataclass(frozen=True, slots=True)
class VillageEvents:
    """A village with its events of the month, in the order of days."""

    region_code: str
    village: str
    blocks: tuple[EventBlock, ...]


@dataclass(frozen=True, slots=True)
class MonthPage:
    """A month of a place. `all_blocks` also holds what the filter hides."""

    region_code: str
    first: dt.date
    grid: MonthGrid
    villages: tuple[VillageEvents, ...]
    all_blocks: tuple[EventBlock, ...]
    unreported: int

    @property
    def count(self) -> int:
        return self.grid.count


def build_month(region_code: str, year: int, month: int, wanted: EventFilter, today: dt.date) -> MonthPage:
    """The events of a place and below it in one month, as far as the current actor may see them."""
    first, last = dt.date(year, month, 1), dt.date(year, month, monthrange(year, month)[1])
    found = tuple(blocks_of(events_between(region_code, first, last), today))
    shown = [block for block in found if wanted.lets_through(block)]
    grid = month_grid(year, month, _entries(shown), today=today, holidays=days_off(year))
    unreported = sum(block.state == "unreported" for block in shown)
    return MonthPage(region_code, first, grid, _by_village(shown), found, unreported)


def blocks_of_year(region_code: str, year: int, today: dt.date) -> list[EventBlock]:
    return blocks_of(events_between(region_code, dt.date(year, 1, 1), dt.date(year, 12, 31)), today)


def _entries(blocks: Iterable[EventBlock]) -> dict[dt.date, Sequence[CalendarEntry]]:
    by_day: defaultdict[dt.date, list[CalendarEntry]] = defaultdict(list)
    for block in blocks:
        by_day[block.day].append(CalendarEntry(block.village, block.url, _words(block), block.agencies, block.state))
    return dict(by_day)


def _words(block: EventBlock) -> str:
    """One activity by its name, several by their number."""
    if len(block.titles) == 1:
        return block.titles[0]
    return gettext("%(count)s kegiatan") % {"count": len(block.titles)}


def _by_village(blocks: Iterable[EventBlock]) -> tuple[VillageEvents, ...]:
    found: defaultdict[str, list[EventBlock]] = defaultdict(list)
    for block in blocks:
        found[block.region_code].append(block)
    return tuple(VillageEvents(code, rows[0].village, tuple(rows)) for code, rows in sorted(found.items()))
