"""The register of breaches: what happened, the clock of 72 hours, notices, and how it ends."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from padu.access.requests import actor_of, require_place, signed_in
from padu.access.verbs import Verb
from padu.apps.privacy.forms import BreachForm, NoticeForm
from padu.apps.privacy.reports import as_pdf, breach_notice
from padu.apps.privacy.selectors.registers import list_breaches, notice_clocks, notices_of
from padu.apps.privacy.services.registers import breach_change, breach_record, breach_step, get_breach, notice_record
from padu.apps.privacy.services.serving import place_words
from padu.apps.privacy.views.answers import handed_over, refused, status_of
from padu.apps.privacy.views.registers import asked_place, crumbs, places_of
from padu.apps.privacy.words import refusal_words
from padu.apps.rumah_dataku.selectors import holds_made_up_data
from padu.domain.data_rights.breaches import DATA_KINDS, NOTICE_LABELS, NoticeTo
from padu.domain.data_rights.machines import BREACH
from padu.domain.errors import PaduError
from padu.ui.components import Crumb

STEPS = {"kendalikan": "contain", "tutup": "close", "buka": "reopen"}


@signed_in
@require_safe
def index(request: HttpRequest) -> HttpResponse:
    code, now = asked_place(request), timezone.now()
    lines = []
    for breach in list_breaches([code]):
        states = [(NOTICE_LABELS[one.to], one.clock.state(now) if one.needed else "") for one in notice_clocks(breach)]
        lines.append((breach, states))
    context = {
        "title": _("Daftar insiden"),
        "kicker": place_words(code),
        "crumbs": crumbs(Crumb(_("Daftar insiden"))),
        "lines": lines,
        "code": code,
        "places": places_of(request, code),
    }
    return render(request, "privacy/breaches.html", context)


@signed_in
@require_http_methods(["GET", "HEAD", "POST"])
def new(request: HttpRequest, code: str) -> HttpResponse:
    actor = actor_of(request)
    require_place(actor, code, Verb.PRIVACY_ADMIN)
    form = BreachForm(
        request.POST if request.method == "POST" else None, initial={"discovered_at": timezone.localtime()}
    )
    if form.is_bound and form.is_valid():
        try:
            made = breach_record(actor=actor, region_code=code, facts=form.facts())
        except PaduError as refusal:
            refused(form, refusal)
        else:
            messages.success(request, _("Insiden dicatat; tenggat pemberitahuan berjalan."))
            return redirect("privacy_breach", breach_id=made.pk)
    return _form_page(request, form, _("Catat insiden"), code, reverse("privacy_breaches"))


@signed_in
@require_http_methods(["GET", "HEAD", "POST"])
def edit(request: HttpRequest, breach_id: int) -> HttpResponse:
    actor = actor_of(request)
    found = get_breach(actor, breach_id)
    form = BreachForm(request.POST if request.method == "POST" else None, initial=BreachForm.of(found))
    if form.is_bound and form.is_valid():
        try:
            breach_change(actor=actor, breach_id=breach_id, facts=form.facts())
        except PaduError as refusal:
            refused(form, refusal)
        else:
            messages.success(request, _("Yang diketahui sekarang disimpan."))
            return redirect("privacy_breach", breach_id=breach_id)
    return _form_page(
        request, form, _("Lengkapi insiden"), found.region_code, reverse("privacy_breach", args=[breach_id])
    )


def _form_page(request: HttpRequest, form: BreachForm, title: str, code: str, back: str) -> HttpResponse:
    context = {
        "title": title,
        "kicker": place_words(code),
        "crumbs": crumbs(Crumb(_("Daftar insiden"), reverse("privacy_breaches")), Crumb(title)),
        "form": form,
        "back": back,
        "action": _("Simpan insiden"),
    }
    return render(request, "privacy/form.html", context, status=status_of(form))


@signed_in
@require_http_methods(["GET", "HEAD", "POST"])
def show(request: HttpRequest, breach_id: int) -> HttpResponse:
    """One incident; the form records a notice that was sent."""
    actor = actor_of(request)
    get_breach(actor, breach_id)
    form = NoticeForm(request.POST if request.method == "POST" else None, initial={"sent_at": timezone.localtime()})
    if form.is_bound and form.is_valid():
        given: dict[str, Any] = form.cleaned_data
        try:
            notice_record(actor=actor, breach_id=breach_id, **given | {"to": NoticeTo(given["to"])})
        except PaduError as refusal:
            refused(form, refusal)
        else:
            messages.success(request, _("Pemberitahuan dicatat."))
            return redirect("privacy_breach", breach_id=breach_id)
    return render(request, "privacy/breach.html", _breach_context(request, breach_id, form), status=status_of(form))


def _breach_context(request: HttpRequest, breach_id: int, form: NoticeForm) -> dict[str, Any]:
    found, now = get_breach(actor_of(request), breach_id), timezone.now()
    clocks = [
        (NOTICE_LABELS[one.to], one.clock.state(now) if one.needed else "none", one.clock.left(now), one.clock.due_at)
        for one in notice_clocks(found)
    ]
    return {
        "title": found.title,
        "kicker": place_words(found.region_code),
        "crumbs": crumbs(Crumb(_("Daftar insiden"), reverse("privacy_breaches")), Crumb(found.title)),
        "breach": found,
        "kinds": [DATA_KINDS[kind] for kind in found.data_kinds],
        "clocks": clocks,
        "notices": notices_of(found),
        "steps": BREACH.steps_from(found.state),
        "form": form,
    }


@signed_in
@require_POST
def step(request: HttpRequest, breach_id: int, step: str) -> HttpResponse:
    try:
        breach_step(actor=actor_of(request), breach_id=breach_id, step=STEPS[step], note=request.POST.get("note", ""))
    except PaduError as refusal:
        messages.error(request, refusal_words(refusal))
    else:
        messages.success(request, _("Keadaan insiden diperbarui."))
    return redirect("privacy_breach", breach_id=breach_id)


@signed_in
@require_safe
def notice_pdf(request: HttpRequest, breach_id: int) -> HttpResponse:
    """The notice of article 46 as PDF."""
    found = get_breach(actor_of(request), breach_id)
    place = place_words(found.region_code)
    document = breach_notice(found, place, timezone.localdate(), settings.PRIVACY_CONTACT, demo=holds_made_up_data())
    return handed_over(as_pdf(f"pemberitahuan-insiden-{found.pk}", document))
