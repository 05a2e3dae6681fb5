"""Forms of sectors' lists: what is agreed, a list that is sent, and a row that is decided."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy

from padu.apps.institutions.selectors import list_agencies
from padu.apps.record_linkage.services.merging import MIN_REASON
from padu.domain.linkage.sectors import RHYTHM_LABELS, SOURCE_COLUMNS, SOURCE_LABELS, Rhythm, SectorSource


class DayInput(forms.DateInput):
    """The browser's own date picker."""

    input_type = "date"

    def __init__(self) -> None:
        super().__init__(format="%Y-%m-%d")


class AgreementForm(forms.Form):
    """Agencies of one regency that have a list to send."""

    agency_id = forms.TypedChoiceField(label=gettext_lazy("OPD yang mengirim"), coerce=int)
    source = forms.TypedChoiceField(
        label=gettext_lazy("Daftar"),
        choices=[(one.value, SOURCE_LABELS[one]) for one in SectorSource],
        coerce=SectorSource,
    )
    rhythm = forms.TypedChoiceField(
        label=gettext_lazy("Dikirim"), choices=[(one.value, RHYTHM_LABELS[one]) for one in Rhythm], coerce=Rhythm
    )
    starts_on = forms.DateField(
        label=gettext_lazy("Masa pertama mulai"),
        widget=DayInput(),
        help_text=gettext_lazy("Daftar satu masa ditunggu sampai 14 hari sesudah masa itu berakhir."),
    )
    note = forms.CharField(
        label=gettext_lazy("Dasar kesepakatan"),
        max_length=300,
        required=False,
        help_text=gettext_lazy("Misalnya nomor berita acara."),
    )

    def __init__(self, data: Any = None, *, region_code: str, **kwargs: Any) -> None:
        super().__init__(data, **kwargs)
        columns = set(SOURCE_COLUMNS.values())
        agencies = [one for one in list_agencies(region_code) if one.column_key in columns]
        self.fields["agency_id"].choices = [(one.pk, one.short_name) for one in agencies]  # type: ignore[attr-defined]


class SendForm(forms.Form):
    """A list of a day. The file is drawn by the page's own file field."""

    data_on = forms.DateField(label=gettext_lazy("Keadaan per tanggal"), widget=DayInput())
    file = forms.FileField(label=gettext_lazy("Berkas"), allow_empty_file=True)


class DecideForm(forms.Form):
    """A reason, and the member where another one than the proposed is meant."""

    reason = forms.CharField(
        label=gettext_lazy("Alasan"),
        min_length=MIN_REASON,
        max_length=300,
        help_text=gettext_lazy("Misalnya: dicocokkan dengan KK di rumahnya."),
    )
    person_id = forms.IntegerField(required=False, widget=forms.HiddenInput)

    def __init__(self, data: Any = None, *, prefix_id: str) -> None:
        super().__init__(data, auto_id=f"{prefix_id}-%s")
