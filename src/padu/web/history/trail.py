"""The trail: looks, changes and refusals that the current actor may read, newest first, page by page."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass, fields
from urllib.parse import urlencode

from django.db.models import QuerySet
from django.utils import timezone
from django.utils.dateparse import parse_date

from padu.access.actor import Actor
from padu.access.models import AuditEntry
from padu.apps.regions.selectors import names_of
from padu.domain.regions import CodeRange, is_region_code
from padu.web.history.event_words import event_words
from padu.web.history.people import names_of_people, people_named

PER_PAGE = 50
# A workbook of more rows helps nobody; narrower days do [assumption].
EXPORTED_AT_MOST = 20_000


@dataclass(frozen=True, slots=True)
class TrailFilter:
    """What is asked for. Parameters of the address by the same names; odd ones are left out."""

    jenis: str = ""
    orang: str = ""
    dari: str = ""
    sampai: str = ""
    subjek: str = ""
    wilayah: str = ""

    @classmethod
    def of(cls, query: Mapping[str, str]) -> TrailFilter:
        given = {f.name: query.get(f.name, "").strip()[:80] for f in fields(cls)}
        if given["jenis"] not in AuditEntry.Kind.values:
            given["jenis"] = ""
        for day in ("dari", "sampai"):
            given[day] = given[day] if _day(given[day]) else ""
        if not is_region_code(given["wilayah"]):
            given["wilayah"] = ""
        return cls(**given)

    def parameters(self, **changes: str) -> str:
        kept = {f.name: getattr(self, f.name) for f in fields(self)} | changes
        return "?" + urlencode({name: value for name, value in kept.items() if value})

    @property
    def empty(self) -> bool:
        return not any(getattr(self, f.name) for f in fields(self))


@dataclass(frozen=True, slots=True)
class TrailLine:
    at: dt.datetime
    kind: str
    who: str
    event: str
    subject: str
    place: str
    purpose: str


@dataclass(frozen=True, slots=True)
class TrailPage:
    """One page; `after` is the id to go on from, 0 on the last page."""

    lines: tuple[TrailLine, ...]
    after: int


def _day(text: str) -> dt.date | None:
    try:
        return parse_date(text)
    except ValueError:  # well-formed, but no such day
        return None


def _midnight(day: dt.date) -> dt.datetime:
    return timezone.make_aware(dt.datetime.combine(day, dt.time()))


def _asked(chosen: TrailFilter) -> QuerySet[AuditEntry]:
    rows: QuerySet[AuditEntry] = AuditEntry.objects.order_by("-id")
    if chosen.jenis:
        rows = rows.filter(kind=chosen.jenis)
    if chosen.orang:
        rows = rows.filter(user_id__in=people_named(chosen.orang))
    first, last = _day(chosen.dari), _day(chosen.sampai)
    if first:
        rows = rows.filter(at__gte=_midnight(first))
    if last and last < dt.date.max:
        rows = rows.filter(at__lt=_midnight(last + dt.timedelta(days=1)))
    if chosen.subjek:
        rows = rows.filter(subject__startswith=chosen.subjek)
    if chosen.wilayah:
        span = CodeRange.below(chosen.wilayah)
        rows = rows.filter(region_code__gte=span.start, region_code__lt=span.end)
    return rows


def trail_page(chosen: TrailFilter, after: int = 0) -> TrailPage:
    """A page of the trail of the current actor's places (and of the actor) from below `after`."""
    return _page(_asked(chosen), after)


def own_trail_page(actor: Actor, chosen: TrailFilter, after: int = 0) -> TrailPage:
    """What the actor did, looked at and was refused."""
    return _page(_asked(chosen).filter(user_id=actor.user_id), after)


def trail_lines(chosen: TrailFilter) -> list[TrailLine]:
    """Lines for a workbook, newest first, at most EXPORTED_AT_MOST."""
    return _lines(list(_asked(chosen)[:EXPORTED_AT_MOST]))


def _page(rows: QuerySet[AuditEntry], after: int) -> TrailPage:
    found = list((rows.filter(id__lt=after) if after else rows)[: PER_PAGE + 1])
    return TrailPage(tuple(_lines(found[:PER_PAGE])), found[PER_PAGE - 1].pk if len(found) > PER_PAGE else 0)


def _lines(rows: list[AuditEntry]) -> list[TrailLine]:
    people = names_of_people(row.user_id for row in rows)
    places = names_of({row.region_code for row in rows})
    return [
        TrailLine(
            at=row.at,
            kind=row.kind,
            who=people.get(row.user_id or 0, ""),
            event=event_words(row.event),
            subject=row.subject,
            place=places.get(row.region_code, row.region_code),
            purpose=row.purpose,
        )
        for row in rows
    ]
