"""What other apps know that field work is measured by: kampung, families and the 13 columns."""

from __future__ import annotations

import datetime as dt
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from padu.apps.institutions.models import Territory
from padu.apps.institutions.selectors.field import sector_of
from padu.apps.kampung.selectors import list_kampung
from padu.apps.measurement.models import IndexResult
from padu.apps.programmes.selectors import list_matrix_columns
from padu.apps.regions.selectors import list_villages
from padu.domain.field_work import Duty, Load, load_of
from padu.domain.privacy import suppress_small
from padu.domain.regions import NATION, CodeRange
from padu.domain.values import Missing


@dataclass(frozen=True, slots=True)
class Sectors:
    """The 13 official columns in order, with short names, and what a regency's own columns fold to."""

    names: Mapping[str, str]
    folds_to: Mapping[str, str]

    @property
    def official(self) -> Sequence[str]:
        return list(self.names)

    def column_of(self, key: str) -> str:
        return self.folds_to.get(key, key)

    def keys_of(self, column: str) -> list[str]:
        """The column and all that fold to it."""
        return [column, *(key for key, official in self.folds_to.items() if official == column)]


def sectors_of(region_code: str = NATION) -> Sectors:
    """The columns as a place uses them."""
    columns = list_matrix_columns(region_code)
    names = {c.key: c.short_name for c in columns if c.folds_to_id is None}
    return Sectors(names, {c.key: c.folds_to_id for c in columns if c.folds_to_id is not None})


def serving_by_village(territories: Sequence[Territory], sectors: Sectors) -> dict[str, Counter[str]]:
    """Number of persons by village and official column; one person in two roles counts once."""
    seen = {(t.region_code, sectors.column_of(sector_of(t.worker)), t.worker_id) for t in territories}
    found: dict[str, Counter[str]] = {}
    for village, column, _worker in seen:
        found.setdefault(village, Counter())[column] += 1
    return found


def families_of(region_code: str) -> dict[str, int]:
    """Families surveyed per village in the newest year that has any: the stored figure, no family is read."""
    span = CodeRange.below(region_code)
    rows = IndexResult.objects.filter(region_code__gte=span.start, region_code__lt=span.end, families__gt=0)
    villages = set(list_villages(region_code).values_list("code", flat=True))
    found = rows.order_by("year").values_list("region_code", "families")
    return {code: families for code, families in found if code in villages}


def kampung_of(region_code: str) -> dict[str, int]:
    """Number of kampung per village."""
    return Counter(list_kampung(region_code).values_list("region_code", flat=True))


def loads_of(region_code: str, workers: Sequence[int], duties: Sequence[Duty], day: dt.date) -> list[Load]:
    """Load of each worker on a day, counted over the villages of a place."""
    kampung, families = kampung_of(region_code), families_of(region_code)
    return [load_of(worker, duties, day, kampung=kampung, families=families) for worker in workers]


def families_shown(load: Load) -> int | Missing:
    """Families of a load as anybody may see them: fewer than ten are hidden."""
    return suppress_small(load.families)
