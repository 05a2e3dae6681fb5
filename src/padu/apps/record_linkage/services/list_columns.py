"""The columns of a sector's list: looked at first, put right by its sender where they are not sure, and remembered."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from typing import Any

from django.http import Http404

from padu.access.actor import Actor, system_actor
from padu.access.audit import record_change
from padu.access.gate import scoped
from padu.access.requests import require_place
from padu.access.verbs import Verb
from padu.apps.record_linkage.list_file import PLAN, look_at_sheets, sheet_meant
from padu.apps.record_linkage.models import SectorColumns, SectorDelivery
from padu.apps.rumah_dataku.files.preview import SheetPreview, preview_sheet
from padu.apps.rumah_dataku.files.problems import refusal
from padu.apps.rumah_dataku.files.reading import open_book
from padu.apps.rumah_dataku.files.sheets import Book
from padu.apps.rumah_dataku.services import kept_files
from padu.apps.rumah_dataku.services.column_memory import (
    Chosen,
    assigned_from,
    headers_digest,
    open_sheets,
    plain_choice,
    remember_columns,
    remembered_for,
    seal_sheets,
    settled_columns,
)
from padu.domain.states import SECTOR_LIST


def columns_context(delivery_id: int) -> bytes:
    """What binds the ciphertext to its list."""
    return f"record_linkage.sector_columns:{delivery_id}".encode()


def may_open(delivery: SectorDelivery) -> bool:
    """Whether the file of a list is still there."""
    return bool(delivery.path) and kept_files.exists(delivery.path)


@contextmanager
def opened_list(delivery: SectorDelivery, columns: Mapping[str, Any] | None = None) -> Iterator[Book]:
    """The file of a list as a book, its columns as they were put or as given. Raises FileRefused."""
    if not may_open(delivery):
        raise refusal("file_gone", "Berkas daftar ini tidak lagi disimpan.", "Kirim berkasnya sekali lagi.")
    assigned = assigned_from(delivery.columns if columns is None else columns)
    with (
        kept_files.opened(delivery.path, delivery.key_id) as path,
        open_book(path, delivery.file_name, assigned) as book,
    ):
        yield book


def columns_settle(delivery: SectorDelivery) -> bool:
    """Look at the columns of a list, and lay on those remembered for its headers. False: its sender has to say.

    Stands in a scope that may write in the place. Raises FileRefused for a file that cannot be opened or is empty.
    """
    with opened_list(delivery, {}) as book:
        sheets = look_at_sheets(book)
    if not sheets:
        raise refusal("empty_sheet", "Berkas ini tidak berisi apa pun.", "Isi templat dengan data, lalu kirim lagi.")
    key_id, sealed = seal_sheets(sheets, columns_context(delivery.pk))
    own = {"region_code": delivery.region_code, "agency_id": delivery.agency_id}
    values = own | {"detail": sealed, "key_id": key_id}
    SectorColumns.objects.update_or_create(delivery=delivery, defaults=values)
    settled = _settled(delivery, sheets)
    if settled is None:
        return False
    delivery.columns = settled
    return True


def _settled(delivery: SectorDelivery, sheets: list[SheetPreview]) -> dict[str, Any] | None:
    """The columns to read by without asking; None where a person should look."""
    meant = sheet_meant(sheets)
    known = {one.sheet: memory for one in ([meant] if meant else sheets) if (memory := _remembered(delivery, one))}
    fitting = [
        said
        for one in sheets
        if one.sheet in known and _fits(delivery, one.sheet, said := settled_columns([one], known[one.sheet]))
    ]
    if known:
        return fitting[0] if len(fitting) == 1 else None
    if meant is None or meant.asks:
        return None
    return settled_columns([meant], {meant.role: {}})


def _fits(delivery: SectorDelivery, sheet: str, settled: Mapping[str, Any]) -> bool:
    with opened_list(delivery, settled) as book:
        return not preview_sheet(book, sheet, PLAN).contradicts


def _source(delivery: SectorDelivery) -> str:
    return f"sector:{delivery.source}:{delivery.agency_id}"


def _remembered(delivery: SectorDelivery, sheet: SheetPreview) -> Chosen:
    return remembered_for(delivery.region_code, _source(delivery), headers_digest([sheet]))


def remembered_columns(delivery: SectorDelivery, sheet: SheetPreview) -> dict[int, str]:
    """Position -> key as the agency put it in its last list with these headers. Callers stand in a scope."""
    return {int(at): key for at, key in _remembered(delivery, sheet).get(sheet.role, {}).items()}


def sheets_of(delivery: SectorDelivery) -> list[SheetPreview]:
    """The sheets of a list as they were understood; empty where none could be. Callers stand in a scope."""
    row = SectorColumns.objects.filter(delivery=delivery).first()
    return open_sheets(row.key_id, row.detail, columns_context(delivery.pk)) if row else []


def sender_delivery(actor: Actor, delivery_id: int, *, lock: bool = False) -> SectorDelivery:
    """A list of the actor's own agency. Raises Http404 (also for another agency's), VerbMissing."""
    rows = SectorDelivery.objects.select_for_update() if lock else SectorDelivery.objects
    found: SectorDelivery | None = rows.filter(pk=delivery_id).first()
    if found is None:
        raise Http404
    require_place(actor, found.region_code, Verb.SECTOR_SEND)
    if not actor.owns(found.agency_id):
        raise Http404
    return found


def list_columns_choose(*, actor: Actor, delivery_id: int, sheet: str, chosen: Mapping[int, str]) -> SectorDelivery:
    """Read this sheet of a list with these columns: position -> key, "" left out. Remembered for the next list.

    The list waits to be matched. Raises Http404, VerbMissing, IllegalTransition for one that was matched.
    """
    delivery = sender_delivery(actor, delivery_id, lock=True)
    looked_at = next((one for one in sheets_of(delivery) if one.sheet == sheet), None)
    if looked_at is None:
        raise Http404
    plain = plain_choice({looked_at.role: chosen})
    delivery.state = SECTOR_LIST.next_state(delivery.state, "remap")
    delivery.columns, delivery.problem = settled_columns([looked_at], plain), []
    delivery.save(update_fields=["state", "columns", "problem"])
    with scoped(system_actor(delivery.region_code, on_behalf_of=actor)):
        remember_columns(
            actor=actor, region_code=delivery.region_code, source=_source(delivery),
            digest=headers_digest([looked_at]), chosen=plain,
        )  # fmt: skip
    record_change(actor, "sector.columns", delivery.region_code, f"list:{delivery.pk}")
    return delivery
