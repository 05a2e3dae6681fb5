"""The table: needs, offers, what stays open; running the planner and reading its proposal."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from padu.access.asking import asked_regency
from padu.access.requests import actor_of, require_place, signed_in, verb_nowhere
from padu.access.verbs import Verb
from padu.apps.convergence.forms_table import RunForm
from padu.apps.convergence.models import PlannerRun
from padu.apps.convergence.planning.inputs import Inputs, read_inputs
from padu.apps.convergence.selectors.needs import gap_lines, heat_of_unmet, overlap_lines, programme_lines, unmet_shares
from padu.apps.convergence.selectors.proposals import agreeable_count, answer_lines
from padu.apps.convergence.selectors.runs import (
    RunLine,
    delivered_by,
    get_run,
    inputs_of,
    newest_done,
    run_line,
    run_lines,
)
from padu.apps.convergence.selectors.words_of_plan import gauges, progress_of, village_stories
from padu.apps.convergence.services.planner_runs import RunNotOpen, RunUnderWay, run_start, run_stop
from padu.apps.convergence.tasks import plan
from padu.apps.convergence.views.refusals import step_refused
from padu.apps.convergence.words import refusal_words
from padu.apps.programmes.selectors import list_programmes, problem_type_names
from padu.apps.regions.selectors import names_of
from padu.apps.supply.sheet import planning_year
from padu.domain.errors import PaduError
from padu.ui.components import Crumb, Stat
from padu.ui.years import asked_year, year_choices


@signed_in
@require_safe
def table(request: HttpRequest) -> HttpResponse:
    """Needs left, offers right, open need between; for agencies their own rows are the table."""
    actor = actor_of(request)
    if not actor.roots(Verb.PLAN_RUN):
        if actor.roots(Verb.PLAN_ANSWER):
            return redirect("proposals")
        raise verb_nowhere(actor, Verb.PLAN_RUN)
    region = asked_regency(request, Verb.PLAN_RUN)
    year = asked_year(request, planning_year(region))
    return _table_page(request, region, year, RunForm(), 200)


def _table_page(request: HttpRequest, region: str, year: int, form: RunForm, status: int) -> HttpResponse:
    inputs = read_inputs(region, year)
    lines = run_lines(inputs)
    newest = newest_done(lines)
    context = _needs(inputs, newest) | {
        "title": _("Meja padu"),
        "subtitle": names_of([region]).get(region, region),
        "region": region,
        "year": year,
        "years": year_choices(request, year, timezone.localdate().year),
        "form": form,
        "inputs": inputs,
        "runs": lines,
        "newest": newest,
    }
    return render(request, "convergence/table.html", context, status=status)


def _needs(inputs: Inputs, newest: RunLine | None) -> dict[str, Any]:
    programmes = {p.number: p.short_name for p in list_programmes()}
    kinds = problem_type_names()
    lines = programme_lines(inputs, programmes)
    basis = delivered_by(newest.run) if newest else [(lock.offer_id, lock.village) for lock in inputs.locks]
    shares = unmet_shares(inputs, basis)
    caption = _("Kebutuhan yang belum terjawab: bagian dari bobot masalah, menurut kampung dan program")
    return {
        "stats": _stats(inputs),
        "lines": lines,
        "most_weight": max((line.weight for line in lines), default=0.0),
        "heat": heat_of_unmet(inputs, shares, sorted(programmes), caption, _("Kampung")),
        "gaps": gap_lines(inputs, kinds),
        "overlaps": overlap_lines(inputs, kinds),
    }


def _stats(inputs: Inputs) -> list[Stat]:
    every = len(inputs.villages.keys() | inputs.waiting.keys())
    note = _("dari %(every)s kampung; analisis situasi tahun %(year)s") % {"every": every, "year": inputs.demand_year}
    active = [offer for offer in inputs.offers if offer.active]
    return [
        Stat(_("Kampung sudah mengirim"), every - len(inputs.waiting), note=note),
        Stat(_("Masalah yang diajukan"), len(inputs.problems)),
        Stat(
            _("Penawaran aktif"),
            len(active),
            note=_("dari %(count)s OPD") % {"count": len({o.agency_id for o in active})},
        ),
        Stat(_("Pagu dana (juta rupiah)"), sum(f.budget_idr for f in inputs.funds) / 10**6),
        Stat(_("Sudah disepakati"), len(inputs.locks), _("kegiatan")),
    ]


@signed_in
@require_POST
def start(request: HttpRequest) -> HttpResponse:
    """Freeze the inputs, queue the work, show its progress."""
    region = asked_regency(request, Verb.PLAN_RUN)
    year = asked_year(request, planning_year(region))
    form = RunForm(request.POST)
    if form.is_valid():
        try:
            run = run_start(actor=actor_of(request), region_code=region, year=year, **form.cleaned_data)
        except RunUnderWay as refusal:
            return redirect("planner_run", run_id=refusal.data["run"])
        except PaduError as refusal:
            form.add_error(None, refusal_words(refusal))
        else:
            plan.defer(run_id=run.pk, user_id=run.created_by)
            return redirect("planner_run", run_id=run.pk)
    return _table_page(request, region, year, form, 422)


def _run_for_team(request: HttpRequest, run_id: int) -> PlannerRun:
    """A run is for the team that plans. Raises Http404, PermissionDenied."""
    run = get_run(run_id)
    require_place(actor_of(request), run.region_code, Verb.PLAN_RUN)
    return run


@signed_in
@require_safe
def run_page(request: HttpRequest, run_id: int) -> HttpResponse:
    run = _run_for_team(request, run_id)
    inputs = inputs_of(run)
    back = f"{reverse('table')}?tahun={run.year}"
    context = {
        "title": _("Usulan %(number)s") % {"number": run.pk},
        "kicker": f"{names_of([run.region_code]).get(run.region_code, run.region_code)} · {run.year}",
        "crumbs": [Crumb(_("Meja padu"), back), Crumb(_("Usulan %(number)s") % {"number": run.pk})],
        "year": run.year,
        "line": run_line(run, inputs),
        "run": run,
        "job": progress_of(run),
    }
    if run.state == PlannerRun.State.DONE:
        context |= _result(run, inputs)
    return render(request, "convergence/run.html", context)


def _result(run: PlannerRun, inputs: Inputs) -> dict[str, Any]:
    return {
        "stories": village_stories(run, inputs),
        "gauges": gauges(run, inputs),
        "answers": answer_lines(run.pk),
        "agreeable": agreeable_count(run.pk),
    }


@signed_in
@require_safe
def run_progress(request: HttpRequest, run_id: int) -> HttpResponse:
    """What the page asks for every two seconds; once the run has ended the page is loaded anew."""
    run = _run_for_team(request, run_id)
    response = render(request, "ui/components/progress.html", {"job": progress_of(run)})
    if run.state in (PlannerRun.State.DONE, PlannerRun.State.FAILED):
        response["HX-Refresh"] = "true"
    return response


@signed_in
@require_POST
def stop(request: HttpRequest, run_id: int) -> HttpResponse:
    run = _run_for_team(request, run_id)
    try:
        run_stop(actor=actor_of(request), run_id=run.pk)
    except RunNotOpen as refusal:
        return step_refused(request, refusal_words(refusal), reverse("planner_run", args=[run.pk]))
    return redirect("planner_run", run_id=run.pk)


@signed_in
@require_safe
def instance_file(request: HttpRequest, run_id: int) -> HttpResponse:
    """The run's instance as JSON, in the terms that `padu plan` reads."""
    run = _run_for_team(request, run_id)
    response = JsonResponse(run.instance, json_dumps_params={"ensure_ascii": False, "indent": 1})
    response["Content-Disposition"] = f'attachment; filename="padu-{run.region_code}-{run.year}-{run.pk}.instance.json"'
    return response
