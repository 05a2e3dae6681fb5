"""Made-up NIK and no. KK, worked by hand."""

from __future__ import annotations

import datetime as dt

from padu.apps.rumah_dataku.demo.identity_numbers import BLOCK, FIRST_SERIAL, NumberBook


def test_nik_of_a_woman_born_14_march_2001():
    # District 130101; day 14 + 40; block of desa 2001: 5001 + 101 * 24 = 7425; start 540301 * 7 mod 24 = 19.
    assert NumberBook("13.01.01.2001").nik(dt.date(2001, 3, 14), male=False) == "1301015403017444"


def test_nik_of_a_man_keeps_the_day():
    nik = NumberBook("13.01.01.2001").nik(dt.date(2001, 3, 14), male=True)
    assert nik is not None
    assert nik[:12] == "130101140301"


def test_no_kk_carries_the_day_of_recording_without_40():
    number = NumberBook("13.01.01.2001").no_kk(dt.date(2019, 12, 5))
    assert number is not None
    assert number[:12] == "130101051219"


def test_a_block_holds_24_numbers_of_one_day_and_then_none():
    book = NumberBook("13.01.01.2001")
    numbers = [book.nik(dt.date(2001, 3, 14), male=False) for _ in range(BLOCK + 1)]
    assert len(set(numbers[:BLOCK])) == BLOCK
    assert numbers[BLOCK] is None


def test_villages_of_one_district_never_meet():
    day = dt.date(2001, 3, 14)
    books = [NumberBook(f"13.01.01.{kind}0{place:02d}") for kind in (1, 2) for place in range(1, 100)]
    numbers = [book.nik(day, male=True) for book in books for _ in range(BLOCK)]
    assert len(set(numbers)) == 2 * 99 * BLOCK


def test_serials_stay_far_from_real_ones_and_within_four_digits():
    last = NumberBook("13.01.01.2099")
    serials = [int(str(last.nik(dt.date(2001, 3, 14), male=True))[12:]) for _ in range(BLOCK)]
    assert FIRST_SERIAL == 5001
    assert max(serials) == 5001 + 199 * 24 + 23 == 9800
