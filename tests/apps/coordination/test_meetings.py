"""A recorded meeting agrees: confirmed and cut rows become commitments once, with what was agreed written down."""

from __future__ import annotations

import datetime as dt

import pytest
from django.core.exceptions import PermissionDenied
from django.http import Http404
from django.utils import timezone

from padu.access.gate import scoped
from padu.apps.convergence.models import Commitment, JointEvent, ProposalRow
from padu.apps.convergence.services.proposals import Answer, rows_answer
from padu.apps.coordination.models import Attendance, Decision, Meeting
from padu.apps.coordination.services import (
    MeetingIncomplete,
    MeetingInFuture,
    MeetingRecord,
    NewDecision,
    Present,
    meeting_record,
)
from padu.apps.supply.models import Offer
from tests.people import NEXT_VILLAGE, REGENCY, VILLAGE
from tests.planning_rows import make_fund, make_offer, make_row, make_run

DAY = dt.date(2027, 2, 1)
HELD = dt.date(2026, 1, 20)


def record(person, **changes):
    values = {
        "region_code": REGENCY,
        "held_on": HELD,
        "title": "Rapat koordinasi II",
        "chair": "Sekretaris Daerah",
        "present": [Present("Ibu Rahma", "Bappeda")],
    } | changes
    with scoped(person.actor):
        return meeting_record(actor=person.actor, record=MeetingRecord(**values))


@pytest.fixture
def proposal(people):
    """A run with a confirmed, a cut, a refused and an unanswered row: two agencies, two villages, one day."""
    run = make_run()
    health = make_offer(make_fund(people.kesehatan, name="BOK"))
    registry = make_offer(make_fund(people.dukcapil), "outreach", 1)
    confirmed = make_row(run, health, VILLAGE, DAY)
    cut = make_row(run, registry, VILLAGE, DAY)
    refused = make_row(run, health, NEXT_VILLAGE, DAY)
    open_row = make_row(run, registry, NEXT_VILLAGE, DAY)
    for person, row, reply in (
        (people.petugas_opd, confirmed, Answer("confirm")),
        (people.petugas_opd_lain, cut, Answer("cut", "Pagu", 1_250_000)),
        (people.petugas_opd, refused, Answer("refuse", "Tim penuh")),
    ):
        with scoped(person.actor):
            rows_answer(actor=person.actor, row_ids=[row.pk], answer=reply)
    return run, confirmed, cut, refused, open_row


def test_meeting_is_stored_with_who_was_there_and_what_was_decided(people):
    decision = NewDecision("Lengkapi data sanitasi", "Kabid P2P", dt.date(2026, 12, 15), "20 nagari")
    recorded = record(people.tim_kab, decisions=[decision], place="Aula", minutes="Dibuka pukul 09.00")
    with scoped(people.tim_kab.actor):
        meeting = Meeting.objects.get(pk=recorded.meeting.pk)
        present = list(Attendance.objects.filter(meeting=meeting).values_list("name", "office"))
        taken = list(Decision.objects.filter(meeting=meeting).values_list("text", "responsible", "due_on", "state"))
    assert (meeting.year, meeting.chair, meeting.recorded_by) == (2026, "Sekretaris Daerah", people.tim_kab.user.pk)
    assert present == [("Ibu Rahma", "Bappeda")]
    assert taken == [("Lengkapi data sanitasi", "Kabid P2P", dt.date(2026, 12, 15), "open")]
    assert recorded.commitments == 0


def test_only_confirmed_and_cut_rows_become_commitments(people, proposal):
    run, confirmed, cut, refused, open_row = proposal
    recorded = record(people.tim_kab, planner_run_id=run.pk)
    assert recorded.commitments == 2
    with scoped(people.tim_kab.actor):
        commitments = {c.proposal_row_id: c for c in Commitment.objects.select_related("event")}
        states = dict(ProposalRow.objects.values_list("pk", "state"))
        assert JointEvent.objects.count() == 1
    assert states == {confirmed.pk: "agreed", cut.pk: "agreed", refused.pk: "refused", open_row.pk: "proposed"}
    assert set(commitments) == {confirmed.pk, cut.pk}
    whole = commitments[confirmed.pk]
    assert (whole.amount_idr, whole.fund_name, whole.fund_source) == (3_000_000, "BOK", "apbd_kabkota")
    assert (whole.document, whole.document_code, whole.budget_line) == ("dpa", "DPA-1.02", "5.1.02.01")
    assert (whole.activity, whole.programme_no, whole.column_key) == ("genting", 4, "health")
    assert (whole.agreed_on, whole.meeting_id, whole.event.day) == (HELD, recorded.meeting.pk, DAY)
    assert commitments[cut.pk].amount_idr == 1_250_000


def test_later_changes_of_the_offer_leave_the_commitment_as_agreed(people, proposal):
    record(people.tim_kab, planner_run_id=proposal[0].pk)
    with scoped(people.tim_kab.actor):
        Offer.objects.update(title="Judul baru", unit_cost_idr=1)
        assert set(Commitment.objects.values_list("title", flat=True)) == {"Tawaran genting", "Tawaran outreach"}


def test_agreeing_twice_adds_nothing_and_a_later_answer_is_added(people, proposal):
    run, *_, open_row = proposal
    record(people.tim_kab, planner_run_id=run.pk)
    assert record(people.tim_kab, planner_run_id=run.pk).commitments == 0
    with scoped(people.petugas_opd_lain.actor):
        rows_answer(actor=people.petugas_opd_lain.actor, row_ids=[open_row.pk], answer=Answer("confirm"))
    assert record(people.tim_kab, planner_run_id=run.pk).commitments == 1
    with scoped(people.tim_kab.actor):
        assert (Commitment.objects.count(), JointEvent.objects.count()) == (3, 2)


def test_a_delivery_agreed_from_another_run_is_not_agreed_twice(people, proposal):
    run, confirmed, *_ = proposal
    record(people.tim_kab, planner_run_id=run.pk)
    with scoped(people.tim_kab.actor):
        offer = Offer.objects.get(pk=confirmed.offer_id)
    twin_run = make_run()
    twin = make_row(twin_run, offer, VILLAGE, DAY)
    with scoped(people.petugas_opd.actor):
        rows_answer(actor=people.petugas_opd.actor, row_ids=[twin.pk], answer=Answer("confirm"))
    assert record(people.tim_kab, planner_run_id=twin_run.pk).commitments == 0


@pytest.mark.parametrize(
    ("change", "missing"),
    [({"chair": " "}, ["chair"]), ({"present": []}, ["present"]), ({"title": ""}, ["title"])],
)
def test_meeting_without_chair_title_or_anybody_present_is_refused(people, proposal, change, missing):
    with pytest.raises(MeetingIncomplete) as caught:
        record(people.tim_kab, planner_run_id=proposal[0].pk, **change)
    assert caught.value.data["missing"] == missing
    with scoped(people.tim_kab.actor):
        assert (Meeting.objects.count(), Commitment.objects.count()) == (0, 0)


def test_a_meeting_to_come_cannot_be_recorded(people):
    with pytest.raises(MeetingInFuture):
        record(people.tim_kab, held_on=timezone.localdate() + dt.timedelta(days=1))


def test_only_the_regencys_team_records(people, proposal):
    with pytest.raises(PermissionDenied):
        record(people.petugas_opd, planner_run_id=proposal[0].pk)
    for outsider in (people.pokja, people.orang_luar):
        with pytest.raises(Http404):
            record(outsider, planner_run_id=proposal[0].pk)


def test_a_run_of_another_regency_cannot_be_agreed(people, proposal):
    with pytest.raises(Http404):
        record(people.orang_luar, region_code="13.02", planner_run_id=proposal[0].pk)
    with scoped(people.tim_kab.actor):
        assert Commitment.objects.count() == 0


def test_kampung_and_agencies_of_the_regency_read_its_meetings_and_others_do_not(people):
    record(people.tim_kab)
    seen = {}
    for name in ("pokja", "petugas_opd", "orang_luar", "petugas_luar", "pokja_luar"):
        with scoped(getattr(people, name).actor):
            seen[name] = Meeting.objects.count()
    assert seen == {"pokja": 1, "petugas_opd": 1, "orang_luar": 0, "petugas_luar": 0, "pokja_luar": 0}
