"""Rows of one file in temporary tables of this connection: where they are compared and written from as sets.

Temporary tables are seen by this connection only and hold no NIK or no. KK in clear.
"""

from __future__ import annotations

import contextlib
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any, Final

from django.db import DatabaseError, connection

TABLES: Final[dict[str, tuple[tuple[str, str], ...]]] = {
    "stage_family": (
        ("row_no", "int primary key"),
        ("region_code", 'varchar(13) collate "C"'),
        ("source_key", "varchar(80)"),
        ("year", "smallint"),
        ("surveyed_on", "date"),
        ("asked", "boolean"),
        ("kk_key_id", "varchar(40)"),
        ("kk_ciphertext", "bytea"),
        ("kk_hash", "bytea"),
        ("kk_first4", "varchar(4)"),
        ("head_name", "varchar(120)"),
        ("hamlet", "varchar(80)"),
        ("rw", "varchar(5)"),
        ("rt", "varchar(5)"),
        ("address", "varchar(200)"),
        ("welfare_decile", "smallint"),
        ("welfare_source", "varchar(60)"),
        ("welfare_as_of", "date"),
        ("made_up", "boolean"),
        ("answers", "jsonb"),
        ("specific", "jsonb"),
    ),
    "stage_person": (
        ("row_no", "int primary key"),
        ("family_row", "int"),
        ("line", "smallint"),
        ("name", "varchar(120)"),
        ("nik_key_id", "varchar(40)"),
        ("nik_ciphertext", "bytea"),
        ("nik_hash", "bytea"),
        ("nik_first4", "varchar(4)"),
        ("nik_missing_reason", "varchar(20)"),
        ("sex", "smallint"),
        ("birth_date", "date"),
        ("relation", "smallint"),
        ("marital_status", "smallint"),
        ("birth_certificate", "smallint"),
        ("religion", "varchar(40)"),
        ("occupation", "varchar(40)"),
        ("education", "smallint"),
        ("insurance", "smallint"),
        ("whereabouts", "smallint"),
        ("mother_line", "smallint"),
        ("couple", "varchar(20)"),
    ),
    "stage_figure": (
        ("region_code", 'varchar(13) collate "C"'),
        ("element", "varchar(60)"),
        ("component", "varchar(60)"),
        ("sex", "varchar(1)"),
        ("period", "varchar(10)"),
        ("state", "varchar(15)"),
        ("value", "double precision"),
        ("text", "varchar(120)"),
        ("source", "varchar(160)"),
        ("as_of", "date"),
    ),
}
"""Columns that are copied; what is found out about a row (its id, how it differs) stands in ADDED."""

ADDED: Final[dict[str, str]] = {
    "stage_family": "family_id bigint, change varchar(7)",
    "stage_person": "family_id bigint, change varchar(7)",
    "stage_figure": "change varchar(7)",
}
BATCH: Final = 5_000
Params = Sequence[Any] | Mapping[str, Any]


@contextmanager
def staged(*names: str) -> Iterator[None]:
    """Empty temporary tables for the work inside the block, gone after it."""
    _drop(names)
    for name in names:
        columns = ", ".join(f"{column} {kind}" for column, kind in TABLES[name])
        run_sql(f"create temporary table {name} ({columns}, {ADDED[name]})")
    try:
        yield
    finally:
        # After a failed statement the transaction takes the tables with it.
        with contextlib.suppress(DatabaseError):
            _drop(names)


def _drop(names: Sequence[str]) -> None:
    for name in names:
        run_sql(f"drop table if exists pg_temp.{name}")


def run_sql(sql: str, params: Params = ()) -> int:
    """Run one statement. Returns how many rows it touched."""
    with connection.cursor() as cursor:
        cursor.execute(sql, params or None)
        return int(cursor.rowcount)


def ask(sql: str, params: Params = ()) -> list[tuple[Any, ...]]:
    """Rows of one query."""
    with connection.cursor() as cursor:
        cursor.execute(sql, params or None)
        return list(cursor.fetchall())


def one(sql: str, params: Sequence[Any] = ()) -> Any:
    """The only value of one query."""
    return ask(sql, params)[0][0]


def copy_rows(name: str, columns: Sequence[str], rows: Sequence[Sequence[Any]]) -> None:
    """COPY rows into a temporary table (into a table under row security PostgreSQL refuses it)."""
    if not rows:
        return
    with connection.cursor() as cursor, cursor.copy(f"copy {name} ({', '.join(columns)}) from stdin") as copy:
        for row in rows:
            copy.write_row(row)


@dataclass(slots=True)
class Pile:
    """Rows that wait for the next COPY."""

    name: str
    rows: list[Sequence[Any]] = field(default_factory=list)

    def add(self, row: Sequence[Any]) -> None:
        self.rows.append(row)

    def flush(self) -> None:
        copy_rows(self.name, [column for column, _ in TABLES[self.name]], self.rows)
        self.rows.clear()
