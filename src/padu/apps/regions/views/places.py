"""Places: search, and a page for each from the nation to the village. Names are public to whoever has signed in."""

from __future__ import annotations

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext
from django.views.decorators.http import require_safe

from padu.access.requests import actor_of, signed_in
from padu.access.verbs import Verb
from padu.apps.regions.history_pages import asked_day
from padu.apps.regions.pages import place_page, search_page
from padu.apps.regions.panels import build_panels
from padu.apps.regions.selectors import get_region
from padu.domain.regions import NATION


@require_safe
@signed_in
def search(request: HttpRequest) -> HttpResponse:
    text = request.GET.get("cari", "").strip()[:80]
    on = asked_day(request)
    context = {
        "title": gettext("Wilayah"),
        "text": text,
        "on": on,
        "page": search_page(text, get_region(NATION, on)),
        "may_edit": actor_of(request).may(Verb.REGION_EDIT, NATION),
    }
    return render(request, "regions/search.html", context)


@require_safe
@signed_in
def place(request: HttpRequest, code: str) -> HttpResponse:
    on = asked_day(request)
    region = get_region(code, on)
    if region is None:
        raise Http404
    actor = actor_of(request)
    context = {
        "title": str(region),
        "on": on,
        "page": place_page(region),
        "panels": build_panels(actor, region),
        "may_open_kampung": region.level == "village" and actor.may(Verb.PLACE_READ, code),
    }
    return render(request, "regions/place.html", context)
