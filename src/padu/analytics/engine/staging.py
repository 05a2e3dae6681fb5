"""DuckDB SQL that brings one input file into the packed layout: three keys as text, three masks, one flag, one hash.

Each answer becomes a code of two bits, 17 places apart (-1: none, 0: the low one, 1: the high one, empty: both); a
row's 17 codes added up are one integer, from which the masks are read at once. Anything else makes the sum null, and
the row is marked bad. This was the quickest exact form of several tried (enumerated types, comparisons one by one,
interleaved bits): on 10 million rows about half over the bare CSV scan.
"""

# ruff: noqa: S608 - SQL is put together from names and types of columns, quoted here; never from the cells of a file
from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from padu.analytics.faults import KEY_COLUMNS, BadInputError, Fault
from padu.analytics.inputs import CsvInput
from padu.domain.ibangga import INDICATOR_IDS

_LANE: Final = len(INDICATOR_IDS)
_LOW_BITS: Final = (1 << _LANE) - 1
_CODES: Final = {"1": 1 << _LANE, "0": 1, "": 1 + (1 << _LANE), "-1": 0}

_SIGNED: Final = frozenset({"TINYINT", "SMALLINT", "INTEGER", "BIGINT", "HUGEINT"})
_INTEGERS: Final = _SIGNED | {f"U{kind}" for kind in _SIGNED}
_FLOATS: Final = frozenset({"FLOAT", "DOUBLE"})
NULL_TYPE: Final = '"NULL"'


def quoted(text: str) -> str:
    """A SQL string."""
    return "'" + text.replace("'", "''") + "'"


def identifier(name: str) -> str:
    """A SQL identifier."""
    return '"' + name.replace('"', '""') + '"'


@dataclass(frozen=True, slots=True)
class Cell:
    """A column of the file: the expression that reads it and its DuckDB type."""

    raw: str
    kind: str = "VARCHAR"

    @property
    def text(self) -> str:
        """Expression of the cell's text, never null."""
        if self.kind == "VARCHAR":
            return f"coalesce({self.raw}, '')"
        if self.is_number and not self.is_whole:
            # a whole number in a fractional column is written without its fraction: 2025.0 is 2025
            whole = f"try_cast({self.raw} as hugeint)"
            return f"coalesce(case when {whole} = {self.raw} then {whole}::varchar else {self.raw}::varchar end, '')"
        return f"coalesce({self.raw}::varchar, '')"

    @property
    def is_text(self) -> bool:
        return self.kind in {"VARCHAR", NULL_TYPE} or self.kind.startswith("ENUM(")

    @property
    def is_whole(self) -> bool:
        return self.kind in _INTEGERS or (self.kind.startswith("DECIMAL(") and self.kind.endswith(",0)"))

    @property
    def is_number(self) -> bool:
        return self.kind in _INTEGERS | _FLOATS or self.kind.startswith("DECIMAL(")


def csv_relation(source: CsvInput, link: Path) -> str:
    """The table function that reads a CSV as text; no cell is ever null, an empty one is ''."""
    names = [f"'c{place}'" for place in range(len(source.header))]
    types = ", ".join(f"{name}: 'VARCHAR'" for name in names)
    options = [
        "auto_detect = false",
        "header = true",
        f"delim = {quoted(source.delimiter)}",
        "quote = '\"'",
        "escape = '\"'",
        f"columns = {{{types}}}",
        f"force_not_null = [{', '.join(names)}]",
        "hive_partitioning = false",
    ]
    return f"read_csv({quoted(str(link))}, {', '.join(options)})"


def csv_cells(source: CsvInput) -> dict[str, Cell]:
    """Column -> its cell in `csv_relation`."""
    return {column: Cell(f"c{place}") for column, place in source.positions.items()}


def parquet_relation(link: Path) -> str:
    """The table function that reads a Parquet file with the number of each row."""
    options = "file_row_number = true, hive_partitioning = false, binary_as_string = true"
    return f"read_parquet({quoted(str(link))}, {options})"


def refuse_types(path: Path, cells: Mapping[str, Cell]) -> None:
    """Raises BadInputError for Parquet columns whose type cannot say what they should."""
    faults = [fault for column, cell in cells.items() if (fault := _type_fault(path, column, cell))]
    if faults:
        raise BadInputError(faults)


def _type_fault(path: Path, column: str, cell: Cell) -> Fault | None:
    if column == "family_id" and not (cell.is_text or cell.is_whole or cell.kind == "UUID"):
        return Fault(str(path), f"bertipe {cell.kind}; seharusnya teks atau bilangan bulat", column=column)
    if column in INDICATOR_IDS and not (cell.is_text or cell.is_number):
        message = f"bertipe {cell.kind}; seharusnya bilangan 1, 0, -1, atau kosong"
        if cell.kind == "BOOLEAN":
            message += " (benar/salah tidak dapat menyatakan tidak berlaku)"
        return Fault(str(path), message, column=column)
    return None


def _answer_code(cell: Cell) -> str:
    """Expression of the code of one answer, null for anything that is no answer."""
    if cell.is_number:
        known = " ".join(f"when {cell.raw} = {text} then {code}" for text, code in _CODES.items() if text)
        return f"(case when {cell.raw} is null then {_CODES['']} {known} end)::bigint"
    known = " ".join(f"when '{text}' then {code}" for text, code in _CODES.items())
    return f"(case {cell.text} {known} end)::bigint"


def staging_query(relation: str, cells: Mapping[str, Cell]) -> str:
    """The packed rows of one file: family_id, region_code, year (texts), met, applicable, answered, bad, key."""
    codes = " + ".join(f"{_answer_code(cells[column])} * {1 << bit}" for bit, column in enumerate(INDICATOR_IDS))
    keys = ", ".join(f"{cells[column].text} as {column}" for column in KEY_COLUMNS)
    low, high = f"coalesce(codes, 0) & {_LOW_BITS}", f"coalesce(codes, 0) >> {_LANE}"
    masks = "(high & ~low)::integer as met, (high | low)::integer as applicable, xor(high, low)::integer as answered"
    return (
        f"select family_id, region_code, year, {masks}, codes is null or trim(family_id, ' ') = '' as bad, "
        "hash(family_id, year) as key "
        f"from (select *, {low} as low, {high} as high from (select {keys}, {codes} as codes from {relation}))"
    )
