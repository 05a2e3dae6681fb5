"""The calendar of a month as HTML: a grid of weeks from Monday."""

from __future__ import annotations

import datetime as dt
from calendar import Calendar

from padu.domain.formatting import DAYS, month_year
from padu.reports.formats import TICK
from padu.reports.html.text import safe
from padu.reports.model import DayEntry, MonthGrid


def month_html(month: MonthGrid) -> str:
    """The grid with its entries and days off."""
    heads = "".join(f'<th scope="col">{day}</th>' for day in DAYS)
    weeks = Calendar(firstweekday=0).monthdatescalendar(month.year, month.month)
    rows = "".join(f"<tr>{''.join(_day(month, day) for day in week)}</tr>" for week in weeks)
    caption = month_year(dt.date(month.year, month.month, 1))
    if month.caption:
        caption = f"{month.caption}, {caption}"
    return (
        f'<table class="month"><caption>{safe(caption)}</caption>'
        f"<thead><tr>{heads}</tr></thead><tbody>{rows}</tbody></table>"
    )


def _day(month: MonthGrid, day: dt.date) -> str:
    if day.month != month.month:
        return '<td class="outside"></td>'
    days_off = [off for off in month.days_off if off.day == day]
    css = ' class="off"' if days_off or day.weekday() == 6 else ""
    names = "".join(f'<span class="off-name">{safe(off.name)}</span>' for off in days_off)
    entries = "".join(_entry(entry) for entry in month.entries if entry.day == day)
    return f'<td{css}><span class="date">{day.day}</span>{names}{entries}</td>'


def _entry(entry: DayEntry) -> str:
    tick = f"{TICK} " if entry.done else ""
    detail = f'<span class="detail">{safe(entry.detail)}</span>' if entry.detail else ""
    return f'<span class="entry"><b>{safe(tick + entry.title)}</b>{detail}</span>'
