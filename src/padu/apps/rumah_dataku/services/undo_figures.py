"""Figures of a run are taken back: those that it made go, those that it changed become what they were."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from padu.apps.rumah_dataku.models import Figure, ImportChunk, ImportRun
from padu.apps.rumah_dataku.services.staging import ask, run_sql
from padu.apps.rumah_dataku.services.undo_rows import OWN, own_rows
from padu.domain.regions import CodeRange

_TABLE: Final = "undo_figure"
_DROP: Final = f"drop table if exists pg_temp.{_TABLE}"
_CREATE: Final = f"create temporary table {_TABLE} (row_id bigint primary key, own bigint, before jsonb, kept boolean)"
_MADE: Final = f"""
insert into {_TABLE} select f.id, null, null, false
  from rumah_dataku_figure f join unnest(%s::bigint[]) as m(id) on m.id = f.id
"""  # noqa: S608 - name of our own table
_CHANGED: Final = f"""
insert into {_TABLE}
select distinct on (h.row_id) h.row_id::bigint, h.id, h.before, false
  from rumah_dataku_figure_history h
 where h.region_code >= %s and h.region_code < %s and {OWN} and h.action = 'update'
 order by h.row_id, h.id
on conflict do nothing
"""  # noqa: S608
_TOUCHED: Final = f"""
update {_TABLE} r set kept = true
 where exists (select 1 from rumah_dataku_figure_history h
                where h.row_id = r.row_id::text and not {OWN} and (r.own is null or h.id > r.own))
"""  # noqa: S608


@dataclass(frozen=True, slots=True)
class FiguresBack:
    """kept: id of the figure and the reason; villages whose figures changed."""

    counts: dict[str, int]
    kept: list[tuple[int, str]]
    villages: list[str]


def figures_put_back(run: ImportRun, chunks: Sequence[ImportChunk], *, only_look: bool = False) -> FiguresBack:
    """Put the figures of a run back but for those that were changed since; or only look which these are."""
    own = own_rows(chunks, Figure._meta.db_table)
    span = CodeRange.below(run.region_code)
    run_sql(_DROP)
    run_sql(_CREATE)
    run_sql(_MADE, ([pk for chunk in chunks for pk in chunk.figures],))
    run_sql(_CHANGED, (span.start, span.end, *own))
    run_sql(_TOUCHED, own)
    kept = [(pk, "changed") for (pk,) in ask(f"select row_id from {_TABLE} where kept order by 1")]  # noqa: S608
    back = FiguresBack({}, kept, []) if only_look else _put_back(kept)
    run_sql(_DROP)
    return back


def _put_back(kept: list[tuple[int, str]]) -> FiguresBack:
    touched = "join rumah_dataku_figure f on f.id = r.row_id where not r.kept"
    villages = [code for (code,) in ask(f"select distinct f.region_code from {_TABLE} r {touched} order by 1")]  # noqa: S608
    removed = run_sql(
        f"delete from rumah_dataku_figure where id in (select row_id from {_TABLE} where own is null and not kept)"  # noqa: S608
    )
    columns = [f.column for f in Figure._meta.local_fields if f.column not in ("id", "region_code")]
    restored = run_sql(
        f"update rumah_dataku_figure t set ({', '.join(columns)}) ="  # noqa: S608 - names of our own columns
        f" (select {', '.join(f'b.{name}' for name in columns)} from jsonb_populate_record(t, r.before) b)"
        f" from {_TABLE} r where r.own is not null and not r.kept and r.row_id = t.id"
    )
    counts = {"undone_kept": len(kept), "undone_figures_removed": removed, "undone_figures_restored": restored}
    return FiguresBack(counts, kept, villages)
