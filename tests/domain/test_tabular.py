"""What people type, and what it is read as."""

from __future__ import annotations

import contextlib
import datetime as dt
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from padu.domain.formatting import date_long, number
from padu.domain.tabular import (
    CellError,
    NumberStyle,
    fold,
    is_ambiguous_missing,
    is_blank,
    nearest,
    parse_date,
    parse_decimal,
    parse_figure,
    parse_integer,
    parse_village_code,
    parse_yes_no,
    starts_like_formula,
)
from padu.domain.values import Missing

COMMA, POINT, UNSURE = NumberStyle.COMMA, NumberStyle.POINT, NumberStyle.UNSURE


def test_headers_are_folded():
    assert fold("No. KK (16 angka)") == fold("  no_kk ") == fold("NO-KK") == "nokk"
    assert fold("Désa") == "desa"
    assert fold("(1) Ya") == "ya"
    assert fold("(1)") == "1"


def test_the_nearest_name_is_suggested():
    names = ("Jenis kelamin", "Tanggal lahir", "No. KK")
    assert nearest("jenis klamin", names) == "Jenis kelamin"
    assert nearest("TGL LAHIR", names) == "Tanggal lahir"
    assert nearest("luas sawah", names) is None
    assert nearest("", names) is None


@pytest.mark.parametrize("text", ["", "  ", "-", "--", "–", "..."])
def test_strokes_and_dots_are_blank_and_no_formula(text):
    assert is_blank(text)
    assert not starts_like_formula(text)


@pytest.mark.parametrize("text", ["=1+1", "+62", "-2+3", "@SUM(A1)", "=", "\tx"])
def test_a_text_that_a_spreadsheet_would_run_is_seen(text):
    assert starts_like_formula(text)


@pytest.mark.parametrize(
    ("text", "style", "value"),
    [
        ("12", UNSURE, 12),
        (" 1.234 ", UNSURE, 1234),
        ("1.234.567", UNSURE, 1234567),
        ("1.234,00", UNSURE, 1234),
        ("1,234", UNSURE, 1234),
        ("1 234", UNSURE, 1234),
        ("12,0", UNSURE, 12),
        ("Rp 12.500.000,00", UNSURE, 12_500_000),
        ("rp12.500.000", UNSURE, 12_500_000),
        ("12.0", POINT, 12),
        ("-4", UNSURE, -4),
        ("−4", UNSURE, -4),
        ("0", UNSURE, 0),
    ],
)
def test_whole_numbers(text, style, value):
    assert parse_integer(text, style) == value


@pytest.mark.parametrize(
    ("text", "style"),
    [("1,5", UNSURE), ("1.234", POINT), ("1.23.4", UNSURE), ("dua", UNSURE), ("", UNSURE), ("1e3", UNSURE)],
)
def test_no_whole_number(text, style):
    with pytest.raises(CellError) as caught:
        parse_integer(text, style)
    assert caught.value.code == "integer"


@pytest.mark.parametrize(
    ("text", "style", "value"),
    [
        ("1.234,5", UNSURE, "1234.5"),
        ("1,234.5", UNSURE, "1234.5"),
        ("1.234.567,25", UNSURE, "1234567.25"),
        ("12,5", UNSURE, "12.5"),
        ("12.5", UNSURE, "12.5"),
        ("0.7989", UNSURE, "0.7989"),
        ("0.885", UNSURE, "0.885"),
        ("0,885", COMMA, "0.885"),
        ("1.234", COMMA, "1234"),
        ("1.234", POINT, "1.234"),
        ("1,234", COMMA, "1.234"),
        ("1,234", POINT, "1234"),
        ("-2.122.958", UNSURE, "-2122958"),
        ("85,5 %", UNSURE, "85.5"),
        ("100.00", UNSURE, "100.00"),
        ("1234,567", UNSURE, "1234.567"),
        ("0", UNSURE, "0"),
    ],
)
def test_numbers_with_fractions(text, style, value):
    assert parse_decimal(text, style) == Decimal(value)


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("1.234", "decimal_ambiguous"),
        ("12,345", "decimal_ambiguous"),
        ("1.23.456", "decimal"),
        ("1,5.5,5", "decimal"),
        ("12,", "decimal"),
        (",5", "decimal"),
        ("Infinity", "decimal"),
        ("1e5", "decimal"),
        ("²", "decimal"),
        ("12abc", "decimal"),
    ],
)
def test_no_number(text, code):
    with pytest.raises(CellError) as caught:
        parse_decimal(text)
    assert caught.value.code == code


@pytest.mark.parametrize(
    "text",
    [
        "1990-08-17",
        "1990/08/17",
        "17/08/1990",
        "17-8-1990",
        "17.08.1990",
        "17 08 1990",
        "17 Agustus 1990",
        "17-Agu-1990",
        "17 Agt 1990",
        "17 AGUSTUS 1990",
        "17 Aug 1990",
        "1990-08-17 00:00:00",
        "1990-08-17T00:00:00",
    ],
)
def test_days(text):
    assert parse_date(text) == dt.date(1990, 8, 17)


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("31/02/2010", "date_impossible"),
        ("08/17/1990", "date_impossible"),
        ("33102", "date_serial"),
        ("17/08/90", "date_form"),
        ("1990", "date_form"),
        ("17 Foo 1990", "date_form"),
        ("1990-08-17 13:00:00", "date_form"),
        ("", "date_form"),
    ],
)
def test_no_day(text, code):
    with pytest.raises(CellError) as caught:
        parse_date(text)
    assert caught.value.code == code


def test_yes_and_no():
    assert [parse_yes_no(word) for word in ("Ya", "y", "TRUE", "1", "ada")] == [True] * 5
    assert [parse_yes_no(word) for word in ("Tidak", "tdk", "FALSE", "2", "0", "T")] == [False] * 6
    with pytest.raises(CellError):
        parse_yes_no("mungkin")


@pytest.mark.parametrize("text", ["13.01.01.2001", "1301012001", " 13 01 01 2001 "])
def test_village_codes(text):
    assert parse_village_code(text) == "13.01.01.2001"


@pytest.mark.parametrize("text", ["13.01.01", "13.01.01.20011", "13-01-01-2001", "Painan", "", "١٣٠١٠١٢٠٠١"])
def test_no_village_code(text):
    with pytest.raises(CellError):
        parse_village_code(text)


def test_four_values_stay_apart():
    assert parse_figure("0") == Decimal(0)
    assert parse_figure("") is Missing.UNKNOWN
    assert parse_figure("-") is Missing.UNKNOWN
    assert parse_figure("tidak berlaku") is Missing.NOT_APPLICABLE
    assert parse_figure("*") is Missing.SUPPRESSED
    assert parse_figure("<10") is Missing.SUPPRESSED


def test_signs_with_two_meanings_are_told():
    assert [is_ambiguous_missing(text) for text in ("-", "NA", "n/a", "nil")] == [True] * 4
    assert [is_ambiguous_missing(text) for text in ("", "...", "0", "tidak berlaku")] == [False] * 4


@given(st.integers(-(10**12), 10**12))
def test_what_the_house_writes_it_reads(value):
    assert parse_integer(number(value)) == value
    assert parse_decimal(number(value, 1), COMMA) == value


@given(st.dates(dt.date(1900, 1, 1), dt.date(2099, 12, 31)))
def test_days_as_the_house_writes_them(day):
    assert parse_date(date_long(day)) == parse_date(day.isoformat()) == parse_date(f"{day:%d/%m/%Y}") == day


@given(st.text(max_size=30))
def test_any_text_gives_a_value_or_a_named_reason(text):
    for read in (parse_integer, parse_decimal, parse_date, parse_yes_no, parse_village_code, parse_figure):
        with contextlib.suppress(CellError):
            read(text)
