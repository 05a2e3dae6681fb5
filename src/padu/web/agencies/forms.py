"""Forms of agencies."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from padu.apps.institutions.forms_teams import DayField, today
from padu.apps.institutions.models import Agency
from padu.apps.institutions.services.agencies import AgencyData
from padu.domain.agencies import AGENCY_KIND_LABELS, AgencyKind, kinds_of
from padu.domain.regions import level_of
from padu.web.agencies.listing import column_words


class AgencyForm(forms.Form):
    """What is written down of an agency."""

    name = forms.CharField(label=gettext_lazy("Nama resmi"), max_length=160)
    short_name = forms.CharField(label=gettext_lazy("Nama pendek"), max_length=60)
    kind = forms.ChoiceField(label=gettext_lazy("Jenis"))
    column_key = forms.ChoiceField(
        label=gettext_lazy("Kolom matriks"),
        help_text=gettext_lazy("Pemangku kepentingan yang diwakilinya dalam matriks integrasi dan konvergensi."),
    )
    teams = forms.IntegerField(
        label=gettext_lazy("Kampung yang dapat dilayani pada hari yang sama"), min_value=0, max_value=500, initial=1
    )
    counts_as_sector = forms.BooleanField(
        label=gettext_lazy("Dihitung sebagai sektor (hilangkan centang bagi pengampu KB)"), required=False, initial=True
    )
    contact_name = forms.CharField(label=gettext_lazy("Nama kontak"), max_length=120, required=False)
    contact_phone = forms.CharField(
        label=gettext_lazy("Telepon kontak"),
        max_length=30,
        required=False,
        help_text=gettext_lazy("Terlihat oleh orang yang masuk dan bertugas di wilayah ini, tidak untuk umum."),
    )
    contact_email = forms.EmailField(label=gettext_lazy("Surel kontak"), required=False)
    address = forms.CharField(label=gettext_lazy("Alamat"), max_length=200, required=False)
    valid_from = DayField(label=gettext_lazy("Ada sejak"), required=False)

    def __init__(self, *args: Any, region_code: str, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        kinds = [(kind.value, AGENCY_KIND_LABELS[kind]) for kind in kinds_of(level_of(region_code))]
        for name, choices in (
            ("kind", kinds),
            ("column_key", [("", _("Pilih kolom")), *column_words(region_code).items()]),
        ):
            field = self.fields[name]
            assert isinstance(field, forms.ChoiceField)
            field.choices = choices

    def agency(self) -> AgencyData:
        return AgencyData(**(self.cleaned_data | {"kind": AgencyKind(self.cleaned_data["kind"])}))


def agency_initial(agency: Agency) -> dict[str, Any]:
    return {name: getattr(agency, name) for name in AgencyForm.base_fields}


class RenameForm(forms.Form):
    """Another name from a day on."""

    name = forms.CharField(label=gettext_lazy("Nama resmi yang baru"), max_length=160)
    short_name = forms.CharField(label=gettext_lazy("Nama pendek yang baru"), max_length=60)
    day = DayField(label=gettext_lazy("Berlaku mulai"), initial=today)
    reason = forms.CharField(
        label=gettext_lazy("Alasan"),
        max_length=300,
        help_text=gettext_lazy("Misalnya peraturan daerah yang mengubahnya."),
    )


class CloseForm(forms.Form):
    """A last day, why, and what becomes of work that is still open."""

    day = DayField(label=gettext_lazy("Hari terakhir"), initial=today)
    reason = forms.CharField(label=gettext_lazy("Alasan"), max_length=150)
    open_work_note = forms.CharField(
        label=gettext_lazy("Siapa yang meneruskan pekerjaan yang masih terbuka"), max_length=140, required=False
    )


class ReopenForm(forms.Form):
    reason = forms.CharField(label=gettext_lazy("Alasan"), max_length=300)
