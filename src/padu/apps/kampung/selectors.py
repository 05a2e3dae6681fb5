"""Reading the register of kampung. What comes back is what the current actor may see: callers stand in a scope."""

from __future__ import annotations

from django.db.models import QuerySet

from padu.apps.kampung.models import Kampung
from padu.domain.regions import CodeRange


def list_kampung(region_code: str) -> QuerySet[Kampung]:
    """Kampung in a place and below it, in code order."""
    span = CodeRange.below(region_code)
    return Kampung.objects.filter(region_code__gte=span.start, region_code__lt=span.end).order_by("region_code", "name")


def get_kampung(region_code: str) -> Kampung | None:
    """The kampung of a village; the first by name where a village has several."""
    kampung: Kampung | None = Kampung.objects.filter(region_code=region_code).order_by("name").first()
    return kampung
