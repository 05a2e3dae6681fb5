"""Reading places: public, so no actor is needed."""

from __future__ import annotations

from collections.abc import Iterable

from django.db.models import QuerySet

from padu.apps.regions.folding import fold_query
from padu.apps.regions.models import Region
from padu.domain.regions import CodeRange, ancestors, is_region_code


def get_region(code: str) -> Region | None:
    return Region.objects.filter(code=code).first()


def list_path(code: str) -> list[Region]:
    """The place with all places above it, from the nation down."""
    return list(Region.objects.filter(code__in=[*ancestors(code), code]).order_by("level_order"))


def list_children(code: str) -> QuerySet[Region]:
    return Region.objects.filter(parent_code=code).order_by("code")


def codes_below(code: str) -> list[str]:
    """Codes of all places below, in byte order; the place itself is left out."""
    span = CodeRange.below(code)
    rows = Region.objects.filter(code__gte=span.start, code__lt=span.end).exclude(code=code)
    return list(rows.order_by("code").values_list("code", flat=True))


def list_villages(code: str) -> QuerySet[Region]:
    """Villages of a place, in code order; of a village itself."""
    span = CodeRange.below(code)
    rows = Region.objects.filter(code__gte=span.start, code__lt=span.end, level=Region.Level.VILLAGE)
    return rows.order_by("code")


def search_regions(text: str, limit: int = 20) -> list[Region]:
    """Places by code or by name; case, spaces and apostrophes do not count. Higher levels come first."""
    text = text.strip()
    if is_region_code(text):
        return list(Region.objects.filter(code=text))
    folded = fold_query(text)
    if not folded:
        return []
    starts = Region.objects.filter(folded_name__gte=folded, folded_name__lt=folded + "~")
    return list(starts.order_by("level_order", "folded_name", "code")[:limit])


def names_of(codes: Iterable[str]) -> dict[str, str]:
    """Name with its kind for each code that exists: {"13.01.01.2001": "Nagari ..."}."""
    return {r.code: str(r) for r in Region.objects.filter(code__in=set(codes))}


def existing_codes(codes: Iterable[str]) -> set[str]:
    return set(Region.objects.filter(code__in=set(codes)).values_list("code", flat=True))
