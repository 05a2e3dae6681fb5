"""The list of findings: narrowed, sorted, paged, and the same rows as a workbook."""

from __future__ import annotations

import datetime as dt
from typing import Final

from django.db.models import QuerySet
from django.http import QueryDict
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from padu.apps.coordination.finding_selectors import finding_is_late, in_order, list_findings
from padu.apps.coordination.models import Finding
from padu.apps.regions.selectors import names_of
from padu.domain.formatting import date_long, number
from padu.domain.values import Missing
from padu.reports import model as report
from padu.ui.components import Choice, Column, EmptyState, Field, Row, Table
from padu.ui.paging import asked_page, numbered_pager
from padu.ui.sorting import Sorting, asked_sorting, file_address
from padu.ui.templatetags.padu import badge, state_badge

PER_PAGE: Final = 50
# A workbook of more rows would be opened by nobody [assumption]; it says so.
MOST_ROWS: Final = 20_000
_SHOWN_TEXT: Final = 80
_WAITING: Final = "menunggu"
# What a head of the list sorts by; without one what waits for an answer stands first.
_SORTS: Final = {"wilayah": "region_code", "tentang": "subject", "tenggat": "due_on"}
_FILE_COLUMNS: Final = (
    report.Column("Kode wilayah", width=0.9),
    report.Column("Wilayah", width=1.2),
    report.Column("Temuan", width=3),
    report.Column("Tentang", width=1.2),
    report.Column("Berat", width=0.7),
    report.Column("Keadaan", width=1.2),
    report.Column("Ditemukan", report.Kind.DATE),
    report.Column("Dijawab paling lambat", report.Kind.DATE),
    report.Column("Terlambat", report.Kind.MARK, width=0.7),
    report.Column("Pengawas", width=1.2),
    report.Column("Ditutup", report.Kind.DATE),
)


def state_field(query: QueryDict) -> Field:
    """The one control of the filter bar."""
    now = query.get("keadaan", "")
    entries = [Choice(_("Semua"), value="", active=not now)]
    entries += [Choice(str(label), value=value, active=value == now) for value, label in Finding.State.choices]
    return Field("keadaan", _("Keadaan"), "select", now, entries)


def _order(query: QueryDict) -> Sorting:
    return asked_sorting(query, (*_SORTS, _WAITING), _WAITING)


def _asked(place: str, query: QueryDict) -> QuerySet[Finding]:
    """Findings that the address asks for, in its order; words that mean nothing narrow nothing."""
    state, order = query.get("keadaan", ""), _order(query)
    rows = list_findings(place, state=state if state in dict(Finding.State.choices) else "")
    return in_order(rows, _SORTS[order.key], down=order.down) if order.key in _SORTS else rows


def findings_table(place: str, query: QueryDict, today: dt.date) -> Table:
    """One page of the findings."""
    rows, order = _asked(place, query), _order(query)
    count = rows.count()
    page = asked_page(query, count, PER_PAGE)
    shown = list(rows[(page - 1) * PER_PAGE : page * PER_PAGE])
    names = names_of(one.region_code for one in shown)
    return Table(
        _("%(count)s temuan") % {"count": number(count)},
        [
            Column(_("Temuan")),
            order.column(_("Wilayah"), "wilayah"),
            order.column(_("Tentang"), "tentang"),
            Column(_("Berat")),
            order.column(_("Keadaan"), _WAITING),
            order.column(_("Dijawab paling lambat"), "tenggat", kind="date"),
        ],
        [_row(one, names, today) for one in shown],
        empty=EmptyState(
            _("Tidak ada temuan"), _("Temuan tim monev atau Inspektorat muncul di sini beserta tenggat jawabannya.")
        ),
        pager=numbered_pager(query, page, count, PER_PAGE),
        stacked=True,
        download_url=file_address(reverse("findings_file"), query),
    )


def _row(one: Finding, names: dict[str, str], today: dt.date) -> Row:
    late = finding_is_late(one, today)
    text = one.text if len(one.text) <= _SHOWN_TEXT else f"{one.text[:_SHOWN_TEXT].rstrip()}…"
    state = badge(_("Terlambat dijawab"), "act", "late") if late else state_badge(one.state)
    return Row(
        (
            text,
            names.get(one.region_code, one.region_code),
            one.get_subject_display(),
            one.get_seriousness_display(),
            state,
            one.due_on,
        ),
        url=reverse("finding", args=[one.pk]),
        act=late,
    )


def findings_document(place: str, query: QueryDict, today: dt.date) -> report.Document:
    """All findings that the address asks for, with their whole text."""
    found = list(_asked(place, query)[: MOST_ROWS + 1])
    shown = found[:MOST_ROWS]
    names = names_of({place, *(one.region_code for one in shown)})
    notes = (f"Hanya {number(MOST_ROWS)} baris pertama.",) if len(found) > MOST_ROWS else ()
    return report.Document(
        title="Temuan pengawasan",
        place=names.get(place, place),
        period=f"Per {date_long(today)}",
        blocks=(
            report.Table(
                "Temuan", _FILE_COLUMNS, tuple(_file_row(one, names, today) for one in shown), footnotes=notes
            ),
        ),
        as_of=today,
        source="Padu: temuan tim monev dan Inspektorat",
        demo=any(one.made_up for one in shown),
        orientation=report.Orientation.LANDSCAPE,
    )


def _file_row(one: Finding, names: dict[str, str], today: dt.date) -> report.Row:
    return (
        one.region_code,
        names.get(one.region_code, one.region_code),
        one.text,
        str(one.get_subject_display()),
        str(one.get_seriousness_display()),
        str(one.get_state_display()),
        one.found_on,
        one.due_on,
        finding_is_late(one, today),
        one.inspector_name,
        timezone.localdate(one.closed_at) if one.closed_at else Missing.NOT_APPLICABLE,
    )
