"""A referral opens one family to one agency, for one need, until a day; it is closed with a date, never deleted."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import Final

from django.core.exceptions import PermissionDenied
from django.db import IntegrityError, transaction
from django.http import Http404
from django.utils import timezone

from padu.access.actor import Actor
from padu.access.audit import record_change
from padu.access.models import CaseGrant
from padu.access.requests import require_place
from padu.access.verbs import Verb
from padu.apps.institutions.models import Agency
from padu.apps.rumah_dataku.models import Family
from padu.domain.errors import PaduError
from padu.domain.regions import regency_of

LONGEST: Final = dt.timedelta(days=366)  # [assumption] a need that lasts longer is referred again


class CaseOddPeriod(PaduError):
    """A referral ends after today and within a year."""

    code = "case.odd_period"


class CaseWordsMissing(PaduError):
    """A referral says what is asked for and why."""

    code = "case.words_missing"


class CaseAlreadyOpen(PaduError):
    """The same need of the family is open to the agency already."""

    code = "case.already_open"


@dataclass(frozen=True, slots=True)
class NewCase:
    """Which family, to which agency, for what, why, until when (that day included)."""

    family_id: int
    agency_id: int
    service: str
    reason: str
    valid_to: dt.date


def case_open(*, actor: Actor, new: NewCase) -> CaseGrant:
    """Open a family to an agency of its regency.

    Raises Http404, PermissionDenied, CaseOddPeriod, CaseWordsMissing, CaseAlreadyOpen.
    """
    family: Family | None = Family.objects.filter(pk=new.family_id, active=True).first()
    if family is None:
        raise Http404
    require_refer(actor, family)
    agency = Agency.objects.filter(pk=new.agency_id, region_code=regency_of(family.region_code)).first()
    if agency is None:
        raise Http404
    _check(new, timezone.localdate())
    try:
        with transaction.atomic():
            made: CaseGrant = CaseGrant.objects.create(
                region_code=family.region_code,
                family_id=family.pk,
                agency_id=agency.pk,
                service=new.service.strip()[:120],
                reason=new.reason.strip()[:300],
                opened_by=actor.user_id or 0,
                valid_to=new.valid_to,
            )
    except IntegrityError as twice:
        raise CaseAlreadyOpen from twice
    record_change(actor, "case.open", family.region_code, f"family:{family.pk}", f"rujukan:{made.pk} opd:{agency.pk}")
    return made


def require_refer(actor: Actor, family: Family) -> None:
    """Raises PermissionDenied for who sees the family and may not refer it."""
    if not actor.may(Verb.CASE_REFER, family.region_code):
        raise PermissionDenied


def _check(new: NewCase, today: dt.date) -> None:
    if not new.service.strip() or not new.reason.strip():
        raise CaseWordsMissing
    if not today < new.valid_to <= today + LONGEST:
        raise CaseOddPeriod


def case_close(*, actor: Actor, case_id: int) -> CaseGrant:
    """Close a referral now; closing a closed one changes nothing. Raises Http404, PermissionDenied."""
    found: CaseGrant | None = CaseGrant.objects.filter(pk=case_id).first()
    if found is None:
        raise Http404
    require_place(actor, found.region_code, Verb.CASE_REFER)
    if found.closed_at is None:
        found.closed_at, found.closed_by = timezone.now(), actor.user_id
        found.save(update_fields=["closed_at", "closed_by"])
        record_change(actor, "case.close", found.region_code, f"family:{found.family_id}", f"rujukan:{found.pk}")
    return found
