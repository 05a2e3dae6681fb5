"""Sending a workbook of funds and offers: template, upload, preview, store."""

from __future__ import annotations

from django.contrib import messages
from django.core.files.uploadedfile import UploadedFile
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from padu.access.requests import actor_of, signed_in
from padu.apps.institutions.models import Agency
from padu.apps.supply.file_services import (
    MAX_BYTES,
    RowsWrong,
    supply_context,
    supply_file_discard,
    supply_file_receive,
    supply_file_store,
)
from padu.apps.supply.files import supply_csv_zip, supply_workbook
from padu.apps.supply.models import SupplyFile
from padu.apps.supply.views.pages import redirect_to_sheet, writable_agency
from padu.domain.states import IllegalTransition
from padu.ui.components import Crumb, Step

SHOWN_ISSUES = 200  # rows on the preview; all stay kept with the file
_XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


@signed_in
@require_safe
def template(request: HttpRequest, agency_id: int, year: int) -> HttpResponse:
    """The empty workbook with the regency's lists; `?bentuk=csv` gives the same as CSV files in a zip."""
    agency = writable_agency(request, agency_id)
    context, as_csv = supply_context(agency, year), request.GET.get("bentuk") == "csv"
    content = supply_csv_zip(context) if as_csv else supply_workbook(context)
    response = HttpResponse(content, content_type="application/zip" if as_csv else _XLSX)
    name = f"templat-penawaran-{agency.code}-{year}.{'zip' if as_csv else 'xlsx'}"
    response["Content-Disposition"] = f'attachment; filename="{name}"'
    return response


@signed_in
@require_http_methods(["GET", "HEAD", "POST"])
def upload(request: HttpRequest, agency_id: int, year: int) -> HttpResponse:
    agency = writable_agency(request, agency_id)
    sent = request.FILES.get("file")
    if request.method == "POST" and isinstance(sent, UploadedFile):
        receipt = supply_file_receive(
            actor=actor_of(request), agency=agency, year=year, chunks=sent.chunks(), file_name=sent.name or ""
        )
        if receipt.repeated:
            messages.info(request, _("Berkas yang sama sudah pernah dikirim; ini hasilnya. Tidak ada yang berubah."))
        return redirect("supply_file", agency_id=agency.pk, file_id=receipt.file.pk)
    if request.method == "POST":
        messages.error(request, _("Pilih dulu berkasnya."))
    context = _frame(agency, year, _("Kirim berkas penawaran")) | {
        "max_bytes": MAX_BYTES,
        "files": SupplyFile.objects.filter(agency=agency, year=year).order_by("-pk")[:20],
    }
    return render(request, "supply/upload.html", context, status=422 if request.method == "POST" else 200)


def _frame(agency: Agency, year: int, title: str) -> dict[str, object]:
    back = f"{reverse('supply_sheet', args=[agency.pk])}?tahun={year}"
    crumbs = [Crumb(_("Penawaran"), reverse("supply")), Crumb(agency.short_name, back), Crumb(title)]
    return {"title": title, "kicker": f"{agency.short_name} · {year}", "crumbs": crumbs, "agency": agency, "year": year}


def _own_file(request: HttpRequest, agency_id: int, file_id: int) -> SupplyFile:
    agency = writable_agency(request, agency_id)
    file: SupplyFile = get_object_or_404(SupplyFile.objects.select_related("agency"), pk=file_id, agency=agency)
    return file


@signed_in
@require_safe
def preview(request: HttpRequest, agency_id: int, file_id: int) -> HttpResponse:
    file = _own_file(request, agency_id, file_id)
    context = _frame(file.agency, file.year, file.file_name) | {
        "file": file,
        "steps": _steps(file),
        "issues": file.issues[:SHOWN_ISSUES],
        "hidden": max(0, file.counts.get("issues", 0) - SHOWN_ISSUES),
        "problems": (file.problem or {}).get("problems", []),
    }
    return render(request, "supply/file.html", context)


def _steps(file: SupplyFile) -> list[Step]:
    refused, stored = file.state == "refused", file.state == "stored"
    return [
        Step(_("Berkas"), "done", note=file.file_name),
        Step(_("Periksa"), "failed" if refused else "done"),
        Step(_("Simpan"), "done" if stored else "todo" if refused or file.state == "discarded" else "current"),
    ]


@signed_in
@require_POST
def store(request: HttpRequest, agency_id: int, file_id: int) -> HttpResponse:
    file = _own_file(request, agency_id, file_id)
    good_only = request.POST.get("good_only") == "1"
    try:
        supply_file_store(actor=actor_of(request), file_id=file.pk, good_only=good_only)
    except RowsWrong:
        messages.error(request, _("Masih ada baris yang salah. Perbaiki berkasnya, atau simpan yang baik saja."))
    except IllegalTransition:
        messages.info(request, _("Berkas ini sudah disimpan atau dibuang; tidak ada yang berubah."))
    else:
        messages.success(request, _("Tersimpan; jumlahnya dibaca ulang dari basis data."))
    return redirect("supply_file", agency_id=file.agency_id, file_id=file.pk)


@signed_in
@require_POST
def discard(request: HttpRequest, agency_id: int, file_id: int) -> HttpResponse:
    file = _own_file(request, agency_id, file_id)
    try:
        supply_file_discard(actor=actor_of(request), file_id=file.pk)
    except IllegalTransition:
        messages.info(request, _("Berkas ini sudah disimpan atau dibuang; tidak ada yang berubah."))
    else:
        messages.success(request, _("Berkas tidak disimpan ke penawaran. Penawaran Anda tidak berubah."))
    return redirect_to_sheet(file.agency, file.year)
