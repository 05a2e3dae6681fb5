"""Reading the registers and what waits: for the front door of privacy and its pages."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass, fields

from padu.apps.privacy.models import Breach, BreachNotice, Consent, DataRequest, ProcessingActivity, RetentionRun
from padu.domain.data_rights.breaches import REQUIRED_NOTICES, NoticeTo, missing_notices
from padu.domain.data_rights.clocks import Clock
from padu.domain.data_rights.processing import STANDARD, Processing


@dataclass(frozen=True, slots=True)
class RegisterRow:
    """A row of the register as it stands in a place: `own` where the place has changed or added it."""

    row: Processing
    own: bool
    active: bool


@dataclass(frozen=True, slots=True)
class NoticeClock:
    """One notice the law asks for, with its clock; sent None while it has not been sent, needed False for nobody."""

    to: NoticeTo
    clock: Clock
    needed: bool


@dataclass(frozen=True, slots=True)
class Waiting:
    """What waits in the actor's places, oldest first."""

    requests: list[DataRequest]
    withdrawals: list[Consent]
    breaches: list[Breach]
    runs: list[RetentionRun]


def register_of(region_code: str) -> list[RegisterRow]:
    """Standard rows with the place's own words over them, then rows of its own."""
    own = {row.key: row for row in ProcessingActivity.objects.filter(region_code=region_code).order_by("pk")}
    rows = [_row(standard, own.pop(standard.key, None)) for standard in STANDARD]
    return rows + [_row(None, kept) for kept in own.values()]


def _row(standard: Processing | None, kept: ProcessingActivity | None) -> RegisterRow:
    if kept is None:
        assert standard is not None
        return RegisterRow(standard, own=False, active=True)
    words = Processing(**{f.name: getattr(kept, f.name) for f in fields(Processing)})
    return RegisterRow(words, own=True, active=kept.active)


def waiting() -> Waiting:
    """Everything open that the current actor may see."""
    return Waiting(
        requests=list(DataRequest.objects.filter(state=DataRequest.State.OPEN).order_by("received_at")[:100]),
        withdrawals=list(Consent.objects.filter(state=Consent.State.WITHDRAWN).order_by("withdrawn_at")[:100]),
        breaches=list(Breach.objects.exclude(state=Breach.State.CLOSED).order_by("discovered_at")[:100]),
        runs=list(RetentionRun.objects.filter(state=RetentionRun.State.PROPOSED).order_by("pk")[:20]),
    )


def list_breaches(region_codes: list[str]) -> list[Breach]:
    return list(Breach.objects.filter(region_code__in=region_codes).order_by("-discovered_at")[:200])


def notices_of(breach: Breach) -> list[BreachNotice]:
    return list(BreachNotice.objects.filter(breach=breach).order_by("sent_at", "pk"))


def notice_clocks(breach: Breach) -> list[NoticeClock]:
    """The clock of each notice the law asks for, from the discovery to the first time it was sent."""
    first: dict[str, dt.datetime] = {}
    for notice in notices_of(breach):
        first.setdefault(notice.notice_to, notice.sent_at)
    needed = missing_notices(frozenset(), breach.persons)
    return [NoticeClock(to, Clock(breach.discovered_at, first.get(to.value)), to in needed) for to in REQUIRED_NOTICES]


def requests_of(family_id: int) -> list[DataRequest]:
    return list(DataRequest.objects.filter(family_id=family_id).order_by("-received_at", "-pk"))


def consents_of(family_id: int) -> list[Consent]:
    return list(Consent.objects.filter(family_id=family_id).order_by("-given_on", "-pk"))
