"""Forms of the privacy pages. Moments are those of the site's time zone."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from typing import Any

from django import forms
from django.utils import timezone
from django.utils.translation import gettext, gettext_lazy

from padu.apps.privacy.models import Breach, DataRequest
from padu.apps.privacy.services.registers import BreachFacts
from padu.apps.rumah_dataku.models import Person
from padu.domain.data_rights.breaches import DATA_KINDS, NOTICE_LABELS, NoticeTo
from padu.domain.data_rights.consent_texts import PURPOSE_LABELS, WAY_LABELS, ConsentPurpose, ConsentWay
from padu.domain.data_rights.processing import Processing

_LINES = {"rows": 3}


def _area(label: Any, length: int, *, required: bool = True, help_text: Any = "") -> forms.CharField:
    widget = forms.Textarea(attrs=_LINES)
    return forms.CharField(label=label, max_length=length, required=required, help_text=help_text, widget=widget)


def _moment(label: Any, *, required: bool = True, help_text: Any = "") -> forms.DateTimeField:
    widget = forms.DateTimeInput(attrs={"type": "datetime-local"}, format="%Y-%m-%dT%H:%M")
    formats = ["%Y-%m-%dT%H:%M", "%Y-%m-%dT%H:%M:%S"]
    return forms.DateTimeField(
        label=label, required=required, help_text=help_text, widget=widget, input_formats=formats
    )


def _day(label: Any, help_text: Any = "") -> forms.DateField:
    return forms.DateField(
        label=label, help_text=help_text, widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")
    )


class _MemberForm(forms.Form):
    """A form about a family or one of its members."""

    def __init__(self, *args: Any, members: Sequence[Person], whole: str, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        choices = [("", whole), *((str(member.pk), member.name) for member in members)]
        self.fields["person_id"].choices = choices  # type: ignore[attr-defined]  # a choice field of the subclass


class RequestForm(_MemberForm):
    """What a citizen asks for."""

    kind = forms.ChoiceField(label=gettext_lazy("Yang diminta"), choices=DataRequest.Kind.choices)
    person_id = forms.TypedChoiceField(
        label=gettext_lazy("Tentang siapa"), coerce=int, empty_value=None, required=False,
        help_text=gettext_lazy("Salinan data dibuat untuk satu orang."),
    )  # fmt: skip
    applicant = forms.ChoiceField(label=gettext_lazy("Yang meminta"), choices=DataRequest.Applicant.choices)
    received_at = _moment(gettext_lazy("Diterima"), help_text=gettext_lazy("Tenggat 3 x 24 jam dihitung dari sini."))
    note = forms.CharField(label=gettext_lazy("Catatan"), max_length=300, required=False)

    def __init__(self, *args: Any, members: Sequence[Person], **kwargs: Any) -> None:
        initial = {"received_at": timezone.localtime()} | kwargs.pop("initial", {})
        super().__init__(*args, members=members, whole=gettext("Seluruh keluarga"), initial=initial, **kwargs)

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        if cleaned.get("kind") == DataRequest.Kind.COPY and cleaned.get("person_id") is None:
            self.add_error("person_id", gettext("Pilih orang yang datanya disalin."))
        return cleaned


class CloseForm(forms.Form):
    """How a request ends."""

    step = forms.ChoiceField(
        label=gettext_lazy("Hasil"),
        choices=[("answer", gettext_lazy("Dijawab")), ("refuse", gettext_lazy("Ditolak"))],
    )
    outcome = forms.CharField(
        label=gettext_lazy("Apa yang diserahkan, atau mengapa ditolak"),
        max_length=300,
        widget=forms.Textarea(attrs=_LINES),
    )


class ConsentForm(_MemberForm):
    """One consent; for a child the guardian is named."""

    purpose = forms.ChoiceField(
        label=gettext_lazy("Untuk apa"), choices=[(p.value, PURPOSE_LABELS[p]) for p in ConsentPurpose]
    )
    person_id = forms.TypedChoiceField(label=gettext_lazy("Siapa"), coerce=int, empty_value=None, required=False)
    way = forms.ChoiceField(
        label=gettext_lazy("Diberikan secara"), choices=[(w.value, WAY_LABELS[w]) for w in ConsentWay]
    )
    given_on = _day(gettext_lazy("Tanggal persetujuan"))
    valid_until = _day(gettext_lazy("Berlaku sampai"))
    guardian_name = forms.CharField(
        label=gettext_lazy("Orang tua atau wali"),
        max_length=120,
        required=False,
        help_text=gettext_lazy("Wajib untuk anak di bawah 18 tahun."),
    )

    def __init__(self, *args: Any, members: Sequence[Person], **kwargs: Any) -> None:
        today = timezone.localdate()
        initial = {"given_on": today, "valid_until": today + dt.timedelta(days=365)}
        whole = gettext("Kepala keluarga, untuk seluruh keluarga")
        super().__init__(*args, members=members, whole=whole, initial=initial, **kwargs)


class ProcessingForm(forms.Form):
    """A row of the register of processing."""

    name = forms.CharField(label=gettext_lazy("Pemrosesan"), max_length=160)
    purpose = _area(gettext_lazy("Tujuan"), 600)
    basis = _area(gettext_lazy("Dasar hukum"), 400)
    kinds_of_data = _area(gettext_lazy("Jenis data"), 600)
    people = _area(gettext_lazy("Orang yang datanya diproses"), 300)
    recipients = _area(gettext_lazy("Penerima"), 600)
    retention = _area(gettext_lazy("Masa simpan"), 300)
    safeguards = _area(gettext_lazy("Pengamanan"), 600)
    active = forms.BooleanField(label=gettext_lazy("Masih berjalan"), required=False, initial=True)

    def row(self, key: str) -> Processing:
        words = {name: value for name, value in self.cleaned_data.items() if name not in ("active", "kinds_of_data")}
        # A form's own `data` is what was posted.
        return Processing(key=key, data=self.cleaned_data["kinds_of_data"], **words)


class BreachForm(forms.Form):
    """What is known of an incident; what is not known yet stays empty."""

    title = forms.CharField(label=gettext_lazy("Nama insiden"), max_length=160)
    discovered_at = _moment(gettext_lazy("Diketahui"), help_text=gettext_lazy("Tenggat 3 x 24 jam dihitung dari sini."))
    happened_at = _moment(
        gettext_lazy("Terjadi"), required=False, help_text=gettext_lazy("Kosongkan bila belum diketahui.")
    )
    how = _area(gettext_lazy("Apa yang terjadi"), 2000)
    data_kinds = forms.MultipleChoiceField(
        label=gettext_lazy("Data yang terungkap"), choices=list(DATA_KINDS.items()), required=False,
        widget=forms.CheckboxSelectMultiple, help_text=gettext_lazy("Kosongkan bila belum diketahui."),
    )  # fmt: skip
    persons = forms.IntegerField(
        label=gettext_lazy("Berapa orang terkena"), min_value=0, max_value=2_000_000_000, required=False,
        help_text=gettext_lazy("Kosong berarti belum diketahui; 0 berarti tidak ada."),
    )  # fmt: skip
    consequences = _area(gettext_lazy("Akibat yang mungkin timbul"), 2000, required=False)
    measures = _area(gettext_lazy("Penanganan dan pemulihan"), 2000, required=False)
    contact = forms.CharField(label=gettext_lazy("Kontak untuk warga"), max_length=160, required=False)

    def facts(self) -> BreachFacts:
        given = self.cleaned_data
        return BreachFacts(**given | {"data_kinds": tuple(given["data_kinds"])})

    @staticmethod
    def of(breach: Breach) -> dict[str, Any]:
        """The form's first values for an incident that is in the register."""
        return {name: getattr(breach, name) for name in BreachForm.base_fields}


class NoticeForm(forms.Form):
    """A notice that was sent."""

    to = forms.ChoiceField(label=gettext_lazy("Kepada"), choices=[(one.value, NOTICE_LABELS[one]) for one in NoticeTo])
    sent_at = _moment(gettext_lazy("Dikirim"))
    way = forms.CharField(
        label=gettext_lazy("Caranya"),
        max_length=200,
        help_text=gettext_lazy("Misalnya: surat nomor ..., diantar kader."),
    )
    recipients = forms.IntegerField(
        label=gettext_lazy("Berapa penerima"), min_value=0, max_value=2_000_000_000, required=False
    )
