"""The Rumah DataKu of a place by class."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from padu.access.requests import signed_in
from padu.apps.kampung.asking import asked_place
from padu.apps.regions.selectors import names_of
from padu.apps.rumah_dataku.house_page import class_table
from padu.apps.rumah_dataku.profile_page import population_stats
from padu.apps.rumah_dataku.selectors.village_population import population_of
from padu.ui.components import Crumb


@require_safe
@signed_in
def index(request: HttpRequest) -> HttpResponse:
    """Share of kampung with a Rumah DataKu, and the population of the place summed up from its villages."""
    code = asked_place(request)
    population = population_of(code)
    context = {
        "title": _("Rumah DataKu"),
        "subtitle": names_of([code]).get(code, code),
        "crumbs": [Crumb(_("Kampung"), reverse("kampung_list")), Crumb(_("Rumah DataKu"))],
        "table": class_table(code),
        "stats": population_stats(population),
        "villages": population.villages if population else 0,
    }
    return render(request, "rumah_dataku/classes.html", context)
