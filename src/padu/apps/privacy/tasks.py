"""Anonymising in the background, and the nightly part of retention. A task gets ids only."""

from __future__ import annotations

import datetime as dt

from procrastinate.contrib.django import app

from padu.apps.privacy.services.retention import confirmed_runs, nightly_clean, retention_work


@app.task(name="privacy.retention", queue="work")
def retention(*, run_id: int) -> None:
    """Do what two people have agreed on; run again, it goes on where it was."""
    retention_work(run_id)


def retention_later(run_id: int) -> None:
    """Begin after the running transaction has been committed: the job stands in the same database."""
    retention.configure(lock=f"retention:{run_id}").defer(run_id=run_id)


@app.periodic(cron="37 2 * * *")
@app.task(name="privacy.nightly", queue="upkeep", queueing_lock="privacy.nightly")
def nightly(timestamp: int) -> None:
    """Every night: sessions that are over, the trail older than five years, and confirmed runs that broke off."""
    nightly_clean(dt.datetime.fromtimestamp(timestamp, tz=dt.UTC))
    for run_id in confirmed_runs():
        retention_work(run_id)
