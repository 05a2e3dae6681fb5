"""The minutes of a meeting as a form: the meeting, who was there, what was decided; empty rows are left out."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django import forms
from django.forms.formsets import BaseFormSet
from django.http import QueryDict
from django.utils.translation import gettext, gettext_lazy

from padu.apps.coordination.services import MeetingRecord, NewDecision, Present
from padu.apps.institutions.selectors import list_agencies

MAX_ROWS = 100  # [assumption] persons present, and decisions, of one meeting


class DayInput(forms.DateInput):
    """The browser's own date picker."""

    input_type = "date"

    def __init__(self) -> None:
        super().__init__(format="%Y-%m-%d")


def _agency_choices(region_code: str) -> list[tuple[str, str]]:
    return [("", gettext("Tanpa OPD")), *((str(a.pk), a.short_name) for a in list_agencies(region_code))]


class MeetingForm(forms.Form):
    title = forms.CharField(label=gettext_lazy("Nama rapat"), max_length=160)
    held_on = forms.DateField(label=gettext_lazy("Tanggal"), widget=DayInput())
    place = forms.CharField(label=gettext_lazy("Tempat"), max_length=160, required=False)
    chair = forms.CharField(label=gettext_lazy("Pemimpin rapat"), max_length=120)
    minutes = forms.CharField(
        label=gettext_lazy("Catatan rapat"), widget=forms.Textarea(attrs={"rows": 6}), required=False
    )
    planner_run_id = forms.TypedChoiceField(
        label=gettext_lazy("Menyepakati usulan"),
        coerce=int,
        empty_value=None,
        required=False,
        help_text=gettext_lazy("Baris yang disanggupi atau dipotong OPD menjadi komitmen; yang lain tidak."),
    )

    def __init__(self, *args: Any, runs: list[tuple[int, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        choices = [("", gettext("Tidak menyepakati usulan")), *runs]
        self.fields["planner_run_id"].choices = choices  # type: ignore[attr-defined]


class _AgencyRowForm(forms.Form):
    """A row that may name an agency of the regency."""

    def __init__(self, *args: Any, agencies: list[tuple[str, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["agency_id"].choices = agencies  # type: ignore[attr-defined]


class PresentForm(_AgencyRowForm):
    name = forms.CharField(label=gettext_lazy("Nama"), max_length=120)
    office = forms.CharField(label=gettext_lazy("Jabatan dan instansi"), max_length=160)
    agency_id = forms.TypedChoiceField(label=gettext_lazy("OPD"), coerce=int, empty_value=None, required=False)


class DecisionForm(_AgencyRowForm):
    text = forms.CharField(label=gettext_lazy("Keputusan"), widget=forms.Textarea(attrs={"rows": 2}))
    responsible = forms.CharField(label=gettext_lazy("Penanggung jawab"), max_length=120)
    agency_id = forms.TypedChoiceField(
        label=gettext_lazy("OPD yang menindaklanjuti"), coerce=int, empty_value=None, required=False
    )
    due_on = forms.DateField(label=gettext_lazy("Tenggat"), widget=DayInput())
    target = forms.CharField(label=gettext_lazy("Sasaran"), max_length=200, required=False)


PRESENT, DECISIONS = "hadir", "putusan"
_FORMS: dict[str, type[forms.Form]] = {PRESENT: PresentForm, DECISIONS: DecisionForm}
_EXTRA = {PRESENT: 4, DECISIONS: 2}


class Minutes:
    """The three parts of the form together; they stand or fall as one."""

    def __init__(
        self,
        region_code: str,
        runs: list[tuple[int, str]],
        data: QueryDict | None = None,
        *,
        draft: QueryDict | None = None,
        more: str = "",
        run_id: int | None = None,
    ) -> None:
        """data: posted to be stored. draft: posted to be shown again with `more` rows in one part, nothing checked."""
        self.region_code = region_code
        initial: dict[str, Any] = dict(draft.items()) if draft is not None else {"planner_run_id": run_id}
        self.meeting = MeetingForm(data, runs=runs, initial=initial)
        agencies = _agency_choices(region_code)
        self.present = _rows(PRESENT, agencies, data, draft, more)
        self.decisions = _rows(DECISIONS, agencies, data, draft, more)

    def is_valid(self) -> bool:
        parts = [self.meeting.is_valid(), self.present.is_valid(), self.decisions.is_valid()]
        return all(parts)

    def record(self) -> MeetingRecord:
        """The minutes as the service takes them; only after `is_valid`."""
        return MeetingRecord(
            region_code=self.region_code,
            present=[Present(**row) for row in _filled(self.present)],
            decisions=[NewDecision(**row) for row in _filled(self.decisions)],
            **self.meeting.cleaned_data,
        )


def _rows(
    part: str, agencies: list[tuple[str, str]], data: QueryDict | None, draft: QueryDict | None, more: str
) -> BaseFormSet[forms.Form]:
    typed = _typed(part, draft) if draft is not None else []
    extra = max(_EXTRA[part] - len(typed), 0) + (3 if more == part else 0)
    made = forms.formset_factory(_FORMS[part], extra=extra, max_num=MAX_ROWS, absolute_max=MAX_ROWS)
    bound = _without_initial(part, data) if data is not None else None
    return made(bound, prefix=part, initial=typed or None, form_kwargs={"agencies": agencies})


def _typed(part: str, draft: QueryDict) -> list[dict[str, str]]:
    """The rows of a part as they were typed, empty ones left out."""
    total = draft.get(f"{part}-TOTAL_FORMS", "")
    count = min(int(total), MAX_ROWS) if total.isdecimal() else 0
    names = list(_FORMS[part].base_fields)
    rows = [{name: draft.get(f"{part}-{number}-{name}", "") for name in names} for number in range(count)]
    return [row for row in rows if any(row.values())]


def _without_initial(part: str, data: QueryDict) -> QueryDict:
    """All rows are new ones: a row that was shown again and then emptied is left out like any empty row."""
    copy = data.copy()
    copy[f"{part}-INITIAL_FORMS"] = "0"
    return copy


def _filled(rows: BaseFormSet[forms.Form]) -> list[Mapping[str, Any]]:
    return [form.cleaned_data for form in rows.forms if form.has_changed()]
