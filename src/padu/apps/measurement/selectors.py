"""Reading results of the family index. What a person may see of small numbers is decided here, at the last step."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Final

from padu.access.gate import current_actor
from padu.access.verbs import Verb
from padu.apps.measurement.models import IndexResult
from padu.apps.measurement.services.sums import REGISTERED
from padu.apps.regions.selectors import list_children
from padu.domain.ibangga import DIMENSIONS, INDICATORS, Indicator
from padu.domain.privacy import below_threshold, suppress_row
from padu.domain.values import FigureValue, Missing

LOCAL_CALCULATION: Final = "hitungan setempat, bukan angka resmi BKKBN"
STRICT_INDICATORS: Final = frozenset({"no_family_conflict"})
"""Below 10 families with a conflict nobody sees the indicator, not even its own pokja: zero would tell as well."""


@dataclass(frozen=True, slots=True)
class IndicatorRate:
    """One of the 17 in a place: families to whom it applies and who answered, and how many of them meet it.

    percent  met / answered, 0..100; UNKNOWN where nobody answered
    Each is SUPPRESSED where it, or what it leaves, is a small number that this person may not see.
    """

    indicator: Indicator
    answered: FigureValue
    met: FigureValue
    percent: FigureValue


@dataclass(frozen=True, slots=True)
class IndexView:
    """The index of one place and year as the current actor may see it.

    registered   active families; families: those surveyed in the year; families_valid: those with an index
    coverage     families_valid / registered, 0..1; None where no family is registered
    dimensions   (name, 0..100 or None) in official order
    categories   families by category: rentan, berkembang, tangguh
    change       difference of the index to the year before, None where there is none
    """

    region_code: str
    year: int
    registered: int
    families: int
    families_valid: int
    coverage: float | None
    dimensions: tuple[tuple[str, float | None], ...]
    index: float | None
    category: str | None
    categories: tuple[int | Missing, ...]
    indicators: tuple[IndicatorRate, ...]
    change: float | None
    formula_version: str
    as_of: dt.date | None
    label: str = LOCAL_CALCULATION


@dataclass(frozen=True, slots=True)
class IndexLine:
    """One place in a list of places: nothing in it is about few families."""

    region_code: str
    registered: int
    families_valid: int
    coverage: float | None
    index: float | None
    category: str | None
    as_of: dt.date | None


def index_of(region_code: str, year: int) -> IndexView | None:
    """The index of a place, None where it was never computed.

    Whoever reads families in the place sees all counts but those of conflict; everybody else no small ones.
    """
    rows = {row.year: row for row in IndexResult.objects.filter(region_code=region_code, year__in=(year, year - 1))}
    found = rows.get(year)
    return _view(found, rows.get(year - 1)) if found else None


def newest_year(region_code: str) -> int | None:
    """The newest year in which at least one family of the place has an index."""
    rows = IndexResult.objects.filter(region_code=region_code, families_valid__gt=0)
    year: int | None = rows.order_by("-year").values_list("year", flat=True).first()
    return year


def index_lines(codes: Iterable[str], year: int) -> dict[str, IndexLine]:
    """The index of several places, by code; places without a result are left out."""
    return {row.region_code: _line(row) for row in IndexResult.objects.filter(region_code__in=list(codes), year=year)}


def index_below(region_code: str, year: int) -> dict[str, IndexLine]:
    """The index of the places directly below, by code."""
    return index_lines(list_children(region_code).values_list("code", flat=True), year)


def _view(row: IndexResult, before: IndexResult | None) -> IndexView:
    actor = current_actor()
    full = actor.may(Verb.FAMILY_READ, row.region_code)
    counts = (row.n_rentan, row.n_berkembang, row.n_tangguh)
    earlier = before.index if before else None
    line = _line(row)
    return IndexView(
        region_code=row.region_code,
        year=row.year,
        registered=line.registered,
        families=row.families,
        families_valid=row.families_valid,
        coverage=line.coverage,
        dimensions=tuple((str(d), getattr(row, str(d))) for d in DIMENSIONS),
        index=row.index,
        category=row.category,
        categories=counts if full else suppress_row(counts).parts,
        indicators=tuple(_rate(i, row.indicators[i.indicator_id], full=full) for i in INDICATORS),
        change=None if row.index is None or earlier is None else row.index - earlier,
        formula_version=row.formula_version,
        as_of=row.as_of,
    )


def _line(row: IndexResult) -> IndexLine:
    registered = int(row.sums.get(REGISTERED, row.families))
    return IndexLine(
        region_code=row.region_code,
        registered=registered,
        families_valid=row.families_valid,
        coverage=row.families_valid / registered if registered else None,
        index=row.index,
        category=row.category,
        as_of=row.as_of,
    )


def _rate(indicator: Indicator, counts: Sequence[int], *, full: bool) -> IndicatorRate:
    answered, met = counts
    if not answered:
        return IndicatorRate(indicator, 0, 0, Missing.UNKNOWN)
    if indicator.indicator_id in STRICT_INDICATORS and below_threshold(answered - met):
        return IndicatorRate(indicator, answered, Missing.SUPPRESSED, Missing.SUPPRESSED)
    if full:
        return IndicatorRate(indicator, answered, met, 100 * met / answered)
    public = suppress_row((met, answered - met))
    hidden = Missing.SUPPRESSED in (*public.parts, public.total)
    percent: FigureValue = Missing.SUPPRESSED if hidden else 100 * met / answered
    return IndicatorRate(indicator, public.total, public.parts[0], percent)
