"""The list of field workers of a place: narrowed, sorted, paged, and the same rows as a file."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence

from django.db.models import QuerySet
from django.http import QueryDict
from django.urls import reverse
from django.utils.translation import gettext as _

from padu.access.asking import PLACE_PARAMETER
from padu.apps.institutions.models import FieldWorker
from padu.apps.institutions.models.field import KIND_LABELS
from padu.apps.institutions.selectors.field import WorkerFilter, list_workers, sector_of, villages_by_worker
from padu.apps.regions.selectors import list_villages, names_of
from padu.domain.formatting import date_long
from padu.domain.regions import Level, level_of
from padu.domain.values import Missing
from padu.reports import model as report
from padu.ui.components import Choice, Column, EmptyState, Field, Row, Table
from padu.ui.paging import asked_page, numbered_pager
from padu.ui.sorting import Sorting, asked_sorting, file_address
from padu.web.field.facts import Sectors

PER_PAGE = 50
_NAMED = 3
_SORTS = {"nama": "name", "jenis": "kind", "sejak": "starts_on"}
IDLE = "tanpa-wilayah"
_FILE_COLUMNS = (
    report.Column("Nama", width=1.5),
    report.Column("Jenis", width=1.2),
    report.Column("Sektor"),
    report.Column("Pengirim", width=1.2),
    report.Column("Atasan", width=1.2),
    report.Column("Telepon"),
    report.Column("Bertugas sejak", report.Kind.DATE),
    report.Column("Jumlah desa", report.Kind.INT, width=0.8),
    report.Column("Melayani", width=2.5),
)


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
    order = asked_sorting(query, _SORTS, "nama")
    rows = _in_order(list_workers(place, day, asked_filter(query, sectors)), order)
    count = rows.count()
    page = asked_page(query, count, PER_PAGE)
    shown = list(rows[(page - 1) * PER_PAGE : page * PER_PAGE])
    return Table(
        caption=_("%(count)s petugas lapangan") % {"count": count},
        columns=_columns(order),
        rows=_rows(shown, sectors, day),
        pager=numbered_pager(query, page, count, PER_PAGE),
        empty=_empty(query, place, may_edit=may_edit),
        stacked=True,
        download_url=file_address(reverse("field_workers_book"), query),
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


def _columns(order: Sorting) -> list[Column]:
    return [
        order.column(_("Nama"), "nama"),
        order.column(_("Jenis"), "jenis"),
        Column(_("Sektor")),
        Column(_("Melayani")),
        Column(_("Telepon")),
        order.column(_("Bertugas sejak"), "sejak", kind="date"),
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


def _in_order(rows: QuerySet[FieldWorker], order: Sorting) -> QuerySet[FieldWorker]:
    return rows.order_by(("-" if order.down else "") + _SORTS[order.key], "name", "pk")


def file_rows(place: str, query: QueryDict, sectors: Sectors, day: dt.date) -> list[list[str]]:
    """Heading and a line for each worker asked for."""
    order = asked_sorting(query, _SORTS, "nama")
    workers = list(_in_order(list_workers(place, day, asked_filter(query, sectors)), order))
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


def document_of(place: str, query: QueryDict, sectors: Sectors, day: dt.date) -> report.Document:
    """The same lines as a document: villages by name where the file has codes, days as days."""
    order = asked_sorting(query, _SORTS, "nama")
    workers = list(_in_order(list_workers(place, day, asked_filter(query, sectors)), order))
    villages = villages_by_worker([w.pk for w in workers], day)
    names = names_of({place, *(code for codes in villages.values() for code in codes)})
    rows = tuple(
        (
            worker.name,
            worker.kind_label,
            sector_words(worker, sectors),
            worker.sender.short_name if worker.sender else Missing.UNKNOWN,
            worker.supervisor.name if worker.supervisor else Missing.NOT_APPLICABLE,
            worker.phone or Missing.UNKNOWN,
            worker.starts_on,
            len(villages.get(worker.pk, [])),
            ", ".join(names.get(code, code) for code in villages.get(worker.pk, [])) or Missing.NOT_APPLICABLE,
        )
        for worker in workers
    )
    return report.Document(
        title="Petugas lapangan",
        place=names.get(place, place),
        period=f"Per {date_long(day)}",
        blocks=(report.Table("Petugas", _FILE_COLUMNS, rows),),
        as_of=day,
        source="Padu: daftar petugas lapangan",
        demo=any(worker.made_up for worker in workers),
        orientation=report.Orientation.LANDSCAPE,
    )
