"""Coverage: how many villages of each place have at least one kampung on a day, against all its villages."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from django.db.models import Count, Q
from django.db.models.functions import Substr

from padu.apps.kampung.models import Kampung
from padu.apps.regions.selectors import list_below, list_villages
from padu.domain.kampung_formation import share_formed
from padu.domain.regions import CodeRange


@dataclass(frozen=True, slots=True)
class CoverageLine:
    """One place on a day.

    formed   villages with at least one kampung
    added    of them, those that had none on the last day of the year before
    undated  villages whose only kampung have no founding date: neither counted nor denied
    """

    region_code: str
    name: str
    villages: int
    formed: int
    added: int
    undated: int

    @property
    def share(self) -> float | None:
        """Per cent of the villages; None where there are none."""
        return share_formed(self.formed, self.villages)


@dataclass(frozen=True, slots=True)
class Coverage:
    """The places directly below one place, and that place as a whole."""

    on: dt.date
    lines: Sequence[CoverageLine]
    total: CoverageLine


def formed_q(on: dt.date) -> Q:
    """Twin of `kampung_formation.is_formed` as a filter."""
    return Q(founded_on__lte=on) & (Q(dissolved_on__isnull=True) | Q(dissolved_on__gt=on))


def undated_q(on: dt.date) -> Q:
    return Q(founded_on__isnull=True) & (Q(dissolved_on__isnull=True) | Q(dissolved_on__gt=on))


def _rows_below(region_code: str, *wanted: Q) -> set[str]:
    span = CodeRange.below(region_code)
    rows = Kampung.objects.filter(*wanted, region_code__gte=span.start, region_code__lt=span.end)
    return set(rows.order_by().values_list("region_code", flat=True).distinct())


def formed_villages(region_code: str, on: dt.date) -> set[str]:
    """Codes of the villages of a place with at least one kampung on a day."""
    return _rows_below(region_code, formed_q(on))


def coverage_of(region_code: str, on: dt.date, name: str = "") -> Coverage:
    """Coverage of the places directly below a place that the actor may read, and of the whole."""
    places = list_below(region_code)
    length = len(places[0].region.code) if places else len(region_code)
    before = dt.date(on.year - 1, 12, 31)
    counts = {
        what: _counted(region_code, length, wanted)
        for what, wanted in {"formed": formed_q(on), "before": formed_q(before), "undated": undated_q(on)}.items()
    }
    kept = _counted(region_code, length, formed_q(on), also=formed_q(before))
    undated = _undated_only(region_code, length, on) if counts["undated"] else {}
    lines = [
        CoverageLine(
            region_code=place.region.code,
            name=str(place.region),
            villages=place.villages,
            formed=counts["formed"].get(place.region.code, 0),
            added=counts["formed"].get(place.region.code, 0) - kept.get(place.region.code, 0),
            undated=undated.get(place.region.code, 0),
        )
        for place in places
    ]
    return Coverage(on, lines, _total(region_code, name, lines))


def _counted(region_code: str, length: int, wanted: Q, also: Q | None = None) -> dict[str, int]:
    """Villages with a kampung that is wanted, by the place below that they lie in."""
    span = CodeRange.below(region_code)
    rows = Kampung.objects.filter(wanted, region_code__gte=span.start, region_code__lt=span.end)
    if also is not None:
        rows = rows.filter(region_code__in=Kampung.objects.filter(also).values("region_code"))
    grouped = rows.order_by().annotate(child=Substr("region_code", 1, length)).values("child")
    return dict(grouped.annotate(n=Count("region_code", distinct=True)).values_list("child", "n"))


def _undated_only(region_code: str, length: int, on: dt.date) -> dict[str, int]:
    """Villages with undated kampung and none that counts."""
    found: dict[str, int] = {}
    for code in _rows_below(region_code, undated_q(on)) - formed_villages(region_code, on):
        found[code[:length]] = found.get(code[:length], 0) + 1
    return found


def _total(region_code: str, name: str, lines: Iterable[CoverageLine]) -> CoverageLine:
    rows = list(lines)
    return CoverageLine(
        region_code=region_code,
        name=name,
        villages=sum(line.villages for line in rows),
        formed=sum(line.formed for line in rows),
        added=sum(line.added for line in rows),
        undated=sum(line.undated for line in rows),
    )


def holds_made_up(region_code: str) -> bool:
    """Whether made-up kampung stand among those of a place: what is made of them is marked."""
    span = CodeRange.below(region_code)
    return Kampung.objects.filter(region_code__gte=span.start, region_code__lt=span.end, made_up=True).exists()


@dataclass(frozen=True, slots=True)
class YearPoint:
    """Coverage on the last day of a year, or today for the running one."""

    year: int
    on: dt.date
    formed: int
    villages: int

    @property
    def share(self) -> float | None:
        return share_formed(self.formed, self.villages)


def coverage_by_year(region_code: str, years: Sequence[int], today: dt.date) -> list[YearPoint]:
    """How coverage grew: one point a year, all against the villages of today."""
    days = {year: min(dt.date(year, 12, 31), today) for year in years}
    span = CodeRange.below(region_code)
    rows = Kampung.objects.filter(region_code__gte=span.start, region_code__lt=span.end)
    counts = rows.aggregate(
        **{f"y{year}": Count("region_code", distinct=True, filter=formed_q(day)) for year, day in days.items()}
    )
    villages = list_villages(region_code).count()
    return [YearPoint(year, day, counts[f"y{year}"], villages) for year, day in days.items()]
