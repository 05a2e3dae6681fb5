"""The kampung of a person's places, and the face of one place: village, district, regency, province."""

from __future__ import annotations

import csv

from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext
from django.views.decorators.http import require_safe

from padu.access.requests import actor_of, require_place, signed_in
from padu.apps.measurement.selectors import index_of, newest_year
from padu.apps.regions.selectors import get_region
from padu.apps.situation.reading import villages_in_scope
from padu.ui.years import asked_year, year_choices
from padu.web import findings_panel, kampung_face, kampung_list
from padu.web.field import village_panel
from padu.web.old_places import old_places_panel


@require_safe
@signed_in
def index(request: HttpRequest) -> HttpResponse:
    """Every kampung of the person's places with its index; straight to the only one."""
    actor = actor_of(request)
    codes = villages_in_scope(actor)
    if len(codes) == 1:
        return HttpResponseRedirect(reverse("kampung", args=[next(iter(codes))]))
    year = asked_year(request, kampung_list.newest_year_of(codes, timezone.localdate().year))
    context = {
        "title": gettext("Kampung"),
        "subtitle": gettext("Indeks keluarga dan situasi, tahun data %(year)s") % {"year": year},
        "table": kampung_list.table_of(actor, codes, year, request.GET),
        "places": kampung_list.places_of(actor),
        "year": year,
        "years": year_choices(request, year, timezone.localdate().year),
    }
    return render(request, "web/kampung_list.html", context)


@require_safe
@signed_in
def face(request: HttpRequest, code: str) -> HttpResponse:
    """One place: its index, its problems, its figures and what happens there; above villages also those below."""
    actor = actor_of(request)
    require_place(actor, code)
    region = get_region(code)
    if region is None:
        raise Http404
    now = timezone.localdate().year
    year = asked_year(request, newest_year(code) or now)
    view = index_of(code, year)
    context = {
        "title": str(region),
        "region": region,
        "year": year,
        "years": year_choices(request, year, now),
        "as_of": view.as_of if view else None,
        "page": kampung_face.build(actor, region, view, year),
        "field": village_panel.build(actor, code, timezone.localdate()) if region.level == "village" else None,
        "findings": findings_panel.build(actor, code),
        "old_places": old_places_panel(actor, region),
    }
    return render(request, "web/kampung.html", context)


@require_safe
@signed_in
def indicators(request: HttpRequest, code: str) -> HttpResponse:
    """The 17 indicators of a place as a file: what the page shows, hidden where the page hides."""
    actor = actor_of(request)
    require_place(actor, code)
    year = asked_year(request, newest_year(code) or timezone.localdate().year)
    view = index_of(code, year)
    if view is None:
        raise Http404
    answer = HttpResponse(content_type="text/csv; charset=utf-8")
    answer["Content-Disposition"] = f'attachment; filename="indikator-{code}-{year}.csv"'
    csv.writer(answer).writerows(kampung_face.indicator_rows(view))
    return answer
