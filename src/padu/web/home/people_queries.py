"""What the home page counts about people and places in office. Callers stand in the actor's scope."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from django.db.models import Count, Exists, OuterRef, Q

from padu.access.models import CaseGrant
from padu.apps.accounts.models import HatRecord, Invitation
from padu.apps.coordination.models import Finding
from padu.apps.institutions.models import Territory
from padu.apps.institutions.selectors.teams import TeamFilter, list_teams
from padu.apps.kampung.models import FormationPlan, Kampung
from padu.apps.privacy.models import Breach, DataRequest, RetentionRun
from padu.domain.data_rights.clocks import DUTY
from padu.domain.field_work import TerritoryRole, WorkerKind
from padu.domain.teams import TeamKind
from padu.web.home.queries import Places, below

# An unused invitation older than this is history, not work [assumption].
RECENT = dt.timedelta(days=30)


def findings_answered(places: Places) -> int:
    """Findings of these places and below whose answer waits for the inspector."""
    return Finding.objects.filter(below(places), state=Finding.State.ANSWERED).count()


def kampung_without_officer(places: Places, today: dt.date) -> int:
    """Villages with a kampung that nobody guides or records today."""
    valid = Q(ends_on__isnull=True) | Q(ends_on__gte=today)
    duty = Q(worker__kind=WorkerKind.PLKB, role=TerritoryRole.GUIDE) | Q(role=TerritoryRole.RECORDER)
    served = Territory.objects.filter(valid, duty, region_code=OuterRef("region_code"), starts_on__lte=today)
    kampung = Kampung.objects.filter(below(places), ~Exists(served), dissolved_on=None)
    return kampung.values("region_code").distinct().count()


def villages_without_pokja(villages: Places, today: dt.date) -> list[str]:
    """Those of the villages for which no pokja is recorded today."""
    rows = list_teams(TeamFilter(kind=TeamKind.POKJA_VILLAGE), today).filter(region_code__in=villages)
    recorded = set(rows.values_list("region_code", flat=True))
    return [code for code in villages if code not in recorded]


def formation_plans_late(places: Places, today: dt.date) -> int:
    """Villages whose planned month is over and that have no kampung; a plan without a month has the whole year."""
    over = Q(year__lt=today.year) | Q(year=today.year, month__lt=today.month)
    formed = Kampung.objects.filter(region_code=OuterRef("region_code"), dissolved_on=None)
    plans = FormationPlan.objects.filter(below(places), over, dropped_on=None)
    return plans.filter(~Exists(formed)).count()


def hats_ending(places: Places, today: dt.date, until: dt.date) -> int:
    """Hats of these places and below that are worn today and end soon."""
    return HatRecord.objects.filter(below(places), valid_to__gte=today, valid_to__lte=until).count()


def invitations_unused(places: Places, now: dt.datetime) -> int:
    """Invitations into these places and below whose days are over without anybody having come."""
    rows = Invitation.objects.filter(below(places), used_at=None, revoked_at=None)
    return rows.filter(expires_at__lt=now, expires_at__gte=now - RECENT).count()


def open_referrals(agency_ids: frozenset[int], today: dt.date) -> int:
    """Referrals to these agencies that are open today."""
    return CaseGrant.objects.filter(agency_id__in=agency_ids, closed_at=None, valid_to__gte=today).count()


@dataclass(frozen=True, slots=True)
class PrivacyClocks:
    """Duties of privacy that run in these places and below."""

    requests: int
    requests_late: int
    breaches: int
    retention_runs: int


def privacy_clocks(places: Places, now: dt.datetime) -> PrivacyClocks:
    requests = DataRequest.objects.filter(below(places), state=DataRequest.State.OPEN).aggregate(
        requests=Count("pk"), requests_late=Count("pk", filter=Q(received_at__lt=now - DUTY))
    )
    return PrivacyClocks(
        **requests,
        breaches=Breach.objects.filter(below(places)).exclude(state=Breach.State.CLOSED).count(),
        retention_runs=RetentionRun.objects.filter(below(places), state=RetentionRun.State.PROPOSED).count(),
    )
