"""Check a received file: what is good, what is bad and why, what storing would change. Nothing is stored."""

from __future__ import annotations

from typing import Any

from django.db.models import Value
from django.db.models.functions import Greatest

from padu.access.actor import Actor
from padu.access.gate import scoped
from padu.apps.rumah_dataku.files.problems import FileProblem, FileRefused, RowIssue
from padu.apps.rumah_dataku.models import ImportRun, KeptFile
from padu.apps.rumah_dataku.services.families_run import difference_counts, staged_families
from padu.apps.rumah_dataku.services.figures_run import figure_difference, staged_figures
from padu.apps.rumah_dataku.services.issues import save_issues
from padu.apps.rumah_dataku.services.opening import KeptFileMissing
from padu.apps.rumah_dataku.services.portions import only_worker
from padu.apps.rumah_dataku.services.runs import (
    FIGURE_KINDS,
    MISSING,
    clear_issues,
    get_run,
    import_fail,
    problems_json,
    require_run,
    take_step,
    worker_of,
)


def import_check(*, actor: Actor, run_id: int) -> ImportRun:
    """Check the kept file of a run, whatever became of an earlier attempt.

    The run ends as checked with counts and issues, as refused with the reasons, or as failed when we broke off.
    Progress and issues are written batch by batch, so that a page can follow.
    """
    with only_worker(run_id):
        run, kept = _begin(actor, run_id)
        if run.state != ImportRun.State.CHECKING:
            return run
        _check_or_fail(run, kept, actor)
    with scoped(actor):
        run.refresh_from_db()
    return run


def _check_or_fail(run: ImportRun, kept: KeptFile | None, actor: Actor) -> None:
    finished = False
    problem: FileProblem | None = None
    try:
        _check(run, kept, actor)
        finished = True
    except KeptFileMissing:
        problem = MISSING
    except FileRefused as refused:
        with scoped(worker_of(actor, run.region_code)):
            clear_issues(run)
            take_step(run, "refuse", problem=problems_json(refused.problems))
        finished = True
    finally:
        if not finished:
            import_fail(actor=actor, run_id=run.pk, problem=problem)


def _begin(actor: Actor, run_id: int) -> tuple[ImportRun, KeptFile | None]:
    """The run, marked as being checked, and its file unless that was purged; what a killed worker left is cleared."""
    with scoped(actor):
        run = get_run(run_id)
        require_run(actor, run)
        kept = KeptFile.objects.filter(run=run).first()
    with scoped(worker_of(actor, run.region_code)):
        if run.state == ImportRun.State.RECEIVED:
            take_step(run, "check", done=0, total=None)
        if run.state == ImportRun.State.CHECKING:
            clear_issues(run)
    return run, kept


class Notebook:
    """Writes progress and issues of a run in short transactions of their own."""

    def __init__(self, run: ImportRun, actor: Actor, *, keep_issues: bool) -> None:
        self._run, self._actor, self._keep_issues = run, worker_of(actor, run.region_code), keep_issues
        self._number = 1

    def tell(self, done: int, total: int | None, issues: list[RowIssue]) -> None:
        with scoped(self._actor):
            if self._keep_issues:
                self._number = save_issues(self._run, issues, self._number)
            # What is taken up again after a worker died counts on from where the page saw it.
            ImportRun.objects.filter(pk=self._run.pk).update(done=Greatest("done", Value(done)), total=total)
        self._run.done, self._run.total = max(done, self._run.done), total


def _check(run: ImportRun, kept: KeptFile | None, actor: Actor) -> None:
    notebook = Notebook(run, actor, keep_issues=True)
    fields: dict[str, Any] = {}
    if run.kind in FIGURE_KINDS:
        with staged_figures(run, kept, actor, notebook.tell) as figures:
            counts = figures.counts() | figure_difference(run, actor)
    else:
        with staged_families(run, kept, actor, notebook.tell) as families:
            notebook.tell(run.done, run.total, families.issues)
            counts = families.counts() | difference_counts(run, actor, families.reader.name)
            fields["kind"] = families.reader.name
    with scoped(worker_of(actor, run.region_code)):
        take_step(run, "finish_check", counts=counts, **fields)
