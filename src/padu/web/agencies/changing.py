"""Forms that change agencies. One page asks one thing; nothing typed is lost."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django import forms
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from padu.access.requests import actor_of, require_place, signed_in
from padu.access.verbs import Verb
from padu.apps.institutions.models import Agency
from padu.apps.institutions.open_work import open_work_of
from padu.apps.institutions.selectors.agencies import get_seen_agency
from padu.apps.institutions.services import agencies as service
from padu.apps.regions.selectors import names_of
from padu.domain.errors import PaduError
from padu.domain.formatting import number
from padu.domain.regions import is_region_code
from padu.ui.components import Crumb
from padu.web.agencies.forms import AgencyForm, CloseForm, RenameForm, ReopenForm, agency_initial
from padu.web.agencies.reading import crumbs_of
from padu.web.agencies.words import refusal_words

_BOTH = ["GET", "HEAD", "POST"]


def _answer(
    request: HttpRequest, form: forms.Form, act: Callable[[], Agency], done: str, frame: dict[str, Any]
) -> HttpResponse:
    """Show a form, or do what it asks and show the agency; a refusal stands at its field."""
    if request.method == "POST" and form.is_valid():
        try:
            agency = act()
        except PaduError as refusal:
            field, words = refusal_words(refusal)
            form.add_error(field if field in form.fields else None, words)
        else:
            messages.success(request, done)
            return redirect("agency", agency.pk)
    return render(request, "institutions/form.html", {"form": form, **frame}, status=422 if form.errors else 200)


def _editable(request: HttpRequest, agency_id: int) -> Agency:
    agency = get_seen_agency(agency_id)
    require_place(actor_of(request), agency.region_code, Verb.INSTITUTION_EDIT)
    return agency


def _frame(agency: Agency, title: str, **more: Any) -> dict[str, Any]:
    back = reverse("agency", args=[agency.pk])
    return {"title": title, "kicker": agency.short_name, "crumbs": crumbs_of(agency, title), "back": back, **more}


@signed_in
@require_http_methods(_BOTH)
def new(request: HttpRequest) -> HttpResponse:
    """A new agency of the place in the address."""
    actor, place = actor_of(request), request.GET.get("wilayah", "")
    if not is_region_code(place):
        raise Http404
    require_place(actor, place, Verb.INSTITUTION_EDIT)
    form = AgencyForm(request.POST or None, region_code=place)

    def act() -> Agency:
        return service.agency_add(actor=actor, region_code=place, data=form.agency())

    title, back = _("Tambah instansi"), f"{reverse('agencies')}?wilayah={place}"
    kicker, crumbs = names_of([place]).get(place, place), [Crumb(_("Instansi"), back), Crumb(title)]
    frame = {"title": title, "kicker": kicker, "back": back, "crumbs": crumbs}
    return _answer(request, form, act, _("Instansi tersimpan."), frame)


@signed_in
@require_http_methods(_BOTH)
def edit(request: HttpRequest, agency_id: int) -> HttpResponse:
    agency, actor = _editable(request, agency_id), actor_of(request)
    form = AgencyForm(request.POST or None, region_code=agency.region_code, initial=agency_initial(agency))

    def act() -> Agency:
        return service.agency_edit(actor=actor, agency_id=agency.pk, data=form.agency())

    lead = _("Di sini nama hanya diperbaiki. Bila namanya berganti, pakai “Ganti nama” agar nama lama tetap tercatat.")
    return _answer(request, form, act, _("Perubahan tersimpan."), _frame(agency, _("Ubah instansi"), lead=lead))


@signed_in
@require_http_methods(_BOTH)
def rename(request: HttpRequest, agency_id: int) -> HttpResponse:
    agency, actor = _editable(request, agency_id), actor_of(request)
    initial = {"name": agency.name, "short_name": agency.short_name}
    form = RenameForm(request.POST or None, initial=initial)

    def act() -> Agency:
        given = form.cleaned_data
        return service.agency_rename(
            actor=actor,
            agency_id=agency.pk,
            name=given["name"],
            short_name=given["short_name"],
            from_day=given["day"],
            reason=given["reason"],
        )

    lead = _("Nama lama tetap dipakai untuk tanggal sebelum perubahan.")
    return _answer(request, form, act, _("Nama baru tersimpan."), _frame(agency, _("Ganti nama instansi"), lead=lead))


@signed_in
@require_http_methods(_BOTH)
def close(request: HttpRequest, agency_id: int) -> HttpResponse:
    agency, actor = _editable(request, agency_id), actor_of(request)
    form = CloseForm(request.POST or None)

    def act() -> Agency:
        given = form.cleaned_data
        return service.agency_close(
            actor=actor,
            agency_id=agency.pk,
            last_day=given["day"],
            reason=given["reason"],
            open_work_note=given["open_work_note"],
        )

    work = ", ".join(f"{number(item.count)} {item.words}" for item in open_work_of(agency))
    lead = _("Masih terbuka: %(work)s.") % {"work": work} if work else _("Tidak ada pekerjaan yang masih terbuka.")
    frame = _frame(agency, _("Tutup instansi"), lead=lead, action=_("Tutup instansi"), danger=True)
    return _answer(request, form, act, _("Instansi ditutup; riwayatnya tersimpan."), frame)


@signed_in
@require_http_methods(_BOTH)
def reopen(request: HttpRequest, agency_id: int) -> HttpResponse:
    agency, actor = _editable(request, agency_id), actor_of(request)
    form = ReopenForm(request.POST or None)

    def act() -> Agency:
        return service.agency_reopen(actor=actor, agency_id=agency.pk, reason=form.cleaned_data["reason"])

    return _answer(request, form, act, _("Instansi dibuka lagi."), _frame(agency, _("Buka lagi instansi")))
