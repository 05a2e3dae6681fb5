"""The checks of NIK and no. KK, one row of the rule table after the other."""

from __future__ import annotations

import datetime as dt

import pytest
from hypothesis import given
from hypothesis import strategies as st
from lokal import PROVINCES

from padu.domain.identity import (
    PROVINCE_CODES,
    IssueLevel,
    birth_date_in_nik,
    check_nik,
    check_no_kk,
    mask_number,
    mask_numbers_in,
    normalise_nik,
    sex_in_nik,
)
from padu.domain.pk21.codes import Sex

TODAY = dt.date(2026, 11, 22)


def codes(findings):
    return [finding.code for finding in findings]


def nik_of(birth: dt.date, sex: Sex, serial: int = 1, district: str = "130101") -> str:
    day = birth.day + (40 if sex is Sex.FEMALE else 0)
    return f"{district}{day:02}{birth:%m%y}{serial:04}"


def test_a_plain_nik_passes():
    found = check_nik("1301014503970001", as_of=TODAY, sex=Sex.FEMALE, birth_date=dt.date(1997, 3, 5))
    assert found == ()


@pytest.mark.parametrize(
    ("nik", "code"),
    [
        ("130101450397000", "number_form"),
        ("13010145039700011", "number_form"),
        ("13010145039700O1", "number_form"),
        ("", "number_form"),
        ("١٣٠١٠١٤٥٠٣٩٧٠٠٠١", "number_form"),
        ("1,30101E+15", "number_scientific"),
        ("1.30101E+15", "number_scientific"),
        ("1111111111111111", "number_dummy"),
        ("0000000000000000", "number_dummy"),
        ("1234567890123456", "number_dummy"),
        ("1301014503970000", "number_serial_zero"),
        ("1301013203970001", "nik_date_impossible"),
        ("1301014003970001", "nik_date_impossible"),
        ("1301010003970001", "nik_date_impossible"),
        ("1301017203970001", "nik_date_impossible"),
        ("1301011013970001", "nik_date_impossible"),
        ("1301011000970001", "nik_date_impossible"),
        ("1301013104970001", "nik_date_impossible"),
        ("1301012902970001", "nik_date_impossible"),
        ("1301016902970001", "nik_date_impossible"),
    ],
)
def test_an_impossible_nik_is_an_error(nik, code):
    found = check_nik(nik, as_of=TODAY)
    assert codes(found) == [code]
    assert found[0].level is IssueLevel.ERROR


def test_29_february_passes_where_one_century_has_it():
    # 1900 is no leap year, 2000 is one.
    assert check_nik("1301012902000001", as_of=TODAY) == ()
    assert check_nik("1301012902960001", as_of=TODAY) == ()


def test_an_old_province_code_is_a_warning():
    found = check_nik("5401011503970001", as_of=TODAY)
    assert [(f.code, f.level) for f in found] == [("number_province_unknown", IssueLevel.WARNING)]


def test_a_different_birth_date_and_sex_are_two_warnings():
    found = check_nik("1301011503970001", as_of=TODAY, sex=Sex.FEMALE, birth_date=dt.date(1996, 3, 15))
    assert codes(found) == ["nik_birth_date_differs", "nik_sex_differs"]
    assert {f.level for f in found} == {IssueLevel.WARNING}


@pytest.mark.parametrize(
    ("digits", "near", "expected"),
    [
        ("150397", None, dt.date(1997, 3, 15)),
        ("150320", None, dt.date(2020, 3, 15)),
        ("150320", dt.date(1921, 1, 1), dt.date(1920, 3, 15)),
        ("231126", None, dt.date(1926, 11, 23)),
        ("221126", None, dt.date(2026, 11, 22)),
        ("231126", dt.date(2026, 11, 23), dt.date(1926, 11, 23)),
        ("690204", None, dt.date(2004, 2, 29)),
    ],
)
def test_the_century_is_never_in_the_future_and_nearest_the_entered_date(digits, near, expected):
    assert birth_date_in_nik(f"130101{digits}0001", as_of=TODAY, near=near) == expected


def test_a_kk_number_carries_a_date_without_forty():
    assert check_no_kk("1301011503120004") == ()
    assert codes(check_no_kk("1301015503120004")) == ["kk_date_impossible"]
    assert codes(check_no_kk("1301011503120000")) == ["number_serial_zero"]
    assert codes(check_no_kk("5401011503120001")) == ["number_province_unknown"]
    assert codes(check_no_kk("13010115")) == ["number_form"]
    assert codes(check_no_kk("2222222222222222")) == ["number_dummy"]


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("1301014503970001", "1301************"),
        ("1301.0145-0397 0001", "1301************"),
        ("'1301014503970001", "1301************"),
        ("1301", "****"),
        ("SITI AMINAH", "**********"),
        ("13SITIAMINAH", "************"),
        ("", ""),
    ],
)
def test_masking_shows_four_digits_at_most(text, shown):
    assert mask_number(text) == shown


def test_a_number_in_a_free_text_is_masked():
    assert mask_numbers_in("lihat KK 1301 0145 0397 0001 ini") == "lihat KK 1301************ ini"
    assert mask_numbers_in("RT 012 tahun 2026, 13.01.01.2001") == "RT 012 tahun 2026, 13.01.01.2001"


def test_separators_are_taken_out():
    assert normalise_nik(" 1301.0145 0397-0001 ") == "1301014503970001"


def test_the_provinces_are_the_38_of_the_region_list():
    assert len(PROVINCE_CODES) == 38
    assert set(PROVINCES) == PROVINCE_CODES


births = st.dates(dt.date(1907, 1, 1), TODAY)


@given(births, st.sampled_from(Sex), st.integers(1, 9999))
def test_a_nik_made_from_a_person_agrees_with_the_person(birth, sex, serial):
    nik = nik_of(birth, sex, serial)
    assert sex_in_nik(nik) is sex
    assert birth_date_in_nik(nik, as_of=TODAY, near=birth) == birth
    assert [f for f in check_nik(nik, as_of=TODAY, sex=sex, birth_date=birth) if f.code != "number_dummy"] == []


@given(births, st.integers(1, 400))
def test_another_birth_date_is_seen_and_never_refused(birth, shift):
    other = birth - dt.timedelta(days=shift)
    found = check_nik(nik_of(birth, Sex.MALE), as_of=TODAY, sex=Sex.MALE, birth_date=other)
    assert codes(found) == ["nik_birth_date_differs"]


@given(st.text(max_size=40))
def test_no_text_breaks_the_checks_or_shows_more_than_four_signs(text):
    shown = mask_number(text)
    assert len(shown.rstrip("*")) in (0, 4)
    check_nik(normalise_nik(text), as_of=TODAY)
    check_no_kk(normalise_nik(text))


@given(st.integers(0, 10**16 - 1))
def test_every_16_digits_get_an_answer_of_known_level(value):
    number = f"{value:016}"
    for finding in (*check_nik(number, as_of=TODAY), *check_no_kk(number)):
        assert finding.level in IssueLevel
        assert number[4:] not in finding.expected
