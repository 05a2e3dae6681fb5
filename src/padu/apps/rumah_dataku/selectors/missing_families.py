"""Families about which it is asked where they went. Callers stand in a scope."""

from __future__ import annotations

from typing import Final

from django.db.models import Count, Q, QuerySet
from django.http import Http404

from padu.apps.rumah_dataku.models import MissingFamily

Answer = MissingFamily.Answer
STATES: Final = {"": Answer.OPEN, "belum-tahu": Answer.UNKNOWN, "di-sini": Answer.HERE}
"""Word of the address -> which of them."""


def missing_families(answer: str = Answer.OPEN) -> QuerySet[MissingFamily]:
    """Of families that are still counted; who moved away, died or was merged is no question any more."""
    rows: QuerySet[MissingFamily] = MissingFamily.objects.filter(answer=answer, family__active=True)
    return rows


def missing_of_village(region_code: str, answer: str = Answer.OPEN) -> QuerySet[MissingFamily]:
    """Those of a village, with their families and how many live there."""
    living = Count("family__members", filter=Q(family__members__active=True))
    return missing_families(answer).filter(region_code=region_code).select_related("family").annotate(living=living)


def get_missing(missing_id: int) -> MissingFamily:
    """Raises Http404 for one that is not there for the current actor."""
    found: MissingFamily | None = MissingFamily.objects.filter(pk=missing_id).first()
    if found is None:
        raise Http404
    return found
