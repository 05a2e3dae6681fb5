"""What was done is reported once, by whoever may, and moves event and commitments along."""

from __future__ import annotations

import datetime as dt
from uuid import uuid4

import pytest
from django.core.exceptions import PermissionDenied
from django.http import Http404
from django.utils import timezone

from padu.access.events import Event, _receivers, subscribe
from padu.access.gate import scoped
from padu.access.models import AuditEntry
from padu.apps.convergence.models import Commitment, JointEvent, Realisation
from padu.apps.convergence.services.realisations import (
    CannotJoin,
    DoneActivity,
    EventReport,
    OutsideReport,
    ReportIncomplete,
    ReportInFuture,
    event_report,
    outside_report,
    realisation_join,
)
from padu.apps.rumah_dataku.models import Figure
from padu.domain.states import IllegalTransition
from tests.agreed_rows import EVENT_DAY, make_columns, make_commitment, make_event, make_outside
from tests.factories import SYSTEM
from tests.people import NEXT_VILLAGE, VILLAGE


@pytest.fixture
def event(people):
    make_columns()
    return make_event(VILLAGE)


@pytest.fixture
def health(people, event):
    return make_commitment(event, people.kesehatan)


@pytest.fixture
def registry(people, event):
    return make_commitment(event, people.dukcapil, programme_no=1, activity="outreach", title="Perekaman KTP")


def report_of(event, *activities, **fields):
    values = {"report_key": uuid4(), "done_on": EVENT_DAY, "families_reached": 40} | fields
    return EventReport(event_id=event.pk, activities=activities, **values)


def send(person, report):
    with scoped(person.actor):
        return event_report(actor=person.actor, report=report)


def read(person, model, pk):
    with scoped(person.actor):
        return model.objects.get(pk=pk)


def test_report_moves_event_and_commitments_and_keeps_why_not(people, event, health, registry):
    no = DoneActivity(registry.pk, done=False, reason="Alat rekam rusak")
    made = send(people.pokja, report_of(event, DoneActivity(health.pk, done=True, spent_idr=2_500_000), no))
    assert [(r.commitment_id, r.families_reached, r.spent_idr, r.outside_plan) for r in made] == [
        (health.pk, 40, 2_500_000, False)
    ]
    assert read(people.pokja, JointEvent, event.pk).state == "done"
    assert read(people.pokja, Commitment, health.pk).state == "done"
    left = read(people.pokja, Commitment, registry.pk)
    assert (left.state, left.not_done_reason) == ("agreed", "Alat rekam rusak")
    with scoped(SYSTEM):
        events = set(AuditEntry.objects.values_list("event", flat=True))
    assert {"realisation.report", "commitment.not_done", "joint_event.report"} <= events


def test_same_report_twice_is_one_report(people, event, health):
    report = report_of(event, DoneActivity(health.pk, done=True))
    first, second = send(people.pokja, report), send(people.pokja, report)
    assert [r.pk for r in first] == [r.pk for r in second]
    with scoped(people.pokja.actor):
        assert Realisation.objects.count() == 1


def test_second_other_report_of_the_same_commitment_is_refused(people, event, health):
    send(people.pokja, report_of(event, DoneActivity(health.pk, done=True)))
    with pytest.raises(IllegalTransition):
        send(people.tim_kab, report_of(event, DoneActivity(health.pk, done=True)))
    with scoped(people.tim_kab.actor):
        assert Realisation.objects.count() == 1


def test_event_of_which_nothing_was_done_is_cancelled_and_its_commitments_stay_agreed(people, event, health, registry):
    report = report_of(event, *(DoneActivity(c.pk, done=False, reason="Banjir") for c in (health, registry)))
    assert send(people.pokja, report) == []
    assert send(people.pokja, report) == []
    assert read(people.pokja, JointEvent, event.pk).state == "cancelled"
    assert read(people.pokja, Commitment, health.pk).state == "agreed"


def test_agency_reports_its_own_rows_and_no_others(people, event, health, registry):
    with pytest.raises(PermissionDenied):
        send(people.petugas_opd, report_of(event, DoneActivity(registry.pk, done=True)))
    assert len(send(people.petugas_opd, report_of(event, DoneActivity(health.pk, done=True)))) == 1
    assert len(send(people.petugas_opd_lain, report_of(event, DoneActivity(registry.pk, done=True)))) == 1


def test_agency_alone_cannot_cancel_the_others_event(people, event, health, registry):
    send(people.petugas_opd, report_of(event, DoneActivity(health.pk, done=False, reason="Tim sakit")))
    assert read(people.pokja, JointEvent, event.pk).state == "planned"


def test_people_of_other_places_find_no_event(people, event, health):
    for stranger in (people.pokja_tetangga, people.pokja_luar, people.petugas_luar, people.orang_luar):
        with pytest.raises(Http404):
            send(stranger, report_of(event, DoneActivity(health.pk, done=True)))


@pytest.mark.parametrize(
    ("activity", "missing"),
    [({"done": False, "reason": " "}, ["reason"]), ({"done": True, "commitment_id": 10**9}, ["commitment"])],
)
def test_incomplete_report_is_refused(people, event, health, activity, missing):
    with pytest.raises(ReportIncomplete) as caught:
        send(people.pokja, report_of(event, DoneActivity(**({"commitment_id": health.pk} | activity))))
    assert caught.value.data["missing"] == missing
    assert read(people.pokja, Commitment, health.pk).state == "agreed"


def test_tomorrow_cannot_be_reported(people, event, health):
    tomorrow = timezone.localdate() + dt.timedelta(days=1)
    with pytest.raises(ReportInFuture):
        send(people.pokja, report_of(event, DoneActivity(health.pk, done=True), done_on=tomorrow))


def outside(**fields):
    values = {
        "region_code": VILLAGE, "report_key": uuid4(), "done_on": timezone.localdate(), "title": "Senam lansia",
        "programme_no": 4, "column_key": "health",
    } | fields  # fmt: skip
    return OutsideReport(**values)


def send_outside(person, report):
    with scoped(person.actor):
        return outside_report(actor=person.actor, report=report)


def test_outside_report_counts_once_and_says_so(people, event):
    report = outside(agency_name="Posyandu Melati")
    first = send_outside(people.pokja, report)
    assert send_outside(people.pokja, report).pk == first.pk
    assert (first.outside_plan, first.commitment_id, first.year) == (True, None, timezone.localdate().year)


def test_agency_of_the_list_stands_in_its_own_column(people, event):
    made = send_outside(people.pokja, outside(agency_id=people.dukcapil.pk, column_key="health"))
    assert made.column_key == "civil_registry"


def test_agency_reports_outside_work_of_its_own_only(people, event):
    assert send_outside(people.petugas_opd, outside(agency_id=people.kesehatan.pk)).agency_id == people.kesehatan.pk
    for other in (people.dukcapil.pk, None):
        with pytest.raises(PermissionDenied):
            send_outside(people.petugas_opd, outside(agency_id=other))


@pytest.mark.parametrize(
    ("fields", "missing"),
    [
        ({"title": " "}, ["title"]),
        ({"programme_no": 9}, ["programme_no"]),
        ({"column_key": "nowhere"}, ["column_key"]),
        ({"agency_id": 10**9}, ["column_key"]),
    ],
)
def test_outside_report_that_no_cell_could_hold_is_refused(people, event, fields, missing):
    with pytest.raises(ReportIncomplete) as caught:
        send_outside(people.pokja, outside(**fields))
    assert caught.value.data["missing"] == missing


def test_sectors_of_the_last_twelve_months_become_a_figure(people, event, health):
    """Health and registry count; the office for family planning does not, nor what is older than a year."""
    today = timezone.localdate()
    make_outside(VILLAGE, people.dukcapil, done_on=today - dt.timedelta(days=400))
    send_outside(people.pokja, outside(agency_id=people.kesehatan.pk))
    send_outside(people.pokja, outside(column_key="women_child_family"))

    def sectors():
        with scoped(people.pokja.actor):
            return Figure.objects.get(
                region_code=VILLAGE, element="cross_sector_agencies", component="last_12_months", period=str(today.year)
            )

    assert (sectors().value, sectors().source, sectors().as_of) == (1.0, "laporan kegiatan Padu", today)
    send_outside(people.pokja, outside(agency_id=people.dukcapil.pk))
    assert sectors().value == 2.0


def test_stored_report_is_told_to_earlier_apps(people, event, django_capture_on_commit_callbacks, monkeypatch):
    heard = []
    monkeypatch.setitem(_receivers, Event.REALISATION_STORED, [])
    subscribe(Event.REALISATION_STORED, lambda **ids: heard.append(ids))
    with django_capture_on_commit_callbacks(execute=True):
        send_outside(people.pokja, outside())
    assert heard == [{"region_code": VILLAGE, "year": timezone.localdate().year, "user_id": people.pokja.user.pk}]


def join(person, realisation, commitment):
    with scoped(person.actor):
        return realisation_join(actor=person.actor, realisation_id=realisation.pk, commitment_id=commitment.pk)


def test_joined_work_is_in_the_plan_and_keeps_its_note(people, event, health):
    joined = join(people.pokja, make_outside(VILLAGE, people.kesehatan), health)
    assert (joined.outside_plan, joined.commitment_id, joined.event_id) == (False, health.pk, event.pk)
    assert joined.joined_at is not None
    assert joined.joined_by == people.pokja.user.pk
    assert read(people.pokja, Commitment, health.pk).state == "done"
    assert read(people.pokja, JointEvent, event.pk).state == "done"


def test_join_needs_the_same_village_and_programme_and_happens_once(people, event, health, registry):
    elsewhere = make_commitment(make_event(NEXT_VILLAGE), people.kesehatan)
    work = make_outside(VILLAGE, people.kesehatan)
    for commitment, reason in ((registry, "other_programme"), (elsewhere, "other_place")):
        with pytest.raises(CannotJoin) as caught:
            join(people.tim_kab, work, commitment)
        assert caught.value.data["reason"] == reason
    join(people.tim_kab, work, health)
    with pytest.raises(CannotJoin):
        join(people.tim_kab, work, health)


def test_agency_may_not_join_and_outsiders_find_nothing(people, event, health):
    work = make_outside(VILLAGE, people.kesehatan)
    with pytest.raises(PermissionDenied):
        join(people.petugas_opd, work, health)
    with pytest.raises(Http404):
        join(people.orang_luar, work, health)
