import pytest

from padu.domain.matrix import MatrixEntry, fold_matrix
from padu.domain.values import Missing
from padu.reports.html.tables import table_html
from padu.reports.matrix_table import Stakeholder, matrix_table
from padu.reports.model import BLANK, Stack, Table

COLUMNS = ("health", "education")
STAKEHOLDERS = (
    Stakeholder("health", "Dinas Kesehatan", "Kesehatan"),
    Stakeholder("education", "Dinas Pendidikan", "Disdik"),
)
ENTRIES = (
    MatrixEntry(1, "health", "A", "dinkes", 3, 1, amount_idr=1_500_000),
    MatrixEntry(1, "health", "A", "dinkes", 1, 0, amount_idr=Missing.UNKNOWN),
    MatrixEntry(2, "education", "B", "disdik", 0, 2, outside_plan=True),
)


def table(*entries: MatrixEntry) -> Table:
    return matrix_table(fold_matrix(entries, COLUMNS), {1: "Data", 2: "Germas"}, STAKEHOLDERS, "Matriks")


def test_a_cell_says_villages_done_planned_money_and_what_was_outside() -> None:
    assert table(*ENTRIES).rows == (
        ("1. Data", Stack((1, 1, 4, 1_500_000, 0)), BLANK, Stack((1, 1, 4, 1_500_000, 0))),
        ("2. Germas", BLANK, Stack((BLANK, BLANK, BLANK, BLANK, 2)), Stack((BLANK, BLANK, BLANK, BLANK, 2))),
    )
    assert table(*ENTRIES).totals == (
        (
            "Jumlah",
            Stack((1, 1, 4, 1_500_000, 0)),
            Stack((BLANK, BLANK, BLANK, BLANK, 2)),
            Stack((1, 1, 4, 1_500_000, 2)),
        ),
    )


def test_the_print_has_a_tick_and_hides_a_zero_outside_the_plan() -> None:
    page = table_html(table(*ENTRIES))
    assert "</svg> 1</b></span><span>1/4</span><span>1,5 jt</span></td>" in page
    assert '<td class="stack filled"><span>+2</span></td>' in page
    assert "+0" not in page
    assert "+ kegiatan di luar rencana (0 tidak dicetak)" in page


def test_money_nobody_told_is_said_to_be_missing() -> None:
    assert table(*ENTRIES).footnotes[1] == "Dana 1 dari 2 komitmen belum diketahui dan tidak ikut dijumlahkan."
    assert len(table(ENTRIES[0]).footnotes) == 1
    (row, _) = table(ENTRIES[1]).rows
    assert row[1] == Stack((1, 0, 1, Missing.UNKNOWN, 0))


def test_a_stakeholder_the_matrix_lacks_is_a_mistake() -> None:
    with pytest.raises(KeyError):
        matrix_table(fold_matrix(ENTRIES, COLUMNS), {1: "Data"}, (Stakeholder("pkk", "TP PKK", "PKK"),), "")
