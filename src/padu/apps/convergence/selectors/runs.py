"""Planner runs as the table and their own pages show them."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from django.db.models import QuerySet
from django.http import Http404

from padu.apps.convergence.models import PlannerRun
from padu.apps.convergence.planning.inputs import Inputs, Json, fingerprint, instance_object, read_inputs


@dataclass(frozen=True, slots=True)
class RunLine:
    """A run with what its result says; figures are None until it has one.

    stale  what the plan is made from has changed since, other than by agreeing on this very plan
    """

    run: PlannerRun
    score: float | None
    gap: float | None
    deliveries: int | None
    events: int | None
    stale: bool

    @property
    def done(self) -> bool:
        return self.run.state == PlannerRun.State.DONE

    @property
    def open(self) -> bool:
        return self.run.state in (PlannerRun.State.QUEUED, PlannerRun.State.RUNNING)


def runs_of(region_code: str, year: int) -> QuerySet[PlannerRun]:
    """Runs of a regency and year, newest first."""
    return PlannerRun.objects.filter(region_code=region_code, year=year).order_by("-created_at", "-pk")


def run_lines(inputs: Inputs) -> list[RunLine]:
    """All runs of the regency and year of these inputs, compared with them."""
    rows = runs_of(inputs.region_code, inputs.year).defer("instance", "explanation")
    return [run_line(run, inputs) for run in rows]


def run_line(run: PlannerRun, inputs: Inputs) -> RunLine:
    """One run compared with what it would be made from now."""
    result = run.result or {}
    deliveries = result.get("deliveries")
    now = fingerprint(instance_object(inputs, today=run.planned_from, without_run=run.pk))
    return RunLine(
        run=run,
        score=result.get("score"),
        gap=result.get("gap"),
        deliveries=None if deliveries is None else len(deliveries),
        events=None if deliveries is None else len({(d["village"], d["day"]) for d in deliveries}),
        stale=now != run.inputs_hash,
    )


def get_run(run_id: int) -> PlannerRun:
    """Raises Http404 for a run the actor does not see."""
    run: PlannerRun | None = PlannerRun.objects.filter(pk=run_id).first()
    if run is None:
        raise Http404
    return run


def inputs_of(run: PlannerRun) -> Inputs:
    """What the run would be made from now."""
    return read_inputs(run.region_code, run.year)


def newest_done(lines: Iterable[RunLine]) -> RunLine | None:
    return next((line for line in lines if line.done), None)


def delivered_by(run: PlannerRun) -> list[tuple[int, str]]:
    """(offer id, village) of each delivery of the run's plan."""
    rows: list[Json] = (run.result or {}).get("deliveries", [])
    return [(int(row["offer"]), row["village"]) for row in rows]
