"""Which column of a sector's list is which: shown to its sender, put right, and read so from then on."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Final

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from padu.access.audit import record_look
from padu.access.requests import actor_of, signed_in
from padu.apps.record_linkage.list_file import PLAN, SHEETS, sheet_meant
from padu.apps.record_linkage.models import SectorDelivery
from padu.apps.record_linkage.services import list_columns as service
from padu.apps.record_linkage.services.list_matching import list_mending, may_mend
from padu.apps.record_linkage.tasks import match_later
from padu.apps.record_linkage.words import refusal_words
from padu.apps.rumah_dataku.column_page import parts_of, proposed, read_choice
from padu.apps.rumah_dataku.files.preview import SheetPreview
from padu.apps.rumah_dataku.files.problems import FileRefused
from padu.domain.linkage.sectors import SOURCE_LABELS, SectorSource
from padu.domain.states import SECTOR_LIST, IllegalTransition
from padu.ui.components import Crumb

_XLSX: Final = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
_WRONG: Final = 422
_PURPOSE: Final = "Pencocokan kolom daftar sektor"
_PLANS: Final = {SHEETS[0]: PLAN}


@signed_in
@require_http_methods(["GET", "HEAD", "POST"])
def columns(request: HttpRequest, delivery_id: int) -> HttpResponse:
    """The columns of one sheet, `?lembar=` its number. `?usul=1` fills every proposal in, to be looked at and sent."""
    actor = actor_of(request)
    delivery = service.sender_delivery(actor, delivery_id)
    sheets = service.sheets_of(delivery)
    if not sheets:
        raise Http404
    at = _sheet_asked(request, sheets)
    sheet = sheets[at]
    if request.method == "POST":
        chosen, errors, wrong = read_choice(request.POST, [sheet], _PLANS)
        if not errors and not wrong:
            return _choose(request, delivery, sheet, chosen[sheet.role])
        parts = parts_of([sheet], _PLANS, chosen, errors)
        return render(request, _PAGE, _context(delivery, sheets, at, parts) | {"wrong": wrong}, status=_WRONG)
    record_look(actor, "sector.columns", delivery.region_code, f"list:{delivery.pk}", _PURPOSE)
    said, remembered = _to_show(request, delivery, sheet)
    parts = parts_of([sheet], _PLANS, {sheet.role: said}, {})
    return render(request, _PAGE, _context(delivery, sheets, at, parts) | {"remembered": remembered})


_PAGE: Final = "record_linkage/list_columns.html"


def _sheet_asked(request: HttpRequest, sheets: list[SheetPreview]) -> int:
    """Number of the sheet that is asked for, else of the one that is meant, else of the most like a list."""
    text = (request.POST or request.GET).get("lembar", "")
    if text.isdecimal() and int(text) < len(sheets):
        return int(text)
    likest = max(sheets, key=lambda one: (sum(bool(column.key) for column in one.columns), len(one.columns)))
    return sheets.index(sheet_meant(sheets) or likest)


def _to_show(request: HttpRequest, delivery: SectorDelivery, sheet: SheetPreview) -> tuple[dict[int, str], bool]:
    """What stands in the controls, and whether it is remembered: proposals if asked for, else what was chosen last."""
    if request.GET.get("usul"):
        return proposed([sheet])[sheet.role], False
    if sheet.sheet in delivery.columns:
        said: Mapping[str, str] = delivery.columns[sheet.sheet]["columns"]
        return {int(at): key for at, key in said.items()}, False
    remembered = service.remembered_columns(delivery, sheet)
    return remembered, bool(remembered)


def _context(delivery: SectorDelivery, sheets: list[SheetPreview], at: int, parts: Any) -> dict[str, Any]:
    source = SOURCE_LABELS[SectorSource(delivery.source)]
    back = reverse("sector_agreement", args=[delivery.agreement_id])
    return {
        "title": _("Kolom daftar"),
        "kicker": source,
        "subtitle": delivery.file_name,
        "crumbs": [Crumb(_("Daftar sektor"), reverse("sector_lists")), Crumb(source, back), Crumb(_("Kolom"))],
        "delivery": delivery,
        "sheets": list(enumerate(sheets)),
        "at": at,
        "parts": parts,
        "proposals": any(one.guess for one in sheets[at].columns),
        "may_choose": "remap" in SECTOR_LIST.steps_from(delivery.state),
    }


def _choose(
    request: HttpRequest, delivery: SectorDelivery, sheet: SheetPreview, chosen: Mapping[int, str]
) -> HttpResponse:
    actor = actor_of(request)
    try:
        service.list_columns_choose(actor=actor, delivery_id=delivery.pk, sheet=sheet.sheet, chosen=chosen)
    except IllegalTransition as refusal:
        messages.warning(request, refusal_words(refusal))
    else:
        match_later(delivery.pk, delivery.region_code, actor.user_id or 0)
        messages.success(request, _("Susunan kolom disimpan dan diingat; daftarnya sedang dicocokkan."))
    return redirect("sector_agreement", delivery.agreement_id)


@signed_in
@require_safe
def mending(request: HttpRequest, delivery_id: int) -> HttpResponse:
    """The rows that were left out, as a workbook to correct and send again; for the agency that sent them."""
    actor = actor_of(request)
    delivery = service.sender_delivery(actor, delivery_id)
    if not may_mend(delivery):
        raise Http404
    try:
        content = list_mending(delivery)
    except FileRefused as gone:
        raise Http404 from gone
    record_look(actor, "sector.mending", delivery.region_code, f"list:{delivery.pk}", _PURPOSE)
    answer = HttpResponse(content, content_type=_XLSX)
    answer["Content-Disposition"] = f'attachment; filename="perbaiki-daftar-{delivery.pk}.xlsx"'
    return answer
