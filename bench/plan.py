"""Measure the planner on generated instances: `python -m bench.plan 20:10 80:30 182:60 440:180`.

One line per run: gap to the linear relaxation, which is solved to the end beside the run, first plan after start, and
the smoothed greedy's gap. Set the working directory to the root of the project.
"""

import argparse
import json
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from typing import Any

from bench.planning_instances import ROOMY, SCARCE, make_instance
from padu.domain.planning import read_instance, score
from padu.planner.bound import lp_bound
from padu.planner.greedy import greedy
from padu.planner.solving import gap_of, plan_of
from padu.planner.stock import Stock, build_frames
from padu.planner.tables import build_tables


def measure(villages: int, seconds: float, seed: int, scarce: bool) -> str:
    """Run the command once and say how good and how punctual it was."""
    value = make_instance(villages, seed, SCARCE if scarce else ROOMY)
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "instance.json"
        path.write_text(json.dumps(value), encoding="utf-8")
        begun = time.monotonic()
        figures = _run(path, seconds)
        wall = time.monotonic() - begun
        first = _first_plan_seconds(path)
    relaxed, first_score = _references(value)
    return (
        f"{villages} villages, {seconds:g} s: gap to LP {gap_of(relaxed, figures['score']):.2%}, "
        f"reported {figures['gap']:.2%} ({figures['bound_kind']}), {figures['status']}, wall {wall:.2f} s; "
        f"first plan {first:.2f} s after start, its gap {gap_of(relaxed, first_score):.2%}"
    )


def _run(path: Path, seconds: float) -> dict[str, Any]:
    command = [sys.executable, "-m", "padu.cli.main", "plan", str(path), "--out", str(path.with_name("plan.json"))]
    done = subprocess.run([*command, "--seconds", str(seconds)], capture_output=True, text=True, check=True)
    figures: dict[str, Any] = json.loads(done.stdout)
    return figures


def _first_plan_seconds(path: Path) -> float:
    """With next to no time the command ends as soon as it has a plan."""
    begun = time.monotonic()
    _run(path, 0.01)
    return time.monotonic() - begun


def _references(value: dict[str, Any]) -> tuple[float, float]:
    """Value of the relaxation and score of the smoothed greedy plan."""
    instance = read_instance(value)
    tables = build_tables(instance)
    frames = build_frames(tables)
    relaxed = lp_bound(tables, [{}] * len(frames), 600.0)
    assert relaxed is not None
    plan = plan_of(tables, frames, greedy(tables, frames, Stock(tables), [()] * len(frames)))
    return relaxed.value, score(instance, plan).total


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("runs", nargs="+", metavar="VILLAGES:SECONDS")
    parser.add_argument("--seed", type=int, default=1, help="of the instance")
    parser.add_argument("--scarce", action="store_true", help="the harder profile: money and teams are short")
    wanted = parser.parse_args()
    for run in wanted.runs:
        villages, _, seconds = run.partition(":")
        print(measure(int(villages), float(seconds or 60), wanted.seed, wanted.scarce), flush=True)


if __name__ == "__main__":
    main()
