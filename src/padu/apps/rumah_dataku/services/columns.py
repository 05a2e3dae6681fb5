"""The columns of a received file: looked at first, put right by a person where they are not sure, and remembered."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping, Sequence
from dataclasses import asdict
from typing import Any

from django.conf import settings
from django.utils import timezone

from padu.access.actor import Actor
from padu.access.audit import record_change
from padu.access.gate import scoped
from padu.apps.rumah_dataku.files.columns import MENDING_HEADS
from padu.apps.rumah_dataku.files.preview import ColumnPreview, ColumnState, SheetPreview, preview
from padu.apps.rumah_dataku.files.problems import FileRefused
from padu.apps.rumah_dataku.models import ImportColumns, ImportRun, KeptFile, RememberedColumns
from padu.apps.rumah_dataku.services.opening import KeptFileMissing, opened_book, plans_of
from padu.apps.rumah_dataku.services.runs import (
    OPERATOR_ID,
    clear_issues,
    get_run,
    locked_run,
    require_run,
    take_step,
    worker_of,
)
from padu.domain.tabular import fold

Chosen = dict[str, dict[str, str]]
"""Name of a sheet in the template -> position -> key of the column there, as JSON keeps it."""


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


def headers_digest(sheets: Sequence[SheetPreview]) -> str:
    """One text for all headers in their order: the same for files that were written by the same program."""
    ours = {fold(head) for head in MENDING_HEADS}
    heads = [
        [sheet.role, [[one.position, fold(one.header)] for one in sheet.columns if fold(one.header) not in ours]]
        for sheet in sheets
    ]
    return hashlib.sha256(json.dumps(heads).encode()).hexdigest()


def _keep(run: ImportRun, sheets: Sequence[SheetPreview], digest: str) -> None:
    detail = json.dumps([asdict(sheet) for sheet in sheets]).encode()
    key_id, sealed = settings.KEYRING.encrypt(detail, columns_context(run.pk))
    values = {"headers_sha256": digest, "detail": sealed, "key_id": key_id}
    own = {"region_code": run.region_code, "created_by": run.created_by}
    ImportColumns.objects.update_or_create(run=run, defaults=values | own)


def columns_context(run_id: int) -> bytes:
    """What binds the ciphertext to its run."""
    return f"rumah_dataku.import_columns:{run_id}".encode()


def sheets_of(run: ImportRun) -> list[SheetPreview]:
    """The columns of a run as they were understood; empty where nobody looked. Callers stand in a scope."""
    row = ImportColumns.objects.filter(run=run).first()
    if row is None:
        return []
    clear = settings.KEYRING.decrypt(row.key_id, bytes(row.detail), columns_context(run.pk))
    return [_sheet(said) for said in json.loads(clear)]


def _sheet(said: dict[str, Any]) -> SheetPreview:
    columns = tuple(
        ColumnPreview(**one | {"state": ColumnState(one["state"]), "examples": tuple(one["examples"])})
        for one in said["columns"]
    )
    return SheetPreview(**said | {"columns": columns, "missing": tuple(said["missing"])})


def source_of(run: ImportRun) -> str:
    """What tells files with the same headers apart: the kind of file, and who published it."""
    return f"{run.kind}:{run.options.get('source', '')}"


def remembered_columns(run: ImportRun) -> Chosen:
    """What was chosen for the last such file in this place; empty where there was none. Callers stand in a scope."""
    row = ImportColumns.objects.filter(run=run).first()
    return _remembered(run, row.headers_sha256) if row else {}


def _remembered(run: ImportRun, digest: str) -> Chosen:
    rows = RememberedColumns.objects.filter(region_code=run.region_code, source=source_of(run))
    found = rows.filter(headers_sha256=digest).values_list("columns", flat=True).first()
    return found or {}


def columns_choose(*, actor: Actor, run_id: int, chosen: Mapping[str, Mapping[int, str]]) -> ImportRun:
    """Read the file with these columns from now on: name of a sheet in the template -> position -> key, "" left out.

    The run waits to be checked anew, and the choice is remembered for the next file with these headers.
    Raises IllegalTransition for a stored or discarded run, ImportRefused while it is being stored.
    """
    with scoped(actor):
        run = locked_run(actor, run_id)
        sheets = {sheet.role: sheet for sheet in sheets_of(run)}
        plain = {role: {str(at): key for at, key in columns.items()} for role, columns in chosen.items()}
        settled = {
            sheets[role].sheet: {"role": role, "header_row": sheets[role].header_row, "columns": columns}
            for role, columns in plain.items()
            if role in sheets
        }
        clear_issues(run)
        options = run.options | {"columns": settled}
        take_step(run, "remap", options=options, counts={}, problem=None, done=0, total=None)
        _remember(actor, run, plain)
        record_change(actor, "import.columns", run.region_code, f"import:{run.pk}")
    return run


def _remember(actor: Actor, run: ImportRun, chosen: Chosen) -> None:
    row = ImportColumns.objects.filter(run=run).first()
    if row is None:
        return
    RememberedColumns.objects.update_or_create(
        region_code=run.region_code,
        source=source_of(run),
        headers_sha256=row.headers_sha256,
        defaults={"columns": chosen, "chosen_by": actor.user_id or OPERATOR_ID, "chosen_at": timezone.now()},
    )
