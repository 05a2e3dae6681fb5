"""The form that starts an import: what the file holds, for which place and year, from whom."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Final

from django import forms
from django.core.files.uploadedfile import UploadedFile
from django.utils import timezone
from django.utils.translation import gettext, gettext_lazy

from padu.access.actor import Actor
from padu.access.verbs import Verb
from padu.apps.regions.selectors import names_of
from padu.apps.rumah_dataku.files.limits import MAX_FILE_BYTES, MIB
from padu.apps.rumah_dataku.models import ImportRun
from padu.apps.rumah_dataku.services.runs import FIGURE_KINDS, verb_of
from padu.domain.village_profile import is_own_source

FIRST_YEAR, LAST_YEAR = 2015, 2100
MAX_KEPT_BYTES: Final = 4 * MAX_FILE_BYTES  # [assumption] larger than what is read, so that the answer names the file
KIND_CHOICES: Final = (
    (ImportRun.Kind.FAMILIES.value, gettext_lazy("Keluarga dan anggota, templat Padu")),
    (ImportRun.Kind.OPENSID.value, gettext_lazy("Penduduk dari OpenSID, apa adanya")),
    (ImportRun.Kind.FIGURES.value, gettext_lazy("Angka desa, misalnya IDM atau data profil")),
    (ImportRun.Kind.SIGA.value, gettext_lazy("Tabel SIGA, apa adanya (KRS, metode KB, BKB, Kampung KB, Rumah DataKu)")),
)


class ImportForm(forms.Form):
    """`file` is drawn by the page's own file field; the choices are those of the person."""

    kind = forms.ChoiceField(label=gettext_lazy("Isi berkas"), widget=forms.RadioSelect)
    region_code = forms.ChoiceField(label=gettext_lazy("Untuk wilayah"))
    year = forms.IntegerField(
        label=gettext_lazy("Tahun data"),
        min_value=FIRST_YEAR,
        max_value=LAST_YEAR,
        help_text=gettext_lazy("Dipakai untuk baris yang tidak menyebut tanggal atau tahunnya sendiri."),
    )
    source = forms.CharField(
        label=gettext_lazy("Sumber angka"),
        max_length=160,
        required=False,
        help_text=gettext_lazy(
            "Wajib untuk angka desa: siapa penerbitnya, misalnya “Kemendesa, IDM 2024”. Untuk SIGA: boleh kosong."
        ),
    )
    file = forms.FileField(label=gettext_lazy("Berkas"), allow_empty_file=True)

    def __init__(self, *args: Any, actor: Actor, asked: Mapping[str, str], **kwargs: Any) -> None:
        """asked: what the form begins with, of `kind` and `region_code`, where the person may choose it."""
        kwargs.setdefault("initial", {})
        super().__init__(*args, **kwargs)
        places = sending_places(actor)
        names = names_of(places)
        kinds = list(kinds_of(actor).items())
        self._choose("kind", kinds)
        self._choose("region_code", [(code, names.get(code, code)) for code in places])
        self.actor = actor
        self.initial.update(
            kind=kinds[0][0] if kinds else "",
            year=timezone.localdate().year,
            region_code=places[0] if places else "",
        )
        self.initial.update({name: one for name, one in asked.items() if self._offers(name, one)})

    def _offers(self, name: str, asked: str) -> bool:
        """Whether an asked-for beginning is one that the person could choose."""
        return any(asked == value for value, _label in self.fields[name].choices)  # type: ignore[attr-defined]

    def _choose(self, name: str, choices: list[Any]) -> None:
        self.fields[name].choices = choices  # type: ignore[attr-defined]  # a choice field, declared above

    def clean_file(self) -> UploadedFile:
        file: UploadedFile = self.cleaned_data["file"]
        if (file.size or 0) > MAX_KEPT_BYTES:
            words = gettext("Berkas ini jauh melebihi batas %(size)s MB. Bagi menjadi beberapa berkas.")
            raise forms.ValidationError(words % {"size": MAX_FILE_BYTES // MIB})
        return file

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        kind, place = cleaned.get("kind"), cleaned.get("region_code")
        if kind and place and not self.actor.may(verb_of(kind), place):
            self.add_error("kind", gettext("Peran Anda di wilayah ini tidak mengimpor jenis berkas itu."))
        if kind == ImportRun.Kind.FIGURES and not cleaned.get("source"):
            self.add_error("source", gettext("Sebutkan siapa yang menerbitkan angka ini."))
        if kind in FIGURE_KINDS and is_own_source(cleaned.get("source", "")):
            words = gettext("Nama sumber ini hanya dipakai untuk hitungan sistem. Tulis siapa penerbit angka ini.")
            self.add_error("source", words)
        return cleaned


def kinds_of(actor: Actor) -> dict[str, str]:
    """Kinds of files that the person may send somewhere, in words."""
    return {kind: str(label) for kind, label in KIND_CHOICES if actor.roots(verb_of(kind))}


def sending_places(actor: Actor) -> list[str]:
    """Places for which the person may send some file, in code order."""
    roots = {code for verb in (Verb.FAMILY_WRITE, Verb.FIGURE_IMPORT, Verb.FIGURE_SEND) for code in actor.roots(verb)}
    return sorted(roots)
