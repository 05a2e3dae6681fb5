"""The engine's rule for a cell is the rule of `cell_is_good`, whatever people type."""

from __future__ import annotations

import csv
import random
from pathlib import Path

from padu.analytics.engine.duck import RowAt, duck_session
from padu.analytics.faults import COLUMNS, cell_is_good
from padu.analytics.inputs import CsvInput, cells_at, recognise
from tests.analytics.reference import random_families

ODD = [
    "",
    " ",
    "  ",
    "\t",
    "\u00a0",
    "1",
    "0",
    "-1",
    " 1",
    "1 ",
    "+1",
    "01",
    "1.0",
    "--1",
    "\u0661",
    "2",
    "-2",
    "TRUE",
    "null",
]
ODD += ["2025", "1899", "1900", "2100", "2101", "20255", "2e03", "202\u0665", "2025\n", "1_99", "0x7E"]
ODD += [
    "13.01.01.2001",
    "13.01.01.201",
    "13.01.01.2001 ",
    "13-01-01-2001",
    "\u0661\u0663.01.01.2001",
    "13.01.01.2001\n",
]
ODD += ['"', '""', "a,b", "a;b", "a\nb", "a\r\nb", "'", "\ufeff", "NaN", "\x00", "\x1f", "é", "x" * 5000]


def _odd_rows(count: int) -> list[list[str]]:
    """Good rows in which one to three cells are odd; ids tell the rows apart unless they are the odd ones."""
    dice = random.Random(4)
    rows = [family.cells() for family in random_families(count, seed=4)]
    for number, row in enumerate(rows):
        row[0] = f"{number}-{row[0]}"
        for place in dice.sample(range(len(COLUMNS)), dice.choice([1, 1, 2, 3])):
            row[place] = dice.choice(ODD)
    return rows


def test_the_engine_refuses_exactly_the_rows_that_the_rule_refuses(tmp_path: Path) -> None:
    rows = _odd_rows(3000)
    path = tmp_path / "odd.csv"
    with path.open("w", encoding="utf-8", newline="") as file:
        csv.writer(file, lineterminator="\n").writerows([COLUMNS, *rows])
    expected = [n for n, row in enumerate(rows) if not all(map(cell_is_good, COLUMNS, row))]
    work = tmp_path / "work"
    work.mkdir()
    source = recognise(path)
    assert isinstance(source, CsvInput)
    with duck_session(work) as session:
        session.stage_csv(source)
        session.finish_staging()
        found, count = session.bad_rows(most=len(rows))
    assert (found, count) == ([RowAt(0, n) for n in expected], len(expected))
    assert 500 < count < 3000
    assert [cells for _, cells in cells_at(source, expected).values()] == [
        dict(zip(COLUMNS, rows[n], strict=True)) for n in expected
    ]
