"""The rows of a file, village by village: each is stored in a transaction of its own that also writes its marker.

Whatever ends a worker, a village is stored whole or not at all, and the next worker goes on with the first one that
has no marker. A village is the natural portion: a NIK or no. KK stands once in a village, never across two.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from typing import Any, Final

from django.db import connection
from django.utils import timezone

from padu.apps.rumah_dataku.models import Family, FamilySurvey, FamilySurveySpecific, ImportChunk, ImportRun, Person
from padu.apps.rumah_dataku.services.family_survey_staging import SURVEY_TABLE
from padu.apps.rumah_dataku.services.staging import ask, one, run_sql, staged
from padu.domain.regions import CodeRange

_TABLES: Final = ("stage_family", "stage_person", SURVEY_TABLE)
FAMILY_ROWS: Final = tuple(model._meta.db_table for model in (Family, Person, FamilySurvey, FamilySurveySpecific))
"""Tables of a family whose old rows a marker points at."""
_LOCK_CLASS: Final = 1_346_454_613  # any number of our own: beside it stands the run's
_FILL: Final = (
    "insert into stage_family select * from whole_family where region_code = %s",
    "insert into stage_person select p.* from whole_person p join stage_family s on s.row_no = p.family_row",
    "insert into stage_survey select v.* from whole_survey v join stage_family s on s.row_no = v.row_no",
)


@contextmanager
def only_worker(run_id: int) -> Iterator[None]:
    """Wait until no other connection works on this run: a job taken up again may have an owner that still lives.

    The server lets go when a connection ends, also that of a killed worker, once its last statement has ended.
    """
    key = _LOCK_CLASS, run_id % 2**31
    ask("select pg_advisory_lock(%s, %s)", key)
    try:
        yield
    finally:
        # A connection that broke has let go by itself.
        if connection.connection is not None and not connection.needs_rollback:
            ask("select pg_advisory_unlock(%s, %s)", key)


@contextmanager
def set_aside() -> Iterator[list[str]]:
    """Put the staged rows of the whole file aside; the staging tables stand empty inside. Gives the villages."""
    whole = {name: name.replace("stage_", "whole_") for name in _TABLES}
    for name in whole.values():
        run_sql(f"drop table if exists pg_temp.{name}")
    for name, aside in whole.items():
        run_sql(f"alter table pg_temp.{name} rename to {aside}")
    run_sql("create index on whole_family (region_code)")
    run_sql("create index on whole_person (family_row)")
    try:
        with staged(*_TABLES):
            yield [code for (code,) in ask("select distinct region_code from whole_family order by 1")]
    finally:
        if not connection.needs_rollback:
            for aside in whole.values():
                run_sql(f"drop table if exists pg_temp.{aside}")


def fill_portion(village: str) -> int:
    """Put the rows of one village into the staging tables. Returns how many families and persons."""
    run_sql(f"truncate {', '.join(_TABLES)}")
    families = run_sql(_FILL[0], (village,))
    persons = run_sql(_FILL[1])
    run_sql(_FILL[2])
    for name in _TABLES:
        run_sql(f"analyze {name}")
    return families + persons


def chunks_of(run: ImportRun) -> dict[str, ImportChunk]:
    """Village -> its marker in the current attempt of a run. Callers stand in a scope."""
    return {chunk.village: chunk for chunk in ImportChunk.objects.filter(run=run, attempt=attempt_of(run))}


def attempt_of(run: ImportRun) -> int:
    """Which order to store this run is at work, from 1."""
    return int(run.options.get("attempt", 1))


OldRows = dict[str, int]
"""Table -> the last id in its history, in one place."""


def old_rows_now(tables: Iterable[str], region_code: str) -> OldRows:
    """Where the history of these tables ends now, in a place and below. Callers stand in a scope that reads them."""
    span = CodeRange.below(region_code)
    return {
        table: one(
            f"select coalesce(max(id), 0) from {table}_history where region_code >= %s and region_code < %s",  # noqa: S608
            (span.start, span.end),
        )
        for table in tables
    }


def mark_chunk(
    run: ImportRun, village: str, counts: dict[str, Any], made: dict[str, list[int]], before: OldRows
) -> None:
    """Write the marker of what this transaction has stored.

    made    list of ImportChunk -> ids of new rows
    before  where the history of the tables ended before anything was written
    """
    after = old_rows_now(before, village or run.region_code)
    ImportChunk.objects.create(
        run=run,
        region_code=run.region_code,
        village=village,
        attempt=attempt_of(run),
        transaction=one("select pg_current_xact_id()::text::bigint"),
        old_rows={table: [last, after[table]] for table, last in before.items()},
        counts=counts,
        created_by=run.created_by,
        stored_at=timezone.now(),
        **made,
    )


def summed(chunks: dict[str, ImportChunk]) -> dict[str, int]:
    """Counts of all chunks together."""
    found: dict[str, int] = {}
    for chunk in chunks.values():
        for name, number in chunk.counts.items():
            found[name] = found.get(name, 0) + number
    return found
