"""A table of village figures through a temporary table into the one figure table."""

from __future__ import annotations

import datetime as dt
from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import asdict, dataclass, field
from typing import Any, Final

from padu.access.actor import Actor
from padu.access.gate import scoped
from padu.apps.rumah_dataku.files.figures import FigureRow, FigureSource
from padu.apps.rumah_dataku.files.problems import RowIssue
from padu.apps.rumah_dataku.files.siga_places import Candidate, PlaceNames
from padu.apps.rumah_dataku.models import Figure, ImportRun, KeptFile
from padu.apps.rumah_dataku.services.opening import opened_book, read_figure_file, rows_in
from padu.apps.rumah_dataku.services.runs import problems_json, worker_of
from padu.apps.rumah_dataku.services.staging import BATCH, Pile, ask, run_sql, staged
from padu.domain.identity import IssueLevel
from padu.domain.values import Missing

Tell = Callable[[int, int | None, list[RowIssue]], None]
TABLE: Final = "stage_figure"
MOST_NAMES: Final = 300  # [assumption] more names to confirm come up when the first are settled
_STATES: Final = {
    Missing.UNKNOWN: Figure.State.UNKNOWN,
    Missing.NOT_APPLICABLE: Figure.State.NOT_APPLICABLE,
    Missing.SUPPRESSED: Figure.State.SUPPRESSED,
}
_KEY: Final = "region_code, element, component, sex, period, source"
_SAME_PLACE: Final = " and ".join(f"f.{name} = s.{name}" for name in _KEY.split(", "))
_COMPARE: Final = f"""
update {TABLE} s
   set change = case when f.id is null then 'new'
                     when f.state <> s.state or f.value is distinct from s.value or f.text <> s.text
                          or f.as_of is distinct from s.as_of then 'changed' else 'same' end
  from {TABLE} t left join rumah_dataku_figure f
    on {_SAME_PLACE.replace("s.", "t.")}
 where s.ctid = t.ctid
"""  # noqa: S608 - names of our own columns
_COUNTS: Final = f"""
select count(*) filter (where change = 'new'), count(*) filter (where change = 'changed'),
       count(*) filter (where change = 'same'), count(distinct region_code), count(*)
  from {TABLE}
"""  # noqa: S608
_WRITE: Final = f"""
insert into rumah_dataku_figure
    ({_KEY}, state, value, text, as_of, import_run_id, entered_by, updated_at)
select {_KEY}, state, value, text, as_of, %s, %s, %s
  from {TABLE} where change <> 'same' order by region_code
on conflict ({_KEY}) do update set
    state = excluded.state, value = excluded.value, text = excluded.text, as_of = excluded.as_of,
    import_run_id = excluded.import_run_id, entered_by = excluded.entered_by, updated_at = excluded.updated_at
"""  # noqa: S608
_STAGED_IN_TABLE: Final = f"from {TABLE} s join rumah_dataku_figure f on {_SAME_PLACE}"
_READ_BACK: Final = f"select count(*), count(distinct f.region_code) {_STAGED_IN_TABLE}"


@dataclass(slots=True)
class StagedFigures:
    """Figures that lie in the temporary table.

    bad_rows  rows of the file with a figure or village that is kept out
    """

    notices: list[dict[str, str]]
    figures: int = 0
    rows: set[int] = field(default_factory=set)
    bad_rows: set[int] = field(default_factory=set)
    bad_figures: int = 0
    levels: Counter[str] = field(default_factory=Counter)
    tally: dict[str, int] = field(default_factory=dict)
    names: list[dict[str, Any]] = field(default_factory=list)

    def counts(self) -> dict[str, Any]:
        return {
            "figures_good": self.figures,
            "figures_bad": self.bad_figures,
            "rows_bad": len(self.bad_rows),
            "errors": self.levels["error"],
            "warnings": self.levels["warning"],
            "notices": self.notices,
            **self.tally,
            **({"names": self.names} if self.names else {}),
        }


@contextmanager
def staged_figures(run: ImportRun, kept: KeptFile | None, actor: Actor, tell: Tell) -> Iterator[StagedFigures]:
    """Read the kept table into a temporary table that stands inside the block. Raises FileRefused."""
    with staged(TABLE):
        with opened_book(run, kept) as book:
            file = read_figure_file(run, book, actor)
            found = StagedFigures(problems_json(file.notices))
            _load(file, found, tell)
            found.tally = dict(file.tally)
            found.names = names_json(file.unnamed)
        yield found


def _load(file: FigureSource, found: StagedFigures, tell: Tell) -> None:
    total, pile, issues = rows_in((file.table,)) or None, Pile(TABLE), list[RowIssue]()
    last = 0
    for item in file.items():
        last = max(last, item.row - file.table.header_row)
        if isinstance(item, FigureRow):
            pile.add(_figure(item))
            found.figures += 1
        else:
            issues.append(item)
            _note(found, item)
        if len(pile.rows) + len(issues) >= BATCH:
            pile.flush()
            tell(last, total, issues)
            issues.clear()
    pile.flush()
    tell(last, total, issues)


def names_json(unnamed: Mapping[PlaceNames, Sequence[Candidate]]) -> list[dict[str, Any]]:
    """Names to confirm as they stand in the counts of a run."""
    return [
        {"names": asdict(names), "candidates": [one.code for one in candidates]}
        for names, candidates in list(unnamed.items())[:MOST_NAMES]
    ]


def _note(found: StagedFigures, issue: RowIssue) -> None:
    found.levels[issue.severity.value] += 1
    if issue.severity is IssueLevel.ERROR:
        found.bad_rows.add(issue.row)
        found.bad_figures += 1


def _figure(row: FigureRow) -> tuple[object, ...]:
    state = _STATES[row.missing] if row.missing is not None else Figure.State.KNOWN
    value = None if row.value is None else float(row.value)
    place = row.village_code, row.element, row.component, row.sex, row.period
    return (*place, state.value, value, row.text, row.source, row.as_of)


def figure_difference(run: ImportRun, actor: Actor) -> dict[str, Any]:
    """Mark every staged figure as new, changed or same."""
    with scoped(worker_of(actor, run.region_code)):
        run_sql(_COMPARE)
        new, changed, same, villages, _ = ask(_COUNTS)[0]
    return {"figures_new": new, "figures_changed": changed, "figures_same": same, "villages": villages}


def write_figures(run_id: int, user_id: int | None, now: dt.datetime) -> tuple[dict[str, int], list[int]]:
    """Write what differs. Returns figures and villages of these rows, counted in the table, and ids of new figures."""
    run_sql(_WRITE, (run_id, user_id, now))
    figures, villages = ask(_READ_BACK)[0]
    made = [pk for (pk,) in ask(f"select f.id {_STAGED_IN_TABLE} where s.change = 'new'")]
    return {"figures_stored": figures, "villages_stored": villages}, made


def villages_written() -> list[str]:
    return [code for (code,) in ask(f"select distinct region_code from {TABLE} order by 1")]  # noqa: S608
