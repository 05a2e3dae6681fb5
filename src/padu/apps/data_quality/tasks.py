"""Checks in the background. A task gets codes and ids only and loads who asked again when it runs."""

from __future__ import annotations

import contextlib
from collections.abc import Sequence
from typing import Final

from django.db import transaction
from procrastinate.contrib.django import app
from procrastinate.exceptions import AlreadyEnqueued

from padu.apps.accounts.actors import load_actor_by_id
from padu.apps.data_quality.services.checking import quality_check, regencies_with_families
from padu.apps.data_quality.services.figure_outliers import outliers_write

AFTER_COUNTING: Final = 600
"""[assumption] Seconds between storing families and comparing what was counted: once for an evening of typing."""


@app.task(name="data_quality.check", queue="work")
def check(*, region_code: str, user_id: int | None = None) -> None:
    """Check the families of a place; run again it finds the same."""
    actor = load_actor_by_id(user_id) if user_id is not None else None
    quality_check(region_code=region_code, on_behalf_of=actor)


def check_later(*, region_code: str, user_id: int | None = None) -> None:
    """Have a place checked; where a check of it waits already, that one will do."""
    # In a savepoint: the refusal of a second one must not undo what the request has written.
    key = f"data_quality:{region_code}"
    with contextlib.suppress(AlreadyEnqueued), transaction.atomic():
        check.configure(lock=key, queueing_lock=key).defer(region_code=region_code, user_id=user_id)


def check_when_stored(*, region_code: str, year: int, user_id: int | None = None) -> None:  # noqa: ARG001 - of any year
    """Receiver of Event.FAMILIES_STORED."""
    check_later(region_code=region_code, user_id=user_id)


def forget_families(*, family_ids: Sequence[int]) -> None:
    """Receiver of Event.FAMILIES_ANONYMISED."""
    from padu.apps.data_quality.services.forgetting import issues_forget

    issues_forget(family_ids=family_ids)


@app.task(name="data_quality.outliers", queue="work")
def outliers(*, regency_code: str, user_id: int | None = None) -> None:
    """Find figures of a regency's villages that stand out; run again it finds the same."""
    actor = load_actor_by_id(user_id) if user_id is not None else None
    outliers_write(regency_code=regency_code, on_behalf_of=actor)


def outliers_later(*, region_codes: Sequence[str], seconds: int = 0, user_id: int | None = None) -> None:
    """Receiver of Event.FIGURES_STORED. Where a comparison waits already, that one will do."""
    for regency in sorted({code[:5] for code in region_codes if len(code) > len("13.01")}):
        key = f"data_quality.outliers:{regency}"
        job = outliers.configure(lock=key, queueing_lock=key, schedule_in={"seconds": seconds})
        with contextlib.suppress(AlreadyEnqueued), transaction.atomic():
            job.defer(regency_code=regency, user_id=user_id)


def outliers_when_counted(*, region_code: str, year: int, user_id: int | None = None) -> None:  # noqa: ARG001 - of any year
    """Receiver of Event.FAMILIES_STORED: the figures that are counted from families are compared as well."""
    outliers_later(region_codes=[f"{region_code}."], seconds=AFTER_COUNTING, user_id=user_id)


def outliers_soon(*, region_code: str, user_id: int) -> None:
    """Have a village's regency compared now because a person asked, whatever waits for later."""
    key = f"data_quality.outliers:{region_code[:5]}"
    # A job with the same lock that waits for its hour holds all others of its priority back.
    job = outliers.configure(lock=key, queueing_lock=f"{key}:asked", priority=1)
    with contextlib.suppress(AlreadyEnqueued), transaction.atomic():
        job.defer(regency_code=region_code[:5], user_id=user_id)


@app.periodic(cron="11 1 * * 0")
@app.task(name="data_quality.every_week", queue="upkeep", queueing_lock="data_quality.every_week")
def every_week(timestamp: int) -> None:  # noqa: ARG001 - the scheduler names the time
    """Every week, regency by regency: surveys grow old and children grow up without anything being stored."""
    for regency in regencies_with_families():
        check_later(region_code=regency)
        outliers_later(region_codes=[f"{regency}."])
