"""What the list of pairs and the list of sectors' rows share: filters, order, one page of rows, and their workbook."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final

from django.db.models import QuerySet
from django.http import QueryDict
from django.utils.translation import gettext as _

from padu.apps.rumah_dataku.selectors import holds_made_up_data
from padu.domain.formatting import date_long, number
from padu.reports import model as report
from padu.ui.components import Choice, Field, Pager
from padu.ui.paging import asked_page, numbered_pager
from padu.ui.sorting import Sorting

PER_PAGE: Final = 50
MOST_ROWS: Final = 20_000
"""[assumption] A workbook of more rows would be opened by nobody; it says so."""

Rows = QuerySet[Any]


def choice_field(name: str, label: str, now: str, choices: Iterable[tuple[str, str]]) -> Field:
    """A control of the filter bar. choices: words and value"""
    entries = [Choice(str(words), value=value, active=value == now) for words, value in choices]
    return Field(name, label, value=now, choices=entries)


def village_fields(query: QueryDict, villages: Mapping[str, str]) -> list[Field]:
    """A control to narrow to one village; none where there is only one."""
    if len(villages) < 2:
        return []
    places = [(_("Semua"), ""), *((name, code) for code, name in villages.items())]
    return [choice_field("desa", _("Desa"), query.get("desa", ""), places)]


def ordered(rows: Rows, order: Sorting, columns: Mapping[str, str]) -> Rows:
    """The rows in the order asked for. columns: key in the address -> column of the table"""
    down = order.down or order.key.startswith("-")
    column = columns[order.key.removeprefix("-")]
    return rows.order_by(f"-{column}" if down else column, "pk")


@dataclass(frozen=True, slots=True)
class ReviewPage:
    """The rows of one page, how many there are in all, and the way to the other pages."""

    rows: list[Any]
    count: int
    pager: Pager | None


def page_of(rows: Rows, query: QueryDict) -> ReviewPage:
    count = rows.count()
    page = asked_page(query, count, PER_PAGE)
    shown = list(rows[(page - 1) * PER_PAGE : page * PER_PAGE])
    return ReviewPage(shown, count, numbered_pager(query, page, count, PER_PAGE))


def document_of(
    rows: Rows,
    lines: Callable[[Sequence[Any]], Iterable[report.Row]],
    *,
    title: str,
    caption: str,
    columns: tuple[report.Column, ...],
    source: str,
    today: dt.date,
) -> tuple[report.Document, list[str]]:
    """All rows as one table, up to MOST_ROWS, and the village of each. lines: from rows to the lines of the workbook"""
    found = list(rows[: MOST_ROWS + 1])
    notes = (f"Hanya {number(MOST_ROWS)} baris pertama.",) if len(found) > MOST_ROWS else ()
    document = report.Document(
        title=title,
        place="",
        period=f"Per {date_long(today)}",
        blocks=(report.Table(caption, columns, tuple(lines(found[:MOST_ROWS])), footnotes=notes),),
        as_of=today,
        source=source,
        demo=holds_made_up_data(),
        orientation=report.Orientation.LANDSCAPE,
    )
    return document, [one.region_code for one in found[:MOST_ROWS]]
