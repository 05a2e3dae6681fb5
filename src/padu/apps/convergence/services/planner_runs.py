"""Running the planner for a regency and year: start, work, stop. What comes out is a proposal."""

from __future__ import annotations

import datetime as dt
import time
from collections.abc import Callable

from django.db import transaction
from django.shortcuts import get_object_or_404
from django.utils import timezone

from padu.access.actor import Actor
from padu.access.audit import record_change
from padu.access.gate import scoped
from padu.access.requests import require_place
from padu.access.verbs import Verb
from padu.apps.convergence.models import PlannerRun, ProposalRow
from padu.apps.convergence.planning import parameters
from padu.apps.convergence.planning.inputs import Inputs, Json, fingerprint, instance_object, read_inputs
from padu.apps.convergence.planning.solving import Outcome, solve_instance
from padu.apps.convergence.words import refusal_words, with_names
from padu.domain.errors import PaduError
from padu.domain.planning import Plan, plan_object, read_instance

_FAILURE_CHARS = 300
_OPEN = (PlannerRun.State.QUEUED, PlannerRun.State.RUNNING)
# [assumption] A run that has not ended so long after its time was lost with its worker.
_LOST_AFTER = dt.timedelta(minutes=10)


class PlanInputsMissing(PaduError):
    """There is nothing to plan. data: missing, of villages, problems, offers, days."""

    code = "plan.inputs_missing"


class RunUnderWay(PaduError):
    """One run at a time for a regency and year. data: run."""

    code = "plan.under_way"


class SecondsOutOfRange(PaduError):
    """data: seconds, least, most."""

    code = "plan.seconds_out_of_range"


class RunNotOpen(PaduError):
    """The run has ended already. data: run, state."""

    code = "plan.not_open"


@transaction.atomic
def run_start(
    *,
    actor: Actor,
    region_code: str,
    year: int,
    seconds: int = parameters.DEFAULT_SECONDS,
    seed: int = 0,
    today: dt.date | None = None,
    made_up: bool = False,
) -> PlannerRun:
    """Freeze what the plan is made from and queue the run; `run_execute` (a job, or the caller) does the work.

    today  planning starts on the day after it; default: the calendar's today

    Raises PlanInputsMissing, RunUnderWay, SecondsOutOfRange, PermissionDenied, Http404.
    """
    require_place(actor, region_code, Verb.PLAN_RUN)
    if not parameters.MIN_SECONDS <= seconds <= parameters.MAX_SECONDS:
        raise SecondsOutOfRange(seconds=seconds, least=parameters.MIN_SECONDS, most=parameters.MAX_SECONDS)
    _refuse_second_run(region_code, year)
    planned_from = today or timezone.localdate()
    inputs = read_inputs(region_code, year)
    instance = instance_object(inputs, today=planned_from)
    _refuse_empty(inputs, instance)
    run: PlannerRun = PlannerRun.objects.create(
        region_code=region_code,
        year=year,
        planned_from=planned_from,
        seconds=seconds,
        seed=seed,
        inputs_hash=fingerprint(instance),
        instance=instance,
        created_by=actor.user_id,
        made_up=made_up or any(offer.made_up for offer in inputs.offers),
    )
    record_change(actor, "planner_run.start", region_code, f"planner_run:{run.pk}")
    return run


def _refuse_second_run(region_code: str, year: int) -> None:
    for run in PlannerRun.objects.filter(region_code=region_code, year=year, state__in=_OPEN):
        if timezone.now() < run.created_at + dt.timedelta(seconds=run.seconds) + _LOST_AFTER:
            raise RunUnderWay(run=run.pk)
        run.state, run.failure, run.finished_at = PlannerRun.State.FAILED, "lost", timezone.now()
        run.save(update_fields=["state", "failure", "finished_at"])


def _refuse_empty(inputs: Inputs, instance: Json) -> None:
    parts = {
        "villages": inputs.villages,
        "problems": inputs.problems,
        "offers": inputs.offers,
        "days": instance["days"],
    }
    missing = [name for name, rows in parts.items() if not rows]
    if missing:
        raise PlanInputsMissing(missing=missing)


def run_execute(*, actor: Actor, run_id: int, should_stop: Callable[[], bool] | None = None) -> PlannerRun:
    """Work a queued run off: solve outside any transaction, write progress in short ones, store the proposal in one.

    should_stop  asked often; true ends the search with the best plan so far, as `run_stop` does

    Runs again from its kept instance after a crash; a run that has ended stays as it is. A plan that cannot be made
    ends the run as failed, with words. Raises PermissionDenied, Http404.
    """
    instance = _begin(actor, run_id)
    if instance is not None:
        try:
            outcome = _solve(actor, run_id, instance, should_stop)
        except PaduError as refusal:
            _fail(actor, run_id, with_names(refusal_words(refusal), instance))
        else:
            _store(actor, run_id, instance, outcome)
    with scoped(actor):
        run: PlannerRun = PlannerRun.objects.get(pk=run_id)
    return run


def run_stop(*, actor: Actor, run_id: int) -> None:
    """Ask a run to end with the best plan found so far. Raises RunNotOpen, PermissionDenied, Http404."""
    run = _locked_run(actor, run_id)
    if run.state not in _OPEN:
        raise RunNotOpen(run=run.pk, state=run.state)
    run.progress = {**run.progress, "stop": True}
    run.save(update_fields=["progress"])
    record_change(actor, "planner_run.stop", run.region_code, f"planner_run:{run.pk}")


def _locked_run(actor: Actor, run_id: int) -> PlannerRun:
    run: PlannerRun = get_object_or_404(PlannerRun.objects.select_for_update(), pk=run_id)
    require_place(actor, run.region_code, Verb.PLAN_RUN)
    return run


def _begin(actor: Actor, run_id: int) -> Json | None:
    """Mark the run as running and hand out its instance; None when it has ended."""
    with scoped(actor):
        run = _locked_run(actor, run_id)
        if run.state not in _OPEN:
            return None
        run.state = PlannerRun.State.RUNNING
        run.save(update_fields=["state"])
        assert run.instance is not None
        return dict(run.instance)


class _Watch:
    """Between the search and the database: writes progress, reads whether somebody asked to stop; once a second."""

    def __init__(self, actor: Actor, run_id: int, should_stop: Callable[[], bool] | None) -> None:
        self.actor, self.run_id, self.told = actor, run_id, should_stop
        self.next_look = 0.0
        self.latest: Json = {}
        self.stopped = False

    def progress(self, step: Json) -> None:
        self.latest = step
        self._look()

    def should_stop(self) -> bool:
        self._look()
        return self.stopped or (self.told is not None and self.told())

    def _look(self) -> None:
        if time.monotonic() < self.next_look:
            return
        self.next_look = time.monotonic() + parameters.PROGRESS_EVERY_SECONDS
        with scoped(self.actor):
            run = PlannerRun.objects.select_for_update().only("progress").get(pk=self.run_id)
            self.stopped = bool(run.progress.get("stop"))
            run.progress = {**run.progress, **self.latest}
            run.save(update_fields=["progress"])


def _solve(actor: Actor, run_id: int, instance: Json, should_stop: Callable[[], bool] | None) -> Outcome:
    with scoped(actor):
        run = PlannerRun.objects.only("seconds", "seed").get(pk=run_id)
    watch = _Watch(actor, run_id, should_stop)
    return solve_instance(
        read_instance(instance),
        seconds=run.seconds,
        seed=run.seed,
        progress=watch.progress,
        should_stop=watch.should_stop,
    )


def _store(actor: Actor, run_id: int, instance: Json, outcome: Outcome) -> None:
    """Keep the plan with its figures and words, and put each new delivery before its agency."""
    with scoped(actor):
        run = _locked_run(actor, run_id)
        if run.state not in _OPEN:
            return
        finished_at = timezone.now()
        run.state, run.finished_at = PlannerRun.State.DONE, finished_at
        run.result = {**outcome.figures, **plan_object(outcome.plan)}
        run.explanation = outcome.explanation
        run.save(update_fields=["state", "finished_at", "result", "explanation"])
        ProposalRow.objects.bulk_create(_rows(run, finished_at, instance, outcome.plan), batch_size=1000)
        record_change(actor, "planner_run.finish", run.region_code, f"planner_run:{run.pk}")


def _rows(run: PlannerRun, proposed_at: dt.datetime, instance: Json, plan: Plan) -> list[ProposalRow]:
    """One row for each delivery that is not agreed already."""
    agreed = {(lock["offer"], lock["village"], lock["day"]) for lock in instance["locked"]}
    fresh = [d for d in plan.deliveries if (d.offer, d.village, d.day.isoformat()) not in agreed]
    offers = {offer["id"]: offer for offer in instance["offers"]}
    return [
        ProposalRow(
            run=run,
            region_code=d.village,
            year=run.year,
            proposed_at=proposed_at,
            agency_id=int(offers[d.offer]["agency"]),
            offer_id=int(d.offer),
            day=d.day,
            amount_idr=offers[d.offer]["unit_cost"],
        )
        for d in sorted(fresh)
    ]


def _fail(actor: Actor, run_id: int, words: str) -> None:
    with scoped(actor):
        run = _locked_run(actor, run_id)
        run.state, run.failure, run.finished_at = PlannerRun.State.FAILED, words[:_FAILURE_CHARS], timezone.now()
        run.save(update_fields=["state", "failure", "finished_at"])
        record_change(actor, "planner_run.fail", run.region_code, f"planner_run:{run.pk}")
