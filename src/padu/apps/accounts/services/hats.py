"""Giving and ending hats. Nobody grants a hat to themselves."""

from __future__ import annotations

import datetime as dt

from django.utils import timezone

from padu.access.actor import Actor
from padu.access.audit import record_change
from padu.access.gate import scoped
from padu.access.granting import GrantRefusal, grant_refusal, may_end
from padu.access.requests import require_place
from padu.access.verbs import AGENCY_ROLES, Role, Verb
from padu.apps.accounts.models import HatRecord, User
from padu.apps.accounts.services.errors import NotToBeGranted, OddHat, OwnHat
from padu.apps.accounts.system import registrar_for


def hat_grant(
    *,
    actor: Actor,
    user_id: int,
    role: Role,
    region_code: str,
    agency_id: int | None = None,
    valid_from: dt.date | None = None,
    valid_to: dt.date | None = None,
) -> HatRecord:
    """Give somebody a role in a place; a hat that is there already gets the new dates. `valid_from` defaults to today.

    Raises OwnHat, OddHat, NotToBeGranted; Http404 outside the actor's places, PermissionDenied without the verb.
    """
    require_place(actor, region_code, Verb.ACCOUNT_ADMIN)
    if (refusal := grant_refusal(actor, role, region_code)) is not None:
        raise NotToBeGranted(refusal, role, region_code)
    begin = valid_from or timezone.localdate()
    if user_id == actor.user_id and not actor.system:
        raise OwnHat
    if (role in AGENCY_ROLES) != (agency_id is not None) or (valid_to is not None and valid_to < begin):
        raise OddHat(role=role.value, agency_id=agency_id)
    if not User.gated.filter(pk=user_id).exists():
        raise OddHat(user_id=user_id)
    record, _ = HatRecord.objects.update_or_create(
        user_id=user_id,
        role=role.value,
        region_code=region_code,
        agency_id=agency_id,
        defaults={"valid_from": begin, "valid_to": valid_to},
    )
    record_change(actor, "hat.grant", region_code, f"user:{user_id} {role.value}")
    granted: HatRecord = record
    return granted


def hat_end(*, actor: Actor, hat_id: int, last_day: dt.date | None = None) -> None:
    """Let a hat end with `last_day` (yesterday unless given, so that it is off at once); its row stays as history.

    Raises Http404 for a hat outside the actor's places, OwnHat for one's own, NotToBeGranted for one of another level.
    """
    record = HatRecord.objects.filter(pk=hat_id).first()
    require_place(actor, record.region_code if record else "", Verb.ACCOUNT_ADMIN)
    assert record is not None  # an empty code lies in nobody's place
    if record.user_id == actor.user_id and not actor.system:
        raise OwnHat
    if not may_end(actor, Role(record.role), record.region_code):
        raise NotToBeGranted(GrantRefusal.ROLE, Role(record.role), record.region_code)
    end_hats(actor, [record], last_day)


def end_hats(actor: Actor, records: list[HatRecord], last_day: dt.date | None = None) -> None:
    """Write the last day into hats whose ending has been checked: some of them the actor may end and not give."""
    with scoped(registrar_for(actor)):
        for record in records:
            record.valid_to = last_day or timezone.localdate() - dt.timedelta(days=1)
            record.save(update_fields=["valid_to"])
            record_change(actor, "hat.end", record.region_code, f"user:{record.user_id} {record.role}")
