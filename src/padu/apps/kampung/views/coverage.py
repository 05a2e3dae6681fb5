"""Coverage of the places below a place, on a day."""

from __future__ import annotations

import datetime as dt

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from padu.access.requests import signed_in
from padu.apps.kampung.asking import asked_place
from padu.apps.kampung.coverage_page import coverage_document, coverage_page
from padu.apps.kampung.views.form_page import places
from padu.apps.regions.selectors import names_of
from padu.domain.kampung_fields import FIRST_YEAR

DAY = "per"
_XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


@require_safe
@signed_in
def coverage(request: HttpRequest) -> HttpResponse:
    code, on = asked_place(request), _asked_day(request)
    query = f"?wilayah={code}&{DAY}={on.isoformat()}"
    context = {
        "title": _("Cakupan kampung"),
        "subtitle": names_of([code]).get(code, code),
        "crumbs": places((_("Daftar kampung"), reverse("register")), (_("Cakupan"),)),
        "place": code,
        "on": on,
        "today": timezone.localdate(),
        "page": coverage_page(code, on, timezone.localdate(), reverse("coverage_xlsx") + query),
    }
    return render(request, "kampung/coverage.html", context)


@require_safe
@signed_in
def coverage_xlsx(request: HttpRequest) -> HttpResponse:
    from padu.reports.xlsx import render_xlsx

    code, on = asked_place(request), _asked_day(request)
    answer = HttpResponse(render_xlsx(coverage_document(code, on, timezone.localdate())), content_type=_XLSX)
    answer["Content-Disposition"] = f'attachment; filename="cakupan-kampung-{code}-{on.isoformat()}.xlsx"'
    return answer


def _asked_day(request: HttpRequest) -> dt.date:
    """The day of the address, today without one. Raises Http404 for what is no day since the programme began."""
    text, today = request.GET.get(DAY, ""), timezone.localdate()
    if not text:
        return today
    try:
        day = dt.date.fromisoformat(text)
    except ValueError as error:
        raise Http404 from error
    if not dt.date(FIRST_YEAR, 1, 1) <= day <= today:
        raise Http404
    return day
