"""The trail as a workbook."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence

from django.utils import timezone

from padu.domain.formatting import moment_long
from padu.reports.model import Column, Document, Table
from padu.web.history.trail import EXPORTED_AT_MOST, TrailLine

_HEADS = ("Waktu", "Jenis", "Orang", "Apa", "Subjek", "Wilayah", "Keperluan")
_KINDS = {"look": "melihat", "change": "mengubah", "refusal": "ditolak"}


def workbook(lines: Sequence[TrailLine], place: str, today: dt.date) -> bytes:
    """XLSX with a row for each line; everything in it is text."""
    from padu.reports.xlsx import render_xlsx

    return render_xlsx(_document(lines, place, today))


def _document(lines: Sequence[TrailLine], place: str, today: dt.date) -> Document:
    zone = timezone.get_current_timezone()
    rows = tuple(
        (moment_long(line.at, zone), _KINDS[line.kind], line.who, line.event, line.subject, line.place, line.purpose)
        for line in lines
    )
    notes = (f"Paling banyak {EXPORTED_AT_MOST} catatan; persempit tanggalnya untuk yang lebih lama.",)
    return Document(
        title="Jejak: siapa melihat, mengubah, dan ditolak",
        place=place,
        period=f"Diunduh {today:%d-%m-%Y}",
        blocks=(Table("Jejak", tuple(Column(head) for head in _HEADS), rows),),
        as_of=today,
        source="Padu: catatan yang hanya bertambah",
        notes=notes,
    )
