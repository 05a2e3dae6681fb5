"""A team's picture as a document: one table for each part, to print or to work with."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from typing import Final

from padu.apps.institutions.selectors.teams import SeatGroup, TeamLine, TeamPicture
from padu.apps.institutions.words_teams import state_words
from padu.domain.formatting import date_long, number
from padu.domain.teams import KIND_LABELS
from padu.domain.values import Missing
from padu.reports.model import Column, Document, Kind, Orientation, Paragraph, Table
from padu.ui.typeface import house_typeface

MEDIA_TYPES: Final = {
    "pdf": "application/pdf",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
}
_COLUMNS = (
    Column("Peran", width=0.8),
    Column("Jabatan", width=1.8),
    Column("Instansi", width=1.5),
    Column("Nama", width=1.5),
    Column("Sejak", kind=Kind.DATE, width=0.8),
)


def team_file_of(picture: TeamPicture, form: str) -> bytes:
    """The document in one of MEDIA_TYPES."""
    if form == "pdf":
        from padu.reports.pdf import render_pdf

        return render_pdf(team_document(picture), font_file=house_typeface())
    from padu.reports.xlsx import render_xlsx

    return render_xlsx(team_document(picture))


def team_document(picture: TeamPicture) -> Document:
    """Parts in their order; an empty seat has no name, and nobody is named who is not in office on that day."""
    groups = [group for group in picture.groups if group.cards]
    return Document(
        title=picture.team.name,
        place=picture.place,
        period=f"Susunan per {date_long(picture.day)}",
        blocks=(Paragraph(_decree_words(picture)), *(_table(group) for group in groups)),
        as_of=picture.day,
        source=picture.team.source or "Padu: daftar tim dan pokja",
        demo=picture.team.made_up,
    )


def _decree_words(picture: TeamPicture) -> str:
    words = state_words()[picture.state]
    if picture.decree is None:
        return words
    end = f" sampai {date_long(picture.decree.valid_to)}" if picture.decree.valid_to else " tanpa batas waktu"
    return f"{words}: {picture.decree.number}, {picture.decree.signer}, berlaku{end}."


def _table(group: SeatGroup) -> Table:
    rows = tuple(
        (
            card.position.get_role_display(),
            card.position.title or Missing.UNKNOWN,
            card.office or Missing.UNKNOWN,
            card.holder.name if card.holder else "belum ada pemegang",
            card.holder.valid_from if card.holder else Missing.NOT_APPLICABLE,
        )
        for card in group.cards
    )
    return Table(group.title, _COLUMNS, rows)


_LIST_COLUMNS = (
    Column("Kode wilayah", width=0.9),
    Column("Wilayah", width=1.3),
    Column("Tim", width=2.2),
    Column("Jenis", width=1.3),
    Column("Keadaan SK", width=1.2),
    Column("SK berlaku sampai", kind=Kind.DATE),
    Column("Ketua pelaksana", width=1.5),
    Column("Kedudukan", kind=Kind.INT, width=0.8),
    Column("Kosong", kind=Kind.INT, width=0.7),
    Column("Dibentuk", kind=Kind.DATE),
)


def teams_document(lines: Sequence[TeamLine], place: str, day: dt.date, *, cut: bool) -> Document:
    """The list of teams of a place on a day; `cut` says that there were more than its rows."""
    words = state_words()
    rows = tuple(
        (
            line.team.region_code,
            line.place,
            line.team.name,
            KIND_LABELS[line.team.team_kind],
            words[line.state],
            line.until or Missing.NOT_APPLICABLE,
            line.chair or "kosong",
            line.positions,
            line.vacant,
            line.team.valid_from,
        )
        for line in lines
    )
    notes = (f"Hanya {number(len(rows))} baris pertama.",) if cut else ()
    return Document(
        title="Daftar tim dan pokja",
        place=place,
        period=f"Per {date_long(day)}",
        blocks=(Table("Tim", _LIST_COLUMNS, rows, footnotes=notes),),
        as_of=day,
        source="Padu: daftar tim dan pokja",
        demo=any(line.team.made_up for line in lines),
        orientation=Orientation.LANDSCAPE,
    )
