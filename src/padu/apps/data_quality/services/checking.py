"""The check of families: a place, district by district, or one family at once."""

from __future__ import annotations

import datetime as dt
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any, Final

from django.db import connection
from django.utils import timezone

from padu.access.actor import Actor, system_actor
from padu.access.gate import scoped
from padu.access.queueing import one_at_a_time
from padu.access.requests import require_place
from padu.access.verbs import Verb
from padu.apps.data_quality.models import QualityRun
from padu.apps.data_quality.services.completeness import completeness_count
from padu.apps.data_quality.services.family_rules_sql import TABLES, finding, gathering
from padu.apps.data_quality.services.issue_writing import write_issues
from padu.apps.data_quality.services.nik_rules import find_by_number
from padu.domain.data_quality.rules import FAMILY_RULES
from padu.domain.regions import NATION, CodeRange

_DISTRICT_CHARS: Final = 8
_REGENCY_CHARS: Final = 5


def quality_check(*, region_code: str, today: dt.date | None = None, on_behalf_of: Actor | None = None) -> QualityRun:
    """Hold all families of a place against the rules, bring its issues in line, and count its completeness.

    Works district by district, each in a transaction of its own: cut off, it can be run again and finds the same.
    today  the day ages and due days are counted from; by default the day it is
    """
    today = today or timezone.localdate()
    run = _begun(region_code, on_behalf_of)
    finished = False
    try:
        for part in _parts(region_code):
            _check_part(run, part, today)
        finished = True
    finally:
        _ended(run, finished=finished)
    return run


def family_check(*, actor: Actor, region_code: str, family_id: int, today: dt.date | None = None) -> dict[str, int]:
    """The same for one family, at once. Returns how many issues are new, reopened, settled."""
    require_place(actor, region_code, Verb.FAMILY_WRITE)
    params = _params(region_code, today or timezone.localdate(), None) | {"family": family_id}
    with _worker(region_code, actor):
        _gather(params, one_family=True)
        return write_issues(params, one_family=True)


def _begun(region_code: str, actor: Actor | None) -> QualityRun:
    with scoped(system_actor(region_code, Verb.PLACE_READ, on_behalf_of=actor)):
        parts = len(_parts(region_code))
        run: QualityRun = QualityRun.objects.create(
            region_code=region_code,
            asked_by=actor.user_id if actor else None,
            total=parts,
            started_at=timezone.now(),
        )
    return run


def _ended(run: QualityRun, *, finished: bool) -> None:
    run.state = QualityRun.State.DONE if finished else QualityRun.State.FAILED
    run.finished_at = timezone.now()
    _save(run, "state", "finished_at", "counts")


def _save(run: QualityRun, *names: str) -> None:
    with scoped(system_actor(run.region_code, Verb.PLACE_READ)):
        run.save(update_fields=list(names))


def _parts(region_code: str) -> list[str]:
    """Districts of a place that have families or open issues of some, or the place itself where it is no bigger."""
    if len(region_code) >= _DISTRICT_CHARS:
        return [region_code]
    span = CodeRange.below(region_code)
    with scoped(system_actor(region_code, Verb.FAMILY_READ)), connection.cursor() as cursor:
        cursor.execute(_DISTRICTS, {"start": span.start, "end": span.end})
        found = {code for (code,) in cursor.fetchall()}
        cursor.execute(_OPEN, {"start": span.start, "end": span.end, "rules": list(FAMILY_RULES)})
        return sorted(found | {code for (code,) in cursor.fetchall()})


# From one district to the next by the index, instead of reading every family.
_DISTRICTS: Final = """
with recursive place as (
    select min(region_code) collate "C" as code from rumah_dataku_family
     where region_code >= %(start)s and region_code < %(end)s
    union all
    select (select min(f.region_code) collate "C" from rumah_dataku_family f
             where f.region_code >= left(p.code, 8) || '/' and f.region_code < %(end)s)
      from place p where p.code is not null
)
select left(code, 8) from place where code is not null
"""


# Where an import was taken back no family is left, but what was found in them is to be settled.
_OPEN: Final = """
select distinct left(region_code, 8) from data_quality_dataissue
 where region_code >= %(start)s and region_code < %(end)s and state in ('open', 'corrected', 'checked')
   and rule = any(%(rules)s)
"""


def regencies_with_families() -> list[str]:
    """Codes of all regencies in which a family is registered."""
    return sorted({part[:_REGENCY_CHARS] for part in _parts(NATION)})


def _params(region_code: str, today: dt.date, run: int | None) -> dict[str, Any]:
    span = CodeRange.below(region_code)
    return {
        "start": span.start,
        "end": span.end,
        "today": today,
        "now": timezone.now(),
        "run": run,
        "rules": list(FAMILY_RULES),
    }


@contextmanager
def _worker(region_code: str, actor: Actor | None) -> Iterator[None]:
    """In the place with what a check needs: it reads what was answered in confidence and writes nothing of it."""
    verbs = (Verb.FAMILY_READ, Verb.FAMILY_WRITE, Verb.SPECIFIC_READ)
    with scoped(system_actor(region_code, *verbs, on_behalf_of=actor)):
        # Two checks of one place one after the other: else both would raise the same.
        one_at_a_time(f"quality:{region_code[:_DISTRICT_CHARS]}")
        yield


def _check_part(run: QualityRun, part: str, today: dt.date) -> None:
    params = _params(part, today, run.pk)
    with _worker(part, None):
        opened = _gather(params)
        counts = write_issues(params)
        completeness_count(params)
        families = _one("select count(*) from quality_family")
        # Tables of this part go now: the next part may run in the same outer transaction.
        _drop()
    sums = Counter(run.counts)
    sums.update(counts | {"families": families, "numbers": opened})
    run.counts, run.done = dict(sums), run.done + 1
    _save(run, "counts", "done")


def _gather(params: dict[str, Any], *, one_family: bool = False) -> int:
    """Fill quality_found. Returns how many numbers were opened."""
    _drop()
    for statement in (*gathering(one_family=one_family), *finding()):
        _run(statement, params)
    return find_by_number(params)


def _drop() -> None:
    _run(f"drop table if exists {', '.join(f'pg_temp.{name}' for name in TABLES)}")


def _run(sql: str, params: Any = None) -> None:
    with connection.cursor() as cursor:
        cursor.execute(sql, params)


def _one(sql: str) -> int:
    with connection.cursor() as cursor:
        cursor.execute(sql)
        return int(cursor.fetchone()[0])
