"""The index as SQL text, for an engine that only runs compiled statements (PostgreSQL on Django's connection).

Each statement reads one named table and has no parameters and no per cent sign, so that a caller may put its own scoped
query in front with `with_source` and bind that query's parameters.
PostgreSQL: switch `jit` off for these statements; compiling their many expressions takes seconds and saves none
(100,000 families: 0.5 s without, 1.7 s with; regions of 200 villages: 0.03 s and 2 to 3 s).
"""

from __future__ import annotations

from functools import cache
from typing import Final

import ibis
import ibis.expr.types as ir
import sqlglot
from sqlglot import exp

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
    return _compiled(village_aggregates(families, popcount_of(dialect)), dialect)


@cache
def family_scores_sql(dialect: str, keep: tuple[tuple[str, str], ...] = ()) -> str:
    """Scores of each family in FAMILIES_TABLE; `keep` are further (column, Ibis type) of the table, passed through.

    Columns: keep, region_code, year, ketenteraman, kemandirian, kebahagiaan, index, category, partial.
    """
    families = ibis.table({**dict(keep), **FAMILY_COLUMNS}, name=FAMILIES_TABLE)
    return _compiled(family_scores(families, popcount_of(dialect)), dialect)


@cache
def regions_sql(dialect: str) -> str:
    """All five levels from VILLAGES_TABLE. Columns and order: `padu.analytics.index.REGION_COLUMNS`."""
    villages = ibis.table(VILLAGE_COLUMNS, name=VILLAGES_TABLE)
    return _compiled(regions(villages), dialect)


def _compiled(table: ir.Table, dialect: str) -> str:
    statement = str(ibis.to_sql(table, dialect=dialect))
    return _each_step_once(statement) if dialect == "postgres" else statement


def _each_step_once(statement: str) -> str:
    """Keep PostgreSQL from pulling sub-queries up, which repeats their expressions in every place that names them.

    `OFFSET 0` is its documented fence; 2,800 families took 40 s without it and 0.06 s with it.
    """
    tree = sqlglot.parse_one(statement, dialect="postgres")
    for step in tree.find_all(exp.Subquery):
        if isinstance(step.this, exp.Select):
            step.set("this", step.this.offset(0))
    return tree.sql(dialect="postgres")


def with_source(statement: str, table: str, source: str) -> str:
    """`statement` reading its `table` from the query `source` (which may hold the driver's placeholders).

    The order of the rows is not kept: order by `region_code` again where it matters.

    >>> with_source("SELECT year FROM families", "families", "select 2026 as year")
    'WITH families AS MATERIALIZED (select 2026 as year) SELECT * FROM (SELECT year FROM families) AS padu_index'
    """
    return f"WITH {table} AS MATERIALIZED ({source}) SELECT * FROM ({statement}) AS padu_index"  # noqa: S608 - no user text
