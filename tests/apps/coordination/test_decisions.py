"""A decision is closed with evidence by who answers for it, and verified by a second person."""

from __future__ import annotations

import datetime as dt

import pytest
from django.core.exceptions import PermissionDenied
from django.db import IntegrityError, transaction
from django.http import Http404

from padu.access.gate import scoped
from padu.apps.coordination.models import Decision
from padu.apps.coordination.services import (
    EvidenceMissing,
    MeetingRecord,
    NewDecision,
    Present,
    ReopenReasonMissing,
    decision_complete,
    decision_reopen,
    decision_verify,
    meeting_record,
)
from padu.domain.states import IllegalTransition, SecondPersonNeeded
from tests.people import REGENCY


@pytest.fixture
def decisions(people):
    """One decision for the health office, one for the team itself."""
    due = dt.date(2026, 12, 15)
    record = MeetingRecord(
        region_code=REGENCY,
        held_on=dt.date(2026, 1, 20),
        title="Rapat koordinasi",
        chair="Sekda",
        present=[Present("Ibu Rahma", "Bappeda")],
        decisions=[
            NewDecision("Susun jadwal", "Kabid Kesmas", due, agency_id=people.kesehatan.pk),
            NewDecision("Terbitkan SK", "Kabag Hukum", due),
        ],
    )
    with scoped(people.tim_kab.actor):
        meeting = meeting_record(actor=people.tim_kab.actor, record=record).meeting
        return list(Decision.objects.filter(meeting=meeting).order_by("pk"))


def act(person, step, decision, **more):
    with scoped(person.actor):
        return step(actor=person.actor, decision_id=decision.pk, **more)


def test_the_agency_closes_its_own_and_the_regency_verifies(people, decisions):
    act(people.petugas_opd, decision_complete, decisions[0], evidence="Jadwal nomor 5")
    verified = act(people.tim_kab, decision_verify, decisions[0])
    assert (verified.state, verified.closed_by, verified.verified_by) == (
        "verified",
        people.petugas_opd.user.pk,
        people.tim_kab.user.pk,
    )


def test_evidence_is_needed(people, decisions):
    with pytest.raises(EvidenceMissing):
        act(people.petugas_opd, decision_complete, decisions[0], evidence=" ")


def test_who_closed_it_cannot_verify_it(people, decisions):
    act(people.tim_kab, decision_complete, decisions[1], evidence="SK 12/2026")
    with pytest.raises(SecondPersonNeeded):
        act(people.tim_kab, decision_verify, decisions[1])
    assert act(people.tim_kab_kedua, decision_verify, decisions[1]).state == "verified"


def test_the_database_refuses_one_person_for_both(people, decisions):
    with scoped(people.tim_kab.actor), pytest.raises(IntegrityError), transaction.atomic():
        Decision.objects.filter(pk=decisions[1].pk).update(closed_by=7, verified_by=7)


def test_reopening_takes_a_reason_and_the_work_starts_again(people, decisions):
    act(people.petugas_opd, decision_complete, decisions[0], evidence="Jadwal nomor 5")
    with pytest.raises(ReopenReasonMissing):
        act(people.tim_kab, decision_reopen, decisions[0], reason="")
    again = act(people.tim_kab, decision_reopen, decisions[0], reason="Jadwal belum lengkap")
    assert (again.state, again.reopened_reason) == ("reopened", "Jadwal belum lengkap")
    assert act(people.petugas_opd, decision_complete, decisions[0], evidence="Jadwal 6").state == "done"


def test_an_open_decision_cannot_be_verified(people, decisions):
    with pytest.raises(IllegalTransition):
        act(people.tim_kab, decision_verify, decisions[0])


def test_another_agency_and_the_kampung_may_only_read(people, decisions):
    for person in (people.petugas_opd_lain, people.petugas_opd):
        with pytest.raises(PermissionDenied):
            act(person, decision_complete, decisions[1], evidence="Bukan milik saya")
    with pytest.raises(PermissionDenied):
        act(people.petugas_opd, decision_verify, decisions[0])
    for outsider in (people.pokja, people.orang_luar):
        with pytest.raises(Http404):
            act(outsider, decision_complete, decisions[0], evidence="x")
