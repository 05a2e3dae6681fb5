"""The steps of an import run, each by the state machine; who may take them."""

from __future__ import annotations

from typing import Any, Final

from django.http import Http404
from django.utils import timezone

from padu.access.actor import Actor, system_actor
from padu.access.audit import record_change
from padu.access.gate import scoped
from padu.access.requests import require_place
from padu.access.verbs import Verb
from padu.apps.rumah_dataku.files.problems import KEPT, FileProblem
from padu.apps.rumah_dataku.models import ImportChunk, ImportIssue, ImportRun
from padu.domain.errors import PaduError
from padu.domain.states import IMPORT_RUN

OPERATOR_ID: Final = 0
"""`created_by` of what an operator sent from the command line: no account stands behind it."""

VERBS: Final = {
    ImportRun.Kind.FAMILIES: Verb.FAMILY_WRITE,
    ImportRun.Kind.OPENSID: Verb.FAMILY_WRITE,
    ImportRun.Kind.FIGURES: Verb.FIGURE_IMPORT,
    ImportRun.Kind.SIGA: Verb.FIGURE_SEND,
}
"""What somebody must be allowed to do in a place to send a file of this kind for it."""

FIGURE_KINDS: Final = frozenset({ImportRun.Kind.FIGURES, ImportRun.Kind.SIGA})
"""Kinds that bring figures; the others bring families."""

_DUTIES: Final = (Verb.FAMILY_READ, Verb.FAMILY_WRITE, Verb.SPECIFIC_READ, Verb.SPECIFIC_WRITE, Verb.FIGURE_IMPORT)


class ImportRefused(PaduError):
    """A step of an import that cannot be taken now. data: reason.

    reason  bad_rows (all or nothing was asked and rows are bad), nothing_good, changed_since_check, file_gone, storing
            and undoing (a worker is at it), part_stored (villages of it stand in the tables already), own_source,
            not_whole (the entire village was claimed for a file of which rows are kept out)
    """

    code = "import.refused"


def verb_of(kind: str) -> Verb:
    return VERBS[ImportRun.Kind(kind)]


def require_run(actor: Actor, run: ImportRun) -> None:
    """Let pass who may send such a file for this place. Raises Http404, PermissionDenied."""
    require_place(actor, run.region_code, verb_of(run.kind))


def get_run(run_id: int) -> ImportRun:
    """A run that the current actor may see. Raises Http404."""
    run: ImportRun | None = ImportRun.objects.filter(pk=run_id).first()
    if run is None:
        raise Http404
    return run


def locked_run(actor: Actor, run_id: int) -> ImportRun:
    """The run for a step, by who may take it: of two people at once the second sees what the first has done.

    Raises Http404, PermissionDenied; ImportRefused (storing, undoing) while a worker is at it.
    """
    require_run(actor, get_run(run_id))
    run: ImportRun = ImportRun.objects.select_for_update().get(pk=run_id)
    if run.state == ImportRun.State.CHECKED and "store" in run.options:
        raise ImportRefused(reason="storing")
    if is_ordered(run):
        raise ImportRefused(reason="undoing")
    return run


def is_ordered(run: ImportRun) -> bool:
    """Whether a run waits to be taken back."""
    return bool(run.options.get("undo", {}).get("state") == "ordered" and run.state != ImportRun.State.UNDONE)


def worker_of(actor: Actor, region_code: str) -> Actor:
    """The system in the place of a run, for what its sender may start but not do row by row (specific answers)."""
    return system_actor(region_code, *_DUTIES, on_behalf_of=actor)


def take_step(run: ImportRun, step: str, **fields: Any) -> None:
    """Move the run to its next state with other fields. Raises IllegalTransition."""
    run.state = IMPORT_RUN.next_state(run.state, step)
    for name, value in fields.items():
        setattr(run, name, value)
    run.save(update_fields=["state", *fields])


def import_discard(*, actor: Actor, run_id: int) -> ImportRun:
    """Drop a checked file: nothing of it is stored, the file stays until it is purged.

    Raises IllegalTransition, ImportRefused (storing, undoing, part_stored).
    """
    with scoped(actor):
        run = locked_run(actor, run_id)
        if ImportChunk.objects.filter(run=run, undone_at__isnull=True).exists():
            raise ImportRefused(reason="part_stored")
        take_step(run, "discard")
        record_change(actor, "import.discard", run.region_code, f"import:{run.pk}")
    return run


def import_retry(*, actor: Actor, run_id: int) -> ImportRun:
    """Check again what failed on our side, from the kept file. Raises IllegalTransition, ImportRefused (undoing)."""
    with scoped(actor):
        run = locked_run(actor, run_id)
        run.options.pop("store", None)
        take_step(run, "retry", problem=None, done=0, total=None, options=run.options)
    return run


def import_fail(*, actor: Actor, run_id: int, problem: FileProblem | None = None) -> None:
    """Note that the work broke off on our side; the file is kept and can be checked again."""
    with scoped(worker_of(actor, _place_of(actor, run_id))):
        run = get_run(run_id)
        if "fail" in IMPORT_RUN.steps_from(run.state):
            run.options.pop("store", None)
            take_step(run, "fail", problem=problems_json((problem or OURS,)), options=run.options)


def _place_of(actor: Actor, run_id: int) -> str:
    with scoped(actor):
        return str(get_run(run_id).region_code)


MISSING: Final = FileProblem(
    "file_gone",
    "Berkas ini tidak ditemukan di tempat simpan (berkas dihapus setelah 90 hari).",
    "Tekan “Periksa lagi”; bila tetap begini, kirim berkasnya lagi.",
    "Belum ada data yang ditulis.",
)
OURS: Final = FileProblem(
    "internal", "Pekerjaan terhenti karena gangguan di sistem, bukan karena berkas Anda.", "Tekan “Periksa lagi”.", KEPT
)


def problems_json(problems: tuple[FileProblem, ...]) -> list[dict[str, str]]:
    """File problems as they stand in `ImportRun.problem` and among the notices of its counts."""
    return [
        {"code": one.code, "level": one.level.value, "message": one.message, "kept": one.kept, "todo": one.todo}
        for one in problems
    ]


def clear_issues(run: ImportRun) -> None:
    ImportIssue.objects.filter(run=run).delete()


def now_stored(run: ImportRun, counts: dict[str, Any]) -> None:
    take_step(run, "store", counts=counts, stored_at=timezone.now())
