"""What the pokja and the regency's team type."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from padu.apps.programmes.selectors import list_programmes
from padu.apps.situation.services.own_problems import OwnProblem


class OwnProblemForm(forms.Form):
    """A problem that the village raises itself."""

    title = forms.CharField(label=_("Masalah"), max_length=200, help_text=_("Misalnya: jembatan ke sekolah putus."))
    programme_no = forms.TypedChoiceField(label=_("Program yang paling dekat"), coerce=int)
    affected_families = forms.IntegerField(
        label=_("Keluarga terdampak"),
        required=False,
        min_value=1,
        max_value=1_000_000,
        help_text=_("Kosongkan bila belum diketahui."),
    )
    note = forms.CharField(
        label=_("Keterangan"),
        required=False,
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 4}),
        help_text=_("Sejak kapan, di mana, dan siapa yang merasakannya. Jangan menulis nama orang."),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        choices = [("", _("Pilih program")), *((p.number, f"{p.number}. {p.name}") for p in list_programmes())]
        self.fields["programme_no"].choices = choices  # type: ignore[attr-defined]  # a choice field

    def problem(self) -> OwnProblem:
        """What was typed; only after is_valid()."""
        return OwnProblem(**self.cleaned_data)


class ReasonForm(forms.Form):
    """Why somebody sends an analysis back, or takes a problem out."""

    reason = forms.CharField(
        label=_("Alasan"),
        max_length=1000,
        widget=forms.Textarea(attrs={"rows": 4}),
        help_text=_("Tersimpan dan terbaca."),
    )
