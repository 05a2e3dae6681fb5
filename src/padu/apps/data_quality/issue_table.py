"""The inbox as a table: narrowed, sorted, paged, and the same rows as a workbook."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from typing import Final

from django.db.models import QuerySet
from django.http import QueryDict
from django.urls import reverse
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from padu.access.actor import Actor
from padu.apps.data_quality.models import DataIssue
from padu.apps.data_quality.selectors.issues import (
    SORTS,
    WAITING,
    Box,
    IssueFilter,
    Known,
    issue_is_late,
    issues_asked,
    known_of,
    rules_found,
)
from padu.apps.data_quality.words import seen_words, title_of, todo_of
from padu.apps.regions.selectors import names_of
from padu.domain.formatting import date_long, number
from padu.domain.values import Missing
from padu.reports import model as report
from padu.ui.components import Choice, Column, EmptyState, Field, Row, Table
from padu.ui.paging import asked_page, numbered_pager
from padu.ui.sorting import Sorting, asked_sorting, file_address
from padu.ui.templatetags.padu import badge, state_badge

PER_PAGE: Final = 25
MOST_ROWS: Final = 20_000
"""[assumption] A workbook of more rows would be opened by nobody; it says so."""
CHOSEN: Final = "pilih"
"""Name of the box in front of an issue."""
HAND_ON_FORM: Final = "serahkan-banyak"
_SEVERITY: Final = {"error": ("Kesalahan", "act", "error"), "warning": ("Peringatan", "warn", "warning")}
_FILE_COLUMNS: Final = (
    report.Column("Kode desa", width=0.9),
    report.Column("Desa", width=1.2),
    report.Column("RT/RW", width=0.7),
    report.Column("Nama", width=1.5),
    report.Column("Catatan", width=2.5),
    report.Column("Yang terlihat", width=2),
    report.Column("Yang disarankan", width=2.5),
    report.Column("Berat", width=0.8),
    report.Column("Keadaan", width=1),
    report.Column("Diserahkan kepada", width=1.2),
    report.Column("Tenggat", report.Kind.DATE),
    report.Column("Terlambat", report.Kind.MARK, width=0.7),
)


def severity_badge(severity: str) -> SafeString:
    label, tone, icon = _SEVERITY.get(severity, ("Catatan", "outline", "note"))
    return badge(_(label), tone, icon)


def fields_of(actor: Actor, chosen: IssueFilter, villages: dict[str, str]) -> list[Field]:
    """Controls of the filter bar; the box is chosen by the tabs."""
    found = [
        Field("aturan", _("Catatan"), choices=_rule_choices(actor, chosen)),
        Field("berat", _("Berat"), choices=_choices(dict(DataIssue.Severity.choices), chosen.severity)),
    ]
    if len(villages) > 1:
        found.insert(0, Field("desa", _("Desa"), choices=_choices(villages, chosen.village)))
    return found


def _rule_choices(actor: Actor, chosen: IssueFilter) -> list[Choice]:
    words = {rule: f"{title_of(rule)} ({number(n)})" for rule, n in rules_found(actor, chosen.village).items()}
    if chosen.rule:
        words.setdefault(chosen.rule, title_of(chosen.rule))
    return _choices(words, chosen.rule)


def _choices(words: dict[str, str], now: str) -> list[Choice]:
    every = [Choice(_("Semua"), value="", active=not now)]
    return every + [Choice(str(label), value=key, active=key == now) for key, label in words.items()]


def _asked(actor: Actor, chosen: IssueFilter, order: Sorting, today: dt.date) -> QuerySet[DataIssue]:
    rows = issues_asked(actor, chosen, today)
    if not order.key:
        return rows
    return rows.order_by(f"{'-' if order.down else ''}{SORTS[order.key]}", "pk")


def issue_table(
    actor: Actor, chosen: IssueFilter, query: QueryDict, today: dt.date
) -> tuple[Table, Sequence[DataIssue]]:
    """One page of the inbox, and the issues on it."""
    order = asked_sorting(query, SORTS, "")
    rows = _asked(actor, chosen, order, today)
    count = rows.count()
    page = asked_page(query, count, PER_PAGE)
    shown = list(rows[(page - 1) * PER_PAGE : page * PER_PAGE])
    known, names = known_of(shown), names_of({one.region_code for one in shown})
    table = Table(
        _("%(count)s catatan") % {"count": number(count)},
        [
            order.column(_("Catatan"), "catatan"),
            Column(_("Pilih")),
            Column(_("Siapa")),
            order.column(_("Desa, RT/RW"), "desa"),
            Column(_("Berat")),
            order.column(_("Keadaan"), "keadaan"),
            Column(_("Diserahkan kepada")),
            order.column(_("Tenggat"), "tenggat", kind="date"),
        ],
        [_row(one, known, names, today) for one in shown],
        empty=_empty(chosen),
        pager=numbered_pager(query, page, count, PER_PAGE),
        stacked=True,
        download_url=file_address(reverse("quality_file"), query) if count else "",
    )
    return table, shown


def _row(one: DataIssue, known: Known, names: dict[str, str], today: dt.date) -> Row:
    late = issue_is_late(one, today)
    place = " · ".join(part for part in (names.get(one.region_code, one.region_code), known.where(one)) if part)
    return Row(
        (
            title_of(one.rule, one.what),
            _box(one) if one.state in WAITING else "",
            known.who(one) or seen_words(one.seen),
            place,
            severity_badge(one.severity),
            badge(_("Lewat tenggat"), "act", "late") if late else state_badge(one.state),
            one.assigned_name or _("belum diserahkan"),
            one.due_on,
        ),
        url=reverse("quality_issue", args=[one.pk]),
        act=late,
    )


def _box(one: DataIssue) -> SafeString:
    words = _("Pilih catatan %(number)s") % {"number": one.pk}
    return format_html(
        '<input type="checkbox" name="{}" value="{}" form="{}" aria-label="{}">', CHOSEN, one.pk, HAND_ON_FORM, words
    )


def _empty(chosen: IssueFilter) -> EmptyState:
    if chosen.rule or chosen.severity:
        return EmptyState(_("Tidak ada catatan dengan saringan ini"), _("Hapus satu saringan untuk melihat yang lain."))
    words = {
        Box.MINE: (_("Tidak ada yang menunggu Anda"), _("Catatan yang diserahkan kepada Anda muncul di sini.")),
        Box.VILLAGE: (
            _("Tidak ada catatan terbuka"),
            _("Data keluarga diperiksa setiap kali tersimpan. Tekan “Periksa sekarang” bila belum pernah."),
        ),
        Box.LATE: (_("Tidak ada yang lewat tenggat"), _("Bagus. Yang belum selesai masih dalam waktunya.")),
        Box.DONE: (_("Belum ada yang selesai"), _("Catatan tertutup sendiri bila datanya sudah benar.")),
    }
    return EmptyState(*words[chosen.box], icon="ok-circle" if chosen.box is not Box.DONE else "empty-circle")


def issue_document(
    actor: Actor, chosen: IssueFilter, query: QueryDict, today: dt.date
) -> tuple[report.Document, Sequence[DataIssue]]:
    """All issues that the address asks for, and the issues themselves."""
    found = list(_asked(actor, chosen, asked_sorting(query, SORTS, ""), today)[: MOST_ROWS + 1])
    shown = found[:MOST_ROWS]
    known, names = known_of(shown), names_of({one.region_code for one in shown})
    notes = (f"Hanya {number(MOST_ROWS)} baris pertama.",) if len(found) > MOST_ROWS else ()
    rows = tuple(_file_row(one, known, names, today) for one in shown)
    document = report.Document(
        title="Catatan mutu data",
        place=", ".join(sorted(names.values())[:3]) or "–",
        period=f"Per {date_long(today)}",
        blocks=(report.Table("Catatan", _FILE_COLUMNS, rows, footnotes=notes),),
        as_of=today,
        source="Padu: pemeriksaan data keluarga",
        demo=any(one.made_up for one in shown),
        orientation=report.Orientation.LANDSCAPE,
    )
    return document, shown


def _file_row(one: DataIssue, known: Known, names: dict[str, str], today: dt.date) -> report.Row:
    return (
        one.region_code,
        names.get(one.region_code, one.region_code),
        known.where(one) or Missing.NOT_APPLICABLE,
        known.who(one) or Missing.NOT_APPLICABLE,
        title_of(one.rule, one.what),
        seen_words(one.seen) or "–",
        todo_of(one.rule) or Missing.NOT_APPLICABLE,
        str(one.get_severity_display()),
        str(one.get_state_display()),
        one.assigned_name or "belum diserahkan",
        one.due_on,
        issue_is_late(one, today),
    )
