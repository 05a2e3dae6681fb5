"""Forms of the register. A form that is refused keeps what was typed; a file has to be chosen anew."""

from __future__ import annotations

import datetime as dt
from typing import Any

from django import forms
from django.utils import timezone
from django.utils.translation import gettext, gettext_lazy

from padu.access.documents import ACCEPT, CleanDocument, DocumentRefused, document_clean
from padu.apps.kampung.models import Group, Kampung, ModelVillage
from padu.apps.kampung.refusals import refusal_words
from padu.apps.kampung.services.forming import Founding
from padu.apps.kampung.services.groups import GroupDetails
from padu.apps.kampung.services.registering import KampungDetails
from padu.domain.formatting import MONTHS
from padu.domain.kampung_fields import FIRST_YEAR, FREQUENCIES
from padu.domain.kampung_formation import PlanDate

_PAPER_HELP = gettext_lazy("PDF, JPG, atau PNG, paling besar 5 MB. Disimpan terenkripsi.")


class DayInput(forms.DateInput):
    """The browser's own date picker."""

    input_type = "date"

    def __init__(self) -> None:
        super().__init__(format="%Y-%m-%d")


class DayField(forms.DateField):
    widget = DayInput


class PaperField(forms.FileField):
    """A decree or another paper; its value is a CleanDocument, or None where none was handed in."""

    widget = forms.FileInput

    def __init__(self, **options: Any) -> None:
        options.setdefault("label", gettext_lazy("Berkas"))
        options.setdefault("help_text", _PAPER_HELP)
        super().__init__(required=False, widget=forms.FileInput(attrs={"accept": ACCEPT}), **options)

    def clean(self, data: Any, initial: Any = None) -> CleanDocument | None:
        sent = super().clean(data, initial)
        if not sent:
            return None
        try:
            return document_clean(sent.name, sent.read())
        except DocumentRefused as refusal:
            raise forms.ValidationError(refusal_words(refusal)) from refusal


class KampungForm(forms.Form):
    name = forms.CharField(label=gettext_lazy("Nama kampung"), max_length=120)
    covers = forms.ChoiceField(
        label=gettext_lazy("Wilayah kampung"),
        choices=Kampung.Covers.choices,
        initial=Kampung.Covers.WHOLE,
        widget=forms.RadioSelect,
        help_text=gettext_lazy("Kampung lama (sebelum 2020) dapat meliputi sebagian desa saja."),
    )
    parts = forms.CharField(
        label=gettext_lazy("Dusun atau RW"),
        required=False,
        max_length=400,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=gettext_lazy("Satu nama tiap baris; hanya bila sebagian desa."),
    )

    def details(self) -> KampungDetails:
        data = self.cleaned_data
        return KampungDetails(
            data["name"], tuple(data["parts"].splitlines()), covers_part=data["covers"] == Kampung.Covers.PART
        )


class NewKampungForm(KampungForm):
    region_code = forms.ChoiceField(label=gettext_lazy("Desa/kelurahan"))
    field_order = ("region_code",)

    def __init__(self, *args: Any, villages: list[tuple[str, Any]], **options: Any) -> None:
        super().__init__(*args, **options)
        self.fields["region_code"].choices = [("", gettext("Pilih desa")), *villages]  # type: ignore[attr-defined]


class StepForm(forms.Form):
    done_on = DayField(
        label=gettext_lazy("Tanggal dilakukan"),
        required=False,
        help_text=gettext_lazy("Kosongkan untuk menarik kembali tanggal yang keliru."),
    )
    note = forms.CharField(label=gettext_lazy("Catatan"), required=False, max_length=300)
    file = PaperField(label=gettext_lazy("Bukti (undangan, daftar hadir, surat)"))


class FoundingForm(forms.Form):
    founded_on = DayField(label=gettext_lazy("Tanggal berdiri"), required=False)
    year = forms.IntegerField(
        label=gettext_lazy("Atau tahunnya saja"),
        required=False,
        min_value=FIRST_YEAR,
        help_text=gettext_lazy("Bila tanggalnya tidak diketahui; dihitung berdiri pada akhir tahun itu."),
    )
    decree_number = forms.CharField(label=gettext_lazy("Nomor SK"), required=False, max_length=80)
    decree_on = DayField(label=gettext_lazy("Tanggal SK"), required=False)
    file = PaperField(label=gettext_lazy("Berkas SK"))

    def founding(self) -> Founding:
        data = self.cleaned_data
        day, year = data["founded_on"], data["year"]
        exact = day is not None or year is None
        return Founding(
            founded_on=day if exact else dt.date(year, 12, 31),
            exact=exact,
            decree_number=data["decree_number"],
            decree_on=data["decree_on"],
            file=data["file"],
        )


class DissolveForm(forms.Form):
    on = DayField(label=gettext_lazy("Dibubarkan pada"))
    reason = forms.CharField(label=gettext_lazy("Alasan"), max_length=300)


class ModelForm(forms.Form):
    level = forms.ChoiceField(
        label=gettext_lazy("Percontohan tingkat"), choices=ModelVillage.Level.choices, widget=forms.RadioSelect
    )
    action = forms.ChoiceField(
        label=gettext_lazy("Yang dicatat"),
        choices=[("mark", gettext_lazy("mulai menjadi percontohan")), ("end", gettext_lazy("berakhir"))],
        initial="mark",
        widget=forms.RadioSelect,
    )
    on = DayField(label=gettext_lazy("Tanggal"))


class GroupForm(forms.Form):
    kind = forms.ChoiceField(label=gettext_lazy("Jenis"))
    name = forms.CharField(label=gettext_lazy("Nama kelompok"), max_length=120)
    state = forms.ChoiceField(label=gettext_lazy("Keadaan"), choices=Group.State.choices, initial=Group.State.ACTIVE)
    chair = forms.CharField(label=gettext_lazy("Ketua"), required=False, max_length=120)
    cadres = forms.IntegerField(label=gettext_lazy("Jumlah kader"), required=False, min_value=0, max_value=10_000)
    meets = forms.ChoiceField(
        label=gettext_lazy("Pertemuan"),
        required=False,
        choices=[("", gettext_lazy("belum diketahui")), *FREQUENCIES.items()],
    )
    founded_on = DayField(label=gettext_lazy("Dibentuk pada"), required=False)
    decree_number = forms.CharField(label=gettext_lazy("Nomor SK"), required=False, max_length=80)
    decree_on = DayField(label=gettext_lazy("Tanggal SK"), required=False)
    file = PaperField(label=gettext_lazy("Berkas SK"))
    place = forms.CharField(label=gettext_lazy("Tempat"), required=False, max_length=160)
    facilities = forms.CharField(
        label=gettext_lazy("Sarana yang dimiliki"),
        required=False,
        max_length=300,
        help_text=gettext_lazy("Misalnya komputer, internet, papan data."),
    )

    def __init__(self, *args: Any, kinds: list[tuple[str, str]], **options: Any) -> None:
        super().__init__(*args, **options)
        self.fields["kind"].choices = kinds  # type: ignore[attr-defined]

    def details(self) -> GroupDetails:
        return GroupDetails(**{key: value for key, value in self.cleaned_data.items() if key not in ("kind", "file")})


class CountForm(forms.Form):
    as_of = DayField(label=gettext_lazy("Keadaan per tanggal"))
    men = forms.IntegerField(label=gettext_lazy("Laki-laki"), required=False, min_value=0, max_value=100_000)
    women = forms.IntegerField(label=gettext_lazy("Perempuan"), required=False, min_value=0, max_value=100_000)
    total = forms.IntegerField(
        label=gettext_lazy("Jumlah anggota"),
        required=False,
        min_value=0,
        max_value=100_000,
        help_text=gettext_lazy("Boleh kosong bila laki-laki dan perempuan terisi."),
    )


class PlanForm(forms.Form):
    villages = forms.MultipleChoiceField(label=gettext_lazy("Desa tanpa kampung"), widget=forms.CheckboxSelectMultiple)
    year = forms.IntegerField(label=gettext_lazy("Tahun sasaran"), min_value=FIRST_YEAR)
    month = forms.TypedChoiceField(
        label=gettext_lazy("Bulan"),
        coerce=int,
        empty_value=None,
        required=False,
        choices=[("", gettext_lazy("sepanjang tahun")), *((n, name) for n, name in enumerate(MONTHS, start=1))],
    )
    responsible = forms.CharField(label=gettext_lazy("Penanggung jawab"), required=False, max_length=120)
    note = forms.CharField(label=gettext_lazy("Catatan"), required=False, max_length=300)

    def __init__(self, *args: Any, villages: list[tuple[str, str]], **options: Any) -> None:
        super().__init__(*args, **options)
        self.fields["villages"].choices = villages  # type: ignore[attr-defined]
        self.fields["year"].initial = timezone.localdate().year

    def when(self) -> PlanDate:
        return PlanDate(self.cleaned_data["year"], self.cleaned_data["month"])


class DropForm(forms.Form):
    reason = forms.CharField(label=gettext_lazy("Alasan"), max_length=300)


class TargetForm(forms.Form):
    year = forms.IntegerField(label=gettext_lazy("Tahun"), min_value=FIRST_YEAR)
    villages = forms.IntegerField(label=gettext_lazy("Desa yang mempunyai kampung pada akhir tahun"), min_value=0)
    source = forms.CharField(label=gettext_lazy("Sumber sasaran"), required=False, max_length=160)
