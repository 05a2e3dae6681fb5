"""Counts about families that come and go, by village, for the home page."""

from __future__ import annotations

import datetime as dt
from typing import Any

from django.db.models import Count, QuerySet

from padu.apps.rumah_dataku.models import FamilyArrival, FamilyDraft
from padu.apps.rumah_dataku.models.hand_overs import HandOverState
from padu.apps.rumah_dataku.selectors.hand_overs import long_waiting_offers
from padu.apps.rumah_dataku.selectors.life_events import vanished_people
from padu.apps.rumah_dataku.selectors.missing_families import missing_families
from padu.web.home.queries import Places, below

_MOST_VILLAGES = 5  # [assumption] a line for each of so many villages; the others come when these are done


def unfinished_drafts(places: Places, user_id: int | None) -> int:
    """Families of these places that this person began to write down and has not stored."""
    return FamilyDraft.objects.filter(below(places), created_by=user_id, stored_at=None).count()


def waiting_arrivals(places: Places) -> list[tuple[str, int]]:
    """Village -> offers of other villages without an answer."""
    return _by_village(FamilyArrival.objects.filter(below(places), state=HandOverState.PROPOSED))


def unanswered_offers(places: Places, today: dt.date) -> list[tuple[str, int]]:
    """Village -> offers of its own that another village left without an answer for long."""
    return _by_village(long_waiting_offers(today).filter(below(places)))


def vanished(places: Places) -> list[tuple[str, int]]:
    """Village -> members of whom nobody told where they went."""
    return _by_village(vanished_people().filter(below(places)))


def missing(places: Places) -> list[tuple[str, int]]:
    """Village -> families that a list of the whole village did not name, without an answer."""
    return _by_village(missing_families().filter(below(places)))


def _by_village(rows: QuerySet[Any]) -> list[tuple[str, int]]:
    counted = rows.order_by("region_code").values_list("region_code").annotate(n=Count("pk"))
    return list(counted[:_MOST_VILLAGES])
