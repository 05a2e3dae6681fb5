"""Coverage of villages by kampung, and the published table of West Sumatra from loaded rows."""

from __future__ import annotations

import csv
import datetime as dt
from importlib import resources

import pytest

from padu.access.actor import system_actor
from padu.access.gate import scoped
from padu.apps.kampung.models import Kampung
from padu.apps.kampung.selectors.coverage import coverage_by_year, coverage_of, formed_villages
from padu.apps.regions.folding import fold
from padu.apps.regions.models import Region
from padu.apps.regions.official_list import LEVEL_ORDER
from padu.domain.regions import Level

DAY = dt.date(2022, 10, 31)
OLD, NEW = dt.date(2021, 12, 31), dt.date(2022, 5, 1)


def printed() -> list[dict[str, str]]:
    path = resources.files("padu.apps.programmes") / "reference/published_tables/t000_4_2_kampung_counts_2022.csv"
    return list(csv.DictReader(path.read_text(encoding="utf-8").splitlines()))


def region(code: str, level: Level, kind: str, name: str, parent: str) -> Region:
    return Region(
        code=code, level=level.value, kind=kind, name=name, folded_name=fold(name),
        level_order=LEVEL_ORDER[level], parent_code=parent, vintage="uji",
    )  # fmt: skip


@pytest.fixture
def west_sumatra(db: None) -> dict[str, dict[str, str]]:
    """19 regencies with as many villages, and kampung founded until 2021 and in 2022, as the table has. By code."""
    lines = {f"13.{number:02}": row for number, row in enumerate(printed()[:-1], start=1)}
    regions = [region("13", Level.PROVINCE, "province", "Sumatera Barat", "00")]
    kampung = []
    for code, row in lines.items():
        regions.append(region(code, Level.REGENCY, row["type"], row["regency"], "13"))
        regions.append(region(f"{code}.01", Level.DISTRICT, "district", "Satu", code))
        villages = [f"{code}.01.{2001 + number}" for number in range(int(row["villages_total"]))]
        regions += [region(village, Level.VILLAGE, "desa", village, f"{code}.01") for village in villages]
        days = [OLD] * int(row["until_2021_12_31"]) + [NEW] * int(row["added_2022"])
        kampung += [
            Kampung(region_code=village, name="Kampung", founded_on=day)
            for village, day in zip(villages, days, strict=False)
        ]
    Region.objects.bulk_create(regions)
    with scoped(system_actor("13")):
        Kampung.objects.bulk_create(kampung)
    return lines


def test_the_published_table_is_reproduced(west_sumatra: dict[str, dict[str, str]]) -> None:
    with scoped(system_actor("13")):
        coverage = coverage_of("13", DAY)
        before = coverage_of("13", OLD)
    until_2021 = {line.region_code: line.formed for line in before.lines}
    # No printed cell is wrong: counts, sums and whole per cents of all 19 lines and of the province agree.
    for line in coverage.lines:
        row = west_sumatra[line.region_code]
        assert (until_2021[line.region_code], line.added, line.formed, line.villages, round(line.share or 0)) == tuple(
            int(row[column])
            for column in ("until_2021_12_31", "added_2022", "until_2022_10_31", "villages_total", "pct_formed")
        ), row["regency"]
    total = coverage.total
    assert len(coverage.lines) == 19
    assert (before.total.formed, total.added, total.formed, total.villages) == (387, 309, 696, 1159)
    assert round(total.share or 0, 2) == 60.05  # 696 / 1159


def test_the_year_points_are_those_of_the_table(west_sumatra: dict[str, dict[str, str]]) -> None:
    with scoped(system_actor("13")):
        points = coverage_by_year("13", (2020, 2021, 2022), DAY)
    assert [(point.on, point.formed) for point in points] == [
        (dt.date(2020, 12, 31), 0),
        (dt.date(2021, 12, 31), 387),
        (DAY, 696),
    ]


def test_a_regency_sees_its_own_share_only(west_sumatra: dict[str, dict[str, str]]) -> None:
    with scoped(system_actor("13.01")):
        assert coverage_of("13.01", DAY).total.formed == 113
        assert coverage_of("13", DAY).total.formed == 113  # the page refuses the province: see test_register_pages


@pytest.fixture
def few(places: None) -> None:
    """Four villages of 13.01: two kampung in one, one dissolved, one undated, one founded later."""
    rows = [
        ("13.01.01.2001", "Lama", dt.date(2018, 3, 1), None),
        ("13.01.01.2001", "Baru", dt.date(2021, 6, 1), None),
        ("13.01.01.2002", "Bubar", dt.date(2017, 1, 1), dt.date(2020, 7, 1)),
        ("13.01.01.2003", "Tanpa tanggal", None, None),
        ("13.01.02.2001", "Kemudian", dt.date(2022, 11, 1), None),
    ]
    with scoped(system_actor("13.01")):
        for code, name, founded, dissolved in rows:
            Kampung.objects.create(region_code=code, name=name, founded_on=founded, dissolved_on=dissolved)


def test_villages_are_counted_once_and_only_while_they_have_one(few: None) -> None:
    with scoped(system_actor("13.01")):
        assert formed_villages("13.01", dt.date(2020, 6, 30)) == {"13.01.01.2001", "13.01.01.2002"}
        assert formed_villages("13.01", dt.date(2020, 7, 1)) == {"13.01.01.2001"}
        lines = {line.region_code: line for line in coverage_of("13.01", DAY).lines}
    pancung = lines["13.01.01"]
    assert (pancung.villages, pancung.formed, pancung.added, pancung.undated) == (3, 1, 0, 1)
    assert (lines["13.01.02"].formed, lines["13.01.02"].villages) == (0, 2)


def test_added_is_what_was_not_there_at_the_end_of_the_year_before(few: None) -> None:
    with scoped(system_actor("13.01")):
        assert coverage_of("13.01", dt.date(2018, 12, 31)).total.added == 1  # Lama; Bubar stood before
        assert coverage_of("13.01", dt.date(2021, 12, 31)).total.added == 0  # Baru: its village had one
        assert coverage_of("13.01", dt.date(2022, 12, 31)).total.added == 1  # Kemudian
