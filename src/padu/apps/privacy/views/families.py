"""Citizens' rights over one family's data: who looked, requests, consents."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from padu.access.actor import Actor
from padu.access.requests import actor_of, signed_in
from padu.access.verbs import Verb
from padu.apps.privacy.forms import CloseForm, ConsentForm, RequestForm
from padu.apps.privacy.models import DataRequest
from padu.apps.privacy.selectors.registers import consents_of, requests_of
from padu.apps.privacy.selectors.serving import members_of, served_family
from padu.apps.privacy.services.consents import NewConsent, consent_record, consent_stop, consent_withdraw
from padu.apps.privacy.services.requests import data_request_close, data_request_receive, get_request
from padu.apps.privacy.services.serving import (
    access_report_look,
    access_report_print,
    person_copy_make,
    place_words,
)
from padu.apps.privacy.views.answers import handed_over, refused, status_of
from padu.apps.privacy.words import refusal_words
from padu.apps.rumah_dataku.models import Family
from padu.domain.data_rights.consent_texts import TEXTS, ConsentPurpose, ConsentWay
from padu.domain.errors import PaduError
from padu.ui.components import Crumb

SHOWN_LINES = 50  # [assumption] newest lines on the screen; the paper has all


def _crumbs(actor: Actor, family: Family, *more: Crumb) -> list[Crumb]:
    """The way here: by the family's page for who may read it, by the privacy desk for others."""
    if actor.may(Verb.FAMILY_READ, family.region_code):
        first = Crumb(family.head_name or _("(tanpa nama)"), reverse("family", args=[family.pk]))
    else:
        first = Crumb(_("Privasi"), reverse("privacy"))
    own = Crumb(_("Hak warga"), reverse("privacy_family", args=[family.pk]) if more else "")
    return [first, own, *more]


@signed_in
@require_safe
def show(request: HttpRequest, family_id: int) -> HttpResponse:
    """Who looked at or changed the family's record, the requests about it, and the consents."""
    actor = actor_of(request)
    trail = access_report_look(actor=actor, family_id=family_id)
    family, now = trail.family, timezone.now()
    context = {
        "title": _("Hak warga atas data keluarga"),
        "kicker": family.head_name or _("(tanpa nama)"),
        "subtitle": place_words(family.region_code),
        "crumbs": _crumbs(actor, family),
        "family": family,
        "trail": trail,
        "lines": trail.lines[:SHOWN_LINES],
        "more": max(len(trail.lines) - SHOWN_LINES, 0) + trail.left_out,
        "requests": [(one, one.clock.state(now)) for one in requests_of(family.pk)],
        "consents": [(one, one.clock.state(now) if one.clock else "") for one in consents_of(family.pk)],
        "today": timezone.localdate(),
        "names": {member.pk: member.name for member in members_of(actor, family)},
    }
    return render(request, "privacy/family.html", context)


@signed_in
@require_http_methods(["GET", "HEAD", "POST"])
def ask(request: HttpRequest, family_id: int) -> HttpResponse:
    """Open a ticket."""
    actor = actor_of(request)
    family = served_family(actor, family_id)
    posted = request.POST if request.method == "POST" else None
    form = RequestForm(posted, members=members_of(actor, family), initial={"kind": request.GET.get("jenis", "access")})
    if form.is_bound and form.is_valid():
        try:
            made = data_request_receive(actor=actor, family_id=family.pk, **form.cleaned_data)
        except PaduError as refusal:
            refused(form, refusal)
        else:
            return redirect("privacy_request", request_id=made.pk)
    context = {
        "title": _("Catat permohonan warga"),
        "kicker": family.head_name,
        "crumbs": _crumbs(actor, family, Crumb(_("Permohonan"))),
        "form": form,
        "back": reverse("privacy_family", args=[family.pk]),
        "action": _("Catat permohonan"),
    }
    return render(request, "privacy/form.html", context, status=status_of(form))


@signed_in
@require_http_methods(["GET", "HEAD", "POST"])
def ticket(request: HttpRequest, request_id: int) -> HttpResponse:
    """One ticket: its clock, what can be handed over, and how it ends."""
    actor = actor_of(request)
    found = get_request(actor, request_id)
    family = served_family(actor, found.family_id)
    form = CloseForm(request.POST if request.method == "POST" else None)
    if form.is_bound and form.is_valid():
        try:
            data_request_close(actor=actor, request_id=request_id, **form.cleaned_data)
        except PaduError as refusal:
            refused(form, refusal)
        else:
            messages.success(request, _("Permohonan ditutup; hasilnya dicatat."))
            return redirect("privacy_request", request_id=request_id)
    now = timezone.now()
    names = {member.pk: member.name for member in members_of(actor, family)}
    context = {
        "title": _("Permohonan nomor %(n)s") % {"n": found.pk},
        "kicker": found.get_kind_display(),
        "crumbs": _crumbs(actor, family, Crumb(_("Permohonan nomor %(n)s") % {"n": found.pk})),
        "ticket": found,
        "family": family,
        "person": names.get(found.person_id or 0, ""),
        "state": found.clock.state(now),
        "left": found.clock.left(now),
        "open": found.state == DataRequest.State.OPEN,
        "form": form,
    }
    return render(request, "privacy/ticket.html", context, status=status_of(form))


@signed_in
@require_POST
def print_report(request: HttpRequest, request_id: int) -> HttpResponse:
    """The access report as PDF; handing it out is a change in the trail, so it is asked for by POST."""
    actor = actor_of(request)
    found = get_request(actor, request_id)
    try:
        return handed_over(access_report_print(actor=actor, family_id=found.family_id, request_id=request_id))
    except PaduError as refusal:
        return _back_to(request, request_id, refusal)


@signed_in
@require_POST
def copy(request: HttpRequest, request_id: int, form: str) -> HttpResponse:
    """One person's data as JSON or PDF."""
    try:
        return handed_over(person_copy_make(actor=actor_of(request), request_id=request_id, form=form))
    except PaduError as refusal:
        return _back_to(request, request_id, refusal)


def _back_to(request: HttpRequest, request_id: int, refusal: PaduError) -> HttpResponse:
    messages.error(request, refusal_words(refusal))
    return redirect("privacy_request", request_id=request_id)


@signed_in
@require_http_methods(["GET", "HEAD", "POST"])
def consent_new(request: HttpRequest, family_id: int) -> HttpResponse:
    """Record what was agreed to, in the words that stand on the page."""
    actor = actor_of(request)
    family = served_family(actor, family_id)
    form = ConsentForm(request.POST if request.method == "POST" else None, members=members_of(actor, family))
    if form.is_bound and form.is_valid():
        given = form.cleaned_data
        kinds = {"purpose": ConsentPurpose(given["purpose"]), "way": ConsentWay(given["way"])}
        try:
            consent_record(actor=actor, new=NewConsent(**given | kinds, family_id=family.pk))
        except PaduError as refusal:
            refused(form, refusal)
        else:
            messages.success(request, _("Persetujuan dicatat."))
            return redirect(f"{reverse('privacy_family', args=[family.pk])}#persetujuan")
    context = {
        "title": _("Catat persetujuan"),
        "kicker": family.head_name,
        "crumbs": _crumbs(actor, family, Crumb(_("Persetujuan"))),
        "form": form,
        "texts": TEXTS,
        "back": reverse("privacy_family", args=[family.pk]),
        "action": _("Catat persetujuan"),
    }
    return render(request, "privacy/form.html", context, status=status_of(form))


@signed_in
@require_POST
def consent_step(request: HttpRequest, consent_id: int, step: str) -> HttpResponse:
    """Withdraw a consent, or say that its use has stopped."""
    actor, note = actor_of(request), request.POST.get("note", "")
    try:
        if step == "tarik":
            changed = consent_withdraw(actor=actor, consent_id=consent_id)
            messages.success(request, _("Persetujuan ditarik; pemakaiannya harus berhenti dalam 3 x 24 jam."))
        else:
            changed = consent_stop(actor=actor, consent_id=consent_id, note=note)
            messages.success(request, _("Pemakaian dinyatakan berhenti."))
    except PaduError as refusal:
        messages.error(request, refusal_words(refusal))
        return redirect(_family_of(request))
    return redirect(f"{reverse('privacy_family', args=[changed.family_id])}#persetujuan")


def _family_of(request: HttpRequest) -> str:
    """The family page the form came from; its number is checked there again."""
    number = request.POST.get("back_family", "")
    return (
        reverse("privacy_family", args=[int(number)]) if number.isdecimal() and len(number) < 18 else reverse("privacy")
    )
