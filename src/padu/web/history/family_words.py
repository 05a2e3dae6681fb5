"""Old values of families in the words of their form: codes with their labels, events by their names."""

from __future__ import annotations

from typing import Any, Final

from django.utils.translation import gettext

from padu.apps.rumah_dataku.files.columns import Column
from padu.apps.rumah_dataku.files.family_columns import PERSON_COLUMNS, QUESTIONS, SCREENING
from padu.apps.rumah_dataku.life_event_words import KINDS, LEFT_WORDS
from padu.apps.rumah_dataku.words import label_of, nik_missing_words
from padu.domain.ibangga import INDICATORS

_MEMBER: Final = {column.key: column for column in PERSON_COLUMNS}
_ANSWERS: Final = {column.key: column for column in (*QUESTIONS, *SCREENING)}
_INDICATORS: Final = {one.indicator_id: one.label_id for one in INDICATORS}
_STATES: Final = {1: "terpenuhi", 0: "belum terpenuhi", -1: "tidak berlaku"}
_SURVEYS: Final = frozenset({"rumah_dataku_familysurvey", "rumah_dataku_familysurveyspecific"})
_KINDS: Final = {kind.value: words.title for kind, words in KINDS.items()}


def indicator_words(column: str) -> str:
    """`Menjalankan ibadah`; "" for a column that is no indicator."""
    return _INDICATORS.get(column, "")


def answer_label(key: str) -> str:
    """`P.06 Tabungan/simpanan`; the key itself where no question has it."""
    return _ANSWERS[key].label if key in _ANSWERS else key


def answer_words(key: str, value: Any) -> str:
    """The answer as the form words it; "" where the general rules do."""
    return _coded(_ANSWERS.get(key), value)


def family_words(table: str, column: str, value: Any) -> str:
    """The value of a family's, member's or survey's column; "" where the general rules do."""
    if column in ("joined_reason", "left_reason"):
        return str(LEFT_WORDS.get(value) or _KINDS.get(value, "")).lower()
    if table == "rumah_dataku_person":
        return nik_missing_words(value) if column == "nik_missing_reason" else _coded(_MEMBER.get(column), value)
    if table in _SURVEYS and column in _INDICATORS:
        return gettext(_STATES[value]) if value in _STATES else ""
    return ""


def _coded(column: Column | None, value: Any) -> str:
    """A label of the column's list; "" for other columns and values."""
    if column is None or column.codes is None or isinstance(value, bool):
        return ""
    label = label_of(column.codes, value)
    return "" if label == str(value) else label
