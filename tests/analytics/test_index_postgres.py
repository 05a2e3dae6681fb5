"""The same statements on PostgreSQL, through Django's connection, give the same bits."""

from __future__ import annotations

from typing import Any

import pytest
from django.db import connection

from padu.analytics.sql import (
    FAMILIES_TABLE,
    VILLAGES_TABLE,
    family_scores_sql,
    regions_sql,
    village_aggregates_sql,
    with_source,
)
from padu.domain.ibangga import pack
from tests.analytics.reference import Family, family_row, random_families, region_rows

KEEP = (("family_id", "string"),)
SOURCE = (
    "select * from unnest(%s::text[], %s::text[], %s::int[], %s::int[], %s::int[], %s::int[]) "
    "as given(family_id, region_code, year, met, applicable, answered)"
)


def _parameters(families: list[Family]) -> list[list[Any]]:
    masks = [pack(family.answers) for family in families]
    return [
        [family.family_id for family in families],
        [family.region_code for family in families],
        [family.year for family in families],
        [mask.met for mask in masks],
        [mask.applicable for mask in masks],
        [mask.answered for mask in masks],
    ]


def _rows(sql: str, parameters: list[Any]) -> list[tuple[Any, ...]]:
    with connection.cursor() as cursor:
        cursor.execute(sql, parameters)
        return cursor.fetchall()


@pytest.mark.django_db
def test_families_of_postgres_are_those_of_the_rules() -> None:
    families = random_families(120, seed=6)
    sql = with_source(family_scores_sql("postgres", KEEP), FAMILIES_TABLE, SOURCE)
    rows = _rows(f"{sql} order by family_id", _parameters(families))
    assert rows == [family_row(family) for family in families]


@pytest.mark.django_db
def test_regions_of_postgres_are_those_of_the_rules() -> None:
    families = random_families(120, seed=7)
    villages = with_source(village_aggregates_sql("postgres"), FAMILIES_TABLE, SOURCE)
    rows = _rows(with_source(regions_sql("postgres"), VILLAGES_TABLE, villages), _parameters(families))
    expected = region_rows(families)
    assert sorted(rows, key=lambda row: row[:3]) == sorted(expected, key=lambda row: row[:3])
    whole = [value for row in rows for value in (*row[3:5], *row[11:])]
    assert {type(value) for value in whole} == {int}


@pytest.mark.parametrize("statement", [family_scores_sql, village_aggregates_sql, regions_sql])
def test_statements_hold_nothing_that_a_driver_reads_as_a_placeholder(statement: Any) -> None:
    sql = statement("postgres")
    assert "%" not in sql
    assert sql is statement("postgres")
