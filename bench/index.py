"""How long the index takes, as ratios to plain scans of the same rows in the same run (so that machine noise cancels).

    .venv/bin/python bench/index.py [--rows 1000000 ...] [--repeat 2] [--csv] [--folder DIR]

Each job is a process of its own, start-up included; of `--repeat` runs the one with the least processor time counts.
Rows are synthetic: 84,000 villages in order, 16-character family ids, 5 % blank and 10 % not applicable answers.
"""

import argparse
import json
import shutil
import subprocess
import sys
import tempfile
from dataclasses import dataclass
from pathlib import Path

import duckdb

from padu.analytics.index import VILLAGE_COLUMNS
from padu.analytics.sql import FAMILIES_TABLE, VILLAGES_TABLE, regions_sql, village_aggregates_sql
from padu.domain.ibangga import INDICATOR_IDS

VILLAGES = 84_000
MEMORY = "600MB"


@dataclass(frozen=True)
class Figure:
    """The best of some runs of one job."""

    wall_s: float
    cpu_s: float
    peak_mb: float


def make_rows(folder: Path, rows: int, with_csv: bool) -> None:
    """families.parquet as the command reads it, and the same rows packed and as booleans for the scans."""
    families = f"'{folder / 'families.parquet'}'"
    masks = {"met": "= 1", "applicable": "is distinct from -1", "answered": "in (0, 1)"}
    packed = ", ".join(f"({_mask(test)})::int as {name}" for name, test in masks.items())
    booleans = ", ".join(f"({name} = 1) as {name}" for name in INDICATOR_IDS)
    with duckdb.connect(config={"memory_limit": "2GB"}) as connection:
        connection.execute(f"copy ({_families(rows)}) to {families} (format parquet)")
        if with_csv:
            connection.execute(f"copy (from {families}) to '{folder / 'families.csv'}' (header)")
        connection.execute(f"copy (select region_code, {booleans} from {families}) to '{folder / 'booleans.parquet'}'")
        connection.execute(
            f"copy (select region_code, year, {packed} from {families}) to '{folder / 'packed.parquet'}'"
        )


def _families(rows: int) -> str:
    place = f"(i * {VILLAGES} // {rows})"
    answers = ", ".join(
        f"(case when h{k} < 5 then null when h{k} < 15 then -1 when h{k} < 70 then 1 else 0 end)::tinyint as {name}"
        for k, name in enumerate(INDICATOR_IDS)
    )
    hashes = ", ".join(f"hash(i * 31 + {k}) % 100 as h{k}" for k in range(len(INDICATOR_IDS)))
    code = (
        f"lpad((11 + {place} % 38)::varchar, 2, '0') || '.' || lpad((1 + {place} // 38 % 14)::varchar, 2, '0') || '.' "
        f"|| lpad((1 + {place} // 532 % 14)::varchar, 2, '0') || '.' || (2001 + {place} // 7448)"
    )
    family_id = "lpad((i * 7919 % 100000000)::varchar, 8, '0') || lpad(i::varchar, 8, '0')"
    keys = f"{family_id} as family_id, {code} as region_code, 2025 as year"
    return f"select {keys}, {answers} from (select i, {hashes} from range({rows}) as t(i))"


def _mask(test: str) -> str:
    return " + ".join(f"coalesce({name} {test}, false)::int * {1 << k}" for k, name in enumerate(INDICATOR_IDS))


def sql_job(statements: list[str]) -> list[str]:
    """A child that runs SQL and nothing else."""
    code = f"import duckdb; c = duckdb.connect(config={{'memory_limit': '{MEMORY}'}})"
    return [
        sys.executable,
        "-c",
        "\n".join([code, *(f"c.execute({statement!r}).fetchall()" for statement in statements)]),
    ]


def jobs(folder: Path, with_csv: bool) -> dict[str, list[str]]:
    """Name of a job -> its command."""
    names = ", ".join(VILLAGE_COLUMNS)
    index = [
        f"create view {FAMILIES_TABLE} as from '{folder / 'packed.parquet'}'",
        f"create table {VILLAGES_TABLE} as select {names} from ({village_aggregates_sql('duckdb')})",
        f"copy ({regions_sql('duckdb')}) to '{folder / 'regions.parquet'}'",
    ]
    padu = [sys.executable, "-c", "from padu.cli.main import main; main()", "index", "--out", str(folder / "out")]
    masks = "sum(met), sum(applicable), sum(answered)"
    found = {
        "scan, packed": sql_job([f"select {masks} from '{folder / 'packed.parquet'}'"]),
        "scan, 17 booleans": sql_job([_scan(folder / "booleans.parquet", "sum({}::int)")]),
        "scan, 17 int8 + ids": sql_job(
            [_scan(folder / "families.parquet", "sum({})", "max(family_id), max(region_code)")]
        ),
        "index, packed, five levels": sql_job(index),
        "padu index, Parquet": [*padu, str(folder / "families.parquet")],
    }
    if with_csv:
        cells = ", ".join(f"count({name})" for name in ("family_id", "region_code", "year", *INDICATOR_IDS))
        found["scan, CSV"] = sql_job([f"select {cells} from read_csv('{folder / 'families.csv'}', all_varchar = true)"])
        found["padu index, CSV"] = [*padu, str(folder / "families.csv")]
    return found


def _scan(path: Path, each: str, more: str = "count(*)") -> str:
    return f"select {', '.join(each.format(name) for name in INDICATOR_IDS)}, {more} from '{path}'"


# A small process between: the peak memory of a child counts what its parent held when it was started.
STARTER = """
import json, os, subprocess, sys, time
start = time.perf_counter()
process = subprocess.Popen(json.loads(sys.argv[1]), stderr=subprocess.DEVNULL)
_, status, usage = os.wait4(process.pid, 0)
wall = time.perf_counter() - start
print(json.dumps([status, wall, usage.ru_utime + usage.ru_stime, usage.ru_maxrss / 1024]))
"""


def measure(command: list[str], repeat: int) -> Figure:
    """The quickest of some runs; fails when the job fails."""
    runs = []
    for _ in range(repeat):
        starter = [sys.executable, "-c", STARTER, json.dumps(command)]
        done = subprocess.run(starter, stdout=subprocess.PIPE, text=True, check=True)
        status, *figures = json.loads(done.stdout.splitlines()[-1])
        if status:
            sys.exit(f"failed: {command}")
        runs.append(Figure(*figures))
    return min(runs, key=lambda run: run.cpu_s)


def report(rows: int, repeat: int, with_csv: bool, parent: str | None) -> None:
    """Measure one size and print a table."""
    folder = Path(tempfile.mkdtemp(prefix="padu-bench-", dir=parent))
    try:
        make_rows(folder, rows, with_csv)
        figures = {name: measure(command, repeat) for name, command in jobs(folder, with_csv).items()}
    finally:
        shutil.rmtree(folder)
    packed, booleans = figures["scan, packed"], figures["scan, 17 booleans"]
    print(f"\n{rows:,} families (each job is a process of its own, start-up included)")
    print(f"{'job':28}{'wall s':>9}{'cpu s':>9}{'x packed':>10}{'x bools':>9}{'peak MB':>9}")
    for name, figure in figures.items():
        ratios = f"{figure.cpu_s / packed.cpu_s:>10.1f}{figure.cpu_s / booleans.cpu_s:>9.1f}"
        print(f"{name:28}{figure.wall_s:>9.2f}{figure.cpu_s:>9.2f}{ratios}{figure.peak_mb:>9.0f}", flush=True)
    print("ratios are of processor seconds")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--rows", type=int, nargs="+", default=[1_000_000])
    parser.add_argument("--repeat", type=int, default=2)
    parser.add_argument("--csv", action="store_true", help="also measure the command on CSV")
    parser.add_argument("--folder", help="where the rows are kept meanwhile (default: the system's temporary folder)")
    chosen = parser.parse_args()
    for rows in chosen.rows:
        report(rows, chosen.repeat, chosen.csv, chosen.folder)


if __name__ == "__main__":
    main()
