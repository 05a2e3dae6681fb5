"""The form in which a kampung tells of itself: the fields of one group, each yes, no, "not known" or left open."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django import forms
from django.forms.boundfield import BoundField
from django.utils.translation import gettext, gettext_lazy

from padu.access.documents import CleanDocument
from padu.apps.kampung.forms import DayField, PaperField
from padu.apps.kampung.models import Declaration
from padu.domain.kampung_fields import (
    MAX_AMOUNT,
    MAX_COUNT,
    MAX_TEXT,
    DeclaredField,
    Detail,
    DetailKind,
    DetailValue,
    NewDeclaration,
)

YES, NO, NOT_KNOWN = "ya", "tidak", "tidak-tahu"
_ANSWERS = {YES: True, NO: False, NOT_KNOWN: None}
_CHOICES = [
    (YES, gettext_lazy("Ya")),
    (NO, gettext_lazy("Tidak")),
    (NOT_KNOWN, gettext_lazy("Belum diketahui")),
]


@dataclass(frozen=True, slots=True)
class Asked:
    """One field with its controls, as the page prints them."""

    field: DeclaredField
    answer: BoundField
    details: Sequence[BoundField]
    counting: Declaration | None


class DeclareForm(forms.Form):
    """Built for a group and, where its fields are yearly, a year. An answer left open changes nothing."""

    as_of = DayField(
        label=gettext_lazy("Keadaan per tanggal"),
        help_text=gettext_lazy("Jawaban lama tetap tersimpan; yang terbaru yang berlaku."),
    )

    def __init__(
        self,
        *args: Any,
        asked: Sequence[DeclaredField],
        counting: Mapping[str, Declaration],
        year: int | None = None,
        **options: Any,
    ) -> None:
        super().__init__(*args, **options)
        self.asked, self.counting, self.year = asked, counting, year
        for field in asked:
            self._add(field, counting.get(field.key))

    def _add(self, field: DeclaredField, counting: Declaration | None) -> None:
        name = _name(field)
        told = None if counting is None else next(key for key, value in _ANSWERS.items() if value is counting.answer)
        self.fields[name] = forms.ChoiceField(
            label=field.label, choices=_CHOICES, required=False, initial=told, widget=forms.RadioSelect
        )
        for detail in field.details:
            known = counting.details.get(detail.name) if counting else None
            self.fields[f"{name}__{detail.name}"] = _control(detail, known)
        if field.with_file:
            self.fields[f"{name}__file"] = PaperField()

    def rows(self) -> Iterator[Asked]:
        """The controls field by field."""
        for field in self.asked:
            name = _name(field)
            details = [self[key] for key in self.fields if key.startswith(f"{name}__")]
            yield Asked(field, self[name], details, self.counting.get(field.key))

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        for field in self.asked:
            name = _name(field)
            told = any(data.get(key) not in (None, "") for key in self.fields if key.startswith(f"{name}__"))
            if told and data.get(name) != YES and self._touched(field):
                self.add_error(name, gettext("Keterangan diisi, jadi pilih Ya; atau kosongkan keterangannya."))
        return data

    def _touched(self, field: DeclaredField) -> bool:
        """Whether a detail was typed now; those that were shown from before go with their yes."""
        name = _name(field)
        return any(key in self.changed_data for key in self.fields if key.startswith(f"{name}__"))

    def answers(self) -> list[NewDeclaration]:
        """What was answered; only after the form has been found valid."""
        return [
            NewDeclaration(
                field=field.key,
                answer=_ANSWERS[self.cleaned_data[_name(field)]],
                details=self._details(field) if self.cleaned_data[_name(field)] == YES else {},
                as_of=self.cleaned_data["as_of"],
                year=self.year if field.yearly else None,
            )
            for field in self.asked
            if self.cleaned_data[_name(field)]
        ]

    def _details(self, field: DeclaredField) -> dict[str, DetailValue]:
        found = {}
        for detail in field.details:
            value = self.cleaned_data[f"{_name(field)}__{detail.name}"]
            if value not in (None, ""):
                found[detail.name] = value.isoformat() if isinstance(value, dt.date) else value
        return found

    def papers(self) -> dict[str, CleanDocument]:
        """Papers handed in, by field."""
        found = {field.key: self.cleaned_data.get(f"{_name(field)}__file") for field in self.asked}
        return {key: paper for key, paper in found.items() if paper}


def _name(field: DeclaredField) -> str:
    return field.key.replace(".", "-")


def _control(detail: Detail, known: DetailValue | None) -> forms.Field:
    options: dict[str, Any] = {"label": detail.label, "required": False, "initial": known}
    if detail.kind is DetailKind.CHOICE:
        return forms.ChoiceField(choices=[("", gettext("belum diketahui")), *(detail.choices or {}).items()], **options)
    if detail.kind is DetailKind.DATE:
        return DayField(**options)
    if detail.kind is DetailKind.TEXT:
        return forms.CharField(max_length=MAX_TEXT, **options)
    top = MAX_COUNT if detail.kind is DetailKind.COUNT else MAX_AMOUNT
    return forms.IntegerField(min_value=0, max_value=top, **options)
