"""Referring a family to an agency, closing a referral, and the agency's list of referred families."""

from __future__ import annotations

from django import forms
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from padu.access.audit import record_list
from padu.access.requests import actor_of, signed_in
from padu.apps.institutions.selectors import list_agencies
from padu.apps.rumah_dataku.models import Family
from padu.apps.rumah_dataku.selectors.cases import own_agencies, referred_families
from padu.apps.rumah_dataku.selectors.family_page import get_family
from padu.apps.rumah_dataku.services.case_grants import NewCase, case_close, case_open, require_refer
from padu.domain.errors import PaduError
from padu.domain.regions import regency_of
from padu.ui.components import Crumb

CASE_WORDS = {
    "case.odd_period": gettext_lazy("Tanggal berakhir harus sesudah hari ini dan paling lama satu tahun."),
    "case.words_missing": gettext_lazy("Isi layanan yang dibutuhkan dan alasan merujuk."),
    "case.already_open": gettext_lazy("Rujukan keluarga ini ke OPD itu untuk layanan yang sama masih terbuka."),
}


class CaseForm(forms.Form):
    """To whom, for what, why, until when."""

    agency_id = forms.TypedChoiceField(label=gettext_lazy("OPD yang dirujuk"), coerce=int)
    service = forms.CharField(
        label=gettext_lazy("Layanan yang dibutuhkan"),
        max_length=120,
        help_text=gettext_lazy("Misalnya: akta lahir anak, pendaftaran JKN."),
    )
    reason = forms.CharField(
        label=gettext_lazy("Mengapa keluarga ini"),
        max_length=300,
        help_text=gettext_lazy("Tanpa jawaban konflik, penyakit, atau kontrasepsi: OPD tidak perlu mengetahuinya."),
        widget=forms.Textarea(attrs={"rows": 3}),
    )
    valid_to = forms.DateField(
        label=gettext_lazy("Terbuka sampai"), widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")
    )

    def __init__(self, *args: object, family: Family, **kwargs: object) -> None:
        super().__init__(*args, **kwargs)  # type: ignore[arg-type]  # passed on as they came
        agencies = [(a.pk, a.name) for a in list_agencies(regency_of(family.region_code))]
        self.fields["agency_id"].choices = agencies  # type: ignore[attr-defined]  # a choice field, declared above


@signed_in
@require_http_methods(["GET", "HEAD", "POST"])
def refer(request: HttpRequest, family_id: int) -> HttpResponse:
    actor, family = actor_of(request), get_family(family_id)
    require_refer(actor, family)
    form = CaseForm(request.POST if request.method == "POST" else None, family=family)
    if request.method == "POST" and form.is_valid():
        try:
            case_open(actor=actor, new=NewCase(family_id=family.pk, **form.cleaned_data))
        except PaduError as refusal:
            form.add_error(None, str(CASE_WORDS[refusal.code]))
        else:
            messages.success(request, _("Keluarga ini sekarang terbuka bagi OPD itu sampai tanggalnya."))
            return redirect(f"{reverse('family', args=[family.pk])}#rujukan")
    context = {
        "title": _("Rujuk ke OPD"),
        "kicker": family.head_name,
        "crumbs": [Crumb(family.head_name, reverse("family", args=[family.pk])), Crumb(_("Rujuk ke OPD"))],
        "form": form,
        "family": family,
    }
    return render(request, "rumah_dataku/refer.html", context, status=422 if form.is_bound else 200)


@signed_in
@require_POST
def close(request: HttpRequest, case_id: int) -> HttpResponse:
    closed = case_close(actor=actor_of(request), case_id=case_id)
    messages.success(request, _("Rujukan ditutup; OPD itu tidak lagi melihat keluarga ini."))
    return redirect(f"{reverse('family', args=[closed.family_id])}#rujukan")


@signed_in
@require_safe
def referred(request: HttpRequest) -> HttpResponse:
    """Families that were referred to the own agency; for everybody else there is no such page."""
    actor, today = actor_of(request), timezone.localdate()
    if not own_agencies(actor):
        raise Http404
    found = referred_families(actor, today)
    if found:
        places = [one.case.region_code for one in found]
        record_list(actor, "family.case_list", places, places[0], _("Rujukan ke OPD"))
    context = {"title": _("Keluarga yang dirujuk"), "referred": found, "today": today}
    return render(request, "rumah_dataku/referred.html", context)
