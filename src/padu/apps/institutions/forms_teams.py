"""Forms of teams: a form knows the fields and gives the service's data; what is allowed is the service's answer."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from typing import Any

from django import forms
from django.core.files.uploadedfile import UploadedFile
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from padu.access.documents import ACCEPT, CleanDocument, DocumentRefused, document_clean
from padu.apps.accounts.selectors import find_visible_user
from padu.apps.institutions.models import TeamMember, TeamPosition
from padu.apps.institutions.selectors.agencies import agency_choices
from padu.apps.institutions.services.decrees import DecreeData
from padu.apps.institutions.services.members import MemberData
from padu.apps.institutions.services.teams import SeatData
from padu.apps.institutions.words_teams import paper_words
from padu.domain.regions import level_of
from padu.domain.teams import (
    KIND_LABELS,
    PART_LABELS,
    REGENCY_BODIES,
    ROLE_LABELS,
    SETS_OF_KIND,
    Part,
    Seat,
    SeatRole,
    SectionSet,
    TeamKind,
    level_fits,
    section_label,
    sections_of,
)


class DayInput(forms.DateInput):
    input_type = "date"

    def __init__(self) -> None:
        super().__init__(format="%Y-%m-%d")


class DayField(forms.DateField):
    """A day, chosen in the browser's own calendar."""

    widget = DayInput


def today() -> dt.date:
    return timezone.localdate()


def _shapes(region_code: str) -> list[tuple[str, str]]:
    """What can be made in a place: `kind:sections` with words."""
    labels = {
        SectionSet.FOUR_GOALS: _("empat seksi menurut sasaran"),
        SectionSet.EIGHT_FUNCTIONS: _("delapan seksi menurut fungsi keluarga"),
    }
    level = level_of(region_code)
    return [
        (f"{kind.value}:{sections.value}", KIND_LABELS[kind] + (f", {labels[sections]}" if sections in labels else ""))
        for kind, sets in SETS_OF_KIND.items()
        if level_fits(kind, level)
        for sections in sets
    ]


class TeamForm(forms.Form):
    """A new team of a place."""

    shape = forms.ChoiceField(
        label=gettext_lazy("Jenis tim"),
        widget=forms.RadioSelect,
        help_text=gettext_lazy("Susunan seksi mengikuti SK tim; dapat diganti kemudian."),
    )
    name = forms.CharField(
        label=gettext_lazy("Nama tim"),
        max_length=160,
        required=False,
        help_text=gettext_lazy("Bila kosong, dinamai menurut jenis dan wilayahnya."),
    )
    day = DayField(label=gettext_lazy("Dibentuk pada"), initial=today)
    with_seats = forms.BooleanField(
        label=gettext_lazy("Siapkan kedudukan yang lazim (dapat diubah)"), required=False, initial=True
    )

    def __init__(self, *args: Any, region_code: str, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["shape"]
        assert isinstance(field, forms.ChoiceField)
        field.choices = _shapes(region_code)
        field.initial = next((value for value, _words in _shapes(region_code)), None)

    def values(self) -> dict[str, Any]:
        kind, _sep, sections = self.cleaned_data["shape"].partition(":")
        return {
            "kind": TeamKind(kind),
            "sections": SectionSet(sections),
            "valid_from": self.cleaned_data["day"],
            "name": self.cleaned_data["name"],
            "with_seats": self.cleaned_data["with_seats"],
        }


class TeamNameForm(forms.Form):
    name = forms.CharField(label=gettext_lazy("Nama tim"), max_length=160, required=False)


class DivideForm(forms.Form):
    """Another set of sections for a village's pokja, from a day on."""

    sections = forms.ChoiceField(
        label=gettext_lazy("Susunan seksi"),
        choices=[
            (SectionSet.FOUR_GOALS.value, gettext_lazy("Empat seksi menurut sasaran")),
            (SectionSet.EIGHT_FUNCTIONS.value, gettext_lazy("Delapan seksi menurut fungsi keluarga")),
        ],
        widget=forms.RadioSelect,
        help_text=gettext_lazy("Seksi yang lama berakhir sehari sebelumnya dan tinggal sebagai riwayat."),
    )
    day = DayField(label=gettext_lazy("Berlaku mulai"), initial=today)


class EndForm(forms.Form):
    """A last day and a reason: of a team, a seat or a term."""

    day = DayField(label=gettext_lazy("Hari terakhir"), initial=today)
    reason = forms.CharField(label=gettext_lazy("Alasan"), max_length=300)


class SeatForm(forms.Form):
    """One seat of a team. `place` is the part, or the section of the executive part."""

    place = forms.ChoiceField(label=gettext_lazy("Bagian"))
    role = forms.ChoiceField(
        label=gettext_lazy("Peran"), choices=[(role.value, label) for role, label in ROLE_LABELS.items()]
    )
    title = forms.CharField(
        label=gettext_lazy("Jabatan"),
        max_length=200,
        required=False,
        help_text=gettext_lazy("Jabatan yang membawa kedudukan ini, misalnya Kepala dinas kesehatan."),
    )
    agency = forms.ChoiceField(label=gettext_lazy("Instansi dalam daftar"), required=False)
    institution = forms.CharField(
        label=gettext_lazy("Instansi lain"),
        max_length=160,
        required=False,
        help_text=gettext_lazy("Bila instansinya tidak ada dalam daftar."),
    )
    bodies = forms.MultipleChoiceField(
        label=gettext_lazy("Mewakili unsur"),
        choices=list(REGENCY_BODIES.items()),
        widget=forms.CheckboxSelectMultiple,
        required=False,
        help_text=gettext_lazy("Satu dinas gabungan dapat mewakili beberapa unsur."),
    )
    day = DayField(label=gettext_lazy("Ada sejak"), initial=today)

    def __init__(
        self, *args: Any, region_code: str, kind: TeamKind, sections: SectionSet, editing: bool = False, **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        parts = [(part.value, label) for part, label in PART_LABELS.items()]
        self._choices("place", parts + [(key, section_label(key)) for key in sections_of(sections)])
        self._choices("agency", [("", _("Pilih instansi")), *agency_choices(region_code)])
        if kind is not TeamKind.POKJA_REGENCY:
            del self.fields["bodies"]
        if editing:
            del self.fields["day"]

    def _choices(self, name: str, choices: list[tuple[str, str]]) -> None:
        field = self.fields[name]
        assert isinstance(field, forms.ChoiceField)
        field.choices = choices

    def seat(self) -> SeatData:
        given = self.cleaned_data
        section = given["place"] if given["place"] not in set(Part) else ""
        return SeatData(
            part=Part.EXECUTIVE if section else Part(given["place"]),
            role=SeatRole(given["role"]),
            section=section,
            title=given["title"],
            institution=given["institution"],
            agency_id=int(given["agency"]) if given["agency"] else None,
            bodies=tuple(given.get("bodies", ())),
        )


def seat_initial(position: TeamPosition) -> dict[str, Any]:
    return {
        "place": position.section or position.part,
        "role": position.role,
        "title": position.title,
        "agency": str(position.agency_id or ""),
        "institution": position.institution,
        "bodies": position.bodies,
    }


class ProposedSeatsForm(forms.Form):
    """Seats proposed to a team; people choose which of them it gets."""

    seats = forms.MultipleChoiceField(
        label=gettext_lazy("Kedudukan yang diusulkan"), widget=forms.CheckboxSelectMultiple
    )
    day = DayField(label=gettext_lazy("Ada sejak"), initial=today)

    def __init__(self, *args: Any, proposed: Sequence[Seat], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.proposed = proposed
        field = self.fields["seats"]
        assert isinstance(field, forms.MultipleChoiceField)
        field.choices = [(str(number), seat_words(seat)) for number, seat in enumerate(proposed)]
        field.initial = [value for value, _words in field.choices]

    def chosen(self) -> list[Seat]:
        return [self.proposed[int(number)] for number in self.cleaned_data["seats"]]


def seat_words(seat: Seat) -> str:
    """`Bidang A: data: Anggota (BPS)`."""
    where = section_label(seat.section) or PART_LABELS[seat.part]
    who = ", ".join(part for part in (seat.title, seat.institution) if part)
    return f"{where} · {ROLE_LABELS[seat.role]}" + (f" · {who}" if who else "")


class PersonForm(forms.Form):
    """A person in office: name, telephone, account."""

    name = forms.CharField(label=gettext_lazy("Nama"), max_length=120)
    phone = forms.CharField(
        label=gettext_lazy("Telepon"),
        max_length=30,
        required=False,
        help_text=gettext_lazy("Terlihat oleh orang yang masuk dan bertugas di wilayah ini, tidak untuk umum."),
        widget=forms.TextInput(attrs={"inputmode": "tel", "autocomplete": "off"}),
    )
    username = forms.CharField(
        label=gettext_lazy("Nama akun"),
        max_length=150,
        required=False,
        help_text=gettext_lazy("Bila orang ini sudah mempunyai akun di wilayah Anda."),
        widget=forms.TextInput(attrs={"autocomplete": "off", "autocapitalize": "none"}),
    )

    def clean_username(self) -> int | None:
        username: str = self.cleaned_data["username"].strip()
        if not username:
            return None
        user = find_visible_user(username)
        if user is None:
            raise forms.ValidationError(_("Akun ini tidak ada di wilayah yang Anda kelola. Kosongkan bila ragu."))
        return user.pk

    def person(self) -> MemberData:
        given = self.cleaned_data
        return MemberData(given["name"], given["phone"], given["username"])


class AppointForm(PersonForm):
    """Seating somebody; where somebody sits there already, why they go."""

    day = DayField(label=gettext_lazy("Bertugas mulai"), initial=today)
    reason = forms.CharField(
        label=gettext_lazy("Alasan penggantian"),
        max_length=300,
        help_text=gettext_lazy("Masa tugas pemegang sekarang berakhir sehari sebelumnya."),
    )

    def __init__(self, *args: Any, held: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if not held:
            del self.fields["reason"]


def person_initial(member: TeamMember, username: str) -> dict[str, Any]:
    return {"name": member.name, "phone": member.phone, "username": username}


class PaperField(forms.FileField):
    """An official paper: PDF, JPG or PNG, cleaned when the form is."""

    def __init__(self, **kwargs: Any) -> None:
        kwargs.setdefault("label", gettext_lazy("Berkas SK"))
        kwargs.setdefault("help_text", gettext_lazy("PDF, JPG, atau PNG, paling besar 5 MB. Disimpan terenkripsi."))
        super().__init__(widget=forms.FileInput(attrs={"accept": ACCEPT}), **kwargs)

    def clean(self, data: Any, initial: Any = None) -> CleanDocument | None:
        sent = super().clean(data, initial)
        if not isinstance(sent, UploadedFile):
            return None
        try:
            return document_clean(sent.name or "", sent.read())
        except DocumentRefused as refusal:
            raise forms.ValidationError(paper_words(refusal)) from refusal


class PaperForm(forms.Form):
    """The file of a decree that has none yet, or another one."""

    paper = PaperField()


class DecreeForm(forms.Form):
    """A decree as it stands on paper."""

    number = forms.CharField(label=gettext_lazy("Nomor SK"), max_length=80)
    signed_on = DayField(label=gettext_lazy("Tanggal penetapan"))
    subject = forms.CharField(label=gettext_lazy("Tentang"), max_length=300)
    signer = forms.CharField(
        label=gettext_lazy("Ditetapkan oleh"),
        max_length=160,
        help_text=gettext_lazy("Jabatan yang menetapkan, misalnya Wali Nagari atau Bupati."),
    )
    valid_from = DayField(label=gettext_lazy("Berlaku mulai"))
    valid_to = DayField(
        label=gettext_lazy("Berlaku sampai"),
        required=False,
        help_text=gettext_lazy("Kosongkan bila SK tidak menyebut batas waktu."),
    )
    paper = PaperField(required=False)

    def decree(self) -> DecreeData:
        return DecreeData(**{name: self.cleaned_data[name] for name in DecreeData.__dataclass_fields__})


class RenewForm(DecreeForm):
    """The next decree, with the seats that it carries over."""

    keep = forms.MultipleChoiceField(
        label=gettext_lazy("Kedudukan yang dimuat lagi"),
        widget=forms.CheckboxSelectMultiple,
        required=False,
        help_text=gettext_lazy("Yang tidak dicentang berakhir sehari sebelum SK baru berlaku, beserta pemegangnya."),
    )

    def __init__(self, *args: Any, seats: Sequence[tuple[int, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["keep"]
        assert isinstance(field, forms.MultipleChoiceField)
        field.choices = [(str(pk), words) for pk, words in seats]
        field.initial = [value for value, _words in field.choices]
        self.order_fields([name for name in self.fields if name != "paper"] + ["paper"])

    def kept(self) -> set[int]:
        return {int(pk) for pk in self.cleaned_data["keep"]}
