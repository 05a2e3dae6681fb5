"""Checking and storing in the background. A task gets ids only and loads who asked again when it runs."""

from __future__ import annotations

from django.utils import timezone
from procrastinate.contrib.django import app

from padu.apps.accounts.actors import load_actor_by_id
from padu.apps.rumah_dataku.services import import_check, import_store
from padu.apps.rumah_dataku.services.purging import kept_files_purge, orphans_sweep


@app.task(name="rumah_dataku.import_check", queue="work")
def check(*, run_id: int, user_id: int) -> None:
    """Check a received file; run again, it begins anew from the kept file."""
    import_check(actor=load_actor_by_id(user_id), run_id=run_id)


@app.task(name="rumah_dataku.import_store", queue="work")
def store(*, run_id: int, user_id: int) -> None:
    """Store a checked file as ordered; run again after it is stored, it does nothing."""
    import_store(actor=load_actor_by_id(user_id), run_id=run_id)


def check_later(run_id: int, user_id: int) -> None:
    check.configure(lock=f"import:{run_id}").defer(run_id=run_id, user_id=user_id)


def store_later(run_id: int, user_id: int) -> None:
    store.configure(lock=f"import:{run_id}").defer(run_id=run_id, user_id=user_id)


@app.periodic(cron="17 2 * * *")
@app.task(name="rumah_dataku.purge", queue="upkeep", queueing_lock="rumah_dataku.purge")
def purge(timestamp: int) -> None:
    """Every night: files whose 90 days are over, and files that no run names."""
    kept_files_purge(today=timezone.localdate())
    orphans_sweep(now=float(timestamp))
