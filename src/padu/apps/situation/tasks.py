"""Measuring and ranking in the background, asked for when families, figures or reports were stored."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable
from contextlib import suppress

from django.db import transaction
from django.utils import timezone
from procrastinate.contrib.django import app
from procrastinate.exceptions import AlreadyEnqueued

from padu.access.actor import Actor
from padu.apps.accounts.actors import load_actor_by_id
from padu.apps.situation.services import place_measure, regency_rank
from padu.domain.regions import Level, level_of, regency_of


@app.task(name="situation.measure", queue="work")
def measure(*, region_code: str, year: int, user_id: int | None = None) -> None:
    """Measure the villages of a place, then have its regency ranked; running it twice gives the same rows."""
    place_measure(region_code=region_code, year=year, on_behalf_of=_person(user_id))
    _ask_for_ranking(regency_of(region_code), year, user_id)


@app.task(name="situation.rank", queue="work")
def rank(*, regency_code: str, year: int, user_id: int | None = None) -> None:
    """Medians and analyses of a regency; running it twice gives the same rows."""
    regency_rank(regency_code=regency_code, year=year, on_behalf_of=_person(user_id))


def when_families_stored(*, region_code: str, year: int, user_id: int | None = None) -> None:
    """Receiver of Event.FAMILIES_STORED."""
    _ask_for_measuring(region_code, year, user_id)


def when_realisation_stored(*, region_code: str, year: int, user_id: int | None = None) -> None:
    """Receiver of Event.REALISATION_STORED."""
    _ask_for_measuring(region_code, year, user_id)


def when_figures_stored(*, region_codes: Iterable[str], user_id: int | None = None) -> None:
    """Receiver of Event.FIGURES_STORED: one job for each regency, or for the only village in it."""
    by_regency: defaultdict[str, set[str]] = defaultdict(set)
    for code in region_codes:
        if level_of(code) not in (Level.NATION, Level.PROVINCE):
            by_regency[regency_of(code)].add(code)
    for regency, codes in sorted(by_regency.items()):
        place = next(iter(codes)) if len(codes) == 1 else regency
        _ask_for_measuring(place, timezone.localdate().year, user_id)


def _person(user_id: int | None) -> Actor | None:
    return None if user_id is None else load_actor_by_id(user_id)


def _ask_for_measuring(region_code: str, year: int, user_id: int | None) -> None:
    place = f"situation:{region_code}:{year}"
    job = measure.configure(lock=place, queueing_lock=place)
    _defer(lambda: job.defer(region_code=region_code, year=year, user_id=user_id))


def _ask_for_ranking(regency_code: str, year: int, user_id: int | None) -> None:
    place = f"ranking:{regency_code}:{year}"
    job = rank.configure(lock=place, queueing_lock=place)
    _defer(lambda: job.defer(regency_code=regency_code, year=year, user_id=user_id))


def _defer(ask: Callable[[], object]) -> None:
    """One waiting job for a place and year is enough: it reads whatever is stored when it starts."""
    # The savepoint keeps a refusal from ending a transaction around it.
    with suppress(AlreadyEnqueued), transaction.atomic():
        ask()
