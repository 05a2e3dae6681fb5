"""The integration-convergence matrix as a table of a report: the official layout, 8 programmes x stakeholders."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from padu.domain.matrix import Matrix, MatrixCell
from padu.reports.formats import TICK
from padu.reports.model import BLANK, Cell, Column, Kind, Measure, Stack, Table

MEASURES: Final = (
    Measure("jumlah kampung", Kind.INT, prefix=f"{TICK} ", strong=True),
    Measure("kegiatan selesai", Kind.INT),
    Measure("kegiatan direncanakan", Kind.INT, joined=True),
    Measure("dana yang disepakati", Kind.MONEY_SHORT),
    Measure("kegiatan di luar rencana", Kind.INT, prefix="+", quiet=True),
)

DISTINCT_NOTE: Final = (
    "Kampung dihitung satu kali pada setiap baris dan kolom jumlah, jadi angkanya bukan penjumlahan isi sel. "
    "Tanda ✓ berarti sudah disepakati dalam rapat koordinasi."
)


@dataclass(frozen=True, slots=True)
class Stakeholder:
    """A column of the matrix: its key, its full name and the short one for print."""

    key: str
    label: str
    short_label: str


def matrix_table(
    matrix: Matrix, programmes: Mapping[int, str], stakeholders: Sequence[Stakeholder], caption: str
) -> Table:
    """The matrix with totals, in the order of `stakeholders` (all of `matrix.columns`; KeyError for one it lacks).

    programmes  number -> name, printed as "1. Name"
    """
    heads = [Column("Program", Kind.TEXT, width=2.6)]
    heads += [
        Column(one.label, Kind.INT, short_label=one.short_label, group_label="Perangkat daerah dan mitra")
        for one in stakeholders
    ]
    heads.append(Column("Jumlah", Kind.INT, width=1.05))
    rows = tuple(
        (
            f"{number}. {name}",
            *(_stack(matrix.cell(number, one.key)) for one in stakeholders),
            _stack(matrix.row_totals[number]),
        )
        for number, name in sorted(programmes.items())
    )
    totals = ("Jumlah", *(_stack(matrix.column_totals[one.key]) for one in stakeholders), _stack(matrix.total))
    notes = (DISTINCT_NOTE, *_money_note(matrix.total))
    return Table(caption, tuple(heads), rows, totals=(totals,), footnotes=notes, measures=MEASURES)


def _money_note(total: MatrixCell) -> tuple[str, ...]:
    unknown = total.amount.unknown_rows
    if not unknown:
        return ()
    return (f"Dana {unknown} dari {total.commitments} komitmen belum diketahui dan tidak ikut dijumlahkan.",)


def _stack(cell: MatrixCell) -> Cell:
    """Nothing agreed and nothing done is blank; work outside the plan alone shows only itself."""
    outside = cell.outside_plan_done
    if cell.has_tick:
        amount = cell.amount.amount
        return Stack((len(cell.villages), cell.deliveries_done, cell.deliveries_planned, amount, outside))
    return Stack((BLANK, BLANK, BLANK, BLANK, outside)) if outside else BLANK
