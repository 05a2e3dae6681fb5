"""A year of a village, counted by hand."""

from __future__ import annotations

import datetime as dt

from padu.domain.life_events.counting import Part, year_counts
from padu.domain.life_events.kinds import Kind, Paper
from padu.domain.population_indicators import crude_rate
from padu.domain.values import Missing

DAY = dt.date(2026, 5, 3)
MAN, WOMAN = 1, 2


def part(event: int, kind: Kind, sex: int | None, born: dt.date | None, **more) -> Part:
    return Part(event, kind.value, more.pop("day", DAY), sex, born, **more)


def born(years: int) -> dt.date:
    """A birth date that makes somebody exactly so old on DAY."""
    return DAY.replace(year=DAY.year - years)


YEAR = [
    part(1, Kind.BIRTH, WOMAN, DAY),
    part(1, Kind.BIRTH, WOMAN, born(19), mother=True),
    part(2, Kind.BIRTH, MAN, DAY),
    part(2, Kind.BIRTH, WOMAN, born(20), mother=True),
    part(3, Kind.DEATH, MAN, DAY - dt.timedelta(days=30)),
    part(4, Kind.DEATH, WOMAN, born(1)),
    part(5, Kind.DEATH, WOMAN, born(5), paper=Paper.DEATH_CERTIFICATE, numbered=True),
    part(6, Kind.DEATH, MAN, born(70), paper=Paper.DEATH_NOTE, numbered=True),
    part(7, Kind.DEATH, MAN, born(80), paper=Paper.DEATH_CERTIFICATE),
    part(8, Kind.MARRIAGE, MAN, born(25)),
    part(8, Kind.MARRIAGE, WOMAN, born(18)),
    part(9, Kind.DIVORCE, MAN, born(40)),
    part(9, Kind.DIVORCE, WOMAN, born(40)),
    part(10, Kind.MOVE_IN, MAN, None),
    part(10, Kind.MOVE_IN, WOMAN, None),
    part(10, Kind.MOVE_IN, None, None),
    part(11, Kind.MOVE_OUT, WOMAN, None),
    part(12, Kind.SPLIT, WOMAN, None),
]


def test_each_count_of_the_year() -> None:
    found = year_counts(YEAR)
    assert {key: value for key, value in found.items() if key[0] == "births_deaths"} == {
        ("births_deaths", "live_births", ""): 2,
        ("births_deaths", "live_births", "L"): 1,
        ("births_deaths", "live_births", "P"): 1,
        ("births_deaths", "deaths", ""): 5,
        ("births_deaths", "deaths", "L"): 3,
        ("births_deaths", "deaths", "P"): 2,
        ("births_deaths", "infant_deaths", ""): 1,  # thirty days; one year exactly is no infant
        ("births_deaths", "infant_deaths", "L"): 1,
        ("births_deaths", "infant_deaths", "P"): 0,
        ("births_deaths", "underfive_deaths", ""): 2,  # five years exactly is not under five
        ("births_deaths", "underfive_deaths", "L"): 1,
        ("births_deaths", "underfive_deaths", "P"): 1,
        ("births_deaths", "births_to_women_15_19", ""): 1,
    }
    assert [found["in_migration", "total", sex] for sex in ("", "L", "P")] == [3, 1, 1]
    assert [found["out_migration", "total", sex] for sex in ("", "L", "P")] == [1, 0, 1]
    assert found["marriages_divorces", "marriages", ""] == 1
    assert found["marriages_divorces", "marriages_bride_under_19", ""] == 1
    assert found["marriages_divorces", "divorces", ""] == 1
    assert found["death_certificates_issued", "deaths", ""] == 5
    assert found["death_certificates_issued", "certificates", ""] == 1  # with its number


def test_what_too_few_told_is_unknown_and_not_nought() -> None:
    found = year_counts(
        [part(1, Kind.BIRTH, MAN, DAY), part(2, Kind.DEATH, MAN, None), part(3, Kind.MARRIAGE, 1, None)]
    )
    assert found["births_deaths", "births_to_women_15_19", ""] is Missing.UNKNOWN
    assert found["births_deaths", "infant_deaths", ""] is Missing.UNKNOWN
    assert found["births_deaths", "deaths", ""] == 1
    assert found["marriages_divorces", "marriages_bride_under_19", ""] is Missing.UNKNOWN
    assert found["births_deaths", "infant_deaths", "P"] == 0


def test_crude_rates() -> None:
    assert crude_rate(9, 600) == 15
    assert crude_rate(0, 600) == 0
    assert crude_rate(Missing.SUPPRESSED, 600) is Missing.SUPPRESSED
    assert crude_rate(3, 0) is Missing.NOT_APPLICABLE
