"""What one village's rows were before a run wrote them, who touched them since, and how they are put back.

The history holds the old row of every change of the run's transactions; its markers hold the ids of rows that it made.
A family is put back as a whole or left as a whole. It is left when one of its rows was changed later, when others have
hung something on it, or when a NIK that it would take back is somebody else's by now.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Final

from django.db import models

from padu.access.history import WITHOUT_HISTORY, without_history
from padu.apps.rumah_dataku.models import Family, FamilySurvey, FamilySurveySpecific, ImportChunk, Person
from padu.apps.rumah_dataku.services.staging import ask, run_sql

_ROWS: Final = "undo_row"
_KEPT: Final = "undo_kept"
_CREATE: Final = (
    f"drop table if exists pg_temp.{_ROWS}, pg_temp.{_KEPT}",
    (
        f"create temporary table {_ROWS} (kind varchar(8), row_id bigint, family_id bigint, own bigint, before jsonb,"
        " made boolean)"
    ),
    f"create temporary table {_KEPT} (family_id bigint primary key, reason varchar(12))",
)


@dataclass(frozen=True, slots=True)
class Kind:
    """A table whose rows are put back. `made` names the marker's list of new ids; `family` the family's column."""

    name: str
    model: type[models.Model]
    made: str
    family: str = "family_id"

    @property
    def table(self) -> str:
        return self.model._meta.db_table


KINDS: Final = (
    Kind("family", Family, "families", "id"),
    Kind("person", Person, "persons"),
    Kind("survey", FamilySurvey, "surveys"),
    Kind("specific", FamilySurveySpecific, "specifics"),
)
_OWN_TABLES: Final = frozenset(kind.table for kind in KINDS)
_COMPUTED: Final = WITHOUT_HISTORY["measurement_*"]
_CASES: Final = "access_casegrant"  # knows families by number only

# A change of the key under which a number lies is none of the row.
_ROTATION: Final = (
    "(h.changed <@ '{nik_key_id,nik_ciphertext,nik_hash,kk_key_id,kk_ciphertext,kk_hash}'"
    " and h.changed && '{nik_key_id,kk_key_id}')"
)
OWN: Final = """
exists (select 1 from unnest(%s::bigint[], %s::bigint[], %s::bigint[]) as o(transaction, before, after)
         where h.transaction = o.transaction and h.id > o.before and h.id <= o.after)
"""
_HANGING: Final = """
select c.conrelid::regclass::text, a.attname, c.confrelid::regclass::text
  from pg_constraint c join pg_attribute a on a.attrelid = c.conrelid and a.attnum = c.conkey[1]
 where c.contype = 'f' and c.confrelid in ('rumah_dataku_family'::regclass, 'rumah_dataku_person'::regclass)
 order by 1, 2
"""
_NIK_TAKEN: Final = f"""
insert into {_KEPT}
select distinct r.family_id, 'nik'
  from {_ROWS} r
 where r.kind = 'person' and not r.made and (r.before ->> 'active')::boolean and r.before ->> 'nik_hash' is not null
   and r.family_id not in (select family_id from {_KEPT})
   and exists (select 1 from rumah_dataku_person q
                where q.region_code = %s and q.active and q.nik_hash = (r.before ->> 'nik_hash')::bytea
                  and not exists (select 1 from {_ROWS} o where o.kind = 'person' and o.row_id = q.id
                                   and o.family_id not in (select family_id from {_KEPT})))
on conflict do nothing
"""  # noqa: S608 - names of our own tables


OwnRows = tuple[list[int], list[int], list[int]]
"""Of each marker: its transaction, and where the history of one table ended before and after it."""


def own_rows(chunks: Sequence[ImportChunk], table: str) -> OwnRows:
    """Parameters of the question whether an old row `h` of a table is one of the run's own."""
    spans = [chunk.old_rows.get(table, (0, 0)) for chunk in chunks]
    return [chunk.transaction for chunk in chunks], [before for before, _ in spans], [after for _, after in spans]


@contextmanager
def gathered(village: str, chunks: Sequence[ImportChunk]) -> Iterator[None]:
    """The rows of a run in a village, and the families that must be left, in temporary tables inside the block.

    chunks  all markers of the run in this village. Needs a scope that reads and writes families and specific answers.
    """
    for statement in _CREATE:
        run_sql(statement)
    for kind in KINDS:
        _gather(kind, village, chunks)
    run_sql(f"create index on {_ROWS} (kind, row_id)")
    run_sql(f"analyze {_ROWS}")
    for kind in KINDS:
        _keep_touched(kind, village, chunks)
    _keep_added(chunks, village)
    for table, column, parent in hanging():
        _keep_hanging(table, column, parent)
    while run_sql(_NIK_TAKEN, (village,)):
        pass
    yield
    run_sql(_CREATE[0])


def _gather(kind: Kind, village: str, chunks: Sequence[ImportChunk]) -> None:
    made = [pk for chunk in chunks for pk in getattr(chunk, kind.made)]
    run_sql(
        f"insert into {_ROWS} select %s, t.id, t.{kind.family}, null, null, true from {kind.table} t"  # noqa: S608
        " join unnest(%s::bigint[]) as m(id) on m.id = t.id where t.region_code = %s",
        (kind.name, made, village),
    )
    family = "h.row_id" if kind.family == "id" else f"h.before ->> '{kind.family}'"
    run_sql(
        f"insert into {_ROWS} select distinct on (h.row_id) %s, h.row_id::bigint, ({family})::bigint, h.id, h.before,"  # noqa: S608
        f" false from {kind.table}_history h"
        f" where h.region_code = %s and {OWN} and h.action = 'update'"
        " and not exists (select 1 from unnest(%s::bigint[]) as m(id) where m.id = h.row_id::bigint)"
        " order by h.row_id, h.id",
        (kind.name, village, *own_rows(chunks, kind.table), made),
    )


def _keep_touched(kind: Kind, village: str, chunks: Sequence[ImportChunk]) -> None:
    """Families with a row that somebody changed or deleted after the run, or whose old row was forgotten."""
    run_sql(
        f"insert into {_KEPT} select distinct r.family_id, 'changed' from {_ROWS} r"  # noqa: S608
        f" join {kind.table}_history h on h.region_code = %s and h.row_id = r.row_id::text"
        f" where r.kind = %s and not {OWN} and (r.own is null or h.id > r.own)"
        f" and not {_ROTATION} on conflict do nothing",
        (village, kind.name, *own_rows(chunks, kind.table)),
    )
    run_sql(
        f"insert into {_KEPT} select distinct family_id, 'changed' from {_ROWS}"  # noqa: S608
        " where kind = %s and family_id is not null and before = '{}' on conflict do nothing",
        (kind.name,),
    )


def _keep_added(chunks: Sequence[ImportChunk], village: str) -> None:
    """Families that the run made and that got members or surveys since, or lost some."""
    for kind in KINDS[1:]:
        run_sql(
            f"insert into {_KEPT} select distinct r.family_id, 'added' from {_ROWS} r"  # noqa: S608
            f" join {kind.table} t on t.{kind.family} = r.family_id where r.kind = 'family' and r.made"
            f" and not exists (select 1 from {_ROWS} o where o.kind = %s and o.row_id = t.id) on conflict do nothing",
            (kind.name,),
        )
    persons = [pk for chunk in chunks for pk in chunk.persons]
    run_sql(
        f"insert into {_KEPT} select distinct (h.before ->> 'family_id')::bigint, 'changed'"  # noqa: S608
        " from rumah_dataku_person_history h join unnest(%s::bigint[]) as m(id) on h.row_id = m.id::text"
        f" where h.region_code = %s and h.action = 'delete' and not {OWN}"
        " and h.before ->> 'family_id' is not null on conflict do nothing",
        (persons, village, *own_rows(chunks, Person._meta.db_table)),
    )


def hanging() -> list[tuple[str, str, str]]:
    """Table, column and parent of what other parts of the system hang on families and persons; computed rows not."""
    found = [row for row in ask(_HANGING) if row[0] not in _OWN_TABLES and without_history(row[0]) != _COMPUTED]
    return [*found, (_CASES, "family_id", Family._meta.db_table)]


def _computed() -> list[tuple[str, str]]:
    """Tables of rows that are computed from a family and go with it."""
    return [
        (table, column)
        for table, column, parent in ask(_HANGING)
        if parent == Family._meta.db_table and table not in _OWN_TABLES and without_history(table) == _COMPUTED
    ]


def _keep_hanging(table: str, column: str, parent: str) -> None:
    kind = next(kind for kind in KINDS if kind.table == parent)
    run_sql(
        f"insert into {_KEPT} select distinct r.family_id, 'used' from {_ROWS} r"  # noqa: S608
        f" join {table} t on t.{column} = r.row_id where r.kind = %s and r.made on conflict do nothing",
        (kind.name,),
    )


def kept_families() -> list[tuple[int, str]]:
    """Families that are left, with the reason: changed, added, used, nik."""
    return [(pk, reason) for pk, reason in ask(f"select family_id, reason from {_KEPT} order by 1")]  # noqa: S608


def survey_years() -> list[int]:
    """Data years of the surveys that are put back or taken away."""
    sql = (
        f"select distinct coalesce((r.before ->> 'year')::int, t.year) from {_ROWS} r"  # noqa: S608
        " left join rumah_dataku_familysurvey t on t.id = r.row_id"
        f" where r.kind = 'survey' and r.family_id not in (select family_id from {_KEPT}) order by 1"
    )
    return [year for (year,) in ask(sql)]


def put_back() -> dict[str, int]:
    """Take away what the run made and put the rest back as it was, but for the families that are left."""
    counts = {"undone_kept": len(kept_families())}
    run_sql(f"delete from {_ROWS} where family_id in (select family_id from {_KEPT})")  # noqa: S608
    for table, column in _computed():
        run_sql(f"delete from {table} where {column} in (select row_id from {_ROWS} where kind = 'family' and made)")  # noqa: S608
    for kind in reversed(KINDS):
        counts[f"undone_{kind.made}_removed"] = run_sql(
            f"delete from {kind.table} where id in (select row_id from {_ROWS} where kind = %s and made)",  # noqa: S608
            (kind.name,),
        )
    # A NIK must be free before the member who had it takes it back.
    run_sql(
        f"update rumah_dataku_person q set active = false from {_ROWS} r"  # noqa: S608
        " where r.kind = 'person' and not r.made and r.row_id = q.id and q.active"
        " and q.nik_hash is distinct from (r.before ->> 'nik_hash')::bytea"
    )
    for kind in KINDS:
        counts[f"undone_{kind.made}_restored"] = run_sql(_restore_sql(kind), (kind.name,))
    return counts


def _restore_sql(kind: Kind) -> str:
    """Columns that the old row does not hold (younger ones, quiet ones) stay as they are."""
    columns = [f.column for f in kind.model._meta.local_fields if f.column not in ("id", "region_code")]
    return (
        f"update {kind.table} t set ({', '.join(columns)}) ="  # noqa: S608 - names of our own columns
        f" (select {', '.join(f'b.{name}' for name in columns)} from jsonb_populate_record(t, r.before) b)"
        f" from {_ROWS} r where r.kind = %s and not r.made and r.row_id = t.id"
    )


def remove_unused_cards(village: str, made: list[int]) -> int:
    """Take away household cards that the run made and no family names, now or in an old row."""
    return run_sql(
        "delete from rumah_dataku_household h using unnest(%s::bigint[]) as m(id)"
        " where m.id = h.id and h.region_code = %s"
        " and not exists (select 1 from rumah_dataku_family f where f.household_id = h.id)"
        " and not exists (select 1 from rumah_dataku_family_history o where o.region_code = h.region_code"
        "                  and o.action = 'update' and (o.before ->> 'household_id')::bigint = h.id)",
        (made, village),
    )
