"""Steps of formation, founding, dissolution and the mark of a model village."""

from __future__ import annotations

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from padu.access.requests import actor_of, signed_in
from padu.access.verbs import Verb
from padu.apps.kampung.forms import DissolveForm, FoundingForm, ModelForm, StepForm
from padu.apps.kampung.models import FormationStepDone, ModelVillage
from padu.apps.kampung.selectors.register import kampung_or_404
from padu.apps.kampung.services import (
    kampung_dissolve,
    kampung_found,
    kampung_revive,
    model_end,
    model_mark,
    step_record,
)
from padu.apps.kampung.views.form_page import bound, kampung_form, profile_url, require
from padu.domain.kampung_formation import STEP_LABELS, FormationStep

_METHODS = ["GET", "HEAD", "POST"]


@require_http_methods(_METHODS)
@signed_in
def step(request: HttpRequest, kampung_id: int, step: str) -> HttpResponse:
    one = kampung_or_404(kampung_id)
    require(request, one, Verb.REGISTER_EDIT)
    if step not in set(FormationStep):
        raise Http404
    which = FormationStep(step)
    row = FormationStepDone.objects.filter(kampung=one, step=step).first()
    form = bound(request, StepForm, {"done_on": row.done_on if row else None, "note": row.note if row else ""})
    return kampung_form(
        request,
        one,
        form,
        lambda: step_record(actor=actor_of(request), kampung_id=one.pk, step=which, **form.cleaned_data),
        title=STEP_LABELS[which],
        part="pembentukan",
        kept=row.evidence if row else None,
    )


@require_http_methods(_METHODS)
@signed_in
def found(request: HttpRequest, kampung_id: int) -> HttpResponse:
    one = kampung_or_404(kampung_id)
    require(request, one, Verb.REGISTER_EDIT)
    start = {
        "founded_on": one.founded_on if one.founded_exact else None,
        "year": None if one.founded_exact or one.founded_on is None else one.founded_on.year,
        "decree_number": one.decree_number,
        "decree_on": one.decree_on,
    }
    form = bound(request, FoundingForm, start)
    return kampung_form(
        request,
        one,
        form,
        lambda: kampung_found(actor=actor_of(request), kampung_id=one.pk, founding=form.founding()),
        title=_("Tanggal berdiri dan SK"),
        part="pembentukan",
        kept=one.decree_file,
    )


@require_http_methods(_METHODS)
@signed_in
def dissolve(request: HttpRequest, kampung_id: int) -> HttpResponse:
    one = kampung_or_404(kampung_id)
    require(request, one, Verb.REGISTER_EDIT)
    form = bound(request, DissolveForm, {"on": timezone.localdate()})
    return kampung_form(
        request,
        one,
        form,
        lambda: kampung_dissolve(actor=actor_of(request), kampung_id=one.pk, **form.cleaned_data),
        title=_("Catat pembubaran"),
        submit=_("Catat pembubaran"),
        danger=True,
        lead=_("Kampung tidak dihapus: semua catatannya tetap, dan cakupan menghitungnya sampai hari sebelumnya."),
    )


@require_POST
@signed_in
def revive(request: HttpRequest, kampung_id: int) -> HttpResponse:
    one = kampung_or_404(kampung_id)
    kampung_revive(actor=actor_of(request), kampung_id=one.pk)
    messages.success(request, _("Pembubaran ditarik kembali."))
    return HttpResponseRedirect(profile_url(one))


@require_http_methods(_METHODS)
@signed_in
def model(request: HttpRequest, kampung_id: int) -> HttpResponse:
    one = kampung_or_404(kampung_id)
    require(request, one, Verb.REGISTER_EDIT)
    form = bound(request, ModelForm, {"action": "mark", "on": timezone.localdate()})

    def act() -> None:
        data, actor = form.cleaned_data, actor_of(request)
        level = ModelVillage.Level(data["level"])
        if data["action"] == "mark":
            model_mark(actor=actor, kampung_id=one.pk, level=level, since=data["on"])
        else:
            model_end(actor=actor, kampung_id=one.pk, level=level, until=data["on"])

    return kampung_form(
        request,
        one,
        form,
        act,
        title=_("Kampung percontohan"),
        lead=_("Paling banyak satu kampung percontohan di tiap kabupaten/kota dan satu di tiap provinsi."),
    )
