"""The home page: what is asked of me, what is late, what is next, what changed. One part per hat, put together."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext

from padu.access.actor import Actor, Hat
from padu.access.verbs import ROLE_LABELS, Role, Verb
from padu.apps.institutions.selectors import names_of_agencies
from padu.apps.regions.selectors import names_of
from padu.apps.situation.models import SituationAnalysis
from padu.domain.values import Missing
from padu.ui.components import Column, EmptyState, Row, Stat, Table, TimelineEntry
from padu.ui.templatetags.padu import badge
from padu.web import home_queries as query

# How far back "changed" looks [assumption].
RECENT = dt.timedelta(days=14)


@dataclass(frozen=True, slots=True)
class Task:
    """One thing somebody is asked to do, with the page where it is done."""

    text: str
    url: str
    late: bool = False


@dataclass(frozen=True, slots=True)
class HatPart:
    """The home page of one hat."""

    role: str
    place: str
    place_url: str
    tasks: Table
    stats: Sequence[Stat]
    upcoming: Sequence[TimelineEntry]
    changed: Sequence[TimelineEntry]


def build_home(actor: Actor) -> list[HatPart]:
    """One part per hat of the actor, in the actor's own scope."""
    today, now = timezone.localdate(), timezone.now()
    return [_part(actor, hat, today, now) for hat in actor.hats]


def _part(actor: Actor, hat: Hat, today: dt.date, now: dt.datetime) -> HatPart:
    events = query.next_events(hat.region_code, today, _agencies(hat))
    changes = [] if hat.role is Role.AGENCY else query.recent_changes(hat.region_code, now - RECENT)
    names = names_of([hat.region_code, *(e.region_code for e in events), *(c.region_code for c in changes)])
    return HatPart(
        role=_role(hat),
        place=names.get(hat.region_code, hat.region_code),
        place_url=reverse("place", args=[hat.region_code]),
        tasks=_task_table(list(_TASKS[hat.role](actor, hat, today))),
        stats=list(_stats(hat, today.year)),
        upcoming=[
            TimelineEntry(
                names.get(e.region_code, e.region_code), e.day, e.place_note, url=reverse("event", args=[e.pk])
            )
            for e in events
        ],
        changed=[_changed(c, names) for c in changes],
    )


def _role(hat: Hat) -> str:
    """`Pokja kampung`, or with the agency `Petugas OPD Dinkes`."""
    names = names_of_agencies([hat.agency_id] if hat.agency_id is not None else [])
    return " ".join([ROLE_LABELS[hat.role], *names.values()])


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
    }
    url = {
        "situation": reverse("situation", args=[change.region_code]),
        "meeting": reverse("meetings"),
        "realisation": reverse("kampung", args=[change.region_code]),
    }[change.what]
    return TimelineEntry(
        words[change.what] % {"title": change.title}, change.at, names.get(change.region_code, ""), url=url
    )


# --- what is asked of whom ---------------------------------------------------------------------------------------


def _kampung_tasks(actor: Actor, hat: Hat, today: dt.date) -> Iterator[Task]:
    analysis = query.analysis_state(hat.region_code, today.year)
    page = reverse("situation", args=[hat.region_code])
    if analysis is not None and analysis.state == SituationAnalysis.State.RETURNED:
        text = gettext("Analisis situasi %(year)s dikembalikan: %(reason)s")
        yield Task(text % {"year": today.year, "reason": analysis.return_reason}, page, late=True)
    elif analysis is None or analysis.state == SituationAnalysis.State.DRAFT:
        yield Task(
            gettext("Analisis situasi %(year)s belum dikirim ke kabupaten.") % {"year": today.year},
            page,
        )
    yield from _import_task(hat)
    yield from _report_task(hat, today)


def _agency_tasks(actor: Actor, hat: Hat, today: dt.date) -> Iterator[Task]:
    mine = frozenset({hat.agency_id}) if hat.agency_id is not None else frozenset()
    waiting = query.proposal_answers(hat.region_code, today.year, mine).open
    if waiting:
        text = gettext("%(n)s baris usulan menunggu jawaban instansi Anda.")
        yield Task(text % {"n": waiting}, reverse("proposals"))
    if not query.offers_of(hat.region_code, today.year, mine):
        text = gettext("Instansi Anda belum mengisi penawaran %(year)s.")
        yield Task(text % {"year": today.year}, reverse("supply"))
    yield from _report_task(hat, today, mine)
    yield from _decision_tasks(actor, hat, today, mine)


def _regency_tasks(actor: Actor, hat: Hat, today: dt.date) -> Iterator[Task]:
    sent = query.submissions(hat.region_code, today.year)
    if sent.missing:
        text = gettext("%(n)s dari %(all)s kampung belum mengirim analisis situasi %(year)s.")
        values = {"n": sent.missing, "all": sent.kampung, "year": today.year}
        yield Task(text % values, reverse("situations"))
    answers = query.proposal_answers(hat.region_code, today.year)
    if answers.open:
        text = gettext("%(n)s dari %(all)s baris usulan belum dijawab instansi.")
        yield Task(text % {"n": answers.open, "all": answers.rows}, reverse("table"))
    if answers.complete and answers.run_id is not None and not query.meeting_agreed_on(answers.run_id):
        yield Task(
            gettext("Semua instansi sudah menjawab usulan. Catat rapat yang menyepakatinya."),
            reverse("meetings"),
        )
    yield from _import_task(hat)
    yield from _report_task(hat, today)
    yield from _decision_tasks(actor, hat, today)


def _import_task(hat: Hat) -> Iterator[Task]:
    waiting = query.imports_to_store(hat.region_code)
    if waiting:
        text = gettext("%(n)s berkas sudah diperiksa dan menunggu disimpan atau dibuang.")
        yield Task(text % {"n": waiting}, reverse("imports"))


def _report_task(hat: Hat, today: dt.date, agency_ids: frozenset[int] | None = None) -> Iterator[Task]:
    past = query.unreported_events(hat.region_code, today, agency_ids)
    if past:
        text = gettext("%(n)s kegiatan sudah lewat tanggalnya dan belum dilaporkan.")
        yield Task(text % {"n": past}, reverse("calendar"), late=True)


def _decision_tasks(actor: Actor, hat: Hat, today: dt.date, agency_ids: frozenset[int] | None = None) -> Iterator[Task]:
    decisions = query.open_decisions(hat.region_code, today, actor.user_id, agency_ids)
    if decisions.late:
        text = gettext("%(n)s keputusan rapat lewat tenggat.")
        yield Task(text % {"n": decisions.late}, reverse("meetings"), late=True)
    if decisions.to_verify and hat.role is Role.REGENCY:
        text = gettext("%(n)s keputusan dinyatakan selesai dan menunggu diperiksa orang kedua.")
        yield Task(text % {"n": decisions.to_verify}, reverse("meetings"))


def _report_only(actor: Actor, hat: Hat, today: dt.date) -> Iterator[Task]:
    if actor.may(Verb.REALISATION_REPORT, hat.region_code):
        yield from _report_task(hat, today)


_TASKS = dict.fromkeys(Role, _report_only) | {
    Role.KAMPUNG: _kampung_tasks,
    Role.AGENCY: _agency_tasks,
    Role.REGENCY: _regency_tasks,
}


# --- the place at a glance ---------------------------------------------------------------------------------------


def _stats(hat: Hat, year: int) -> Iterator[Stat]:
    done = query.done_in(hat.region_code, year, _agencies(hat))
    if hat.role is not Role.AGENCY:
        yield from _index_stats(hat)
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
