"""The orders of the list of families, and where a page of it begins: behind or before a family, in any order."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from typing import Any, Final

from django.db.models import OuterRef, Q, QuerySet, Subquery, Value
from django.db.models.functions import Coalesce, Lower

from padu.apps.rumah_dataku.models import FamilySurvey

BY_RT: Final = "rt"
BY_NAME: Final = "nama"
BY_VISIT: Final = "data"
_PLACE: Final = ("rw", "rt", "name_order", "pk")
ORDERS: Final[dict[str, tuple[str, ...]]] = {
    BY_RT: _PLACE,
    BY_NAME: ("name_order", "pk"),
    BY_VISIT: ("visit_order", *_PLACE),
}
"""Key in the address -> columns, each of them never empty and all together different for every family."""
# Who was never visited comes before the oldest visit.
_NEVER: Final = dt.date.min
_BIGGEST_ID: Final = 2**63 - 1


def newest_surveys() -> QuerySet[Any]:
    """Surveys of the family of the outer query, the newest data year first."""
    return FamilySurvey.objects.filter(family=OuterRef("pk")).order_by("-year")


def with_order(rows: QuerySet[Any], by: str) -> QuerySet[Any]:
    """Families with the columns that they are ordered by. Names are compared without regard to case."""
    rows = rows.annotate(name_order=Lower("head_name"))
    if by != BY_VISIT:
        return rows
    last = Subquery(newest_surveys().values("surveyed_on")[:1])
    dated: QuerySet[Any] = rows.annotate(visit_order=Coalesce(last, Value(_NEVER)))
    return dated


def in_order(rows: QuerySet[Any], by: str, *, down: bool) -> QuerySet[Any]:
    """Rows of `with_order`. by: a key of ORDERS; down: the other way round"""
    return rows.order_by(*(f"-{name}" if down else name for name in ORDERS[by]))


def beyond(rows: QuerySet[Any], here: QuerySet[Any], by: str, mark: str, *, down: bool) -> QuerySet[Any]:
    """Rows of `with_order` that come behind a family (before it: asked with `down` turned round).

    here  families among which the marked one is looked for, without filters: it may have changed meanwhile
    mark  its number, so that no name stands in an address; one that is none of them begins at the first row
    """
    if not (mark.isascii() and mark.isdigit() and int(mark) <= _BIGGEST_ID):
        return rows
    stands = with_order(here.filter(pk=mark), by).values_list(*ORDERS[by]).first()
    return rows.filter(_further(ORDERS[by], stands, "lt" if down else "gt")) if stands else rows


def _further(columns: Sequence[str], values: Sequence[Any], way: str) -> Q:
    """The first column further on, or that one equal and the others further on."""
    first = Q(**{f"{columns[0]}__{way}": values[0]})
    if len(columns) == 1:
        return first
    return first | Q(**{columns[0]: values[0]}) & _further(columns[1:], values[1:], way)
