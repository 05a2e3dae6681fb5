"""Pairs that may be one: the list, one pair side by side, what people say of it, and merges taken back."""

from __future__ import annotations

from collections.abc import Mapping

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from padu.access.actor import Actor
from padu.access.audit import record_list, record_look
from padu.access.requests import actor_of, require_place, signed_in, verb_nowhere
from padu.access.verbs import Verb
from padu.apps.record_linkage.forms import AnswerForm, MergeForm, UndoForm
from padu.apps.record_linkage.models import DuplicatePair
from padu.apps.record_linkage.pair_page import shown
from padu.apps.record_linkage.pair_table import filter_fields, pairs_document, pairs_table
from padu.apps.record_linkage.selectors import pairs as read
from padu.apps.record_linkage.services.merging import pair_merge
from padu.apps.record_linkage.services.reviewing import pair_answer
from padu.apps.record_linkage.services.undoing import merge_undo
from padu.apps.record_linkage.tasks import search_soon
from padu.apps.record_linkage.words import pair_state_words, refusal_words, score_words
from padu.apps.regions.selectors import names_of
from padu.apps.rumah_dataku.selectors.family_list import villages_of
from padu.domain.errors import PaduError
from padu.domain.linkage.review import Answer, PairState
from padu.ui.components import Crumb

_XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
PURPOSE = "Pemeriksaan data ganda"


def villages_reviewed(actor: Actor) -> dict[str, str]:
    """Villages in which the actor reviews, by name. Raises VerbMissing where there is none."""
    codes = [code for code in villages_of(actor) if actor.may(Verb.FAMILY_MERGE, code)]
    if not codes:
        raise verb_nowhere(actor, Verb.FAMILY_MERGE)
    names = names_of(codes)
    return {code: names.get(code, code) for code in codes}


@signed_in
@require_safe
def index(request: HttpRequest) -> HttpResponse:
    actor = actor_of(request)
    villages = villages_reviewed(actor)
    table, places = pairs_table(actor, request.GET)
    record_list(actor, "duplicates.list", places, next(iter(villages)), PURPOSE)
    context = {
        "title": _("Data ganda"),
        "subtitle": _("Orang atau keluarga yang mungkin tercatat dua kali; Anda yang memutuskan"),
        "table": table,
        "fields": filter_fields(request.GET, villages),
        "villages": villages,
    }
    return render(request, "record_linkage/pairs.html", context)


@signed_in
@require_safe
def workbook(request: HttpRequest) -> HttpResponse:
    """The pairs of the address with all their reasons."""
    from padu.reports.xlsx import render_xlsx

    actor = actor_of(request)
    villages = villages_reviewed(actor)
    document, places = pairs_document(actor, request.GET, timezone.localdate())
    record_list(actor, "duplicates.file", places, next(iter(villages)), PURPOSE)
    answer = HttpResponse(render_xlsx(document), content_type=_XLSX)
    answer["Content-Disposition"] = 'attachment; filename="data-ganda.xlsx"'
    return answer


@signed_in
@require_POST
def search(request: HttpRequest) -> HttpResponse:
    """Have one village looked through in the background: a big one takes a minute."""
    actor, code = actor_of(request), request.POST.get("desa", "")
    require_place(actor, code, Verb.FAMILY_MERGE)
    search_soon(region_code=code, user_id=actor.user_id or 0)
    messages.success(request, _("Pencarian dimulai. Hasilnya muncul di daftar ini dalam satu atau dua menit."))
    return redirect("duplicates")


@signed_in
@require_safe
def show(request: HttpRequest, pair_id: int) -> HttpResponse:
    return _page(request, _pair(request, pair_id))


def _pair(request: HttpRequest, pair_id: int) -> DuplicatePair:
    pair = read.get_pair(pair_id)
    require_place(actor_of(request), pair.region_code, Verb.FAMILY_MERGE)
    return pair


def _page(
    request: HttpRequest,
    pair: DuplicatePair,
    *,
    merging: MergeForm | None = None,
    answering: AnswerForm | None = None,
) -> HttpResponse:
    """One pair with its forms; a form that was refused comes back as it was filled in."""
    actor = actor_of(request)
    for family_id in {pair.own_family_id, pair.other_family_id} - {None}:
        record_look(actor, "family.duplicate_look", pair.region_code, f"family:{family_id}", PURPOSE)
    state = PairState(pair.state)
    context = {
        "title": _("Apakah ini orang yang sama?") if pair.kind == "person" else _("Apakah ini keluarga yang sama?"),
        "kicker": names_of([pair.region_code]).get(pair.region_code, pair.region_code),
        "crumbs": [Crumb(_("Data ganda"), reverse("duplicates")), Crumb(" / ".join(read.titles_of([pair])[pair.pk]))],
        "pair": pair,
        "titles": read.titles_of([pair])[pair.pk],
        "score": score_words(pair),
        "reasons": read.reasons_of(pair),
        "state": pair_state_words(pair),
        "merge": read.standing_merge(pair) if state is PairState.MERGED else None,
        "open": state not in (PairState.MERGED, PairState.GONE),
        "merge_form": merging or MergeForm(),
        "answer_form": answering or AnswerForm(places=_places(pair)),
        **_sides(pair, actor, merging.data if merging else {}),
    }
    return render(request, "record_linkage/pair.html", context, status=422 if merging or answering else 200)


def _sides(pair: DuplicatePair, actor: Actor, given: Mapping[str, str]) -> dict[str, object]:
    if not pair.across:
        return {"both": shown(read.compare(pair), given)}
    names = dict(_places(pair))
    other, may_both = names[pair.other_region_code], actor.may(Verb.FAMILY_MERGE, pair.other_region_code)
    return {
        "own": read.own_side(pair),
        "other_place": other,
        "may_both": may_both,
        "keeps": names.get(pair.keep_code, ""),
        "other_keeps": names.get(pair.other_keep_code, ""),
    }


def _places(pair: DuplicatePair) -> list[tuple[str, str]]:
    if not pair.across:
        return []
    codes = [pair.region_code, pair.other_region_code]
    names = names_of(codes)
    return [(code, names.get(code, code)) for code in codes]


@signed_in
@require_POST
def merge(request: HttpRequest, pair_id: int) -> HttpResponse:
    pair = _pair(request, pair_id)
    form = MergeForm(request.POST)
    if not form.is_valid():
        return _page(request, pair, merging=form)
    members = [(one, other) for one, other in pair.members]
    choice = form.choice_of(pair.left_id, pair.right_id, members)
    try:
        pair_merge(actor=actor_of(request), pair_id=pair.pk, choice=choice)
    except PaduError as refusal:
        messages.error(request, refusal_words(refusal))
        return redirect("duplicate", pair.pk)
    messages.success(request, _("Disatukan. Yang dilepas tetap tersimpan; penyatuan ini dapat dibatalkan."))
    return redirect("duplicate", pair.pk)


@signed_in
@require_POST
def answer(request: HttpRequest, pair_id: int) -> HttpResponse:
    pair = _pair(request, pair_id)
    form = AnswerForm(request.POST, places=_places(pair))
    if not form.is_valid():
        return _page(request, pair, answering=form)
    given = form.cleaned_data
    try:
        pair_answer(
            actor=actor_of(request),
            pair_id=pair.pk,
            answer=Answer(given["answer"]),
            reason=given["reason"],
            keep_code=given.get("keep_code", ""),
        )
    except PaduError as refusal:
        form.add_error(None, refusal_words(refusal))
        return _page(request, pair, answering=form)
    messages.success(request, _("Jawaban desa Anda tersimpan."))
    return redirect("duplicate", pair.pk)


@signed_in
@require_safe
def merges(request: HttpRequest) -> HttpResponse:
    """What was merged, newest first."""
    actor = actor_of(request)
    villages = villages_reviewed(actor)
    lines = read.list_merges(actor)
    record_list(actor, "duplicates.merges", (line.merge.region_code for line in lines), next(iter(villages)), PURPOSE)
    context = {
        "title": _("Yang sudah disatukan"),
        "subtitle": _("Setiap penyatuan dapat dibatalkan selama datanya belum diubah lagi"),
        "crumbs": [Crumb(_("Data ganda"), reverse("duplicates")), Crumb(_("Yang sudah disatukan"))],
        "lines": lines,
    }
    return render(request, "record_linkage/merges.html", context)


@signed_in
@require_http_methods(["GET", "HEAD", "POST"])
def undo(request: HttpRequest, merge_id: int) -> HttpResponse:
    """Ask for the reason, then put both records back."""
    actor, found = actor_of(request), read.get_merge(merge_id)
    require_place(actor, found.region_code, Verb.FAMILY_MERGE)
    form = UndoForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            merge_undo(actor=actor, merge_id=found.pk, reason=form.cleaned_data["reason"])
        except PaduError as refusal:
            form.add_error(None, refusal_words(refusal))
        else:
            messages.success(request, _("Penyatuan dibatalkan; kedua data kembali seperti semula."))
            return redirect("merges")
    record_look(actor, "family.duplicate_look", found.region_code, f"family:{found.dropped_family_id}", PURPOSE)
    context = {
        "title": _("Batalkan penyatuan"),
        "crumbs": [Crumb(_("Yang sudah disatukan"), reverse("merges")), Crumb(_("Batalkan"))],
        "merge": found,
        "form": form,
    }
    return render(request, "record_linkage/merge_undo.html", context, status=422 if form.errors else 200)
