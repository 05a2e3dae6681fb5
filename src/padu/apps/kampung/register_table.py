"""The list of a place's kampung as its page shows it: filtered, paged, with what is missing."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass

from django.http import QueryDict
from django.urls import reverse
from django.utils.translation import gettext as _

from padu.apps.kampung.models import ModelVillage
from padu.apps.kampung.profile_page import formation_mark, founded_words
from padu.apps.kampung.selectors.register import RegisterLine, register_lines
from padu.apps.regions.selectors import names_of
from padu.domain.formatting import figure
from padu.domain.kampung_fields import FIELDS
from padu.domain.kampung_formation import FORMATION_LABELS, Formation
from padu.ui.components import Choice, Column, EmptyState, Field, Pager, Row, Stat, Table

PER_PAGE = 50
STATE, WORDS, PAGE, PLACE = "keadaan", "cari", "hal", "wilayah"


@dataclass(frozen=True, slots=True)
class RegisterPage:
    stats: Sequence[Stat]
    filters: Sequence[Field]
    place: str
    table: Table


def register_page(region_code: str, query: QueryDict, today: dt.date) -> RegisterPage:
    lines = register_lines(region_code, today)
    names = names_of({line.kampung.region_code for line in lines})
    asked, words = query.get(STATE, ""), query.get(WORDS, "").strip()[:80]
    shown = [
        line
        for line in lines
        if (not asked or line.formation == asked)
        and words.casefold() in f"{line.kampung.name} {names.get(line.kampung.region_code, '')}".casefold()
    ]
    return RegisterPage(_stats(lines), _filters(asked, words), region_code, _table(shown, names, query, region_code))


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
    text = query.get(PAGE, "1")
    last = max(1, -(-len(lines) // PER_PAGE))
    page = min(int(text), last) if text.isascii() and text.isdigit() and int(text) > 0 else 1
    shown = lines[(page - 1) * PER_PAGE : page * PER_PAGE]
    columns = [
        Column(_("Kampung")),
        Column(_("Desa/kelurahan")),
        Column(_("Keadaan")),
        Column(_("Berdiri")),
        Column(_("Percontohan")),
        Column(_("Kelompok"), kind="number"),
        Column(_("Belum diisi"), kind="number", help=_("dari %(all)s isian") % {"all": len(FIELDS)}),
    ]
    empty = EmptyState(
        _("Tidak ada kampung di sini"),
        _("Ubah saringan, atau daftarkan kampung pertama. Desa tanpa kampung dapat direncanakan dulu."),
        _("Rencana pembentukan"),
        f"{reverse('formation_plans')}?{PLACE}={place}",
    )
    rows = [_row(line, names) for line in shown]
    return Table(
        _("Kampung menurut kode desa"), columns, rows, empty=empty, stacked=True, pager=_pager(page, len(lines), query)
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


def _pager(page: int, count: int, query: QueryDict) -> Pager | None:
    if count <= PER_PAGE:
        return None
    first, last = (page - 1) * PER_PAGE + 1, min(page * PER_PAGE, count)

    def to(number: int) -> str:
        changed = query.copy()
        changed[PAGE] = str(number)
        return f"{reverse('register')}?{changed.urlencode()}"

    return Pager(
        previous_url=to(page - 1) if page > 1 else "",
        next_url=to(page + 1) if last < count else "",
        shown=_("%(first)s–%(last)s dari %(all)s") % {"first": first, "last": last, "all": figure(count)},
    )
