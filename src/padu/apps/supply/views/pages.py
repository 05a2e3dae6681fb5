"""The agency's sheet and its forms; the regency's overview."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, QueryDict
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from padu.access.actor import Actor
from padu.access.asking import asked_regency
from padu.access.requests import actor_of, require_place, signed_in, verb_nowhere
from padu.access.verbs import Verb
from padu.apps.institutions.models import Agency
from padu.apps.supply.forms import FundForm, OfferForm, SheetForm, fund_initial, offer_initial
from padu.apps.supply.models import Fund, Offer
from padu.apps.supply.services import (
    fund_save,
    offer_save,
    offer_set_active,
    require_agency,
    sheet_save,
    supply_copy_year,
)
from padu.apps.supply.sheet import Sheet, build_sheets, planning_year
from padu.apps.supply.words import refusal_words
from padu.domain.errors import PaduError
from padu.ui.components import Crumb
from padu.ui.years import asked_year, year_choices


@signed_in
@require_safe
def index(request: HttpRequest) -> HttpResponse:
    """The agency's own sheet; for the regency's team all agencies."""
    actor = actor_of(request)
    if not actor.roots(Verb.SUPPLY_EDIT) and not actor.roots(Verb.SUPPLY_READ_ALL):
        raise verb_nowhere(actor, Verb.SUPPLY_EDIT)
    region = asked_regency(request, Verb.SUPPLY_EDIT, Verb.SUPPLY_READ_ALL)
    if actor.may(Verb.SUPPLY_READ_ALL, region):
        return _overview(request, region)
    return redirect_to_sheet(own_agency(actor, region), asked_year(request, planning_year(region)))


def own_agency(actor: Actor, region_code: str) -> Agency:
    """The first agency of the regency that the actor works for. Raises Http404."""
    agency: Agency | None = Agency.objects.filter(region_code=region_code, pk__in=actor.agency_ids).first()
    if agency is None:
        raise Http404
    return agency


def redirect_to_sheet(agency: Agency, year: int) -> HttpResponse:
    return redirect(f"{reverse('supply_sheet', args=[agency.pk])}?tahun={year}")


def _overview(request: HttpRequest, region: str) -> HttpResponse:
    year = asked_year(request, planning_year(region))
    sheets = build_sheets(region, year)
    context = {
        "title": _("Penawaran OPD"),
        "subtitle": _("Yang dapat diberikan setiap OPD, dan dari anggaran mana"),
        "sheets": sheets,
        "total_budget": sum(s.budget_idr for s in sheets),
        "total_used": sum(s.used_idr for s in sheets),
        "total_offers": sum(len(s.offers) for s in sheets),
        "silent": [s.agency for s in sheets if not s.offers],
    }
    return render(request, "supply/overview.html", context | _years(request, year))


@signed_in
@require_safe
def sheet(request: HttpRequest, agency_id: int) -> HttpResponse:
    """One agency: to be edited by itself, read by the regency's team; for every other agency it does not exist."""
    agency = _seen_agency(actor_of(request), agency_id)
    year = asked_year(request, planning_year(agency.region_code))
    return _sheet_page(request, agency, year, None, 200)


def _sheet_page(request: HttpRequest, agency: Agency, year: int, data: QueryDict | None, status: int) -> HttpResponse:
    actor = actor_of(request)
    shown = build_sheets(agency.region_code, year, agency.pk)[0]
    may_edit = actor.owns(agency.pk) and actor.may(Verb.SUPPLY_EDIT, agency.region_code)
    form = _sheet_form(shown, data) if may_edit else None
    context = {
        "title": agency.name,
        "kicker": _("Penawaran"),
        "crumbs": [Crumb(_("Penawaran"), reverse("supply")), Crumb(agency.short_name)],
        "sheet": shown,
        "may_edit": may_edit,
        "form": form,
        "cells": {name: form[name] for name in form.fields} if form else {},
    }
    return render(request, "supply/sheet.html", context | _years(request, year), status=status)


def _sheet_form(shown: Sheet, data: QueryDict | None) -> SheetForm:
    return SheetForm(data, funds=[line.fund for line in shown.funds], offers=[line.offer for line in shown.offers])


@signed_in
@require_POST
def save_sheet(request: HttpRequest, agency_id: int, year: int) -> HttpResponse:
    """Keep the figures typed into the sheet; nothing is kept while one of them cannot be read."""
    agency = writable_agency(request, agency_id)
    form = _sheet_form(build_sheets(agency.region_code, year, agency.pk)[0], request.POST)
    if not form.is_valid():
        return _sheet_page(request, agency, year, request.POST, 422)
    changed = sheet_save(
        actor=actor_of(request), agency=agency, year=year, budgets=form.budgets(), offers=form.figures()
    )
    words = ngettext("%(n)s baris berubah.", "%(n)s baris berubah.", changed) % {"n": changed}
    messages.success(request, words if changed else _("Tidak ada angka yang berubah."))
    return redirect_to_sheet(agency, year)


def _seen_agency(actor: Actor, agency_id: int) -> Agency:
    agency: Agency = get_object_or_404(Agency.objects, pk=agency_id)
    if not actor.owns(agency.pk) and not actor.may(Verb.SUPPLY_READ_ALL, agency.region_code):
        raise Http404
    require_place(actor, agency.region_code)
    return agency


def _years(request: HttpRequest, year: int) -> dict[str, Any]:
    return {"year": year, "years": year_choices(request, year, timezone.localdate().year)}


def writable_agency(request: HttpRequest, agency_id: int) -> Agency:
    """The agency for somebody who writes for it; 404 for another agency's people, 403 for the regency's team."""
    actor = actor_of(request)
    agency = _seen_agency(actor, agency_id)
    require_agency(actor, agency)
    return agency


@signed_in
@require_http_methods(["GET", "HEAD", "POST"])
def edit_fund(request: HttpRequest, agency_id: int, year: int, fund_id: int | None = None) -> HttpResponse:
    agency = writable_agency(request, agency_id)
    fund = get_object_or_404(Fund.objects, pk=fund_id, agency=agency, year=year) if fund_id else None
    form = FundForm(request.POST or None, initial=fund_initial(fund) if fund else None)
    if request.method == "POST" and form.is_valid():
        try:
            fund_save(actor=actor_of(request), agency=agency, year=year, data=form.data_of(), fund_id=fund_id)
        except PaduError as refusal:
            form.add_error(*refusal_words(refusal))
        else:
            messages.success(request, _("Dana tersimpan."))
            return redirect_to_sheet(agency, year)
    title = _("Ubah dana") if fund else _("Tambah dana")
    return _form_page(request, agency, year, form, title)


@signed_in
@require_http_methods(["GET", "HEAD", "POST"])
def edit_offer(request: HttpRequest, agency_id: int, year: int, offer_id: int | None = None) -> HttpResponse:
    agency = writable_agency(request, agency_id)
    offer = get_object_or_404(Offer.objects, pk=offer_id, agency=agency, year=year) if offer_id else None
    initial = offer_initial(offer) if offer else None
    form = OfferForm(request.POST or None, initial=initial, agency=agency, year=year)
    if request.method == "POST" and form.is_valid():
        try:
            offer_save(actor=actor_of(request), agency=agency, year=year, data=form.data_of(), offer_id=offer_id)
        except PaduError as refusal:
            form.add_error(*refusal_words(refusal))
        else:
            messages.success(request, _("Penawaran tersimpan."))
            return redirect_to_sheet(agency, year)
    return _form_page(request, agency, year, form, _("Ubah penawaran") if offer else _("Tambah penawaran"))


def _form_page(request: HttpRequest, agency: Agency, year: int, form: FundForm | OfferForm, title: str) -> HttpResponse:
    back = f"{reverse('supply_sheet', args=[agency.pk])}?tahun={year}"
    crumbs = [Crumb(_("Penawaran"), reverse("supply")), Crumb(agency.short_name, back), Crumb(title)]
    kicker = f"{agency.short_name} · {year}"
    context = {"title": title, "kicker": kicker, "crumbs": crumbs, "form": form, "back": back, "year": year}
    return render(request, "supply/form.html", context, status=422 if form.errors else 200)


@signed_in
@require_POST
def set_active(request: HttpRequest, agency_id: int, offer_id: int) -> HttpResponse:
    agency = writable_agency(request, agency_id)
    active = request.POST.get("active") == "1"
    offer = offer_set_active(actor=actor_of(request), agency=agency, offer_id=offer_id, active=active)
    messages.success(request, _("Penawaran diaktifkan lagi.") if active else _("Penawaran ditarik dari perencanaan."))
    return redirect_to_sheet(agency, offer.year)


@signed_in
@require_POST
def copy_year(request: HttpRequest, agency_id: int, year: int) -> HttpResponse:
    agency = writable_agency(request, agency_id)
    added = supply_copy_year(actor=actor_of(request), agency=agency, from_year=year - 1, to_year=year)
    if added:
        words = _("%(added)s baris disalin dari %(from)s. Sebutkan dokumen perencanaannya yang baru di setiap baris.")
        messages.success(request, words % {"added": added, "from": year - 1})
    else:
        messages.warning(request, _("Tidak ada yang disalin: tahun lalu kosong atau semuanya sudah ada di sini."))
    return redirect_to_sheet(agency, year)
