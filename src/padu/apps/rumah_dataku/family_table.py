"""The list of families: heads that sort it, its filters in words, and the whole of it as a document to take along."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from typing import Final

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from padu.apps.rumah_dataku.selectors.family_list import SIGNS, FamilyFilter, FamilyLine
from padu.apps.rumah_dataku.selectors.family_order import BY_NAME, BY_RT, BY_VISIT
from padu.domain.formatting import date_long, number
from padu.reports import model as report
from padu.ui.components import Choice, Column, Field
from padu.ui.sorting import SORT, Sorting

_ORDER_WORDS: Final = {
    BY_RT: gettext_lazy("RT, lalu nama"),
    BY_NAME: gettext_lazy("Nama A–Z"),
    f"-{BY_NAME}": gettext_lazy("Nama Z–A"),
    BY_VISIT: gettext_lazy("Terlama tidak didata"),
    f"-{BY_VISIT}": gettext_lazy("Terbaru didata"),
    f"-{BY_RT}": gettext_lazy("RT dari akhir"),
}
_NEVER: Final = "Belum pernah didata"
_COLUMNS: Final = (
    report.Column("Desa/kelurahan", width=1.4),
    report.Column("Dusun/jorong", width=1.2),
    report.Column("RW", width=0.5),
    report.Column("RT", width=0.5),
    report.Column("Kepala keluarga", width=1.8),
    report.Column("Anggota", kind=report.Kind.INT, width=0.6),
    report.Column("Pendataan terakhir", kind=report.Kind.DATE),
    report.Column("Tanda", width=2.4),
)


def family_columns(order: Sorting) -> list[Column]:
    """Heads of the list; those of the head of the family, the place and the last visit sort it."""
    return [
        order.column(_("Kepala keluarga"), BY_NAME),
        order.column(_("RT/RW, dusun"), BY_RT),
        Column(_("Anggota"), kind="number"),
        order.column(_("Pendataan"), BY_VISIT),
        Column(_("Tanda")),
    ]


def order_field(order: Sorting) -> Field:
    """The order as a control: a phone shows no heads, and filters keep what was asked for."""
    now = f"-{order.key}" if order.down else order.key
    choices = [Choice(str(words), value=key, active=key == now) for key, words in _ORDER_WORDS.items()]
    return Field(SORT, _("Urutan"), choices=choices)


def family_filter_words(chosen: FamilyFilter) -> dict[str, str]:
    """Filters that hold, by their key in the address."""
    shown = {
        "cari": chosen.text,
        "tanda": SIGNS.get(chosen.sign, ""),
        "dusun": chosen.hamlet,
        "rw": f"RW {chosen.rw}" if chosen.rw else "",
        "rt": f"RT {chosen.rt}" if chosen.rt else "",
    }
    return {key: words for key, words in shown.items() if words}


def families_document(
    lines: Sequence[FamilyLine], places: Mapping[str, str], filters: Mapping[str, str], day: dt.date, *, cut: bool
) -> report.Document:
    """Families as one table, without NIK, No. KK or specific answers.

    places  names of the villages that were asked, by code
    filters what was asked for, in words; cut: that there were more families than its rows
    """
    notes = (f"Hanya {number(len(lines))} baris pertama.",) if cut else ()
    asked = " · ".join(filters.values())
    return report.Document(
        title="Daftar keluarga",
        place=next(iter(places.values())) if len(places) == 1 else "Semua desa Anda",
        period=f"Per {date_long(day)}" + (f" · {asked}" if asked else ""),
        blocks=(report.Table("Keluarga", _COLUMNS, tuple(_row(line, places) for line in lines), footnotes=notes),),
        as_of=day,
        source="Padu: data keluarga desa",
        demo=any(line.family.made_up for line in lines),
        orientation=report.Orientation.LANDSCAPE,
    )


def _row(line: FamilyLine, places: Mapping[str, str]) -> report.Row:
    family = line.family
    return (
        places.get(family.region_code, family.region_code),
        family.hamlet,
        family.rw or None,
        family.rt or None,
        family.head_name or "(tanpa nama)",
        line.members,
        line.surveyed_on or report.BLANK,
        "; ".join(_NEVER if key == "lama" and not line.surveyed_on else SIGNS[key] for key in line.signs),
    )
