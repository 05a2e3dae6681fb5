"""The matrix, what stands behind its cells, and its files."""

from __future__ import annotations

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from padu.access.requests import actor_of, require_place, signed_in
from padu.access.verbs import Verb
from padu.apps.convergence.exports import Format, write_matrix
from padu.apps.convergence.selectors.matrix_page import build_cell_page, build_matrix_page
from padu.apps.convergence.selectors.own_places import first_place, opening_year
from padu.apps.convergence.views.places import YEARS, file_response, other_place, place_fields, seen_place
from padu.ui.components import Choice, Crumb
from padu.ui.years import asked_year


@signed_in
@require_safe
def index(request: HttpRequest) -> HttpResponse:
    """To the place and year asked for, else to the person's own."""
    actor = actor_of(request)
    code = request.GET.get("wilayah") or first_place(actor)
    if code is None:
        raise Http404
    require_place(actor, code)
    return redirect("matrix_place", code, asked_year(request, opening_year(code, timezone.localdate().year)))


@signed_in
@require_safe
def place(request: HttpRequest, code: str, year: int) -> HttpResponse:
    region = seen_place(request, code, year)
    if other := other_place(request, code):
        return redirect("matrix_place", other, year)
    page = build_matrix_page(code, year)
    context = {
        "title": _("Matriks integrasi dan konvergensi"),
        "subtitle": f"{region} · {year}",
        "as_of": page.of.as_of,
        "page": page,
        "code": code,
        "shown_year": year,
        "fields": place_fields(request, code),
    }
    return render(request, "convergence/matrix.html", context | _years(code, year))


def _years(code: str, year: int) -> dict[str, Any]:
    now = timezone.localdate().year
    years = sorted({year, now - 1, now, now + 1})
    choices = [
        Choice(label=str(other), url=reverse("matrix_place", args=[code, other]), active=other == year)
        for other in years
        if other in YEARS
    ]
    return {"year": year, "years": choices}


@signed_in
@require_safe
def cell(request: HttpRequest, code: str, year: int, programme_no: int, column_key: str) -> HttpResponse:
    region = seen_place(request, code, year)
    page = build_cell_page(code, year, programme_no, column_key, timezone.localdate())
    if page is None:
        raise Http404
    back = reverse("matrix_place", args=[code, year])
    context = {
        "title": f"{page.programme.name} · {page.column.short_name}",
        "kicker": _("Program %(number)s dan %(column)s") % {"number": programme_no, "column": page.column.name},
        "subtitle": f"{region} · {year}",
        "crumbs": [Crumb(_("Matriks"), back), Crumb(page.column.short_name)],
        "page": page,
        "shown_year": year,
        "may_join": actor_of(request).may(Verb.REALISATION_JOIN, code),
    }
    return render(request, "convergence/matrix_cell.html", context)


@signed_in
@require_safe
def download(request: HttpRequest, code: str, year: int, form: Format) -> HttpResponse:
    seen_place(request, code, year)
    return file_response(write_matrix(code, year, form, timezone.localdate()))
