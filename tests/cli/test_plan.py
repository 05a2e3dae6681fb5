"""`padu plan` as a command: exit status, the one line it prints, what it leaves on the disk, signals and time."""

from __future__ import annotations

import json
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from bench.planning_instances import make_instance
from padu.domain.planning import read_instance
from padu.planner.greedy import greedy
from padu.planner.solving import plan_of
from padu.planner.stock import Stock, build_frames
from padu.planner.tables import build_tables
from tests.planner.cases import A, small

KEYS = ["score", "bound", "bound_kind", "gap", "seconds", "status", "seed"]
PADU = [sys.executable, "-m", "padu.cli.main", "plan"]


@pytest.fixture
def written(tmp_path: Path) -> Callable[[Any], Path]:
    def write(value: Any) -> Path:
        path = tmp_path / "soal.json"
        path.write_text(value if isinstance(value, str) else json.dumps(value), encoding="utf-8")
        return path

    return write


def run(instance: Path, *options: str) -> subprocess.CompletedProcess[str]:
    out = instance.with_name("rencana.json")
    return subprocess.run(
        [*PADU, str(instance), "--out", str(out), *options], capture_output=True, text=True, timeout=120, check=False
    )


def test_a_plan_is_written_and_one_line_printed(written: Callable[[Any], Path]) -> None:
    path = written(small())
    done = run(path, "--seconds", "20", "--seed", "7")
    assert done.returncode == 0
    assert done.stdout.count("\n") == 1
    figures = json.loads(done.stdout)
    assert list(figures) == KEYS
    assert figures["score"] == pytest.approx(22.9)
    assert (figures["seed"], figures["gap"], figures["status"]) == (7, 0.0, "optimal_bound_reached")
    plan = json.loads(path.with_name("rencana.json").read_text(encoding="utf-8"))
    assert len(plan["deliveries"]) == 5
    assert sorted(file.name for file in path.parent.iterdir()) == ["rencana.json", "soal.json"]


@pytest.mark.parametrize(
    ("content", "words"),
    [
        ("{", "bukan JSON yang sah (baris 1"),
        ("[]", "instance: harus objek"),
        (small() | {"days": ["2027-02-30"]}, "days[0]: bukan tanggal yang ada di kalender"),
        (small() | {"locked": [{"offer": "x", "village": A, "day": None}]}, 'locked[0].offer: "x" tidak ada di offers'),
    ],
)
def test_a_bad_instance_is_refused_in_words(written: Callable[[Any], Path], content: Any, words: str) -> None:
    path = written(content)
    kept = path.with_name("rencana.json")
    kept.write_text("lama", encoding="utf-8")
    done = run(path)
    assert (done.returncode, done.stdout) == (2, "")
    assert words in done.stderr
    assert "Tidak ada yang ditulis" in done.stderr
    assert kept.read_text(encoding="utf-8") == "lama"


def test_a_file_that_is_missing_or_no_text_is_refused(tmp_path: Path) -> None:
    assert run(tmp_path / "tidak-ada.json").returncode == 2
    (tmp_path / "soal.json").write_bytes(b'{"year": "\xff"}')
    done = run(tmp_path / "soal.json")
    assert done.returncode == 2
    assert "bukan teks UTF-8 (bita ke-11)" in done.stderr


@pytest.mark.parametrize("options", [("--seconds", "0"), ("--seconds", "nan"), ("--seed", "-1")])
def test_odd_options_are_refused(written: Callable[[Any], Path], options: tuple[str, str]) -> None:
    done = run(written(small()), *options)
    assert done.returncode == 2
    assert options[0] in done.stderr


def test_a_folder_that_does_not_exist_is_told_before_any_work(written: Callable[[Any], Path], tmp_path: Path) -> None:
    out = tmp_path / "tidak" / "ada.json"
    done = subprocess.run(
        [*PADU, str(written(small())), "--out", str(out)], capture_output=True, text=True, check=False
    )
    assert done.returncode == 2
    assert "foldernya tidak ada" in done.stderr


def test_locked_rows_that_clash_end_with_3_naming_rule_and_rows(written: Callable[[Any], Path]) -> None:
    value = small()
    value["locked"] = [{"offer": "gizi", "village": A, "day": day} for day in ("2027-02-02", "2027-02-08")]
    path = written(value)
    done = run(path)
    assert (done.returncode, done.stdout) == (3, "")
    assert "Aturan 2" in done.stderr
    assert "gizi di 13.01.01.2001 (2027-02-02); gizi di 13.01.01.2001 (2027-02-08)" in done.stderr
    assert not path.with_name("rencana.json").exists()


@pytest.mark.parametrize(("number", "wait"), [(signal.SIGINT, 2.0), (signal.SIGTERM, 0.0)])
def test_a_signal_writes_the_best_plan_so_far(
    written: Callable[[Any], Path], number: signal.Signals, wait: float
) -> None:
    value = make_instance(20, seed=2)
    path = written(value)
    out = path.with_name("rencana.json")
    child = subprocess.Popen(
        [*PADU, str(path), "--out", str(out), "--seconds", "100"],
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )
    assert child.stderr is not None
    assert "Menyusun rencana" in child.stderr.readline()
    time.sleep(wait)
    child.send_signal(number)
    stdout, _ = child.communicate(timeout=60)
    assert child.returncode == 0
    figures = json.loads(stdout)
    assert (figures["status"], list(figures)) == ("interrupted", KEYS)
    assert figures["seconds"] < 60
    assert figures["score"] >= greedy_score(value) - 1e-9
    assert json.loads(out.read_text(encoding="utf-8"))["deliveries"]


def greedy_score(value: dict[str, Any]) -> float:
    from padu.domain.planning import score

    instance = read_instance(value)
    tables = build_tables(instance)
    frames = build_frames(tables)
    rows = greedy(tables, frames, Stock(tables), [()] * len(frames))
    return score(instance, plan_of(tables, frames, rows)).total


def test_neither_django_nor_settings_are_loaded(written: Callable[[Any], Path]) -> None:
    path = written(small())
    script = (
        "import sys, padu.cli.main as m\n"
        f"sys.argv = ['padu', 'plan', {str(path)!r}, '--out', {str(path.with_name('rencana.json'))!r}]\n"
        "try:\n    m.app()\nexcept SystemExit as end:\n    assert end.code == 0, end.code\n"
        "assert not [name for name in sys.modules if name.split('.')[0] in ('django', 'psycopg')]\n"
    )
    done = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
