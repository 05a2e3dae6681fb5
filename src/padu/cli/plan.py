"""`padu plan`: a plan for one instance file, without server, database or settings."""

from __future__ import annotations

import json
import math
import os
import signal
import sys
import time
from collections.abc import Callable
from pathlib import Path
from types import FrameType
from typing import TYPE_CHECKING, Annotated, Never

import typer

if TYPE_CHECKING:
    from padu.domain.planning import Instance
    from padu.planner import PlanResult

LOADED_AT = time.monotonic()
BAD_INPUT = 2
LOCKED_CONFLICT = 3
FAILED = 1

MARGIN_SECONDS = 0.25
"""Kept back for the own check, writing and leaving. [assumption]"""

MARGIN_PER_VILLAGE = 5e-4
"""And so much for each village: the check takes 0.1 s for 440. [assumption]"""


def plan(
    instance: Annotated[Path, typer.Argument(metavar="INSTANCE.json", help="Soal perencanaan satu kabupaten/kota.")],
    out: Annotated[Path, typer.Option("--out", metavar="PLAN.json", help="Berkas rencana yang ditulis.")],
    seconds: Annotated[float, typer.Option("--seconds", help="Waktu seluruh proses, dalam detik.")] = 60.0,
    seed: Annotated[int, typer.Option("--seed", help="Benih bilangan acak.")] = 0,
) -> None:
    """Susun rencana: kegiatan apa, di desa mana, hari apa, dalam batas dana, kuota dan tim.

    Keluaran: satu baris JSON berisi nilai, batas atas dan status. Ctrl-C menulis rencana terbaik sejauh itu.
    """
    stop = _stop_on_signals()
    _check_options(out, seconds, seed)
    read = _read(instance)
    _say(f"Menyusun rencana, paling lama {seconds:g} detik. Ctrl-C menulis rencana terbaik sejauh itu.")
    result = _solve(read, seconds, seed, stop)
    _write(result, out)
    figures = {
        "score": result.score,
        "bound": result.bound,
        "bound_kind": result.bound_kind,
        "gap": result.gap,
        "seconds": round(_elapsed(), 3),
        "status": result.status,
        "seed": result.seed,
    }
    _say(f"{len(result.plan.deliveries)} kegiatan ditulis ke {out}.")
    print(json.dumps(figures), flush=True)


def _check_options(out: Path, seconds: float, seed: int) -> None:
    if not (math.isfinite(seconds) and seconds > 0):
        _stop(f"--seconds harus lebih besar dari 0, bukan {seconds}. Tidak ada yang ditulis.", BAD_INPUT)
    if seed < 0:
        _stop(f"--seed harus 0 atau lebih, bukan {seed}. Tidak ada yang ditulis.", BAD_INPUT)
    if out.is_dir() or not out.parent.is_dir():
        _stop(f"{out} tidak dapat ditulis: foldernya tidak ada, atau itu nama folder.", BAD_INPUT)


def _read(path: Path) -> Instance:
    from padu.domain.planning import BadInstance, read_instance

    try:
        value = json.loads(path.read_text(encoding="utf-8-sig"))
    except OSError as problem:
        _stop(f"{path} tidak dapat dibaca: {problem.strerror}. Tidak ada yang ditulis.", BAD_INPUT)
    except UnicodeDecodeError as problem:
        _stop(f"{path} bukan teks UTF-8 (bita ke-{problem.start + 1}). Tidak ada yang ditulis.", BAD_INPUT)
    except json.JSONDecodeError as problem:
        where = f"baris {problem.lineno}, kolom {problem.colno}"
        _stop(f"{path} bukan JSON yang sah ({where}: {problem.msg}). Tidak ada yang ditulis.", BAD_INPUT)
    except (RecursionError, ValueError) as problem:
        _stop(f"{path} bukan JSON yang dapat dibaca ({problem}). Tidak ada yang ditulis.", BAD_INPUT)
    try:
        return read_instance(value)
    except BadInstance as refusal:
        for fault in refusal.faults:
            _say(fault)
        if refusal.more:
            _say(f"... dan {refusal.more} kesalahan lain.")
        _stop("Soal perencanaan tidak dapat dipakai. Tidak ada yang ditulis; perbaiki lalu jalankan lagi.", BAD_INPUT)


def _solve(instance: Instance, seconds: float, seed: int, stop: Callable[[], bool]) -> PlanResult:
    # numpy takes a third of a second to import: only now, so that a bad file is refused at once.
    from padu.planner import LockedRowsConflict, solve

    left = seconds - _elapsed() - MARGIN_SECONDS - MARGIN_PER_VILLAGE * len(instance.villages)
    try:
        return solve(instance, seconds=max(0.0, left), seed=seed, should_stop=stop)
    except LockedRowsConflict as refusal:
        for fault in refusal.faults:
            _say(fault)
        _stop("Baris terkunci tidak dapat dipenuhi bersama. Tidak ada yang ditulis.", LOCKED_CONFLICT)


def _write(result: PlanResult, out: Path) -> None:
    """Write beside and rename: an older plan is replaced whole or not at all."""
    from padu.domain.planning import plan_object

    beside = out.with_name(f".{out.name}.{os.getpid()}.tmp")
    try:
        with beside.open("w", encoding="utf-8") as file:
            json.dump(plan_object(result.plan), file, ensure_ascii=False)
            file.write("\n")
            file.flush()
            os.fsync(file.fileno())
        beside.replace(out)
    except OSError as problem:
        beside.unlink(missing_ok=True)
        _stop(f"{out} tidak dapat ditulis: {problem.strerror}. Berkas lama tidak diubah.", FAILED)


def _stop_on_signals() -> Callable[[], bool]:
    """From now on Ctrl-C and SIGTERM only ask the search to end: the best plan so far is then written."""
    asked: list[int] = []

    def ask(number: int, _frame: FrameType | None) -> None:
        asked.append(number)

    for number in (signal.SIGINT, signal.SIGTERM):
        signal.signal(number, ask)
    return lambda: bool(asked)


def _elapsed() -> float:
    """Seconds since this process began; since this module was loaded where the system does not tell."""
    try:
        with Path("/proc/self/stat").open(encoding="ascii", errors="replace") as file:
            started = int(file.read().rpartition(")")[2].split()[19]) / os.sysconf("SC_CLK_TCK")
        with Path("/proc/uptime").open(encoding="ascii") as file:
            return float(file.read().split()[0]) - started
    except (OSError, ValueError, IndexError, AttributeError):
        return time.monotonic() - LOADED_AT


def _stop(words: str, status: int) -> Never:
    _say(words)
    raise typer.Exit(status)


def _say(words: str) -> None:
    print(words, file=sys.stderr)
