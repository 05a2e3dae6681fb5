"""The columns of a received file: looked at first, put right by a person where they are not sure, and remembered."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from padu.access.actor import Actor
from padu.access.audit import record_change
from padu.access.gate import scoped
from padu.apps.rumah_dataku.files.preview import SheetPreview, preview
from padu.apps.rumah_dataku.files.problems import FileRefused
from padu.apps.rumah_dataku.models import ImportColumns, ImportRun, KeptFile
from padu.apps.rumah_dataku.services.column_memory import (
    Chosen,
    headers_digest,
    open_sheets,
    plain_choice,
    remember_columns,
    remembered_for,
    seal_sheets,
    settled_columns,
)
from padu.apps.rumah_dataku.services.opening import KeptFileMissing, opened_book, plans_of
from padu.apps.rumah_dataku.services.runs import (
    clear_issues,
    get_run,
    locked_run,
    require_run,
    take_step,
    worker_of,
)


def import_look(*, actor: Actor, run_id: int) -> ImportRun:
    """Look at the columns of a received file; where a person should, the run waits for them (state `columns`).

    A file that cannot be opened is left to the check, which tells why. Looking again changes nothing.
    """
    with scoped(actor):
        run = get_run(run_id)
        require_run(actor, run)
        kept = KeptFile.objects.filter(run=run).first()
    if run.state != ImportRun.State.RECEIVED:
        return run
    try:
        with opened_book(run, kept) as book:
            sheets = preview(book, plans_of(run, book, actor))
    except (FileRefused, KeptFileMissing):
        return run
    digest = headers_digest(sheets)
    with scoped(worker_of(actor, run.region_code)):
        _keep(run, sheets, digest)
        settled = "columns" in run.options
        if sheets and not settled and (any(sheet.asks for sheet in sheets) or _remembered(run, digest)):
            take_step(run, "ask")
    return run


def _keep(run: ImportRun, sheets: Sequence[SheetPreview], digest: str) -> None:
    key_id, sealed = seal_sheets(sheets, columns_context(run.pk))
    values = {"headers_sha256": digest, "detail": sealed, "key_id": key_id}
    own = {"region_code": run.region_code, "created_by": run.created_by}
    ImportColumns.objects.update_or_create(run=run, defaults=values | own)


def columns_context(run_id: int) -> bytes:
    """What binds the ciphertext to its run."""
    return f"rumah_dataku.import_columns:{run_id}".encode()


def sheets_of(run: ImportRun) -> list[SheetPreview]:
    """The columns of a run as they were understood; empty where nobody looked. Callers stand in a scope."""
    row = ImportColumns.objects.filter(run=run).first()
    return open_sheets(row.key_id, row.detail, columns_context(run.pk)) if row else []


def source_of(run: ImportRun) -> str:
    """What tells files with the same headers apart: the kind of file, and who published it."""
    return f"{run.kind}:{run.options.get('source', '')}"


def remembered_columns(run: ImportRun) -> Chosen:
    """What was chosen for the last such file in this place; empty where there was none. Callers stand in a scope."""
    row = ImportColumns.objects.filter(run=run).first()
    return _remembered(run, row.headers_sha256) if row else {}


def _remembered(run: ImportRun, digest: str) -> Chosen:
    return remembered_for(run.region_code, source_of(run), digest)


def columns_choose(*, actor: Actor, run_id: int, chosen: Mapping[str, Mapping[int, str]]) -> ImportRun:
    """Read the file with these columns from now on: name of a sheet in the template -> position -> key, "" left out.

    The run waits to be checked anew, and the choice is remembered for the next file with these headers.
    Raises IllegalTransition for a stored or discarded run, ImportRefused while it is being stored.
    """
    with scoped(actor):
        run = locked_run(actor, run_id)
        plain = plain_choice(chosen)
        options = run.options | {"columns": settled_columns(sheets_of(run), plain)}
        clear_issues(run)
        take_step(run, "remap", options=options, counts={}, problem=None, done=0, total=None)
        _remember(actor, run, plain)
        record_change(actor, "import.columns", run.region_code, f"import:{run.pk}")
    return run


def _remember(actor: Actor, run: ImportRun, chosen: Chosen) -> None:
    row = ImportColumns.objects.filter(run=run).first()
    if row is not None:
        digest = row.headers_sha256
        remember_columns(actor=actor, region_code=run.region_code, source=source_of(run), digest=digest, chosen=chosen)
