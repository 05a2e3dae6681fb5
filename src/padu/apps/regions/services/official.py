"""The official list, loaded as a whole by a command; what changed over time since stays as it is."""

from __future__ import annotations

from dataclasses import astuple, fields

from django.db import connection
from django.db.models import Count

from padu.access.reference import writing_reference
from padu.apps.regions.models import Region
from padu.apps.regions.official_list import EXPECTED_COUNTS, VINTAGE, OfficialRegion, read_official_list
from padu.domain.regions import Level

_COLUMNS = ", ".join(f.name for f in fields(OfficialRegion))
_STAGE = f"""
create temporary table official_region as
select {_COLUMNS} from regions_region with no data
"""  # noqa: S608 - our own column names
_CHANGED = ", ".join(f"{f.name} = excluded.{f.name}" for f in fields(OfficialRegion) if f.name != "code")
_STORE = f"""
insert into regions_region ({_COLUMNS}, bps_code, vintage)
select {_COLUMNS}, '', %(vintage)s from official_region
on conflict (code) do update set {_CHANGED}, vintage = excluded.vintage
where ({", ".join(f"regions_region.{f.name}" for f in fields(OfficialRegion))}, regions_region.vintage)
   is distinct from ({", ".join(f"excluded.{f.name}" for f in fields(OfficialRegion))}, excluded.vintage)
   and not exists (select 1 from regions_regionname n where n.code = excluded.code and n.name = excluded.name)
"""  # noqa: S608 - our own column names


def regions_loaded() -> bool:
    """Whether the places of the current list are all stored; counts one index, reads no file."""
    return region_counts() == {level.value: number for level, number in EXPECTED_COUNTS.items()}


def region_counts() -> dict[str, int]:
    """Places stored of the current list, by level."""
    rows = Region.objects.filter(vintage=VINTAGE).values_list("level").annotate(n=Count("code"))
    found = dict(rows.values_list("level", "n"))
    return {level.value: found[level.value] for level in Level if level.value in found}


@writing_reference()
def load_regions() -> dict[str, int]:
    """Store the official list; what is already right is not touched. Returns the counts read back from the database.

    Raises OddOfficialList before anything is written when the list is not the one that was checked.
    """
    rows = read_official_list()
    with connection.cursor() as cursor:
        cursor.execute(_STAGE)
        with cursor.copy(f"copy official_region ({_COLUMNS}) from stdin") as copy:
            for row in rows:
                copy.write_row(astuple(row))
        cursor.execute(_STORE, {"vintage": VINTAGE})
        cursor.execute("drop table official_region")
    return region_counts()
