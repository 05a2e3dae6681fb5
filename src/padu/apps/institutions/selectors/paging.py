"""Pages of a long list without counting: a page begins behind the last row of the one before, in any order."""

from __future__ import annotations

from typing import Final, TypeVar

from django.core.exceptions import ValidationError
from django.db.models import Model, Q, QuerySet

M = TypeVar("M", bound=Model)

_BIGGEST_ID: Final = 2**63 - 1


def ordered(rows: QuerySet[M], column: str, *, down: bool) -> QuerySet[M]:
    """Rows by a column that is never empty, equal ones by id."""
    return rows.order_by(f"-{column}" if down else column, "pk")


def page_after(rows: QuerySet[M], column: str, mark: str, size: int, *, down: bool = False) -> tuple[list[M], str]:
    """One page of rows behind a mark, and the mark of the last row where more follow ("" where none do).

    column  what the list is ordered by, never empty
    mark    "value~id" of the row that the page begins behind; anything else begins at the first row
    """
    found = list(ordered(rows.filter(_behind(rows, column, mark, down=down)), column, down=down)[: size + 1])
    last = found[size - 1] if len(found) > size else None
    return found[:size], f"{getattr(last, column)}~{last.pk}" if last else ""


def _behind(rows: QuerySet[M], column: str, mark: str, *, down: bool) -> Q:
    text, _sep, pk = mark.rpartition("~")
    if not (pk.isascii() and pk.isdigit()):
        return Q()
    try:
        value = rows.model._meta.get_field(column).to_python(text)  # type: ignore[union-attr]  # a column of its own
    except ValidationError:
        return Q()
    further = Q(**{f"{column}__{'lt' if down else 'gt'}": value})
    return further | Q(**{column: value, "pk__gt": min(int(pk), _BIGGEST_ID)})
