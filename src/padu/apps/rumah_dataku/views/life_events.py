"""Writing an event down on a family, reading a family's events, taking one back."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from padu.access.actor import Actor
from padu.access.audit import record_look
from padu.access.requests import actor_of, require_place, signed_in
from padu.access.verbs import Verb
from padu.apps.regions.selectors import names_of
from padu.apps.rumah_dataku.forms_family_changes import FORMS, UndoForm
from padu.apps.rumah_dataku.forms_life_events import ArriveForm, EventForm
from padu.apps.rumah_dataku.life_event_page import Entry, timeline
from padu.apps.rumah_dataku.life_event_words import KIND_OF_SLUG, KINDS, UNDO_WORDS, kind_title, next_step
from padu.apps.rumah_dataku.models import Family, LifeEvent
from padu.apps.rumah_dataku.selectors.family_page import get_family
from padu.apps.rumah_dataku.selectors.hand_overs import open_offer_of
from padu.apps.rumah_dataku.selectors.life_events import (
    event_lines,
    events_of_family,
    family_links,
    find_families,
    find_members,
    get_event,
)
from padu.apps.rumah_dataku.services.life_event_rows import load_register
from padu.apps.rumah_dataku.services.life_event_undoing import (
    UndoReasonMissing,
    UndoRefused,
    life_event_undo,
    undo_refusal,
)
from padu.apps.rumah_dataku.services.life_events import EventRefused, life_event_record
from padu.apps.rumah_dataku.views.life_event_list import asked_village
from padu.domain.life_events.happening import NEW_FAMILY
from padu.domain.life_events.kinds import Kind
from padu.domain.life_events.register import Register
from padu.ui.components import Crumb

PURPOSE = "Mencatat kejadian keluarga"
PURPOSE_FIND = "Mencari pasangan atau keluarga untuk mencatat kejadian"


@signed_in
@require_safe
def of_family(request: HttpRequest, family_id: int) -> HttpResponse:
    """What happened to a family, and what can be written down next."""
    actor, family = actor_of(request), get_family(family_id)
    require_place(actor, family.region_code, Verb.FAMILY_READ)
    record_look(actor, "family.look", family.region_code, f"family:{family.pk}", PURPOSE)
    may_write, offer = actor.may(Verb.FAMILY_WRITE, family.region_code), open_offer_of(family.pk)
    context = {
        "title": _("Kejadian keluarga"),
        "kicker": family.head_name,
        "crumbs": [*_crumbs(family), Crumb(_("Kejadian"))],
        "family": family,
        "entries": timeline(events_of_family(family), may_write=may_write),
        "links": family_links(family),
        "kinds": list(KINDS.values()) if may_write and family.active else [],
        "offer": offer,
        "offered_to": names_of([offer.to_code]).get(offer.to_code, offer.to_code) if offer else "",
    }
    return render(request, "rumah_dataku/family_events.html", context)


def _crumbs(family: Family) -> list[Crumb]:
    return [
        Crumb(_("Keluarga"), f"{reverse('families')}?desa={family.region_code}"),
        Crumb(family.head_name or _("(tanpa nama)"), reverse("family", args=[family.pk])),
    ]


@signed_in
@require_http_methods(["GET", "HEAD", "POST"])
def record(request: HttpRequest, family_id: int, slug: str) -> HttpResponse:
    """One page for each kind: few fields; what was filled in stays when something stands against it."""
    actor, family = actor_of(request), get_family(family_id)
    require_place(actor, family.region_code, Verb.FAMILY_WRITE)
    if slug not in KIND_OF_SLUG:
        raise Http404
    kind = KIND_OF_SLUG[slug]
    if not family.active:
        messages.warning(request, _("Keluarga ini sudah tidak tinggal di sini; tidak ada kejadian baru yang dicatat."))
        return redirect("family_events", family.pk)
    if request.method != "POST":
        record_look(actor, "family.look", family.region_code, f"family:{family.pk}", PURPOSE)
    register = load_register(family.region_code, [family.pk])
    form = FORMS[kind](
        request.POST if request.method == "POST" else None,
        register=register,
        family_id=family.pk,
        initial=_chosen(request, register),
        **_found(request, actor, family, kind),
    )
    if request.method == "POST" and _recorded(request, actor, form):
        return redirect(f"{reverse('family_events', args=[family.pk])}#kejadian")
    return _form_page(request, form, family, kind)


def _chosen(request: HttpRequest, register: Register) -> dict[str, Any]:
    """The person a question was about, or the whole family, chosen already."""
    if request.GET.get("semua") == "1":
        return {"people": [one.id for one in register.members.values() if one.active]}
    asked = request.GET.get("orang", "")
    if not (asked.isascii() and asked.isdigit() and int(asked) in register.members):
        return {}
    return {"person": int(asked), "people": [int(asked)]}


def _found(request: HttpRequest, actor: Actor, family: Family, kind: Kind) -> dict[str, Any]:
    """Members or families of the village with the name that was searched for; the look is logged."""
    if kind not in (Kind.MARRIAGE, Kind.MERGE):
        return {}
    text = request.GET.get("cari", "").strip()[:80]
    find = find_members if kind is Kind.MARRIAGE else find_families
    found = find(family.region_code, text, family.pk)
    if text:
        record_look(actor, "family.list", family.region_code, f"list:{len(found)}", PURPOSE_FIND)
    return {"found": found}


def _recorded(request: HttpRequest, actor: Actor, form: EventForm, region_code: str = "") -> LifeEvent | None:
    """The event, or None with the reasons in the form."""
    if not form.is_valid():
        return None
    new = form.new_event(region_code)
    try:
        made = life_event_record(actor=actor, new=new)
    except EventRefused as refused:
        form.refuse(refused)
        return None
    said = _("%(kind)s tercatat. Indeks keluarga dan angka desa menyusul sendiri.") % {"kind": kind_title(made.kind)}
    # A village is named only where the family is new, and of that its head alone stands yet.
    after = _("Anggota lainnya: catat satu per satu lewat Pindah datang.") if region_code else next_step(made.kind)
    messages.success(request, " ".join(part for part in (said, after) if part))
    return made


def _form_page(request: HttpRequest, form: EventForm, family: Family, kind: Kind) -> HttpResponse:
    words = KINDS[kind]
    context = {
        "title": words.title,
        "kicker": family.head_name,
        "subtitle": words.hint,
        "crumbs": [
            *_crumbs(family),
            Crumb(_("Kejadian"), reverse("family_events", args=[family.pk])),
            Crumb(str(words.title)),
        ],
        "form": form,
        "family": family,
        "searches": kind in (Kind.MARRIAGE, Kind.MERGE),
        "search_label": _("Cari warga desa ini") if kind is Kind.MARRIAGE else _("Cari kepala keluarga"),
        "searched": request.GET.get("cari", ""),
        "hands_over": kind is Kind.MOVE_OUT,
        "back_url": reverse("family_events", args=[family.pk]),
    }
    return render(request, "rumah_dataku/family_event_new.html", context, status=422 if form.is_bound else 200)


@signed_in
@require_http_methods(["GET", "HEAD", "POST"])
def arrive(request: HttpRequest) -> HttpResponse:
    """A family moves in from a place that does not use Padu: its head first."""
    actor = actor_of(request)
    code = asked_village(request, actor)
    require_place(actor, code, Verb.FAMILY_WRITE)
    form = ArriveForm(request.POST if request.method == "POST" else None, register=Register(), family_id=NEW_FAMILY)
    if request.method == "POST" and (made := _recorded(request, actor, form, code)):
        return redirect(f"{reverse('family_events', args=[made.family_id])}#kejadian")
    context = {
        "title": _("Keluarga pindah datang"),
        "kicker": names_of([code]).get(code, code),
        "subtitle": _("Catat kepala keluarganya; anggota lain ditambahkan sesudahnya."),
        "crumbs": [Crumb(_("Keluarga"), f"{reverse('families')}?desa={code}"), Crumb(_("Keluarga pindah datang"))],
        "form": form,
        "arrives_at": code,
        "back_url": f"{reverse('families')}?desa={code}",
    }
    return render(request, "rumah_dataku/family_event_new.html", context, status=422 if form.is_bound else 200)


@signed_in
@require_http_methods(["GET", "HEAD", "POST"])
def undo(request: HttpRequest, event_id: int) -> HttpResponse:
    """Take an event back with a reason; what stands against it is said before anybody writes one."""
    actor, event = actor_of(request), get_event(event_id)
    require_place(actor, event.region_code, Verb.FAMILY_WRITE)
    if request.method != "POST":
        record_look(actor, "family.look", event.region_code, f"family:{event.family_id}", PURPOSE)
    form = UndoForm(request.POST if request.method == "POST" else None)
    refusal = undo_refusal(event) if event.undone_at is None else None
    if request.method == "POST" and form.is_valid():
        try:
            life_event_undo(actor=actor, event_id=event.pk, why=form.cleaned_data["why"])
        except UndoReasonMissing:
            form.add_error("why", _("Tulis alasannya, supaya orang lain mengerti mengapa dibatalkan."))
        except UndoRefused as refused:
            refusal = refused
        else:
            messages.success(request, _("Kejadian dibatalkan. Data keluarga kembali seperti sebelumnya."))
            return redirect(f"{reverse('family_events', args=[event.family_id])}#kejadian")
    return _undo_page(request, event, form, refusal)


def _later(refusal: UndoRefused | None) -> Entry | None:
    """The event that has to be taken back first, with the address where that is done."""
    if refusal is None or "event" not in refusal.data:
        return None
    return timeline(event_lines([get_event(int(str(refusal.data["event"])))]), may_write=True)[0]


def _undo_page(request: HttpRequest, event: LifeEvent, form: UndoForm, refusal: UndoRefused | None) -> HttpResponse:
    family = get_family(event.family_id)
    context = {
        "title": _("Batalkan kejadian"),
        "kicker": family.head_name,
        "crumbs": [
            *_crumbs(family),
            Crumb(_("Kejadian"), reverse("family_events", args=[family.pk])),
            Crumb(_("Batalkan")),
        ],
        "form": form,
        "entries": timeline(event_lines([event]), may_write=False),
        "undone": event.undone_at is not None,
        "later": _later(refusal),
        "refusal": str(UNDO_WORDS[str(refusal.data["reason"])]) if refusal else "",
        "family": family,
    }
    return render(request, "rumah_dataku/life_event_undo.html", context, status=422 if form.is_bound else 200)
