"""Pages about phones and what they sent."""

from __future__ import annotations

from collections import Counter

import segno
from django import forms
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST

from padu.access.audit import record_look
from padu.access.requests import actor_of, signed_in
from padu.access.verbs import Verb
from padu.apps.accounts.selectors import officers_of
from padu.apps.accounts.views.own_account import account_crumbs, whole_actor
from padu.apps.regions.selectors import names_of
from padu.interop.openrosa import family_form, showing
from padu.interop.openrosa.devices import (
    collect_settings,
    device_add,
    device_revoke,
    list_devices,
    phone_actor,
    sign_in_name,
)
from padu.interop.openrosa.models import Submission
from padu.interop.openrosa.subjects import Subject, subjects_of
from padu.interop.openrosa.submissions import submission_correct, submission_dismiss, submission_resolve
from padu.interop.openrosa.views.protocol import address_at
from padu.interop.openrosa.waiting import (
    OPEN,
    WAIT,
    candidates_of,
    head_said,
    missing_photos,
    submission_assign,
    submission_go_without,
)
from padu.ui.components import Crumb

INVALID = 422
CONFLICT = 409
_FIELD = "isi:"
PURPOSE = "Memeriksa kiriman ponsel"
_CHANGED_AGAIN = gettext_lazy("Data keluarga ini berubah lagi sementara Anda memilih. Periksa sekali lagi.")
_DECIDED = gettext_lazy("Kiriman ini sudah diputuskan sementara Anda memilih. Pilihan Anda tidak dipakai.")


class DeviceForm(forms.Form):
    """A name by which one recognises the phone."""

    label = forms.CharField(
        label=gettext_lazy("Nama ponsel"), max_length=60, help_text=gettext_lazy("Misalnya: ponsel saya.")
    )


class ReasonForm(forms.Form):
    """Why somebody decided so."""

    reason = forms.CharField(label=gettext_lazy("Alasan"), max_length=200)


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
@signed_in
def devices(request: HttpRequest) -> HttpResponse:
    """Phones of one's own; the answer to a new one shows its QR code, once."""
    whole = whole_actor(request)
    form = DeviceForm(request.POST or None)
    context = {"title": _("Perangkat"), "crumbs": account_crumbs(_("Perangkat")), "form": form}
    context["fits"] = bool(phone_actor(whole).hats)
    if request.method == "POST" and form.is_valid() and context["fits"]:
        device, secret = device_add(actor=whole, label=form.cleaned_data["label"])
        server = address_at(request, "/openrosa")
        code = segno.make(collect_settings(server, device, secret), error="l")
        context |= {"made": device, "qr": code.svg_data_uri(scale=4, border=4, light="#fff"), "server": server}
        context |= {"name": sign_in_name(device), "secret": secret, "form": DeviceForm()}
    context["devices"] = list_devices(whole)
    status = INVALID if request.method == "POST" and "made" not in context else 200
    return render(request, "openrosa/devices.html", context, status=status)


@require_POST
@signed_in
def device_end(request: HttpRequest, device_id: int) -> HttpResponse:
    if not device_revoke(actor=whole_actor(request), device_id=device_id):
        raise Http404
    messages.success(request, _("Ponsel dicabut: tidak dapat mengambil atau mengirim data lagi."))
    return redirect("phone_devices")


@require_http_methods(["GET", "HEAD"])
@signed_in
def submissions(request: HttpRequest) -> HttpResponse:
    """What phones sent from the actor's villages, and what waits for a decision."""
    actor = actor_of(request)
    if not actor.roots(Verb.FAMILY_WRITE):
        raise Http404
    state, before = request.GET.get("keadaan", ""), request.GET.get("sebelum", "")
    lines, more = showing.list_submissions(actor, state, _whole(before), timezone.now())
    for code, named in Counter(line.row.region_code for line in lines if line.subject.name).items():
        record_look(actor, "family.list", code, f"list:{named}", PURPOSE)
    context = {
        "title": _("Kiriman ponsel"),
        "subtitle": _("Isian dari lapangan: tersimpan, menunggu, atau perlu keputusan"),
        "lines": lines,
        "states": [
            (value, label, value == state)
            for value, label in [(OPEN, _("menunggu keputusan")), *Submission.State.choices]
        ],
        "more_url": f"?keadaan={state}&sebelum={more}" if more else "",
    }
    return render(request, "openrosa/submissions.html", context)


def _whole(text: str) -> int:
    return int(text) if text.isascii() and text.isdigit() and len(text) < 16 else 0


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
@signed_in
def submission(request: HttpRequest, submission_id: int) -> HttpResponse:
    """One submission: side by side with what is stored, or what is wrong with it, and the decision."""
    actor = actor_of(request)
    row = showing.get_submission(submission_id, locked=request.method == "POST")
    if not actor.may(Verb.FAMILY_WRITE, row.region_code):
        raise Http404
    form = ReasonForm(request.POST or None)
    status = 200
    if request.method == "POST":
        if form.is_valid():
            if _decide(request, row, form.cleaned_data["reason"]):
                return redirect("phone_submission", row.pk)
            status = CONFLICT
        else:
            status = INVALID
    record_look(actor, "openrosa.submission", row.region_code, f"submission:{row.pk}")
    if row.family_id is not None:
        record_look(actor, "family.look", row.region_code, f"family:{row.family_id}", PURPOSE)
    return render(request, "openrosa/submission.html", _context(request, row, form), status=status)


def _context(request: HttpRequest, row: Submission, form: ReasonForm) -> dict[str, object]:
    actor = actor_of(request)
    entity_version, sides = showing.sides_of(actor, row) if row.state == Submission.State.CONFLICT else (0, [])
    title, subject = showing.form_title(row), subjects_of(actor, [row]).get(row.pk, Subject())
    taken = set(request.POST.getlist("ambil"))
    orphan = row.state == Submission.State.WAITING and row.form_id == family_form.FORM_ID
    sought = str(request.GET.get("cari", "")).strip()[:60] or head_said(row) if orphan else ""
    return {
        "title": subject.name or title,
        "crumbs": [Crumb(_("Kiriman ponsel"), reverse("phone_submissions")), Crumb(subject.name or title)],
        "row": row,
        "tone": showing.TONES[row.state],
        "kicker": title,
        "subject": subject,
        "place": names_of([row.region_code]).get(row.region_code, row.region_code),
        "sender": officers_of([row.created_by]).get(row.created_by, ""),
        "entity_version": entity_version,
        "sides": [(side, side.name in taken) for side in sides],
        "problems": [
            (one, request.POST.get(_FIELD + one.name, one.value), one.value.split())
            for one in showing.problems_shown(actor, row)
        ],
        "form": form,
        "orphan": orphan,
        "sought": sought,
        "families": candidates_of(row, sought) if orphan else (),
        "photos_missing": missing_photos(row),
        "wait_days": WAIT.days,
        "open": row.state in (Submission.State.CONFLICT, Submission.State.BAD, Submission.State.WAITING),
    }


def _decide(request: HttpRequest, row: Submission, reason: str) -> bool:
    """Do what the button says. False: what was shown is not what is stored any more."""
    actor, what = actor_of(request), request.POST.get("keputusan", "")
    if what == "sisihkan":
        submission_dismiss(actor=actor, submission=row, reason=reason)
        messages.success(request, _("Kiriman dikesampingkan dan tetap tercatat."))
        return True
    if what in ("tunjuk", "tanpa-foto"):
        return _end_waiting(request, row, what, reason)
    if what == "perbaiki":
        given = {
            key.removeprefix(_FIELD): " ".join(filter(None, map(str.strip, request.POST.getlist(key))))
            for key in request.POST
            if key.startswith(_FIELD)
        }
        submission_correct(actor=actor, submission=row, corrections=given, reason=reason)
    else:
        version = request.POST.get("versi", "")
        take = frozenset(request.POST.getlist("ambil"))
        if not submission_resolve(actor=actor, submission=row, take=take, version=_whole(version), reason=reason):
            decided = row.state != Submission.State.CONFLICT
            messages.warning(request, _DECIDED if decided else _CHANGED_AGAIN)
            return False
    _tell_outcome(request, row)
    return True


def _end_waiting(request: HttpRequest, row: Submission, what: str, reason: str) -> bool:
    """What it waited for never came: another family is named, or the photos are left out."""
    actor = actor_of(request)
    if what == "tanpa-foto":
        if submission_go_without(actor=actor, submission=row, reason=reason):
            _tell_outcome(request, row)
            return True
    else:
        family_id = _whole(request.POST.get("keluarga", ""))
        if not family_id:
            messages.warning(request, _("Pilih dulu keluarganya. Tidak ada yang berubah."))
            return False
        if submission_assign(actor=actor, submission=row, family_id=family_id, reason=reason):
            messages.success(request, _("Keluarga ditunjuk. Pilih sekarang isian mana yang benar."))
            return True
    messages.warning(request, _("Kiriman ini tidak menunggu lagi. Periksa keadaannya sekarang."))
    return False


def _tell_outcome(request: HttpRequest, row: Submission) -> None:
    if row.state == Submission.State.STORED:
        messages.success(
            request, _("Tersimpan pada data keluarga.") if row.family_id else _("Laporan kegiatan tersimpan.")
        )
    elif row.state == Submission.State.DISMISSED:
        messages.success(request, _("Yang tercatat dipertahankan; kiriman ponsel tetap disimpan."))
    else:
        messages.warning(request, _("Belum tersimpan. Inilah alasannya sekarang."))
