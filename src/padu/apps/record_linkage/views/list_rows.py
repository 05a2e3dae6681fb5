"""Rows of sectors' lists in a village: what waits, one row beside the member it may be, and the decision."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from padu.access.audit import record_list, record_look
from padu.access.requests import actor_of, require_place, signed_in
from padu.access.verbs import Verb
from padu.apps.record_linkage.forms_lists import DecideForm
from padu.apps.record_linkage.models import SectorRow
from padu.apps.record_linkage.row_table import filter_fields, rows_document, rows_table
from padu.apps.record_linkage.selectors import lists as read
from padu.apps.record_linkage.services.linking import row_confirm, row_refuse
from padu.apps.record_linkage.views.duplicates import villages_reviewed
from padu.apps.record_linkage.words import address_words, refusal_words
from padu.apps.regions.selectors import names_of
from padu.apps.rumah_dataku.selectors.family_page import member_line
from padu.domain.errors import PaduError
from padu.domain.formatting import date_long
from padu.domain.linkage.agreement import percent_words
from padu.domain.linkage.sectors import SOURCE_LABELS, STATUS_LABELS, DocumentStatus, SectorSource
from padu.domain.pk21.codes import Sex
from padu.ui.components import Crumb

_XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
_PURPOSE = "Pemeriksaan daftar sektor"


@signed_in
@require_safe
def index(request: HttpRequest) -> HttpResponse:
    actor = actor_of(request)
    villages = villages_reviewed(actor)
    table, places = rows_table(actor, request.GET)
    record_list(actor, "sector.rows", places, next(iter(villages)), _PURPOSE)
    context = {
        "title": _("Baris daftar sektor"),
        "subtitle": _("Yang mirip disambungkan; yang ragu Anda putuskan; yang belum ada di keluarga tidak hilang"),
        "crumbs": [Crumb(_("Daftar sektor"), reverse("sector_lists")), Crumb(_("Baris"))],
        "table": table,
        "fields": filter_fields(request.GET, villages),
    }
    return render(request, "record_linkage/rows.html", context)


@signed_in
@require_safe
def workbook(request: HttpRequest) -> HttpResponse:
    """The rows of the address, for instance those that stand in no family yet."""
    from padu.reports.xlsx import render_xlsx

    actor = actor_of(request)
    villages = villages_reviewed(actor)
    document, places = rows_document(actor, request.GET, timezone.localdate())
    record_list(actor, "sector.rows_file", places, next(iter(villages)), _PURPOSE)
    answer = HttpResponse(render_xlsx(document), content_type=_XLSX)
    answer["Content-Disposition"] = 'attachment; filename="daftar-sektor.xlsx"'
    return answer


def _row(request: HttpRequest, row_id: int) -> SectorRow:
    row = read.get_row(row_id)
    require_place(actor_of(request), row.region_code, Verb.FAMILY_MERGE)
    return row


@signed_in
@require_safe
def show(request: HttpRequest, row_id: int) -> HttpResponse:
    return _page(request, _row(request, row_id))


def _page(request: HttpRequest, row: SectorRow, form: DecideForm | None = None) -> HttpResponse:
    """One row, what the list says and the member it may be; a form that was refused comes back."""
    actor, content = actor_of(request), read.content_of(row)
    member = read.members_of([row]).get(row.person_id or 0)
    record_look(actor, "sector.row_look", row.region_code, f"sector_row:{row.pk}", _PURPOSE)
    if member:
        record_look(actor, "family.sector_look", row.region_code, f"family:{member.family_id}", _PURPOSE)
    search = request.GET.get("cari", "").strip()
    found = read.find_members(row.region_code, search)
    if search:
        told = f"sector_row:{row.pk} orang:{len(found)}"
        record_look(actor, "sector.member_find", row.region_code, told, _PURPOSE)
    context = {
        "title": content.name,
        "kicker": names_of([row.region_code]).get(row.region_code, row.region_code),
        "subtitle": f"{SOURCE_LABELS[SectorSource(row.source)]} · {date_long(row.data_on)}",
        "crumbs": [Crumb(_("Baris daftar sektor"), reverse("sector_rows")), Crumb(content.name)],
        "row": row,
        "content": content,
        "born": _born(content.birth_date),
        "sex": {Sex.MALE: _("Laki-laki"), Sex.FEMALE: _("Perempuan")}.get(Sex(content.sex)) if content.sex else "",
        "status": STATUS_LABELS[DocumentStatus(row.status)] if row.status else "",
        "listed_at": address_words(content.rt, content.address),
        "lives_at": address_words(member.family.rt, member.family.address) if member else "",
        "member": member,
        "member_line": member_line(member) if member else None,
        "reasons": read.row_reasons(row) if member else (),
        "score": percent_words(row.score) if row.score is not None else "",
        "search": search,
        "found": found,
        "form": form or DecideForm(prefix_id="putus"),
        "may_confirm": member is not None and row.state != SectorRow.State.LINKED,
        "may_refuse": member is not None,
    }
    return render(request, "record_linkage/row.html", context, status=422 if form else 200)


def _born(text: str) -> str:
    return date_long(dt.date.fromisoformat(text)) if text else ""


@signed_in
@require_POST
def confirm(request: HttpRequest, row_id: int) -> HttpResponse:
    row, actor = _row(request, row_id), actor_of(request)
    form = DecideForm(request.POST, prefix_id="putus")

    def act() -> object:
        given = form.cleaned_data
        return row_confirm(actor=actor, row_id=row.pk, reason=given["reason"], person_id=given["person_id"])

    return _decide(request, row, form, act, _("Tersambung. Keluarga itu sekarang menyebut daftar ini."))


@signed_in
@require_POST
def refuse(request: HttpRequest, row_id: int) -> HttpResponse:
    row, actor = _row(request, row_id), actor_of(request)
    form = DecideForm(request.POST, prefix_id="putus")

    def act() -> object:
        return row_refuse(actor=actor, row_id=row.pk, reason=form.cleaned_data["reason"])

    return _decide(request, row, form, act, _("Sambungan dilepas; orang itu tidak diusulkan lagi."))


def _decide(
    request: HttpRequest, row: SectorRow, form: DecideForm, act: Callable[[], object], done: str
) -> HttpResponse:
    if not form.is_valid():
        return _page(request, row, form)
    try:
        act()
    except PaduError as refusal:
        form.add_error(None, refusal_words(refusal))
        return _page(request, row, form)
    messages.success(request, done)
    return redirect("sector_row", row.pk)
