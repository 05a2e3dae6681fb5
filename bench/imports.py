"""A regency's families through the real background worker: `python bench/imports.py [families] [first] [again] ...`.

Files (all of them unless named): `csv` 150,000 families with 600,000 members, `again` the same rows once more, `xlsx`
the same as a workbook for the next regency, `bad` 100,000 members of which one is wrong. Of each: seconds of checking
and storing, rows a second, and the most memory that the worker and its children held together. Counts read back are
held against the file. A database of its own in the embedded server, dropped afterwards.
"""

from __future__ import annotations

import os
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

HERE = Path(__file__).resolve().parent
sys.path.insert(0, str(HERE))
NAME = "padu_bench_imports"
YEAR, VILLAGES, FAMILIES = 2026, 40, 150_000
REGENCIES = ("13.01", "13.02")


@dataclass
class Memory:
    """Most memory of a process and all below it, in MB, sampled ten times a second."""

    pid: int
    peak: float = 0.0
    _over: threading.Event = field(default_factory=threading.Event)

    def watch(self) -> None:
        while not self._over.wait(0.1):
            self.peak = max(self.peak, sum(map(_resident, _below(self.pid))))

    def stop(self) -> None:
        self._over.set()


def _below(pid: int) -> list[int]:
    found = [pid]
    for one in found:
        with_children = Path(f"/proc/{one}/task").glob("*/children")
        for path in with_children:
            try:
                found += [int(child) for child in path.read_text(encoding="ascii").split()]
            except OSError:
                continue
    return found


def _resident(pid: int) -> float:
    try:
        lines = Path(f"/proc/{pid}/status").read_text(encoding="ascii", errors="replace").splitlines()
    except OSError:
        return 0.0
    return next((int(line.split()[1]) / 1024 for line in lines if line.startswith("VmRSS")), 0.0)


def main() -> None:
    numbers = [int(word) for word in sys.argv[1:] if word.isdigit()]
    wanted = [word for word in sys.argv[1:] if not word.isdigit()] or ["csv", "again", "xlsx", "bad"]
    with tempfile.TemporaryDirectory() as folder, database(Path(folder)):
        measure(Path(folder), numbers[0] if numbers else FAMILIES, wanted)


@contextmanager
def database(folder: Path) -> Iterator[None]:
    """A migrated database with the list of places, named in the environment for us and for the worker."""
    import psycopg

    from padu.settings.environment import CHECKOUT
    from padu.settings.postgres import embedded

    cluster = embedded(CHECKOUT, "test")
    cluster.ensure_running()
    os.environ |= {"DJANGO_SETTINGS_MODULE": "worker_settings", "PADU_VAR": str(folder), "PADU_BENCH_DATABASE": NAME}
    try:
        with psycopg.connect(**cluster.owner_params(), autocommit=True) as owner:
            owner.execute(f"drop database if exists {NAME}")
            owner.execute(f"create database {NAME} template template0")
        import django

        django.setup()
        from padu.apps.regions.services import load_regions
        from padu.cli.migrate import apply_migrations

        apply_migrations()
        load_regions()
        yield
    finally:
        drop(cluster)
        cluster.release()


def drop(cluster: Any) -> None:
    """The last worker's connections end a moment after it was killed."""
    import psycopg
    from django.db import connections

    connections.close_all()
    with psycopg.connect(**cluster.owner_params(), autocommit=True) as owner:
        for _ in range(100):
            try:
                owner.execute(f"drop database if exists {NAME}")
            except psycopg.errors.ObjectInUse:
                time.sleep(0.2)
            else:
                return


def measure(folder: Path, families: int, wanted: list[str]) -> None:
    from import_files import write_csv, write_xlsx

    from padu.apps.regions.selectors import list_villages

    codes = {place: list(list_villages(place).values_list("code", flat=True)[:VILLAGES]) for place in REGENCIES}
    officer = officer_of(REGENCIES)
    csv, book, bad = (folder / name for name in ("keluarga.zip", "keluarga.xlsx", "satu-salah.zip"))
    if {"csv", "again"} & set(wanted):
        write_csv(csv, families, codes["13.01"], YEAR)
        Run(officer, "13.01", csv, families).go("csv")
    if "again" in wanted:
        Run(officer, "13.01", csv, families, source="lagi", same=True).go("again")
    if "xlsx" in wanted:
        write_xlsx(book, families, codes["13.02"], YEAR)
        Run(officer, "13.02", book, families).go("xlsx")
    if "bad" in wanted:
        some = min(25_000, families)
        write_csv(bad, some, codes["13.01"], YEAR, bad=some * 2)
        Run(officer, "13.01", bad, some, bad=1, same="csv" in wanted).go("bad")


def officer_of(places: tuple[str, ...]) -> Any:
    """A field officer of two whole regencies, so that a file may hold one."""
    import datetime as dt

    from padu.access.actor import Actor
    from padu.access.gate import scoped
    from padu.access.verbs import Role
    from padu.apps.accounts.actors import load_actor
    from padu.apps.accounts.models import HatRecord, User

    user = User(username="plkb", full_name="Petugas", region_code=places[0], password="!", made_up=True)
    with scoped(Actor(name="bench", system=True)):
        user.save(force_insert=True)
        for place in places:
            HatRecord.objects.create(user=user, role=Role.PLKB.value, region_code=place, valid_from=dt.date(2020, 1, 1))
    return load_actor(user)


@dataclass
class Run:
    """One file on its way: sent, checked and stored by a worker of its own, and counted afterwards."""

    officer: Any
    place: str
    path: Path
    families: int
    source: str = ""
    same: bool = False
    bad: int = 0

    def go(self, what: str) -> None:
        from padu.apps.rumah_dataku.services import StoreMode, import_order_store, import_receive
        from padu.apps.rumah_dataku.tasks import check_later, store_later

        run = import_receive(
            actor=self.officer, kind="families", chunks=chunks(self.path), file_name=self.path.name,
            region_code=self.place, year=YEAR, source=self.source,
        ).run  # fmt: skip
        check_later(run.pk, self.officer.user_id)
        with worker() as memory:
            checking = self.wait(run, "checked")
            import_order_store(actor=self.officer, run_id=run.pk, mode=StoreMode.GOOD)
            store_later(run.pk, self.officer.user_id)
            storing = self.wait(run, "stored")
        self.hold(run.counts)
        forget_jobs()
        rows = self.families * 5
        print(
            f"{what}: {self.families} families, {self.families * 4} members, {self.path.stat().st_size >> 20} MB;"
            f" check {checking:.0f} s ({rows / checking:,.0f} rows/s), store {storing:.0f} s"
            f" ({rows / storing:,.0f} rows/s); new {run.counts['families_new']}, same {run.counts['families_same']},"
            f" bad {run.counts['families_bad']}; peak {memory.peak:.0f} MB",
            flush=True,
        )

    def wait(self, run: Any, state: str) -> float:
        from padu.access.gate import scoped

        begin = time.perf_counter()
        while True:
            with scoped(self.officer):
                run.refresh_from_db()
            if run.state in (state, "failed", "refused"):
                assert run.state == state, run.problem
                return time.perf_counter() - begin
            time.sleep(0.2)

    def hold(self, counts: dict[str, Any]) -> None:
        """What was read back against what the file holds."""
        families = self.families - self.bad
        assert (counts["families_good"], counts["families_bad"]) == (families, self.bad), counts
        assert (counts["families_stored"], counts["surveys_stored"]) == (families, families), counts
        assert counts["persons_stored"] == families * 4, counts
        assert counts["families_same" if self.same else "families_new"] == families, counts


def forget_jobs() -> None:
    """What follows from stored families (index, measures) is measured elsewhere."""
    from django.db import connection

    with connection.cursor() as cursor:
        cursor.execute("delete from procrastinate_jobs")


@contextmanager
def worker() -> Iterator[Memory]:
    """The background worker as `padu worker` runs it, with its memory watched."""
    environment = os.environ | {"PYTHONPATH": os.pathsep.join([str(HERE), os.environ.get("PYTHONPATH", "")])}
    command = [sys.executable, "-m", "padu.cli.main", "worker", "--with-parent"]
    process = subprocess.Popen(command, env=environment, stdin=subprocess.PIPE)
    memory = Memory(process.pid)
    watching = threading.Thread(target=memory.watch)
    watching.start()
    try:
        yield memory
    finally:
        memory.stop()
        watching.join()
        process.kill()
        process.wait()


def chunks(path: Path) -> Iterator[bytes]:
    with path.open("rb") as stream:
        while chunk := stream.read(1 << 20):
            yield chunk


if __name__ == "__main__":
    main()
