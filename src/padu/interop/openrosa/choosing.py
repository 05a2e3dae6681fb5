"""What an officer chooses from where a submission names something that is not there: villages, events, programmes."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Final

from django.utils import timezone

from padu.access.actor import Actor
from padu.apps.convergence.selectors.reportable import reportable_events
from padu.apps.programmes.selectors import list_matrix_columns, list_programmes
from padu.apps.regions.selectors import names_of
from padu.interop.openrosa.activity_form import COMMITMENT_LIST, EVENT_LIST
from padu.interop.openrosa.entities import villages_of

Choices = list[tuple[str, str]]
"""Value and label."""
Said = Mapping[str, str]

SEVERAL: Final = frozenset({COMMITMENT_LIST})
"""Fields of which several may be chosen; their values stand in one text with blanks between."""


def choices_of(actor: Actor, field: str, said: Said) -> Choices:
    """What can be chosen for a field, as the other answers stand; nothing where the field is typed."""
    found = _CHOICES.get(field)
    return found(actor, said) if found else []


def _villages(actor: Actor, _: Said) -> Choices:
    codes = villages_of(actor)
    names = names_of(codes)
    return [(code, names.get(code, code)) for code in codes]


def _events(actor: Actor, said: Said) -> Choices:
    rows = reportable_events(actor, [said.get("village_code", "")], timezone.localdate())
    return [(str(row.pk), row.label) for row in rows]


def _commitments(actor: Actor, said: Said) -> Choices:
    rows = reportable_events(actor, [said.get("village_code", "")], timezone.localdate())
    of = [row for row in rows if str(row.pk) == said.get("acara")]
    return [(str(pk), title) for row in of for pk, title in row.activities]


def _programmes(_: Actor, __: Said) -> Choices:
    return [(str(row.number), f"{row.number}. {row.name}") for row in list_programmes()]


def _columns(_: Actor, said: Said) -> Choices:
    village = said.get("village_code", "")
    return [(row.key, row.name) for row in list_matrix_columns(village)] if village else []


_CHOICES: Final[Mapping[str, Callable[[Actor, Said], Choices]]] = {
    "village_code": _villages,
    EVENT_LIST: _events,
    COMMITMENT_LIST: _commitments,
    "programme_no": _programmes,
    "column_key": _columns,
}
