"""The figures of a village, each with its source and date."""

from __future__ import annotations

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from padu.access.requests import actor_of, require_place, signed_in
from padu.access.verbs import Verb
from padu.apps.regions.selectors import get_region
from padu.apps.rumah_dataku.selectors.figures import figures_of
from padu.domain.regions import is_region_code
from padu.ui.components import Crumb


@signed_in
@require_safe
def show(request: HttpRequest, code: str) -> HttpResponse:
    actor = actor_of(request)
    region = get_region(code) if is_region_code(code) else None
    if region is None:
        raise Http404
    require_place(actor, code)
    context = {
        "title": _("Angka %(place)s") % {"place": region},
        "subtitle": _("Setiap angka menyebut sumber dan tahunnya"),
        "crumbs": [Crumb(_("Kampung"), "/kampung/"), Crumb(str(region), f"/kampung/{code}/"), Crumb(_("Angka"))],
        "groups": figures_of(code),
        "may_import": actor.may(Verb.FIGURE_IMPORT, code),
    }
    return render(request, "rumah_dataku/figures.html", context)
