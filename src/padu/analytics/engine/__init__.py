"""The only place that names an engine: which ones there are, and what each calls the same thing."""

from __future__ import annotations

from typing import Final

import ibis
import ibis.expr.types as ir

from padu.analytics.index import Popcount, bit_sum
from padu.domain.errors import PaduError

DUCKDB: Final = "duckdb"
POSTGRES: Final = "postgres"
ENGINES: Final = (DUCKDB,)
"""Engines that run the command on files; PostgreSQL only runs compiled SQL, on Django's connection."""


class UnknownEngineError(PaduError):
    """No such engine. data: engine, known."""

    code = "index.unknown_engine"


class EngineError(PaduError):
    """The engine gave up (memory, disk, a damaged file). data: problem."""

    code = "index.engine"


# Declared narrower than used, so that Ibis writes the cast to int32 that DuckDB needs (its bit_count gives 8 bits).
@ibis.udf.scalar.builtin(name="bit_count", signature=(("int32",), "int8"))  # type: ignore[untyped-decorator]  # Ibis
def _duckdb_bit_count(_value: int) -> int: ...  # type: ignore[empty-body]  # a declaration for Ibis


@ibis.udf.scalar.builtin(name="int4send", signature=(("int32",), "binary"))  # type: ignore[untyped-decorator]  # Ibis
def _postgres_bytes(_value: int) -> bytes: ...  # type: ignore[empty-body]  # a declaration for Ibis


@ibis.udf.scalar.builtin(name="bit_count", signature=(("binary",), "int64"))  # type: ignore[untyped-decorator]  # Ibis
def _postgres_bit_count(_value: bytes) -> int: ...  # type: ignore[empty-body]  # a declaration for Ibis


def _count_in_duckdb(column: ir.IntegerColumn, mask: int) -> ir.IntegerValue:
    return _duckdb_bit_count(column & mask).cast("int32")


def _count_in_postgres(column: ir.IntegerColumn, mask: int) -> ir.IntegerValue:
    """bit_count of bytea: PostgreSQL 14 and later, no function of our own needed."""
    return _postgres_bit_count(_postgres_bytes((column & mask).cast("int32"))).cast("int32")


_POPCOUNTS: Final[dict[str, Popcount]] = {DUCKDB: _count_in_duckdb, POSTGRES: _count_in_postgres}


def popcount_of(dialect: str) -> Popcount:
    """The bit count of a SQL dialect: its own function where we know one, else the portable sum of bits."""
    return _POPCOUNTS.get(dialect, bit_sum)
