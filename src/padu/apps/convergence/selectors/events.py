"""Joint events: one with all that belongs to it, the next ones of a place, and what was done last."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass

from django.db.models import QuerySet
from django.urls import reverse
from django.utils import timezone

from padu.apps.convergence.models import Commitment, JointEvent, Realisation, RealisationPhoto
from padu.apps.convergence.selectors.lines import CommitmentLine, DoneLine, commitment_lines, done_lines
from padu.apps.programmes.selectors import activity_effects, problem_type_names
from padu.apps.regions.selectors import names_of
from padu.domain.regions import CodeRange
from padu.domain.states import is_late

UNREPORTED = "unreported"


@dataclass(frozen=True, slots=True)
class EventBlock:
    """A joint event as a calendar shows it: one block with the agencies that come.

    state    of the event; `unreported` when its day has passed and nobody has reported
    """

    pk: int
    day: dt.date
    region_code: str
    village: str
    state: str
    agencies: tuple[str, ...]
    agency_ids: frozenset[int]
    programmes: frozenset[int]
    titles: tuple[str, ...]
    made_up: bool = False

    @property
    def url(self) -> str:
        return reverse("event", args=[self.pk])


@dataclass(frozen=True, slots=True)
class EventPage:
    """One event: who comes for what, and what was reported."""

    event: JointEvent
    block: EventBlock
    lines: tuple[CommitmentLine, ...]
    problems: dict[int, tuple[str, ...]]
    reports: tuple[DoneLine, ...]

    @property
    def open_lines(self) -> list[CommitmentLine]:
        return [line for line in self.lines if line.open]

    @property
    def answered(self) -> list[tuple[CommitmentLine, tuple[str, ...]]]:
        """Each commitment with the problems it answers."""
        return [(line, self.problems[line.pk]) for line in self.lines]

    @property
    def amount_idr(self) -> int:
        return sum(line.amount_idr for line in self.lines)


def build_event(event_id: int, today: dt.date) -> EventPage | None:
    """An event the current actor may see, None when there is none."""
    event: JointEvent | None = JointEvent.objects.filter(pk=event_id).first()
    if event is None:
        return None
    lines = tuple(commitment_lines(_standing(Commitment.objects.filter(event=event)), today))
    reports = tuple(done for line in lines for done in line.done)
    return EventPage(event, blocks_of([event], today)[0], lines, _problems(lines), reports)


def _standing(rows: QuerySet[Commitment]) -> QuerySet[Commitment]:
    kept = rows.exclude(state=Commitment.State.CANCELLED).select_related("agency", "event")
    return kept.order_by("programme_no", "agency__short_name", "pk")


def _problems(lines: Iterable[CommitmentLine]) -> dict[int, tuple[str, ...]]:
    """Which problems each commitment's activity answers, by the catalogue."""
    effects, names = activity_effects(), problem_type_names()
    return {line.pk: tuple(names[key] for key in sorted(effects.get(line.activity, ()))) for line in lines}


def blocks_of(events: Iterable[JointEvent], today: dt.date) -> list[EventBlock]:
    """Blocks of events, in the order given."""
    rows = list(events)
    names = names_of(row.region_code for row in rows)
    coming: defaultdict[int, list[Commitment]] = defaultdict(list)
    for commitment in _standing(Commitment.objects.filter(event_id__in=[row.pk for row in rows])):
        coming[commitment.event_id].append(commitment)
    return [_block(row, names.get(row.region_code, row.region_code), coming[row.pk], today) for row in rows]


def _block(event: JointEvent, village: str, coming: list[Commitment], today: dt.date) -> EventBlock:
    late = is_late(event.state, event.day, today, waiting=(JointEvent.State.PLANNED,))
    return EventBlock(
        pk=event.pk,
        day=event.day,
        region_code=event.region_code,
        village=village,
        state=UNREPORTED if late else event.state,
        agencies=tuple(sorted({c.agency.short_name for c in coming})),
        agency_ids=frozenset(c.agency_id for c in coming),
        programmes=frozenset(c.programme_no for c in coming),
        titles=tuple(dict.fromkeys(c.title for c in coming)),
        made_up=event.made_up,
    )


def events_between(region_code: str, first: dt.date, last: dt.date) -> QuerySet[JointEvent]:
    """Events of a place and below it on these days, both included, by day and village."""
    span = CodeRange.below(region_code)
    rows = JointEvent.objects.filter(region_code__gte=span.start, region_code__lt=span.end)
    return rows.filter(day__gte=first, day__lte=last).order_by("day", "region_code")


def next_events(code: str, limit: int = 5) -> list[EventBlock]:
    """The nearest planned events of a place from today on."""
    today = timezone.localdate()
    rows = events_between(code, today, dt.date.max).filter(state=JointEvent.State.PLANNED)
    return blocks_of(rows[:limit], today)


def unreported_events(code: str, agency_ids: frozenset[int] | None = None, limit: int = 50) -> list[EventBlock]:
    """Planned events whose day has passed, the oldest first; with `agency_ids` only those one of these comes to."""
    today = timezone.localdate()
    rows = events_between(code, dt.date.min, today - dt.timedelta(days=1)).filter(state=JointEvent.State.PLANNED)
    if agency_ids is not None:
        own = _standing(Commitment.objects.filter(agency_id__in=agency_ids))
        rows = rows.filter(pk__in=own.order_by().values("event_id"))
    return blocks_of(rows[:limit], today)


def commitments_of(code: str, year: int) -> list[CommitmentLine]:
    """Commitments of a place and year that stand, by village and day."""
    span = CodeRange.below(code)
    rows = Commitment.objects.filter(region_code__gte=span.start, region_code__lt=span.end, year=year)
    kept = rows.exclude(state=Commitment.State.CANCELLED).select_related("agency", "event")
    return commitment_lines(kept.order_by("region_code", "event__day", "pk"), timezone.localdate())


def last_activities(code: str, limit: int = 5) -> list[DoneLine]:
    """What was reported last in a place, inside and outside the plan, with the ids of its photos."""
    span = CodeRange.below(code)
    rows = Realisation.objects.filter(region_code__gte=span.start, region_code__lt=span.end).select_related("agency")
    return done_lines(rows.order_by("-done_on", "-pk")[:limit])


def get_photo(photo_id: int) -> RealisationPhoto | None:
    """A photo the current actor may see, None when there is none."""
    photo: RealisationPhoto | None = RealisationPhoto.objects.filter(pk=photo_id).first()
    return photo
