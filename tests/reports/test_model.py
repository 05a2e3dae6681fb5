import datetime as dt
from dataclasses import replace

import pytest

from padu.reports.model import BadDocument, Column, DayEntry, DayOff, Kind, Measure, MonthGrid, RowGroup, Stack, Table

COLUMNS = (Column("A"), Column("B", Kind.INT))
TABLE = Table("Uji", COLUMNS, (("x", 1), ("y", 2)))


def test_a_row_with_a_cell_too_few_is_refused() -> None:
    with pytest.raises(BadDocument) as caught:
        replace(TABLE, rows=(("x", 1), ("y",)))
    assert caught.value.data == {"what": "row 2: 1 cells, 2 columns", "where": "Uji"}


def test_a_total_with_a_cell_too_many_is_refused() -> None:
    with pytest.raises(BadDocument):
        replace(TABLE, totals=(("Jumlah", 3, 3),))


def test_row_groups_cover_all_rows() -> None:
    assert replace(TABLE, row_groups=(RowGroup("Satu", 1), RowGroup("Dua", 1))).row_groups[0].rows == 1
    with pytest.raises(BadDocument):
        replace(TABLE, row_groups=(RowGroup("Satu", 1),))


def test_a_stack_fits_the_measures() -> None:
    with pytest.raises(BadDocument):
        replace(TABLE, rows=(("x", Stack((1, 2))),), measures=(Measure("satu"),))
    with pytest.raises(BadDocument):
        replace(TABLE, rows=(("x", Stack((1,))),))


def test_the_first_measure_has_nothing_to_join() -> None:
    with pytest.raises(BadDocument):
        replace(TABLE, measures=(Measure("satu", joined=True),))


def test_a_table_has_columns() -> None:
    with pytest.raises(BadDocument):
        Table("Kosong", (), ())


def test_a_month_takes_its_own_days_only() -> None:
    MonthGrid(2026, 4, (DayEntry(dt.date(2026, 4, 30), "Rapat"),))
    with pytest.raises(BadDocument):
        MonthGrid(2026, 4, (DayEntry(dt.date(2026, 5, 1), "Rapat"),))
    with pytest.raises(BadDocument):
        MonthGrid(2026, 4, days_off=(DayOff(dt.date(2025, 4, 1), "Libur"),))
