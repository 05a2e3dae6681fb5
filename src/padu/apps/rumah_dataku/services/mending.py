"""Rows of a run that were kept out, taken from the kept file again, to be corrected and sent again."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from typing import Final

from padu.access.actor import Actor
from padu.access.gate import scoped
from padu.apps.rumah_dataku.files.columns import Table
from padu.apps.rumah_dataku.files.mending import MendingSheet, Notes, family_sheet, keys_of, mending_workbook, note_of
from padu.apps.rumah_dataku.models import ImportIssue, ImportRun, KeptFile
from padu.apps.rumah_dataku.services import kept_files
from padu.apps.rumah_dataku.services.issues import ShownIssue, open_issue
from padu.apps.rumah_dataku.services.opening import opened_book, read_family_file, read_figure_file
from padu.apps.rumah_dataku.services.runs import FIGURE_KINDS

_ERROR: Final = "error"
_KEYS: Final = {ImportRun.Kind.FAMILIES: "family_key", ImportRun.Kind.OPENSID: "no_kk"}
"""The column by which rows make up a family, which is stored whole or not at all."""


def may_mend(run: ImportRun) -> bool:
    """Whether rows of the run were kept out and its file is still there. Callers stand in a scope."""
    if not run.counts.get("errors"):
        return False
    kept = KeptFile.objects.filter(run=run).first()
    return kept is not None and kept_files.exists(kept.path)


def import_mending(*, actor: Actor, run: ImportRun) -> bytes:
    """A workbook of the rows that were kept out. Raises FileRefused, KeptFileMissing."""
    with scoped(actor):
        kept = KeptFile.objects.get(run=run)
        notes = notes_of(map(open_issue, ImportIssue.objects.filter(run=run).order_by("number").iterator()))
    with opened_book(run, kept) as book:
        if run.kind in FIGURE_KINDS:
            tables: tuple[Table, ...] = (read_figure_file(run, book, actor).table,)
        else:
            tables = read_family_file(run, book, actor)[1].tables
        return mending_workbook(sheets_to_mend(tables, notes, _KEYS.get(ImportRun.Kind(run.kind), "")))


def sheets_to_mend(tables: tuple[Table, ...], notes: dict[str, Notes], key: str) -> list[MendingSheet]:
    """The bad rows of each table with the families they belong to."""
    keys = keys_of([(table, notes.get(table.sheet, {})) for table in tables], key) if key else set()
    return [family_sheet(table, notes.get(table.sheet, {}), key, keys) for table in tables]


def notes_of(issues: Iterable[ShownIssue]) -> dict[str, Notes]:
    """Sheet -> row -> what is wrong and what is proposed, for rows with an error; warnings of such rows come along."""
    told: dict[str, dict[int, list[ShownIssue]]] = defaultdict(lambda: defaultdict(list))
    for issue in issues:
        told[issue.sheet][issue.row].append(issue)
    return {
        sheet: {
            row: note_of((one.column, one.title, one.expected) for one in found)
            for row, found in rows.items()
            if any(one.severity == _ERROR for one in found)
        }
        for sheet, rows in told.items()
    }
