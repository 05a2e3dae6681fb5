"""Who follows whom: the places that one comes from, and those that an old one has become."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass

from django.db import connection
from django.utils import timezone

from padu.access.actor import Inherited
from padu.apps.regions.models import Region, RegionName, RegionSuccession
from padu.domain.regions import NATION, CodeRange
from padu.domain.regions_over_time import ChangeKind, Link, Succession, predecessors_on, successors_on

# Families follow where the whole place went over, or where somebody confirmed it: twin of `families_follow`.
# A place that is still in force keeps its rows for itself, whatever part of it went elsewhere.
_INHERITED = """
with recursive chain(old_code, new_code, families, since) as (
    select s.from_code, s.to_code, coalesce(s.families, coalesce(s.share = 1, false)), s.effective_on
      from regions_regionsuccession s
     where s.effective_on <= %(day)s and s.from_code <> s.to_code and s.to_code <> '' and ({within})
    union
    select s.from_code, c.new_code, c.families and coalesce(s.families, coalesce(s.share = 1, false)), s.effective_on
      from chain c join regions_regionsuccession s on s.to_code = c.old_code
     where s.from_code <> s.to_code and s.effective_on <= c.since
)
select c.old_code, c.new_code, bool_and(c.families)
  from chain c join regions_region r on r.code = c.old_code
 where r.valid_to < %(day)s
 group by c.old_code, c.new_code
"""
_WITHIN = "(s.to_code >= %(from_{n})s and s.to_code < %(to_{n})s and (s.from_code < %(from_{n})s or s.from_code >= %(to_{n})s))"  # noqa: E501


def inherited_by(roots: Iterable[str], on: dt.date | None = None) -> tuple[Inherited, ...]:
    """Old places outside these roots whose rows are read under a place in them; for the nation none: it reads all."""
    spans = [CodeRange.below(root) for root in sorted(set(roots))]
    if not spans or NATION in roots or any(span.start == "0" for span in spans):
        return ()
    arguments: dict[str, str | dt.date] = {"day": on or timezone.localdate()}
    for n, span in enumerate(spans):
        arguments |= {f"from_{n}": span.start, f"to_{n}": span.end}
    within = " or ".join(_WITHIN.format(n=n) for n in range(len(spans)))
    with connection.cursor() as cursor:
        cursor.execute(_INHERITED.format(within=within), arguments)
        return tuple(Inherited(*row) for row in cursor.fetchall())


def predecessor_codes(codes: Iterable[str], on: dt.date | None = None) -> dict[str, frozenset[str]]:
    """Old codes whose rows belong under each of these places: {code: old codes}."""
    wanted = set(codes)
    found: dict[str, set[str]] = {code: set() for code in wanted}
    for row in inherited_by(wanted, on):
        for code in wanted:
            if CodeRange.below(code).holds(row.new_code):
                found[code].add(row.old_code)
    return {code: frozenset(old) for code, old in found.items()}


@dataclass(frozen=True, slots=True)
class Heritage:
    """An old or a new place beside one: how it is connected.

    link    share over all changes between, None where not known
    kind, effective_on, source  of the change next to this place, empty where there are changes between
    """

    region: Region
    link: Link
    kind: str
    effective_on: dt.date | None
    source: str


def heritage_of(code: str, on: dt.date | None = None) -> tuple[list[Heritage], list[Heritage]]:
    """Where a place comes from, and what it has become, by a day: ("berasal dari", "menjadi"), in code order."""
    day = on or timezone.localdate()
    rows = _connected(code)
    if not rows:
        return [], []
    steps = {(r.from_code, r.to_code): r for r in rows}
    facts = [_fact(row) for row in rows]
    before = predecessors_on(code, day, facts)
    after = {new: link for new, link in successors_on(code, day, facts).items() if new != code}
    regions = Region.objects.in_bulk([*before, *after])
    return (
        [_heritage(regions[old], link, steps.get((old, code))) for old, link in before.items() if old in regions],
        [_heritage(regions[new], link, steps.get((code, new))) for new, link in after.items() if new in regions],
    )


def successor_links(code: str, on: dt.date | None = None, since: dt.date = dt.date.min) -> dict[str, Link]:
    """The places in which an old one, as it was on the day `since`, lies on a day; itself where nothing happened."""
    return successors_on(code, on or timezone.localdate(), [_fact(row) for row in _connected(code)], since)


def _heritage(region: Region, link: Link, step: RegionSuccession | None) -> Heritage:
    if step is None:
        return Heritage(region, link, "", None, "")
    return Heritage(region, link, step.kind, step.effective_on, step.source)


_CONNECTED = """
with recursive back(code) as (
    select %(code)s::text collate "C"
    union select s.from_code from regions_regionsuccession s join back on s.to_code = back.code
), forth(code) as (
    select %(code)s::text collate "C"
    union select s.to_code from regions_regionsuccession s join forth on s.from_code = forth.code
)
select s.id from regions_regionsuccession s
 where s.to_code in (select code from back) or s.from_code in (select code from forth)
"""


def _connected(code: str) -> list[RegionSuccession]:
    """Every change on the way to a place and from it."""
    with connection.cursor() as cursor:
        cursor.execute(_CONNECTED, {"code": code})
        ids = [row[0] for row in cursor.fetchall()]
    return list(RegionSuccession.objects.filter(pk__in=ids).order_by("effective_on", "pk")) if ids else []


def _fact(row: RegionSuccession) -> Succession:
    return Succession(row.from_code, row.to_code, row.effective_on, row.share, ChangeKind(row.kind), row.families)


def names_over_time(code: str) -> list[RegionName]:
    """Earlier names of a place, the latest first."""
    return list(RegionName.objects.filter(code=code).order_by("-valid_to"))
