"""Proposed rows: an agency answers its own, the regency's team sees all answers and who is late."""

from __future__ import annotations

from typing import Any
from urllib.parse import urlencode

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST, require_safe

from padu.access.actor import Actor
from padu.access.asking import asked_regency
from padu.access.requests import VerbMissing, actor_of, signed_in, verb_nowhere
from padu.access.verbs import Verb
from padu.apps.convergence.forms_table import AnswerForm
from padu.apps.convergence.models import ProposalRow
from padu.apps.convergence.selectors.proposals import (
    PAGE_ROWS,
    RowFilter,
    RowLine,
    answer_lines,
    filtered_rows,
    row_lines,
    run_choices,
    village_names,
)
from padu.apps.convergence.services.proposals import rows_answer, rows_withdraw
from padu.apps.convergence.views.refusals import step_refused
from padu.apps.convergence.words import refusal_words
from padu.apps.supply.sheet import planning_year
from padu.domain.errors import PaduError
from padu.domain.formatting import MONTHS
from padu.domain.regions import regency_of
from padu.domain.states import IllegalTransition
from padu.ui.components import Choice, Crumb, EmptyState, Field
from padu.ui.years import asked_year, year_choices


@signed_in
@require_safe
def index(request: HttpRequest) -> HttpResponse:
    """The newest proposal of the year, or the word that there is none yet."""
    actor = actor_of(request)
    if not actor.roots(Verb.PLAN_ANSWER) and not actor.roots(Verb.PLAN_RUN):
        raise verb_nowhere(actor, Verb.PLAN_ANSWER)
    region = asked_regency(request, Verb.PLAN_ANSWER, Verb.PLAN_RUN)
    year = asked_year(request, planning_year(region))
    choices = run_choices(region, year, _own_agencies(actor, region))
    if choices:
        return redirect("proposal_rows", run_id=choices[0].run_id)
    empty = EmptyState(
        _("Belum ada usulan untuk %(year)s") % {"year": year},
        _("Tim koordinasi menyusun usulan setelah kampung mengirim masalahnya dan OPD mengisi penawarannya."),
        _("Lihat penawaran"),
        reverse("supply"),
    )
    years = year_choices(request, year, timezone.localdate().year)
    context = {"title": _("Usulan kegiatan"), "empty": empty, "year": year, "years": years}
    return render(request, "convergence/no_proposals.html", context)


def _own_agencies(actor: Actor, region_code: str) -> frozenset[int] | None:
    """None for the team that sees all, else the agencies the actor answers for."""
    return None if actor.may(Verb.SUPPLY_READ_ALL, region_code) else actor.agency_ids


@signed_in
@require_safe
def run_rows(request: HttpRequest, run_id: int) -> HttpResponse:
    region = _region_of(request, run_id)
    return _rows_page(request, run_id, region, None, 200)


def _region_of(request: HttpRequest, run_id: int) -> str:
    """Regency of a run of which the actor sees at least one row. Raises Http404."""
    first = ProposalRow.objects.filter(run_id=run_id).only("region_code").first()
    if first is None:
        raise Http404
    region = regency_of(first.region_code)
    if not actor_of(request).may(Verb.PLAN_ANSWER, region) and not actor_of(request).may(Verb.PLAN_RUN, region):
        raise VerbMissing(Verb.PLAN_ANSWER, region)
    return region


def _rows_page(request: HttpRequest, run_id: int, region: str, form: AnswerForm | None, status: int) -> HttpResponse:
    own = _own_agencies(actor_of(request), region)
    asked = _asked(request.GET, own)
    rows = list(filtered_rows(run_id, asked)[: PAGE_ROWS + 1])
    first = filtered_rows(run_id, RowFilter(agency_ids=own))[0]
    context = {
        "title": _("Usulan kegiatan"),
        "kicker": _("Usulan %(number)s · tahun %(year)s") % {"number": run_id, "year": first.year},
        "crumbs": _crumbs(request, run_id),
        "run_id": run_id,
        "year": first.year,
        "groups": _by_month(row_lines(region, rows[:PAGE_ROWS])),
        "more": len(rows) > PAGE_ROWS,
        "answers": answer_lines(run_id, own),
        "fields": _filter_fields(request.GET, region, own is None, run_id),
        "query": request.GET.urlencode(),
        "runs": run_choices(region, first.year, own),
        "may_answer": own is not None,
        "waiting": filtered_rows(run_id, RowFilter("proposed", agency_ids=own)).count(),
        "form": form,
        "ticked": set(request.POST.getlist("rows")),
    }
    return render(request, "convergence/proposals.html", context, status=status)


def _crumbs(request: HttpRequest, run_id: int) -> list[Crumb]:
    label = _("Usulan %(number)s") % {"number": run_id}
    if actor_of(request).roots(Verb.PLAN_RUN):
        run_url = reverse("planner_run", args=[run_id])
        return [Crumb(_("Meja padu"), reverse("table")), Crumb(label, run_url), Crumb(_("Jawaban OPD"))]
    return [Crumb(_("Usulan"), reverse("proposals")), Crumb(label)]


def _asked(query: QueryDict, own: frozenset[int] | None) -> RowFilter:
    month, agency = query.get("bulan", ""), query.get("opd", "")
    agencies = frozenset({int(agency)}) if own is None and agency.isdecimal() else own
    state = query.get("keadaan", "")
    return RowFilter(
        state=state if state in ProposalRow.State.values else "",
        month=int(month) if month.isdecimal() and 1 <= int(month) <= 12 else None,
        village=query.get("kampung", ""),
        agency_ids=agencies,
    )


def _filter_fields(query: QueryDict, region: str, team: bool, run_id: int) -> list[Field]:
    def field(name: str, label: str, options: list[tuple[str, str]]) -> Field:
        given = query.get(name, "")
        choices = [Choice(_("Semua"), active=not given)]
        choices += [Choice(text, value=value, active=value == given) for value, text in options]
        return Field(name, label, "select", given, choices)

    months = [(str(number), name) for number, name in enumerate(MONTHS, 1)]
    states = [(str(value), str(label)) for value, label in ProposalRow.State.choices]
    fields = [
        field("keadaan", _("Jawaban"), states),
        field("bulan", _("Bulan"), months),
        field("kampung", _("Kampung"), list(village_names(region).items())),
    ]
    if team:
        agencies = [(str(line.agency.pk), line.agency.short_name) for line in answer_lines(run_id)]
        fields.append(field("opd", _("OPD"), agencies))
    return fields


def _by_month(lines: list[RowLine]) -> list[dict[str, Any]]:
    groups: dict[int, list[RowLine]] = {}
    for line in lines:
        groups.setdefault(line.row.day.month, []).append(line)
    return [{"month": month, "lines": found} for month, found in sorted(groups.items())]


def _back(run_id: int, request: HttpRequest) -> str:
    """The list with the filters it had."""
    query = urlencode({k: v for k, v in request.GET.items() if v})
    return reverse("proposal_rows", args=[run_id]) + (f"?{query}" if query else "")


@signed_in
@require_POST
def answer(request: HttpRequest, run_id: int) -> HttpResponse:
    """Answer the ticked rows; with `all` every row of the run that still waits for the agency."""
    region = _region_of(request, run_id)
    posted = request.POST.copy()
    own = filtered_rows(run_id, RowFilter(agency_ids=actor_of(request).agency_ids))
    if posted.get("all"):
        posted.setlist("rows", [str(pk) for pk in own.filter(state="proposed").values_list("pk", flat=True)])
    ids = {int(pk) for pk in posted.getlist("rows") if pk.isdecimal()}
    seen = set(ProposalRow.objects.filter(run_id=run_id, pk__in=ids).values_list("pk", flat=True))
    if ids - seen:
        raise Http404
    form = AnswerForm(posted, row_ids=sorted(seen))
    if not form.is_valid():
        return _rows_page(request, run_id, region, form, 422)
    try:
        count = rows_answer(actor=actor_of(request), row_ids=form.cleaned_data["rows"], answer=form.answer)
    except IllegalTransition as refusal:
        return step_refused(request, refusal_words(refusal), _back(run_id, request))
    except PaduError as refusal:
        form.add_error(None, refusal_words(refusal))
        return _rows_page(request, run_id, region, form, 422)
    messages.success(request, ngettext("%(n)s baris dijawab.", "%(n)s baris dijawab.", count) % {"n": count})
    return redirect(_back(run_id, request))


@signed_in
@require_POST
def withdraw(request: HttpRequest, run_id: int) -> HttpResponse:
    """The regency's team takes ticked rows back."""
    region = _region_of(request, run_id)
    ids = [int(pk) for pk in request.POST.getlist("rows") if pk.isdecimal()]
    try:
        count = rows_withdraw(actor=actor_of(request), row_ids=ids, reason=request.POST.get("reason", ""))
    except IllegalTransition as refusal:
        return step_refused(request, refusal_words(refusal), _back(run_id, request))
    except PaduError as refusal:
        form = AnswerForm(request.POST, row_ids=ids)
        form.full_clean()
        form.errors.clear()
        form.add_error(None, refusal_words(refusal))
        return _rows_page(request, run_id, region, form, 422)
    messages.success(request, ngettext("%(n)s baris ditarik.", "%(n)s baris ditarik.", count) % {"n": count})
    return redirect(_back(run_id, request))
