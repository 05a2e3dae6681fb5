"""`padu index` as a command: the worked families, the files it reads, and what it leaves on the disk."""

from __future__ import annotations

import csv
import fcntl
import signal
import stat
import subprocess
import sys
import time
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from padu.domain.ibangga import FORMULA_VERSION, INDICATOR_IDS
from tests.analytics.reference import HEADER, family_row, random_families, region_rows
from tests.cli.index_files import (
    RESULTS,
    VILLAGE,
    answers,
    csv_text,
    good,
    rows_of,
    run,
    write,
    write_parquet,
)


def test_worked_families(tmp_path: Path) -> None:
    """Vectors 1 to 3: all met; a widow with two schoolchildren; a single elderly man."""
    families = [
        good(1, answers=answers(rest=1)),
        good(2, answers=answers(na="2 15", not_met="10 16", rest=1)),
        good(3, answers=answers(na="2 3 6 11 15", met="1 4 5 7 8 14", not_met="9 10 12 13 16 17")),
    ]
    result = run(write(tmp_path / "f.csv", families), "--out", tmp_path / "out")
    assert result.exit_code == 0, result.output
    rows = rows_of(tmp_path / "out" / "families.parquet")
    assert [tuple(None if v is None else round(v, 3) for v in row[3:7]) for row in rows] == [
        (100.0, 100.0, 100.0, 100.0),
        (100.0, 85.714, 66.667, 84.127),
        (100.0, 33.333, 33.333, 55.556),
    ]
    assert [row[7:] for row in rows] == [("tangguh", False), ("tangguh", False), ("berkembang", False)]


@pytest.mark.parametrize("kind", ["csv", "parquet", "both"])
def test_random_families_give_the_rows_of_the_rules(tmp_path: Path, kind: str) -> None:
    families = random_families(400, seed=11)
    first, second = (families[:150], families[150:]) if kind == "both" else (families, [])
    files = [write(tmp_path / "a.csv", first) if kind != "parquet" else write_parquet(tmp_path / "a.parquet", first)]
    files += [write_parquet(tmp_path / "b.parquet", second)] if second else []
    out = tmp_path / "new" / "out"
    result = run(*files, "--out", out)
    assert result.exit_code == 0, result.output
    assert rows_of(out / "families.parquet") == [family_row(family) for family in families]
    assert rows_of(out / "regions.parquet") == region_rows(families)
    with (out / "regions.csv").open(newline="") as file:
        written = list(csv.reader(file))
    assert written[0] == pq.read_schema(out / "regions.parquet").names
    assert written[1:] == [["" if v is None else str(v) for v in row] for row in region_rows(families)]


def test_results_are_private_typed_and_named_as_published(tmp_path: Path) -> None:
    out = tmp_path / "out"
    result = run(write(tmp_path / "f.csv", [good()]), "--out", out)
    assert sorted(path.name for path in out.iterdir()) == RESULTS
    assert {stat.S_IMODE(path.stat().st_mode) for path in out.iterdir()} == {0o600}
    assert "disamarkan" in result.stderr
    assert "internal" in result.stderr
    families, regions = pq.read_schema(out / "families.parquet"), pq.read_schema(out / "regions.parquet")
    for schema in (families, regions):
        assert schema.metadata[b"formula_version"] == FORMULA_VERSION.encode()
        assert b"bukan angka resmi" in schema.metadata[b"catatan"]
    text, whole = pa.string(), pa.int64()
    assert families.names == [*HEADER[:3], "ketenteraman", "kemandirian", "kebahagiaan", "index", "category", "partial"]
    assert families.types == [text, text, pa.int32(), *[pa.float64()] * 4, text, pa.bool_()]
    assert regions.names[:6] == ["level", "region_code", "year", "families", "families_valid", "coverage"]
    assert regions.names[6:11] == ["ketenteraman", "kemandirian", "kebahagiaan", "index", "category"]
    assert regions.names[11:14] == ["n_rentan", "n_berkembang", "n_tangguh"]
    assert regions.names[14:] == [f"{i}_{what}" for i in INDICATOR_IDS for what in ("applicable", "met")]
    assert regions.types[3:6] == [whole, whole, pa.float64()]
    assert set(regions.types[11:]) == {whole}


def test_no_dimension_and_partial_families(tmp_path: Path) -> None:
    families = [good(1, answers=answers()), good(2, answers=answers(met="14 15 16 17"))]
    run(write(tmp_path / "f.csv", families), "--out", tmp_path / "out")
    rows = [row[3:] for row in rows_of(tmp_path / "out" / "families.parquet")]
    assert rows == [
        (None, None, None, None, None, False),
        (None, None, 100.0, 100.0, "tangguh", True),
    ]
    nation = rows_of(tmp_path / "out" / "regions.parquet")[0]
    assert nation[:14] == ("nation", "", 2025, 2, 1, 0.5, None, None, 100.0, 100.0, "tangguh", 0, 0, 1)


def test_levels_and_years_come_in_order(tmp_path: Path) -> None:
    families = [
        good(1, region_code="51.01.01.2001"),
        good(2, region_code="13.02.01.2001"),
        good(2, region_code="13.02.01.2001", year=2024),
    ]
    run(write(tmp_path / "f.csv", families), "--out", tmp_path / "out")
    keys = [row[:3] for row in rows_of(tmp_path / "out" / "regions.parquet")]
    assert keys[:5] == [
        ("nation", "", 2024),
        ("nation", "", 2025),
        ("province", "13", 2024),
        ("province", "13", 2025),
        ("province", "51", 2025),
    ]
    assert keys[-3:] == [
        ("village", "13.02.01.2001", 2024),
        ("village", "13.02.01.2001", 2025),
        ("village", "51.01.01.2001", 2025),
    ]


def test_ids_stay_text_and_unknown_codes_are_kept(tmp_path: Path) -> None:
    families = [good(family_id="007", region_code="99.99.99.9999"), good(family_id="1e5"), good(family_id=" 7 ")]
    run(write(tmp_path / "f.csv", families), "--out", tmp_path / "out")
    kept = [row[:2] for row in rows_of(tmp_path / "out" / "families.parquet")]
    assert kept == [("007", "99.99.99.9999"), ("1e5", VILLAGE), (" 7 ", VILLAGE)]


def test_the_same_family_in_two_years_is_no_repeat(tmp_path: Path) -> None:
    result = run(write(tmp_path / "f.csv", [good(1), good(1, year=2024)]), "--out", tmp_path / "out")
    assert result.exit_code == 0


def test_an_extra_column_is_ignored_with_a_warning(tmp_path: Path) -> None:
    path = tmp_path / "f.csv"
    path.write_text(csv_text([["ibu", *good().cells()]], ["nama", *HEADER]))
    result = run(path, "--out", tmp_path / "out")
    assert result.exit_code == 0
    assert "Peringatan" in result.stderr
    assert "nama" in result.stderr


@pytest.mark.parametrize(
    "options",
    [{"delimiter": ";"}, {"delimiter": "\t"}, {"lineterminator": "\r\n"}, {"quoting": csv.QUOTE_ALL}],
)
def test_csv_dialects(tmp_path: Path, options: dict[str, Any]) -> None:
    families = random_families(20, seed=3)
    path = tmp_path / "f.csv"
    header = [name.upper() for name in HEADER]
    text = csv_text([family.cells() for family in families], header, **options)
    path.write_bytes("\ufeff".encode() + text.encode())
    assert run(path, "--out", tmp_path / "out").exit_code == 0
    assert rows_of(tmp_path / "out" / "families.parquet") == [family_row(family) for family in families]


def test_a_header_alone_gives_empty_results(tmp_path: Path) -> None:
    assert run(write(tmp_path / "f.csv", []), "--out", tmp_path / "out").exit_code == 0
    assert rows_of(tmp_path / "out" / "families.parquet") == []
    assert rows_of(tmp_path / "out" / "regions.parquet") == []
    assert len((tmp_path / "out" / "regions.csv").read_text().splitlines()) == 1


def test_parquet_types_that_say_the_same(tmp_path: Path) -> None:
    """Whole numbers as ids, floats and texts as answers, a dictionary of codes, a column nobody filled."""
    families = [good(7, answers=answers(met="1 2", na="10", not_met="3")), good(8, answers=answers(met="1"))]
    path = write_parquet(
        tmp_path / "f.parquet",
        families,
        family_id=pa.array([7, 8], pa.int64()),
        region_code=pa.array([VILLAGE, VILLAGE]).dictionary_encode(),
        year=pa.array([2025.0, 2025.0], pa.float64()),
        religious_practice=pa.array([1.0, 1.0], pa.float64()),
        marriage_certificate=pa.array(["1", ""], pa.string()),
        savings=pa.array([-1, None], pa.float32()),
        diverse_food=pa.nulls(2),
    )
    result = run(path, "--out", tmp_path / "out")
    assert result.exit_code == 0, result.output
    assert rows_of(tmp_path / "out" / "families.parquet") == [family_row(family) for family in families]


def test_parquet_columns_are_found_by_name_in_any_order_and_case(tmp_path: Path) -> None:
    families = random_families(30, seed=5)
    path = write_parquet(tmp_path / "a.parquet", families)
    table = pq.read_table(path)
    shuffled = table.select(table.column_names[::-1]).rename_columns([n.upper() for n in table.column_names[::-1]])
    pq.write_table(shuffled.append_column("nested", pa.array([{"year": 1, "x": [1]}] * 30)), path)
    result = run(path, "--out", tmp_path / "out")
    assert result.exit_code == 0, result.output
    assert rows_of(tmp_path / "out" / "families.parquet") == [family_row(family) for family in families]
    assert "nested" in result.stderr


def test_names_of_files_are_names_and_no_patterns(tmp_path: Path) -> None:
    folder = tmp_path / "year=1999 [x]* 'a'"
    folder.mkdir()
    path = write(folder / "f?.csv", [good()])
    assert run(path, "--out", folder / "out").exit_code == 0
    assert rows_of(folder / "out" / "families.parquet")[0][2] == 2025


def test_the_command_needs_neither_django_nor_settings(tmp_path: Path) -> None:
    path = write(tmp_path / "f.csv", [good()])
    code = (
        "import sys; from pathlib import Path; from padu.cli.index import index; "
        f"index([Path({str(path)!r})], Path({str(tmp_path / 'out')!r})); "
        "print([m for m in sys.modules if m.split('.')[0] in ('django', 'psycopg') or m.startswith('padu.settings')])"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True, env={})
    assert done.stdout.strip() == "[]"


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM])
def test_a_signal_ends_the_run_without_a_trace(tmp_path: Path, number: signal.Signals) -> None:
    """Signalled as soon as the work folder is there."""
    path = tmp_path / "f.csv"
    path.write_text(csv_text([good(number).cells() for number in range(60_000)]))
    out = tmp_path / "out"
    code = f"import sys; sys.argv = ['padu', 'index', {str(path)!r}, '--out', {str(out)!r}]; "
    code += "from padu.cli.main import main; main()"
    process = subprocess.Popen([sys.executable, "-c", code], stderr=subprocess.PIPE, text=True)
    while not list(out.glob(".padu-index-*/input-0.csv")) and process.poll() is None:
        time.sleep(0.005)
    process.send_signal(number)
    _, errors = process.communicate(timeout=30)
    assert process.returncode == 128 + number, errors
    assert "Tidak ada yang ditulis" in errors
    assert not out.exists()


def test_the_leftovers_of_a_killed_run_are_removed_and_those_of_a_living_one_kept(tmp_path: Path) -> None:
    abandoned, alive = tmp_path / "out" / ".padu-index-dead", tmp_path / "out" / ".padu-index-alive"
    for folder in (abandoned, alive):
        folder.mkdir(parents=True)
        (folder / "lock").touch()
    with (alive / "lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        assert run(write(tmp_path / "f.csv", [good()]), "--out", tmp_path / "out").exit_code == 0
    assert sorted(path.name for path in (tmp_path / "out").iterdir()) == [".padu-index-alive", *RESULTS]


def test_mixed_line_ends_are_read(tmp_path: Path) -> None:
    path = tmp_path / "f.csv"
    lines = [",".join(cells) for cells in (HEADER, good(1).cells(), good(2).cells(), good(3).cells())]
    path.write_bytes(f"{lines[0]}\r\n{lines[1]}\r\n{lines[2]}\n{lines[3]}\n".encode())
    assert run(path, "--out", tmp_path / "out").exit_code == 0
    assert len(rows_of(tmp_path / "out" / "families.parquet")) == 3
