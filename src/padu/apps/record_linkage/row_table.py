"""Rows of sectors' lists: narrowed, sorted, paged, and the same rows as a workbook."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Sequence
from typing import Final

from django.db.models import QuerySet
from django.http import QueryDict
from django.urls import reverse
from django.utils.translation import gettext as _

from padu.access.actor import Actor
from padu.apps.record_linkage.models import SectorRow
from padu.apps.record_linkage.review_list import choice_field, document_of, ordered, page_of, village_fields
from padu.apps.record_linkage.selectors.lists import content_of, list_rows, members_of
from padu.apps.record_linkage.words import address_words
from padu.apps.regions.selectors import names_of
from padu.apps.rumah_dataku.models import Person
from padu.domain.formatting import number
from padu.domain.linkage.agreement import percent_words
from padu.domain.linkage.sectors import SOURCE_LABELS, SectorSource
from padu.reports import model as report
from padu.ui.components import Column, EmptyState, Field, Row, Table
from padu.ui.sorting import Sorting, asked_sorting, file_address
from padu.ui.templatetags.padu import badge

_SCORE, _DAY, _PLACE = "kemiripan", "tanggal", "desa"
_SORTS: Final = {_SCORE: "score", _DAY: "data_on", _PLACE: "region_code"}
_STATE = SectorRow.State
_TONES: Final = {
    _STATE.REVIEW: "warn", _STATE.BY_RULE: "accent", _STATE.LINKED: "good", _STATE.UNMATCHED: "outline",
    _STATE.REFUSED: "outline",
}  # fmt: skip
_FILE_COLUMNS: Final = (
    report.Column("Desa", width=1.2),
    report.Column("Daftar", width=1.2),
    report.Column("Per", report.Kind.DATE),
    report.Column("Nama di daftar", width=1.6),
    report.Column("Alamat di daftar", width=1.8),
    report.Column("Anggota keluarga", width=1.6),
    report.Column("Kemiripan", width=0.8),
    report.Column("Keadaan", width=1.4),
)


def filter_fields(query: QueryDict, villages: dict[str, str]) -> list[Field]:
    """Controls of the filter bar; a village only where there are several."""
    states = [(_("Semua"), "semua"), *((str(words), key) for key, words in _STATE.choices)]
    return [
        *village_fields(query, villages),
        choice_field("keadaan", _("Keadaan"), _now(query), states),
        choice_field("sumber", _("Daftar"), query.get("sumber", ""), [(_("Semua"), ""), *_sources()]),
    ]


def _sources() -> list[tuple[str, str]]:
    return [(SOURCE_LABELS[source], source.value) for source in SectorSource]


def _now(query: QueryDict) -> str:
    return query.get("keadaan", _STATE.REVIEW.value)


def _order(query: QueryDict) -> Sorting:
    return asked_sorting(query, tuple(_SORTS), _SCORE)


def _asked(actor: Actor, query: QueryDict) -> QuerySet[SectorRow]:
    rows = list_rows(actor, village=query.get("desa", ""), state=_now(query), source=query.get("sumber", ""))
    return ordered(rows, _order(query), _SORTS)


def rows_table(actor: Actor, query: QueryDict) -> tuple[Table, list[str]]:
    """One page of the rows, and the village of each."""
    page, order = page_of(_asked(actor, query), query), _order(query)
    shown: list[SectorRow] = page.rows
    names, members = names_of({one.region_code for one in shown}), members_of(shown)
    table = Table(
        _("%(count)s baris") % {"count": number(page.count)},
        [
            Column(_("Di daftar")),
            Column(_("Daftar")),
            order.column(_("Per"), _DAY, kind="date"),
            order.column(_("Desa"), _PLACE),
            Column(_("Anggota keluarga")),
            order.column(_("Kemiripan"), _SCORE),
            Column(_("Keadaan")),
        ],
        [_row(one, names, members) for one in shown],
        empty=EmptyState(
            _("Tidak ada baris"),
            _("OPD mengirim daftar menurut kesepakatan; barisnya muncul di sini sesudah dicocokkan."),
        ),
        pager=page.pager,
        stacked=True,
        download_url=file_address(reverse("sector_rows_file"), query),
    )
    return table, [one.region_code for one in shown]


def _row(one: SectorRow, names: dict[str, str], members: dict[int, Person]) -> Row:
    member = members.get(one.person_id or 0)
    return Row(
        (
            content_of(one).name,
            SOURCE_LABELS[SectorSource(one.source)],
            one.data_on,
            names.get(one.region_code, one.region_code),
            member.name if member else _("tidak ada yang mirip"),
            percent_words(one.score) if one.score is not None else "–",
            badge(str(one.get_state_display()), _TONES[_STATE(one.state)]),
        ),
        url=reverse("sector_row", args=[one.pk]),
        act=one.state == _STATE.REVIEW,
    )


def rows_document(actor: Actor, query: QueryDict, today: dt.date) -> tuple[report.Document, list[str]]:
    """All rows that the address asks for, and the village of each."""
    return document_of(
        _asked(actor, query), _file_rows, title="Daftar sektor dan keluarga", caption="Baris", columns=_FILE_COLUMNS,
        source="Padu: daftar sektor", today=today,
    )  # fmt: skip


def _file_rows(shown: Sequence[SectorRow]) -> Iterator[report.Row]:
    names, members = names_of({one.region_code for one in shown}), members_of(shown)
    return (_file_row(one, names, members) for one in shown)


def _file_row(one: SectorRow, names: dict[str, str], members: dict[int, Person]) -> report.Row:
    content, member = content_of(one), members.get(one.person_id or 0)
    return (
        names.get(one.region_code, one.region_code),
        SOURCE_LABELS[SectorSource(one.source)],
        one.data_on,
        content.name,
        address_words(content.rt, content.address),
        member.name if member else "",
        percent_words(one.score) if one.score is not None else "",
        str(one.get_state_display()),
    )
