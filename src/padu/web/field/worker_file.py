"""A list of field workers as a file: the template, reading it row by row, and what storing it would change.

Checking stores every row in a savepoint and takes it all back, so that the check finds what storing would find. Sent
again, a file changes nothing: a worker is known by name, kind and number, a village by worker and role.
"""

from __future__ import annotations

import datetime as dt
import re
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import asdict, dataclass
from typing import Any, Final

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from padu.access.actor import Actor
from padu.apps.institutions.models import FieldWorker
from padu.apps.institutions.models.field import KIND_LABELS, ROLE_LABELS
from padu.apps.institutions.selectors.field import possible_senders, territories_of
from padu.apps.institutions.services.field import TerritoryData, WorkerData, territory_add, worker_save
from padu.apps.rumah_dataku.files.cells import read_row
from padu.apps.rumah_dataku.files.codes import Code, CodeList
from padu.apps.rumah_dataku.files.columns import Column, Kind, Table, choose_sheet, open_table
from padu.apps.rumah_dataku.files.limits import MIB
from padu.apps.rumah_dataku.files.mending import MendingSheet, Notes, family_sheet
from padu.apps.rumah_dataku.files.problems import FileProblem, FileRefused
from padu.apps.rumah_dataku.files.reading import open_book
from padu.apps.rumah_dataku.files.template import TemplateSheet, template_workbook
from padu.apps.rumah_dataku.services import kept_files
from padu.domain.errors import PaduError
from padu.domain.field_work import Span, TerritoryRole, WorkerKind
from padu.domain.identity import IssueLevel
from padu.domain.tabular import CellError, fold, parse_village_code
from padu.web.field.words import refusal_words

SHEET: Final = "Petugas"
MAX_BYTES: Final = 5 * MIB  # [assumption]
MAX_ROWS: Final = 2000  # [assumption] a regency's officers and cadres of one kind fit; longer lists come in parts
GUIDE: Final = (
    "Templat daftar petugas lapangan",
    "Satu baris satu petugas. Petugas dikenali dari nama, jenis, dan nomornya; mengirim ulang tidak menggandakan.",
    "Kode desa boleh lebih dari satu, dipisah titik koma; kosong bila belum punya wilayah.",
    "Jangan memakai rumus, dan jangan menulis NIK.",
)


@dataclass(frozen=True, slots=True)
class WorkerRow:
    """One row that could be read. starts_on: ISO date; villages: dotted codes."""

    row: int
    name: str
    kind: str
    number: str
    phone: str
    sender_id: int | None
    starts_on: str
    role: str
    villages: list[str]


@dataclass(frozen=True, slots=True)
class RowProblem:
    """Why a row cannot be stored. column and seen are empty where the whole row is meant."""

    row: int
    column: str
    seen: str
    words: str


@dataclass(frozen=True, slots=True)
class Reading:
    """A file that was read: good rows, and why others are not."""

    rows: Sequence[WorkerRow]
    problems: Sequence[RowProblem]


@dataclass(frozen=True, slots=True)
class Outcome:
    """What storing did, or would do: rows stored, workers and villages by what happens to them, rows refused."""

    stored: Sequence[WorkerRow]
    problems: Sequence[RowProblem]
    new: int
    changed: int
    unchanged: int
    villages: int


def columns_of(regency: str) -> tuple[Column, ...]:
    """Columns of the sheet; agencies that may send workers are in its drop-down list."""
    error = IssueLevel.ERROR
    kinds = tuple(Code(k.value, None, label, (fold(k.value),)) for k, label in KIND_LABELS.items())
    roles = tuple(Code(r.value, None, label, (fold(r.value),)) for r, label in ROLE_LABELS.items())
    senders = tuple(
        Code(str(a.pk), None, a.short_name, (fold(a.name), fold(a.code)))
        for a in possible_senders(regency, timezone.localdate())
    )
    return (
        Column("name", "Nama", aliases=("nama petugas", "nama lengkap"), expected=True, filled=error, max_length=120),
        Column(
            "kind",
            "Jenis petugas",
            Kind.CODE,
            aliases=("jenis",),
            expected=True,
            filled=error,
            codes=CodeList("field_kind", "Jenis petugas", kinds),
        ),
        Column("number", "Nomor petugas", aliases=("nip", "nomor register", "nrp"), max_length=40, hint="Bukan NIK"),
        Column("phone", "Telepon", aliases=("nomor telepon", "hp"), max_length=30),
        Column(
            "sender",
            "Instansi pengirim",
            Kind.CODE,
            aliases=("instansi", "pengirim"),
            codes=CodeList("field_sender", "Instansi pengirim", senders, "agency_unknown"),
        ),
        Column(
            "starts_on", "Bertugas sejak", Kind.DATE, aliases=("mulai", "sejak", "tmt"), expected=True, filled=error
        ),
        Column(
            "role",
            "Peran",
            Kind.CODE,
            codes=CodeList("field_role", "Peran", roles),
            hint="Kosong: Pembina",
        ),
        Column(
            "villages", "Kode desa", aliases=("desa", "wilayah kerja"), max_length=4000, lines=True, hint="Boleh kosong"
        ),
    )


def template_of(regency: str) -> bytes:
    """The empty workbook."""
    return template_workbook(GUIDE, (TemplateSheet(SHEET, columns_of(regency)),))


def read_file(regency: str, chunks: Iterable[bytes], file_name: str) -> Reading:
    """Read a workbook or CSV; the file itself is not kept. Raises FileRefused."""
    with opened_table(regency, chunks, file_name) as table:
        return read_table(table)


@contextmanager
def opened_table(regency: str, chunks: Iterable[bytes], file_name: str) -> Iterator[Table]:
    """The list with its columns found, inside the block. Raises FileRefused."""
    kept = kept_files.keep(chunks)
    try:
        if kept.size > MAX_BYTES:
            raise FileRefused(FileProblem("file_too_large", _("Berkas melebihi 5 MB."), _("Bagi menjadi beberapa.")))
        with kept_files.opened(kept.path, kept.key_id) as path, open_book(path, file_name) as book:
            columns = columns_of(regency)
            yield open_table(book, choose_sheet(book, (SHEET, "workers"), columns), columns)
    finally:
        kept_files.forget(kept.path)


def mending_sheet(table: Table, notes: Notes) -> MendingSheet:
    """The rows with notes, in the list's own columns."""
    return family_sheet(table, notes, "", set())


def read_table(table: Table) -> Reading:
    """Rows of an opened list, and why others cannot be stored."""
    rows: list[WorkerRow] = []
    problems: list[RowProblem] = []
    for row in table.data_rows():
        if len(rows) >= MAX_ROWS:
            problems.append(RowProblem(row.number, "", "", _("Paling banyak 2.000 baris; kirim sisanya tersendiri.")))
            break
        values, issues = read_row(table, row)
        wrong = [issue for issue in issues if issue.severity is IssueLevel.ERROR]
        problems += [RowProblem(i.row, i.column, i.value_seen, f"{i.title}: {i.value_expected}") for i in wrong]
        try:
            villages = _village_codes(values.text("villages"))
        except CellError as reason:
            words = _("Kode desa tidak terbaca: %(expected)s") % {"expected": reason.expected}
            problems.append(RowProblem(row.number, _("Kode desa"), values.text("villages")[:60], words))
            continue
        if not wrong:
            rows.append(_row(row.number, values, villages))
    return Reading(rows, problems)


def _village_codes(text: str) -> list[str]:
    return sorted({parse_village_code(part) for part in re.split(r"[;,\n]+", text) if part.strip()})


def _row(number: int, values: Any, villages: list[str]) -> WorkerRow:
    day: dt.date = values.day("starts_on")
    return WorkerRow(
        row=number,
        name=" ".join(values.text("name").split()),
        kind=values.text("kind"),
        number=values.text("number").strip(),
        phone=values.text("phone").strip(),
        sender_id=int(values.text("sender")) if values.text("sender") else None,
        starts_on=day.isoformat(),
        role=values.text("role") or TerritoryRole.GUIDE.value,
        villages=villages,
    )


def as_text(rows: Sequence[WorkerRow]) -> list[dict[str, Any]]:
    """Rows as plain values, to be signed and sent along with the preview."""
    return [asdict(row) for row in rows]


def from_text(rows: Sequence[dict[str, Any]]) -> list[WorkerRow]:
    return [WorkerRow(**row) for row in rows]


def check_rows(actor: Actor, regency: str, rows: Sequence[WorkerRow]) -> Outcome:
    """What storing these rows would do; nothing of it stays."""
    with transaction.atomic():
        outcome = store_rows(actor, regency, rows)
        transaction.set_rollback(True)
    return outcome


def store_rows(actor: Actor, regency: str, rows: Sequence[WorkerRow]) -> Outcome:
    """Store row by row; a row that is refused leaves nothing of itself and does not stop the others."""
    stored: list[WorkerRow] = []
    problems: list[RowProblem] = []
    found: Counter[str] = Counter()
    for row in rows:
        try:
            with transaction.atomic():
                change, villages = _store(actor, regency, row)
        except PaduError as refusal:
            problems.append(RowProblem(row.row, "", row.name, refusal_words(refusal)))
        else:
            stored.append(row)
            found[change] += 1
            found["villages"] += villages
    return Outcome(stored, problems, found["new"], found["changed"], found["unchanged"], found["villages"])


def _store(actor: Actor, regency: str, row: WorkerRow) -> tuple[str, int]:
    """Store one row; returns new, changed or unchanged, and how many villages were added."""
    standing: FieldWorker | None = FieldWorker.objects.filter(
        region_code=regency, name=row.name, kind=row.kind, number=row.number
    ).first()
    given = {"phone": row.phone, "sender_id": row.sender_id, "starts_on": dt.date.fromisoformat(row.starts_on)}
    same = standing is not None and all(getattr(standing, key) == value for key, value in given.items())
    worker = standing if same else None
    if worker is None:
        data = WorkerData(
            name=row.name,
            kind=WorkerKind(row.kind),
            starts_on=dt.date.fromisoformat(row.starts_on),
            number=row.number,
            phone=row.phone,
            user_id=standing.user_id if standing else None,
            sender_id=row.sender_id,
            supervisor_id=standing.supervisor_id if standing else None,
        )
        worker_id = standing.pk if standing else None
        worker = worker_save(actor=actor, region_code=regency, data=data, worker_id=worker_id)
    change = "unchanged" if same else "changed" if standing else "new"
    return change, _serve(actor, worker, row)


def _serve(actor: Actor, worker: FieldWorker, row: WorkerRow) -> int:
    """Have the worker serve those of the row's villages that they do not serve from then on already."""
    span = Span(dt.date.fromisoformat(row.starts_on))
    served = {
        t.region_code
        for t in territories_of(worker.pk)
        if t.role == row.role and Span(t.starts_on, t.ends_on).meets(span)
    }
    missing = [code for code in row.villages if code not in served]
    if not missing:
        return 0
    data = TerritoryData(missing, span.start, TerritoryRole(row.role))
    return len(territory_add(actor=actor, worker_id=worker.pk, data=data))
