"""Writing the register of kampung: the regency's team keeps it."""

from __future__ import annotations

import datetime as dt

from padu.access.actor import Actor
from padu.access.audit import record_change
from padu.access.requests import require_place
from padu.access.verbs import Verb
from padu.apps.kampung.models import Kampung
from padu.domain.regions import Level, level_of


def kampung_register(
    *,
    actor: Actor,
    region_code: str,
    name: str,
    founded_on: dt.date | None = None,
    decree_number: str = "",
    made_up: bool = False,
) -> Kampung:
    """Enter a kampung of a village, or bring the one of this name to what is given.

    Raises ValueError for a place that is no village, Http404 outside the actor's places, PermissionDenied without the
    right to keep the regency's register.
    """
    if level_of(region_code) is not Level.VILLAGE:
        raise ValueError(region_code)
    require_place(actor, region_code, Verb.MEETING_RECORD)
    kampung, _ = Kampung.objects.update_or_create(
        region_code=region_code,
        name=name,
        defaults={"founded_on": founded_on, "decree_number": decree_number, "made_up": made_up},
    )
    record_change(actor, "kampung.register", region_code, f"kampung:{kampung.pk}")
    saved: Kampung = kampung
    return saved
