"""The registers of processing and of breaches, and retention: for who runs privacy in a place."""

from __future__ import annotations

from dataclasses import asdict

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.text import slugify
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from padu.access.actor import Actor
from padu.access.requests import actor_of, require_place, signed_in
from padu.access.verbs import Verb
from padu.apps.privacy.forms import ProcessingForm
from padu.apps.privacy.models import RetentionRun
from padu.apps.privacy.reports import as_pdf, as_xlsx, register_paper
from padu.apps.privacy.selectors.registers import RegisterRow, register_of
from padu.apps.privacy.services.registers import processing_keep
from padu.apps.privacy.services.retention import (
    retention_cancel,
    retention_confirm,
    retention_preview,
    retention_propose,
)
from padu.apps.privacy.services.serving import place_words
from padu.apps.privacy.tasks import retention_later
from padu.apps.privacy.views.answers import handed_over, status_of
from padu.apps.privacy.words import refusal_words
from padu.apps.regions.selectors import names_of
from padu.apps.rumah_dataku.selectors import holds_made_up_data
from padu.domain.data_rights.retention import RULES
from padu.domain.errors import PaduError
from padu.ui.components import Choice, Crumb

NEW_KEY = "baru"


def asked_place(request: HttpRequest) -> str:
    """The place of the address among those whose privacy the person runs, else the first. Raises Http404."""
    roots = actor_of(request).roots(Verb.PRIVACY_ADMIN)
    asked = request.GET.get("wilayah") or (roots[0] if roots else "")
    if asked not in roots:
        raise Http404
    return asked


def places_of(request: HttpRequest, chosen: str) -> list[Choice]:
    """A switch between the person's places; empty where there is one only."""
    roots = actor_of(request).roots(Verb.PRIVACY_ADMIN)
    names = names_of(roots)
    links = [Choice(names.get(code, code), url=f"?wilayah={code}", active=code == chosen) for code in roots]
    return links if len(links) > 1 else []


def crumbs(*more: Crumb) -> list[Crumb]:
    return [Crumb(_("Privasi"), reverse("privacy")), *more]


@signed_in
@require_safe
def processing(request: HttpRequest) -> HttpResponse:
    code = asked_place(request)
    context = {
        "title": _("Daftar pemrosesan"),
        "kicker": place_words(code),
        "subtitle": _("UU 27/2022 pasal 31: apa yang diproses, untuk apa, dan sampai kapan"),
        "crumbs": crumbs(Crumb(_("Daftar pemrosesan"))),
        "rows": register_of(code),
        "code": code,
        "places": places_of(request, code),
    }
    return render(request, "privacy/processing.html", context)


@signed_in
@require_safe
def processing_file(request: HttpRequest, form: str) -> HttpResponse:
    code = asked_place(request)
    rows = [one.row for one in register_of(code) if one.active]
    paper = register_paper(rows, place_words(code), timezone.localdate(), demo=holds_made_up_data())
    return handed_over((as_xlsx if form == "xlsx" else as_pdf)(f"daftar-pemrosesan-{code}", paper))


@signed_in
@require_http_methods(["GET", "HEAD", "POST"])
def processing_edit(request: HttpRequest, code: str, key: str) -> HttpResponse:
    """Change a row, or add one (key `baru`)."""
    actor = actor_of(request)
    require_place(actor, code, Verb.PRIVACY_ADMIN)
    known = {one.row.key: one for one in register_of(code)}
    if key != NEW_KEY and key not in known:
        raise Http404
    first = _first_words(known.get(key))
    form = ProcessingForm(request.POST if request.method == "POST" else None, initial=first)
    if form.is_bound and form.is_valid():
        kept = key if key in known else _free_key(form.cleaned_data["name"], set(known))
        processing_keep(actor=actor, region_code=code, row=form.row(kept), active=form.cleaned_data["active"])
        messages.success(request, _("Daftar pemrosesan disimpan."))
        return redirect(f"{reverse('privacy_processing')}?wilayah={code}")
    context = {
        "title": _("Baris baru") if key == NEW_KEY else known[key].row.name,
        "kicker": place_words(code),
        "crumbs": crumbs(Crumb(_("Daftar pemrosesan"), f"{reverse('privacy_processing')}?wilayah={code}")),
        "form": form,
        "back": f"{reverse('privacy_processing')}?wilayah={code}",
        "action": _("Simpan baris"),
    }
    return render(request, "privacy/form.html", context, status=status_of(form))


def _first_words(kept: RegisterRow | None) -> dict[str, object]:
    if kept is None:
        return {}
    return asdict(kept.row) | {"kinds_of_data": kept.row.data, "active": kept.active}


def _free_key(name: str, taken: set[str]) -> str:
    stem = slugify(name)[:50] or "pemrosesan"
    if stem == NEW_KEY:
        stem = f"{stem}-1"
    return next(key for key in (stem, *(f"{stem}-{n}" for n in range(2, 1000))) if key not in taken)


@signed_in
@require_safe
def retention(request: HttpRequest) -> HttpResponse:
    """What is due, the rules, and runs: proposed by one person, confirmed by another."""
    actor, code = actor_of(request), asked_place(request)
    context = {
        "title": _("Masa simpan"),
        "kicker": place_words(code),
        "crumbs": crumbs(Crumb(_("Masa simpan"))),
        "due": retention_preview(code, timezone.localdate(), actor),
        "rules": RULES,
        "runs": _runs(actor, code),
        "code": code,
        "places": places_of(request, code),
    }
    return render(request, "privacy/retention.html", context)


def _runs(actor: Actor, code: str) -> list[tuple[RetentionRun, bool]]:
    """Runs of a place, newest first, each with whether this person may confirm it."""
    runs = RetentionRun.objects.filter(region_code=code).order_by("-pk")[:20]
    return [(run, run.state == RetentionRun.State.PROPOSED and run.proposed_by != actor.user_id) for run in runs]


@signed_in
@require_POST
def retention_new(request: HttpRequest) -> HttpResponse:
    code = asked_place(request)
    try:
        retention_propose(actor=actor_of(request), region_code=code)
    except PaduError as refusal:
        messages.error(request, refusal_words(refusal))
    else:
        messages.success(request, _("Diusulkan. Petugas lain harus mengesahkannya; belum ada yang berubah."))
    return redirect(f"{reverse('privacy_retention')}?wilayah={code}")


@signed_in
@require_POST
def retention_step(request: HttpRequest, run_id: int, step: str) -> HttpResponse:
    """Confirm a run, which begins the work, or take it back."""
    actor = actor_of(request)
    try:
        if step == "sahkan":
            run = retention_confirm(actor=actor, run_id=run_id)
            retention_later(run.pk)
            messages.success(request, _("Disahkan; penganoniman berjalan."))
        else:
            retention_cancel(actor=actor, run_id=run_id)
            messages.success(request, _("Usulan dibatalkan."))
    except PaduError as refusal:
        messages.error(request, refusal_words(refusal))
    return redirect("privacy_retention")
