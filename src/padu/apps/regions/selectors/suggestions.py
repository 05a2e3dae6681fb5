"""Old places without a successor, and new ones of the same name: pairs for a person to confirm."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from dataclasses import dataclass

from padu.apps.regions.models import Region, RegionSuccession
from padu.domain.region_lists import Basis, suggest_successors

_DAY = dt.timedelta(days=1)


@dataclass(frozen=True, slots=True)
class OpenSuggestion:
    """An old and a new code of one name, not confirmed so far."""

    from_code: str
    to_code: str
    basis: Basis
    effective_on: dt.date


@dataclass(frozen=True, slots=True)
class Unsettled:
    """What is left to say about the places that ended: suggestions, and codes of which nothing is known."""

    suggestions: list[OpenSuggestion]
    without: list[str]


def open_suggestions() -> list[OpenSuggestion]:
    """Every pair that may be confirmed, in the order of the old codes."""
    return unsettled().suggestions


def unsettled() -> Unsettled:
    """Places that ended and have no successor: with a suggestion, or without one."""
    ended: dict[dt.date, dict[str, str]] = defaultdict(dict)
    settled: dict[dt.date, dict[str, str]] = defaultdict(dict)
    gone: set[tuple[str, dt.date]] = set()
    for old, new, day, share in RegionSuccession.objects.values_list("from_code", "to_code", "effective_on", "share"):
        gone.add((old, day))
        if share == 1:
            settled[day][old] = new
    for code, key, last in _keys(Region.objects.filter(valid_to__isnull=False), "valid_to"):
        ended[last + _DAY][code] = key
    added: dict[dt.date, dict[str, str]] = defaultdict(dict)
    for code, key, first in _keys(Region.objects.filter(valid_from__isnull=False), "valid_from"):
        added[first][code] = key
    found, without = [], []
    for day, names in sorted(ended.items()):
        links = {code: settled[day].get(code, "") for code in names if (code, day) in gone}
        pairs = suggest_successors(names, added[day], links)
        found += [OpenSuggestion(p.from_code, p.to_code, p.basis, day) for p in pairs]
        without += sorted(names.keys() - links.keys() - {p.from_code for p in pairs})
    return Unsettled(found, without)


def _keys(rows: object, column: str) -> list[tuple[str, str, dt.date]]:
    """Code, name as it is compared (a city is no regency of the same name), and day."""
    values = rows.values_list("code", "kind", "folded_name", column)  # type: ignore[attr-defined]  # a query set
    return [(code, f"{kind}:{name}" if kind == "kota" else name, day) for code, kind, name, day in values]
