"""Forms of findings: the finding, an answer, and an answer sent back."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext, gettext_lazy

from padu.apps.coordination.finding_services import FindingData
from padu.apps.coordination.forms import DayInput
from padu.apps.coordination.models import Finding
from padu.apps.regions.selectors import existing_codes
from padu.domain.regions import is_region_code


class FindingForm(forms.Form):
    region_code = forms.CharField(
        label=gettext_lazy("Kode wilayah"),
        max_length=13,
        help_text=gettext_lazy("Kode desa, kecamatan, atau kabupaten/kota, misalnya 13.01.01.2001."),
    )
    subject = forms.ChoiceField(label=gettext_lazy("Tentang"), choices=Finding.Subject.choices)
    page = forms.CharField(
        label=gettext_lazy("Alamat halaman"),
        max_length=200,
        required=False,
        help_text=gettext_lazy("Halaman Padu yang dimaksud, misalnya /kampung/13.01.01.2001/; boleh kosong."),
    )
    text = forms.CharField(
        label=gettext_lazy("Temuan"),
        widget=forms.Textarea(attrs={"rows": 5}),
        max_length=4000,
        help_text=gettext_lazy("Jangan menulis nama keluarga atau NIK."),
    )
    seriousness = forms.ChoiceField(label=gettext_lazy("Beratnya"), choices=Finding.Seriousness.choices)
    found_on = forms.DateField(label=gettext_lazy("Tanggal temuan"), widget=DayInput())
    due_on = forms.DateField(
        label=gettext_lazy("Dijawab paling lambat"),
        widget=DayInput(),
        required=False,
        help_text=gettext_lazy("Kosong: 30 hari sesudah tanggal temuan."),
    )

    def clean_region_code(self) -> str:
        code: str = self.cleaned_data["region_code"].strip()
        if not is_region_code(code) or not existing_codes([code]):
            raise forms.ValidationError(gettext("Kode wilayah ini tidak ada."))
        return code

    def data_of(self) -> FindingData:
        return FindingData(**self.cleaned_data)


class AnswerForm(forms.Form):
    text = forms.CharField(label=gettext_lazy("Jawaban"), widget=forms.Textarea(attrs={"rows": 4}), max_length=4000)
    evidence = forms.CharField(
        label=gettext_lazy("Bukti"),
        max_length=1000,
        help_text=gettext_lazy("Nomor surat, tautan, atau apa yang dapat dilihat."),
    )


class ReturnForm(forms.Form):
    reason = forms.CharField(
        label=gettext_lazy("Yang masih kurang"), widget=forms.Textarea(attrs={"rows": 3}), max_length=2000
    )
    due_on = forms.DateField(
        label=gettext_lazy("Tenggat baru"),
        widget=DayInput(),
        required=False,
        help_text=gettext_lazy("Kosong: tenggat tetap."),
    )


def bound_or_fresh(form: type[forms.Form], data: Any, prefix: str) -> forms.Form:
    """A form for a page with several: bound to what was posted, or empty."""
    return form(data, auto_id=f"{prefix}-%s")
