"""Reading agencies. What comes back is what the current actor may see: callers stand in a scope."""

from __future__ import annotations

from collections.abc import Iterable

from django.db.models import Q, QuerySet
from django.utils import timezone

from padu.apps.institutions.models import Agency


def list_agencies(region_code: str) -> QuerySet[Agency]:
    """Agencies of a regency that exist today, in the order of their names."""
    today = timezone.localdate()
    return (
        Agency.objects.filter(region_code=region_code)
        .filter(Q(valid_from__isnull=True) | Q(valid_from__lte=today))
        .filter(Q(valid_to__isnull=True) | Q(valid_to__gte=today))
        .order_by("short_name", "pk")
    )


def get_agency(agency_id: int) -> Agency | None:
    agency: Agency | None = Agency.objects.filter(pk=agency_id).first()
    return agency


def find_agency(region_code: str, text: str) -> Agency | None:
    """The agency whose code, short name or name is the text; case does not count. None where none or several fit."""
    wanted = text.strip()
    fits = Q(code__iexact=wanted) | Q(short_name__iexact=wanted) | Q(name__iexact=wanted)
    found = list(list_agencies(region_code).filter(fits)[:2])
    return found[0] if len(found) == 1 else None


def names_of_agencies(agency_ids: Iterable[int]) -> dict[int, str]:
    """Short names by id of those of these agencies that the current actor may see; asks nothing for no ids."""
    ids = set(agency_ids)
    return dict(Agency.objects.filter(pk__in=ids).values_list("pk", "short_name")) if ids else {}


def agency_names(region_code: str) -> dict[int, str]:
    """Short names of all agencies a regency has or had, by id."""
    return dict(Agency.objects.filter(region_code=region_code).values_list("pk", "short_name"))
