"""`padu propose` and `padu export instance`: the planner on what the database holds."""

from __future__ import annotations

import json
import signal
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from padu.cli.surroundings import BAD_INPUT, acting_user, start_django, stop_with

if TYPE_CHECKING:
    from padu.access.actor import Actor
    from padu.apps.convergence.models import PlannerRun

NO_PLAN = 3

Place = Annotated[str, typer.Option(help="Kode kabupaten/kota, misalnya 13.01.")]
Year = Annotated[int, typer.Option(help="Tahun rencana.", min=2015, max=2100)]
As = Annotated[str | None, typer.Option("--as", help="Atas nama akun ini.")]


def propose(
    place: Place,
    year: Year,
    seconds: Annotated[int, typer.Option(help="Waktu mencari.")] = 60,
    seed: Annotated[int, typer.Option(help="Benih acak.", min=0)] = 0,
    username: As = None,
) -> None:
    """Susun usulan kabupaten/kota dari masalah dan penawaran yang tersimpan; OPD lalu menjawab barisnya.

    Menulis satu baris JSON. Selesai 0: usulan tersimpan; 2: masukan tidak dapat dipakai; 3: tidak ada rencana yang
    memenuhi semua kesepakatan. Ctrl-C menyimpan yang terbaik sejauh ini.
    """
    cluster = start_django()
    try:
        run = _propose(acting_user(username), place, year, seconds, seed)
    finally:
        if cluster is not None:
            cluster.release()
    if run.state != "done":
        raise stop_with(f"Usulan {run.pk} tidak dapat disusun: {run.failure}", NO_PLAN)
    print(json.dumps(_summary(run)))


def _propose(actor: Actor, place: str, year: int, seconds: int, seed: int) -> PlannerRun:
    from padu.access.gate import scoped
    from padu.apps.convergence.services.planner_runs import run_execute, run_start

    with _refusals(actor, place), scoped(actor):
        run = run_start(actor=actor, region_code=place, year=year, seconds=seconds, seed=seed)
    with _interrupts() as interrupted:
        return run_execute(actor=actor, run_id=run.pk, should_stop=interrupted)


def _summary(run: PlannerRun) -> dict[str, Any]:
    result = run.result or {}
    figures = {key: value for key, value in result.items() if key != "deliveries"}
    return {"run": run.pk, "deliveries": len(result.get("deliveries", ())), **figures}


@contextmanager
def _interrupts() -> Iterator[Callable[[], bool]]:
    """Whether Ctrl-C or a polite kill has come; the search then ends with its best plan."""
    came: list[int] = []
    before = {number: signal.signal(number, lambda got, _frame: came.append(got)) for number in _POLITE}
    try:
        yield lambda: bool(came)
    finally:
        for number, handler in before.items():
            signal.signal(number, handler)


_POLITE = (signal.SIGINT, signal.SIGTERM)


@contextmanager
def _refusals(actor: Actor, place: str) -> Iterator[None]:
    """Refusals in words; a place that is not the actor's does not exist."""
    from django.core.exceptions import PermissionDenied
    from django.http import Http404

    from padu.apps.convergence.words import refusal_words
    from padu.domain.errors import PaduError

    try:
        yield
    except Http404 as outside:
        raise stop_with(f"Wilayah {place} bukan wilayah kerja akun '{actor.name}'.", BAD_INPUT) from outside
    except PermissionDenied as denied:
        raise stop_with(f"Akun '{actor.name}' tidak berwenang menyusun usulan di {place}.", BAD_INPUT) from denied
    except PaduError as refusal:
        raise stop_with(refusal_words(refusal), BAD_INPUT) from refusal


def export_instance(
    place: Place,
    year: Year,
    out: Annotated[Path, typer.Option(help="Berkas JSON yang ditulis; `padu plan` membacanya.", dir_okay=False)],
    username: As = None,
) -> None:
    """Tulis masalah, penawaran, dan kesepakatan suatu kabupaten/kota sebagai masukan perencana (JSON)."""
    cluster = start_django()
    try:
        instance = _instance(acting_user(username), place, year)
    finally:
        if cluster is not None:
            cluster.release()
    beside = out.with_name(f".{out.name}.part")
    beside.write_text(json.dumps(instance, ensure_ascii=False, indent=1), encoding="utf-8")
    beside.replace(out)
    print(
        f"{out}: {len(instance['villages'])} kampung, {len(instance['problems'])} masalah, "
        f"{len(instance['offers'])} penawaran, {len(instance['locked'])} kesepakatan."
    )


def _instance(actor: Actor, place: str, year: int) -> dict[str, Any]:
    from padu.access.gate import scoped
    from padu.apps.convergence.planning.inputs import build_instance

    with _refusals(actor, place), scoped(actor):
        return build_instance(region_code=place, year=year, actor=actor)
