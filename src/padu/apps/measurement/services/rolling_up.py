"""Each level from the sums of the level below: whole numbers, so the nation is exactly the sum of its villages."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator

from django.db.models.functions import Length

from padu.apps.measurement.models import IndexResult
from padu.apps.measurement.services.sums import add_sums, result_from_sums
from padu.domain.regions import NATION, CodeRange, Level, level_of, parent_of

_UPWARDS = (Level.DISTRICT, Level.REGENCY, Level.PROVINCE, Level.NATION)
_CODE_LENGTH = {Level.VILLAGE: 13, Level.DISTRICT: 8, Level.REGENCY: 5, Level.PROVINCE: 2}
_BELOW = {
    Level.DISTRICT: Level.VILLAGE,
    Level.REGENCY: Level.DISTRICT,
    Level.PROVINCE: Level.REGENCY,
    Level.NATION: Level.PROVINCE,
}


def results_above(region_code: str, year: int) -> Iterator[list[IndexResult]]:
    """Results of the districts of the place, then regencies, provinces and the nation: those that the place touches.

    Each level is to be stored before the next is asked for, because it is read from the rows of the level below.
    """
    for level in _UPWARDS:
        yield list(_results_of(level, region_code, year))


def _results_of(level: Level, region_code: str, year: int) -> Iterator[IndexResult]:
    by_parent: defaultdict[str, list[IndexResult]] = defaultdict(list)
    for child in _children(level, region_code, year):
        by_parent[parent_of(child.region_code) or NATION].append(child)
    for code, children in sorted(by_parent.items()):
        dates = [child.as_of for child in children if child.as_of is not None]
        yield result_from_sums(code, year, add_sums(c.sums for c in children), max(dates, default=None))


def _children(level: Level, region_code: str, year: int) -> Iterator[IndexResult]:
    """Rows one level below `level` whose parents the place touches."""
    span = CodeRange.below(_touched(level, region_code))
    rows = IndexResult.objects.annotate(width=Length("region_code")).filter(
        year=year, region_code__gte=span.start, region_code__lt=span.end, width=_CODE_LENGTH[_BELOW[level]]
    )
    return iter(rows.exclude(region_code=NATION).order_by("region_code"))


def _touched(level: Level, region_code: str) -> str:
    """The place itself where it lies above `level`, else its place at that level."""
    if level is Level.NATION or region_code == NATION:
        return NATION
    width = _CODE_LENGTH[level]
    return region_code[:width] if len(region_code) > width or level_of(region_code) is level else region_code
