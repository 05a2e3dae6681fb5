"""The inbox of issues, one issue with its trail, and each step of it. Every look at a family's issue is logged."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from typing import Any, Final

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop
from django.views.decorators.http import require_POST, require_safe

from padu.access.actor import Actor
from padu.access.audit import record_list, record_look
from padu.access.requests import actor_of, require_place, signed_in
from padu.access.verbs import Verb
from padu.apps.data_quality import services
from padu.apps.data_quality.forms import HandOnForm, NoteForm
from padu.apps.data_quality.issue_table import (
    CHOSEN,
    HAND_ON_FORM,
    fields_of,
    issue_document,
    issue_table,
    severity_badge,
)
from padu.apps.data_quality.models import DataIssue
from padu.apps.data_quality.pages import address_of, inbox_tabs, last_check, tabs_of, timeline_of
from padu.apps.data_quality.people import officers_of
from padu.apps.data_quality.selectors.issues import (
    WAITING,
    Box,
    IssueFilter,
    get_issue,
    issue_is_late,
    known_of,
    list_steps,
    steps_open,
)
from padu.apps.data_quality.tasks import check_later, outliers_soon
from padu.apps.data_quality.words import refusal_words, seen_words, title_of, todo_of
from padu.apps.regions.selectors import names_of
from padu.apps.rumah_dataku.selectors.family_list import villages_of
from padu.domain.data_quality.thresholds import due_on
from padu.domain.errors import PaduError
from padu.domain.regions import is_region_code
from padu.domain.states import IllegalTransition
from padu.ui.components import Crumb

XLSX: Final = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
PURPOSE: Final = "Perbaikan mutu data keluarga"
_CONFLICT: Final = 409

# Word of the address -> step, the service that takes it, what is asked for, and whether it must be said.
STEPS: Final[dict[str, tuple[str, Callable[..., DataIssue], str, bool]]] = {
    "perbaiki": ("correct", services.issue_correct, gettext_noop("Apa yang diperbaiki"), True),
    "periksa": ("check", services.issue_check, gettext_noop("Catatan pemeriksaan (boleh kosong)"), False),
    "kembalikan": ("return", services.issue_return, gettext_noop("Yang masih kurang"), True),
    "tutup": ("close", services.issue_close, gettext_noop("Catatan penutup (boleh kosong)"), False),
    "benar": ("dismiss", services.issue_dismiss, gettext_noop("Mengapa data ini benar apa adanya"), True),
    "buka": ("reconsider", services.issue_reconsider, gettext_noop("Mengapa dibuka lagi"), True),
}
_LABELS: Final = {
    "perbaiki": gettext_noop("Sudah diperbaiki"),
    "periksa": gettext_noop("Perbaikannya benar"),
    "kembalikan": gettext_noop("Kembalikan"),
    "tutup": gettext_noop("Tutup catatan"),
    "benar": gettext_noop("Data ini benar apa adanya"),
    "buka": gettext_noop("Buka lagi"),
}


@signed_in
@require_safe
def index(request: HttpRequest) -> HttpResponse:
    """Issues of the person's villages; who works with no families is shown the completeness of their place."""
    actor = actor_of(request)
    villages = villages_of(actor)
    if not villages:
        return redirect("quality_completeness")
    return _inbox(request, actor, villages)


def _inbox(
    request: HttpRequest, actor: Actor, villages: list[str], form: HandOnForm | None = None, status: int = 200
) -> HttpResponse:
    today = timezone.localdate()
    chosen = IssueFilter.of(request.GET)
    table, shown = issue_table(actor, chosen, request.GET, today)
    record_list(actor, "quality.list", (one.region_code for one in shown), chosen.village or villages[0], PURPOSE)
    names = names_of(villages)
    village = chosen.village or villages[0]
    may_hand_on = bool(shown) and chosen.box is not Box.DONE and actor.may(Verb.FAMILY_WRITE, village)
    context = {
        "title": _("Mutu data"),
        "kicker": names.get(village, village) if len(villages) == 1 or chosen.village else "",
        "rooms": tabs_of(actor, "quality", village),
        "tabs": inbox_tabs(actor, chosen, today),
        "table": table,
        "fields": fields_of(actor, chosen, {code: names.get(code, code) for code in villages}),
        "chosen": chosen,
        "form_id": HAND_ON_FORM,
        "form": form or (_hand_on_form(None, actor, village, today) if may_hand_on else None),
        "village": village,
        "may_check": actor.may(Verb.FAMILY_WRITE, village),
        "check": last_check(village),
    }
    return render(request, "data_quality/inbox.html", context, status=status)


def _hand_on_form(data: Any, actor: Actor, village: str, today: dt.date, severity: str = "warning") -> HandOnForm:
    return HandOnForm(data, officers_of(village, today, actor), due_on(severity, today), auto_id="serah-%s")


@signed_in
@require_safe
def workbook(request: HttpRequest) -> HttpResponse:
    """The issues of the address as a workbook."""
    from padu.reports.xlsx import render_xlsx

    actor = actor_of(request)
    villages = villages_of(actor)
    if not villages:
        raise Http404
    chosen = IssueFilter.of(request.GET)
    document, shown = issue_document(actor, chosen, request.GET, timezone.localdate())
    record_list(actor, "quality.list", (one.region_code for one in shown), chosen.village or villages[0], PURPOSE)
    answer = HttpResponse(render_xlsx(document), content_type=XLSX)
    answer["Content-Disposition"] = 'attachment; filename="catatan-mutu-data.xlsx"'
    return answer


@signed_in
@require_safe
def show(request: HttpRequest, issue_id: int) -> HttpResponse:
    return _page(request, get_issue(issue_id))


def _page(
    request: HttpRequest,
    issue: DataIssue,
    *,
    bound: dict[str, Any] | None = None,
    refusal: str = "",
    status: int = 200,
) -> HttpResponse:
    actor, today = actor_of(request), timezone.localdate()
    known, place = known_of([issue]), names_of([issue.region_code]).get(issue.region_code, issue.region_code)
    subject = f"family:{issue.family_id}" if issue.family_id else f"issue:{issue.pk}"
    record_look(actor, "quality.issue", issue.region_code, subject, PURPOSE)
    forms = bound or {}
    may_hand_on = issue.state in WAITING and actor.may(Verb.FAMILY_WRITE, issue.region_code)
    context = {
        "title": title_of(issue.rule, issue.what),
        "kicker": _("Catatan mutu data"),
        "subtitle": " · ".join(part for part in (known.who(issue), place, known.where(issue)) if part),
        "crumbs": [Crumb(_("Mutu data"), reverse("quality")), Crumb(_("Catatan %(n)s") % {"n": issue.pk})],
        "issue": issue,
        "seen": seen_words(issue.seen),
        "todo": todo_of(issue.rule),
        "severity": severity_badge(issue.severity),
        "late": issue_is_late(issue, today),
        "settled": issue.state not in WAITING,
        "where": address_of(issue),
        "steps": [
            (word, _(_LABELS[word]), forms.get(word) or _note_form(None, word))
            for word, (step, *_rest) in STEPS.items()
            if step in steps_open(actor, issue)
        ],
        "hand_on_form": forms.get("serahkan")
        or (_hand_on_form(None, actor, issue.region_code, today, issue.severity) if may_hand_on else None),
        "entries": timeline_of(list_steps(issue), issue),
        "refusal": refusal,
    }
    return render(request, "data_quality/issue.html", context, status=status)


def _note_form(data: Any, word: str) -> NoteForm:
    _step, _service, label, needed = STEPS[word]
    return NoteForm(data, _(label), needed=needed, auto_id=f"{word}-%s")


@signed_in
@require_POST
def step(request: HttpRequest, issue_id: int, word: str) -> HttpResponse:
    """Take one step; what was written is kept when it is refused."""
    if word not in STEPS:
        raise Http404
    actor, issue = actor_of(request), get_issue(issue_id)
    name, service, *_rest = STEPS[word]
    require_place(actor, issue.region_code, Verb.FAMILY_WRITE if name == "correct" else Verb.QUALITY_JUDGE)
    form = _note_form(request.POST, word)
    if not form.is_valid():
        return _page(request, issue, bound={word: form}, status=422)

    def act() -> DataIssue:
        return service(actor=actor, issue_id=issue.pk, note=form.cleaned_data["note"])

    return _taken(request, issue, act, {word: form}, _("Tersimpan."))


@signed_in
@require_POST
def hand_on(request: HttpRequest, issue_id: int) -> HttpResponse:
    actor, issue = actor_of(request), get_issue(issue_id)
    require_place(actor, issue.region_code, Verb.FAMILY_WRITE)
    form = _hand_on_form(request.POST, actor, issue.region_code, timezone.localdate())
    if not form.is_valid():
        return _page(request, issue, bound={"serahkan": form}, status=422)

    def act() -> DataIssue:
        return services.issue_hand_on(actor=actor, issue_id=issue.pk, **form.cleaned_data)

    return _taken(request, issue, act, {"serahkan": form}, _("Diserahkan."))


def _taken(
    request: HttpRequest, issue: DataIssue, act: Callable[[], DataIssue], bound: dict[str, Any], done: str
) -> HttpResponse:
    try:
        act()
    except IllegalTransition as refusal:
        return _page(request, get_issue(issue.pk), refusal=refusal_words(refusal), status=_CONFLICT)
    except PaduError as refusal:
        return _page(request, get_issue(issue.pk), bound=bound, refusal=refusal_words(refusal), status=422)
    messages.success(request, done)
    return redirect("quality_issue", issue.pk)


@signed_in
@require_POST
def hand_on_many(request: HttpRequest) -> HttpResponse:
    """Hand the chosen issues of one page on, all or none."""
    actor = actor_of(request)
    villages = villages_of(actor)
    code = request.POST.get("desa_tugas", "")
    if code not in villages:
        raise Http404
    require_place(actor, code, Verb.FAMILY_WRITE)
    form = _hand_on_form(request.POST, actor, code, timezone.localdate())
    if not form.is_valid():
        return _inbox(request, actor, villages, form, status=422)
    chosen = [int(pk) for pk in request.POST.getlist(CHOSEN) if pk.isascii() and pk.isdigit()]
    try:
        done = services.issues_hand_on(actor=actor, issue_ids=chosen, **form.cleaned_data)
    except PaduError as refusal:
        form.add_error(None, refusal_words(refusal))
        return _inbox(request, actor, villages, form, status=422)
    messages.success(request, _("%(n)s catatan diserahkan.") % {"n": len(done)})
    return redirect("quality")


@signed_in
@require_POST
def check_now(request: HttpRequest) -> HttpResponse:
    """Have a village checked in the background."""
    actor, code = actor_of(request), request.POST.get("desa", "")
    if not is_region_code(code) or code not in villages_of(actor):
        raise Http404
    require_place(actor, code, Verb.FAMILY_WRITE)
    check_later(region_code=code, user_id=actor.user_id)
    outliers_soon(region_code=code, user_id=actor.user_id or 0)
    messages.success(request, _("Pemeriksaan dimulai. Muat ulang halaman ini sebentar lagi."))
    return redirect(f"{reverse('quality')}?desa={code}")


@signed_in
@require_POST
def report(request: HttpRequest, family_id: int) -> HttpResponse:
    """Somebody with the duty says that the data of a family are wrong."""
    actor = actor_of(request)
    try:
        issue = services.issue_report(actor=actor, family_id=family_id, note=request.POST.get("note", ""))
    except PaduError as refusal:
        messages.error(request, refusal_words(refusal))
        return redirect("family", family_id)
    messages.success(request, _("Laporan tersimpan sebagai catatan mutu data."))
    return redirect("quality_issue", issue.pk)
