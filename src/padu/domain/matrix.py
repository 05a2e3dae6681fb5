"""The integration-convergence matrix: 8 programmes x stakeholders, folded from commitments and realisations.

Only what agencies confirmed and a recorded meeting agreed is a commitment and makes a tick; work that stands in no plan
counts beside it and is marked "outside the plan". Villages are counted distinct, so totals are not sums of cells.
A regency may split a column or add one; the printed form folds them back to the 13 official ones.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Final

from padu.domain.errors import PaduError
from padu.domain.values import Missing

PROGRAMMES: Final = tuple(range(1, 9))
"""Numbers of the eight programmes (Inpres 3/2022)."""


class UnknownColumn(PaduError):
    """A row names a column that is neither shown nor folded into one that is. data: column."""

    code = "matrix.unknown_column"


class UnknownProgramme(PaduError):
    """A row names a programme outside 1..8. data: programme."""

    code = "matrix.unknown_programme"


@dataclass(frozen=True, slots=True)
class MatrixEntry:
    """One commitment in one village with what became of it, or one piece of work outside any plan.

    column_key         the agency's column; may be a regency's own
    deliveries_planned, deliveries_done  planned is 0 outside the plan
    amount_idr, spent_idr  agreed and spent money in rupiah; UNKNOWN where nobody said, 0 where it costs nothing
    is_sector          whether the agency counts as a sector (`cross_sector.counts_as_sector`)
    """

    programme_no: int
    column_key: str
    village: str
    agency: str
    deliveries_planned: int = 0
    deliveries_done: int = 0
    amount_idr: int | Missing = Missing.UNKNOWN
    spent_idr: int | Missing = Missing.UNKNOWN
    outside_plan: bool = False
    is_sector: bool = True


@dataclass(frozen=True, slots=True)
class Money:
    """A sum of what is known, and of how many rows it is not known."""

    known_idr: int = 0
    known_rows: int = 0
    unknown_rows: int = 0

    def plus(self, amount: int | Missing) -> Money:
        """One more row. NOT_APPLICABLE is money that cannot arise and leaves the sum alone."""
        if amount is Missing.NOT_APPLICABLE:
            return self
        if isinstance(amount, Missing):
            return Money(self.known_idr, self.known_rows, self.unknown_rows + 1)
        return Money(self.known_idr + amount, self.known_rows + 1, self.unknown_rows)

    @property
    def amount(self) -> int | Missing:
        """The sum; UNKNOWN when rows exist and none says its amount; NOT_APPLICABLE without any row."""
        if self.known_rows:
            return self.known_idr
        return Missing.UNKNOWN if self.unknown_rows else Missing.NOT_APPLICABLE


@dataclass(frozen=True, slots=True)
class MatrixCell:
    """What stands behind a cell, a row total, a column total or the whole matrix.

    entries           the rows themselves: a tick opens to them
    commitments       number of agreed rows; the cell has a tick when there is one
    villages, agencies  distinct, of the agreed rows
    villages_reached  distinct, with at least one delivery done, inside or outside the plan
    sectors           distinct agencies that count as a sector, of agreed rows and of work done outside the plan
    outside_plan_done  deliveries done that stand in no plan; they are not in deliveries_done
    """

    entries: tuple[MatrixEntry, ...] = ()
    villages: frozenset[str] = frozenset()
    villages_reached: frozenset[str] = frozenset()
    agencies: frozenset[str] = frozenset()
    sectors: frozenset[str] = frozenset()
    commitments: int = 0
    deliveries_planned: int = 0
    deliveries_done: int = 0
    outside_plan_done: int = 0
    amount: Money = field(default_factory=Money)
    spent: Money = field(default_factory=Money)

    @property
    def has_tick(self) -> bool:
        """True with at least one agreed commitment."""
        return self.commitments > 0


EMPTY_CELL: Final = MatrixCell()


@dataclass(frozen=True, slots=True)
class Matrix:
    """Cells by (programme number, column key); a pair that is absent is empty (use `cell`).

    row_totals by programme, column_totals by column, both with every key present.
    """

    columns: tuple[str, ...]
    cells: Mapping[tuple[int, str], MatrixCell]
    row_totals: Mapping[int, MatrixCell]
    column_totals: Mapping[str, MatrixCell]
    total: MatrixCell

    def cell(self, programme_no: int, column_key: str) -> MatrixCell:
        """The cell, empty where nothing was agreed or done."""
        return self.cells.get((programme_no, column_key), EMPTY_CELL)

    @property
    def ticks(self) -> int:
        """Number of cells with at least one commitment."""
        return sum(cell.has_tick for cell in self.cells.values())


def fold_matrix(
    entries: Iterable[MatrixEntry], columns: Sequence[str], folds_to: Mapping[str, str] | None = None
) -> Matrix:
    """Fold rows into the matrix of the given columns.

    columns   keys in the order shown: the regency's own, or the 13 of the official form
    folds_to  own column -> official column; used for columns that are not among those shown
    raises    UnknownColumn, UnknownProgramme
    """
    placed: dict[tuple[int, str], list[MatrixEntry]] = defaultdict(list)
    for entry in entries:
        placed[_programme(entry), _column(entry.column_key, columns, folds_to or {})].append(entry)
    by_row: dict[int, list[MatrixEntry]] = {number: [] for number in PROGRAMMES}
    by_column: dict[str, list[MatrixEntry]] = {key: [] for key in columns}
    for (number, key), rows in placed.items():
        by_row[number].extend(rows)
        by_column[key].extend(rows)
    return Matrix(
        columns=tuple(columns),
        cells={place: sum_up(rows) for place, rows in placed.items()},
        row_totals={number: sum_up(rows) for number, rows in by_row.items()},
        column_totals={key: sum_up(rows) for key, rows in by_column.items()},
        total=sum_up(entry for rows in by_row.values() for entry in rows),
    )


def printed_form(matrix: Matrix, official: Sequence[str], folds_to: Mapping[str, str]) -> Matrix:
    """The same matrix in the columns of the official form: rows are folded again, so villages stay distinct."""
    return fold_matrix(matrix.total.entries, official, folds_to)


def sum_up(entries: Iterable[MatrixEntry]) -> MatrixCell:
    """One cell over any rows."""
    rows = tuple(entries)
    agreed = [row for row in rows if not row.outside_plan]
    counted = [row for row in rows if not row.outside_plan or row.deliveries_done > 0]
    amount = spent = Money()
    for row in agreed:
        amount = amount.plus(row.amount_idr)
    for row in counted:
        spent = spent.plus(row.spent_idr)
    return MatrixCell(
        entries=rows,
        villages=frozenset(row.village for row in agreed),
        villages_reached=frozenset(row.village for row in rows if row.deliveries_done > 0),
        agencies=frozenset(row.agency for row in agreed),
        sectors=frozenset(row.agency for row in counted if row.is_sector),
        commitments=len(agreed),
        deliveries_planned=sum(row.deliveries_planned for row in agreed),
        deliveries_done=sum(row.deliveries_done for row in agreed),
        outside_plan_done=sum(row.deliveries_done for row in rows if row.outside_plan),
        amount=amount,
        spent=spent,
    )


def _programme(entry: MatrixEntry) -> int:
    if entry.programme_no not in PROGRAMMES:
        raise UnknownProgramme(programme=entry.programme_no)
    return entry.programme_no


def _column(key: str, columns: Sequence[str], folds_to: Mapping[str, str]) -> str:
    if key in columns:
        return key
    folded = folds_to.get(key)
    if folded is None or folded not in columns:
        raise UnknownColumn(column=key)
    return folded
