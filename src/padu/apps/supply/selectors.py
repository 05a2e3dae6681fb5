"""Reading offers and funds, each within what the actor may see."""

from __future__ import annotations

from collections.abc import Iterable

from django.db.models import QuerySet

from padu.apps.supply.models import Fund, Offer


def list_funds(region_code: str, year: int) -> QuerySet[Fund]:
    """Funds of a regency and year that the actor may see, by agency and name."""
    return Fund.objects.filter(region_code=region_code, year=year).select_related("agency").order_by("agency", "name")


def list_offers(region_code: str, year: int, *, active_only: bool = True) -> QuerySet[Offer]:
    """Offers of a regency and year that the actor may see, by agency, programme and title."""
    rows = Offer.objects.filter(region_code=region_code, year=year)
    if active_only:
        rows = rows.filter(active=True)
    return rows.select_related("agency", "fund").order_by("agency", "programme_no", "title")


def offers_by_id(ids: Iterable[int]) -> dict[int, Offer]:
    rows = Offer.objects.filter(pk__in=set(ids)).select_related("agency", "fund")
    return {offer.pk: offer for offer in rows}
