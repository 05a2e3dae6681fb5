"""One DuckDB session that stages the input files, checks them and writes the results, within bounded memory.

Everything it writes lies in the work folder it is given: staged rows, spill and the three results.
"""

# ruff: noqa: S608 - SQL is put together from quoted paths, names of columns and constants; never from cells of a file
from __future__ import annotations

import os
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

import duckdb

from padu.analytics.engine import DUCKDB, EngineError
from padu.analytics.engine.staging import (
    Cell,
    csv_cells,
    csv_relation,
    identifier,
    parquet_relation,
    quoted,
    refuse_types,
    staging_query,
)
from padu.analytics.faults import COLUMNS, FIRST_YEAR, LAST_YEAR, REGION_FORM, BadInputError, Fault
from padu.analytics.index import REGION_COLUMNS
from padu.analytics.inputs import CsvInput, ParquetInput, find_columns, ignored_columns, rewrite
from padu.analytics.sql import (
    FAMILIES_TABLE,
    VILLAGES_TABLE,
    family_scores_sql,
    regions_sql,
    village_aggregates_sql,
)
from padu.domain.ibangga import FORMULA_VERSION

MEMORY_LIMIT: Final = "512MB"
MAX_THREADS: Final = 4
"""More threads hold more row groups at once; with four the process stays below 1 GB."""

_CONFIG: Final[dict[str, str | bool | int | float | list[str]]] = {
    "memory_limit": MEMORY_LIMIT,
    "autoinstall_known_extensions": "false",
    "autoload_known_extensions": "false",
}
# what DuckDB raises for a file that is not what its first bytes promise; no room or no memory are other classes
_DAMAGED: Final = (duckdb.InvalidInputException, duckdb.SerializationException, duckdb.ConversionException)
_RESULT_FORMAT: Final = (
    f"format parquet, kv_metadata {{formula_version: {quoted(FORMULA_VERSION)}, "
    "catatan: 'Hitungan lokal, bukan angka resmi BKKBN. Berkas internal: tidak ada yang disamarkan.'}"
)
"""Every computed value says that it is a local calculation (ibangga.md section 6)."""
_INTERRUPTED: Final = "Query interrupted"
_SAME_KEY: Final = "select key from staged group by key having count(*) > 1"


@dataclass(frozen=True, slots=True)
class StagedFile:
    """One input in the packed layout. `rows` as staged; the number of a staged row is its number in the input."""

    rows: int
    ignored: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class RowAt:
    """Where a row stands: number of the file in the command, number of the row in it, both from 0."""

    file: int
    row: int


@dataclass(frozen=True, slots=True)
class Repeat:
    """A second row of one family and year, and the first one."""

    row: RowAt
    first: RowAt


class DuckSession:
    """Use as `with duck_session(folder) as session:`; the folder must be empty and on the disk of the results."""

    def __init__(self, connection: duckdb.DuckDBPyConnection, folder: Path) -> None:
        self._connection = connection
        self._folder = folder
        self._staged: list[Path] = []

    def stage_csv(self, source: CsvInput) -> StagedFile:
        """Bring a CSV into the packed layout. Raises BadInputError for rows with too few or too many cells."""
        link = self._link(source.path, "csv")
        try:
            return self._stage(csv_relation(source, link), csv_cells(source), ignored_columns(source.header))
        except duckdb.InvalidInputException:
            # Mixed line ends and the like: read once more by the patient reader, which also names ragged rows.
            plain = rewrite(source, self._folder / f"plain-{len(self._staged)}.csv")
        try:
            return self._stage(csv_relation(plain, plain.path), csv_cells(plain), ignored_columns(source.header))
        except duckdb.InvalidInputException as problem:
            raise BadInputError([Fault(str(source.path), "tidak dapat dibaca sebagai CSV")]) from problem
        finally:
            plain.path.unlink()

    def stage_parquet(self, source: ParquetInput) -> StagedFile:
        """Bring a Parquet file into the packed layout. Raises BadInputError for missing or unfit columns and damage."""
        link = self._link(source.path, "parquet")
        try:
            header, cells = self._parquet_layout(source.path, link)
            refuse_types(source.path, cells)
            return self._stage(parquet_relation(link), cells, ignored_columns(header))
        except _DAMAGED as problem:
            raise BadInputError([Fault(str(source.path), "berkas Parquet rusak atau tidak lengkap")]) from problem

    def _parquet_layout(self, path: Path, link: Path) -> tuple[list[str], dict[str, Cell]]:
        """Names of all columns, and the cells of ours."""
        header = self._parquet_header(link)
        positions = find_columns(path, header)
        names = [header[positions[column]] for column in COLUMNS]
        chosen = ", ".join(identifier(name) for name in names)
        described = self._rows(f"describe select {chosen} from {parquet_relation(link)}")
        cells = [Cell(identifier(name), str(row[1])) for name, row in zip(names, described, strict=True)]
        return header, dict(zip(COLUMNS, cells, strict=True))

    def _link(self, path: Path, kind: str) -> Path:
        """A plain name for the file: the engine would take brackets and stars in a name for a pattern."""
        link = self._folder / f"input-{len(self._staged)}.{kind}"
        link.symlink_to(path.resolve())
        return link

    def _parquet_header(self, link: Path) -> list[str]:
        """Names of the top-level columns, doubled ones too (a query would rename them)."""
        rows = self._rows(f"select name, num_children from parquet_schema({quoted(str(link))})")
        names, inside = [], 0
        for name, children in rows[1:]:
            if inside == 0:
                names.append(str(name))
            inside = max(inside - 1, 0) + (children or 0)
        return names

    def _stage(self, relation: str, cells: dict[str, Cell], ignored: tuple[str, ...]) -> StagedFile:
        target = self._folder / f"staged-{len(self._staged)}.parquet"
        (rows,) = self._rows(f"copy ({staging_query(relation, cells)}) to {quoted(str(target))} (format parquet)")[0]
        self._staged.append(target)
        return StagedFile(int(rows), ignored)

    def finish_staging(self) -> None:
        """Join the staged files to one data set, in the order of the command."""
        files = ", ".join(quoted(str(path)) for path in self._staged)
        self._run(
            "create view staged as select * exclude (filename, file_row_number), file_row_number as row, "
            f"regexp_extract(filename, 'staged-([0-9]+)', 1)::integer as file "
            f"from read_parquet([{files}], filename = true, file_row_number = true, hive_partitioning = false)"
        )
        self._run("create table code_years as select region_code, year, count(*) as n from staged group by all")
        self._run(
            "create view bad_code_years as select region_code, year, n from code_years where not ("
            f"regexp_full_match(region_code, {quoted(REGION_FORM)}) and regexp_full_match(year, '[0-9]{{4}}') "
            f"and try_cast(year as integer) between {FIRST_YEAR} and {LAST_YEAR})"
        )

    def has_faults(self) -> bool:
        """Whether any row is bad or repeated. Quick; `bad_rows` and `repeats` say which."""
        checks = ("from staged where bad", "from bad_code_years", f"from ({_SAME_KEY})")
        return any(self._rows(f"select 1 {check} limit 1") for check in checks)

    def bad_rows(self, most: int) -> tuple[list[RowAt], int]:
        """The first bad rows in the order of the input, and how many there are."""
        condition = "bad or (region_code, year) in (select (region_code, year) from bad_code_years)"
        self._run(f"create or replace temp table bad_rows as select file, row from staged where {condition}")
        found = self._rows(f"from bad_rows order by file, row limit {most}")
        return [RowAt(*row) for row in found], int(self._rows("select count(*) from bad_rows")[0][0])

    def repeats(self, most: int) -> tuple[list[Repeat], int]:
        """The first rows that repeat a family and year, and how many there are; equal hashes are compared in full."""
        self._run(
            "create or replace temp table repeats as select file, row, first_file, first_row from (select file, row, "
            "first(file) over same as first_file, first(row) over same as first_row, row_number() over same as nth "
            f"from staged where key in ({_SAME_KEY}) and trim(family_id, ' ') <> '' "
            "window same as (partition by family_id, year order by file, row)) where nth > 1"
        )
        found = self._rows(f"from repeats order by file, row limit {most}")
        return (
            [Repeat(RowAt(file, row), RowAt(first_file, first_row)) for file, row, first_file, first_row in found],
            int(self._rows("select count(*) from repeats")[0][0]),
        )

    def parquet_rows(self, file: int, rows: Sequence[int]) -> dict[int, dict[str, str]]:
        """Texts of the 20 columns of some rows of a Parquet input."""
        link = self._folder / f"input-{file}.parquet"
        _, cells = self._parquet_layout(link, link)
        texts = ", ".join(cell.text for cell in cells.values())
        numbers = ", ".join(str(row) for row in rows) or "-1"
        found = self._rows(
            f"select file_row_number, {texts} from {parquet_relation(link)} where file_row_number in ({numbers})"
        )
        return {int(number): dict(zip(COLUMNS, values, strict=True)) for number, *values in found}

    def write_results(self, families: Path, regions: Path, regions_csv: Path) -> tuple[int, int]:
        """Write the three results. Returns rows of families and of regions, counted in the written files."""
        self._run(
            f"create view {FAMILIES_TABLE} as select family_id, region_code, year::integer as year, "
            "met, applicable, answered from staged"
        )
        scores = family_scores_sql(DUCKDB, keep=(("family_id", "string"),))
        self._run(f"copy ({scores}) to {quoted(str(families))} ({_RESULT_FORMAT})")
        self._run(f"create table {VILLAGES_TABLE} as {village_aggregates_sql(DUCKDB)}")
        self._run(f"copy ({regions_sql(DUCKDB)}) to {quoted(str(regions))} ({_RESULT_FORMAT})")
        # the nation's empty code would be written as "" to tell it from null; there is no null code
        columns = ", ".join(REGION_COLUMNS).replace("region_code", "nullif(region_code, '') as region_code", 1)
        written = f"read_parquet({quoted(str(regions))}, hive_partitioning = false)"
        self._run(f"copy (select {columns} from {written}) to {quoted(str(regions_csv))} (format csv, header)")
        return self._count(families), self._count(regions)

    def _count(self, path: Path) -> int:
        return int(self._rows(f"select count(*) from read_parquet({quoted(str(path))})")[0][0])

    def _run(self, sql: str) -> None:
        self._connection.execute(sql)

    def _rows(self, sql: str) -> list[tuple[Any, ...]]:  # Any: a row of whatever the query selects
        return self._connection.execute(sql).fetchall()


@contextmanager
def duck_session(folder: Path) -> Iterator[DuckSession]:
    """A session in an empty work folder. Raises EngineError when DuckDB gives up, KeyboardInterrupt when stopped."""
    threads = str(min(os.cpu_count() or 1, MAX_THREADS))
    settings = {**_CONFIG, "threads": threads, "temp_directory": str(folder / "spill")}
    try:
        with duckdb.connect(":memory:", config=settings) as connection:
            connection.execute("set enable_progress_bar = false")
            yield DuckSession(connection, folder)
    except duckdb.Error as problem:
        raise EngineError(problem=str(problem).splitlines()[0]) from problem
    except RuntimeError as problem:
        if str(problem) == _INTERRUPTED:  # DuckDB swallows the exception of a signal handler and raises this instead
            raise KeyboardInterrupt from problem
        raise
