"""History of a row, the trail of a place, and one's own trail."""

from __future__ import annotations

from typing import Final

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop
from django.views.decorators.http import require_safe

from padu.access.actor import Actor
from padu.access.audit import record_look
from padu.access.models import AuditEntry
from padu.access.requests import actor_of, signed_in, verb_nowhere
from padu.access.tables import TableClass
from padu.access.verbs import Verb
from padu.apps.regions.selectors import names_of
from padu.domain.formatting import moment_long
from padu.ui.components import Choice, Column, Crumb, EmptyState, Field, Pager, Row, Table
from padu.ui.templatetags.padu import badge
from padu.web.history import exports, trail
from padu.web.history.timeline import RowHistory, row_history
from padu.web.history.trail import TrailFilter, TrailPage

_OF_PERSONS = (TableClass.PERSON, TableClass.SPECIFIC)
_KINDS: Final[dict[str, tuple[str, str]]] = {
    AuditEntry.Kind.LOOK: (gettext_noop("melihat"), "outline"),
    AuditEntry.Kind.CHANGE: (gettext_noop("mengubah"), "accent"),
    AuditEntry.Kind.REFUSAL: (gettext_noop("ditolak"), "act"),
}
# Table -> page of the row itself.
_PAGES: Final[dict[str, str]] = {
    "rumah_dataku_family": "family",
    "convergence_jointevent": "event",
}


@require_safe
@signed_in
def row(request: HttpRequest, table: str, row_id: str) -> HttpResponse:
    """Every change of one row that may be read; what may not be seen answers like what never was."""
    actor = actor_of(request)
    history = row_history(actor, table, row_id)
    if history is None:
        raise Http404
    if history.table_class in _OF_PERSONS:
        kind = "family.history" if table == "rumah_dataku_family" else "row.history"
        subject = f"{table.rpartition('_')[2]}:{row_id}"
        record_look(actor, kind, history.region_code, subject, _("Membaca riwayat perubahan"))
    context = {
        "title": _("Riwayat %(what)s") % {"what": history.what},
        "subtitle": " · ".join(part for part in (history.name, _place(history.region_code)) if part),
        "crumbs": _crumbs(history, table, row_id),
        "history": history,
        "looked_at_persons": history.table_class in _OF_PERSONS,
        "hides_specific": history.table_class is TableClass.PERSON
        and not actor.may(Verb.SPECIFIC_READ, history.region_code),
        "empty": EmptyState(
            _("Belum pernah diubah"),
            _("Yang tersimpan masih seperti saat pertama kali dimasukkan. Setiap perubahan akan muncul di sini."),
            icon="history",
        ),
    }
    return render(request, "web/history/row.html", context)


def _place(code: str) -> str:
    return names_of([code]).get(code, code)


def _crumbs(history: RowHistory, table: str, row_id: str) -> list[Crumb]:
    page = _PAGES.get(table)
    name = history.name or history.what
    if page is None or history.deleted:
        return [Crumb(name), Crumb(_("Riwayat"))]
    return [Crumb(name, reverse(page, args=[row_id])), Crumb(_("Riwayat"))]


@require_safe
@signed_in
def index(request: HttpRequest) -> HttpResponse:
    """The trail of the places where the person checks it."""
    actor = actor_of(request)
    if not actor.roots(Verb.AUDIT_READ):
        raise verb_nowhere(actor, Verb.AUDIT_READ)
    chosen = TrailFilter.of(request.GET)
    page = trail.trail_page(chosen, _after(request))
    context = {
        "title": _("Jejak"),
        "subtitle": _("Siapa melihat apa, siapa mengubah apa, dan apa yang ditolak di wilayah Anda."),
        "fields": _fields(chosen, actor),
        "chips": _chips(chosen),
        "table": _table(chosen, page, _("Jejak, terbaru lebih dulu"), reverse("trail_file")),
    }
    return render(request, "web/history/trail.html", context)


@require_safe
@signed_in
def own(request: HttpRequest) -> HttpResponse:
    """What the person did, looked at and was refused: open to everybody for themselves."""
    chosen = TrailFilter.of(request.GET)
    page = trail.own_trail_page(actor_of(request), chosen, _after(request))
    context = {
        "title": _("Jejak saya"),
        "subtitle": _("Yang tercatat atas nama Anda. Catatan ini tidak dapat diubah atau dihapus siapa pun."),
        "crumbs": [Crumb(_("Akun"), reverse("account")), Crumb(_("Jejak saya"))],
        "fields": [field for field in _fields(chosen, None) if field.name != "orang"],
        "chips": _chips(chosen),
        "table": _table(chosen, page, _("Jejak saya, terbaru lebih dulu"), ""),
    }
    return render(request, "web/history/trail.html", context)


@require_safe
@signed_in
def file(request: HttpRequest) -> HttpResponse:
    """The trail as a workbook, by the same filter; that it was taken out is itself noted."""
    actor = actor_of(request)
    roots = actor.roots(Verb.AUDIT_READ)
    if not roots:
        raise verb_nowhere(actor, Verb.AUDIT_READ)
    chosen = TrailFilter.of(request.GET)
    lines = trail.trail_lines(chosen)
    record_look(actor, "trail.export", roots[0], f"lines:{len(lines)}")
    answer = HttpResponse(
        exports.workbook(lines, _place(roots[0]), timezone.localdate()),
        content_type="application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    )
    answer["Content-Disposition"] = f'attachment; filename="jejak-{timezone.localdate():%Y-%m-%d}.xlsx"'
    return answer


def _after(request: HttpRequest) -> int:
    text = request.GET.get("sesudah", "")
    return int(text) if text.isascii() and text.isdigit() and len(text) < 19 else 0


def _fields(chosen: TrailFilter, actor: Actor | None) -> list[Field]:
    kinds = [Choice(_("Semua"), value="", active=not chosen.jenis)]
    kinds += [Choice(_(label), value=key, active=key == chosen.jenis) for key, (label, _tone) in _KINDS.items()]
    made = [
        Field("jenis", _("Jenis"), choices=kinds),
        Field("orang", _("Orang"), kind="search", value=chosen.orang, placeholder=_("nama atau nama pengguna")),
        Field("dari", _("Dari tanggal"), kind="date", value=chosen.dari),
        Field("sampai", _("Sampai tanggal"), kind="date", value=chosen.sampai),
        Field("subjek", _("Subjek"), kind="text", value=chosen.subjek, placeholder="family:12"),
    ]
    roots = actor.roots(Verb.AUDIT_READ) if actor else ()
    if len(roots) > 1:
        names = names_of(roots)
        places = [Choice(names.get(code, code), value=code, active=code == chosen.wilayah) for code in roots]
        made.append(
            Field("wilayah", _("Wilayah"), choices=[Choice(_("Semua"), value="", active=not chosen.wilayah), *places])
        )
    return made


def _chips(chosen: TrailFilter) -> list[Choice]:
    """Filters that hold now; each link takes one away."""
    shown = {
        "jenis": _(_KINDS[chosen.jenis][0]) if chosen.jenis else "",
        "orang": chosen.orang,
        "dari": _("dari %(day)s") % {"day": chosen.dari} if chosen.dari else "",
        "sampai": _("sampai %(day)s") % {"day": chosen.sampai} if chosen.sampai else "",
        "subjek": chosen.subjek,
        "wilayah": _place(chosen.wilayah) if chosen.wilayah else "",
    }
    return [Choice(words, url=chosen.parameters(**{name: ""})) for name, words in shown.items() if words]


def _table(chosen: TrailFilter, page: TrailPage, caption: str, download_url: str) -> Table:
    return Table(
        caption=caption,
        columns=[
            Column(_("Waktu")),
            Column(_("Jenis")),
            Column(_("Orang")),
            Column(_("Apa")),
            Column(_("Subjek")),
            Column(_("Wilayah")),
            Column(_("Keperluan")),
        ],
        rows=[_row(line) for line in page.lines],
        pager=Pager(next_url=chosen.parameters(sesudah=str(page.after)) if page.after else ""),
        empty=EmptyState(
            _("Tidak ada catatan untuk saringan ini") if not chosen.empty else _("Belum ada catatan"),
            _("Catatan muncul begitu data seseorang dibuka, sesuatu diubah, atau sesuatu ditolak."),
            icon="history",
        ),
        stacked=True,
        download_url=download_url + chosen.parameters() if download_url else "",
    )


def _row(line: trail.TrailLine) -> Row:
    label, tone = _KINDS[line.kind]
    return Row(
        (
            moment_long(line.at, timezone.get_current_timezone()),
            badge(_(label), tone),
            line.who or _("tanpa nama"),
            line.event,
            line.subject or "–",
            line.place,
            line.purpose or "–",
        )
    )
