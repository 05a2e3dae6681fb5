"""A village's events as a document: one table, to print or to work with."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from typing import Final

from padu.apps.rumah_dataku.life_event_page import row_cells
from padu.apps.rumah_dataku.selectors.life_events import EventLine
from padu.domain.formatting import date_long, number
from padu.reports.model import Column, Document, Kind, Orientation, Table

_COLUMNS: Final = (
    Column("Tanggal", kind=Kind.DATE),
    Column("Kejadian", width=1.8),
    Column("Siapa", width=1.8),
    Column("Keluarga", width=1.4),
    Column("RT/RW", width=0.7),
    Column("Surat", width=1.6),
    Column("Dicatat", kind=Kind.DATE),
)


def events_document(lines: Sequence[EventLine], place: str, year: int, day: dt.date, *, cut: bool) -> Document:
    """The events of a year; `cut` says that there were more than its rows. No NIK and no answer stand in it."""
    notes = (f"Hanya {number(len(lines))} baris pertama.",) if cut else ()
    return Document(
        title=f"Kejadian keluarga {year}",
        place=place,
        period=f"Per {date_long(day)}",
        blocks=(Table("Kejadian", _COLUMNS, tuple(row_cells(line) for line in lines), footnotes=notes),),
        as_of=day,
        source="Padu: catatan kejadian keluarga",
        demo=any(line.event.made_up for line in lines),
        orientation=Orientation.LANDSCAPE,
    )
