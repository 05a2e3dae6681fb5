"""Forms about issues: handing on, and a note for a step."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy

from padu.apps.data_quality.people import Officer


class DayInput(forms.DateInput):
    """The browser's own date picker."""

    input_type = "date"

    def __init__(self) -> None:
        super().__init__(format="%Y-%m-%d")


class HandOnForm(forms.Form):
    to_user = forms.TypedChoiceField(label=gettext_lazy("Serahkan kepada"), coerce=int)
    due_on = forms.DateField(label=gettext_lazy("Selesai paling lambat"), widget=DayInput())
    note = forms.CharField(
        label=gettext_lazy("Catatan untuk yang menerima"),
        widget=forms.Textarea(attrs={"rows": 3}),
        max_length=1000,
        help_text=gettext_lazy("Apa yang sudah ditanyakan, dan apa yang masih harus dilakukan."),
    )

    def __init__(self, data: Any, officers: Sequence[Officer], due_on: dt.date, **options: Any) -> None:
        super().__init__(data, initial={"due_on": due_on}, **options)
        self.fields["to_user"].choices = [("", "—"), *((one.user_id, one.label) for one in officers)]  # type: ignore[attr-defined]  # a choice field has them


class NoteForm(forms.Form):
    """The note of one step; needed where the step is explained by it."""

    note = forms.CharField(label="", widget=forms.Textarea(attrs={"rows": 3}), max_length=1000, required=False)

    def __init__(self, data: Any, label: str, *, needed: bool, **options: Any) -> None:
        super().__init__(data, **options)
        self.fields["note"].label = label
        self.fields["note"].required = needed
