"""An older code list beside the places in force: what is gone, what is new, what has another name since."""

from __future__ import annotations

import datetime as dt
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, fields
from operator import attrgetter
from typing import Any

from django.db import connection
from django.utils.translation import gettext

from padu.apps.regions.models import Region, RegionName
from padu.apps.regions.official_list import OddOfficialList, OfficialRegion, official_region
from padu.apps.regions.older_names import plain_name
from padu.apps.regions.selectors import valid_q
from padu.domain.region_lists import ListChanges, compare_lists
from padu.domain.regions import NATION, level_of, parent_of
from padu.domain.regions_over_time import ChangeIssue

_DAY = dt.timedelta(days=1)
Rows = Sequence[Mapping[str, Any]]


@dataclass(frozen=True, slots=True)
class Comparison:
    """An older list compared with the places in force on the day after its last one."""

    issues: list[ChangeIssue]
    changes: ListChanges
    counts: dict[str, int]
    places: dict[str, OfficialRegion]


def compare(rows: Rows, effective_on: dt.date) -> Comparison:
    """Compare a list with the places of a day.

    effective_on  the first day on which the list was no longer in force
    """
    places, issues = _read(rows)
    now, keys = _names_on(effective_on)
    before = {code: place.name for code, place in places.items()}
    keys |= {f"<{code}": place.folded_name for code, place in places.items()}
    changes = compare_lists(before, {c: n for c, n in now.items() if c != NATION}, keys)
    return Comparison(issues, changes, _counts(changes, len(rows)), places)


def _read(rows: Rows) -> tuple[dict[str, OfficialRegion], list[ChangeIssue]]:
    places: dict[str, OfficialRegion] = {}
    issues = []
    for row in rows:
        code = row["code"]
        if code in places:
            issues.append(ChangeIssue(row["line"], "twice", "code", code, gettext("setiap kode satu kali")))
            continue
        try:
            if code != NATION:
                places[code] = official_region(code, plain_name(code, row["name"]))
        except OddOfficialList:
            issues.append(ChangeIssue(row["line"], "code_form", "code", code, gettext("angka kesepuluh 1, 2, atau 3")))
    expected = gettext("wilayah di atasnya ada dalam berkas yang sama")
    lines = {row["code"]: row["line"] for row in rows}
    issues += [
        ChangeIssue(lines[code], "parent_missing", "code", code, expected)
        for code in places
        if (parent := parent_of(code) or NATION) not in places and parent != NATION
    ]
    return places, issues


def _names_on(day: dt.date) -> tuple[dict[str, str], dict[str, str]]:
    """Names of the places in force on a day, as written and folded."""
    names, folded = {}, {}
    for code, name, key in Region.objects.filter(valid_q(day)).values_list("code", "name", "folded_name"):
        names[code], folded[code] = name, key
    # Of several earlier names that still held on the day the first to end is the one: it comes last.
    older = RegionName.objects.filter(valid_to__gte=day).order_by("-valid_to")
    for code, name, key in older.values_list("code", "name", "folded_name"):
        if code in names:
            names[code], folded[code] = name, key
    return names, folded


def _counts(changes: ListChanges, rows: int) -> dict[str, int]:
    counts = {"rows": rows, "added": len(changes.added), "removed": len(changes.removed)}
    counts["renamed"] = len(changes.renamed)
    for what, codes in (
        ("added", changes.added),
        ("removed", changes.removed),
        ("renamed", [code for code, _, _ in changes.renamed]),
    ):
        for level, number in Counter(level_of(code).value for code in codes).items():
            counts[f"{what}_{level}"] = number
    return counts


_NAMES = [f.name for f in fields(OfficialRegion)]
_CELLS = attrgetter(*_NAMES)
_FIELDS = ", ".join(_NAMES)
_STAGE = f"create temporary table older_region on commit drop as select {_FIELDS} from regions_region with no data"  # noqa: S608 - our own column names
# An older list that is loaded after a newer one only widens what is known: the later end and the later begin count.
_STORE = (
    f"""
insert into regions_region ({_FIELDS}, bps_code, valid_to, vintage)
select {_FIELDS}, '', %(last)s, %(label)s from older_region where code = any(%(removed)s)
on conflict (code) do nothing
""",  # noqa: S608 - our own column names
    """
update regions_region r set valid_to = %(last)s
  from older_region o
 where r.code = o.code and r.valid_to < %(last)s
   and not exists (select 1 from regions_regionsuccession s where s.from_code = r.code)
""",
    """
update regions_region r set valid_from = %(day)s
 where r.code = any(%(added)s) and (r.valid_from is null or r.valid_from < %(day)s)
""",
    """
insert into regions_regionname (code, name, folded_name, valid_to, source)
select o.code, o.name, o.folded_name, %(last)s, %(label)s
  from older_region o where o.code = any(%(renamed)s)
on conflict (code, valid_to) do nothing
""",
)


def store(found: Comparison, *, effective_on: dt.date, label: str) -> dict[str, int]:
    """Keep the places and names that are no more, and since when the new ones are. Returns rows written, by kind.

    Nothing follows from it by itself: who succeeds whom is a file's or a person's word.
    """
    renamed = [code for code, _, _ in found.changes.renamed]
    arguments: dict[str, str | dt.date | list[str]] = {
        "last": effective_on - _DAY,
        "day": effective_on,
        "label": label,
        "removed": list(found.changes.removed),
        "added": list(found.changes.added),
        "renamed": renamed,
    }
    with connection.cursor() as cursor:
        cursor.execute(_STAGE)
        with cursor.copy(f"copy older_region ({_FIELDS}) from stdin") as copy:
            for code in (*found.changes.removed, *renamed):
                copy.write_row(_CELLS(found.places[code]))
        written = {}
        for what, statement in zip(("places", "ends", "begins", "names"), _STORE, strict=True):
            cursor.execute(statement, arguments)
            written[what] = cursor.rowcount
        cursor.execute("drop table older_region")
    return written
