"""The matrix as its page shows it: programmes under their goals, cells that open, totals, and who is not reached."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass

from django.urls import reverse

from padu.apps.convergence.selectors.lines import CommitmentLine, DoneLine, commitment_lines, done_lines
from padu.apps.convergence.selectors.matrix import (
    MatrixOfPlace,
    column_folds,
    commitments_in,
    matrix_of,
    realisations_in,
)
from padu.apps.kampung.selectors import list_kampung
from padu.apps.programmes.models import MatrixColumn, Programme
from padu.apps.programmes.selectors import list_matrix_columns, list_programmes
from padu.domain.matrix import MatrixCell, MatrixEntry
from padu.domain.values import Missing


@dataclass(frozen=True, slots=True)
class CellView:
    """What a cell shows; one without tick and without outside work is empty."""

    column: str
    url: str
    tick: bool
    villages: int
    planned: int
    done: int
    amount_idr: int | Missing
    spent_idr: int | Missing
    outside: int

    @property
    def empty(self) -> bool:
        return not self.tick and not self.outside


@dataclass(frozen=True, slots=True)
class ProgrammeRow:
    """One programme: a cell for each column, and its total."""

    number: int
    name: str
    cells: tuple[CellView, ...]
    total: CellView

    @property
    def filled(self) -> list[CellView]:
        return [cell for cell in self.cells if not cell.empty]


@dataclass(frozen=True, slots=True)
class GoalGroup:
    """A goal with its programmes."""

    number: int
    name: str
    rows: tuple[ProgrammeRow, ...]


@dataclass(frozen=True, slots=True)
class Reach:
    """Kampung by what they reported in the year: work of several sectors, work of none, nothing.

    planned_only  of those that reported nothing: how many have a commitment
    """

    kampung: int
    with_sectors: int
    without_sectors: int
    not_reported: int
    planned_only: int


@dataclass(frozen=True, slots=True)
class MatrixPage:
    """Everything the page of a place and year shows."""

    of: MatrixOfPlace
    groups: tuple[GoalGroup, ...]
    column_totals: tuple[CellView, ...]
    total: CellView
    reach: Reach
    unknown_amounts: int

    @property
    def columns(self) -> Sequence[MatrixColumn]:
        return self.of.columns

    @property
    def heads(self) -> list[tuple[str, str]]:
        """Full and short name of each column; a short one may break after a stroke."""
        return [(column.name, column.short_name.replace("/", "/\u200b")) for column in self.columns]

    @property
    def empty(self) -> bool:
        return self.total.empty


def build_matrix_page(region_code: str, year: int) -> MatrixPage:
    """The matrix of a place for the current actor."""
    of = matrix_of(region_code, year)
    totals = tuple(_view(of, None, column, of.matrix.column_totals[column.key]) for column in of.columns)
    return MatrixPage(
        of=of,
        groups=_groups(of),
        column_totals=totals,
        total=_view(of, None, None, of.matrix.total),
        reach=reach_of(region_code, of.matrix.total.entries),
        unknown_amounts=of.matrix.total.amount.unknown_rows,
    )


def _groups(of: MatrixOfPlace) -> tuple[GoalGroup, ...]:
    by_goal: defaultdict[int, list[Programme]] = defaultdict(list)
    for programme in list_programmes():
        by_goal[programme.goal_id].append(programme)
    return tuple(
        GoalGroup(number, rows[0].goal.name, tuple(_row(of, programme) for programme in rows))
        for number, rows in sorted(by_goal.items())
    )


def _row(of: MatrixOfPlace, programme: Programme) -> ProgrammeRow:
    number = programme.number
    cells = tuple(_view(of, number, column, of.matrix.cell(number, column.key)) for column in of.columns)
    total = _view(of, number, None, of.matrix.row_totals[number])
    return ProgrammeRow(number, programme.name, cells, total)


def _view(of: MatrixOfPlace, programme_no: int | None, column: MatrixColumn | None, cell: MatrixCell) -> CellView:
    opens = programme_no is not None and column is not None
    return CellView(
        column=column.short_name if column else "",
        url=reverse("matrix_cell", args=[of.region_code, of.year, programme_no, column.key])
        if opens and column
        else "",
        tick=cell.has_tick,
        villages=len(cell.villages),
        planned=cell.deliveries_planned,
        done=cell.deliveries_done,
        amount_idr=cell.amount.amount,
        spent_idr=cell.spent.amount,
        outside=cell.outside_plan_done,
    )


def reach_of(region_code: str, entries: Iterable[MatrixEntry]) -> Reach:
    """Kampung of a place by what they reported. A kampung is a village of the register, or one with a row."""
    rows = list(entries)
    reported = {row.village for row in rows if row.deliveries_done}
    sectors = {row.village for row in rows if row.deliveries_done and row.is_sector}
    known = set(list_kampung(region_code).values_list("region_code", flat=True)) | {row.village for row in rows}
    planned = {row.village for row in rows} - reported
    return Reach(len(known), len(sectors), len(reported - sectors), len(known - reported), len(planned))


@dataclass(frozen=True, slots=True)
class CellPage:
    """What stands behind a tick: the commitments, and work done outside the plan."""

    programme: Programme
    column: MatrixColumn
    lines: tuple[CommitmentLine, ...]
    outside: tuple[DoneLine, ...]

    @property
    def villages(self) -> int:
        return len({line.region_code for line in self.lines})

    @property
    def amount_idr(self) -> int:
        return sum(line.amount_idr for line in self.lines)

    @property
    def done(self) -> int:
        return sum(bool(line.done) for line in self.lines)


def build_cell_page(region_code: str, year: int, programme_no: int, column_key: str, today: dt.date) -> CellPage | None:
    """The rows behind a cell; None for a programme or column that this place's matrix does not have."""
    programme = next((p for p in list_programmes() if p.number == programme_no), None)
    columns = {column.key: column for column in list_matrix_columns(region_code)}
    column = columns.get(column_key)
    if programme is None or column is None:
        return None
    here = {"programme_no": programme_no, "column_key__in": _keys_shown_in(column_key, columns)}
    lines = commitment_lines(commitments_in(region_code, year).filter(**here), today)
    outside = done_lines(realisations_in(region_code, year).filter(commitment=None, **here))
    return CellPage(programme, column, tuple(lines), tuple(outside))


def _keys_shown_in(column_key: str, shown: Collection[str]) -> list[str]:
    """The column's own key, and those of columns below that fold into it because they are not shown here."""
    return [
        column_key,
        *(key for key, official in column_folds().items() if official == column_key and key not in shown),
    ]
