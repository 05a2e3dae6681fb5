"""Columns as they were understood and as people put them: sealed, remembered by headers, laid on a book again.

For files of families and figures, and for lists of other sectors.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import asdict
from typing import Any

from django.conf import settings
from django.utils import timezone

from padu.access.actor import Actor
from padu.apps.rumah_dataku.files.columns import MENDING_HEADS
from padu.apps.rumah_dataku.files.preview import ColumnPreview, ColumnState, SheetPreview
from padu.apps.rumah_dataku.files.sheets import Assigned
from padu.apps.rumah_dataku.models import RememberedColumns
from padu.apps.rumah_dataku.services.runs import OPERATOR_ID
from padu.domain.tabular import fold

Chosen = dict[str, dict[str, str]]
"""Name of a sheet in the template -> position -> key of the column there, as JSON keeps it."""


def headers_digest(sheets: Sequence[SheetPreview]) -> str:
    """One text for all headers in their order: the same for files that were written by the same program."""
    ours = {fold(head) for head in MENDING_HEADS}
    heads = [
        [sheet.role, [[one.position, fold(one.header)] for one in sheet.columns if fold(one.header) not in ours]]
        for sheet in sheets
    ]
    return hashlib.sha256(json.dumps(heads).encode()).hexdigest()


def seal_sheets(sheets: Iterable[SheetPreview], context: bytes) -> tuple[str, bytes]:
    """Key's id and ciphertext: headers may be a person's data where a file has no header row."""
    sealed: tuple[str, bytes] = settings.KEYRING.encrypt(json.dumps([asdict(one) for one in sheets]).encode(), context)
    return sealed


def open_sheets(key_id: str, detail: bytes, context: bytes) -> list[SheetPreview]:
    """Raises UnknownKeyError, TamperedError."""
    return [_sheet(said) for said in json.loads(settings.KEYRING.decrypt(key_id, bytes(detail), context))]


def _sheet(said: dict[str, Any]) -> SheetPreview:
    columns = tuple(
        ColumnPreview(**one | {"state": ColumnState(one["state"]), "examples": tuple(one["examples"])})
        for one in said["columns"]
    )
    return SheetPreview(**said | {"columns": columns, "missing": tuple(said["missing"])})


def plain_choice(chosen: Mapping[str, Mapping[int, str]]) -> Chosen:
    """A choice as JSON keeps it."""
    return {role: {str(at): key for at, key in columns.items()} for role, columns in chosen.items()}


def settled_columns(sheets: Iterable[SheetPreview], chosen: Chosen) -> dict[str, Any]:
    """What `assigned_from` takes: for each sheet whose columns somebody put, where its headers are and what is what."""
    return {
        sheet.sheet: {"role": sheet.role, "header_row": sheet.header_row, "columns": chosen[sheet.role]}
        for sheet in sheets
        if sheet.role in chosen
    }


def assigned_from(settled: Mapping[str, Any]) -> dict[str, Assigned]:
    """What a person said about the columns of a file, by sheet."""
    return {
        sheet: Assigned(said["role"], said["header_row"], {int(at): key for at, key in said["columns"].items()})
        for sheet, said in settled.items()
    }


def remembered_for(region_code: str, source: str, digest: str) -> Chosen:
    """What was chosen for the last such file in a place; empty where there was none. Callers stand in a scope."""
    rows = RememberedColumns.objects.filter(region_code=region_code, source=source, headers_sha256=digest)
    return rows.values_list("columns", flat=True).first() or {}


def remember_columns(*, actor: Actor, region_code: str, source: str, digest: str, chosen: Chosen) -> None:
    """Keep a choice for the next file with these headers. Callers stand in a scope that may write in the place."""
    RememberedColumns.objects.update_or_create(
        region_code=region_code,
        source=source,
        headers_sha256=digest,
        defaults={"columns": chosen, "chosen_by": actor.user_id or OPERATOR_ID, "chosen_at": timezone.now()},
    )
