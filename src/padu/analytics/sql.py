"""The index as SQL text, for an engine that only runs compiled statements (PostgreSQL on Django's connection).

Each statement reads one named table and has no parameters and no per cent sign, so that a caller may put its own scoped
query in front with `with_source` and bind that query's parameters.
"""

from __future__ import annotations

from functools import cache
from typing import Final

import ibis

from padu.analytics.engine import popcount_of
from padu.analytics.index import FAMILY_COLUMNS, VILLAGE_COLUMNS, family_scores, regions, village_aggregates

FAMILIES_TABLE: Final = "padu_index_families"
"""Input of the family statements: region_code text, year int4, met int4, applicable int4, answered int4."""
VILLAGES_TABLE: Final = "padu_index_villages"
"""Input of `regions_sql`: the columns of `village_aggregates_sql` (sums as int8)."""


@cache
def village_aggregates_sql(dialect: str) -> str:
    """Whole sums per village and year from FAMILIES_TABLE. Columns: `padu.analytics.index.VILLAGE_COLUMNS`."""
    families = ibis.table(FAMILY_COLUMNS, name=FAMILIES_TABLE)
    return str(ibis.to_sql(village_aggregates(families, popcount_of(dialect)), dialect=dialect))


@cache
def family_scores_sql(dialect: str, keep: tuple[tuple[str, str], ...] = ()) -> str:
    """Scores of each family in FAMILIES_TABLE; `keep` are further (column, Ibis type) of the table, passed through.

    Columns: keep, region_code, year, ketenteraman, kemandirian, kebahagiaan, index, category, partial.
    """
    families = ibis.table({**dict(keep), **FAMILY_COLUMNS}, name=FAMILIES_TABLE)
    return str(ibis.to_sql(family_scores(families, popcount_of(dialect)), dialect=dialect))


@cache
def regions_sql(dialect: str) -> str:
    """All five levels from VILLAGES_TABLE. Columns and order: `padu.analytics.index.REGION_COLUMNS`."""
    villages = ibis.table(VILLAGE_COLUMNS, name=VILLAGES_TABLE)
    return str(ibis.to_sql(regions(villages), dialect=dialect))


def with_source(statement: str, table: str, source: str) -> str:
    """`statement` reading its `table` from the query `source` (which may hold the driver's placeholders).

    The order of the rows is not kept: order by `region_code` again where it matters.

    >>> with_source("SELECT year FROM families", "families", "select 2026 as year")
    'WITH families AS (select 2026 as year) SELECT * FROM (SELECT year FROM families) AS padu_index'
    """
    return f"WITH {table} AS ({source}) SELECT * FROM ({statement}) AS padu_index"  # noqa: S608 - no user text
