"""A planner run from start to proposal: what it freezes, what it puts before agencies, how it ends."""

from __future__ import annotations

import datetime as dt

import pytest
from django.core.exceptions import PermissionDenied
from django.http import Http404
from django.utils import timezone

from padu.access.gate import scoped
from padu.apps.convergence.models import PlannerRun, ProposalRow
from padu.apps.convergence.planning import parameters
from padu.apps.convergence.planning.inputs import fingerprint
from padu.apps.convergence.planning.solving import Outcome
from padu.apps.convergence.selectors.runs import inputs_of, run_line
from padu.apps.convergence.services import planner_runs
from padu.apps.convergence.services.planner_runs import (
    PlanInputsMissing,
    RunNotOpen,
    RunUnderWay,
    SecondsOutOfRange,
    run_execute,
    run_start,
    run_stop,
)
from padu.apps.convergence.services.proposals import Answer, rows_answer
from padu.apps.convergence.tasks import plan
from padu.apps.coordination.services import MeetingRecord, Present, meeting_record
from padu.domain.planning import Delivery, Plan
from tests.people import NEXT_VILLAGE, REGENCY, VILLAGE
from tests.planning_rows import YEAR, make_fund, make_need, make_offer

TODAY = dt.date(2026, 11, 22)
DAY = dt.date(2027, 2, 1)


@pytest.fixture
def offer(people):
    return make_offer(make_fund(people.kesehatan))


@pytest.fixture
def needs(people):
    make_need(VILLAGE, ("stunting", 4, 52.5))
    make_need(NEXT_VILLAGE, ("stunting", 4, 40.0))


@pytest.fixture
def search(monkeypatch, offer):
    """In place of the search: one delivery in each village on one day, after asking and telling like the real one."""

    def solve(instance, *, seconds, seed, progress, should_stop):
        progress({"score": 10.0, "gap": 0.5, "seconds": 1.0})
        stopped = should_stop()
        villages = sorted(v.code for v in instance.villages)
        plan_found = Plan(tuple(Delivery(code, DAY, str(offer.pk)) for code in villages))
        figures = {"score": 25.0, "bound": 30.0, "gap": 1 / 6, "seconds": 1.5, "seed": seed, "stopped": stopped}
        return Outcome(plan_found, figures, {"reasons": {}})

    monkeypatch.setattr(planner_runs, "solve_instance", solve)


def start(person, **changes):
    values = {"region_code": REGENCY, "year": YEAR, "today": TODAY} | changes
    with scoped(person.actor):
        return run_start(actor=person.actor, **values)


def proposed(person):
    with scoped(person.actor):
        return list(
            ProposalRow.objects.order_by("region_code").values_list("region_code", "day", "amount_idr", "state")
        )


def test_run_freezes_its_inputs_and_their_hash(people, needs, offer):
    run = start(people.tim_kab, seconds=30, seed=7)
    assert (run.state, run.seconds, run.seed, run.planned_from) == ("queued", 30, 7, TODAY)
    assert run.inputs_hash == fingerprint(run.instance)
    assert [v["code"] for v in run.instance["villages"]] == [VILLAGE, NEXT_VILLAGE]


def test_finished_run_puts_each_delivery_before_its_agency(people, needs, search):
    run = run_execute(actor=people.tim_kab.actor, run_id=start(people.tim_kab).pk)
    assert (run.state, run.failure) == ("done", "")
    assert (run.result["score"], run.result["seed"]) == (25.0, 0)
    expected = [(VILLAGE, DAY, 3_000_000, "proposed"), (NEXT_VILLAGE, DAY, 3_000_000, "proposed")]
    assert proposed(people.petugas_opd) == expected
    assert proposed(people.petugas_opd_lain) == []


def test_the_job_works_for_who_started_it_and_running_it_twice_changes_nothing(people, needs, search):
    run = start(people.tim_kab)
    plan(run_id=run.pk, user_id=people.tim_kab.user.pk)
    plan(run_id=run.pk, user_id=people.tim_kab.user.pk)
    assert len(proposed(people.tim_kab)) == 2


def test_a_run_taken_up_again_after_a_crash_ends_the_same(people, needs, search):
    run = start(people.tim_kab)
    with scoped(people.tim_kab.actor):
        PlannerRun.objects.filter(pk=run.pk).update(state="running")
    assert run_execute(actor=people.tim_kab.actor, run_id=run.pk).state == "done"
    assert len(proposed(people.tim_kab)) == 2


def test_progress_is_kept_and_stopping_reaches_the_search(people, needs, search, monkeypatch):
    monkeypatch.setattr(parameters, "PROGRESS_EVERY_SECONDS", 0.0)
    run = start(people.tim_kab)
    with scoped(people.tim_kab.actor):
        run_stop(actor=people.tim_kab.actor, run_id=run.pk)
    done = run_execute(actor=people.tim_kab.actor, run_id=run.pk)
    assert done.result["stopped"] is True
    assert done.progress["score"] == 10.0
    with scoped(people.tim_kab.actor), pytest.raises(RunNotOpen):
        run_stop(actor=people.tim_kab.actor, run_id=run.pk)


def test_nothing_to_plan_is_said_before_a_run_begins(people):
    with pytest.raises(PlanInputsMissing) as caught:
        start(people.tim_kab)
    assert caught.value.data["missing"] == ["villages", "problems", "offers"]


def test_no_offers_no_problems_and_a_year_gone_by(people, needs):
    with pytest.raises(PlanInputsMissing) as caught:
        start(people.tim_kab)
    assert caught.value.data["missing"] == ["offers"]
    make_offer(make_fund(people.kesehatan))
    with pytest.raises(PlanInputsMissing) as caught:
        start(people.tim_kab, today=dt.date(2027, 12, 31))
    assert caught.value.data["missing"] == ["days"]


def test_one_run_at_a_time_and_a_lost_one_makes_room(people, needs, offer):
    first = start(people.tim_kab)
    with pytest.raises(RunUnderWay) as caught:
        start(people.tim_kab_kedua)
    assert caught.value.data["run"] == first.pk
    with scoped(people.tim_kab.actor):
        PlannerRun.objects.filter(pk=first.pk).update(created_at=timezone.now() - dt.timedelta(hours=1))
    assert start(people.tim_kab_kedua).pk != first.pk
    with scoped(people.tim_kab.actor):
        assert PlannerRun.objects.get(pk=first.pk).failure == "lost"


@pytest.mark.parametrize("seconds", [4, 601])
def test_time_has_bounds(people, needs, offer, seconds):
    with pytest.raises(SecondsOutOfRange):
        start(people.tim_kab, seconds=seconds)


def test_only_the_regencys_team_plans(people, needs, offer):
    with pytest.raises(PermissionDenied):
        start(people.petugas_opd)
    for outsider in (people.pokja, people.orang_luar):
        with pytest.raises(Http404):
            start(outsider)


def test_a_run_is_stale_once_an_offer_changes(people, needs, search, offer):
    run = run_execute(actor=people.tim_kab.actor, run_id=start(people.tim_kab).pk)
    with scoped(people.tim_kab.actor):
        assert run_line(run, inputs_of(run)).stale is False
        offer.unit_cost_idr = 1
        offer.save(update_fields=["unit_cost_idr"])
        assert run_line(run, inputs_of(run)).stale is True


def agree(people, run):
    with scoped(people.petugas_opd.actor) as actor:
        ids = list(ProposalRow.objects.filter(run_id=run.pk).values_list("pk", flat=True))
        rows_answer(actor=actor, row_ids=ids, answer=Answer("confirm"))
    record = MeetingRecord(REGENCY, TODAY, "Rapat", "Sekda", [Present("Ibu R", "Bappeda")], planner_run_id=run.pk)
    with scoped(people.tim_kab.actor) as actor:
        return meeting_record(actor=actor, record=record).commitments


def test_what_was_agreed_is_locked_in_the_next_run_and_not_proposed_again(people, needs, search):
    first = run_execute(actor=people.tim_kab.actor, run_id=start(people.tim_kab).pk)
    assert agree(people, first) == 2
    with scoped(people.tim_kab.actor):
        assert run_line(first, inputs_of(first)).stale is False
    second = start(people.tim_kab)
    assert [(row["village"], row["day"]) for row in second.instance["locked"]] == [
        (VILLAGE, "2027-02-01"),
        (NEXT_VILLAGE, "2027-02-01"),
    ]
    run_execute(actor=people.tim_kab.actor, run_id=second.pk)
    with scoped(people.tim_kab.actor):
        assert ProposalRow.objects.filter(run_id=second.pk).count() == 0


def test_an_offer_taken_back_after_agreement_stays_in_the_instance(people, needs, search, offer):
    agree(people, run_execute(actor=people.tim_kab.actor, run_id=start(people.tim_kab).pk))
    with scoped(people.tim_kab.actor):
        offer.active = False
        offer.save(update_fields=["active"])
    assert [row["id"] for row in start(people.tim_kab).instance["offers"]] == [str(offer.pk)]


def test_the_real_search_plans_what_was_submitted(people, needs, offer):
    done = run_execute(actor=people.tim_kab.actor, run_id=start(people.tim_kab, seconds=5).pk)
    assert (done.state, done.failure) == ("done", "")
    # 0.3 of 52.5 and of 40 points, less one event day of one point in each village.
    assert done.result["score"] == pytest.approx(0.3 * 92.5 - 2)
    assert done.result["gap"] >= 0
    assert done.explanation["summary"].startswith("2 kegiatan dalam 2 hari acara")
    assert len(done.explanation["reasons"]) == 2
    rows = proposed(people.petugas_opd)
    assert [row[0] for row in rows] == [VILLAGE, NEXT_VILLAGE]
    assert {row[2] for row in rows} == {3_000_000}


def test_agreements_that_cannot_be_kept_together_end_the_run_in_words(people, needs, search, offer, monkeypatch):
    agree(people, run_execute(actor=people.tim_kab.actor, run_id=start(people.tim_kab).pk))
    monkeypatch.undo()
    with scoped(people.tim_kab.actor):
        offer.max_deliveries = 1
        offer.save(update_fields=["max_deliveries"])
    failed = run_execute(actor=people.tim_kab.actor, run_id=start(people.tim_kab, seconds=5).pk)
    assert failed.state == "failed"
    assert "penawaran “Tawaran genting”" in failed.failure
    with scoped(people.tim_kab.actor):
        assert ProposalRow.objects.filter(run_id=failed.pk).count() == 0
