"""Who looked at or changed one family's record: from the trail, with role, office and place of each."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Final

from django.db.models import Count, Q

from padu.access.actor import Actor, system_actor
from padu.access.gate import scoped
from padu.access.models import AuditEntry
from padu.access.verbs import ROLE_LABELS, Role, Verb
from padu.apps.accounts.models import HatRecord, User
from padu.apps.institutions.models import Agency
from padu.apps.privacy.words import event_words
from padu.apps.regions.selectors import names_of
from padu.apps.rumah_dataku.models import Family
from padu.domain.regions import NATION, CodeRange

LIST_EVENTS: Final = ("family.list", "family.case_list", "situation.families", "families.store")
"""Events of a village that showed or touched many families at once; they name none, so they are told apart."""
SYSTEM: Final = "sistem (pekerjaan otomatis)"
LONGEST_TRAIL: Final = 2000
"""[assumption] newest entries of one family that a page or paper holds; how many are left out is said."""


@dataclass(frozen=True, slots=True)
class Looker:
    """Somebody in the trail: the office is for the citizen, the name for the officer's own file."""

    role: str
    place: str
    name: str


@dataclass(frozen=True, slots=True)
class TrailLine:
    """One look or change: when, by whom, what, why."""

    at: dt.datetime
    kind: str
    who: Looker
    what: str
    purpose: str


@dataclass(frozen=True, slots=True)
class ListLine:
    """How often one office read lists of the village in which the family may have stood."""

    who: Looker
    what: str
    times: int
    last_at: dt.datetime


@dataclass(frozen=True, slots=True)
class FamilyTrail:
    """Everything the trail holds on one family, newest first; `left_out` older lines are not listed."""

    family: Family
    lines: list[TrailLine]
    lists: list[ListLine]
    left_out: int
    since: dt.datetime | None


def family_trail(actor: Actor, family: Family) -> FamilyTrail:
    """The trail of a family that `served_family` let through; read by the system on the actor's behalf."""
    with scoped(system_actor(NATION, Verb.AUDIT_READ, on_behalf_of=actor)):
        mine = AuditEntry.objects.filter(_about(family)).exclude(kind=AuditEntry.Kind.REFUSAL)
        total = mine.count()
        entries = list(mine.order_by("-at", "-pk")[:LONGEST_TRAIL])
        grouped = list(
            AuditEntry.objects.filter(region_code=family.region_code, event__in=LIST_EVENTS)
            .order_by()
            .values("user_id", "event")
            .annotate(times=Count("pk"))
        )
        last = _last_lists(family.region_code)
        lookers = _lookers({e.user_id for e in entries} | {g["user_id"] for g in grouped}, family.region_code)
        first = AuditEntry.objects.filter(region_code=family.region_code).order_by("at").first()
    lines = [
        TrailLine(e.at, e.get_kind_display(), lookers[e.user_id], event_words(e.event), e.purpose) for e in entries
    ]
    lists = [
        ListLine(lookers[g["user_id"]], event_words(g["event"]), g["times"], last[g["user_id"], g["event"]])
        for g in grouped
    ]
    lists.sort(key=lambda line: line.last_at, reverse=True)
    return FamilyTrail(family, lines, lists, total - len(lines), first.at if first else None)


def _about(family: Family) -> Q:
    about = Q(region_code=family.region_code, subject=f"family:{family.pk}")
    if family.import_run_id is not None:
        about |= Q(subject=f"import:{family.import_run_id}", event="import.store")
    return about


def _last_lists(region_code: str) -> dict[tuple[int | None, str], dt.datetime]:
    rows = (
        AuditEntry.objects.filter(region_code=region_code, event__in=LIST_EVENTS)
        .order_by("user_id", "event", "-at")
        .distinct("user_id", "event")
    )
    return {(row.user_id, row.event): row.at for row in rows}


def _lookers(user_ids: Iterable[int | None], region_code: str) -> dict[int | None, Looker]:
    """Each user with the hat that covers the place today; the system where no account stands behind a line."""
    ids = {user_id for user_id in user_ids if user_id is not None}
    names = dict(User.gated.filter(pk__in=ids).values_list("pk", "full_name"))
    hats = HatRecord.objects.filter(user_id__in=ids).order_by("-valid_from", "-pk")
    covering: dict[int, HatRecord] = {}
    for hat in hats:
        if CodeRange.below(hat.region_code).holds(region_code):
            covering.setdefault(hat.user_id, hat)
    agencies = dict(
        Agency.objects.filter(pk__in={h.agency_id for h in covering.values() if h.agency_id}).values_list("pk", "name")
    )
    places = names_of(h.region_code for h in covering.values())
    found: dict[int | None, Looker] = {None: Looker(SYSTEM, "", "")}
    for user_id in ids:
        held = covering.get(user_id)
        found[user_id] = _looker(held, names.get(user_id, ""), agencies, places)
    return found


def _looker(hat: HatRecord | None, name: str, agencies: dict[int, str], places: dict[str, str]) -> Looker:
    if hat is None:
        return Looker("petugas tanpa peran di tempat ini sekarang", "", name)
    role = ROLE_LABELS[Role(hat.role)]
    office = agencies.get(hat.agency_id or 0, "")
    place = " · ".join(part for part in (office, places.get(hat.region_code, hat.region_code)) if part)
    return Looker(role, place, name)
