"""Joint events that somebody may report now: what a form offers, on a page and on a phone."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Final

from padu.access.actor import Actor
from padu.apps.convergence.models import Commitment, JointEvent
from padu.apps.convergence.selectors.lines import OPEN_STATES
from padu.apps.convergence.services.realisations import may_report_of
from padu.domain.formatting import date_with_day

AHEAD: Final = dt.timedelta(days=14)
"""[assumption] A phone fetches its lists some days before the event that is reported on it."""
BACK: Final = dt.timedelta(days=365)
"""[assumption] What was not reported in a year is settled on the page of the event."""


@dataclass(frozen=True, slots=True)
class ReportableEvent:
    """One event with what is still open of it. `activities`: id and title of each commitment that may be reported."""

    pk: int
    region_code: str
    day: dt.date
    activities: tuple[tuple[int, str], ...]

    @property
    def label(self) -> str:
        """`Selasa, 3 Maret 2026 · Kunjungan gizi, Posyandu`."""
        titles = list(dict.fromkeys(title for _, title in self.activities))
        more = "" if len(titles) <= 2 else f" +{len(titles) - 2}"
        return f"{date_with_day(self.day)} · {', '.join(titles[:2])}{more}"


def reportable_events(actor: Actor, villages: Iterable[str], today: dt.date) -> list[ReportableEvent]:
    """Events of these villages of which the actor may report something that is still open, the newest first."""
    rows = Commitment.objects.filter(
        region_code__in=list(villages),
        state__in=OPEN_STATES,
        event__state__in=(JointEvent.State.PLANNED, JointEvent.State.DONE),
        event__day__range=(today - BACK, today + AHEAD),
    )
    open_ones: defaultdict[JointEvent, list[tuple[int, str]]] = defaultdict(list)
    for row in rows.select_related("event", "agency").order_by("-event__day", "event_id", "pk"):
        if may_report_of(actor, row.region_code, row.agency_id):
            open_ones[row.event].append((row.pk, f"{row.title} ({row.agency.short_name})"))
    return [ReportableEvent(event.pk, event.region_code, event.day, tuple(of)) for event, of in open_ones.items()]
