"""Findings of inspectors: the list, one finding with its answers, and each step of it."""

from __future__ import annotations

from collections.abc import Callable

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from padu.access.asking import asked_own_place
from padu.access.requests import actor_of, require_place, signed_in
from padu.access.verbs import Verb
from padu.apps.convergence.views.refusals import step_refused
from padu.apps.coordination.finding_forms import AnswerForm, FindingForm, ReturnForm, bound_or_fresh
from padu.apps.coordination.finding_selectors import finding_is_late, get_finding, list_answers, steps_of
from padu.apps.coordination.finding_services import (
    finding_accept,
    finding_answer,
    finding_close,
    finding_record,
    finding_return,
)
from padu.apps.coordination.finding_table import findings_document, findings_table, state_field
from padu.apps.coordination.models import Finding
from padu.apps.coordination.words import refusal_words
from padu.apps.regions.selectors import names_of
from padu.domain.errors import PaduError
from padu.domain.states import IllegalTransition
from padu.ui.components import Crumb

_XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


@signed_in
@require_safe
def index(request: HttpRequest) -> HttpResponse:
    """Findings of a place and below, what waits first."""
    place, actor = asked_own_place(request), actor_of(request)
    context = {
        "title": _("Temuan pengawasan"),
        "subtitle": names_of([place]).get(place, place),
        "place": place,
        "table": findings_table(place, request.GET, timezone.localdate()),
        "fields": [state_field(request.GET)],
        "may_record": bool(actor.roots(Verb.FINDING_WRITE)),
    }
    return render(request, "coordination/findings.html", context)


@signed_in
@require_safe
def workbook(request: HttpRequest) -> HttpResponse:
    """The findings of the address as a workbook, with their whole text."""
    from padu.reports.xlsx import render_xlsx

    place = asked_own_place(request)
    document = findings_document(place, request.GET, timezone.localdate())
    answer = HttpResponse(render_xlsx(document), content_type=_XLSX)
    answer["Content-Disposition"] = f'attachment; filename="temuan-{place}.xlsx"'
    return answer


@signed_in
@require_http_methods(["GET", "HEAD", "POST"])
def record(request: HttpRequest) -> HttpResponse:
    """Write a finding down, as an inspector."""
    place = asked_own_place(request)
    require_place(actor_of(request), place, Verb.FINDING_WRITE)
    initial = {"region_code": place, "found_on": timezone.localdate(), "page": request.GET.get("hal", "")}
    form = FindingForm(request.POST or None, initial=initial)
    if request.method == "POST" and form.is_valid():
        try:
            made = finding_record(actor=actor_of(request), data=form.data_of())
        except PaduError as refusal:
            form.add_error(None, refusal_words(refusal))
        else:
            messages.success(request, _("Temuan tercatat; yang mengurus wilayah itu diminta menjawab."))
            return redirect("finding", finding_id=made.pk)
    context = {
        "title": _("Catat temuan"),
        "crumbs": [Crumb(_("Temuan"), reverse("findings")), Crumb(_("Catat temuan"))],
        "form": form,
    }
    return render(request, "coordination/finding_form.html", context, status=422 if request.method == "POST" else 200)


@signed_in
@require_safe
def finding(request: HttpRequest, finding_id: int) -> HttpResponse:
    return _page(request, get_finding(finding_id))


def _page(
    request: HttpRequest, found: Finding, *, answering: forms.Form | None = None, returning: forms.Form | None = None
) -> HttpResponse:
    """One finding with its forms; a form that was refused comes back as it was typed."""
    place = names_of([found.region_code]).get(found.region_code, found.region_code)
    context = {
        "title": _("Temuan: %(subject)s") % {"subject": found.get_subject_display()},
        "kicker": place,
        "crumbs": [Crumb(_("Temuan"), reverse("findings")), Crumb(place)],
        "finding": found,
        "late": finding_is_late(found, timezone.localdate()),
        "answers": list_answers(found),
        "may": steps_of(actor_of(request), found),
        "answer_form": answering or bound_or_fresh(AnswerForm, None, "jawab"),
        "return_form": returning or bound_or_fresh(ReturnForm, None, "kembali"),
    }
    status = 422 if answering or returning else 200
    return render(request, "coordination/finding.html", context, status=status)


def _step(request: HttpRequest, found: Finding, act: Callable[[], object], done: str) -> HttpResponse:
    """Take one step and go back to the finding; a refusal says why and changes nothing."""
    back = reverse("finding", args=[found.pk])
    try:
        act()
    except IllegalTransition as refusal:
        return step_refused(request, refusal_words(refusal), back)
    except PaduError as refusal:
        messages.error(request, refusal_words(refusal))
    else:
        messages.success(request, done)
    return redirect(back)


@signed_in
@require_POST
def answer(request: HttpRequest, finding_id: int) -> HttpResponse:
    found, actor = get_finding(finding_id), actor_of(request)
    require_place(actor, found.region_code, Verb.FINDING_ANSWER)
    form = bound_or_fresh(AnswerForm, request.POST, "jawab")
    if not form.is_valid():
        return _page(request, found, answering=form)

    def act() -> object:
        return finding_answer(actor=actor, finding_id=found.pk, **form.cleaned_data)

    return _step(request, found, act, _("Jawaban terkirim; pengawas akan memeriksanya."))


@signed_in
@require_POST
def accept(request: HttpRequest, finding_id: int) -> HttpResponse:
    found, actor = get_finding(finding_id), actor_of(request)
    return _step(request, found, lambda: finding_accept(actor=actor, finding_id=found.pk), _("Jawaban diterima."))


@signed_in
@require_POST
def give_back(request: HttpRequest, finding_id: int) -> HttpResponse:
    found, actor = get_finding(finding_id), actor_of(request)
    require_place(actor, found.region_code, Verb.FINDING_WRITE)
    form = bound_or_fresh(ReturnForm, request.POST, "kembali")
    if not form.is_valid():
        return _page(request, found, returning=form)

    def act() -> object:
        return finding_return(actor=actor, finding_id=found.pk, **form.cleaned_data)

    return _step(request, found, act, _("Jawaban dikembalikan."))


@signed_in
@require_POST
def close(request: HttpRequest, finding_id: int) -> HttpResponse:
    found, actor = get_finding(finding_id), actor_of(request)
    return _step(request, found, lambda: finding_close(actor=actor, finding_id=found.pk), _("Temuan ditutup."))
