"""The form that sends a file of changes."""

from __future__ import annotations

from typing import Any, Final

from django import forms
from django.core.files.uploadedfile import UploadedFile
from django.utils import timezone
from django.utils.translation import gettext, gettext_lazy

from padu.apps.regions.models import ChangeFile

MAX_BYTES: Final = 10 * 1024 * 1024
KIND_CHOICES: Final = (
    (ChangeFile.Kind.SUCCESSIONS.value, gettext_lazy("Perubahan wilayah: kode lama, kode baru, tanggal, bagian")),
    (ChangeFile.Kind.OLDER_LIST.value, gettext_lazy("Daftar kode lama: kode dan nama seluruh Indonesia")),
    (ChangeFile.Kind.BPS_CODES.value, gettext_lazy("Kode BPS: kode Kemendagri dan kode BPS")),
)


class ChangeFileForm(forms.Form):
    """`file` is drawn by the page's own file field."""

    kind = forms.ChoiceField(label=gettext_lazy("Isi berkas"), choices=KIND_CHOICES, widget=forms.RadioSelect)
    effective_on = forms.DateField(
        label=gettext_lazy("Tidak berlaku lagi sejak"),
        required=False,
        widget=forms.DateInput(attrs={"type": "date"}),
        help_text=gettext_lazy("Hanya untuk daftar kode lama: hari pertama daftar itu tidak dipakai lagi."),
    )
    label = forms.CharField(
        label=gettext_lazy("Nama daftar"),
        max_length=60,
        required=False,
        help_text=gettext_lazy("Hanya untuk daftar kode lama, misalnya “Kepmendagri 050-145/2022”."),
    )
    file = forms.FileField(label=gettext_lazy("Berkas"), allow_empty_file=True)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        kwargs.setdefault("initial", {"kind": ChangeFile.Kind.SUCCESSIONS.value})
        super().__init__(*args, **kwargs)

    def clean_file(self) -> UploadedFile:
        sent: UploadedFile = self.cleaned_data["file"]
        if (sent.size or 0) > MAX_BYTES:
            raise forms.ValidationError(gettext("Berkas lebih besar dari 10 MB."))
        return sent

    def clean(self) -> dict[str, Any]:
        data: dict[str, Any] = super().clean() or {}
        day = data.get("effective_on")
        if data.get("kind") == ChangeFile.Kind.OLDER_LIST and "effective_on" not in self.errors:
            if day is None:
                self.add_error("effective_on", gettext("Isi tanggal daftar ini tidak berlaku lagi."))
            elif day > timezone.localdate():
                self.add_error("effective_on", gettext("Tanggal tidak boleh di masa depan."))
        return data
