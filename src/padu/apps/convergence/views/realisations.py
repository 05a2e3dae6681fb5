"""Reports: of a planned event, outside any plan, and joining the one to the other."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from padu.access.requests import VerbMissing, actor_of, require_place, signed_in, verb_nowhere
from padu.access.verbs import Verb
from padu.apps.convergence.forms_reports import EventReportForm, JoinForm, QuickReportForm, ReportForm
from padu.apps.convergence.selectors.events import EventPage, last_activities
from padu.apps.convergence.selectors.joining import build_join
from padu.apps.convergence.selectors.lines import CommitmentLine
from padu.apps.convergence.selectors.own_places import OwnPlace, own_villages
from padu.apps.convergence.services.realisations import (
    event_report,
    may_report_of,
    outside_report,
    realisation_join,
)
from padu.apps.convergence.views.events import seen_event
from padu.apps.convergence.words_reports import refusal_words
from padu.domain.errors import PaduError
from padu.domain.formatting import date_with_day
from padu.ui.components import Crumb


@signed_in
@require_http_methods(["GET", "HEAD", "POST"])
def report_event(request: HttpRequest, event_id: int) -> HttpResponse:
    actor, page = actor_of(request), seen_event(request, event_id)
    require_place(actor, page.block.region_code, Verb.REALISATION_REPORT)
    lines = _lines_to_report(request, page)
    initial = {"done_on": min(page.block.day, timezone.localdate()), "came": [line.agency for line in lines]}
    form = EventReportForm(request.POST or None, request.FILES or None, lines=lines, initial=initial)
    if request.method == "POST" and form.is_valid():
        try:
            made = event_report(actor=actor, report=form.report_of(event_id))
        except PaduError as refusal:
            _tell(form, refusal)
        else:
            words = _("Laporan tersimpan. Matriks sudah menunjukkannya.")
            messages.success(request, words if made else _("Tersimpan bahwa kegiatan ini tidak terlaksana."))
            return redirect("event", event_id)
    back = reverse("event", args=[event_id])
    context = {
        "title": _("Laporkan kegiatan"),
        "subtitle": f"{page.block.village} · {date_with_day(page.block.day)}",
        "crumbs": [Crumb(page.block.village, back), Crumb(_("Laporan"))],
        "form": form,
        "back": back,
    }
    return _form_page(request, "convergence/event_report.html", form, context)


def _lines_to_report(request: HttpRequest, page: EventPage) -> list[CommitmentLine]:
    """What the person may report of the event. Raises PermissionDenied without any.

    A form sent again names rows that are no longer open; the service knows it by its key.
    """
    actor, place = actor_of(request), page.block.region_code
    wanted = [line for line in page.lines if line.open or f"done_{line.pk}" in request.POST]
    lines = [line for line in wanted if may_report_of(actor, place, line.agency_id)]
    if not lines:
        raise VerbMissing(Verb.REALISATION_REPORT, place)
    return lines


@signed_in
@require_http_methods(["GET", "HEAD", "POST"])
def report_quick(request: HttpRequest) -> HttpResponse:
    """Work that stands in no plan, in a few fields."""
    actor = actor_of(request)
    villages = own_villages(actor, Verb.REALISATION_REPORT)
    if not villages and actor.roots(Verb.REALISATION_REPORT):
        return render(request, "convergence/no_village.html", {"title": _("Laporkan kegiatan lain")})
    shown = _village_shown(request, villages)
    form = QuickReportForm(
        request.POST or None,
        request.FILES or None,
        actor=actor,
        villages=villages,
        initial={"region_code": shown},
    )
    if request.method == "POST" and form.is_valid():
        try:
            made = outside_report(actor=actor, report=form.report_of())
        except PaduError as refusal:
            _tell(form, refusal)
        else:
            words = _("Tersimpan. Kegiatan ini sudah dihitung di matriks, dengan tanda “di luar rencana”.")
            messages.success(request, words)
            return redirect(quick_url(made.region_code))
    context = {
        "title": _("Laporkan kegiatan lain"),
        "subtitle": _("Kegiatan yang tidak ada dalam rencana. Cukup isi yang Anda tahu."),
        "form": form,
        "last": last_activities(shown, 5),
        "may_join": actor.may(Verb.REALISATION_JOIN, shown),
    }
    return _form_page(request, "convergence/quick_report.html", form, context)


def _village_shown(request: HttpRequest, villages: Sequence[OwnPlace]) -> str:
    """The village the page begins with. Raises PermissionDenied where there is none to choose from, Http404."""
    actor = actor_of(request)
    if not villages:
        raise verb_nowhere(actor, Verb.REALISATION_REPORT)
    asked = request.POST.get("region_code") or request.GET.get("kampung") or villages[0].code
    require_place(actor, asked, Verb.REALISATION_REPORT)
    return asked


@signed_in
@require_http_methods(["GET", "HEAD", "POST"])
def join(request: HttpRequest, realisation_id: int) -> HttpResponse:
    """Join work reported outside the plan to the commitment it fulfilled."""
    actor = actor_of(request)
    page = build_join(realisation_id, timezone.localdate())
    require_place(actor, page.work.region_code, Verb.REALISATION_JOIN)
    choices = [(line.pk, f"{line.title} · {line.agency} · {date_with_day(line.day)}") for line in page.candidates]
    form = JoinForm(request.POST or None, choices=choices)
    if request.method == "POST" and form.is_valid():
        try:
            made = realisation_join(
                actor=actor, realisation_id=realisation_id, commitment_id=form.cleaned_data["commitment"]
            )
        except PaduError as refusal:
            _tell(form, refusal)
        else:
            messages.success(request, _("Laporan tersambung dengan komitmennya."))
            return redirect("event", made.event_id)
    context = {
        "title": _("Sambungkan dengan komitmen"),
        "subtitle": page.work.village,
        "crumbs": [Crumb(_("Laporan"), quick_url(page.work.region_code)), Crumb(_("Sambungkan"))],
        "page": page,
        "form": form,
    }
    return _form_page(request, "convergence/join.html", form, context)


def quick_url(region_code: str) -> str:
    return f"{reverse('outside_report')}?kampung={region_code}"


def _tell(form: ReportForm | JoinForm, refusal: PaduError) -> None:
    field, words = refusal_words(refusal)
    form.add_error(field if field in form.fields else None, words)


def _form_page(request: HttpRequest, template: str, form: Any, context: dict[str, Any]) -> HttpResponse:
    return render(request, template, context, status=422 if form.errors else 200)
