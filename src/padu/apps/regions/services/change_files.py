"""A file of changes from its arrival to its storing: checked as a whole, shown, stored as a whole or not at all."""

from __future__ import annotations

import datetime as dt
import gzip
import hashlib
import json
from collections.abc import Callable, Mapping, Sequence
from dataclasses import asdict
from pathlib import Path
from typing import Any

from django.utils import timezone
from django.utils.translation import gettext

from padu.access.actor import Actor
from padu.access.audit import record_change
from padu.access.reference import writing_reference
from padu.access.requests import require_place
from padu.access.verbs import Verb
from padu.apps.regions.change_rows import read_changes
from padu.apps.regions.models import ChangeFile
from padu.apps.regions.services import bps_codes, older_lists, successions
from padu.apps.regions.services.older_lists import Comparison
from padu.apps.regions.services.successions import Check
from padu.domain.errors import PaduError
from padu.domain.region_lists import ListChanges
from padu.domain.regions import NATION
from padu.domain.regions_over_time import ChangeIssue

SHOWN_ISSUES = 500
Rows = Sequence[Mapping[str, Any]]


class RowsWrong(PaduError):
    """The file has wrong rows, or has come to have some since it was checked; nothing was written. data: file_id."""

    code = "regions.rows_wrong"


class DayNeeded(PaduError):
    """An older list needs the day on which it was no longer in force, not in the future."""

    code = "regions.day_needed"


def change_file_receive(
    *,
    actor: Actor,
    kind: str,
    path: Path,
    file_name: str,
    effective_on: dt.date | None = None,
    label: str = "",
) -> ChangeFile:
    """Read and check a file and keep what it says; nothing of it is in force before it is stored.

    kind          of ChangeFile.Kind
    effective_on  for an older list: the first day on which it was no longer in force
    label         what an older list is called
    Raises FileUnreadable, DayNeeded, Http404, PermissionDenied.
    """
    require_place(actor, NATION, Verb.REGION_EDIT)
    older = kind == ChangeFile.Kind.OLDER_LIST
    if older and (effective_on is None or effective_on > timezone.localdate()):
        raise DayNeeded
    table = read_changes(path, file_name, kind)
    file = ChangeFile(
        kind=kind,
        file_name=Path(file_name).name[:160],
        digest=_digest(path),
        label=(label or Path(file_name).name)[:60],
        effective_on=effective_on if older else None,
        rows=gzip.compress(json.dumps(table.rows).encode(), compresslevel=1),
        sent_by=actor.user_id,
        sent_at=timezone.now(),
    )
    _put(file, _checked(kind, table.rows, file.effective_on), table.issues)
    file.save()
    record_change(actor, "region.change.receive", NATION, f"change_file:{file.pk}")
    return file


def _digest(path: Path) -> str:
    with path.open("rb") as stream:
        return hashlib.file_digest(stream, "sha256").hexdigest()


def _put(file: ChangeFile, found: Check | Comparison, unread: Sequence[ChangeIssue] = ()) -> None:
    issues = sorted([*unread, *found.issues], key=lambda issue: issue.row)
    file.issues = [asdict(issue) for issue in issues[:SHOWN_ISSUES]]
    file.counts = {**found.counts, "issues": len(issues)}
    file.state = ChangeFile.State.REFUSED if issues else ChangeFile.State.CHECKED


def _checked(kind: str, rows: Rows, effective_on: dt.date | None) -> Check | Comparison:
    if kind == ChangeFile.Kind.SUCCESSIONS:
        return successions.check(rows)
    if kind == ChangeFile.Kind.BPS_CODES:
        return bps_codes.check(rows)
    return older_lists.compare(rows, _known(effective_on))


def _known(effective_on: dt.date | None) -> dt.date:
    if effective_on is None:
        raise DayNeeded
    return effective_on


def rows_of(file: ChangeFile) -> list[dict[str, Any]]:
    """The rows as they were read, each with its line."""
    rows: list[dict[str, Any]] = json.loads(gzip.decompress(bytes(file.rows)))
    return rows


def compared(file: ChangeFile) -> ListChanges:
    """What an older list says, beside the places of its day."""
    return older_lists.compare(rows_of(file), _known(file.effective_on)).changes


def change_file_store(*, actor: Actor, file_id: int) -> ChangeFile:
    """Put a checked file in force, as a whole; one that is stored already changes nothing.

    Checked again, since the places may have changed. Raises RowsWrong, Http404, PermissionDenied, DoesNotExist.
    """
    require_place(actor, NATION, Verb.REGION_EDIT)
    file: ChangeFile = ChangeFile.objects.select_for_update().get(pk=file_id)
    if file.state == ChangeFile.State.STORED:
        return file
    if file.state == ChangeFile.State.REFUSED:
        raise RowsWrong(file_id=file.pk)
    rows = rows_of(file)
    found = _checked(file.kind, rows, file.effective_on)
    if found.issues:
        raise RowsWrong(file_id=file.pk)
    with writing_reference():
        _store(rows, found, actor, file)
    file.state, file.stored_at = ChangeFile.State.STORED, timezone.now()
    file.save(update_fields=["state", "stored_at", "counts"])
    record_change(actor, "region.change.store", NATION, f"change_file:{file.pk}")
    return file


def _store(rows: Rows, found: Check | Comparison, actor: Actor, file: ChangeFile) -> None:
    if isinstance(found, Comparison):
        written = older_lists.store(found, effective_on=_known(file.effective_on), label=file.label)
        file.counts = {**file.counts, **{f"written_{what}": number for what, number in written.items()}}
    elif file.kind == ChangeFile.Kind.BPS_CODES:
        file.counts = {**file.counts, "written_codes": bps_codes.store(rows)}
    else:
        successions.store(rows, actor=actor, file_id=file.pk)


ISSUE_TITLES: Mapping[str, Callable[[], str]] = {
    "unknown_code": lambda: gettext("Kode tidak dikenal"),
    "not_valid": lambda: gettext("Wilayah tidak berlaku pada hari itu"),
    "no_successor": lambda: gettext("Kode pengganti belum diisi"),
    "level_differs": lambda: gettext("Tingkat wilayah berbeda"),
    "share_range": lambda: gettext("Bagian di luar batas"),
    "share_sum": lambda: gettext("Jumlah bagian bukan 1"),
    "share_form": lambda: gettext("Bagian tidak terbaca"),
    "twice": lambda: gettext("Baris ganda"),
    "overlap": lambda: gettext("Wilayah berakhir dua kali"),
    "cycle": lambda: gettext("Perubahan berputar kembali ke asalnya"),
    "code_form": lambda: gettext("Bentuk kode salah"),
    "kind_unknown": lambda: gettext("Jenis perubahan tidak dikenal"),
    "value_required": lambda: gettext("Sel wajib diisi"),
    "value_too_long": lambda: gettext("Isi sel terlalu panjang"),
    "formula_cell": lambda: gettext("Sel berisi rumus"),
    "rename_keeps_code": lambda: gettext("Ganti nama tidak mengganti kode"),
    "parent_missing": lambda: gettext("Wilayah di atasnya tidak ada"),
    "name_differs": lambda: gettext("Nama kode baru berbeda-beda"),
    "places_below": lambda: gettext("Wilayah di bawahnya belum ikut berubah"),
    "bps_form": lambda: gettext("Bentuk kode BPS salah"),
    "bps_taken": lambda: gettext("Kode BPS sudah dipakai"),
    "date_form": lambda: gettext("Tanggal tidak terbaca"),
    "date_serial": lambda: gettext("Tanggal tersimpan sebagai angka seri"),
    "date_impossible": lambda: gettext("Tanggal tidak ada di kalender"),
    "yes_no": lambda: gettext("Bukan Ya atau Tidak"),
}
"""Words for every issue code; a test holds codes and words together."""
