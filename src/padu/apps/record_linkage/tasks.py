"""Searches in the background. A task gets codes and ids only and loads who asked again when it runs."""

from __future__ import annotations

import contextlib
from collections.abc import Sequence
from typing import Final

from django.db import transaction
from django.utils import timezone
from procrastinate.contrib.django import app
from procrastinate.exceptions import AlreadyEnqueued

from padu.apps.accounts.actors import load_actor_by_id
from padu.apps.record_linkage.services.list_matching import list_match
from padu.apps.record_linkage.services.lists import lists_purge
from padu.apps.record_linkage.services.searching import pairs_search, pairs_search_now, regencies_with_families

AFTER_STORING: Final = 300
"""[assumption] Seconds between storing families and the search: an evening of typing is searched once, not for each."""


@app.task(name="record_linkage.search", queue="work")
def search(*, region_code: str, user_id: int | None = None) -> None:
    """Look for pairs in a place; run again it finds the same."""
    actor = load_actor_by_id(user_id) if user_id is not None else None
    pairs_search(region_code=region_code, on_behalf_of=actor)


def search_later(*, region_code: str, seconds: int = 0, user_id: int | None = None) -> None:
    """Have a place searched; where a search of it waits already, that one will do."""
    # In a savepoint: the refusal of a second one must not undo what the request has written.
    key = f"record_linkage:{region_code}"
    with contextlib.suppress(AlreadyEnqueued), transaction.atomic():
        job = search.configure(lock=key, queueing_lock=key, schedule_in={"seconds": seconds})
        job.defer(region_code=region_code, user_id=user_id)


@app.task(name="record_linkage.search_asked", queue="work")
def search_asked(*, region_code: str, user_id: int) -> None:
    """Look for pairs because a person asked; whether they may is asked again now."""
    pairs_search_now(actor=load_actor_by_id(user_id), region_code=region_code)


def search_soon(*, region_code: str, user_id: int) -> None:
    """Have a place searched now, whatever waits for later; asked twice at once is asked once."""
    # A job with the same lock that waits for its hour holds all others of its priority back.
    asked = search_asked.configure(
        lock=f"record_linkage:{region_code}", queueing_lock=f"record_linkage:asked:{region_code}", priority=1
    )
    with contextlib.suppress(AlreadyEnqueued), transaction.atomic():
        asked.defer(region_code=region_code, user_id=user_id)


def search_when_stored(*, region_code: str, year: int, user_id: int | None = None) -> None:  # noqa: ARG001 - of any year
    """Receiver of Event.FAMILIES_STORED."""
    search_later(region_code=region_code, seconds=AFTER_STORING, user_id=user_id)


def forget_families(*, family_ids: Sequence[int]) -> None:
    """Receiver of Event.FAMILIES_ANONYMISED."""
    from padu.apps.record_linkage.services.forgetting import pairs_forget

    pairs_forget(family_ids=family_ids)


@app.task(name="record_linkage.match_list", queue="work")
def match_list(*, delivery_id: int, region_code: str, user_id: int) -> None:
    """Link the rows of a list that came; run again after it is done, it does nothing."""
    list_match(delivery_id=delivery_id, region_code=region_code, on_behalf_of=load_actor_by_id(user_id))


def match_later(delivery_id: int, region_code: str, user_id: int) -> None:
    job = match_list.configure(lock=f"record_linkage:list:{region_code}")
    job.defer(delivery_id=delivery_id, region_code=region_code, user_id=user_id)


@app.periodic(cron="23 1 * * *")
@app.task(name="record_linkage.nightly", queue="upkeep", queueing_lock="record_linkage.nightly")
def nightly(timestamp: int) -> None:  # noqa: ARG001 - the scheduler names the time
    """Every night: within and across the villages of each regency; and lists whose time is over go."""
    lists_purge(today=timezone.localdate())
    for region_code in regencies_with_families():
        search_later(region_code=region_code)
