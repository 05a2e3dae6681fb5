"""What every form for the phone is described with: rows of an XLSForm, and questions made of the columns of an import.

A question, its choices and its limits have one home: the columns of the template (`rumah_dataku.files`), which take
them from `domain.pk21`. The number of a choice is the number on the paper form.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from padu.apps.rumah_dataku.files.codes import CodeList
from padu.apps.rumah_dataku.files.columns import Column, Kind
from padu.domain.identity import NUMBER_LENGTH, IssueLevel

Line = Mapping[str, str]
"""One row of a sheet: heading of the XLSForm -> text."""


@dataclass(frozen=True, slots=True)
class XlsForm:
    """A form as its sheets.

    lists     choices, in the order of the sheet
    entities  the sheet of that name, or nothing
    """

    form_id: str
    title: str
    version: str
    instance_name: str
    survey: tuple[Line, ...]
    lists: tuple[CodeList, ...]
    entities: tuple[Line, ...] = ()

    @property
    def settings(self) -> Line:
        return {
            "form_title": self.title,
            "form_id": self.form_id,
            "version": self.version,
            "instance_name": self.instance_name,
            "style": "pages",
        }

    def sheets(self) -> dict[str, list[Line]]:
        """Name of a sheet -> its rows."""
        found = {"survey": list(self.survey), "choices": _choices(self.lists), "settings": [self.settings]}
        return found | ({"entities": list(self.entities)} if self.entities else {})


def _choices(lists: Iterable[CodeList]) -> list[Line]:
    return [
        {"list_name": one.key, "name": str(code.number), "label": code.label} for one in lists for code in one.codes
    ]


_TYPES: Final = {
    Kind.TEXT: "text",
    Kind.NUMBER: "text",
    Kind.INTEGER: "integer",
    Kind.DECIMAL: "decimal",
    Kind.DATE: "date",
}
_LONG_LIST: Final = 4  # [assumption] more choices than that do not fit on a small screen beside other questions


def _appearance(column: Column) -> str:
    """Short answers side by side, long lists folded up, numbers with the keyboard of digits."""
    if column.codes:
        long = len(column.codes.codes) > _LONG_LIST
        return "minimal" if long else "columns-pack"
    return "numbers" if column.kind is Kind.NUMBER else ""


def question(column: Column, **more: str) -> Line:
    """One column of the import as a question with the same limits; `more` adds or replaces cells.

    An empty answer is "not answered", as an empty cell is.
    """
    kind = f"select_one {column.codes.key}" if column.codes else _TYPES[column.kind]
    line = {"type": kind, "name": column.key, "label": column.label, "hint": column.hint}
    rule, words = _rule(column)
    line |= {"constraint": rule, "constraint_message": words}
    line |= {"appearance": _appearance(column)}
    if column.filled is IssueLevel.ERROR:
        line |= {"required": "yes", "required_message": "Isian ini wajib"}
    return {key: text for key, text in (line | more).items() if text}


def begin(name: str, label: str, kind: str = "begin_group", **more: str) -> Line:
    """The first line of a group or of what repeats."""
    return {"type": kind, "name": name, "label": label} | more


def end(kind: str = "end_group") -> Line:
    return {"type": kind}


def _rule(column: Column) -> tuple[str, str]:
    """The check of a column's cells as an XPath constraint, with the words for who breaks it."""
    if column.kind is Kind.NUMBER:
        return f"regex(., '^[0-9]{{{NUMBER_LENGTH}}}$')", f"Isi {NUMBER_LENGTH} angka"
    if column.kind is Kind.DATE:
        return ". <= today()", "Tanggal tidak boleh di masa depan"
    if column.kind is Kind.TEXT:
        return f"string-length(.) <= {column.max_length}", f"Paling banyak {column.max_length} huruf"
    if column.low is None or column.high is None:
        return "", ""
    return f". >= {column.low} and . <= {column.high}", f"Isi {column.low} sampai {column.high}"


def lists_of(columns: Sequence[Column]) -> tuple[CodeList, ...]:
    """The lists of choices that these columns use, each once."""
    return tuple({column.codes.key: column.codes for column in columns if column.codes}.values())
