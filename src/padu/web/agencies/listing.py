"""The list of agencies of a place: filter, one page of it, and the same rows as a workbook."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from typing import Final

from django.http import Http404, QueryDict
from django.urls import reverse
from django.utils.translation import gettext as _

from padu.access.actor import Actor
from padu.access.verbs import Verb
from padu.apps.institutions.models import Agency
from padu.apps.institutions.selectors.agencies import AgencyFilter, find_agencies, names_on
from padu.apps.institutions.selectors.paging import ordered, page_after
from padu.apps.programmes.selectors import list_matrix_columns
from padu.apps.regions.selectors import names_of
from padu.domain.agencies import AGENCY_KIND_LABELS, AgencyKind
from padu.domain.formatting import date_long, number
from padu.domain.regions import is_region_code
from padu.domain.values import Missing
from padu.reports import model as report
from padu.ui.components import Choice, Column, EmptyState, Field, Row, Table
from padu.ui.paging import onward_pager
from padu.ui.sorting import Sorting, asked_sorting, file_address

PER_PAGE: Final = 50
# A workbook of more rows would be opened by nobody [assumption]; it says so.
MOST_ROWS: Final = 20_000
# What a head of the list sorts by; names are today's.
_SORTS: Final = {
    "wilayah": "region_code",
    "nama": "name",
    "jenis": "kind",
    "kolom": "column_key",
    "per-hari": "teams",
}


def asked_filter(actor: Actor, query: QueryDict) -> AgencyFilter:
    """What the address asks for; without a place the person's broadest. Raises Http404 for one that is not theirs."""
    roots = actor.roots(Verb.PLACE_READ)
    place = query.get("wilayah") or (roots[0] if roots else "")
    if not is_region_code(place) or not actor.may(Verb.PLACE_READ, place):
        raise Http404
    kind = query.get("jenis", "")
    return AgencyFilter(
        place=place,
        column=query.get("kolom", "")[:40],
        kind=AgencyKind(kind) if kind in set(AgencyKind) else None,
        text=query.get("cari", "").replace("\x00", "").strip()[:80],
        with_closed=query.get("tutup") == "1",
    )


def column_words(place: str) -> dict[str, str]:
    """Short words for the columns of the matrix that hold in a place, by key in their order."""
    return {column.key: column.short_name for column in list_matrix_columns(place)}


def fields_of(chosen: AgencyFilter) -> list[Field]:
    """The controls of the filter bar."""
    columns = [
        Choice(words, value=key, active=key == chosen.column) for key, words in column_words(chosen.place).items()
    ]
    kinds = [Choice(words, value=k.value, active=k is chosen.kind) for k, words in AGENCY_KIND_LABELS.items()]
    closed = [Choice(_("Yang masih ada")), Choice(_("Juga yang sudah tutup"), value="1", active=chosen.with_closed)]
    return [
        Field("cari", _("Cari nama"), kind="search", value=chosen.text),
        Field("wilayah", _("Kode wilayah"), kind="text", value=chosen.place),
        Field("kolom", _("Kolom matriks"), choices=[Choice(_("Semua")), *columns]),
        Field("jenis", _("Jenis"), choices=[Choice(_("Semua")), *kinds]),
        Field("tutup", _("Keadaan"), choices=closed),
    ]


def table_of(chosen: AgencyFilter, day: dt.date, query: QueryDict, add_url: str) -> Table:
    """One page of the list, named as of the day."""
    order = asked_order(query)
    page, after = page_after(
        find_agencies(chosen, day), _SORTS[order.key], query.get("sesudah", ""), PER_PAGE, down=order.down
    )
    words, places, names = column_words(chosen.place), names_of(a.region_code for a in page), names_on(page, day)
    columns = [
        order.column(_("Instansi"), "nama"),
        order.column(_("Wilayah"), "wilayah"),
        order.column(_("Jenis"), "jenis"),
        order.column(_("Kolom matriks"), "kolom"),
        order.column(_("Kampung per hari"), "per-hari", kind="number"),
        Column(_("Kontak")),
        Column(_("Sampai"), kind="date"),
    ]
    rows = [
        Row(
            (
                names[agency.pk].name,
                places.get(agency.region_code, agency.region_code),
                agency.get_kind_display(),
                words.get(agency.column_key, agency.column_key),
                agency.teams,
                contact_of(agency) or "–",
                agency.valid_to or "–",
            ),
            url=reverse("agency", args=[agency.pk]),
        )
        for agency in page
    ]
    return Table(
        _("Instansi yang melayani wilayah ini"),
        columns,
        rows,
        stacked=True,
        pager=onward_pager(query, after, _("%(n)s instansi") % {"n": number(len(page))}),
        empty=EmptyState(
            _("Belum ada instansi yang cocok"),
            _("Tambahkan dinas, instansi vertikal, atau organisasi yang ikut memberi, masing-masing di kolomnya."),
            _("Tambah instansi") if add_url else "",
            add_url,
            icon="agency",
        ),
        download_url=file_address(reverse("agencies_file"), query),
    )


def asked_order(query: QueryDict) -> Sorting:
    return asked_sorting(query, _SORTS, "wilayah")


def contact_of(agency: Agency) -> str:
    """Person, telephone and mail in one line."""
    return ", ".join(part for part in (agency.contact_name, agency.contact_phone, agency.contact_email) if part)


def document_of(chosen: AgencyFilter, day: dt.date, order: Sorting) -> report.Document:
    """The whole list as a document, in the order asked for."""
    rows = ordered(find_agencies(chosen, day), _SORTS[order.key], down=order.down)
    agencies = list(rows[: MOST_ROWS + 1])
    notes = (f"Hanya {number(MOST_ROWS)} baris pertama.",) if len(agencies) > MOST_ROWS else ()
    place = names_of([chosen.place]).get(chosen.place, chosen.place)
    return report.Document(
        title="Daftar instansi",
        place=place,
        period=f"Per {date_long(day)}",
        blocks=(_report_table(chosen, agencies[:MOST_ROWS], day, notes),),
        as_of=day,
        source="Padu: daftar instansi yang diisi tim koordinasi",
        demo=any(agency.made_up for agency in agencies),
        orientation=report.Orientation.LANDSCAPE,
    )


def _report_table(
    chosen: AgencyFilter, agencies: Sequence[Agency], day: dt.date, notes: tuple[str, ...]
) -> report.Table:
    words, places = column_words(chosen.place), names_of(a.region_code for a in agencies)
    names = names_on(agencies, day)
    heads = ("Kode wilayah", "Wilayah", "Nama", "Nama pendek", "Jenis", "Kolom matriks", "Kontak")
    columns = (
        *(report.Column(head) for head in heads),
        report.Column("Kampung per hari", report.Kind.INT),
        report.Column("Dihitung sektor", report.Kind.MARK),
        report.Column("Sampai", report.Kind.DATE),
    )
    rows = tuple(
        (
            agency.region_code,
            places.get(agency.region_code, agency.region_code),
            names[agency.pk].name,
            names[agency.pk].short_name,
            str(agency.get_kind_display()),
            words.get(agency.column_key, agency.column_key),
            contact_of(agency) or Missing.UNKNOWN,
            agency.teams,
            agency.counts_as_sector,
            agency.valid_to or Missing.NOT_APPLICABLE,
        )
        for agency in agencies
    )
    return report.Table("Instansi", columns, rows, footnotes=notes)
