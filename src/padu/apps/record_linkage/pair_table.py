"""The list of pairs: narrowed, sorted, paged, and the same rows as a workbook."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Sequence
from typing import Final

from django.db.models import QuerySet
from django.http import QueryDict
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from padu.access.actor import Actor
from padu.apps.record_linkage.models import DuplicatePair
from padu.apps.record_linkage.review_list import choice_field, document_of, ordered, page_of, village_fields
from padu.apps.record_linkage.selectors.pairs import list_pairs, reasons_of, titles_of
from padu.apps.record_linkage.words import awaits_own_answer, pair_state_words, score_words
from padu.apps.regions.selectors import names_of
from padu.domain.formatting import number
from padu.domain.linkage.review import STATE_LABELS, TO_DO, PairState
from padu.reports import model as report
from padu.ui.components import Column, EmptyState, Field, Row, Table
from padu.ui.sorting import Sorting, asked_sorting, file_address
from padu.ui.templatetags.padu import badge

_SCORE, _PLACE, _FOUND = "kemiripan", "desa", "ditemukan"
_SORTS: Final = {_SCORE: "score", _PLACE: "region_code", _FOUND: "found_at"}
_TONES: Final = {
    PairState.OPEN: "warn", PairState.UNSURE: "warn", PairState.DISPUTED: "act", PairState.WAITING: "accent",
    PairState.MERGED: "good", PairState.DIFFERENT: "outline", PairState.GONE: "outline",
}  # fmt: skip
_FILE_COLUMNS: Final = (
    report.Column("Kode desa", width=0.9),
    report.Column("Desa", width=1.2),
    report.Column("Jenis", width=0.7),
    report.Column("Yang satu", width=1.6),
    report.Column("Yang lain", width=1.6),
    report.Column("Kemiripan", width=0.8),
    report.Column("Alasan", width=3),
    report.Column("Keadaan", width=1.2),
    report.Column("Ditemukan", report.Kind.DATE),
)


def filter_fields(query: QueryDict, villages: dict[str, str]) -> list[Field]:
    """Controls of the filter bar; a village only where there are several."""
    states = [(_("Perlu diperiksa"), "perlu"), (_("Semua"), "semua")]
    states += [(STATE_LABELS[one].capitalize(), one.value) for one in PairState]
    kinds = [(_("Semua"), ""), *((str(label), key) for key, label in DuplicatePair.Kind.choices)]
    return [
        *village_fields(query, villages),
        choice_field("keadaan", _("Keadaan"), query.get("keadaan", "perlu"), states),
        choice_field("jenis", _("Jenis"), query.get("jenis", ""), kinds),
    ]


def _order(query: QueryDict) -> Sorting:
    return asked_sorting(query, tuple(_SORTS), f"-{_SCORE}")


def _asked(actor: Actor, query: QueryDict) -> QuerySet[DuplicatePair]:
    rows = list_pairs(
        actor,
        village=query.get("desa", ""),
        state=query.get("keadaan", "perlu"),
        kind=query.get("jenis", ""),
    )
    return ordered(rows, _order(query), _SORTS)


def pairs_table(actor: Actor, query: QueryDict) -> tuple[Table, list[str]]:
    """One page of the pairs, and the village of each."""
    page, order = page_of(_asked(actor, query), query), _order(query)
    shown: list[DuplicatePair] = page.rows
    names = names_of({code for one in shown for code in (one.region_code, one.other_region_code) if code})
    titles = titles_of(shown)
    table = Table(
        _("%(count)s pasangan") % {"count": number(page.count)},
        [
            Column(_("Pasangan")),
            Column(_("Jenis")),
            order.column(_("Desa"), _PLACE),
            order.column(_("Kemiripan"), _SCORE),
            Column(_("Yang sama")),
            Column(_("Keadaan")),
        ],
        [_row(one, titles[one.pk], names) for one in shown],
        empty=EmptyState(
            _("Tidak ada pasangan"),
            _("Tekan “Cari sekarang” sesudah data keluarga masuk; pencarian juga berjalan sendiri setiap malam."),
        ),
        pager=page.pager,
        stacked=True,
        download_url=file_address(reverse("duplicates_file"), query),
    )
    return table, [one.region_code for one in shown]


def _row(one: DuplicatePair, titles: tuple[str, str], names: dict[str, str]) -> Row:
    place = names.get(one.region_code, one.region_code)
    if one.across:
        place = _("%(own)s dan %(other)s") % {"own": place, "other": names.get(one.other_region_code, "")}
    agrees = ", ".join(reason.words for reason in reasons_of(one) if reason.agrees > 0)
    state = PairState(one.state)
    return Row(
        (
            _("%(one)s dan %(other)s") % {"one": titles[0], "other": titles[1]},
            one.get_kind_display(),
            place,
            score_words(one),
            agrees,
            badge(pair_state_words(one), _TONES[state]),
        ),
        url=reverse("duplicate", args=[one.pk]),
        act=state in TO_DO or awaits_own_answer(one),
    )


def pairs_document(actor: Actor, query: QueryDict, today: dt.date) -> tuple[report.Document, list[str]]:
    """All pairs that the address asks for, with their reasons, and the village of each."""
    return document_of(
        _asked(actor, query), _file_rows, title="Data ganda", caption="Pasangan", columns=_FILE_COLUMNS,
        source="Padu: pencarian data ganda", today=today,
    )  # fmt: skip


def _file_rows(shown: Sequence[DuplicatePair]) -> Iterator[report.Row]:
    names, titles = names_of({one.region_code for one in shown}), titles_of(shown)
    return (_file_row(one, titles[one.pk], names) for one in shown)


def _file_row(one: DuplicatePair, titles: tuple[str, str], names: dict[str, str]) -> report.Row:
    return (
        one.region_code,
        names.get(one.region_code, one.region_code),
        str(one.get_kind_display()),
        *titles,
        score_words(one),
        "; ".join(reason.words for reason in reasons_of(one)),
        pair_state_words(one),
        timezone.localdate(one.found_at),
    )
