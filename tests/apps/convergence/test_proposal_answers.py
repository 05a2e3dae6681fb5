"""Agencies answer their rows; the regency's team may take rows back; nobody else touches them."""

from __future__ import annotations

import datetime as dt

import pytest
from django.core.exceptions import PermissionDenied
from django.http import Http404

from padu.access.gate import scoped
from padu.access.models import AuditEntry
from padu.apps.convergence.models import ProposalRow
from padu.apps.convergence.services.proposals import Answer, CutOutOfRange, ReasonMissing, rows_answer, rows_withdraw
from padu.domain.states import IllegalTransition
from tests.factories import SYSTEM
from tests.people import NEXT_VILLAGE, VILLAGE
from tests.planning_rows import make_fund, make_offer, make_row, make_run

DAY = dt.date(2027, 2, 1)


@pytest.fixture
def rows(people):
    """Two rows of 3 million rupiah for the health office, one for the registry office."""
    run = make_run()
    health = make_offer(make_fund(people.kesehatan))
    registry = make_offer(make_fund(people.dukcapil), "outreach", 1)
    return [
        make_row(run, health, VILLAGE, DAY),
        make_row(run, health, NEXT_VILLAGE, DAY),
        make_row(run, registry, VILLAGE, DAY),
    ]


def answer(person, rows, step, **more):
    with scoped(person.actor):
        return rows_answer(actor=person.actor, row_ids=[r.pk for r in rows], answer=Answer(step, **more))


def stored(people, row):
    with scoped(people.tim_kab.actor):
        return ProposalRow.objects.get(pk=row.pk)


def test_several_rows_are_confirmed_at_once_and_noted(people, rows):
    assert answer(people.petugas_opd, rows[:2], "confirm") == 2
    assert [stored(people, row).state for row in rows] == ["confirmed", "confirmed", "proposed"]
    assert stored(people, rows[0]).answered_by == people.petugas_opd.user.pk
    with scoped(SYSTEM):
        assert AuditEntry.objects.filter(event="proposal_row.confirm").count() == 2


def test_cut_keeps_amount_and_reason(people, rows):
    answer(people.petugas_opd, rows[:1], "cut", cut_to_idr=1_000_000, reason="Pagu berkurang")
    row = stored(people, rows[0])
    assert (row.state, row.cut_to_idr, row.reason, row.amount_idr) == ("cut", 1_000_000, "Pagu berkurang", 3_000_000)


@pytest.mark.parametrize("kept", [3_000_000, 3_000_001, -1, None])
def test_cut_must_lie_below_the_amount(people, rows, kept):
    with pytest.raises(CutOutOfRange):
        answer(people.petugas_opd, rows[:1], "cut", cut_to_idr=kept, reason="Pagu berkurang")
    assert stored(people, rows[0]).state == "proposed"


@pytest.mark.parametrize("step", ["cut", "refuse"])
def test_cut_and_refusal_need_a_reason(people, rows, step):
    with pytest.raises(ReasonMissing):
        answer(people.petugas_opd, rows[:1], step, cut_to_idr=1, reason="  ")


def test_answer_can_be_thought_over_before_the_meeting(people, rows):
    answer(people.petugas_opd, rows[:1], "refuse", reason="Tim penuh")
    answer(people.petugas_opd, rows[:1], "reconsider")
    row = stored(people, rows[0])
    assert (row.state, row.reason, row.answered_by, row.answered_at) == ("proposed", "", None, None)


def test_answering_twice_is_refused_and_changes_nothing(people, rows):
    answer(people.petugas_opd, rows[:1], "confirm")
    with pytest.raises(IllegalTransition):
        answer(people.petugas_opd, rows[:2], "confirm")
    assert [stored(people, row).state for row in rows[:2]] == ["confirmed", "proposed"]


def test_rows_of_another_agency_do_not_exist(people, rows):
    for stranger in (people.petugas_opd_lain, people.petugas_luar, people.pokja):
        with pytest.raises(Http404):
            answer(stranger, rows[:1], "confirm")
    with pytest.raises(Http404):
        answer(people.petugas_opd, [rows[0], rows[2]], "confirm")
    assert {stored(people, row).state for row in rows} == {"proposed"}


def test_the_regency_sees_rows_and_may_not_answer_them(people, rows):
    with pytest.raises(PermissionDenied):
        answer(people.tim_kab, rows[:1], "confirm")


def test_the_regency_takes_rows_back_with_a_reason(people, rows):
    actor = people.tim_kab.actor
    with scoped(actor), pytest.raises(ReasonMissing):
        rows_withdraw(actor=actor, row_ids=[rows[0].pk], reason="")
    with scoped(actor):
        assert rows_withdraw(actor=actor, row_ids=[rows[0].pk], reason="Disusun ulang") == 1
    assert stored(people, rows[0]).state == "withdrawn"
    with pytest.raises(IllegalTransition):
        answer(people.petugas_opd, rows[:1], "confirm")


def test_an_agency_may_not_take_rows_back(people, rows):
    actor = people.petugas_opd.actor
    with scoped(actor), pytest.raises(PermissionDenied):
        rows_withdraw(actor=actor, row_ids=[rows[0].pk], reason="Tidak mau")
