"""Upkeep of the jobs themselves."""

from __future__ import annotations

from procrastinate.contrib.django import app

# A worker beats every ten seconds; a much shorter limit would start a living job a second time.
SILENT_SECONDS = 45


@app.periodic(cron="* * * * *")
@app.task(name="padu.retry_stalled_jobs", queue="upkeep", queueing_lock="padu.retry_stalled_jobs")
async def retry_stalled_jobs(timestamp: int) -> None:
    """Take up again the jobs of a worker that is gone: they would stay "doing" for ever."""
    for job in await app.job_manager.get_stalled_jobs(seconds_since_heartbeat=SILENT_SECONDS):
        await app.job_manager.retry_job(job)
