"""The page on which a person says which column of a file is which: what it shows, and what was sent back."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final

from django.utils.translation import gettext as _

from padu.apps.rumah_dataku.files.columns import Column, column_letters
from padu.apps.rumah_dataku.files.elements import spell
from padu.apps.rumah_dataku.files.kinds import looks_like
from padu.apps.rumah_dataku.files.preview import ColumnPreview, ColumnState, SheetPlan, SheetPreview
from padu.domain.formatting import number

LIST_FROM: Final = 60
"""From so many choices on a column is named in a text field with suggestions: hundreds of long lists are too heavy."""

_FAMILY_KINDS: Final = {"families", "opensid"}
"""Either is read as what it is, whichever of the two it was sent as."""
Chosen = dict[str, dict[int, str]]


@dataclass(frozen=True, slots=True)
class ColumnLine:
    """One column on the page. field: name of its control; chosen: key that is set; written: its label."""

    column: ColumnPreview
    letters: str
    field: str
    chosen: str
    written: str
    note: str
    tone: str
    error: str = ""


@dataclass(frozen=True, slots=True)
class SheetPart:
    """One sheet on the page. listed: its columns are named with suggestions (`choices`), not chosen from a list."""

    sheet: SheetPreview
    lines: list[ColumnLine]
    choices: list[tuple[str, str]]
    listed: bool
    missing: list[str]
    shift: str
    list_id: str

    @property
    def caption(self) -> str:
        return _("Kolom lembar “%(sheet)s” dan dibaca sebagai apa") % {"sheet": self.sheet.sheet}


@dataclass(frozen=True, slots=True)
class WrongFile:
    """What speaks for a file of another kind than it was sent as. kind: "" where it looks like none that is known."""

    kind: str
    label: str


def wrong_file(kind: str, sheets: Sequence[SheetPreview], labels: Mapping[str, str]) -> WrongFile | None:
    """None where the file may well be what it was sent as.

    kind, labels  as which it was sent, and the kinds that the person may send in words
    """
    columns = [column for sheet in sheets for column in sheet.columns]
    other = looks_like(column.header for column in columns)
    if other in labels and other != kind and not {other, kind} <= _FAMILY_KINDS:
        return WrongFile(other, labels[other])
    return None if any(column.key for column in columns) else WrongFile("", "")


def parts_of(
    sheets: Sequence[SheetPreview],
    plans: Mapping[str, SheetPlan],
    chosen: Mapping[str, Mapping[int, str]],
    errors: Mapping[str, str],
) -> list[SheetPart]:
    """chosen  role -> position -> key, over what was understood; errors: name of a control -> what is wrong with it"""
    parts = []
    for at, sheet in enumerate(sheets):
        plan = plans[sheet.role]
        labels = {column.key: column.label for column in plan.columns}
        said = chosen.get(sheet.role, {})
        lines = [_line(at, one, said.get(one.position, _first(one)), labels, errors) for one in sheet.columns]
        taken = {line.chosen for line in lines}
        missing = [labels[key] for key in sheet.missing if key not in taken]
        choices = list(labels.items())
        parts.append(SheetPart(sheet, lines, choices, len(choices) >= LIST_FROM, missing, _shift(sheet), f"kolom-{at}"))
    return parts


def _first(column: ColumnPreview) -> str:
    """What a column is read as unless somebody says otherwise; a double and an unknown one are left out."""
    return "" if column.state is ColumnState.DOUBLE else column.key


def _line(
    at: int, column: ColumnPreview, chosen: str, labels: Mapping[str, str], errors: Mapping[str, str]
) -> ColumnLine:
    # What was said of a column no longer holds for another choice.
    note, tone = _note(column, labels) if chosen in ("", column.key) else ("", "good")
    field = f"k{at}-{column.position}"
    letters = column_letters(column.position)
    return ColumnLine(column, letters, field, chosen, labels.get(chosen, ""), note, tone, errors.get(field, ""))


def _note(column: ColumnPreview, labels: Mapping[str, str]) -> tuple[str, str]:
    """What is to be said about a column, and how loud."""
    guess = labels.get(column.guess, "")
    if column.state is ColumnState.MISFIT:
        words = _("%(n)s dari %(all)s isi pertama tidak cocok dengan kolom ini.") % {
            "n": number(column.misfits),
            "all": number(column.filled),
        }
        return f"{words} {_look(guess)}".strip(), "act"
    if column.state is ColumnState.DOUBLE:
        return _("Judul ini menunjuk kolom yang sudah ada di kolom lain."), "act"
    if column.state is ColumnState.UNKNOWN:
        return (_look(guess), "warn") if guess else (_("Tidak dikenal, tidak dibaca."), "")
    return (_("Dikenal, tidak disimpan."), "") if column.state is ColumnState.LEFT_OUT else ("", "good")


def _look(guess: str) -> str:
    return _("Isinya tampak seperti “%(guess)s”.") % {"guess": guess} if guess else ""


def _shift(sheet: SheetPreview) -> str:
    if not sheet.shift:
        return ""
    first = next(one for one in sheet.columns if one.state is ColumnState.MISFIT)
    return _("Isi tampaknya bergeser satu kolom ke %(side)s mulai kolom %(letters)s (“%(header)s”).") % {
        "side": _("kanan") if sheet.shift > 0 else _("kiri"),
        "letters": column_letters(first.position),
        "header": first.header,
    }


def proposed(sheets: Sequence[SheetPreview]) -> Chosen:
    """The choice when every proposal is taken: a column that is proposed elsewhere gives its place up."""
    found: Chosen = {}
    for sheet in sheets:
        given = {one.guess for one in sheet.columns if one.guess}
        found[sheet.role] = {
            one.position: one.guess or ("" if one.key in given else _first(one)) for one in sheet.columns
        }
    return found


def read_choice(
    posted: Mapping[str, Any], sheets: Sequence[SheetPreview], plans: Mapping[str, SheetPlan]
) -> tuple[Chosen, dict[str, str], list[str]]:
    """What was sent: the choice, what is wrong with single controls, and what is wrong as a whole."""
    chosen: Chosen = {}
    errors: dict[str, str] = {}
    missing: list[str] = []
    for at, sheet in enumerate(sheets):
        plan = plans[sheet.role]
        keys = _keys(plan.columns)
        said = {one.position: str(posted.get(f"k{at}-{one.position}", "")).strip() for one in sheet.columns}
        found = {position: keys.get(text) or keys.get(spell(text), "") for position, text in said.items()}
        chosen[sheet.role] = found
        counts = Counter(key for key in found.values() if key)
        labels = {column.key: column.label for column in plan.columns}
        for position, text in said.items():
            key, field = found[position], f"k{at}-{position}"
            if text and not key:
                errors[field] = _("“%(text)s” bukan kolom yang dikenal; pilih dari daftar.") % {"text": text[:60]}
            elif counts[key] > 1:
                errors[field] = _("“%(label)s” dipilih untuk lebih dari satu kolom.") % {"label": labels[key]}
        missing += [column.label for column in plan.columns if column.expected and not counts[column.key]]
    words = [_("Kolom “%(label)s” belum ditunjuk.") % {"label": label} for label in missing]
    return chosen, errors, words


def _keys(columns: Sequence[Column]) -> dict[str, str]:
    """From what may be sent, a key or a label, to the key."""
    return {spell(column.label): column.key for column in columns} | {column.key: column.key for column in columns}
