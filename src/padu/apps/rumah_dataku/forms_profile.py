"""The form in which figures of one group of village items are typed in: one source, year and day for all."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final

from django import forms
from django.forms.boundfield import BoundField
from django.utils.translation import gettext, gettext_lazy

from padu.apps.rumah_dataku.files.elements import Element, ValueKind, name_without_sex
from padu.apps.rumah_dataku.files.figure_values import read_value
from padu.apps.rumah_dataku.forms import FIRST_YEAR, LAST_YEAR
from padu.apps.rumah_dataku.services.figure_entering import FigureBasis
from padu.domain.tabular import CellError, NumberStyle
from padu.domain.values import FigureValue

Present = Mapping[tuple[str, str], str]
"""Element and component -> the figure that is shown now, with source and time, in words."""
SEX_LABELS: Final = {
    "": gettext_lazy("Jumlah"),
    "L": gettext_lazy("Laki-laki"),
    "P": gettext_lazy("Perempuan"),
}


@dataclass(frozen=True, slots=True)
class AskedItem:
    """What is asked of one component: its name, what stands there now, and one field, or three with both sexes."""

    label: str
    present: str
    fields: Sequence[BoundField]


class FiguresForm(forms.Form):
    """A field that is left empty changes nothing; 0 is nought; words say that there is no number."""

    year = forms.IntegerField(label=gettext_lazy("Tahun data"), min_value=FIRST_YEAR, max_value=LAST_YEAR)
    source = forms.CharField(
        label=gettext_lazy("Sumber"),
        max_length=160,
        help_text=gettext_lazy("Siapa yang mencatat angka ini, misalnya “Puskesmas Balai Selasa”."),
    )
    as_of = forms.DateField(
        label=gettext_lazy("Keadaan per tanggal"), widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")
    )

    def __init__(self, *args: Any, asked: Sequence[Element], present: Present, **options: Any) -> None:
        """present: what stands there now, in words."""
        super().__init__(*args, **options)
        self.present = present
        self.asked = {one.key: one for one in asked if one.kind is not ValueKind.DERIVED}
        for key, one in self.asked.items():
            label, whole = SEX_LABELS[one.sex], f"{name_without_sex(one)}, {SEX_LABELS[one.sex]}"
            box = forms.TextInput(attrs={"aria-label": whole, "autocomplete": "off"})
            self.fields[key] = forms.CharField(label=label, required=False, max_length=40, widget=box)
            # Among dozens of fields with one label the summary has to say which it means.
            self.fields[key].in_summary = whole  # type: ignore[attr-defined]

    def items(self) -> Iterator[AskedItem]:
        """Components in order, each with its fields."""
        together: dict[str, list[Element]] = {}
        for one in self.asked.values():
            together.setdefault(f"{one.element}.{one.component}", []).append(one)
        for elements in together.values():
            first = elements[0]
            present = self.present.get((first.element, first.component), "")
            yield AskedItem(first.label, present, [self[one.key] for one in elements])

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        self.values: dict[Element, FigureValue] = {}
        for key, one in self.asked.items():
            text = (cleaned.get(key) or "").strip()
            if text:
                self._read(key, one, text)
        if not self.values and not self.errors:
            self.add_error(None, gettext("Belum ada angka yang diisi."))
        return cleaned

    def _read(self, key: str, one: Element, text: str) -> None:
        try:
            value, _, missing = read_value(one, text, NumberStyle.COMMA)
        except CellError as reason:
            self.add_error(key, gettext("Seharusnya %(expected)s.") % {"expected": reason.expected})
            return
        self.values[one] = missing if missing is not None else value

    def basis(self) -> FigureBasis:
        """What holds for all figures."""
        cleaned: Mapping[str, Any] = self.cleaned_data
        return FigureBasis(cleaned["year"], cleaned["source"].strip(), cleaned["as_of"])
