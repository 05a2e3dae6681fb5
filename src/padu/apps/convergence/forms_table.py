"""Forms of the table: how long to search, and answers to proposed rows."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy

from padu.apps.convergence.planning import parameters
from padu.apps.convergence.services.proposals import Answer
from padu.apps.supply.forms import WholeNumberField

STEPS = ("confirm", "cut", "refuse", "reconsider")


class RunForm(forms.Form):
    seconds = forms.IntegerField(
        label=gettext_lazy("Waktu mencari (detik)"),
        min_value=parameters.MIN_SECONDS,
        max_value=parameters.MAX_SECONDS,
        initial=parameters.DEFAULT_SECONDS,
        help_text=gettext_lazy("Lebih lama biasanya sedikit lebih baik; 60 detik cukup untuk satu kabupaten."),
    )
    seed = forms.IntegerField(
        label=gettext_lazy("Benih acak"),
        min_value=0,
        max_value=2**31 - 1,
        initial=0,
        help_text=gettext_lazy("Angka lain memberi usulan pembanding dari data yang sama."),
    )


class AnswerForm(forms.Form):
    """An answer to the ticked rows."""

    rows = forms.TypedMultipleChoiceField(
        label=gettext_lazy("Baris"),
        coerce=int,
        error_messages={"required": gettext_lazy("Pilih dulu baris yang dijawab.")},
    )
    step = forms.ChoiceField(choices=[(step, step) for step in STEPS])
    reason = forms.CharField(label=gettext_lazy("Alasan"), max_length=500, required=False)
    cut_to_idr = WholeNumberField(label=gettext_lazy("Menjadi (Rp)"), required=False)

    def __init__(self, data: Any, *, row_ids: list[int]) -> None:
        super().__init__(data)
        self.fields["rows"].choices = [(pk, str(pk)) for pk in row_ids]  # type: ignore[attr-defined]

    @property
    def answer(self) -> Answer:
        given = self.cleaned_data
        return Answer(given["step"], given["reason"], given["cut_to_idr"] if given["step"] == "cut" else None)
