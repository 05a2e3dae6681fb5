"""Referred families: those of one family, and those that were referred to the actor's agency."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from django.db.models import QuerySet

from padu.access.actor import Actor
from padu.access.models import CaseGrant
from padu.access.verbs import Role
from padu.apps.institutions.selectors import names_of_agencies
from padu.apps.regions.selectors import names_of
from padu.apps.rumah_dataku.models import Family


@dataclass(frozen=True, slots=True)
class CaseLine:
    """A referral as its village reads it: open while it was not closed and its last day is not over."""

    case: CaseGrant
    agency: str
    open: bool


@dataclass(frozen=True, slots=True)
class ReferredFamily:
    """A family as the agency it was referred to finds it."""

    case: CaseGrant
    family: Family
    place: str


def cases_of_family(family: Family, today: dt.date) -> list[CaseLine]:
    """Referrals of a family, open ones first, then the newest."""
    rows = list(CaseGrant.objects.filter(region_code=family.region_code, family_id=family.pk).order_by("-opened_at"))
    names = names_of_agencies(row.agency_id for row in rows)
    lines = [
        CaseLine(row, names.get(row.agency_id, ""), row.closed_at is None and row.valid_to >= today) for row in rows
    ]
    return sorted(lines, key=lambda line: not line.open)


def own_agencies(actor: Actor) -> frozenset[int]:
    """Agencies for which the actor takes care of referred families."""
    return frozenset(h.agency_id for h in actor.hats if h.role is Role.AGENCY and h.agency_id is not None)


def referred_families(actor: Actor, today: dt.date) -> list[ReferredFamily]:
    """Families open to the actor's agencies today, by the day the referral ends."""
    rows = _open_cases(actor, today).order_by("valid_to", "pk")
    cases = list(rows)
    families = {f.pk: f for f in Family.objects.filter(pk__in={case.family_id for case in cases})}
    places = names_of(case.region_code for case in cases)
    return [
        ReferredFamily(case, families[case.family_id], places.get(case.region_code, case.region_code))
        for case in cases
        if case.family_id in families
    ]


def case_for(actor: Actor, family: Family, today: dt.date) -> CaseGrant | None:
    """The referral by which the actor sees the family, None where the duty for families lets them."""
    found: CaseGrant | None = _open_cases(actor, today).filter(family_id=family.pk).order_by("-valid_to").first()
    return found


def _open_cases(actor: Actor, today: dt.date) -> QuerySet[CaseGrant]:
    rows: QuerySet[CaseGrant] = CaseGrant.objects.filter(
        agency_id__in=own_agencies(actor), closed_at=None, valid_to__gte=today
    )
    return rows
