"""The rooms of the situation: every village's state, one village's ranked problems, and what is done with them."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django import forms
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect, QueryDict
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext
from django.views.decorators.http import require_POST, require_safe

from padu.access.actor import Actor
from padu.access.audit import record_look
from padu.access.requests import VerbMissing, actor_of, require_place, signed_in
from padu.access.verbs import Verb
from padu.apps.regions.selectors import get_region
from padu.apps.situation import explaining, pages, reading, services
from padu.apps.situation.forms import OwnProblemForm, ReasonForm
from padu.apps.situation.models import SituationAnalysis
from padu.apps.situation.services.measuring import reference_day
from padu.apps.situation.words import reason_words, refusal_words
from padu.domain.errors import PaduError
from padu.domain.regions import Level, level_of
from padu.ui.components import Crumb
from padu.ui.years import YEAR_PARAMETER, asked_year, year_choices

REFUSED = 422


@require_safe
@signed_in
def index(request: HttpRequest) -> HttpResponse:
    """Villages of the person's places; straight to the only one."""
    actor = actor_of(request)
    codes = reading.villages_in_scope(actor)
    year = asked_year(request, reading.newest_situation_year(codes, timezone.localdate().year))
    if len(codes) == 1:
        return HttpResponseRedirect(pages.address("situation", year, next(iter(codes))))
    rows = reading.village_states(actor, year)
    context = {
        "title": gettext("Situasi"),
        "subtitle": gettext("Masalah terurut tiap kampung, tahun data %(year)s") % {"year": year},
        "stats": pages.states_stats(rows),
        "table": pages.states_table(rows, year),
        "years": year_choices(request, year, timezone.localdate().year),
        "year": year,
    }
    return render(request, "situation/list.html", context)


@require_safe
@signed_in
def situation(request: HttpRequest, code: str) -> HttpResponse:
    """One village's ranked problems; a place above leads to the list."""
    if level_of(code) is not Level.VILLAGE:
        return HttpResponseRedirect(reverse("situations"))
    require_place(actor_of(request), code)
    return _situation(request, code)


def _situation(request: HttpRequest, code: str, refusal: str = "") -> HttpResponse:
    actor, year = actor_of(request), _year(request, code)
    analysis = reading.get_analysis(code, year)
    rights = pages.rights_of(actor, analysis, code)
    views = reading.problems_of(actor, analysis) if analysis else []
    context = _frame(code, year) | {
        "analysis": analysis,
        "rights": rights,
        "state": pages.state_mark(analysis.state if analysis else ""),
        "may_compute": actor.may(Verb.SITUATION_EDIT, code) and (analysis is None or rights.edit),
        "refusal": refusal,
        "typed_reason": request.POST.get("reason", ""),
        "cards": pages.cards_of(views, rights, year),
        "groups": pages.groups_of(views, year),
        "firmness": explaining.firmness_of(views),
        "changes": pages.change_entries(reading.rank_changes(analysis), views) if analysis else [],
        "addresses": {name: pages.address(f"situation_{name}", year, code) for name in _STEPS},
        "years": year_choices(request, year, timezone.localdate().year),
    }
    return render(request, "situation/situation.html", context, status=REFUSED if refusal else 200)


_STEPS = ("compute", "order", "own", "submit", "return")


@require_safe
@signed_in
def problem(request: HttpRequest, code: str, kind: str) -> HttpResponse:
    """The evidence of one type: what was counted, against what, and how its place came about."""
    actor, year, analysis = _open(request, code)
    view = reading.get_problem(actor, analysis, kind)
    if view is None:
        raise Http404
    rights = pages.rights_of(actor, analysis, code)
    context = _frame(code, year, Crumb(view.title)) | {
        "title": view.title,
        "view": view,
        "gap": pages.gap_of(view),
        "counts": explaining.counts_of(view),
        "factors": explaining.factors_of(view),
        "reason": reason_words(view.row.outcome_reason),
        "analysis": analysis,
        "families_url": pages.families_address(view, rights, year),
        "may_list": rights.families,
    }
    return render(request, "situation/problem.html", context)


@require_safe
@signed_in
def families(request: HttpRequest, code: str, kind: str) -> HttpResponse:
    """The families a problem concerns; the look is noted. Sensitive kinds name nobody here."""
    actor, year, analysis = _open(request, code, Verb.FAMILY_READ)
    view = reading.get_problem(actor, analysis, kind)
    if view is None or view.of_village or not reading.names_families(kind):
        raise Http404
    if view.kind is not None and view.kind.sensitive:
        # Families of sensitive kinds are named on the case officer's list only.
        raise VerbMissing(Verb.SPECIFIC_READ, code)
    rows = reading.concerned_families(analysis, kind, reference_day(year, timezone.localdate()))
    record_look(actor, "situation.families", code, f"problem:{kind}:{year}")
    above = Crumb(view.title, pages.address("situation_problem", year, code, kind))
    context = _frame(code, year, above, Crumb(gettext("Keluarga"))) | {"title": view.title, "rows": rows, "view": view}
    return render(request, "situation/families.html", context)


@require_POST
@signed_in
def compute(request: HttpRequest, code: str) -> HttpResponse:
    """Compute the village's analysis again from its newest data."""
    year = _year(request, code)
    services.situation_compute(actor=actor_of(request), region_code=code, year=year)
    return _back(code, year)


@require_POST
@signed_in
def order(request: HttpRequest, code: str) -> HttpResponse:
    """Another order: of the whole list (dragged), or one step of one problem (buttons)."""
    actor, year, _ = _open(request, code, Verb.SITUATION_EDIT)
    here: dict[str, Any] = {"actor": actor, "region_code": code, "year": year}
    reason = request.POST.get("reason", "")
    try:
        if moved := request.POST.get("up") or request.POST.get("down"):
            step = -1 if "up" in request.POST else 1
            services.problem_shift(**here, problem_id=_number(moved), step=step, reason=reason)
        elif request.POST.get("order"):
            ids = [_number(part) for part in request.POST["order"].split(",")]
            services.order_change(**here, order=ids, reason=reason)
    except PaduError as refusal:
        return _situation(request, code, refusal_words(refusal))
    return _back(code, year)


@signed_in
def own(request: HttpRequest, code: str) -> HttpResponse:
    """A problem that the village raises itself."""
    actor, year, _ = _open(request, code, Verb.SITUATION_EDIT)
    form = OwnProblemForm(_typed(request))

    def add() -> None:
        services.own_problem_add(actor=actor, region_code=code, year=year, problem=form.problem())

    texts = {
        "title": gettext("Tambah masalah usulan kampung"),
        "lead": gettext("Masalah yang dirasakan warga tetapi tidak terukur oleh data. Ia berdiri di akhir urutan."),
        "submit_label": gettext("Tambahkan"),
    }
    return _asked(request, code, year, form, add, texts)


@signed_in
def withdraw(request: HttpRequest, code: str, problem_id: int) -> HttpResponse:
    """Take an own problem out of the order again."""
    actor, year, analysis = _open(request, code, Verb.SITUATION_EDIT)
    found = reading.get_own_problem(analysis, problem_id)
    if found is None:
        raise Http404
    form = ReasonForm(_typed(request))

    def take_out() -> None:
        reason = form.cleaned_data["reason"]
        services.own_problem_withdraw(actor=actor, region_code=code, year=year, problem_id=problem_id, reason=reason)

    texts = {
        "title": gettext("Tarik masalah “%(title)s”") % {"title": found.own_title},
        "lead": gettext("Masalah ini keluar dari urutan; catatannya tetap tersimpan bersama alasannya."),
        "submit_label": gettext("Tarik"),
    }
    return _asked(request, code, year, form, take_out, texts)


@signed_in
def submit(request: HttpRequest, code: str) -> HttpResponse:
    """Send the ranking to the regency's team."""
    actor, year, _ = _open(request, code, Verb.SITUATION_EDIT)
    form = forms.Form(_typed(request))

    def send() -> None:
        services.situation_submit(actor=actor, region_code=code, year=year)

    texts = {
        "title": gettext("Kirim ke kabupaten/kota"),
        "lead": gettext(
            "Urutan masalah menjadi bahan perencanaan OPD. Setelah dikirim ia tidak dapat diubah, kecuali tim"
            " kabupaten/kota mengembalikannya."
        ),
        "submit_label": gettext("Kirim"),
    }
    return _asked(request, code, year, form, send, texts)


@signed_in
def send_back(request: HttpRequest, code: str) -> HttpResponse:
    """Give a submitted ranking back to its pokja, with a reason."""
    actor, year, _ = _open(request, code, Verb.PLAN_RUN)
    form = ReasonForm(_typed(request))

    def give_back() -> None:
        reason = form.cleaned_data["reason"]
        services.situation_return(actor=actor, region_code=code, year=year, reason=reason)

    texts = {
        "title": gettext("Kembalikan ke pokja"),
        "lead": gettext("Pokja membaca alasan ini, memperbaiki urutannya, lalu mengirim lagi."),
        "submit_label": gettext("Kembalikan"),
    }
    return _asked(request, code, year, form, give_back, texts)


# --- shared by the views ---------------------------------------------------------------------------------------------


def _asked(
    request: HttpRequest,
    code: str,
    year: int,
    form: forms.Form,
    act: Callable[[], None],
    texts: dict[str, str],
) -> HttpResponse:
    """A page with one form: shown, or done and back to the village's page, or shown again with what is wrong."""
    status = 200
    if request.method == "POST" and form.is_valid():
        try:
            act()
        except PaduError as refusal:
            form.add_error(None, refusal_words(refusal))
        else:
            return _back(code, year)
    if request.method == "POST":
        status = REFUSED
    context = _frame(code, year, Crumb(texts["title"])) | texts | {"form": form}
    return render(request, "situation/form.html", context, status=status)


def _open(request: HttpRequest, code: str, verb: Verb = Verb.PLACE_READ) -> tuple[Actor, int, SituationAnalysis]:
    """Who looks, at which year, at which analysis. Raises Http404, PermissionDenied."""
    actor = actor_of(request)
    require_place(actor, code, verb)
    year = _year(request, code)
    analysis = reading.get_analysis(code, year)
    if analysis is None:
        raise Http404
    return actor, year, analysis


def _year(request: HttpRequest, code: str) -> int:
    if YEAR_PARAMETER in request.GET:
        return asked_year(request, 0)
    return reading.newest_situation_year([code], timezone.localdate().year)


def _typed(request: HttpRequest) -> QueryDict | None:
    """What was posted, also where nothing had to be filled in."""
    return request.POST if request.method == "POST" else None


def _number(text: str) -> int:
    if not (text.isascii() and text.isdigit()):
        raise Http404
    return int(text)


def _back(code: str, year: int) -> HttpResponse:
    return HttpResponseRedirect(pages.address("situation", year, code))


def _frame(code: str, year: int, *further: Crumb) -> dict[str, Any]:
    """Title, year and the way to a page of one village."""
    region = get_region(code)
    if region is None:
        raise Http404
    here = Crumb(str(region), pages.address("situation", year, code) if further else "")
    crumbs = [Crumb(gettext("Situasi"), reverse("situations")), here, *further]
    return {
        "title": gettext("Situasi %(place)s") % {"place": region},
        "region": region,
        "year": year,
        "crumbs": crumbs,
        "back_url": pages.address("situation", year, code),
    }
