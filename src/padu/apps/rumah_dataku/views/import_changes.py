"""What storing a checked file would change: family by family, field by field, before anything is written."""

from __future__ import annotations

from typing import Any
from urllib.parse import urlencode

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from padu.access.audit import record_look
from padu.access.requests import actor_of, require_place, signed_in
from padu.apps.rumah_dataku.models import ImportRun
from padu.apps.rumah_dataku.selectors import import_changes as changes
from padu.apps.rumah_dataku.selectors import imports as read
from padu.apps.rumah_dataku.services.runs import verb_of
from padu.domain.formatting import number
from padu.ui.components import Choice, Crumb, EmptyState, Field, Pager, Stat

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


@signed_in
@require_safe
def show(request: HttpRequest, run_id: int) -> HttpResponse:
    """One page of the changes, by kind and village."""
    actor, run = actor_of(request), read.get_run(run_id)
    require_place(actor, run.region_code, verb_of(run.kind))
    record_look(actor, "import.changes", run.region_code, f"import:{run.pk}")
    chosen = _chosen(request)
    page = changes.change_page(run, chosen)
    return render(request, "rumah_dataku/import_changes.html", _context(run, page, chosen))


@signed_in
@require_safe
def book(request: HttpRequest, run_id: int) -> HttpResponse:
    """The same as a workbook."""
    actor, run = actor_of(request), read.get_run(run_id)
    require_place(actor, run.region_code, verb_of(run.kind))
    record_look(actor, "import.changes_book", run.region_code, f"import:{run.pk}")
    response = HttpResponse(changes.changes_book(run, _chosen(request)), content_type=XLSX)
    response["Content-Disposition"] = f'attachment; filename="perubahan-{run.pk}.xlsx"'
    return response


def _chosen(request: HttpRequest) -> changes.ChangeFilter:
    after = request.GET.get("sesudah", "")
    whole = int(after) if after.isascii() and after.isdigit() and len(after) < 10 else 0
    return changes.ChangeFilter(str(request.GET.get("jenis", "")), str(request.GET.get("desa", "")), whole)


def _context(run: ImportRun, page: changes.ChangePage, chosen: changes.ChangeFilter) -> dict[str, Any]:
    stored = run.state in (ImportRun.State.STORED, ImportRun.State.UNDONE)
    kept = urlencode(chosen.kept())
    return {
        "title": _("Yang berubah") if stored else _("Yang akan berubah bila disimpan"),
        "subtitle": run.file_name,
        "crumbs": [
            Crumb(_("Impor data"), reverse("imports")),
            Crumb(run.file_name, reverse("import_run", args=[run.pk])),
            Crumb(_("Perubahan")),
        ],
        "run": run,
        "page": page,
        "kinds": changes.KINDS,
        "stats": _stats(run),
        "fields": _fields(page, chosen),
        "pager": _pager(page, chosen),
        "book_url": reverse("import_changes_book", args=[run.pk]) + (f"?{kept}" if kept else ""),
        "empty": EmptyState(
            _("Tidak ada keluarga yang cocok"),
            _("Semua keluarga yang baik dalam berkas ini sama dengan yang tersimpan, atau saringannya terlalu sempit."),
            _("Kembali ke impor"),
            reverse("import_run", args=[run.pk]),
        ),
    }


def _stats(run: ImportRun) -> list[Stat]:
    counts = run.counts
    missing, merged = counts.get("families_missing"), counts.get("persons_merged", 0)
    found = [
        Stat(_("Keluarga baru"), counts.get("families_new", 0)),
        Stat(_("Berubah"), counts.get("families_changed", 0)),
        Stat(_("Tetap"), counts.get("families_same", 0)),
        Stat(_("Tidak ada di berkas"), missing, note=_("tetap tersimpan; impor tidak menghapusnya")),
    ]
    if merged or counts.get("families_merged"):
        words = _("%(n)s anggota; barisnya tidak mengubah apa pun") % {"n": number(merged)}
        found.append(Stat(_("Sudah disatukan"), counts.get("families_merged", 0), note=words))
    return found


def _fields(page: changes.ChangePage, chosen: changes.ChangeFilter) -> list[Field]:
    everything = Choice(_("Semua"), value="")
    kinds = [
        Choice(f"{words} ({number(page.kinds.get(key, 0))})", value=key, active=key == chosen.kind)
        for key, words in changes.KINDS.items()
    ]
    villages = [Choice(name, value=code, active=code == chosen.village) for code, name in sorted(page.villages.items())]
    fields = [Field("jenis", _("Jenis"), choices=[everything, *kinds])]
    return [*fields, Field("desa", _("Desa"), choices=[everything, *villages])] if len(villages) > 1 else fields


def _pager(page: changes.ChangePage, chosen: changes.ChangeFilter) -> Pager:
    last = page.shown_from + len(page.changes) - 1
    shown = _("%(first)s–%(last)s dari %(total)s") % {
        "first": number(page.shown_from), "last": number(last), "total": number(page.total),
    }  # fmt: skip
    kept = chosen.kept()
    more = "?" + urlencode(kept | {"sesudah": page.next_after}) if page.next_after else ""
    first = "?" + urlencode(kept) if chosen.after else ""
    return Pager(previous_url=first, next_url=more, shown=shown)
