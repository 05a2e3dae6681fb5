"""Input files of `padu index`, its runs and its results, as its tests make and read them."""

from __future__ import annotations

import csv
import io
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq
import typer
from typer.testing import CliRunner, Result

from padu.cli.index import index
from padu.domain.ibangga import INDICATOR_IDS
from tests.analytics.reference import HEADER, Family

VILLAGE = "13.01.01.2001"
RESULTS = ["families.parquet", "regions.csv", "regions.parquet"]
app = typer.Typer()
app.command("index")(index)


def run(*arguments: object) -> Result:
    return CliRunner().invoke(app, [str(argument) for argument in arguments])


def answers(met: str = "", not_met: str = "", na: str = "", rest: int | None = None) -> dict[str, int | None]:
    values: dict[str, int | None] = dict.fromkeys(INDICATOR_IDS, rest)
    for value, numbers in ((1, met), (0, not_met), (-1, na)):
        values.update({INDICATOR_IDS[int(no) - 1]: value for no in numbers.split()})
    return values


def csv_text(rows: list[list[str]], header: list[str] = HEADER, **options: Any) -> str:
    text = io.StringIO()
    csv.writer(text, **{"lineterminator": "\n", **options}).writerows([header, *rows])
    return text.getvalue()


def write(path: Path, families: list[Family]) -> Path:
    path.write_text(csv_text([family.cells() for family in families]), encoding="utf-8")
    return path


def write_parquet(path: Path, families: list[Family], **changed: pa.Array) -> Path:
    columns: dict[str, pa.Array] = {
        "family_id": pa.array([f.family_id for f in families], pa.string()),
        "region_code": pa.array([f.region_code for f in families], pa.string()),
        "year": pa.array([f.year for f in families], pa.int32()),
        **{i: pa.array([f.answers[i] for f in families], pa.int8()) for i in INDICATOR_IDS},
    }
    pq.write_table(pa.table({**columns, **changed}), path)
    return path


def rows_of(path: Path) -> list[tuple[Any, ...]]:
    return [tuple(row.values()) for row in pq.read_table(path).to_pylist()]


def good(number: int = 1, **changed: Any) -> Family:
    return Family(**{"family_id": str(number), "region_code": VILLAGE, "year": 2025, **changed})


def refused(result: Result, out: Path, *words: str) -> None:
    """Exit 2, every word said on stderr, and no trace on the disk."""
    assert result.exit_code == 2, result.output
    for word in words:
        assert word in result.stderr
    assert not out.exists()
