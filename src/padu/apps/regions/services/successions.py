"""Successions from a file: who follows whom from which day on, with places and names that come with it."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass, replace
from decimal import Decimal
from typing import Any

from django.db import connection
from django.utils import timezone
from django.utils.translation import gettext

from padu.access.actor import Actor
from padu.apps.regions.change_rows import day_of
from padu.apps.regions.folding import fold
from padu.apps.regions.models import Region, RegionName, RegionSuccession
from padu.apps.regions.official_list import OddOfficialList, official_region
from padu.apps.regions.selectors import valid_q
from padu.domain.regions import Level, level_of, parent_of
from padu.domain.regions_over_time import GOES_ON, ChangeIssue, ChangeKind, Succession, Validity, check_successions

_DAY = dt.timedelta(days=1)
Rows = Sequence[Mapping[str, Any]]


@dataclass(frozen=True, slots=True)
class Check:
    """What a file would do: the rows that are wrong, and what would change, by kind of change."""

    issues: list[ChangeIssue]
    counts: dict[str, int]


def fact_of(row: Mapping[str, Any]) -> Succession:
    """A row of a file as a succession."""
    share = None if row["share"] is None else Decimal(row["share"])
    return Succession(row["from_code"], row["to_code"], day_of(row), share, ChangeKind(row["kind"]), row["families"])


def stored_facts() -> list[Succession]:
    """Every succession stored so far."""
    rows = RegionSuccession.objects.values_list("from_code", "to_code", "effective_on", "share", "kind", "families")
    return [Succession(a, b, day, share, ChangeKind(kind), families) for a, b, day, share, kind, families in rows]


def check(rows: Rows) -> Check:
    """Everything wrong with these rows, and what storing them would change."""
    facts = [fact_of(row) for row in rows]
    regions = Region.objects.in_bulk({code for f in facts for code in (f.from_code, f.to_code, _above(f.to_code))})
    fresh = new_places(rows, regions)
    places = _places_then(facts, regions, fresh)
    lines = [row["line"] for row in rows]
    known = stored_facts()
    passing = [f for f in facts if not _is_rename(f)]
    passing_lines = [line for line, f in zip(lines, facts, strict=True) if not _is_rename(f)]
    issues = [replace(i, row=passing_lines[i.row - 1]) for i in check_successions(passing, places, known)]
    issues += _rename_issues(rows, facts, regions) + _new_place_issues(rows, fresh, places)
    if not issues:
        issues += _orphans(rows, facts)
    return Check(issues, _counts(rows, facts, regions, fresh, known))


def _above(code: str) -> str:
    return (parent_of(code) or "") if code else ""


def _is_rename(fact: Succession) -> bool:
    return fact.kind is ChangeKind.RENAME


def new_places(rows: Rows, regions: Mapping[str, Region]) -> dict[str, Mapping[str, Any]]:
    """Rows that bring a place that does not exist yet, by its code."""
    return {r["to_code"]: r for r in rows if r["to_name"] and r["to_code"] and r["to_code"] not in regions}


def _places_then(
    facts: Sequence[Succession], regions: Mapping[str, Region], fresh: Mapping[str, Mapping[str, Any]]
) -> dict[str, Validity]:
    """When each place of the file is in force once the file is stored."""
    places = {code: Validity(r.valid_from, r.valid_to) for code, r in regions.items()}
    places |= {code: Validity(day_of(row)) for code, row in fresh.items()}
    for code, last in ends_of(facts).items():
        if code in places:
            now = places[code].valid_to
            places[code] = replace(places[code], valid_to=last if now is None else min(now, last))
    return places


def ends_of(facts: Sequence[Succession]) -> dict[str, dt.date]:
    """The last day of each place that ends by these successions."""
    stay = {(f.from_code, f.effective_on) for f in facts if f.stays}
    return {
        f.from_code: f.effective_on - _DAY
        for f in facts
        if f.kind not in GOES_ON and (f.from_code, f.effective_on) not in stay
    }


def _rename_issues(rows: Rows, facts: Sequence[Succession], regions: Mapping[str, Region]) -> list[ChangeIssue]:
    issues = []
    for row, fact in zip(rows, facts, strict=True):
        if not _is_rename(fact):
            continue
        line = row["line"]
        if fact.from_code not in regions:
            expected = gettext("kode yang ada dalam daftar wilayah")
            issues.append(ChangeIssue(line, "unknown_code", "from_code", fact.from_code, expected))
        if not fact.stays:
            expected = gettext("kode yang sama; untuk kode yang berganti pakai new_code")
            issues.append(ChangeIssue(line, "rename_keeps_code", "to_code", fact.to_code, expected))
        elif not row["to_name"]:
            issues.append(ChangeIssue(line, "value_required", "to_name", "", gettext("nama baru")))
    return issues


def _new_place_issues(
    rows: Rows, fresh: Mapping[str, Mapping[str, Any]], places: Mapping[str, Validity]
) -> list[ChangeIssue]:
    issues = []
    above = Region.objects.in_bulk({parent_of(code) or "" for code in fresh})
    for code, row in fresh.items():
        parent = parent_of(code) or ""
        known = places.get(parent) or (
            Validity(above[parent].valid_from, above[parent].valid_to) if parent in above else None
        )
        if known is None or not known.on(day_of(row)):
            expected = gettext("wilayah di atasnya berlaku pada hari itu")
            issues.append(ChangeIssue(row["line"], "parent_missing", "to_code", code, expected))
        try:
            official_region(code, row["to_name"])
        except OddOfficialList:
            expected = gettext("angka kesepuluh 1, 2, atau 3")
            issues.append(ChangeIssue(row["line"], "code_form", "to_code", code, expected))
    names = {(r["to_code"], r["to_name"]) for r in rows if r["to_code"] in fresh and r["to_name"]}
    if len(names) > len(fresh):
        issues += [
            ChangeIssue(r["line"], "name_differs", "to_name", r["to_name"], gettext("satu nama untuk satu kode baru"))
            for code, first in fresh.items()
            for r in rows
            if r["to_code"] == code and r["to_name"] and fold(r["to_name"]) != fold(first["to_name"])
        ]
    return issues


def _orphans(rows: Rows, facts: Sequence[Succession]) -> list[ChangeIssue]:
    """Places that would stay in force below one that ends: they need rows of their own."""
    ends = ends_of(facts)
    upper = {code: last for code, last in ends.items() if level_of(code) is not Level.VILLAGE}
    if not upper:
        return []
    lines = {f.from_code: row["line"] for row, f in zip(rows, facts, strict=True)}
    left: dict[str, int] = {}
    below = Region.objects.filter(valid_q(max(upper.values()) + _DAY), parent_code__in=list(upper)).exclude(
        code__in=ends
    )
    for parent in below.values_list("parent_code", flat=True):
        left[parent] = left.get(parent, 0) + 1
    expected = gettext("baris sendiri untuk setiap wilayah di bawahnya")
    return [
        ChangeIssue(lines[code], "places_below", "from_code", f"{code} (+{number})", expected)
        for code, number in left.items()
    ]


def _counts(
    rows: Rows,
    facts: Sequence[Succession],
    regions: Mapping[str, Region],
    fresh: Mapping[str, Mapping[str, Any]],
    known: Sequence[Succession],
) -> dict[str, int]:
    """What would change, counted: all nought for a file that is stored already."""
    before = {(f.from_code, f.to_code, f.effective_on): f for f in known}
    passing = [f for f in facts if not _is_rename(f)]
    ends = ends_of(facts)
    return {
        "rows": len(rows),
        "new": sum((f.from_code, f.to_code, f.effective_on) not in before for f in passing),
        "changed": sum(before.get((f.from_code, f.to_code, f.effective_on), f) != f for f in passing),
        "ended": sum(c in regions and _ends_later(regions[c], last) for c, last in ends.items()),
        "places": len(fresh),
        "renamed": sum(
            _is_rename(f) and f.from_code in regions and regions[f.from_code].name != row["to_name"]
            for row, f in zip(rows, facts, strict=True)
        ),
    }


def _ends_later(region: Region, last: dt.date) -> bool:
    return region.valid_to is None or region.valid_to > last


def store(rows: Rows, *, actor: Actor, file_id: int) -> None:
    """Write what the checked rows say, as a whole; the caller stands in a transaction."""
    facts = [fact_of(row) for row in rows]
    regions = Region.objects.in_bulk({f.from_code for f in facts} | {f.to_code for f in facts})
    _create_places(new_places(rows, regions))
    _rename(rows, facts, regions)
    now = timezone.now()
    RegionSuccession.objects.bulk_create(
        [
            RegionSuccession(
                **asdict(f), source=row["source"], change_file_id=file_id, confirmed_by=actor.user_id, confirmed_at=now
            )
            for row, f in zip(rows, facts, strict=True)
            if not _is_rename(f)
        ],
        update_conflicts=True,
        unique_fields=["from_code", "to_code", "effective_on"],
        update_fields=["share", "kind", "families", "source", "change_file_id", "confirmed_by", "confirmed_at"],
    )
    end_places(ends_of(facts))


def _create_places(fresh: Mapping[str, Mapping[str, Any]]) -> None:
    made = []
    for code, row in fresh.items():
        place = asdict(official_region(code, row["to_name"]))
        made.append(Region(**place, valid_from=day_of(row), vintage=row["source"][:60]))
    Region.objects.bulk_create(made)


def _rename(rows: Rows, facts: Sequence[Succession], regions: Mapping[str, Region]) -> None:
    for row, fact in zip(rows, facts, strict=True):
        region = regions.get(fact.from_code)
        if not _is_rename(fact) or region is None or region.name == row["to_name"]:
            continue
        last = fact.effective_on - _DAY
        RegionName.objects.get_or_create(
            code=region.code,
            valid_to=last,
            defaults={"name": region.name, "folded_name": region.folded_name, "source": row["source"]},
        )
        place = official_region(region.code, row["to_name"])
        Region.objects.filter(pk=region.code).update(name=place.name, folded_name=place.folded_name)


_END = """
update regions_region r set valid_to = ends.day
  from unnest(%s::text[], %s::date[]) as ends(code, day)
 where r.code = ends.code and (r.valid_to is null or r.valid_to > ends.day)
"""


def end_places(ends: Mapping[str, dt.date]) -> None:
    """Give each place its last day, where it has none or a later one."""
    with connection.cursor() as cursor:
        cursor.execute(_END, [list(ends), list(ends.values())])
