"""Families that move between villages of Padu: offering, the inbox, answering, taking back."""

from __future__ import annotations

from typing import Final

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from padu.access.audit import record_look
from padu.access.requests import actor_of, require_place, signed_in
from padu.access.verbs import Verb
from padu.apps.regions.selectors import list_villages, names_of
from padu.apps.rumah_dataku.forms_family_changes import HandOverForm, RefuseForm, TakeInForm
from padu.apps.rumah_dataku.life_event_words import HAND_OVER_WORDS, problem_words
from padu.apps.rumah_dataku.models import FamilyArrival
from padu.apps.rumah_dataku.models.hand_overs import HandOverState
from padu.apps.rumah_dataku.selectors.family_page import get_family
from padu.apps.rumah_dataku.selectors.hand_overs import (
    LONG_WAIT_DAYS,
    arrivals,
    days_waited,
    get_arrival,
    offers,
    open_offer_of,
)
from padu.apps.rumah_dataku.services.hand_overs import (
    HandOverRefused,
    NewHandOver,
    hand_over_accept,
    hand_over_propose,
    hand_over_refuse,
    hand_over_take_back,
)
from padu.apps.rumah_dataku.services.life_events import EventRefused
from padu.apps.rumah_dataku.views.life_event_list import asked_village
from padu.domain.identity import IssueLevel
from padu.domain.regions import parent_of, regency_of
from padu.domain.states import IllegalTransition
from padu.ui.components import Crumb

SHOWN: Final = 100  # [assumption] the newest of each side; older ones stand on the family's own page
PURPOSE: Final = "Serah terima keluarga"
_ANSWERED: Final = gettext_lazy("Serah terima ini sudah dijawab atau ditarik; tidak ada yang berubah.")


@signed_in
@require_http_methods(["GET", "HEAD", "POST"])
def propose(request: HttpRequest, family_id: int) -> HttpResponse:
    """Offer the whole family to another village."""
    actor, family = actor_of(request), get_family(family_id)
    require_place(actor, family.region_code, Verb.FAMILY_WRITE)
    if request.method != "POST":
        if not family.active or open_offer_of(family.pk):
            # The family's page says why nothing can be offered now.
            return redirect("family_events", family.pk)
        record_look(actor, "family.look", family.region_code, f"family:{family.pk}", PURPOSE)
    villages = _villages(family.region_code)
    form = HandOverForm(request.POST if request.method == "POST" else None, villages=villages, own=family.region_code)
    if request.method == "POST" and form.is_valid():
        told = form.cleaned_data
        new = NewHandOver(family.pk, form.village, told["day"], told["paper_number"], told["note"])
        try:
            made = hand_over_propose(actor=actor, new=new)
        except (HandOverRefused, EventRefused) as refused:
            form.add_error(None, _words(refused))
        else:
            words = _("Ditawarkan ke %(place)s. Keluarga tetap di sini sampai diterima.")
            messages.success(request, words % {"place": names_of([made.to_code]).get(made.to_code, made.to_code)})
            return redirect("family_events", family.pk)
    context = {
        "title": _("Serahkan ke desa lain"),
        "kicker": family.head_name,
        "crumbs": [
            Crumb(family.head_name, reverse("family", args=[family.pk])),
            Crumb(_("Kejadian"), reverse("family_events", args=[family.pk])),
            Crumb(_("Serahkan ke desa lain")),
        ],
        "form": form,
        "family": family,
    }
    return render(request, "rumah_dataku/hand_over_new.html", context, status=422 if form.is_bound else 200)


def _villages(own: str) -> list[tuple[str, str]]:
    """Villages of the regency, those of the own district first."""
    rows = [(row.code, str(row)) for row in list_villages(regency_of(own)).exclude(code=own)]
    districts = {code: parent_of(code) or "" for code, _name in rows}
    names = names_of(districts.values())
    rows.sort(key=lambda row: (districts[row[0]] != parent_of(own), names.get(districts[row[0]], ""), row[1]))
    return [(code, f"{name} ({names.get(districts[code], '')})") for code, name in rows]


def _words(refused: HandOverRefused | EventRefused) -> str:
    if isinstance(refused, HandOverRefused):
        return str(HAND_OVER_WORDS[str(refused.data["reason"])])
    errors = [problem_words(one) for one in refused.problems if one.level is IssueLevel.ERROR]
    return " ".join(errors)


@signed_in
@require_safe
def index(request: HttpRequest) -> HttpResponse:
    """What was offered to the village, and what it offered to others."""
    actor = actor_of(request)
    code = asked_village(request, actor)
    today = timezone.localdate()
    came, went = list(arrivals(code)[:SHOWN]), list(offers(code)[:SHOWN])
    names = names_of({*(one.from_code for one in came), *(one.to_code for one in went), code})
    record_look(actor, "family.list", code, f"list:{len(went)}", PURPOSE)
    context = {
        "title": _("Serah terima keluarga"),
        "kicker": names.get(code, code),
        "crumbs": [Crumb(_("Keluarga"), f"{reverse('families')}?desa={code}"), Crumb(_("Serah terima"))],
        "came": [(row, names.get(row.from_code, row.from_code)) for row in came],
        "went": [(row, names.get(row.to_code, row.to_code), days_waited(row, today)) for row in went],
        "long": LONG_WAIT_DAYS,
        "may_write": actor.may(Verb.FAMILY_WRITE, code),
        "code": code,
    }
    return render(request, "rumah_dataku/hand_overs.html", context)


@signed_in
@require_http_methods(["GET", "HEAD", "POST"])
def answer(request: HttpRequest, arrival_id: int) -> HttpResponse:
    """Take the family in, or refuse with a reason."""
    actor, arrival = actor_of(request), get_arrival(arrival_id)
    require_place(actor, arrival.region_code, Verb.FAMILY_WRITE)
    if request.method != "POST":
        record_look(actor, "family.look", arrival.region_code, f"arrival:{arrival.pk}", PURPOSE)
    refuses = "tolak" in request.POST
    posted = request.method == "POST"
    take_in = TakeInForm(request.POST if posted and not refuses else None)
    refuse = RefuseForm(request.POST if posted and refuses else None)
    form: TakeInForm | RefuseForm = refuse if refuses else take_in
    if posted and form.is_valid():
        try:
            done = _answered(request, arrival, form)
        except (HandOverRefused, EventRefused) as refused:
            form.add_error(None, _words(refused))
        except IllegalTransition:
            messages.warning(request, str(_ANSWERED))
            return redirect(f"{reverse('hand_overs')}?desa={arrival.region_code}")
        else:
            return redirect(done)
    return _answer_page(request, arrival, take_in, refuse)


def _answered(request: HttpRequest, arrival: FamilyArrival, form: TakeInForm | RefuseForm) -> str:
    """Where to go after the answer was taken down."""
    actor, told = actor_of(request), form.cleaned_data
    if isinstance(form, RefuseForm):
        hand_over_refuse(actor=actor, arrival_id=arrival.pk, reason=told["reason"])
        messages.success(request, _("Ditolak. Desa asal membaca alasannya; keluarga tetap tercatat di sana."))
        return f"{reverse('hand_overs')}?desa={arrival.region_code}"
    came = hand_over_accept(actor=actor, arrival_id=arrival.pk, facts=told)
    messages.success(request, _("Keluarga diterima dan sekarang tercatat di desa ini. Langkah berikutnya: pendataan."))
    return reverse("family", args=[came.new_family])


def _answer_page(request: HttpRequest, arrival: FamilyArrival, take_in: TakeInForm, refuse: RefuseForm) -> HttpResponse:
    names = names_of([arrival.region_code, arrival.from_code])
    context = {
        "title": _("Keluarga pindah dari %(place)s") % {"place": names.get(arrival.from_code, arrival.from_code)},
        "kicker": names.get(arrival.region_code, arrival.region_code),
        "crumbs": [
            Crumb(_("Serah terima"), f"{reverse('hand_overs')}?desa={arrival.region_code}"),
            Crumb(_("Jawaban")),
        ],
        "arrival": arrival,
        "take_in": take_in,
        "refuse": refuse,
        "waiting": arrival.state == HandOverState.PROPOSED,
    }
    invalid = take_in.is_bound or refuse.is_bound
    return render(request, "rumah_dataku/hand_over_answer.html", context, status=422 if invalid else 200)


@signed_in
@require_POST
def take_back(request: HttpRequest, hand_over_id: int) -> HttpResponse:
    """The offer is taken back before an answer."""
    try:
        offer = hand_over_take_back(actor=actor_of(request), hand_over_id=hand_over_id)
    except IllegalTransition:
        messages.warning(request, str(_ANSWERED))
        return redirect("hand_overs")
    messages.success(request, _("Serah terima ditarik kembali; keluarga tetap di desa ini."))
    return redirect("family_events", offer.family_id)
