"""What the component templates expect: frozen shapes that selectors fill and templates only print.

A template may also be given a dict with the same keys. Text arrives translated, addresses arrive ready.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Literal

from padu.domain.values import FigureValue


@dataclass(frozen=True, slots=True)
class NavItem:
    """One entry of the main navigation; `in_bar` puts it in the bottom bar of a phone (four fit)."""

    label: str
    url: str
    icon: str
    active: bool = False
    badge: int = 0
    in_bar: bool = False


@dataclass(frozen=True, slots=True)
class Crumb:
    """A step of the way to this page; the last one has no address."""

    label: str
    url: str = ""


@dataclass(frozen=True, slots=True)
class Badge:
    """A small mark; tone is "", accent, good, warn, act, outline or scale-1 .. scale-5."""

    text: str
    tone: str = ""
    icon: str = ""


@dataclass(frozen=True, slots=True)
class Choice:
    """An entry of a switch (place, year, role): a link, or the value a POST sends."""

    label: str
    url: str = ""
    value: str = ""
    active: bool = False


@dataclass(frozen=True, slots=True)
class Tab:
    label: str
    url: str
    active: bool = False
    count: int | None = None


@dataclass(frozen=True, slots=True)
class Stat:
    """A figure that can be followed: value, unit, date, source, and how it moved.

    value     a number or one of the four states; never a formatted text
    change    difference to `change_since`, in the same unit; `better` says how to read it (None: no judgement)
    """

    label: str
    value: FigureValue
    unit: str = ""
    decimals: int = 0
    as_of: dt.date | None = None
    source: str = ""
    source_url: str = ""
    note: str = ""
    change: FigureValue = None
    change_since: str = ""
    better: bool | None = None


@dataclass(frozen=True, slots=True)
class EmptyState:
    """What to say where nothing is yet, and the next step."""

    title: str
    text: str = ""
    action_label: str = ""
    action_url: str = ""
    icon: str = "empty-circle"


@dataclass(frozen=True, slots=True)
class Column:
    """A column of a table; `sort_url` makes its header a link, `sorted` says how it is ordered now."""

    label: str
    kind: Literal["text", "number", "percent", "money", "date", "bar"] = "text"
    decimals: int = 0
    sort_url: str = ""
    sorted: Literal["", "ascending", "descending"] = ""
    help: str = ""


@dataclass(frozen=True, slots=True)
class Bar:
    """A figure with a bar in its cell; `share` 0..1 is the length."""

    value: FigureValue
    share: float = 0.0


@dataclass(frozen=True, slots=True)
class Row:
    """Cells in the order of the columns; `url` links the first one, `act` marks a row that waits for someone."""

    cells: Sequence[object]
    url: str = ""
    act: bool = False


@dataclass(frozen=True, slots=True)
class Pager:
    """Keyset paging: no page numbers, only before and after. `shown` says what is on the page."""

    previous_url: str = ""
    next_url: str = ""
    shown: str = ""


@dataclass(frozen=True, slots=True)
class Table:
    """A whole table for `ui/components/table.html`."""

    caption: str
    columns: Sequence[Column]
    rows: Sequence[Row]
    footer: Row | None = None
    empty: EmptyState | None = None
    pager: Pager | None = None
    stacked: bool = False
    compact: bool = False
    source: str = ""
    download_url: str = ""


@dataclass(frozen=True, slots=True)
class Step:
    """A step of a way in several pages: done, current or still to come."""

    label: str
    state: Literal["done", "current", "todo", "failed"] = "todo"
    url: str = ""
    note: str = ""


@dataclass(frozen=True, slots=True)
class TimelineEntry:
    title: str
    date: dt.date | dt.datetime | None = None
    text: str = ""
    by: str = ""
    icon: str = ""
    url: str = ""
    tone: Literal["", "act", "warn", "good"] = ""


@dataclass(frozen=True, slots=True)
class Term:
    """A line of a definition list; a `value` that is no text is shown as a figure with its state."""

    label: str
    value: object
    unit: str = ""
    decimals: int = 0
    url: str = ""


@dataclass(frozen=True, slots=True)
class Field:
    """A control of a filter bar (kind select needs choices)."""

    name: str
    label: str
    kind: Literal["search", "text", "select", "date"] = "select"
    value: str = ""
    choices: Sequence[Choice] = field(default_factory=tuple)
    placeholder: str = ""


@dataclass(frozen=True, slots=True)
class Progress:
    """Long work: how far, in words, and where to ask again. `percent` None: length unknown."""

    title: str
    poll_url: str = ""
    percent: int | None = None
    text: str = ""
    state: Literal["waiting", "running", "done", "failed"] = "running"
    next_url: str = ""
    next_label: str = ""
