"""Long work of this app, done by the worker."""

from __future__ import annotations

from procrastinate.contrib.django import app

from padu.apps.accounts.actors import load_actor_by_id
from padu.apps.convergence.services.planner_runs import run_execute


@app.task(name="convergence.plan", queue="work")
def plan(run_id: int, user_id: int) -> None:
    """Work a planner run off for the person who started it, with the rights they have now."""
    run_execute(actor=load_actor_by_id(user_id), run_id=run_id)
