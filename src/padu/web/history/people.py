"""Names of the people behind ids: who did something is shown to whoever may see what was done."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django.db.models import Q

from padu.access.actor import Actor
from padu.access.gate import scoped
from padu.apps.accounts.models import User
from padu.apps.institutions.models import Agency

# More people with the same words in their names are not told apart by a search; the rest asks for more letters.
_FOUND_AT_MOST = 200


def names_of_people(ids: Iterable[int | None]) -> dict[int, str]:
    """Full name by id. Read as the system: an officer's name is no secret to those who may see the officer's work."""
    wanted = {one for one in ids if one is not None}
    if not wanted:
        return {}
    with scoped(Actor(system=True)):
        return dict(User.gated.filter(pk__in=wanted).values_list("pk", "full_name"))


def people_named(text: str) -> list[int]:
    """Ids of the accounts whose name or user name holds these words."""
    with scoped(Actor(system=True)):
        rows = User.gated.filter(Q(full_name__icontains=text) | Q(username__icontains=text)).order_by("pk")
        return list(rows.values_list("pk", flat=True)[:_FOUND_AT_MOST])


def references(documents: Iterable[dict[str, Any]]) -> dict[tuple[str, int], str]:
    """Names behind the ids in these rows: (column, id) -> name, for columns that name a person or an agency."""
    pairs = {
        (column, value)
        for document in documents
        for column, value in document.items()
        if isinstance(value, int) and (_names_a_person(column) or column == "agency_id")
    }
    people = names_of_people(value for column, value in pairs if _names_a_person(column))
    agencies = {value for column, value in pairs if column == "agency_id"}
    names = dict(Agency.objects.filter(pk__in=agencies).values_list("pk", "short_name")) if agencies else {}
    by_column = {(column, value): people.get(value) or "" for column, value in pairs if _names_a_person(column)}
    by_column |= {("agency_id", value): names.get(value, "") for value in agencies}
    return {pair: name for pair, name in by_column.items() if name}


def _names_a_person(column: str) -> bool:
    return column.endswith("_by") or column in ("by", "user_id")
