"""Overviews of field work: load, coverage by sector, a district, a sector's office."""

from __future__ import annotations

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from padu.access.asking import PLACE_PARAMETER
from padu.access.requests import actor_of, require_place, signed_in
from padu.apps.regions.selectors import get_region, names_of
from padu.domain.regions import Level, regency_of
from padu.ui.components import Crumb
from padu.web.field import offices, overviews
from padu.web.field.places import WORKING, asked_place


def _frame(place: str, title: str) -> dict[str, object]:
    start = Crumb(_("Petugas lapangan"), f"{reverse('field_workers')}?{PLACE_PARAMETER}={place}")
    return {
        "title": title,
        "subtitle": names_of([place]).get(place, place),
        "crumbs": [start, Crumb(title)],
        "place": place,
    }


@signed_in
@require_safe
def load(request: HttpRequest) -> HttpResponse:
    """How much one officer carries, and where no PKB/PLKB is."""
    place = asked_place(request, WORKING)
    page = overviews.load_page(actor_of(request), place, request.GET, timezone.localdate())
    return render(request, "web/field/load.html", _frame(place, _("Beban petugas")) | {"page": page})


@signed_in
@require_safe
def coverage(request: HttpRequest) -> HttpResponse:
    """Villages x sectors."""
    place = asked_place(request, WORKING)
    page = overviews.coverage_page(place, timezone.localdate())
    return render(request, "web/field/coverage.html", _frame(place, _("Cakupan sektor")) | {"page": page})


@signed_in
@require_safe
def district(request: HttpRequest, code: str) -> HttpResponse:
    """District actors, the kampung they look after, and what is late there."""
    require_place(actor_of(request), code)
    found = get_region(code)
    if found is None or found.level != Level.DISTRICT.value:
        raise Http404
    above = regency_of(code)
    context = _frame(code, str(found)) | {
        "subtitle": names_of([above]).get(above, above),
        "page": offices.district_page(found, timezone.localdate()),
    }
    return render(request, "web/field/district.html", context)


@signed_in
@require_safe
def sector(request: HttpRequest) -> HttpResponse:
    """Numbers of a sector's own officers below a place; no names."""
    actor = actor_of(request)
    place = offices.sector_place(actor, request.GET.get(PLACE_PARAMETER, ""))
    page = offices.sector_page(actor, place, request.GET, timezone.localdate())
    context = {
        "title": _("Petugas sektor %(sector)s") % {"sector": page.sector},
        "subtitle": page.place,
        "page": page,
        "place": place,
    }
    return render(request, "web/field/sector.html", context)
