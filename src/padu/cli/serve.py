"""`padu run`: database, schema, lists, demo, worker and web server, all with one command and on this machine only."""

from __future__ import annotations

import time
import urllib.error
import urllib.request
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from padu import __version__
from padu.cli.migrate import apply_migrations
from padu.cli.ports import HOST, PortTaken, choose_port
from padu.cli.processes import Child, Supervisor, padu, stop_with_parent
from padu.cli.surroundings import environment, prepare_django, start_django, stop_with

if TYPE_CHECKING:
    from collections.abc import Callable

    from procrastinate.job_context import JobContext
    from procrastinate.worker import Worker

    from padu.settings.environment import Environment

# Two processes of four threads: each thread has a connection of its own in the pool of four, nobody waits for one.
WEB_PROCESSES = 2
WEB_THREADS = 4
WORKER_CONCURRENCY = 2
_START_SECONDS = 60


def tell(words: str) -> None:
    print(words, flush=True)


def run() -> None:
    """Jalankan Padu di mesin ini: basis data, pekerja latar, dan server web. Hentikan dengan Ctrl-C."""
    settings = environment()
    port = _port(settings)
    tell(f"Padu {__version__}")
    cluster = start_django()
    try:
        tell(_where(settings, cluster.home if cluster else None))
        prepare(settings)
        _serve(port, embedded=settings.embedded)
    finally:
        if cluster is not None and cluster.release():
            tell("Basis data dihentikan.")


def _port(settings: Environment) -> int:
    try:
        return choose_port(settings.port)
    except PortTaken as taken:
        raise stop_with(f"Porta {taken.port} sedang dipakai. Pilih yang lain: PORT={taken.port + 1}") from taken


def _where(settings: Environment, home: object) -> str:
    if settings.embedded:
        return f"Basis data tertanam di {home} (hanya untuk peragaan dan pengembangan)."
    return "Basis data luar (DATABASE_URL)."


def prepare(settings: Environment) -> None:
    """Schema, places and lists up to date; the demo into an empty embedded database."""
    from django.conf import settings as django_settings
    from django.db import connections

    from padu.apps.institutions.services.national_team import load_national_team
    from padu.apps.programmes.services import load_reference
    from padu.apps.regions.services import load_regions, regions_loaded

    if settings.embedded or settings.database_owner_url:
        applied = apply_migrations()
        if applied:
            tell(f"{applied} migrasi diterapkan.")
    else:
        tell("DATABASE_OWNER_URL tidak diisi: skema tidak diperiksa.")
    # Where collected static files would stand; the server looks there and warns when it is missing.
    django_settings.STATIC_ROOT.mkdir(parents=True, exist_ok=True)
    if not regions_loaded():
        tell("Memuat daftar wilayah ...")
        load_regions()
    load_reference()
    load_national_team()
    if settings.embedded:
        _load_demo_once(settings.var / "peragaan-belum-selesai")
    connections.close_all()


def _load_demo_once(mark: Path) -> None:
    """The demo into an empty database; the mark tells the next start that this one was cut short."""
    from padu.cli.demo.load import demo_is_wanted, load_demo

    if not (mark.exists() or demo_is_wanted()):
        return
    tell("Memuat data peragaan (buatan) ...")
    mark.touch()
    load_demo(tell=tell)
    mark.unlink()


def _serve(port: int, *, embedded: bool) -> None:
    supervisor = Supervisor(
        [
            Child("Server web", padu("web", "--port", str(port))),
            Child("Pekerja latar", padu("worker", "--with-parent")),
        ],
        tell,
    )
    supervisor.start()
    try:
        if _answers(supervisor, port):
            _announce(port, embedded=embedded)
            supervisor.watch()
    finally:
        tell("Menghentikan server dan pekerja ...")
        supervisor.stop()


def _answers(supervisor: Supervisor, port: int) -> bool:
    """Wait until the health page answers; False when asked to stop meanwhile. Ends the command when nothing answers."""
    deadline = time.monotonic() + _START_SECONDS
    while time.monotonic() < deadline and not supervisor.stopping:
        if not supervisor.children[0].alive:
            raise stop_with("Server web berhenti saat dijalankan. Periksa pesan di atas, atau jalankan: padu doctor")
        try:
            with urllib.request.urlopen(f"http://{HOST}:{port}/sehat/", timeout=2):
                return True
        except (urllib.error.URLError, ConnectionError, TimeoutError):
            time.sleep(0.1)
    if supervisor.stopping:
        return False
    raise stop_with(f"Server web tidak menjawab dalam {_START_SECONDS} detik. Jalankan: padu doctor")


def _announce(port: int, *, embedded: bool) -> None:
    from django.db import connections

    from padu.cli.demo.accounts import describe_accounts

    tell("")
    tell(f"Padu siap di  http://{HOST}:{port}/")
    if embedded:
        for line in describe_accounts():
            tell(line)
        connections.close_all()
    tell("Hentikan dengan Ctrl-C.")


def web(port: Annotated[int, typer.Option(help="Porta di mesin ini.")]) -> None:
    """Server web saja; dipanggil oleh `padu run`."""
    import multiprocessing

    from granian import Granian
    from granian.constants import Interfaces
    from granian.log import LogLevels

    # Fresh processes instead of forked ones: a fork would copy the thread that watches the parent.
    multiprocessing.set_start_method("spawn")
    stop_with_parent()
    Granian(
        "padu.web.wsgi:application",
        address=HOST,
        port=port,
        interface=Interfaces.WSGI,
        workers=WEB_PROCESSES,
        blocking_threads=WEB_THREADS,
        websockets=False,
        respawn_failed_workers=True,
        log_level=LogLevels.warning,
    ).serve()


def worker(
    with_parent: Annotated[bool, typer.Option("--with-parent", hidden=True)] = False,
) -> None:
    """Kerjakan pekerjaan latar (impor, perencana, rekap) sampai dihentikan."""
    cluster = None
    if with_parent:
        stop_with_parent()
        prepare_django()
    else:
        cluster = start_django()
    try:
        _work()
    finally:
        if cluster is not None:
            cluster.release()


def _work() -> None:
    from procrastinate.contrib.django import app

    with app.replace_connector(app.connector.get_worker_connector()) as worker_app:  # type: ignore[attr-defined]
        worker_app.run_worker(
            concurrency=WORKER_CONCURRENCY, delete_jobs="successful", task_middleware=[_under_its_name]
        )


def _under_its_name(run_task: Callable[[], object], context: JobContext, _worker: Worker) -> object:
    """What a job changes carries the job's name in its history."""
    from padu.access.origin import coming_from

    with coming_from(f"job:{context.job.task_name}"):
        return run_task()
