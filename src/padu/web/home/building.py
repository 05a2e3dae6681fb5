"""The home page: what is asked of me, what is late, what is next, what changed. One part per post, put together."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext

from padu.access.actor import Actor
from padu.access.verbs import ROLE_LABELS, ROLE_VERBS, Role, Verb
from padu.apps.convergence.models import JointEvent
from padu.apps.institutions.selectors import names_of_agencies
from padu.apps.measurement.models import IndexResult
from padu.apps.regions.selectors import names_of
from padu.domain.regions import Level, level_of
from padu.domain.values import Missing
from padu.ui.components import Choice, Column, EmptyState, Row, Stat, Table, TimelineEntry
from padu.ui.templatetags.padu import badge
from padu.web.home import queries as query
from padu.web.home.asked import asked_of
from padu.web.home.task import Post, Task, posts_of

# How far back "changed" looks [assumption].
RECENT = dt.timedelta(days=14)


@dataclass(frozen=True, slots=True)
class HatPart:
    """The home page of one post: a role in one place, or in several that are one piece of work."""

    role: str
    place: str
    places: Sequence[Choice]
    reads_plans: bool
    tasks: Table
    stats: Sequence[Stat]
    upcoming: Sequence[TimelineEntry]
    changed: Sequence[TimelineEntry]

    @property
    def place_url(self) -> str:
        """The page of the place, where there is one."""
        return self.places[0].url if len(self.places) == 1 else ""


def build_home(actor: Actor) -> list[HatPart]:
    """One part per post of the actor, in the actor's own scope."""
    today, now = timezone.localdate(), timezone.now()
    around = [_around(post, today, now) for post in posts_of(actor.hats)]
    places = names_of(code for one in around for code in one.codes)
    agencies = names_of_agencies(actor.agency_ids)
    return [_part(actor, one, now, places, agencies) for one in around]


@dataclass(frozen=True, slots=True)
class _Around:
    """A post with what is next and what changed where it is held."""

    post: Post
    events: Sequence[JointEvent]
    changes: Sequence[query.Change]

    @property
    def codes(self) -> list[str]:
        codes = [*self.post.places, *(event.region_code for event in self.events)]
        return [*codes, *(change.region_code for change in self.changes)]


def _around(post: Post, today: dt.date, now: dt.datetime) -> _Around:
    events = query.next_events(post.places, today, post.agency_ids)
    changes = [] if post.role is Role.AGENCY else query.recent_changes(post.places, now - RECENT)
    return _Around(post, events, changes)


def _part(actor: Actor, one: _Around, now: dt.datetime, names: dict[str, str], agencies: dict[int, str]) -> HatPart:
    post = one.post
    places = [Choice(names.get(code, code), url=reverse("place", args=[code])) for code in post.places]
    return HatPart(
        role=_role(post, agencies),
        place=places[0].label if len(places) == 1 else gettext("%(n)s wilayah kerja") % {"n": len(places)},
        places=places,
        reads_plans=Verb.PLACE_READ in ROLE_VERBS[post.role],
        tasks=_task_table(list(asked_of(actor, post, now))),
        stats=list(_stats(post, timezone.localdate(now).year)),
        upcoming=[_event(event, names) for event in one.events],
        changed=[_changed(c, names) for c in one.changes],
    )


def _event(event: JointEvent, names: dict[str, str]) -> TimelineEntry:
    place = names.get(event.region_code, event.region_code)
    return TimelineEntry(place, event.day, event.place_note, url=reverse("event", args=[event.pk]))


def _role(post: Post, agencies: dict[int, str]) -> str:
    """`Pokja kampung`, or with the agency `Petugas OPD Dinkes`."""
    agency = agencies.get(post.agency_id) if post.agency_id is not None else None
    return " ".join([ROLE_LABELS[post.role], *([agency] if agency else [])])


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


def _stats(post: Post, year: int) -> Iterator[Stat]:
    if post.role is not Role.AGENCY:
        yield from _index_stats(post)
    # Who may not read plans would count none, and none is not nought.
    if Verb.PLACE_READ in ROLE_VERBS[post.role]:
        yield from _work_stats(post, year)


def _work_stats(post: Post, year: int) -> Iterator[Stat]:
    done = query.done_in(post.places, year, post.agency_ids)
    yield Stat(gettext("Komitmen %(year)s") % {"year": year}, done.commitments)
    yield Stat(
        gettext("Kegiatan dilaporkan %(year)s") % {"year": year},
        done.realised,
        note=gettext("%(n)s di luar rencana") % {"n": done.outside_plan} if done.outside_plan else "",
    )


def _index_stats(post: Post) -> Iterator[Stat]:
    """The index of the place. Several places have one each: here their families are counted together."""
    found = query.newest_indexes(post.places)
    if not found:
        yield Stat(gettext("Indeks keluarga"), Missing.UNKNOWN, note=gettext("belum ada keluarga yang dihitung"))
    elif len(post.places) == 1:
        yield from _index_of_one(found[0])
    else:
        note = gettext("%(n)s dari %(all)s wilayah sudah dihitung") % {"n": len(found), "all": len(post.places)}
        oldest = min((one.as_of for one in found if one.as_of), default=None)
        yield Stat(gettext("Keluarga terdata"), sum(one.families for one in found), note=note, as_of=oldest)


def _index_of_one(index: IndexResult) -> Iterator[Stat]:
    source = gettext("hitungan Padu, rumus %(version)s") % {"version": index.formula_version}
    value = Missing.UNKNOWN if index.index is None else index.index
    yield Stat(gettext("Indeks keluarga %(year)s") % {"year": index.year}, value, "", 2, index.as_of, source)
    yield Stat(gettext("Keluarga terdata %(year)s") % {"year": index.year}, index.families, as_of=index.as_of)
