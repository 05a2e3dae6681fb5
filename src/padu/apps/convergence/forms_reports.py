"""Forms of reports. Each carries a key made when it is shown, so that sending it twice is one report."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any
from uuid import uuid4

from django import forms
from django.core.files.uploadedfile import UploadedFile
from django.utils import timezone
from django.utils.translation import gettext, gettext_lazy

from padu.access.actor import Actor
from padu.apps.convergence.selectors.lines import CommitmentLine
from padu.apps.convergence.selectors.own_places import OwnPlace
from padu.apps.convergence.services.photos import MAX_BYTES, CleanPhoto, PhotoRefused, photo_clean
from padu.apps.convergence.services.realisations import (
    MAX_PHOTOS,
    DoneActivity,
    EventReport,
    OutsideReport,
    speaks_for_place,
)
from padu.apps.convergence.words_reports import photo_words
from padu.apps.institutions.selectors import list_agencies
from padu.apps.programmes.models import Activity
from padu.apps.programmes.selectors import list_activities, list_matrix_columns, list_programmes
from padu.domain.formatting import number
from padu.domain.regions import regency_of
from padu.domain.tabular import CellError, fold, parse_integer

MOST_FAMILIES = 100_000
_MOST_IDR = 10**13


class PhotosInput(forms.FileInput):
    allow_multiple_selected = True


class PhotosField(forms.FileField):
    """Up to MAX_PHOTOS photos; cleaned they are bare JPEGs."""

    def __init__(self, **kwargs: Any) -> None:
        kwargs.setdefault("widget", PhotosInput(attrs={"accept": "image/jpeg,image/png,image/webp"}))
        super().__init__(required=False, **kwargs)

    def clean(self, data: Any, initial: Any = None) -> Any:  # noqa: ARG002  # Django's signature
        files = data if isinstance(data, list | tuple) else [data] if data else []
        if len(files) > MAX_PHOTOS:
            raise forms.ValidationError(gettext("Paling banyak %(count)s foto.") % {"count": MAX_PHOTOS})
        return [self._cleaned(file) for file in files]

    def _cleaned(self, file: UploadedFile) -> CleanPhoto:
        try:
            # One byte over the limit is enough to refuse what is larger.
            return photo_clean(file.read(MAX_BYTES + 1))
        except PhotoRefused as refusal:
            raise forms.ValidationError(f"{file.name}: {photo_words(refusal)}") from refusal


class CountField(forms.CharField):
    """A whole number as people write it (1.250), or nothing."""

    def __init__(self, *, most: int, **kwargs: Any) -> None:
        kwargs.setdefault("widget", forms.TextInput(attrs={"inputmode": "numeric", "autocomplete": "off"}))
        super().__init__(required=False, **kwargs)
        self.most = most

    def to_python(self, value: Any) -> Any:
        text = str(super().to_python(value) or "").removeprefix("Rp").strip()
        if not text:
            return None
        try:
            found = parse_integer(text)
        except CellError as error:
            raise forms.ValidationError(gettext("Isi dengan angka, misalnya 40.")) from error
        if not 0 <= found <= self.most:
            raise forms.ValidationError(gettext("Isi antara 0 dan %(most)s.") % {"most": number(self.most)})
        return found


class DayInput(forms.DateInput):
    input_type = "date"

    def __init__(self) -> None:
        super().__init__(format="%Y-%m-%d")


class ReportForm(forms.Form):
    """What every report has."""

    report_key = forms.UUIDField(widget=forms.HiddenInput, initial=uuid4)
    done_on = forms.DateField(label=gettext_lazy("Tanggal pelaksanaan"), widget=DayInput, initial=timezone.localdate)
    families_reached = CountField(
        label=gettext_lazy("Keluarga terjangkau"),
        most=MOST_FAMILIES,
        help_text=gettext_lazy("Berapa keluarga yang ikut atau dilayani. Biarkan kosong bila tidak dihitung."),
    )
    note = forms.CharField(
        label=gettext_lazy("Catatan"),
        required=False,
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=gettext_lazy("Jangan menulis nama, NIK, atau keadaan seseorang."),
    )
    photos = PhotosField(
        label=gettext_lazy("Foto"),
        help_text=gettext_lazy(
            "JPEG, PNG, atau WebP, paling besar 10 MB. Tempat dan waktu yang ditulis kamera dihapus sebelum disimpan."
        ),
    )
    photo_consent = forms.BooleanField(label=gettext_lazy("Orang yang terlihat di foto sudah setuju"), required=False)

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        if cleaned.get("photos") and not cleaned.get("photo_consent"):
            words = gettext(
                "Foto hanya disimpan bila orang yang terlihat sudah setuju. Centang, lalu pilih fotonya lagi."
            )
            self.add_error("photo_consent", words)
        return cleaned


class EventReportForm(ReportForm):
    """The report of one event: a done-or-not for each of the lines given."""

    came = forms.MultipleChoiceField(
        label=gettext_lazy("Instansi yang hadir"), required=False, widget=forms.CheckboxSelectMultiple
    )
    participants = forms.CharField(label=gettext_lazy("Peserta lain"), required=False, max_length=500)

    def __init__(self, *args: Any, lines: Sequence[CommitmentLine], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.lines = lines
        agencies = list(dict.fromkeys(line.agency for line in lines))
        self.fields["came"].choices = [(name, name) for name in agencies]  # type: ignore[attr-defined]
        for line in lines:
            self._add(line)

    def _add(self, line: CommitmentLine) -> None:
        self.fields[f"done_{line.pk}"] = forms.ChoiceField(
            label=gettext("Terlaksana?"),
            choices=[("yes", gettext("Terlaksana")), ("no", gettext("Tidak terlaksana"))],
            widget=forms.RadioSelect,
        )
        self.fields[f"reason_{line.pk}"] = forms.CharField(
            label=gettext("Alasan bila tidak terlaksana"), required=False, max_length=300
        )
        self.fields[f"spent_{line.pk}"] = CountField(label=gettext("Dana terpakai (Rp)"), most=_MOST_IDR)

    def line_fields(self) -> list[tuple[CommitmentLine, list[forms.BoundField]]]:
        """Each line with its fields, for the page."""
        return [(line, [self[f"{name}_{line.pk}"] for name in ("done", "reason", "spent")]) for line in self.lines]

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean()
        for line in self.lines:
            if cleaned.get(f"done_{line.pk}") == "no" and not cleaned.get(f"reason_{line.pk}", "").strip():
                self.add_error(f"reason_{line.pk}", gettext("Tulis mengapa kegiatan ini tidak terlaksana."))
        return cleaned

    def report_of(self, event_id: int) -> EventReport:
        given = self.cleaned_data
        return EventReport(
            event_id=event_id,
            report_key=given["report_key"],
            done_on=given["done_on"],
            activities=[self._activity(line) for line in self.lines],
            participants=", ".join(filter(None, [*given["came"], given["participants"].strip()])),
            families_reached=given["families_reached"],
            note=given["note"].strip(),
            photos=given["photos"],
            photo_consent=given["photo_consent"],
        )

    def _activity(self, line: CommitmentLine) -> DoneActivity:
        given, done = self.cleaned_data, self.cleaned_data[f"done_{line.pk}"] == "yes"
        return DoneActivity(
            commitment_id=line.pk,
            done=done,
            reason="" if done else given[f"reason_{line.pk}"],
            spent_idr=given[f"spent_{line.pk}"] if done else None,
        )


class QuickReportForm(ReportForm):
    """Work outside the plan in as few fields as it takes. The programme follows the activity where it is known."""

    title = forms.CharField(
        label=gettext_lazy("Apa yang dilakukan?"),
        max_length=200,
        widget=forms.TextInput(attrs={"list": "kegiatan", "autocomplete": "off"}),
        help_text=gettext_lazy("Ketik lalu pilih dari daftar, atau tulis dengan kata sendiri."),
    )
    programme_no = forms.TypedChoiceField(
        label=gettext_lazy("Program"), coerce=int, empty_value=None, required=False,
        help_text=gettext_lazy("Biarkan bila kegiatannya dipilih dari daftar."),
    )  # fmt: skip
    region_code = forms.ChoiceField(label=gettext_lazy("Kampung"))
    who = forms.ChoiceField(label=gettext_lazy("Siapa yang melaksanakan?"))
    agency_name = forms.CharField(
        label=gettext_lazy("Namanya, bila tidak ada di daftar"), required=False, max_length=160
    )

    field_order = ["title", "programme_no", "region_code", "who", "agency_name", "done_on", "families_reached"]

    def __init__(self, *args: Any, actor: Actor, villages: Sequence[OwnPlace], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.activities: list[Activity] = list(list_activities())
        programmes = [(p.number, f"{p.number}. {p.name}") for p in list_programmes()]
        self._choices("programme_no", [("", gettext("Ikut kegiatan yang dipilih")), *programmes])
        self._choices("region_code", [(place.code, place.name) for place in villages])
        self._choices("who", _who(actor, villages))
        if len(villages) == 1:
            self.fields["region_code"].widget = forms.HiddenInput()
            self.initial.setdefault("region_code", villages[0].code)

    def _choices(self, name: str, choices: Sequence[Any]) -> None:
        self.fields[name].choices = choices  # type: ignore[attr-defined]

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean()
        known = {fold(activity.name): activity for activity in self.activities}.get(fold(cleaned.get("title", "")))
        cleaned["activity"] = known.key if known else ""
        if "programme_no" not in self.errors and cleaned.get("programme_no") is None:
            cleaned["programme_no"] = known.programme_id if known else None
            if known is None and "title" in cleaned:
                self.add_error("programme_no", gettext("Kegiatan ini tidak ada di daftar: pilih programnya."))
        return cleaned

    def report_of(self) -> OutsideReport:
        given = self.cleaned_data
        kind, _, key = given["who"].partition(":")
        return OutsideReport(
            region_code=given["region_code"],
            report_key=given["report_key"],
            done_on=given["done_on"],
            title=given["title"],
            programme_no=given["programme_no"],
            column_key=key if kind == "column" else "",
            activity=given["activity"],
            agency_id=int(key) if kind == "agency" else None,
            agency_name=given["agency_name"] if kind == "column" else "",
            families_reached=given["families_reached"],
            note=given["note"].strip(),
            photos=given["photos"],
            photo_consent=given["photo_consent"],
        )


def _who(actor: Actor, villages: Sequence[OwnPlace]) -> list[Any]:
    """Agencies of the regency, then the columns for whoever is not in the list; an officer chooses the own agency."""
    regencies = sorted({regency_of(place.code) for place in villages})
    agencies = [agency for code in regencies for agency in list_agencies(code)]
    if villages and not speaks_for_place(actor, villages[0].code):
        return [(f"agency:{agency.pk}", agency.short_name) for agency in agencies if actor.owns(agency.pk)]
    columns = list_matrix_columns(regencies[0]) if regencies else []
    return [
        ("", gettext("Pilih")),
        (gettext("Instansi di kabupaten/kota ini"), [(f"agency:{a.pk}", a.short_name) for a in agencies]),
        (gettext("Lainnya, menurut kelompok"), [(f"column:{c.key}", c.short_name) for c in columns]),
    ]


class JoinForm(forms.Form):
    """Which commitment was fulfilled."""

    commitment = forms.TypedChoiceField(
        label=gettext_lazy("Komitmen yang dipenuhi"), coerce=int, widget=forms.RadioSelect
    )

    def __init__(self, *args: Any, choices: Sequence[tuple[int, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["commitment"].choices = choices  # type: ignore[attr-defined]
