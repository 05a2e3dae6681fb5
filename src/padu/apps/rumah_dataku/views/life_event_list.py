"""A village's events by year, as a page and as a workbook; and members of whom nobody told where they went."""

from __future__ import annotations

import datetime as dt
from typing import Final

from django.http import Http404, HttpRequest, HttpResponse, QueryDict
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from padu.access.actor import Actor
from padu.access.audit import record_look
from padu.access.requests import actor_of, signed_in
from padu.access.verbs import Verb
from padu.apps.institutions.selectors.paging import ordered, page_after
from padu.apps.regions.selectors import names_of
from padu.apps.rumah_dataku.exports_life_events import events_document
from padu.apps.rumah_dataku.life_event_page import SORTS, event_table
from padu.apps.rumah_dataku.life_event_words import KINDS
from padu.apps.rumah_dataku.selectors.family_list import village_parts, villages_of
from padu.apps.rumah_dataku.selectors.family_page import member_line
from padu.apps.rumah_dataku.selectors.life_event_counts import EventCounts, life_event_counts
from padu.apps.rumah_dataku.selectors.life_events import (
    EventFilter,
    event_lines,
    list_events,
    vanished_members,
    years_with_events,
)
from padu.apps.rumah_dataku.selectors.missing_families import missing_of_village
from padu.domain.formatting import number
from padu.domain.life_events.kinds import Kind
from padu.ui.components import Choice, Crumb, EmptyState, Field, Stat
from padu.ui.paging import onward_pager
from padu.ui.sorting import Sorting, asked_sorting, file_address

PER_PAGE: Final = 50
MOST_ROWS: Final = 20_000  # [assumption] more rows in a workbook would be opened by nobody
PURPOSE_LIST: Final = "Membaca daftar kejadian keluarga"
PURPOSE_ASK: Final = "Mencari tahu anggota yang tidak ada lagi dalam data"
_XLSX: Final = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


def asked_village(request: HttpRequest, actor: Actor) -> str:
    """The village of the address, or the actor's first. Raises Http404 for one that is none of theirs."""
    villages = villages_of(actor)
    code = request.GET.get("desa", "") or (villages[0] if villages else "")
    if code not in villages:
        raise Http404
    return code


@signed_in
@require_safe
def index(request: HttpRequest) -> HttpResponse:
    """Births, deaths, moves and the rest of one village and year."""
    actor, today = actor_of(request), timezone.localdate()
    code = asked_village(request, actor)
    chosen, order = _filter_of(request.GET, code, today), asked_order(request.GET)
    rows, after = page_after(
        list_events(chosen), SORTS[order.key], request.GET.get("sesudah", ""), PER_PAGE, down=order.down
    )
    lines = event_lines(rows)
    pager = onward_pager(request.GET, after, _("%(n)s kejadian") % {"n": number(len(lines))})
    record_look(actor, "family.list", code, f"list:{len(lines)}", PURPOSE_LIST)
    may_write = actor.may(Verb.FAMILY_WRITE, code)
    context = {
        "title": _("Kejadian keluarga"),
        "kicker": names_of([code]).get(code, code),
        "crumbs": [Crumb(_("Keluarga"), f"{reverse('families')}?desa={code}"), Crumb(_("Kejadian"))],
        "stats": count_stats(life_event_counts(code, chosen.year), running=chosen.year == today.year),
        "fields": _fields(chosen, actor, today),
        "table": event_table(
            lines, order, pager, file_address(reverse("life_events_file"), order.query),
            _empty(chosen),
        ),
        "code": code,
        "may_write": may_write,
        "vanished": vanished_members(code).count() if may_write else 0,
        "missing": missing_of_village(code).count() if may_write else 0,
    }  # fmt: skip
    return render(request, "rumah_dataku/life_events.html", context)


def asked_order(query: QueryDict) -> Sorting:
    """The newest first, unless the address asks for another order."""
    kept = query.copy()
    kept.setdefault("urut", "-tanggal")
    return asked_sorting(kept, SORTS, "tanggal")


def count_stats(counts: EventCounts, *, running: bool = False) -> list[Stat]:
    """Counts of the year with their day and source; nothing where no event of it was written down.

    running  whether the year is not over, so that its rates cannot stand beside those of whole years
    """
    if not counts.villages:
        return []
    source = _("catatan kejadian Padu")
    words = {
        "live_births": _("Kelahiran"),
        "deaths": _("Kematian"),
        "marriages": _("Perkawinan"),
        "divorces": _("Perceraian"),
    }
    stats = [Stat(label, counts.total(key), "", 0, counts.as_of, source) for key, label in words.items()]
    moves = [one for one in counts.counts if one.component == "total"]
    stats[2:2] = [
        Stat(label, one.total, _("orang"), 0, counts.as_of, source)
        for label, one in zip((_("Pindah datang"), _("Pindah keluar")), moves, strict=True)
    ]
    rates = ((_("Angka kelahiran kasar"), counts.birth_rate), (_("Angka kematian kasar"), counts.death_rate))
    part = _("%(source)s, tahun belum penuh") % {"source": source} if running else source
    return [*stats, *(Stat(label, rate, _("per 1.000"), 1, counts.as_of, part) for label, rate in rates)]


def _filter_of(query: QueryDict, code: str, today: dt.date) -> EventFilter:
    year, kind = query.get("tahun", ""), query.get("jenis", "")
    return EventFilter(
        region_code=code,
        year=int(year) if year.isascii() and year.isdigit() and len(year) == 4 else today.year,
        kind=kind if kind in set(Kind) else "",
        rt=query.get("rt", "").strip()[:5],
        undone=query.get("keadaan", "") == "batal",
    )


def _fields(chosen: EventFilter, actor: Actor, today: dt.date) -> list[Field]:
    years = sorted({today.year, chosen.year, *years_with_events(chosen.region_code)}, reverse=True)
    kinds = [Choice(str(words.title), value=kind.value, active=kind == chosen.kind) for kind, words in KINDS.items()]
    fields = [
        Field("tahun", _("Tahun"), choices=[Choice(str(y), value=str(y), active=y == chosen.year) for y in years]),
        Field("jenis", _("Jenis"), choices=[Choice(_("Semua")), *kinds]),
        Field("keadaan", _("Keadaan"), choices=[
            Choice(_("Berlaku")), Choice(_("Dibatalkan"), value="batal", active=chosen.undone),
        ]),
    ]  # fmt: skip
    rts = village_parts(chosen.region_code).rts
    if rts:
        choices = [Choice(one, value=one, active=one == chosen.rt) for one in rts]
        fields.insert(2, Field("rt", _("RT"), choices=[Choice(_("Semua")), *choices]))
    villages = villages_of(actor)
    if len(villages) > 1:
        names = names_of(villages)
        choices = [Choice(names.get(one, one), value=one, active=one == chosen.region_code) for one in villages]
        fields.insert(0, Field("desa", _("Desa"), choices=choices))
    return fields


def _empty(chosen: EventFilter) -> EmptyState:
    if chosen.kind or chosen.rt or chosen.undone:
        return EmptyState(_("Tidak ada kejadian yang cocok"), _("Hapus satu saringan, atau pilih tahun lain."))
    return EmptyState(
        _("Belum ada kejadian di tahun %(year)s") % {"year": chosen.year},
        _("Buka halaman satu keluarga, lalu tekan “Catat kejadian”: kelahiran, kematian, pindah, dan lainnya."),
        _("Buka daftar keluarga"),
        f"{reverse('families')}?desa={chosen.region_code}",
    )


@signed_in
@require_safe
def workbook(request: HttpRequest) -> HttpResponse:
    """The list of the address as a workbook, in its order."""
    from padu.reports.xlsx import render_xlsx

    actor, today = actor_of(request), timezone.localdate()
    code = asked_village(request, actor)
    chosen, order = _filter_of(request.GET, code, today), asked_order(request.GET)
    rows = list(ordered(list_events(chosen), SORTS[order.key], down=order.down)[: MOST_ROWS + 1])
    lines = event_lines(rows[:MOST_ROWS])
    record_look(actor, "family.list", code, f"list:{len(lines)}", PURPOSE_LIST)
    document = events_document(lines, names_of([code]).get(code, code), chosen.year, today, cut=len(rows) > MOST_ROWS)
    answer = HttpResponse(render_xlsx(document), content_type=_XLSX)
    answer["Content-Disposition"] = f'attachment; filename="kejadian-{code}-{chosen.year}.xlsx"'
    return answer


@signed_in
@require_safe
def vanished(request: HttpRequest) -> HttpResponse:
    """Members who are no longer in their family's rows: died, moved, or a slip in the file?"""
    actor = actor_of(request)
    code = asked_village(request, actor)
    rows, after = page_after(vanished_members(code), "name", request.GET.get("sesudah", ""), PER_PAGE)
    record_look(actor, "family.list", code, f"list:{len(rows)}", PURPOSE_ASK)
    context = {
        "title": _("Anggota yang tidak ada lagi"),
        "kicker": names_of([code]).get(code, code),
        "crumbs": [
            Crumb(_("Keluarga"), f"{reverse('families')}?desa={code}"),
            Crumb(_("Kejadian"), f"{reverse('life_events')}?desa={code}"),
            Crumb(_("Tidak ada lagi")),
        ],
        "people": [(member_line(row), row) for row in rows],
        "pager": onward_pager(request.GET, after, _("%(n)s anggota") % {"n": number(len(rows))}),
        "may_write": actor.may(Verb.FAMILY_WRITE, code),
    }
    return render(request, "rumah_dataku/vanished.html", context)
