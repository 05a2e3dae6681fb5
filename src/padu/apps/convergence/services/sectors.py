"""How many sectors worked in a kampung in the last 12 months, kept as a figure that earlier apps can read."""

from __future__ import annotations

import datetime as dt

from django.utils import timezone

from padu.access.actor import Actor, system_actor
from padu.access.gate import scoped
from padu.access.verbs import Verb
from padu.apps.convergence.models import Realisation
from padu.apps.convergence.selectors.matrix import column_folds
from padu.apps.institutions.models import Agency
from padu.apps.rumah_dataku.models import Figure
from padu.domain.cross_sector import SectorAgency, count_sectors

ELEMENT, COMPONENT, SOURCE = "cross_sector_agencies", "last_12_months", "laporan kegiatan Padu"


def sectors_note(*, region_code: str, day: dt.date, on_behalf_of: Actor | None = None) -> int:
    """Count the sectors of a village as of a day and keep the figure. Returns the count."""
    with scoped(system_actor(region_code, Verb.PLACE_READ, on_behalf_of=on_behalf_of)):
        sectors = count_sectors(_agencies_seen(region_code, day))
        Figure.objects.update_or_create(
            region_code=region_code,
            element=ELEMENT,
            component=COMPONENT,
            sex="",
            period=str(day.year),
            source=SOURCE,
            defaults={"value": float(sectors), "as_of": day, "updated_at": timezone.now()},
        )
    return sectors


def _agencies_seen(region_code: str, day: dt.date) -> list[SectorAgency]:
    """Agencies of work reported in the 12 months before the day; an agency named by hand stands by its name.

    A column that a regency split off or added counts as the official one it folds to.
    """
    rows = Realisation.objects.filter(region_code=region_code, done_on__gt=_a_year_before(day), done_on__lte=day)
    folds = column_folds()
    seen = {(_name_of(row), folds.get(row.column_key, row.column_key), row.agency_id) for row in rows}
    agency_ids = {agency_id for _, _, agency_id in seen if agency_id}
    opted_out = set(Agency.objects.filter(pk__in=agency_ids, counts_as_sector=False).values_list("pk", flat=True))
    return [
        SectorAgency(name, column, opted_out=agency_id in opted_out)
        for name, column, agency_id in sorted(seen, key=str)
    ]


def _name_of(row: Realisation) -> str:
    return str(row.agency_id) if row.agency_id else row.agency_name.casefold() or row.column_key


def _a_year_before(day: dt.date) -> dt.date:
    return day.replace(year=day.year - 1) if (day.month, day.day) != (2, 29) else day.replace(year=day.year - 1, day=28)
