"""The groups of a kampung: who leads them, how often they meet, how many take part on which day."""

from __future__ import annotations

import datetime as dt
from dataclasses import asdict, dataclass

from django.db import IntegrityError, transaction
from django.http import Http404
from django.utils import timezone

from padu.access.actor import Actor
from padu.access.audit import record_change
from padu.access.documents import CleanDocument
from padu.access.requests import require_place
from padu.access.verbs import Verb
from padu.apps.kampung.models import Group, GroupCount, Kampung
from padu.apps.kampung.refusals import RegisterRefused
from padu.apps.kampung.services.registering import file_keep, kampung_for, refuse_future
from padu.apps.programmes.models import GroupKind


@dataclass(frozen=True, slots=True)
class GroupDetails:
    """What is known of a group; empty text and None are "not known"."""

    name: str
    state: str = Group.State.UNKNOWN
    founded_on: dt.date | None = None
    decree_number: str = ""
    decree_on: dt.date | None = None
    chair: str = ""
    cadres: int | None = None
    meets: str = ""
    place: str = ""
    facilities: str = ""


def group_save(
    *,
    actor: Actor,
    kampung_id: int,
    kind: str,
    details: GroupDetails,
    group_id: int | None = None,
    file: CleanDocument | None = None,
    made_up: bool = False,
) -> Group:
    """Enter a group of a kampung, or change the one that is named. Raises RegisterRefused, Http404."""
    kampung = kampung_for(actor, kampung_id, Verb.REGISTER_DECLARE)
    if not GroupKind.objects.filter(key=kind).exists():
        raise RegisterRefused(reason="unknown_kind")
    if not details.name.strip():
        raise RegisterRefused(reason="no_name")
    for day in (details.founded_on, details.decree_on):
        refuse_future(day, timezone.localdate())
    group = _group(kampung, kind, group_id, made_up=made_up)
    for name, value in asdict(details).items():
        setattr(group, name, value.strip() if isinstance(value, str) else value)
    group.decree_file = file_keep(actor, kampung.region_code, file) or group.decree_file
    group.updated_by, group.updated_at = actor.user_id, timezone.now()
    try:
        with transaction.atomic():
            group.save()
    except IntegrityError as error:
        raise RegisterRefused(reason="name_taken") from error
    record_change(actor, "kampung.group", kampung.region_code, f"group:{group.pk}")
    return group


def _group(kampung: Kampung, kind: str, group_id: int | None, *, made_up: bool) -> Group:
    if group_id is None:
        return Group(kampung=kampung, region_code=kampung.region_code, kind=kind, made_up=made_up)
    group: Group | None = Group.objects.filter(pk=group_id, kampung=kampung, kind=kind).first()
    if group is None:
        raise Http404
    return group


def group_count_record(
    *,
    actor: Actor,
    group_id: int,
    as_of: dt.date,
    men: int | None = None,
    women: int | None = None,
    total: int | None = None,
) -> GroupCount:
    """Write down how many take part on a day; the same day again corrects it. Raises RegisterRefused, Http404."""
    group: Group | None = Group.objects.filter(pk=group_id).first()
    if group is None:
        raise Http404
    require_place(actor, group.region_code, Verb.REGISTER_DECLARE)
    refuse_future(as_of, timezone.localdate())
    values = {
        "region_code": group.region_code,
        "men": men,
        "women": women,
        "total": _total(men, women, total),
        "recorded_by": actor.user_id,
        "recorded_at": timezone.now(),
    }
    row, _ = GroupCount.objects.update_or_create(group=group, as_of=as_of, defaults=values)
    record_change(actor, "kampung.group_count", group.region_code, f"group:{group.pk}")
    stored: GroupCount = row
    return stored


def _total(men: int | None, women: int | None, total: int | None) -> int:
    """The number of members; two known sexes make it, one alone does not."""
    known = [part for part in (men, women) if part is not None]
    if total is None and len(known) < 2:
        raise RegisterRefused(reason="no_count")
    if total is None:
        return sum(known)
    if (len(known) == 2 and sum(known) != total) or sum(known) > total:
        raise RegisterRefused(reason="counts_do_not_add_up")
    return total
