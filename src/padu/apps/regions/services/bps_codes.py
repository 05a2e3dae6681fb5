"""Codes of Statistics Indonesia beside those of the ministry: known only where a file gave them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from django.db import connection
from django.utils.translation import gettext

from padu.apps.regions.models import Region
from padu.apps.regions.services.successions import Check
from padu.domain.regions_over_time import ChangeIssue, bps_code_fits

Rows = Sequence[Mapping[str, Any]]


def check(rows: Rows) -> Check:
    """Rows of unknown places, codes of an odd form, codes that two places would have, and what would change."""
    stored = dict(Region.objects.filter(code__in=[r["code"] for r in rows]).values_list("code", "bps_code"))
    issues = [issue for row in rows if (issue := _issue(row, stored)) is not None]
    issues += _doubles(rows)
    counts = {
        "rows": len(rows),
        "new": sum(stored.get(r["code"]) == "" for r in rows),
        "changed": sum(bool(stored.get(r["code"])) and stored[r["code"]] != r["bps_code"] for r in rows),
    }
    return Check(sorted(issues, key=lambda i: i.row), counts)


def _issue(row: Mapping[str, Any], stored: Mapping[str, str]) -> ChangeIssue | None:
    line, code, bps = row["line"], row["code"], row["bps_code"]
    if code not in stored:
        return ChangeIssue(line, "unknown_code", "code", code, gettext("kode yang ada dalam daftar wilayah"))
    if not bps_code_fits(code, bps):
        expected = gettext("2, 4, 7, atau 10 angka sesuai tingkat wilayah")
        return ChangeIssue(line, "bps_form", "bps_code", bps[:20], expected)
    return None


def _doubles(rows: Rows) -> list[ChangeIssue]:
    """A code that two places would have, within the file or with a place that keeps its own."""
    own = {row["code"] for row in rows}
    taken = Region.objects.filter(bps_code__in=[r["bps_code"] for r in rows if r["bps_code"]], valid_to=None)
    holders = dict(taken.exclude(code__in=own).values_list("bps_code", "code"))
    issues, seen = [], set()
    for row in rows:
        bps = row["bps_code"]
        if row["code"] in seen:
            issues.append(ChangeIssue(row["line"], "twice", "code", row["code"], gettext("setiap kode satu kali")))
        elif holders.setdefault(bps, row["code"]) != row["code"]:
            expected = gettext("kode BPS yang belum dipakai %(code)s") % {"code": holders[bps]}
            issues.append(ChangeIssue(row["line"], "bps_taken", "bps_code", bps, expected))
        seen.add(row["code"])
    return issues


def store(rows: Rows) -> int:
    """Write the codes. Returns how many places changed."""
    with connection.cursor() as cursor:
        cursor.execute(
            "update regions_region r set bps_code = given.bps from unnest(%s::text[], %s::text[]) as given(code, bps)"
            " where r.code = given.code and r.bps_code <> given.bps",
            [[r["code"] for r in rows], [r["bps_code"] for r in rows]],
        )
        return int(cursor.rowcount)
