"""Rows of a list of officers or of a register that were left out, in the list's own columns, to be sent again."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from typing import Final

from django.http import Http404, HttpRequest, HttpResponse
from django.views.decorators.http import require_safe

from padu.access.actor import Actor
from padu.access.audit import record_look
from padu.access.requests import actor_of, signed_in
from padu.apps.kampung.models import RegisterImport
from padu.apps.rumah_dataku.files.mending import MendingSheet, Notes, mending_workbook
from padu.apps.rumah_dataku.models import RefusedList
from padu.apps.rumah_dataku.services.kept_files import clear_chunks
from padu.apps.rumah_dataku.services.refused_lists import get_refused
from padu.web.field import worker_file
from padu.web.refused_lists import ROWS_BAD
from padu.web.register_import import header_and_rows

_XLSX: Final = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


@signed_in
@require_safe
def refused_rows(request: HttpRequest, list_id: int) -> HttpResponse:
    """The rows that were left out, to the list's sender only."""
    actor = actor_of(request)
    row = get_refused(actor=actor, list_id=list_id)
    if not any(problem["code"] == ROWS_BAD for problem in row.problems):
        raise Http404
    record_look(actor, "list.rows", row.region_code, f"refused_list:{row.pk}")
    sheet = _workers(actor, row) if row.kind == RefusedList.Kind.WORKERS else _register(row)
    answer = HttpResponse(mending_workbook([sheet]), content_type=_XLSX)
    answer["Content-Disposition"] = f'attachment; filename="perbaiki-daftar-{row.pk}.xlsx"'
    return answer


def _workers(actor: Actor, row: RefusedList) -> MendingSheet:
    chunks = clear_chunks(row.path, row.key_id)
    with worker_file.opened_table(row.region_code, chunks, row.file_name) as table:
        reading = worker_file.read_table(table)
        outcome = worker_file.check_rows(actor, row.region_code, reading.rows)
        problems = [*reading.problems, *outcome.problems]
        notes = _notes((one.row, one.column, one.words) for one in problems)
        return worker_file.mending_sheet(table, notes)


def _register(row: RefusedList) -> MendingSheet:
    checked = RegisterImport.objects.filter(region_code=row.region_code, sha256=row.file_sha256).first()
    issues = checked.issues if checked else []
    notes = _notes((one["row"], one["column"], one["expected"]) for one in issues)
    sheet, heads, lines = header_and_rows(b"".join(clear_chunks(row.path, row.key_id)), row.file_name)
    rows = [(cells, *notes[number]) for number, cells in lines if number in notes]
    return MendingSheet(sheet, heads, rows)


def _notes(problems: Iterable[tuple[int, str, str]]) -> Notes:
    """Row -> columns that are wrong, and what is expected there."""
    told: dict[int, list[tuple[str, str]]] = defaultdict(list)
    for number, column, words in problems:
        told[number].append((column, words))
    return {
        number: (
            "; ".join(dict.fromkeys(column or "Seluruh baris" for column, _ in found)),
            "; ".join(f"{column}: {words}" if column else words for column, words in found),
        )
        for number, found in told.items()
    }
