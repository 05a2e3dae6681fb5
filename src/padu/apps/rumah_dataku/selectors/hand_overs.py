"""Families offered to other villages, and offered to ours."""

from __future__ import annotations

import datetime as dt
from typing import Final

from django.db.models import QuerySet
from django.http import Http404
from django.utils import timezone

from padu.apps.rumah_dataku.models import FamilyArrival, FamilyHandOver
from padu.apps.rumah_dataku.models.hand_overs import HandOverState

LONG_WAIT_DAYS: Final = 14  # [assumption] then the giver asks the other village by telephone, or takes the offer back


def arrivals(region_code: str) -> QuerySet[FamilyArrival]:
    """Offers to a village, the newest first."""
    rows: QuerySet[FamilyArrival] = FamilyArrival.objects.filter(region_code=region_code)
    return rows.order_by("-proposed_at", "-pk")


def offers(region_code: str) -> QuerySet[FamilyHandOver]:
    """What a village offered to others, the newest first."""
    rows: QuerySet[FamilyHandOver] = FamilyHandOver.objects.filter(region_code=region_code).select_related("family")
    return rows.order_by("-proposed_at", "-pk")


def get_arrival(arrival_id: int) -> FamilyArrival:
    """Raises Http404 for an offer that is none of the current actor's."""
    found: FamilyArrival | None = FamilyArrival.objects.filter(pk=arrival_id).first()
    if found is None:
        raise Http404
    return found


def open_offer_of(family_id: int) -> FamilyHandOver | None:
    """The offer of a family that waits for an answer."""
    found: FamilyHandOver | None = FamilyHandOver.objects.filter(
        family_id=family_id, state=HandOverState.PROPOSED
    ).first()
    return found


def waiting_arrivals(region_code: str) -> int:
    """How many offers wait for this village's answer."""
    return FamilyArrival.objects.filter(region_code=region_code, state=HandOverState.PROPOSED).count()


def days_waited(offer: FamilyHandOver, today: dt.date) -> int:
    """Whole days an offer has waited for its answer."""
    return (today - timezone.localdate(offer.proposed_at)).days


def long_waiting_offers(today: dt.date) -> QuerySet[FamilyHandOver]:
    """Offers of the actor's villages that nobody answered for `LONG_WAIT_DAYS`: a village without Padu never will."""
    # The day after the last one that is not long ago, from its first moment on.
    first_young = timezone.make_aware(dt.datetime.combine(today - dt.timedelta(days=LONG_WAIT_DAYS - 1), dt.time()))
    rows: QuerySet[FamilyHandOver] = FamilyHandOver.objects.filter(
        state=HandOverState.PROPOSED, proposed_at__lt=first_young
    )
    return rows
