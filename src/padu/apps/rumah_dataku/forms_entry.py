"""One page of the family form, made of the columns of the template: the same texts, read by the same rules.

Nothing is judged here. A field is given what a person typed; the rules of the import say what is wrong with it.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from typing import Any, Final

from django import forms
from django.utils.translation import gettext as _

from padu.apps.rumah_dataku.files.columns import Column, Kind, Shown
from padu.apps.rumah_dataku.place_numbers import NUMBER_PLACES, place_number
from padu.domain.identity import mask_number, normalise_number
from padu.domain.tabular import CellError, parse_date

EMPTY: Final = "-"
"""Typed or chosen where a value that is not shown shall be taken back."""
_EIGHT_DIGITS: Final = re.compile(r"(\d{2})(\d{2})(\d{4})")
_ISO: Final = re.compile(r"(\d{4})-(\d{2})-(\d{2})")
_KEYBOARDS: Final = {Kind.NUMBER: "numeric", Kind.INTEGER: "numeric", Kind.DATE: "numeric", Kind.DECIMAL: "decimal"}
# Where the template's hint speaks of spreadsheets.
_HINTS: Final = {
    "no_kk": "16 angka pada Kartu Keluarga; boleh kosong",
    "nik": "16 angka; bila kosong, pilih alasannya di bawah",
    "birth_date": "HH/BB/TTTT, misalnya 05/03/1997 atau 05031997",
    "mother_line": "Ibu kandung di antara anggota yang sudah ditulis",
}


class EntryForm(forms.Form):
    """Fields of one page.

    now      what is filled in so far, by key, as cells
    hidden   keys whose answer the person may not read back: an empty choice leaves it as it is
    choices  lists that are no codes of the form (members of the family), by key: (value, label)
    known    values to offer while typing, by key
    """

    def __init__(
        self,
        data: Mapping[str, Any] | None,
        *,
        columns: Sequence[Column],
        now: Mapping[str, str],
        hidden: frozenset[str] = frozenset(),
        choices: Mapping[str, Sequence[tuple[str, str]]] | None = None,
        known: Mapping[str, Sequence[str]] | None = None,
    ) -> None:
        self.columns = {column.key: column for column in columns}
        self.now, self.hidden, self.lists, self.known = now, hidden, choices or {}, known or {}
        super().__init__(data, initial={column.key: self._shown(column) for column in columns})
        for column in columns:
            self.fields[column.key] = self._field(column)
        if data is None:
            next(iter(self.fields.values())).widget.attrs["autofocus"] = True

    def _shown(self, column: Column) -> str:
        text = self.now.get(column.key, "")
        if self._unseen(column):
            return ""
        found = _ISO.fullmatch(text) if column.kind is Kind.DATE else None
        if found:
            return f"{found[3]}/{found[2]}/{found[1]}"
        return text.replace(".", ",") if column.kind is Kind.DECIMAL else text

    def _unseen(self, column: Column) -> bool:
        """Whether what is filled in is not written into the field: numbers are masked, some answers are hidden."""
        return column.key in self.hidden or (column.shown is Shown.MASKED and bool(self.now.get(column.key)))

    def _field(self, column: Column) -> forms.CharField:
        return forms.CharField(
            label=column.label, required=False, help_text=self._help(column), strip=True, widget=self._widget(column)
        )

    def _help(self, column: Column) -> str:
        text = self.now.get(column.key, "")
        if column.shown is Shown.MASKED and text:
            words = _("Terisi %(seen)s. Biarkan kosong bila tidak berubah; ketik - untuk mengosongkan.")
            return words % {"seen": mask_number(text)}
        return _HINTS.get(column.key, column.hint)

    def _widget(self, column: Column) -> forms.Widget:
        choices = self._choices(column)
        if choices is not None:
            return forms.Select(choices=choices)
        attrs = {"autocomplete": "off"}
        if column.kind in _KEYBOARDS:
            attrs["inputmode"] = _KEYBOARDS[column.kind]
        if self.known.get(column.key):
            attrs["list"] = f"known-{column.key}"
        return forms.TextInput(attrs=attrs)

    def _choices(self, column: Column) -> list[tuple[str, str]] | None:
        if column.key in self.lists:
            return [("", _("Belum dijawab")), *self.lists[column.key]]
        if column.codes is None:
            return None
        codes = [(str(code.number), code.choice) for code in column.codes.codes]
        if column.key in self.hidden:
            return [("", _("Tidak diubah (tidak ditampilkan)")), (EMPTY, _("Kosongkan jawabannya")), *codes]
        return [("", _("Belum dijawab")), *codes]

    def offered(self) -> list[tuple[str, Sequence[str]]]:
        """Ids of lists of known values with their entries."""
        return [(f"known-{key}", values) for key, values in self.known.items() if values]

    def said(self) -> dict[str, str]:
        """Cells by key, as texts of the template; what is not shown and was left empty is not among them."""
        self.full_clean()
        found = {key: str(self.cleaned_data.get(key) or "") for key in self.fields if key in self.data}
        return {
            key: cell_of(self.columns[key], text, self.known.get(key, ()))
            for key, text in found.items()
            if text or not self._unseen(self.columns[key])
        }

    @property
    def is_blank(self) -> bool:
        return not any((self.data.get(key) or "").strip() for key in self.fields)


def cell_of(column: Column, text: str, known: Sequence[str] = ()) -> str:
    """What a person typed as the text of a cell; what cannot be read stays as it was typed."""
    if text == EMPTY:
        return ""
    match column.kind:
        case Kind.NUMBER:
            return normalise_number(text)
        case Kind.DATE:
            return _date_text(text)
        case Kind.DECIMAL:
            return text.replace(",", ".") if text.count(",") == 1 and "." not in text else text
        case _:
            return place_number(text, known) if column.key in NUMBER_PLACES else text


def _date_text(text: str) -> str:
    """A day as year-month-day, also when its eight digits were typed without signs between them."""
    digits = _EIGHT_DIGITS.fullmatch(text)
    try:
        return parse_date("/".join(digits.groups()) if digits else text).isoformat()
    except CellError:
        return text
