"""Events of one family and of a village, with the names of those they are about."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from typing import Final

from django.db.models import Exists, OuterRef, Q, QuerySet
from django.http import Http404

from padu.apps.rumah_dataku.models import Family, LifeEvent, LifeEventPerson, Person

MOST_FOUND: Final = 20


@dataclass(frozen=True, slots=True)
class EventLine:
    """An event with who it is about and the family it was told on."""

    event: LifeEvent
    names: tuple[str, ...]
    family: Family | None


@dataclass(frozen=True, slots=True)
class EventFilter:
    """Events of one village in one year; "" means all."""

    region_code: str
    year: int
    kind: str = ""
    rt: str = ""
    undone: bool = False


def get_event(event_id: int) -> LifeEvent:
    """Raises Http404 for an event that is not there for the current actor."""
    found: LifeEvent | None = LifeEvent.objects.filter(pk=event_id).first()
    if found is None:
        raise Http404
    return found


def events_of_family(family: Family, most: int | None = None) -> list[EventLine]:
    """Events that touched a family, the newest day first; those taken back too."""
    touching = Q(family_id=family.pk) | Q(other_family=family.pk)
    rows = LifeEvent.objects.filter(touching, region_code=family.region_code).order_by("-day", "-pk")
    return event_lines(list(rows[:most]))


def list_events(chosen: EventFilter) -> QuerySet[LifeEvent]:
    """Events of a village's year; those taken back only where they are asked for."""
    rows: QuerySet[LifeEvent] = LifeEvent.objects.filter(region_code=chosen.region_code, day__year=chosen.year)
    rows = rows.filter(undone_at__isnull=not chosen.undone)
    if chosen.kind:
        rows = rows.filter(kind=chosen.kind)
    if chosen.rt:
        families = Family.objects.filter(region_code=chosen.region_code, rt=chosen.rt)
        rows = rows.filter(family_id__in=families.values("pk"))
    return rows


def years_with_events(region_code: str) -> list[int]:
    """Years in which something was written down, newest first."""
    days = LifeEvent.objects.filter(region_code=region_code).dates("day", "year", order="DESC")
    return [day.year for day in days]


def event_lines(events: Sequence[LifeEvent]) -> list[EventLine]:
    """Events with names, in three queries whatever their number."""
    names: dict[int, list[str]] = defaultdict(list)
    parts = LifeEventPerson.objects.filter(
        event_id__in=[one.pk for one in events], part=LifeEventPerson.Part.SUBJECT
    ).order_by("pk")
    for event_id, name in parts.values_list("event_id", "person__name"):
        names[event_id].append(name)
    families = Family.objects.in_bulk({one.family_id for one in events})
    return [EventLine(one, tuple(names[one.pk]), families.get(one.family_id)) for one in events]


@dataclass(frozen=True, slots=True)
class Somebody:
    """A living member found by name, with where they live."""

    person: int
    name: str
    family: int
    head: str
    rt: str
    birth_date: dt.date | None


def find_members(region_code: str, text: str, but_family: int) -> list[Somebody]:
    """Members of other families of the village whose name has this text; at most MOST_FOUND."""
    if len(text.strip()) < 2:
        return []
    rows = (
        Person.objects.filter(region_code=region_code, active=True, name__icontains=text.strip())
        .exclude(family_id=but_family)
        .select_related("family")
        .order_by("name", "pk")[:MOST_FOUND]
    )
    return [
        Somebody(row.pk, row.name, row.family_id, row.family.head_name, row.family.rt, row.birth_date) for row in rows
    ]


def find_families(region_code: str, text: str, but_family: int) -> list[Family]:
    """Other active families of the village whose head's name has this text; at most MOST_FOUND."""
    if len(text.strip()) < 2:
        return []
    rows = Family.objects.filter(region_code=region_code, active=True, head_name__icontains=text.strip())
    return list(rows.exclude(pk=but_family).order_by("head_name", "pk")[:MOST_FOUND])


def vanished_members(region_code: str) -> QuerySet[Person]:
    """Those of a village, with their families."""
    return vanished_people().filter(region_code=region_code).select_related("family")


def vanished_people() -> QuerySet[Person]:
    """Members of families that stay, who are no longer in their family's rows without anybody having told why."""
    same = Q(nik_hash=OuterRef("nik_hash")) | Q(
        family=OuterRef("family"), name__iexact=OuterRef("name"), birth_date=OuterRef("birth_date")
    )
    # The same person under another line, or in another family of the village, has not left.
    again = Person.objects.filter(same, region_code=OuterRef("region_code"), active=True)
    rows: QuerySet[Person] = Person.objects.filter(
        ~Exists(again), active=False, left_reason="", merged_into=None, family__active=True
    )
    return rows.exclude(name="")


@dataclass(frozen=True, slots=True)
class FamilyLinks:
    """Families this one came from, went to, or gave, as far as the actor sees them."""

    came_from: Family | None = None
    went_to: Family | None = None
    split_off: tuple[Family, ...] = field(default_factory=tuple)


def family_links(family: Family) -> FamilyLinks:
    """The families tied to one by splits, merges and hand-overs."""
    asked = [key for key in (family.came_from, family.went_to) if key]
    rows: Iterable[Family] = Family.objects.filter(Q(pk__in=asked) | Q(came_from=family.pk, active=True))
    found = {row.pk: row for row in rows}
    split = tuple(row for row in found.values() if row.came_from == family.pk)
    return FamilyLinks(found.get(family.came_from or 0), found.get(family.went_to or 0), split)
