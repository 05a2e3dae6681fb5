"""Counting the village items from the families of one data year into the figure table."""

from __future__ import annotations

from typing import Any

from django.db import connection
from django.utils import timezone

from padu.access.actor import Actor, system_actor
from padu.access.audit import record_change
from padu.access.gate import scoped
from padu.access.verbs import Verb
from padu.apps.rumah_dataku.services.staging import ask
from padu.apps.rumah_dataku.services.village_sql import TABLES, WRITE, statements
from padu.domain.regions import CodeRange
from padu.domain.village_profile import COUNTED_AT_LEAST, OWN_SOURCE


def village_items_count(*, region_code: str, year: int, on_behalf_of: Actor | None = None) -> list[str]:
    """Count the items of every village of a place that has surveys of the year. Returns the villages counted.

    Residents are the active persons of active families; ages are those of the village's last survey day of the year.
    A village with a later data year is left as it was counted then: its persons are those of today.
    Run again it gives the same figures; figures of other sources are not touched.
    """
    worker = system_actor(region_code, Verb.FAMILY_READ, Verb.SPECIFIC_READ, on_behalf_of=on_behalf_of)
    span = CodeRange.below(region_code)
    with scoped(worker):
        _run(f"drop table if exists {', '.join(f'pg_temp.{name}' for name in TABLES)}")
        for statement in statements():
            _run(statement, {"start": span.start, "end": span.end, "year": year})
        _run(
            WRITE,
            {"period": str(year), "source": OWN_SOURCE, "enough": COUNTED_AT_LEAST, "now": timezone.now()},
        )
        record_change(worker, "village_items.count", region_code, f"year:{year}")
        return [code for (code,) in ask("select distinct region_code from counted order by 1")]


def _run(sql: str, params: dict[str, Any] | None = None) -> int:
    with connection.cursor() as cursor:
        cursor.execute(sql, params)
        return int(cursor.rowcount)
