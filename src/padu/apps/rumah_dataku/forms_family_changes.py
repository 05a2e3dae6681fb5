"""Forms of events that change who belongs together, and of hand-overs."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, Final

from django import forms
from django.utils.translation import gettext, gettext_lazy

from padu.apps.regions.selectors import paths_of, search_regions
from padu.apps.rumah_dataku.forms_life_events import (
    DAY_INPUT,
    BirthForm,
    DeathForm,
    DivorceForm,
    EventForm,
    MarriageForm,
    MoveInForm,
    MoveOutForm,
)
from padu.apps.rumah_dataku.models import Family
from padu.domain.life_events.kinds import Kind
from padu.domain.regions import Level, is_region_code

SEARCHED: Final = 200  # names like Sukamaju stand more than a hundred times; what they belong to picks among them
FOUND: Final = 20


class SplitForm(EventForm):
    kind = Kind.SPLIT
    leading = ("people", "split_head", "new_head", "day", "hamlet", "rw", "rt", "address")
    fields_of = {**EventForm.fields_of, "people": "people", "split_head": "split_head"}

    people = forms.TypedMultipleChoiceField(
        label=gettext_lazy("Siapa yang membentuk keluarga sendiri"), coerce=int, widget=forms.CheckboxSelectMultiple
    )
    split_head = forms.TypedChoiceField(
        label=gettext_lazy("Kepala keluarga yang baru"), coerce=int, widget=forms.RadioSelect
    )
    new_head = forms.TypedChoiceField(
        label=gettext_lazy("Kepala keluarga yang ditinggalkan"),
        coerce=int,
        empty_value=None,
        required=False,
        widget=forms.RadioSelect,
        help_text=gettext_lazy("Hanya dipakai bila kepala keluarga ikut memisahkan diri."),
    )
    hamlet = forms.CharField(label=gettext_lazy("Dusun/jorong keluarga baru"), max_length=80, required=False)
    rw = forms.CharField(label=gettext_lazy("RW"), max_length=5, required=False)
    rt = forms.CharField(
        label=gettext_lazy("RT"),
        max_length=5,
        required=False,
        help_text=gettext_lazy("Kosong berarti tempat yang sama."),
    )
    address = forms.CharField(label=gettext_lazy("Alamat"), max_length=200, required=False)

    def fill(self) -> None:
        self.fields["day"].label = gettext("Sejak tanggal")
        everybody = self.choices_of(self.members)
        self._choose("people", everybody)
        self._choose("split_head", everybody)
        self.propose_head([one for one in self.members if not one.is_head])

    def parts(self) -> dict[str, Any]:
        people = tuple(self.cleaned_data["people"])
        return {"people": people, "new_head": self.next_head(people), "split_head": self.cleaned_data["split_head"]}


class MergeForm(EventForm):
    """Another family of the village, found by the name of its head, comes into this one."""

    kind = Kind.MERGE
    leading = ("other_family", "day")
    fields_of = {**EventForm.fields_of, "other_family": "other_family"}

    other_family = forms.TypedChoiceField(
        label=gettext_lazy("Keluarga yang bergabung"), coerce=int, widget=forms.RadioSelect
    )

    def __init__(self, *args: Any, found: Sequence[Family] = (), **kwargs: Any) -> None:
        self.found = found
        super().__init__(*args, **kwargs)

    def fill(self) -> None:
        self.fields["day"].label = gettext("Sejak tanggal")
        choices = [(one.pk, f"{one.head_name}, RT {one.rt}" if one.rt else one.head_name) for one in self.found]
        self._choose("other_family", choices, choices[0][0] if len(choices) == 1 else None)

    def parts(self) -> dict[str, Any]:
        return {"other_family": self.cleaned_data["other_family"]}


class HeadChangeForm(EventForm):
    kind = Kind.HEAD_CHANGE
    leading = ("new_head", "day")

    new_head = forms.TypedChoiceField(
        label=gettext_lazy("Kepala keluarga yang baru"), coerce=int, widget=forms.RadioSelect
    )

    def fill(self) -> None:
        self.fields["day"].label = gettext("Sejak tanggal")
        self.propose_head([one for one in self.members if not one.is_head])

    def parts(self) -> dict[str, Any]:
        return {"new_head": self.cleaned_data["new_head"]}


FORMS: Final[dict[Kind, type[EventForm]]] = {
    form.kind: form
    for form in (
        BirthForm, DeathForm, MoveInForm, MoveOutForm, MarriageForm, DivorceForm, SplitForm, MergeForm, HeadChangeForm,
    )
}  # fmt: skip


class UndoForm(forms.Form):
    """Why an event is taken back."""

    why = forms.CharField(
        label=gettext_lazy("Alasan pembatalan"),
        max_length=200,
        help_text=gettext_lazy("Misalnya: salah keluarga, tanggal keliru. Alasan ini tersimpan dalam riwayat."),
    )


class HandOverForm(forms.Form):
    """To which village, from when, with which letter.

    A village of another regency is written by its name or code; several of one name come back as choices.
    """

    to_code = forms.ChoiceField(
        label=gettext_lazy("Desa tujuan di kabupaten ini"),
        required=False,
        help_text=gettext_lazy("Di kabupaten lain? Biarkan, dan tulis nama desanya di bawah."),
    )
    other = forms.CharField(
        label=gettext_lazy("Desa tujuan di kabupaten lain"),
        max_length=80,
        required=False,
        help_text=gettext_lazy("Nama desa, sebaiknya dengan kecamatannya, misalnya “Cileunyi Kulon, Cileunyi”."),
    )
    day = forms.DateField(label=gettext_lazy("Tanggal pindah"), widget=DAY_INPUT)
    paper_number = forms.CharField(label=gettext_lazy("Nomor surat pindah (SKPWNI)"), max_length=60, required=False)
    note = forms.CharField(label=gettext_lazy("Catatan untuk desa sendiri"), max_length=300, required=False)

    def __init__(self, *args: Any, villages: Sequence[tuple[str, str]], own: str, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        typed = str(self.data.get("other", "")).strip()
        named = bool(typed) and not is_region_code(typed)
        self.found = [one for one in _villages_called(typed) if one[0] != own] if named else []
        choices = [("", gettext("Pilih desa")), *self.found, *villages]
        self.fields["to_code"].choices = choices  # type: ignore[attr-defined]  # a choice field, declared above

    def clean(self) -> dict[str, Any]:
        told = super().clean() or {}
        typed = told.get("other", "").strip()
        if told.get("to_code") or "to_code" in self.errors:
            return told
        if not typed:
            self.add_error("to_code", gettext("Pilih desa dari daftar, atau tulis nama desa di kabupaten lain."))
        elif is_region_code(typed):
            told["to_code"] = typed
        elif len(self.found) == 1:
            told["to_code"] = self.found[0][0]
        elif self.found:
            words = gettext("Ada %(n)s desa yang cocok; pilih satu di awal daftar ini.")
            self.add_error("to_code", words % {"n": len(self.found)})
        else:
            self.add_error("other", gettext("Tidak ada desa dengan nama itu. Periksa ejaannya, atau tulis kodenya."))
        return told

    @property
    def village(self) -> str:
        return str(self.cleaned_data["to_code"])


def _villages_called(text: str) -> list[tuple[str, str]]:
    """Villages of today that fit `name` or `name, what it belongs to`: code, and the name with its place."""
    name, _, above = text.partition(",")
    rows = [r for r in search_regions(name, SEARCHED) if r.level == Level.VILLAGE.value and r.valid_to is None]
    paths = paths_of(rows)
    rows = [row for row in rows if above.strip().casefold() in paths.get(row.code, "").casefold()]
    return [(row.code, f"{row} ({paths.get(row.code, '')})") for row in rows[:FOUND]]


class TakeInForm(forms.Form):
    """Where the family lives here."""

    hamlet = forms.CharField(label=gettext_lazy("Dusun/jorong"), max_length=80, required=False)
    rw = forms.CharField(label=gettext_lazy("RW"), max_length=5, required=False)
    rt = forms.CharField(label=gettext_lazy("RT"), max_length=5, required=False)
    address = forms.CharField(label=gettext_lazy("Alamat"), max_length=200, required=False)


class RefuseForm(forms.Form):
    """Why the family is not taken in."""

    reason = forms.CharField(
        label=gettext_lazy("Alasan menolak"),
        max_length=300,
        help_text=gettext_lazy("Dibaca desa asal, supaya dapat memperbaikinya."),
    )
