"""One stored value of an old row in words. Documents of old rows hold dates as text and bytes as `\\x...`."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from typing import Any

from django.db import models
from django.utils import timezone
from django.utils.dateparse import parse_date, parse_datetime
from django.utils.translation import gettext

from padu.domain.formatting import date_short, moment_long, number, rupiah
from padu.domain.identity import NUMBER_LENGTH, mask_numbers_in
from padu.web.history.family_words import answer_words, family_words

_LONGEST = 300
# Columns that say the same as another one, or nothing to a reader.
SILENT = frozenset(
    {"nik_ciphertext", "nik_key_id", "nik_first4", "kk_ciphertext", "kk_key_id", "kk_first4", "folded_name"}
)
_NUMBERS = {"nik_hash": "nik_first4", "kk_hash": "kk_first4"}

Document = dict[str, Any]


def value_words(
    field: models.Field[Any, Any] | None, column: str, document: Document, names: Mapping[tuple[str, int], str]
) -> str:
    """The value of one column of a row's document. Numbers of persons show four digits, bytes nothing.

    names  (column, id) -> name, for ids of people and agencies
    """
    value = document.get(column)
    if column in _NUMBERS:
        return _number_words(document.get(_NUMBERS[column]) or "", stands=value is not None)
    if value is None:
        return gettext("tidak diisi")
    if value == "":
        return gettext("kosong")
    if isinstance(value, bool):
        return gettext("ya") if value else gettext("tidak")
    if isinstance(value, int) and (column, value) in names:
        return names[column, value]
    if field is None:
        return answer_words(column, value) or _typed(field, column, value)
    return family_words(field.model._meta.db_table, column, value) or _typed(field, column, value)


def _number_words(first4: str, *, stands: bool) -> str:
    return first4 + "*" * (NUMBER_LENGTH - len(first4)) if stands else gettext("tidak diisi")


def _typed(field: models.Field[Any, Any] | None, column: str, value: Any) -> str:
    if isinstance(field, models.BinaryField):
        return gettext("(tersandi)")
    choices = dict(field.flatchoices) if field is not None else {}
    if value in choices:
        return str(choices[value])
    if isinstance(field, models.DateTimeField):
        return _moment(str(value))
    if isinstance(field, models.DateField):
        day = parse_date(str(value))
        return date_short(day) if day else str(value)
    if column.endswith("_idr") and isinstance(value, int):
        return rupiah(value)
    if isinstance(value, float):
        return number(value, 2)
    return mask_numbers_in(str(value))[:_LONGEST]


def _moment(text: str) -> str:
    moment = parse_datetime(text)
    if moment is None:
        return text
    aware = moment if moment.tzinfo else moment.replace(tzinfo=dt.UTC)
    return moment_long(aware, timezone.get_current_timezone())
