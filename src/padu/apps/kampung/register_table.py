"""The list of a place's kampung as its page shows it: filtered, paged, with what is missing."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.http import QueryDict
from django.urls import reverse
from django.utils.translation import gettext as _

from padu.apps.kampung.models import ModelVillage
from padu.apps.kampung.profile_page import formation_mark, founded_words
from padu.apps.kampung.selectors.coverage import holds_made_up
from padu.apps.kampung.selectors.register import RegisterLine, register_lines
from padu.apps.regions.selectors import names_of
from padu.domain.formatting import date_long
from padu.domain.kampung_fields import FIELDS
from padu.domain.kampung_formation import FORMATION_LABELS, Formation
from padu.domain.values import Missing
from padu.reports import model as report
from padu.ui.components import Choice, EmptyState, Field, Row, Stat, Table
from padu.ui.paging import asked_page, numbered_pager
from padu.ui.sorting import Sorting, asked_sorting, file_address

# What a head of the list sorts by, of the line and the name of its village; without one the code of the village.
_SORTS: dict[str, Callable[[RegisterLine, str], Any]] = {
    "kode": lambda line, _name: line.kampung.region_code,
    "desa": lambda _line, name: name.casefold(),
    "nama": lambda line, _name: line.kampung.name.casefold(),
    "keadaan": lambda line, _name: list(Formation).index(line.formation),
    "berdiri": lambda line, _name: line.kampung.founded_on,
    "percontohan": lambda line, _name: len(line.models_of),
    "kelompok": lambda line, _name: line.groups,
    "belum": lambda line, _name: line.unanswered,
}
_FILE_COLUMNS = (
    report.Column("Kode desa"),
    report.Column("Desa/kelurahan", width=1.5),
    report.Column("Kampung", width=1.8),
    report.Column("Keadaan", width=1.2),
    report.Column("Berdiri"),
    report.Column("Nomor SK", width=1.5),
    report.Column("Percontohan", width=1.2),
    report.Column("Kelompok", report.Kind.INT, width=0.8),
    report.Column("Isian yang belum diisi", report.Kind.INT, width=0.8),
)
PER_PAGE = 50
STATE, WORDS, PLACE = "keadaan", "cari", "wilayah"


@dataclass(frozen=True, slots=True)
class RegisterPage:
    stats: Sequence[Stat]
    filters: Sequence[Field]
    place: str
    table: Table


def register_page(region_code: str, query: QueryDict, today: dt.date) -> RegisterPage:
    lines = register_lines(region_code, today)
    names = names_of({line.kampung.region_code for line in lines})
    asked, words = query.get(STATE, ""), _words(query)
    table = _table(_asked(lines, names, query), names, query, region_code)
    return RegisterPage(_stats(lines), _filters(asked, words), region_code, table)


def _words(query: QueryDict) -> str:
    return query.get(WORDS, "").strip()[:80]


def _asked(lines: Sequence[RegisterLine], names: Mapping[str, str], query: QueryDict) -> list[RegisterLine]:
    """The lines that the address asks for, in its order; what has no value stands last in either direction."""
    asked, words, order = query.get(STATE, ""), _words(query).casefold(), _order(query)
    found = [
        line
        for line in lines
        if (not asked or line.formation == asked)
        and words in f"{line.kampung.name} {names.get(line.kampung.region_code, '')}".casefold()
    ]
    keys = {line.kampung.pk: _SORTS[order.key](line, names.get(line.kampung.region_code, "")) for line in found}
    known = [line for line in found if keys[line.kampung.pk] is not None]
    known.sort(key=lambda line: keys[line.kampung.pk], reverse=order.down)
    return known + [line for line in found if keys[line.kampung.pk] is None]


def _order(query: QueryDict) -> Sorting:
    return asked_sorting(query, _SORTS, "kode")


def register_document(region_code: str, query: QueryDict, today: dt.date) -> report.Document:
    """All lines that the address asks for as a document."""
    lines = register_lines(region_code, today)
    names = names_of({region_code, *(line.kampung.region_code for line in lines)})
    asked = _asked(lines, names, query)
    return report.Document(
        title="Daftar kampung",
        place=names.get(region_code, region_code),
        period=f"Per {date_long(today)}",
        blocks=(report.Table("Kampung", _FILE_COLUMNS, tuple(_file_row(line, names) for line in asked)),),
        as_of=today,
        source="Padu: daftar kampung yang diisi tim kabupaten/kota dan pokja",
        demo=holds_made_up(region_code),
        orientation=report.Orientation.LANDSCAPE,
    )


def _file_row(line: RegisterLine, names: Mapping[str, str]) -> report.Row:
    one, levels = line.kampung, dict(ModelVillage.Level.choices)
    return (
        one.region_code,
        names.get(one.region_code, one.region_code),
        one.name,
        str(FORMATION_LABELS[line.formation]),
        founded_words(one) or Missing.UNKNOWN,
        one.decree_number or Missing.UNKNOWN,
        ", ".join(str(levels[level]) for level in line.models_of) or Missing.NOT_APPLICABLE,
        line.groups,
        line.unanswered,
    )


def _stats(lines: Sequence[RegisterLine]) -> list[Stat]:
    counts = {state: sum(1 for line in lines if line.formation is state) for state in Formation}
    return [
        Stat(_("Terbentuk"), counts[Formation.FORMED]),
        Stat(_("Sedang dibentuk"), counts[Formation.UNDER_WAY] + counts[Formation.READY]),
        Stat(_("Tanggal belum diketahui"), counts[Formation.UNKNOWN]),
        Stat(_("Dibubarkan"), counts[Formation.DISSOLVED]),
    ]


def _filters(asked: str, words: str) -> list[Field]:
    states = [Choice(_("semua"), value="", active=not asked)]
    states += [Choice(_(label), value=state.value, active=state == asked) for state, label in FORMATION_LABELS.items()]
    return [
        Field(WORDS, _("Cari nama"), kind="search", value=words),
        Field(STATE, _("Keadaan"), choices=states),
    ]


def _table(lines: Sequence[RegisterLine], names: dict[str, str], query: QueryDict, place: str) -> Table:
    page = asked_page(query, len(lines), PER_PAGE)
    shown = lines[(page - 1) * PER_PAGE : page * PER_PAGE]
    order = _order(query)
    columns = [
        order.column(_("Kampung"), "nama"),
        order.column(_("Desa/kelurahan"), "desa"),
        order.column(_("Keadaan"), "keadaan"),
        order.column(_("Berdiri"), "berdiri"),
        order.column(_("Percontohan"), "percontohan"),
        order.column(_("Kelompok"), "kelompok", kind="number"),
        order.column(_("Belum diisi"), "belum", kind="number", help=_("dari %(all)s isian") % {"all": len(FIELDS)}),
    ]
    empty = EmptyState(
        _("Tidak ada kampung di sini"),
        _("Ubah saringan, atau daftarkan kampung pertama. Desa tanpa kampung dapat direncanakan dulu."),
        _("Rencana pembentukan"),
        f"{reverse('formation_plans')}?{PLACE}={place}",
    )
    rows = [_row(line, names) for line in shown]
    return Table(
        _("Kampung yang terdaftar"),
        columns,
        rows,
        empty=empty,
        stacked=True,
        pager=numbered_pager(query, page, len(lines), PER_PAGE),
        download_url=file_address(reverse("register_book"), query),
    )


def _row(line: RegisterLine, names: dict[str, str]) -> Row:
    levels = dict(ModelVillage.Level.choices)
    one = line.kampung
    return Row(
        (
            one.name,
            names.get(one.region_code, one.region_code),
            formation_mark(line.formation),
            founded_words(one) or None,
            ", ".join(levels[level] for level in line.models_of) or "–",
            line.groups,
            line.unanswered,
        ),
        url=reverse("register_kampung", args=[one.pk]),
    )
