"""Events in words: lines of a timeline and rows of a list."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext

from padu.access.actor import Actor
from padu.access.verbs import Verb
from padu.apps.rumah_dataku.life_event_words import KINDS, kind_title, paper_words
from padu.apps.rumah_dataku.models import Family, LifeEvent
from padu.apps.rumah_dataku.panels import FamilyPanel
from padu.apps.rumah_dataku.selectors.life_events import EventLine, events_of_family
from padu.domain.formatting import date_short
from padu.domain.life_events.kinds import Kind
from padu.ui.components import Column, EmptyState, Pager, Row, Table
from padu.ui.sorting import Sorting

LATEST: Final = 4
"""How many events a family's own page shows; the others stand behind a link."""

SORTS: Final = {"tanggal": "day", "jenis": "kind", "dicatat": "recorded_at"}
"""What a head of the list sorts by."""


@dataclass(frozen=True, slots=True)
class Entry:
    """One event on a timeline; `undo_url` where it can be tried to take it back."""

    title: str
    day: dt.date
    text: str
    more: str
    icon: str
    undone: str
    undo_url: str
    url: str = ""


@dataclass(frozen=True, slots=True)
class EventsPanel:
    """The latest events of a family; `record_url` for who may write one down, `more` where there are others."""

    entries: Sequence[Entry]
    all_url: str
    record_url: str
    more: bool


def family_panel(actor: Actor, family: Family) -> FamilyPanel | None:
    """What happened to this family last."""
    lines = events_of_family(family, LATEST + 1)
    may_write = family.active and actor.may(Verb.FAMILY_WRITE, family.region_code)
    if not lines and not may_write:
        return None
    url = reverse("family_events", args=[family.pk])
    data = EventsPanel(
        timeline(lines[:LATEST], may_write=False), url, f"{url}#catat" if may_write else "", len(lines) > LATEST
    )
    return FamilyPanel("kejadian", gettext("Kejadian"), "rumah_dataku/panels/events.html", data)


def timeline(lines: Sequence[EventLine], *, may_write: bool) -> list[Entry]:
    """Events as entries, in their order; those taken back say when and why."""
    return [_entry(line, may_write=may_write) for line in lines]


def _entry(line: EventLine, *, may_write: bool) -> Entry:
    event = line.event
    open_to_undo = may_write and event.undone_at is None and event.hand_over_id is None
    return Entry(
        title=kind_title(event.kind),
        day=event.day,
        text=", ".join(line.names),
        more=" · ".join(part for part in (place_words(event), paper_words(event.paper, event.paper_number), event.note)
                        if part),
        icon=KINDS[Kind(event.kind)].icon,
        undone=undone_words(event),
        undo_url=reverse("life_event_undo", args=[event.pk]) if open_to_undo else "",
        url=reverse("family", args=[event.other_family]) if event.other_family and not event.undone_at else "",
    )  # fmt: skip


def place_words(event: LifeEvent) -> str:
    """`dari Lolo`, `ke Surian`; "" where nobody told."""
    if not event.place:
        return ""
    words = gettext("ke %(place)s") if event.kind == Kind.MOVE_OUT else gettext("dari %(place)s")
    return words % {"place": event.place}


def undone_words(event: LifeEvent) -> str:
    """When and why it was taken back; "" for one that stands."""
    if event.undone_at is None:
        return ""
    words = gettext("dibatalkan %(day)s: %(why)s")
    return words % {"day": date_short(timezone.localdate(event.undone_at)), "why": event.undone_why}


def event_table(
    lines: Sequence[EventLine], order: Sorting, pager: Pager | None, download_url: str, empty: EmptyState
) -> Table:
    """The village's list."""
    columns = [
        order.column(gettext("Tanggal"), "tanggal", kind="date"),
        order.column(gettext("Kejadian"), "jenis"),
        Column(gettext("Siapa")),
        Column(gettext("Keluarga")),
        Column(gettext("RT/RW")),
        Column(gettext("Surat")),
        order.column(gettext("Dicatat"), "dicatat", kind="date"),
    ]
    rows = [Row(row_cells(line), url=reverse("family_events", args=[line.event.family_id])) for line in lines]
    return Table(
        gettext("Kejadian keluarga"), columns, rows, empty=empty, pager=pager, stacked=True, download_url=download_url
    )


def row_cells(line: EventLine) -> tuple[str | dt.date, ...]:
    """Day, kind, who, family, RT/RW, paper, when it was written down."""
    event, family = line.event, line.family
    parts = (kind_title(event.kind), place_words(event), undone_words(event))
    return (
        event.day,
        ", ".join(part for part in parts if part),
        ", ".join(line.names) or "–",
        (family.head_name if family else "") or "–",
        "/".join(part for part in (family.rt, family.rw) if part) if family else "",
        paper_words(event.paper, event.paper_number) or "–",
        timezone.localdate(event.recorded_at),
    )
