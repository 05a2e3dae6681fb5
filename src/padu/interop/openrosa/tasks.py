"""Upkeep of what phones sent."""

from __future__ import annotations

from django.utils import timezone
from procrastinate.contrib.django import app

from padu.interop.openrosa.purging import submissions_purge


@app.periodic(cron="37 2 * * *")
@app.task(name="openrosa.purge", queue="upkeep", queueing_lock="openrosa.purge")
def purge(timestamp: int) -> None:  # noqa: ARG001 - given to every periodic task
    """Every night: forms whose 90 days are over."""
    submissions_purge(today=timezone.localdate())
