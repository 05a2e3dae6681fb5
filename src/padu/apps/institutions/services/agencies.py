"""Writing agencies: the regency's team keeps the list."""

from __future__ import annotations

from padu.access.actor import Actor
from padu.access.audit import record_change
from padu.access.requests import require_place
from padu.access.verbs import Verb
from padu.apps.institutions.models import Agency


def agency_save(
    *,
    actor: Actor,
    region_code: str,
    code: str,
    name: str,
    short_name: str,
    column_key: str,
    teams: int = 1,
    counts_as_sector: bool = True,
    made_up: bool = False,
) -> Agency:
    """Add an agency of a regency, or bring the one with this code to what is given.

    column_key  one of the matrix columns; the caller has checked that it exists (columns belong to a later app)
    teams       villages the agency can serve on one day, at least 0

    Raises Http404 outside the actor's places, PermissionDenied without the right to keep the regency's list.
    """
    require_place(actor, region_code, Verb.MEETING_RECORD)
    if teams < 0:
        raise ValueError(teams)
    agency, _ = Agency.objects.update_or_create(
        region_code=region_code,
        code=code,
        defaults={
            "name": name,
            "short_name": short_name,
            "column_key": column_key,
            "teams": teams,
            "counts_as_sector": counts_as_sector,
            "made_up": made_up,
        },
    )
    record_change(actor, "agency.save", region_code, f"agency:{agency.pk}")
    saved: Agency = agency
    return saved
