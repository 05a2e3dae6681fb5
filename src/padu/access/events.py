"""What happens in a later app reaches an earlier one, and the other way round, as a named event instead of an import.

Receivers are registered when the apps start (AppConfig.ready); they get ids and codes only and run after the commit.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable
from enum import StrEnum
from functools import partial

from django.db import transaction

Receiver = Callable[..., None]


class Event(StrEnum):
    """Each event with the keyword arguments its receivers get."""

    FAMILIES_STORED = "families_stored"  # region_code, year, user_id
    LIFE_EVENTS_CHANGED = "life_events_changed"  # region_code, year, user_id
    REGISTER_STORED = "register_stored"  # region_code, user_id: families came that were asked nothing
    FIGURES_STORED = "figures_stored"  # region_codes, user_id
    KAMPUNG_DECLARED = "kampung_declared"  # region_code, user_id
    PERSON_OFFBOARDED = "person_offboarded"  # user_id, agency_ids, by_user_id
    FAMILIES_ANONYMISED = "families_anonymised"  # family_ids
    ROUNDS_ANONYMISED = "rounds_anonymised"  # family_ids, year
    REALISATION_STORED = "realisation_stored"  # region_code, year, user_id


_receivers: defaultdict[Event, list[Receiver]] = defaultdict(list)


def subscribe(event: Event, receiver: Receiver) -> None:
    """Have `receiver` called after each commit in which `event` was published; subscribing twice does nothing more."""
    if receiver not in _receivers[event]:
        _receivers[event].append(receiver)


def publish(event: Event, **ids: object) -> None:
    """Tell every receiver, once the running transaction has been committed."""
    for receiver in _receivers[event]:
        transaction.on_commit(partial(receiver, **ids))
