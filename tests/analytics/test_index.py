"""The Ibis definition against the pure rules of the domain: every cell, every bit."""

from __future__ import annotations

from typing import Any

import duckdb
import ibis
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from padu.analytics.engine import popcount_of
from padu.analytics.index import FAMILY_COLUMNS, LEVELS, REGION_COLUMNS, bit_sum, family_units
from padu.analytics.sql import (
    FAMILIES_TABLE,
    VILLAGES_TABLE,
    family_scores_sql,
    regions_sql,
    village_aggregates_sql,
)
from padu.domain.ibangga import INDICATOR_IDS, pack
from tests.analytics.reference import Family, family_row, random_families, region_rows

KEEP = (("family_id", "string"),)


@pytest.fixture
def connection() -> Any:
    with duckdb.connect() as opened:
        yield opened


def _load(connection: Any, families: list[Family]) -> None:
    connection.execute(
        f"create or replace table {FAMILIES_TABLE} "
        "(family_id text, region_code text, year int, met int, applicable int, answered int)"
    )
    rows = [(f.family_id, f.region_code, f.year, *_masks(f)) for f in families]
    if rows:
        connection.executemany(f"insert into {FAMILIES_TABLE} values (?, ?, ?, ?, ?, ?)", rows)


def _masks(family: Family) -> tuple[int, int, int]:
    masks = pack(family.answers)
    return masks.met, masks.applicable, masks.answered


def _family_rows(connection: Any) -> list[tuple[Any, ...]]:
    query = f"select * from ({family_scores_sql('duckdb', KEEP)}) order by family_id"
    rows: list[tuple[Any, ...]] = connection.execute(query).fetchall()
    return rows


def _region_rows(connection: Any) -> list[tuple[Any, ...]]:
    connection.execute(f"create or replace table {VILLAGES_TABLE} as {village_aggregates_sql('duckdb')}")
    rows: list[tuple[Any, ...]] = connection.execute(regions_sql("duckdb")).fetchall()
    return rows


def test_random_families_score_as_the_rules_say(connection: Any) -> None:
    families = random_families(600, seed=1)
    _load(connection, families)
    assert _family_rows(connection) == [family_row(family) for family in families]


def test_all_five_levels_are_the_sums_of_their_families(connection: Any) -> None:
    families = random_families(600, seed=2)
    _load(connection, families)
    assert _region_rows(connection) == region_rows(families)


answers = st.fixed_dictionaries({i: st.sampled_from([1, 0, -1, None]) for i in INDICATOR_IDS})
villages = st.sampled_from(["13.01.01.2001", "13.01.01.2002", "13.02.01.1001", "51.01.01.2001"])
family_lists = st.lists(st.tuples(villages, st.sampled_from([2024, 2025]), answers), min_size=1, max_size=12)


@settings(max_examples=12, deadline=None)
@given(family_lists)
def test_any_families_give_the_same_bits_as_the_rules(drawn: list[tuple[str, int, dict[str, int | None]]]) -> None:
    families = [Family(f"{number:02d}", *row) for number, row in enumerate(drawn)]
    with duckdb.connect() as connection:
        _load(connection, families)
        assert _family_rows(connection) == [family_row(family) for family in families]
        assert _region_rows(connection) == region_rows(families)


def test_the_columns_are_named_as_published(connection: Any) -> None:
    _load(connection, random_families(1, seed=3))
    named = connection.execute(f"describe {family_scores_sql('duckdb', KEEP)}").fetchall()
    assert [(row[0], row[1]) for row in named] == [
        ("family_id", "VARCHAR"),
        ("region_code", "VARCHAR"),
        ("year", "INTEGER"),
        ("ketenteraman", "DOUBLE"),
        ("kemandirian", "DOUBLE"),
        ("kebahagiaan", "DOUBLE"),
        ("index", "DOUBLE"),
        ("category", "VARCHAR"),
        ("partial", "BOOLEAN"),
    ]
    assert len(REGION_COLUMNS) == 14 + 34
    assert list(LEVELS) == ["nation", "province", "regency", "district", "village"]


def test_a_region_of_exactly_70_is_berkembang(connection: Any) -> None:
    """291 + 801/2 + 381/2 = 882 = 3 x 294 units; adding the floats gives 70.00000000000001."""
    sums = {"ketenteraman": (1, 291), "kemandirian": (2, 801), "kebahagiaan": (2, 381)}
    assert _region_of_sums(connection, sums)[2:] == (70.0, "berkembang")


def test_a_region_just_beside_40_and_70_is_told_apart(connection: Any) -> None:
    """70 million families and one unit more or less: a difference in the 13th place."""
    many = 70_000_000
    below = {
        "ketenteraman": (many, 168 * many - 1),
        "kemandirian": (many, 168 * many),
        "kebahagiaan": (many, 168 * many),
    }
    above = dict.fromkeys(below, (many, 294 * many)) | {"kebahagiaan": (many, 294 * many + 1)}
    assert _region_of_sums(connection, below)[3] == "rentan"
    assert _region_of_sums(connection, below)[2] < 40
    assert _region_of_sums(connection, above)[3] == "tangguh"
    assert _region_of_sums(connection, above)[2] > 70


def test_a_region_without_a_dimension_spreads_its_weight(connection: Any) -> None:
    only = {"ketenteraman": (2, 630), "kemandirian": (0, 0), "kebahagiaan": (0, 0)}
    assert _region_of_sums(connection, only) == (75.0, None, 75.0, "tangguh")
    none = dict.fromkeys(only, (0, 0))
    assert _region_of_sums(connection, none) == (None, None, None, None)


def _region_of_sums(connection: Any, sums: dict[str, tuple[int, int]]) -> tuple[Any, ...]:
    """Ketenteraman, kemandirian, index and category of the nation when one village has these sums."""
    _load(connection, [Family("1", "13.01.01.2001", 2025)])
    connection.execute(f"create or replace table {VILLAGES_TABLE} as {village_aggregates_sql('duckdb')}")
    new = ", ".join(f"{d}_families = {n}, {d}_units = {units}" for d, (n, units) in sums.items())
    connection.execute(f"update {VILLAGES_TABLE} set {new}")
    query = f"select ketenteraman, kemandirian, index, category from ({regions_sql('duckdb')}) where level = 'nation'"
    row: tuple[Any, ...] = connection.execute(query).fetchone()
    return row


def test_sums_are_whole_numbers_of_64_bits(connection: Any) -> None:
    """A sum that stays 128 bits wide would be written to Parquet as a float."""
    _load(connection, random_families(5, seed=4))
    kinds = connection.execute(f"describe {village_aggregates_sql('duckdb')}").fetchall()
    assert {row[1] for row in kinds[2:]} == {"BIGINT"}


def test_portable_bit_count_equals_the_engine_s_own(connection: Any) -> None:
    families = random_families(50, seed=5)
    _load(connection, families)
    table = ibis.table(FAMILY_COLUMNS, name=FAMILIES_TABLE)
    own, portable = (
        connection.execute(ibis.to_sql(family_units(table, popcount), dialect="duckdb")).fetchall()
        for popcount in (popcount_of("duckdb"), bit_sum)
    )
    assert own == portable
    assert popcount_of("pyspark") is bit_sum
