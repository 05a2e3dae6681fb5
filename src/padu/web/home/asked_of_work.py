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
    """The villages' own analyses: returned, or not sent yet."""
    year = asking.today.year
    analyses = query.analysis_states(asking.places, year)
    for place in asking.places:
        analysis, page = analyses.get(place), reverse("situation", args=[place])
        if analysis is not None and analysis.state == SituationAnalysis.State.RETURNED:
            text = gettext("Analisis situasi %(year)s dikembalikan: %(reason)s")
            yield Task(asking.where(place, text % {"year": year, "reason": analysis.return_reason}), page, late=True)
        elif analysis is None or analysis.state == SituationAnalysis.State.DRAFT:
            text = gettext("Analisis situasi %(year)s belum dikirim ke kabupaten.") % {"year": year}
            yield Task(asking.where(place, text), page)


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
    for place in query.places_without_offer(asking.places, year, asking.agency_ids or frozenset()):
        text = gettext("Instansi Anda belum mengisi penawaran %(year)s.") % {"year": year}
        yield Task(asking.where(place, text), reverse("supply"))


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
    waiting = query.imports_to_store(asking.places)
    if waiting:
        text = gettext("%(n)s berkas sudah diperiksa dan menunggu disimpan atau dibuang.")
        yield Task(text % {"n": waiting}, reverse("imports"))


def events_to_report(asking: Asking) -> Iterator[Task]:
    past = query.unreported_events(asking.places, asking.today, asking.agency_ids)
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
    due = _meetings_due(asking.today)
    places = [code for code in asking.places if level_of(code) is not Level.VILLAGE] if due else []
    held = query.meetings_held(places, asking.today.year) if places else {}
    for place in places:
        yield from _meetings_missing(asking, place, held.get(place, 0), due)


def _meetings_missing(asking: Asking, place: str, held: int, due: int) -> Iterator[Task]:
    year, page = asking.today.year, reverse("meetings")
    if held < due:
        text = gettext("Rapat koordinasi %(year)s: tercatat %(held)s dari 2 (April dan Agustus).")
        yield Task(asking.where(place, text % {"year": year, "held": held}), page, late=True)
    if level_of(place) in (Level.PROVINCE, Level.NATION):
        without, every = query.regencies_without_meetings(place, year, due)
        if without:
            text = gettext("%(n)s dari %(all)s kabupaten/kota berkampung belum mencatat rapat koordinasinya.")
            yield Task(asking.where(place, text % {"n": without, "all": every}), page, late=True)


def _meetings_due(today: dt.date) -> int:
    return int(today.month > FIRST_MEETING_MONTH) + int(today.month > SECOND_MEETING_MONTH)
