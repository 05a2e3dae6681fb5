"""The Rumah DataKu of a place: by class, with its population, and how far its villages are filled in."""

from __future__ import annotations

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from padu.access.requests import signed_in
from padu.apps.kampung.asking import asked_place
from padu.apps.regions.selectors import list_villages, names_of
from padu.apps.rumah_dataku.house_page import class_table
from padu.apps.rumah_dataku.places_page import (
    SOURCES,
    VILLAGES,
    completeness_heat,
    place_tabs,
    places_table,
    source_choices,
)
from padu.apps.rumah_dataku.profile_page import empty_population, population_stats, profile_url, pyramid_picture
from padu.apps.rumah_dataku.selectors.village_population import Population, population_of
from padu.domain.regions import Level, level_of
from padu.ui.components import Crumb


@require_safe
@signed_in
def index(request: HttpRequest) -> HttpResponse:
    """Share of kampung with a Rumah DataKu, and the population of the place summed up from its villages."""
    code = asked_place(request)
    population = population_of(code)
    context = _frame(code, "rumah_dataku_classes") | {
        "table": class_table(code),
        "stats": population_stats(population),
        **_basis(code, population),
    }
    return render(request, "rumah_dataku/classes.html", context)


@require_safe
@signed_in
def population(request: HttpRequest) -> HttpResponse:
    """Pyramid and ratios of a place, and the same of the places below, from villages or from the printed table."""
    code = asked_place(request)
    if level_of(code) is Level.VILLAGE:
        return redirect(profile_url(code))
    source = request.GET.get("sumber", VILLAGES)
    if source not in SOURCES:
        raise Http404
    found = population_of(code)
    context = _frame(code, "rumah_dataku_population") | {
        "stats": population_stats(found),
        "pyramid": pyramid_picture(found),
        **_basis(code, found),
        "empty": empty_population(),
        "sources": source_choices(code, source),
        "table": places_table(SOURCES[source](code)),
    }
    return render(request, "rumah_dataku/population.html", context)


@require_safe
@signed_in
def completeness(request: HttpRequest) -> HttpResponse:
    """Seven groups by place below, coloured."""
    code = asked_place(request)
    if level_of(code) is Level.VILLAGE:
        return redirect(profile_url(code) + "#kelengkapan")
    context = _frame(code, "rumah_dataku_completeness") | {"heat": completeness_heat(code)}
    return render(request, "rumah_dataku/completeness.html", context)


def _basis(code: str, found: Population | None) -> dict[str, int]:
    """How many villages are summed up, of how many."""
    return {"villages": found.villages, "all_villages": list_villages(code).count()} if found else {}


def _frame(code: str, page: str) -> dict[str, object]:
    """What the pages of a place have in common. A village has its own profile instead of the other two."""
    return {
        "title": _("Rumah DataKu"),
        "subtitle": names_of([code]).get(code, code),
        "crumbs": [Crumb(_("Kampung"), reverse("kampung_list")), Crumb(_("Rumah DataKu"))],
        "tabs": [] if level_of(code) is Level.VILLAGE else place_tabs(code, page),
    }
