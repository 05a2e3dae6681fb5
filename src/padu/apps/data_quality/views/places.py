"""Completeness of a place, figures that stand out below it, and the picture of one of them."""

from __future__ import annotations

from typing import Final

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from padu.access.asking import asked_own_place
from padu.access.requests import actor_of, require_place, signed_in
from padu.access.verbs import Verb
from padu.apps.data_quality.completeness_page import chart_of, document_of, heat_of, stats_of
from padu.apps.data_quality.outlier_page import far_badge, neighbours_chart, outlier_table, usual_words, years_chart
from padu.apps.data_quality.pages import tabs_of
from padu.apps.data_quality.selectors.completeness import PlaceCompleteness, completeness_of
from padu.apps.data_quality.selectors.outliers import compared_at, picture_of
from padu.apps.data_quality.views.issues import XLSX
from padu.apps.regions.selectors import list_path, names_of
from padu.domain.regions import NATION, Level, level_of
from padu.ui.components import Crumb

_NEXT: Final = {
    Level.NATION: "Provinsi",
    Level.PROVINCE: "Kabupaten/kota",
    Level.REGENCY: "Kecamatan",
    Level.DISTRICT: "Desa/kelurahan",
    Level.VILLAGE: "RT/RW",
}


def _crumbs(request: HttpRequest, route: str, place: str) -> list[Crumb]:
    """The way down; a place that is not the person's has no page for them."""
    actor = actor_of(request)
    path = [one for one in list_path(place) if one.code != NATION]
    found = [
        Crumb(
            one.name,
            f"{reverse(route)}?wilayah={one.code}"
            if one.code != place and actor.may(Verb.PLACE_READ, one.code)
            else "",
        )
        for one in path
    ]
    return [Crumb(_("Mutu data"), reverse("quality")), *found]


def _found(request: HttpRequest, place: str) -> PlaceCompleteness:
    name = names_of([place]).get(place, place)
    return completeness_of(actor_of(request), place, name, timezone.localdate())


@signed_in
@require_safe
def completeness(request: HttpRequest) -> HttpResponse:
    """How much is filled in and how old it is, here and directly below."""
    place = asked_own_place(request)
    page, actor = _found(request, place), actor_of(request)
    query = request.GET.urlencode()
    context = {
        "title": _("Kelengkapan dan umur data"),
        "kicker": page.whole.label,
        "as_of": page.whole.counted_on,
        "crumbs": _crumbs(request, "quality_completeness", place),
        "rooms": tabs_of(actor, "quality_completeness", place),
        "page": page,
        "stats": stats_of(page.whole),
        "heat": heat_of(page.parts, _(_NEXT[level_of(place)])),
        "chart": chart_of(page.months),
        "hides": any(line.hidden for line in (page.whole, *page.parts)),
        "file_url": f"{reverse('quality_completeness_file')}?{query}"
        if query
        else reverse("quality_completeness_file"),
    }
    return render(request, "data_quality/completeness.html", context)


@signed_in
@require_safe
def completeness_file(request: HttpRequest) -> HttpResponse:
    from padu.reports.xlsx import render_xlsx

    place = asked_own_place(request)
    document = document_of(_found(request, place), timezone.localdate())
    answer = HttpResponse(render_xlsx(document), content_type=XLSX)
    answer["Content-Disposition"] = f'attachment; filename="kelengkapan-{place}.xlsx"'
    return answer


@signed_in
@require_safe
def outliers(request: HttpRequest) -> HttpResponse:
    """Figures of villages of a place that stand out."""
    place, actor = asked_own_place(request), actor_of(request)
    context = {
        "title": _("Angka yang menonjol"),
        "kicker": names_of([place]).get(place, place),
        "compared": compared_at(place),
        "crumbs": _crumbs(request, "quality_outliers", place),
        "rooms": tabs_of(actor, "quality_outliers", place),
        "table": outlier_table(place, request.GET),
    }
    return render(request, "data_quality/outliers.html", context)


@signed_in
@require_safe
def outlier(request: HttpRequest, code: str, element: str, component: str) -> HttpResponse:
    """One figure of a village beside its neighbours and its other years."""
    require_place(actor_of(request), code)
    picture = picture_of(code, element, "" if component == "-" else component)
    if picture is None:
        raise Http404
    context = {
        "title": picture.label,
        "kicker": names_of([code]).get(code, code),
        "as_of": picture.shown.as_of,
        "crumbs": [
            Crumb(_("Mutu data"), reverse("quality")),
            Crumb(_("Angka yang menonjol"), f"{reverse('quality_outliers')}?wilayah={code}"),
            Crumb(picture.label),
        ],
        "picture": picture,
        "neighbours": neighbours_chart(picture, code),
        "own_years": years_chart(picture),
        "lines": [(far_badge(one.row), usual_words(one)) for one in picture.outliers],
        "figures_url": reverse("village_figures", args=[code]),
    }
    return render(request, "data_quality/outlier.html", context)
