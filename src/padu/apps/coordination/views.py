"""Meetings: the list, the minutes, and the board on which decisions are followed."""

from __future__ import annotations

from collections.abc import Callable

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from padu.access.asking import asked_regency
from padu.access.requests import actor_of, require_place, signed_in
from padu.access.verbs import Verb
from padu.apps.convergence.models import PlannerRun
from padu.apps.convergence.selectors.proposals import agreeable_count
from padu.apps.convergence.views.refusals import step_refused
from padu.apps.coordination.forms import DECISIONS, PRESENT, Minutes
from padu.apps.coordination.models import Decision
from padu.apps.coordination.selectors import (
    board_of,
    commitments_of_meeting,
    get_meeting,
    list_meetings,
    list_present,
)
from padu.apps.coordination.services import decision_complete, decision_reopen, decision_verify, meeting_record
from padu.apps.coordination.words import refusal_words
from padu.apps.regions.selectors import names_of
from padu.domain.errors import PaduError
from padu.domain.formatting import date_short
from padu.domain.states import IllegalTransition
from padu.ui.components import Crumb
from padu.ui.years import asked_year, year_choices


@signed_in
@require_safe
def index(request: HttpRequest) -> HttpResponse:
    """Meetings of the regency, to be read by its agencies and kampung as well."""
    region, today = asked_regency(request), timezone.localdate()
    year = asked_year(request, today.year)
    context = {
        "title": _("Rapat koordinasi"),
        "subtitle": names_of([region]).get(region, region),
        "lines": list_meetings(region, year),
        "may_record": actor_of(request).may(Verb.MEETING_RECORD, region),
        "region": region,
        "year": year,
        "years": year_choices(request, year, today.year),
    }
    return render(request, "coordination/meetings.html", context)


@signed_in
@require_http_methods(["GET", "HEAD", "POST"])
def record(request: HttpRequest) -> HttpResponse:
    """Write the minutes of a meeting that has taken place."""
    region = asked_regency(request)
    require_place(actor_of(request), region, Verb.MEETING_RECORD)
    runs = _agreeable_runs(region)
    if request.method != "POST":
        asked = request.GET.get("usulan", "")
        return _minutes_page(request, Minutes(region, runs, run_id=int(asked) if asked.isdecimal() else None), 200)
    more = request.POST.get("more", "")
    if more in (PRESENT, DECISIONS):
        return _minutes_page(request, Minutes(region, runs, draft=request.POST, more=more), 200)
    minutes = Minutes(region, runs, request.POST)
    if not minutes.is_valid():
        return _minutes_page(request, minutes, 422)
    try:
        recorded = meeting_record(actor=actor_of(request), record=minutes.record())
    except PaduError as refusal:
        minutes.meeting.add_error(None, refusal_words(refusal))
        return _minutes_page(request, minutes, 422)
    messages.success(request, _made(recorded.commitments, recorded.meeting.planner_run_id))
    return redirect("meeting", meeting_id=recorded.meeting.pk)


def _made(commitments: int, run_id: int | None) -> str:
    if run_id is None:
        return _("Rapat tercatat.")
    words = ngettext(
        "Rapat tercatat; %(count)s baris menjadi komitmen.",
        "Rapat tercatat; %(count)s baris menjadi komitmen.",
        commitments,
    )
    return words % {"count": commitments}


def _agreeable_runs(region: str) -> list[tuple[int, str]]:
    """Runs that have been answered, newest first, with how many rows would be agreed."""
    runs = PlannerRun.objects.filter(region_code=region, state=PlannerRun.State.DONE).only("pk", "year", "created_at")
    choices = []
    for run in runs.order_by("-pk"):
        count = agreeable_count(run.pk)
        if count:
            facts = {
                "run": run.pk,
                "year": run.year,
                "day": date_short(timezone.localdate(run.created_at)),
                "count": count,
            }
            choices.append(
                (run.pk, _("Usulan %(run)s untuk %(year)s, disusun %(day)s: %(count)s baris siap disepakati") % facts)
            )
    return choices


def _minutes_page(request: HttpRequest, minutes: Minutes, status: int) -> HttpResponse:
    context = {
        "title": _("Catat rapat"),
        "crumbs": [Crumb(_("Rapat"), reverse("meetings")), Crumb(_("Catat rapat"))],
        "minutes": minutes,
        "told": status == 422,
    }
    return render(request, "coordination/minutes.html", context, status=status)


@signed_in
@require_safe
def meeting(request: HttpRequest, meeting_id: int) -> HttpResponse:
    found = get_meeting(meeting_id)
    context = {
        "title": found.title,
        "kicker": names_of([found.region_code]).get(found.region_code, found.region_code),
        "crumbs": [Crumb(_("Rapat"), reverse("meetings")), Crumb(found.title)],
        "meeting": found,
        "year": found.year,
        "present": list_present(found),
        "board": board_of(actor_of(request), found),
        "agreed": commitments_of_meeting(found),
        "may_see_run": actor_of(request).may(Verb.PLAN_RUN, found.region_code),
    }
    return render(request, "coordination/meeting.html", context)


def _step(request: HttpRequest, decision_id: int, act: Callable[[], Decision], done: str) -> HttpResponse:
    """Take one step of a decision and go back to its meeting; a refusal says why."""
    seen: Decision = get_object_or_404(Decision.objects, pk=decision_id)
    back = reverse("meeting", args=[seen.meeting_id])
    try:
        act()
    except IllegalTransition as refusal:
        return step_refused(request, refusal_words(refusal), back)
    except PaduError as refusal:
        messages.error(request, refusal_words(refusal))
    else:
        messages.success(request, done)
    return redirect(f"{back}#keputusan-{decision_id}")


@signed_in
@require_POST
def complete(request: HttpRequest, decision_id: int) -> HttpResponse:
    evidence = request.POST.get("evidence", "")

    def act() -> Decision:
        return decision_complete(actor=actor_of(request), decision_id=decision_id, evidence=evidence)

    return _step(request, decision_id, act, _("Dinyatakan selesai; menunggu pemeriksaan orang kedua."))


@signed_in
@require_POST
def verify(request: HttpRequest, decision_id: int) -> HttpResponse:
    def act() -> Decision:
        return decision_verify(actor=actor_of(request), decision_id=decision_id)

    return _step(request, decision_id, act, _("Keputusan diperiksa dan selesai."))


@signed_in
@require_POST
def reopen(request: HttpRequest, decision_id: int) -> HttpResponse:
    reason = request.POST.get("reason", "")

    def act() -> Decision:
        return decision_reopen(actor=actor_of(request), decision_id=decision_id, reason=reason)

    return _step(request, decision_id, act, _("Keputusan dibuka lagi."))
