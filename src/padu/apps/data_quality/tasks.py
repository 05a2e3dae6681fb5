"""Checks in the background. A task gets codes and ids only and loads who asked again when it runs."""

from __future__ import annotations

import contextlib
from collections.abc import Sequence

from procrastinate.contrib.django import app
from procrastinate.exceptions import AlreadyEnqueued

from padu.apps.accounts.actors import load_actor_by_id
from padu.apps.data_quality.services.checking import quality_check


@app.task(name="data_quality.check", queue="work")
def check(*, region_code: str, user_id: int | None = None) -> None:
    """Check the families of a place; run again it finds the same."""
    actor = load_actor_by_id(user_id) if user_id is not None else None
    quality_check(region_code=region_code, on_behalf_of=actor)


def check_later(*, region_code: str, user_id: int | None = None) -> None:
    """Have a place checked; where a check of it waits already, that one will do."""
    key = f"data_quality:{region_code}"
    with contextlib.suppress(AlreadyEnqueued):
        check.configure(lock=key, queueing_lock=key).defer(region_code=region_code, user_id=user_id)


def check_when_stored(*, region_code: str, year: int, user_id: int | None = None) -> None:  # noqa: ARG001 - of any year
    """Receiver of Event.FAMILIES_STORED."""
    check_later(region_code=region_code, user_id=user_id)


def forget_families(*, family_ids: Sequence[int]) -> None:
    """Receiver of Event.FAMILIES_ANONYMISED."""
    from padu.apps.data_quality.services.forgetting import issues_forget

    issues_forget(family_ids=family_ids)
