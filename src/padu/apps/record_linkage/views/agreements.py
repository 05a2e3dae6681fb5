"""What is agreed about sectors' lists, which are late, and sending one."""

from __future__ import annotations

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from padu.access.actor import Actor
from padu.access.requests import actor_of, require_place, signed_in, verb_nowhere
from padu.access.verbs import Verb
from padu.apps.record_linkage.forms_lists import AgreementForm, SendForm
from padu.apps.record_linkage.list_file import COLUMNS, SHEETS
from padu.apps.record_linkage.models import SectorAgreement, SectorDelivery
from padu.apps.record_linkage.selectors import lists as read
from padu.apps.record_linkage.services import lists
from padu.apps.record_linkage.services.list_matching import may_mend
from padu.apps.record_linkage.tasks import match_later
from padu.apps.record_linkage.words import refusal_words
from padu.apps.regions.selectors import names_of
from padu.apps.rumah_dataku.files.limits import MAX_FILE_BYTES
from padu.domain.errors import PaduError
from padu.domain.regions import Level, level_of
from padu.ui.components import Crumb


@signed_in
@require_safe
def index(request: HttpRequest) -> HttpResponse:
    """All agreements of the places that one reads, late ones marked."""
    actor = actor_of(request)
    if not actor.roots(Verb.PLACE_READ):
        raise verb_nowhere(actor, Verb.PLACE_READ)
    context = {
        "title": _("Daftar sektor"),
        "subtitle": _("Siapa mengirim daftar apa, seberapa sering, dan mana yang terlambat"),
        "lines": read.list_agreements(timezone.localdate()),
        "may_agree": bool(_regencies(actor)),
        "may_review": bool(actor.roots(Verb.FAMILY_MERGE)),
    }
    return render(request, "record_linkage/agreements.html", context)


def _regencies(actor: Actor) -> list[str]:
    """Regencies for which the actor writes down agreements; who stands above a regency agrees nothing for it."""
    return [root for root in actor.roots(Verb.INSTITUTION_EDIT) if level_of(root) is Level.REGENCY]


@signed_in
@require_http_methods(["GET", "HEAD", "POST"])
def new(request: HttpRequest) -> HttpResponse:
    """Write down what was agreed with an agency of the own regency."""
    actor = actor_of(request)
    roots = _regencies(actor)
    if not roots:
        raise verb_nowhere(actor, Verb.INSTITUTION_EDIT)
    form = AgreementForm(request.POST or None, region_code=roots[0], initial={"starts_on": timezone.localdate()})
    if request.method == "POST" and form.is_valid():
        try:
            made = lists.agreement_record(actor=actor, **form.cleaned_data)
        except PaduError as refusal:
            form.add_error(None, refusal_words(refusal))
        else:
            messages.success(request, _("Kesepakatan tercatat; OPD itu melihatnya di berandanya."))
            return redirect("sector_agreement", made.pk)
    context = {
        "title": _("Catat kesepakatan"),
        "crumbs": [Crumb(_("Daftar sektor"), reverse("sector_lists")), Crumb(_("Catat kesepakatan"))],
        "form": form,
    }
    return render(request, "record_linkage/agreement_form.html", context, status=422 if form.errors else 200)


@signed_in
@require_safe
def show(request: HttpRequest, agreement_id: int) -> HttpResponse:
    return _page(request, read.get_agreement(agreement_id))


def _page(request: HttpRequest, agreement: SectorAgreement, form: SendForm | None = None) -> HttpResponse:
    actor, today = actor_of(request), timezone.localdate()
    view = read.agreement_view(agreement, today)
    sends = actor.may(Verb.SECTOR_SEND, agreement.region_code) and actor.owns(agreement.agency_id)
    context = {
        "title": view.line.source,
        "kicker": view.line.agency,
        "subtitle": names_of([agreement.region_code]).get(agreement.region_code, agreement.region_code),
        "crumbs": [Crumb(_("Daftar sektor"), reverse("sector_lists")), Crumb(view.line.source)],
        "view": view,
        "agreement": agreement,
        "sends": sends and agreement.ended_on is None,
        "may_end": actor.may(Verb.INSTITUTION_EDIT, agreement.region_code) and agreement.ended_on is None,
        "form": form or SendForm(initial={"data_on": today}),
        "max_bytes": MAX_FILE_BYTES,
        "mappable": read.mappable(view.deliveries),
        "mendable": {one.pk for one in view.deliveries[:1] if may_mend(one)},
    }
    return render(request, "record_linkage/agreement.html", context, status=422 if form else 200)


@signed_in
@require_POST
def end(request: HttpRequest, agreement_id: int) -> HttpResponse:
    lists.agreement_end(actor=actor_of(request), agreement_id=agreement_id, today=timezone.localdate())
    messages.success(request, _("Kesepakatan diakhiri. Daftar yang sudah masuk tetap ada."))
    return redirect("sector_agreement", agreement_id)


@signed_in
@require_POST
def send(request: HttpRequest, agreement_id: int) -> HttpResponse:
    """Keep the file and have it matched in the background."""
    actor, agreement = actor_of(request), read.get_agreement(agreement_id)
    require_place(actor, agreement.region_code, Verb.SECTOR_SEND)
    if not actor.owns(agreement.agency_id):
        raise Http404
    form = SendForm(request.POST, request.FILES)
    if not form.is_valid():
        return _page(request, agreement, form)
    file = form.cleaned_data["file"]
    try:
        sent = lists.list_receive(
            actor=actor,
            agreement_id=agreement.pk,
            chunks=file.chunks(),
            file_name=file.name,
            data_on=form.cleaned_data["data_on"],
        )
    except PaduError as refusal:
        form.add_error(None, refusal_words(refusal))
        return _page(request, agreement, form)
    if sent.state == sent.State.RECEIVED:
        match_later(sent.pk, sent.region_code, actor.user_id or 0)
    messages.success(request, _sent_words(sent))
    return redirect("sector_agreement", agreement.pk)


def _sent_words(sent: SectorDelivery) -> str:
    if sent.state == sent.State.RECEIVED:
        return _("Daftar diterima dan disimpan terenkripsi; barisnya sedang dicocokkan.")
    return _("Berkas ini sudah Anda kirim untuk tanggal itu; hasilnya di bawah. Tidak ada yang menjadi ganda.")


@signed_in
@require_safe
def template(_request: HttpRequest) -> HttpResponse:
    """An empty list to fill in."""
    head = ";".join(column.label for column in COLUMNS)
    answer = HttpResponse(f"\ufeff{head}\r\n", content_type="text/csv; charset=utf-8")
    answer["Content-Disposition"] = f'attachment; filename="templat-{SHEETS[0].lower()}-sektor.csv"'
    return answer
