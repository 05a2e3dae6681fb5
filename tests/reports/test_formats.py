import datetime as dt
from decimal import Decimal

import pytest

from padu.domain.values import Missing
from padu.reports.formats import cell_text, money_short, printable
from padu.reports.model import BLANK, BadDocument, Kind, Scalar


@pytest.mark.parametrize(
    ("value", "kind", "text", "short"),
    [
        (1234, Kind.INT, "1.234", "1.234"),
        (Decimal("58.425"), Kind.DECIMAL, "58,4", "58,4"),
        (12.25, Kind.DECIMAL, "12,3", "12,3"),
        (0.125, Kind.PERCENT, "12,5 %", "12,5 %"),
        (1_234_567, Kind.MONEY, "Rp1.234.567", "Rp1.234.567"),
        (1_234_567, Kind.MONEY_SHORT, "Rp1,2 juta", "1,2 jt"),
        (dt.date(2026, 11, 3), Kind.DATE, "3 November 2026", "3 Nov 2026"),
        (True, Kind.MARK, "✓", "✓"),
        (False, Kind.MARK, "", ""),
        ("Nagari", Kind.TEXT, "Nagari", "Nagari"),
        (7, Kind.TEXT, "7", "7"),
        (BLANK, Kind.INT, "", ""),
        ("", Kind.TEXT, "", ""),
    ],
)
def test_values_read_the_indonesian_way(value: Scalar, kind: Kind, text: str, short: str) -> None:
    assert cell_text(value, kind) == text
    assert cell_text(value, kind, short=True) == short


@pytest.mark.parametrize("kind", list(Kind))
def test_unknown_not_applicable_suppressed_and_zero_never_read_alike(kind: Kind) -> None:
    values: list[Scalar] = [Missing.UNKNOWN, Missing.NOT_APPLICABLE, Missing.SUPPRESSED, BLANK]
    values += {Kind.MARK: [True], Kind.DATE: [dt.date(2026, 1, 1)]}.get(kind, [0])
    for short in (False, True):
        assert len({cell_text(value, kind, short=short) for value in values}) == 5


def test_none_and_not_a_number_are_unknown() -> None:
    assert cell_text(None, Kind.INT) == cell_text(float("nan"), Kind.DECIMAL) == "belum diketahui"


def test_a_suppressed_value_does_not_tell_its_size() -> None:
    assert not any(letter.isdigit() for letter in cell_text(Missing.SUPPRESSED, Kind.INT))


@pytest.mark.parametrize(
    ("value", "kind"),
    [("x", Kind.INT), (True, Kind.MONEY), (1, Kind.MARK), (1, Kind.DATE), (True, Kind.TEXT)],
)
def test_a_value_that_does_not_fit_its_kind_is_refused(value: Scalar, kind: Kind) -> None:
    with pytest.raises(BadDocument):
        cell_text(value, kind)


@pytest.mark.parametrize(
    ("rupiah", "text"),
    [
        (0, "Rp0"),
        (900, "900"),
        (48_350_000, "48,4 jt"),
        (125_000_000, "125 jt"),
        (1_250_000_000, "1,3 M"),
        (7_500, "7,5 rb"),
    ],
)
def test_money_in_a_narrow_cell(rupiah: int, text: str) -> None:
    assert money_short(rupiah) == text


def test_control_characters_are_left_out_and_line_ends_stay() -> None:
    assert printable("a\x00b\x1bc\ud800\nd\t") == "abc\nd\t"
