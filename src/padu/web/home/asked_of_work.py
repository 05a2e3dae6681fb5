"""Tasks of the way from the situation to what was done."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator

from django.urls import reverse
from django.utils.translation import gettext

from padu.apps.situation.models import SituationAnalysis
from padu.domain.regions import Level, level_of
from padu.web.home import queries as query
from padu.web.home.task import Asking, Task

# The calendar of the eight actions (guideline 2023, table 1) has coordination meetings in April and August.
FIRST_MEETING_MONTH, SECOND_MEETING_MONTH = 4, 8


def own_situation(asking: Asking) -> Iterator[Task]:
    """The village's own analysis: returned, or not sent yet."""
    year = asking.today.year
    analysis = query.analysis_state(asking.place, year)
    page = reverse("situation", args=[asking.place])
    if analysis is not None and analysis.state == SituationAnalysis.State.RETURNED:
        text = gettext("Analisis situasi %(year)s dikembalikan: %(reason)s")
        yield Task(text % {"year": year, "reason": analysis.return_reason}, page, late=True)
    elif analysis is None or analysis.state == SituationAnalysis.State.DRAFT:
        yield Task(gettext("Analisis situasi %(year)s belum dikirim ke kabupaten.") % {"year": year}, page)


def situations_not_sent(asking: Asking) -> Iterator[Task]:
    year = asking.today.year
    sent = asking.submissions
    if sent.missing:
        text = gettext("%(n)s dari %(all)s kampung belum mengirim analisis situasi %(year)s.")
        yield Task(text % {"n": sent.missing, "all": sent.kampung, "year": year}, reverse("situations"))


def rows_to_answer(asking: Asking) -> Iterator[Task]:
    """Of the hat's own agency."""
    if asking.answers.open:
        text = gettext("%(n)s baris usulan menunggu jawaban instansi Anda.")
        yield Task(text % {"n": asking.answers.open}, reverse("proposals"))


def offers_not_entered(asking: Asking) -> Iterator[Task]:
    year = asking.today.year
    if not query.offers_of(asking.place, year, asking.agency_ids or frozenset()):
        yield Task(gettext("Instansi Anda belum mengisi penawaran %(year)s.") % {"year": year}, reverse("supply"))


def answers_not_given(asking: Asking) -> Iterator[Task]:
    answers = asking.answers
    if answers.open:
        text = gettext("%(n)s dari %(all)s baris usulan belum dijawab instansi.")
        yield Task(text % {"n": answers.open, "all": answers.rows}, reverse("table"))


def meeting_to_record(asking: Asking) -> Iterator[Task]:
    answers = asking.answers
    if answers.complete and answers.run_id is not None and not query.meeting_agreed_on(answers.run_id):
        text = gettext("Semua instansi sudah menjawab usulan. Catat rapat yang menyepakatinya.")
        yield Task(text, reverse("meetings"))


def files_to_store(asking: Asking) -> Iterator[Task]:
    waiting = query.imports_to_store(asking.place)
    if waiting:
        text = gettext("%(n)s berkas sudah diperiksa dan menunggu disimpan atau dibuang.")
        yield Task(text % {"n": waiting}, reverse("imports"))


def events_to_report(asking: Asking) -> Iterator[Task]:
    past = query.unreported_events(asking.place, asking.today, asking.agency_ids)
    if past:
        text = gettext("%(n)s kegiatan sudah lewat tanggalnya dan belum dilaporkan.")
        yield Task(text % {"n": past}, reverse("calendar"), late=True)


def decisions_late(asking: Asking) -> Iterator[Task]:
    if asking.decisions.late:
        text = gettext("%(n)s keputusan rapat lewat tenggat.")
        yield Task(text % {"n": asking.decisions.late}, reverse("meetings"), late=True)


def decisions_to_verify(asking: Asking) -> Iterator[Task]:
    """What somebody else has closed; one's own closing waits for another."""
    if asking.decisions.to_verify:
        text = gettext("%(n)s keputusan dinyatakan selesai dan menunggu diperiksa orang kedua.")
        yield Task(text % {"n": asking.decisions.to_verify}, reverse("meetings"))


def two_meetings_a_year(asking: Asking) -> Iterator[Task]:
    """At least two coordination meetings a year (programme.md, section 3): of the place, and of regencies below."""
    year, due = asking.today.year, _meetings_due(asking.today)
    if level_of(asking.place) is Level.VILLAGE or not due:
        return
    held = query.meetings_held(asking.place, year)
    if held < due:
        text = gettext("Rapat koordinasi %(year)s: tercatat %(held)s dari 2 (April dan Agustus).")
        yield Task(text % {"year": year, "held": held}, reverse("meetings"), late=True)
    if level_of(asking.place) in (Level.PROVINCE, Level.NATION):
        without, every = query.regencies_without_meetings(asking.place, year, due)
        if without:
            text = gettext("%(n)s dari %(all)s kabupaten/kota berkampung belum mencatat rapat koordinasinya.")
            yield Task(text % {"n": without, "all": every}, reverse("meetings"), late=True)


def _meetings_due(today: dt.date) -> int:
    return int(today.month > FIRST_MEETING_MONTH) + int(today.month > SECOND_MEETING_MONTH)
