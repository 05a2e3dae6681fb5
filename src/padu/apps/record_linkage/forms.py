"""Forms of a pair: the choice by field, an answer, and taking a merge back."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy

from padu.apps.record_linkage.services.merging import FAMILY_FIELDS, MIN_REASON, PERSON_FIELDS, Choice
from padu.domain.linkage.review import ANSWER_LABELS, Answer

_SIDES = (("left", gettext_lazy("A")), ("right", gettext_lazy("B")))


def _reason_field(help_text: Any) -> forms.CharField:
    return forms.CharField(label=gettext_lazy("Alasan"), min_length=MIN_REASON, max_length=300, help_text=help_text)


class MergeForm(forms.Form):
    """Which one stays, and from which each field comes; drawn by the page as columns of the comparison."""

    keep = forms.ChoiceField(label=gettext_lazy("Yang tetap dipakai"), choices=_SIDES)
    reason = _reason_field(gettext_lazy("Misalnya: dicocokkan dengan KK di rumahnya. Alasan ini tersimpan di riwayat."))

    def choice_of(self, left_id: int, right_id: int, members: list[tuple[int, int]]) -> Choice:
        """What was chosen; a field that was not asked comes from the one that stays."""
        keep: str = self.cleaned_data["keep"]
        fields = [field for field in (*PERSON_FIELDS, *FAMILY_FIELDS) if self.data.get(f"ambil_{field}", keep) != keep]
        own = [pair for pair in members if self.data.get(f"anggota_{pair[0]}", keep) != keep]
        return Choice(
            keep_id=left_id if keep == "left" else right_id,
            take=frozenset(fields),
            members=frozenset(pair[1] if keep == "left" else pair[0] for pair in own),
            reason=self.cleaned_data["reason"],
        )


class AnswerForm(forms.Form):
    """What the own village says. places: code and name of both villages of a pair across villages."""

    answer = forms.ChoiceField(label=gettext_lazy("Menurut desa Anda"), widget=forms.RadioSelect)
    keep_code = forms.ChoiceField(
        label=gettext_lazy("Kalau sama, orang ini tetap tercatat di"), required=False, widget=forms.RadioSelect
    )
    reason = _reason_field(gettext_lazy("Misalnya: bertemu keduanya, atau sudah pindah sejak Maret."))

    def __init__(self, data: Any = None, *, places: list[tuple[str, str]]) -> None:
        super().__init__(data, auto_id="jawab-%s")
        allowed = [answer for answer in Answer if places or answer is not Answer.SAME]
        self.fields["answer"].choices = [(one.value, ANSWER_LABELS[one]) for one in allowed]  # type: ignore[attr-defined]
        if places:
            self.fields["keep_code"].choices = places  # type: ignore[attr-defined]
        else:
            del self.fields["keep_code"]


class UndoForm(forms.Form):
    reason = _reason_field(gettext_lazy("Mengapa penyatuan ini dibatalkan."))
