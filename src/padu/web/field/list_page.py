"""The list of field workers of a place: narrowed, sorted, paged, and the same rows as a file."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from typing import Any, Literal

from django.http import QueryDict
from django.urls import reverse
from django.utils.translation import gettext as _

from padu.access.asking import PLACE_PARAMETER
from padu.apps.institutions.models import FieldWorker
from padu.apps.institutions.models.field import KIND_LABELS
from padu.apps.institutions.selectors.field import WorkerFilter, list_workers, sector_of, villages_by_worker
from padu.apps.regions.selectors import list_villages, names_of
from padu.domain.regions import Level, level_of
from padu.ui.components import Choice, Column, EmptyState, Field, Pager, Row, Table
from padu.web.field.facts import Sectors

PER_PAGE = 50
_NAMED = 3
_SORTS = {"nama": "name", "jenis": "kind", "sejak": "starts_on"}
IDLE = "tanpa-wilayah"


def asked_filter(query: QueryDict, sectors: Sectors) -> WorkerFilter:
    """What the address asks to be narrowed to; words that mean nothing narrow nothing."""
    column = query.get("sektor", "")
    return WorkerFilter(
        kind=query.get("jenis", "") if query.get("jenis", "") in set(KIND_LABELS) else "",
        text=query.get("cari", "").strip()[:80],
        columns=sectors.keys_of(column) if column in sectors.names else None,
        village=query.get("desa", ""),
        idle=query.get("keadaan", "") == IDLE,
    )


def filter_fields(place: str, query: QueryDict, sectors: Sectors) -> list[Field]:
    """Controls over the list; villages only where they are few enough to choose from."""
    kinds = [(k.value, label) for k, label in KIND_LABELS.items()]
    fields = [
        Field("cari", _("Nama atau nomor"), "search", query.get("cari", "")),
        _select("jenis", _("Jenis"), kinds, query),
        _select("sektor", _("Sektor"), list(sectors.names.items()), query),
    ]
    if level_of(place) in (Level.REGENCY, Level.DISTRICT):
        villages = [(v.code, str(v)) for v in list_villages(place)]
        fields.append(_select("desa", _("Desa"), villages, query))
    fields.append(_select("keadaan", _("Wilayah kerja"), [(IDLE, _("Belum punya wilayah"))], query))
    return fields


def _select(name: str, label: str, choices: Sequence[tuple[str, str]], query: QueryDict) -> Field:
    now = query.get(name, "")
    entries = [Choice(_("Semua"), value="", active=not now)]
    entries += [Choice(text, value=value, active=value == now) for value, text in choices]
    return Field(name, label, "select", now, entries)


def worker_table(place: str, query: QueryDict, sectors: Sectors, day: dt.date, *, may_edit: bool) -> Table:
    """One page of the workers asked for."""
    asked = query.get("urut", "nama")
    key = asked.removeprefix("-")
    if key not in _SORTS:
        asked = key = "nama"
    order = ("-" if asked.startswith("-") else "") + _SORTS[key]
    rows = list_workers(place, day, asked_filter(query, sectors)).order_by(order, "name", "pk")
    count = rows.count()
    page = _page_number(query.get("hal", "1"), count)
    shown = list(rows[(page - 1) * PER_PAGE : page * PER_PAGE])
    return Table(
        caption=_("%(count)s petugas lapangan") % {"count": count},
        columns=_columns(query, asked),
        rows=_rows(shown, sectors, day),
        pager=_pager(page, count, query),
        empty=_empty(query, place, may_edit=may_edit),
        stacked=True,
        download_url=f"{reverse('field_workers_file')}?{_without(query, 'hal', 'urut').urlencode()}",
    )


def _empty(query: QueryDict, place: str, *, may_edit: bool) -> EmptyState:
    if any(query.get(name) for name in ("cari", "jenis", "sektor", "desa", "keadaan")):
        return EmptyState(_("Tidak ada petugas yang cocok"), _("Kosongkan sebagian saringan di atas."))
    if may_edit:
        return EmptyState(
            _("Belum ada petugas lapangan"),
            _("Catat PLKB, kader, dan petugas sektor lain satu per satu, atau unggah daftarnya."),
            _("Catat petugas"),
            f"{reverse('field_worker_new')}?{PLACE_PARAMETER}={place}",
        )
    return EmptyState(_("Belum ada petugas lapangan"), _("Daftar ini diisi tim koordinasi kabupaten/kota."))


def _columns(query: QueryDict, asked: str) -> list[Column]:
    def column(label: str, key: str, **options: Any) -> Column:
        now, down = asked.removeprefix("-") == key, asked.startswith("-")
        turned = key if not now or down else f"-{key}"
        direction: Literal["", "ascending", "descending"] = ""
        if now:
            direction = "descending" if down else "ascending"
        return Column(label, sort_url=_address(query, urut=turned, hal="1"), sorted=direction, **options)

    return [
        column(_("Nama"), "nama"),
        column(_("Jenis"), "jenis"),
        Column(_("Sektor")),
        Column(_("Melayani")),
        Column(_("Telepon")),
        column(_("Bertugas sejak"), "sejak", kind="date"),
    ]


def _rows(shown: Sequence[FieldWorker], sectors: Sectors, day: dt.date) -> list[Row]:
    villages = villages_by_worker([w.pk for w in shown], day)
    names = names_of(code for codes in villages.values() for code in codes[:_NAMED])
    return [
        Row(
            (
                worker.name,
                worker.kind_label,
                sector_words(worker, sectors),
                served_words(villages.get(worker.pk, []), names),
                worker.phone or "–",
                worker.starts_on,
            ),
            url=reverse("field_worker", args=[worker.pk]),
        )
        for worker in shown
    ]


def sector_words(worker: FieldWorker, sectors: Sectors) -> str:
    """Short name of the worker's column; says so where nobody knows it."""
    return sectors.names.get(sectors.column_of(sector_of(worker)), _("belum diketahui"))


def served_words(codes: Sequence[str], names: Mapping[str, str]) -> str:
    """The first villages by name and how many more; a worker without any is said to have none."""
    if not codes:
        return _("belum punya wilayah")
    text = ", ".join(names.get(code, code) for code in codes[:_NAMED])
    more = len(codes) - _NAMED
    return text + (_(", dan %(count)s lainnya") % {"count": more} if more > 0 else "")


def file_rows(place: str, query: QueryDict, sectors: Sectors, day: dt.date) -> list[list[str]]:
    """Heading and a line for each worker asked for."""
    workers = list(list_workers(place, day, asked_filter(query, sectors)))
    villages = villages_by_worker([w.pk for w in workers], day)
    heading = ["nama", "jenis", "nomor", "sektor", "pengirim", "atasan", "telepon", "sejak", "kode_desa"]
    lines = [
        [
            w.name,
            w.kind_label,
            w.number,
            sector_words(w, sectors),
            w.sender.short_name if w.sender else "",
            w.supervisor.name if w.supervisor else "",
            w.phone,
            w.starts_on.isoformat(),
            " ".join(villages.get(w.pk, [])),
        ]
        for w in workers
    ]
    return [heading, *lines]


def _page_number(text: str, count: int) -> int:
    last = max(1, -(-count // PER_PAGE))
    return min(int(text), last) if text.isascii() and text.isdigit() and int(text) > 0 else 1


def _without(query: QueryDict, *names: str) -> QueryDict:
    kept = query.copy()
    for name in names:
        kept.pop(name, None)
    return kept


def _address(query: QueryDict, **changes: str) -> str:
    changed = query.copy()
    for name, value in changes.items():
        changed[name] = value
    return f"{reverse('field_workers')}?{changed.urlencode()}"


def _pager(page: int, count: int, query: QueryDict) -> Pager | None:
    if count <= PER_PAGE:
        return None
    first, last = (page - 1) * PER_PAGE + 1, min(page * PER_PAGE, count)
    return Pager(
        previous_url=_address(query, hal=str(page - 1)) if page > 1 else "",
        next_url=_address(query, hal=str(page + 1)) if last < count else "",
        shown=_("%(first)s–%(last)s dari %(all)s") % {"first": first, "last": last, "all": count},
    )
