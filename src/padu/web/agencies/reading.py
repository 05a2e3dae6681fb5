"""Agencies to be read: the list with its workbook, and one agency with the names it had."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from padu.access.actor import Actor
from padu.access.requests import actor_of, signed_in
from padu.access.verbs import Verb
from padu.apps.institutions.models import Agency
from padu.apps.institutions.open_work import open_work_of
from padu.apps.institutions.selectors.agencies import get_seen_agency, list_former_names
from padu.apps.institutions.views.team_pages import asked_day
from padu.apps.regions.selectors import names_of
from padu.domain.formatting import date_long
from padu.ui.components import Crumb, Term, TimelineEntry
from padu.web.agencies.listing import (
    asked_filter,
    asked_order,
    column_words,
    contact_of,
    document_of,
    fields_of,
    table_of,
)

_XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


@signed_in
@require_safe
def index(request: HttpRequest) -> HttpResponse:
    """Agencies that serve a place, named as of a day (`?per=`)."""
    actor, today = actor_of(request), timezone.localdate()
    chosen, day = asked_filter(actor, request.GET), asked_day(request) or today
    add_url = f"{reverse('agency_new')}?wilayah={chosen.place}"
    may_add = actor.may(Verb.INSTITUTION_EDIT, chosen.place)
    context = {
        "title": _("Instansi"),
        "subtitle": names_of([chosen.place]).get(chosen.place, chosen.place),
        "new_url": add_url if may_add else "",
        "past": date_long(day) if day != today else "",
        "fields": fields_of(chosen),
        "table": table_of(chosen, day, request.GET, add_url if may_add else ""),
        "teams_url": f"{reverse('teams')}?wilayah={chosen.place}",
    }
    return render(request, "web/agencies.html", context)


@signed_in
@require_safe
def workbook(request: HttpRequest) -> HttpResponse:
    """The list of the address as a workbook."""
    from padu.reports.xlsx import render_xlsx

    chosen = asked_filter(actor_of(request), request.GET)
    document = document_of(chosen, asked_day(request) or timezone.localdate(), asked_order(request.GET))
    answer = HttpResponse(render_xlsx(document), content_type=_XLSX)
    answer["Content-Disposition"] = f'attachment; filename="instansi-{chosen.place}.xlsx"'
    return answer


@signed_in
@require_safe
def show(request: HttpRequest, agency_id: int) -> HttpResponse:
    """One agency: what it is, how to reach it, what is open, and what it was called before."""
    actor, agency, today = actor_of(request), get_seen_agency(agency_id), timezone.localdate()
    closed = agency.valid_to is not None and agency.valid_to < today
    may_edit = actor.may(Verb.INSTITUTION_EDIT, agency.region_code)
    context = {
        "title": agency.name,
        "kicker": agency.get_kind_display(),
        "subtitle": names_of([agency.region_code]).get(agency.region_code, agency.region_code),
        "crumbs": crumbs_of(agency),
        "agency": agency,
        "terms": _terms(agency),
        "names": _names(agency),
        "closed": closed,
        "work": open_work_of(agency) if may_edit else [],
        "may_edit": may_edit and not closed,
        "may_reopen": may_edit and agency.valid_to is not None,
        "supply_url": _supply_url(actor, agency),
    }
    return render(request, "web/agency.html", context)


def crumbs_of(agency: Agency, *more: str) -> list[Crumb]:
    """The way to an agency's page, or to one of its forms."""
    own = reverse("agency", args=[agency.pk])
    return [
        Crumb(_("Instansi"), reverse("agencies")),
        Crumb(agency.short_name, own if more else ""),
        *(Crumb(words) for words in more),
    ]


def _supply_url(actor: Actor, agency: Agency) -> str:
    if actor.owns(agency.pk) or actor.may(Verb.SUPPLY_READ_ALL, agency.region_code):
        return reverse("supply_sheet", args=[agency.pk])
    return ""


def _terms(agency: Agency) -> list[Term]:
    words = column_words(agency.region_code)
    contact = contact_of(agency)
    return [
        Term(_("Nama pendek"), agency.short_name),
        Term(_("Kolom matriks"), words.get(agency.column_key, agency.column_key)),
        Term(_("Kampung yang dapat dilayani pada hari yang sama"), agency.teams),
        Term(_("Dihitung sebagai sektor"), _("ya") if agency.counts_as_sector else _("tidak: pengampu KB")),
        Term(_("Kontak"), contact or _("belum diisi")),
        Term(_("Alamat"), agency.address or _("belum diisi")),
        Term(_("Ada sejak"), date_long(agency.valid_from) if agency.valid_from else _("belum diketahui")),
    ]


def _names(agency: Agency) -> list[TimelineEntry]:
    return [
        TimelineEntry(
            former.name, former.until, _("Nama sampai hari itu. %(why)s") % {"why": former.reason}, icon="history"
        )
        for former in list_former_names(agency)
    ]
