"""The home page: what is asked of me, what is late, what is next, what changed. One part per hat, put together."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext

from padu.access.actor import Actor, Hat
from padu.access.verbs import ROLE_LABELS, ROLE_VERBS, Role, Verb
from padu.apps.convergence.models import JointEvent
from padu.apps.institutions.selectors import names_of_agencies
from padu.apps.regions.selectors import names_of
from padu.domain.regions import Level, level_of
from padu.domain.values import Missing
from padu.ui.components import Column, EmptyState, Row, Stat, Table, TimelineEntry
from padu.ui.templatetags.padu import badge
from padu.web.home import queries as query
from padu.web.home.asked import asked_of
from padu.web.home.task import Task

# How far back "changed" looks [assumption].
RECENT = dt.timedelta(days=14)


@dataclass(frozen=True, slots=True)
class HatPart:
    """The home page of one hat."""

    role: str
    place: str
    place_url: str
    reads_plans: bool
    tasks: Table
    stats: Sequence[Stat]
    upcoming: Sequence[TimelineEntry]
    changed: Sequence[TimelineEntry]


def build_home(actor: Actor) -> list[HatPart]:
    """One part per hat of the actor, in the actor's own scope."""
    today, now = timezone.localdate(), timezone.now()
    around = [_around(hat, today, now) for hat in actor.hats]
    places = names_of(code for one in around for code in one.codes)
    agencies = names_of_agencies(actor.agency_ids)
    return [_part(actor, one, now, places, agencies) for one in around]


@dataclass(frozen=True, slots=True)
class _Around:
    """A hat with what is next and what changed where it is worn."""

    hat: Hat
    events: Sequence[JointEvent]
    changes: Sequence[query.Change]

    @property
    def codes(self) -> list[str]:
        codes = [self.hat.region_code, *(event.region_code for event in self.events)]
        return [*codes, *(change.region_code for change in self.changes)]


def _around(hat: Hat, today: dt.date, now: dt.datetime) -> _Around:
    events = query.next_events(hat.region_code, today, _agencies(hat))
    changes = [] if hat.role is Role.AGENCY else query.recent_changes(hat.region_code, now - RECENT)
    return _Around(hat, events, changes)


def _part(actor: Actor, one: _Around, now: dt.datetime, names: dict[str, str], agencies: dict[int, str]) -> HatPart:
    hat = one.hat
    return HatPart(
        role=_role(hat, agencies),
        place=names.get(hat.region_code, hat.region_code),
        place_url=reverse("place", args=[hat.region_code]),
        reads_plans=Verb.PLACE_READ in ROLE_VERBS[hat.role],
        tasks=_task_table(list(asked_of(actor, hat, now))),
        stats=list(_stats(hat, timezone.localdate(now).year)),
        upcoming=[
            TimelineEntry(
                names.get(e.region_code, e.region_code), e.day, e.place_note, url=reverse("event", args=[e.pk])
            )
            for e in one.events
        ],
        changed=[_changed(c, names) for c in one.changes],
    )


def _role(hat: Hat, agencies: dict[int, str]) -> str:
    """`Pokja kampung`, or with the agency `Petugas OPD Dinkes`."""
    agency = agencies.get(hat.agency_id) if hat.agency_id is not None else None
    return " ".join([ROLE_LABELS[hat.role], *([agency] if agency else [])])


def _task_table(tasks: Sequence[Task]) -> Table:
    """What is late first; an empty list says so."""
    ordered = sorted(tasks, key=lambda task: not task.late)
    return Table(
        caption=gettext("Yang diminta dari Anda"),
        columns=[Column(gettext("Tugas")), Column(gettext("Keadaan"))],
        rows=[Row((task.text, _state(task)), url=task.url, act=task.late) for task in ordered],
        empty=EmptyState(gettext("Tidak ada yang menunggu Anda"), icon="ok-circle"),
    )


def _state(task: Task) -> str:
    return badge(gettext("Terlambat"), "act", "late") if task.late else badge(gettext("Menunggu"), "", "hourglass")


def _agencies(hat: Hat) -> frozenset[int] | None:
    return frozenset({hat.agency_id}) if hat.agency_id is not None else None


def _changed(change: query.Change, names: dict[str, str]) -> TimelineEntry:
    words = {
        "situation": gettext("Analisis situasi %(title)s dikirim"),
        "meeting": gettext("Rapat dicatat: %(title)s"),
        "realisation": gettext("Kegiatan dilaporkan: %(title)s"),
        "finding": gettext("Temuan pengawas nomor %(title)s dicatat"),
        "hand_over": gettext("Wilayah kerja petugas lapangan diserahterimakan"),
        "decree": gettext("SK %(title)s dicatat"),
    }
    place = change.region_code
    url = {
        "situation": reverse("situation", args=[place]),
        "meeting": reverse("meetings"),
        "realisation": reverse("kampung" if level_of(place) is Level.VILLAGE else "place", args=[place]),
        "finding": reverse("findings"),
        "hand_over": reverse("field_workers"),
        "decree": f"{reverse('teams')}?wilayah={place}",
    }[change.what]
    return TimelineEntry(
        words[change.what] % {"title": change.title}, change.at, names.get(change.region_code, ""), url=url
    )


# --- the place at a glance ---------------------------------------------------------------------------------------


def _stats(hat: Hat, year: int) -> Iterator[Stat]:
    if hat.role is not Role.AGENCY:
        yield from _index_stats(hat)
    # Who may not read plans would count none, and none is not nought.
    if Verb.PLACE_READ in ROLE_VERBS[hat.role]:
        yield from _work_stats(hat, year)


def _work_stats(hat: Hat, year: int) -> Iterator[Stat]:
    done = query.done_in(hat.region_code, year, _agencies(hat))
    yield Stat(gettext("Komitmen %(year)s") % {"year": year}, done.commitments)
    yield Stat(
        gettext("Kegiatan dilaporkan %(year)s") % {"year": year},
        done.realised,
        note=gettext("%(n)s di luar rencana") % {"n": done.outside_plan} if done.outside_plan else "",
    )


def _index_stats(hat: Hat) -> Iterator[Stat]:
    index = query.newest_index(hat.region_code)
    if index is None:
        yield Stat(gettext("Indeks keluarga"), Missing.UNKNOWN, note=gettext("belum ada keluarga yang dihitung"))
        return
    source = gettext("hitungan Padu, rumus %(version)s") % {"version": index.formula_version}
    value = Missing.UNKNOWN if index.index is None else index.index
    yield Stat(gettext("Indeks keluarga %(year)s") % {"year": index.year}, value, "", 2, index.as_of, source)
    yield Stat(gettext("Keluarga terdata %(year)s") % {"year": index.year}, index.families, as_of=index.as_of)
