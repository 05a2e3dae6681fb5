"""The calendar of joint events: by month, by village, and its files."""

from __future__ import annotations

import datetime as dt

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from padu.access.requests import actor_of, require_place, signed_in
from padu.access.verbs import Verb
from padu.apps.convergence.exports import Format, write_calendar
from padu.apps.convergence.selectors.calendar import EventFilter, MonthPage, build_month
from padu.apps.convergence.selectors.events import unreported_events
from padu.apps.convergence.selectors.own_places import first_place
from padu.apps.convergence.services.realisations import speaks_for_place
from padu.apps.convergence.views.calendar_filters import filter_fields, view_field
from padu.apps.convergence.views.places import (
    YEARS,
    file_response,
    kept_query,
    other_place,
    place_fields,
    seen_place,
)
from padu.ui.components import EmptyState


@signed_in
@require_safe
def index(request: HttpRequest) -> HttpResponse:
    """To this month of the place asked for, else of the person's own."""
    actor, today = actor_of(request), timezone.localdate()
    code = request.GET.get("wilayah") or first_place(actor)
    if code is None:
        raise Http404
    require_place(actor, code)
    return redirect("calendar_month", code, today.year, today.month)


@signed_in
@require_safe
def month(request: HttpRequest, code: str, year: int, month: int) -> HttpResponse:
    region = seen_place(request, code, year)
    if not 1 <= month <= 12:
        raise Http404
    if other := other_place(request, code):
        return redirect(
            f"{reverse('calendar_month', args=[other, year, month])}?{kept_query(request, 'opd', 'program')}"
        )
    actor, wanted = actor_of(request), _wanted(request)
    page = build_month(code, year, month, wanted, timezone.localdate())
    context = {
        "title": _("Kalender kegiatan bersama"),
        "subtitle": str(region),
        "page": page,
        "code": code,
        "shown_year": year,
        "by_village": request.GET.get("tampil") == "kampung",
        "fields": [*place_fields(request, code), *filter_fields(code, wanted), view_field(request)],
        "previous_url": _month_url(request, code, page.first - dt.timedelta(days=1)),
        "next_url": _month_url(request, code, page.first + dt.timedelta(days=31)),
        "empty": _empty(page, wanted),
        "may_report": bool(actor.roots(Verb.REALISATION_REPORT)),
        "waiting": unreported_events(code, None if speaks_for_place(actor, code) else actor.agency_ids),
    }
    return render(request, "convergence/calendar.html", context)


def _wanted(request: HttpRequest) -> EventFilter:
    """The filter of the address; what cannot be meant is left out."""

    def number(name: str) -> int | None:
        text = request.GET.get(name, "")
        return int(text) if text.isascii() and text.isdigit() and len(text) < 10 else None

    return EventFilter(number("opd"), request.GET.get("kampung") or None, number("program"))


def _month_url(request: HttpRequest, code: str, day: dt.date) -> str:
    if day.year not in YEARS:
        return ""
    url = reverse("calendar_month", args=[code, day.year, day.month])
    return f"{url}?{request.GET.urlencode()}" if request.GET else url


def _empty(page: MonthPage, wanted: EventFilter) -> EmptyState | None:
    if page.count:
        return None
    if wanted.active and page.all_blocks:
        return EmptyState(_("Tidak ada kegiatan yang cocok dengan saringan ini."), icon="filter")
    text = _("Kegiatan bersama muncul di sini setelah rapat koordinasi menyepakati usulan.")
    return EmptyState(_("Belum ada kegiatan bersama pada bulan ini."), text, icon="calendar")


@signed_in
@require_safe
def download(request: HttpRequest, code: str, year: int, form: Format) -> HttpResponse:
    seen_place(request, code, year)
    return file_response(write_calendar(code, year, form, timezone.localdate()))
