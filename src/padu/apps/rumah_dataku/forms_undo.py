"""The form that takes a stored import back."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy

from padu.apps.rumah_dataku.services.undoing import MAX_REASON, MIN_REASON


class UndoForm(forms.Form):
    """`refused`: whether the order was refused before because of later work; then the rest can be asked for."""

    reason = forms.CharField(
        label=gettext_lazy("Alasan"),
        min_length=MIN_REASON,
        max_length=MAX_REASON,
        help_text=gettext_lazy("Dicatat dalam riwayat setiap baris, misalnya: berkas milik desa lain."),
        error_messages={"min_length": gettext_lazy("Tulis alasannya dengan beberapa kata. Belum ada yang ditarik.")},
    )
    leave_touched = forms.BooleanField(
        label=gettext_lazy("Biarkan yang sudah diubah sesudahnya; tarik semua yang lain"), required=False
    )

    def __init__(self, *args: Any, refused: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if not refused:
            del self.fields["leave_touched"]
