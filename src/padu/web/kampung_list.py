"""The list of kampung: a line each, sortable and paged, put together from several apps."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from django.http import QueryDict
from django.urls import reverse
from django.utils.translation import gettext

from padu.access.actor import Actor
from padu.access.verbs import Verb
from padu.apps.measurement.models import IndexResult
from padu.apps.measurement.selectors import IndexLine, index_lines
from padu.apps.regions.selectors import names_of
from padu.apps.situation.pages import state_mark
from padu.apps.situation.reading import VillageState, village_states
from padu.domain.regions import Level, level_of
from padu.ui.components import Bar, Choice, Column, EmptyState, Row, Table
from padu.ui.paging import asked_page, numbered_pager
from padu.ui.sorting import Sorting, asked_sorting
from padu.ui.templatetags.padu import category_badge

PER_PAGE = 50


@dataclass(frozen=True, slots=True)
class Line:
    """One kampung with its index and the state of its analysis."""

    state: VillageState
    index: IndexLine | None

    @property
    def figure(self) -> float | None:
        return self.index.index if self.index else None

    @property
    def coverage(self) -> float | None:
        return self.index.coverage if self.index else None


# Column key -> what it sorts by. A missing figure stands last in either direction.
_KEYS: dict[str, Callable[[Line], Any]] = {
    "nama": lambda line: line.state.name,
    "indeks": lambda line: line.figure,
    "cakupan": lambda line: line.coverage,
    "masalah": lambda line: line.state.problems,
    "situasi": lambda line: line.state.state,
}
DEFAULT = "nama"


def newest_year_of(codes: Mapping[str, str], default: int) -> int:
    """The newest year in which one of these villages has an index."""
    rows = IndexResult.objects.filter(region_code__in=list(codes), families_valid__gt=0)
    year: int | None = rows.order_by("-year").values_list("year", flat=True).first()
    return default if year is None else year


def places_of(actor: Actor) -> list[Choice]:
    """The person's places above villages, as links to their pages."""
    roots = [root for root in actor.roots(Verb.PLACE_READ) if level_of(root) is not Level.VILLAGE]
    names = names_of(roots)
    return [Choice(names.get(root, root), reverse("kampung", args=[root])) for root in roots]


def table_of(actor: Actor, codes: Mapping[str, str], year: int, query: QueryDict) -> Table:
    """One page of the kampung in the asked order."""
    indices = index_lines(codes, year)
    lines = [Line(state, indices.get(state.region_code)) for state in village_states(actor, year)]
    order = asked_sorting(query, _KEYS, DEFAULT)
    page = asked_page(query, len(lines), PER_PAGE)
    shown = _sorted(lines, order.key, reverse=order.down)[(page - 1) * PER_PAGE : page * PER_PAGE]
    return Table(
        caption=gettext("Kampung di wilayah Anda, tahun data %(year)s") % {"year": year},
        columns=_columns(order),
        rows=[_row(line) for line in shown],
        pager=numbered_pager(query, page, len(lines), PER_PAGE),
        empty=EmptyState(
            gettext("Belum ada kampung di wilayah Anda"),
            gettext("Kampung muncul di sini setelah didaftarkan atau setelah data keluarganya diimpor."),
        ),
        stacked=True,
        source=gettext("Indeks: hitungan setempat, bukan angka resmi BKKBN"),
    )


def _sorted(lines: list[Line], key: str, *, reverse: bool) -> list[Line]:
    by = _KEYS[key]
    known = sorted((line for line in lines if by(line) is not None), key=by, reverse=reverse)
    return known + [line for line in lines if by(line) is None]


def _columns(order: Sorting) -> list[Column]:
    return [
        order.column(gettext("Desa/kelurahan"), "nama"),
        Column(gettext("Kampung")),
        order.column(gettext("Indeks keluarga"), "indeks", kind="bar", decimals=2),
        Column(gettext("Kategori")),
        order.column(gettext("Cakupan"), "cakupan", kind="percent", decimals=0),
        order.column(gettext("Masalah"), "masalah", kind="number"),
        order.column(gettext("Situasi"), "situasi"),
        Column(gettext("Data per"), kind="date"),
    ]


def _row(line: Line) -> Row:
    state, index = line.state, line.index
    return Row(
        (
            state.name,
            state.kampung or "–",
            Bar(line.figure, (line.figure or 0) / 100),
            category_badge(index.category if index else None),
            None if line.coverage is None else 100 * line.coverage,
            state.problems,
            state_mark(state.state),
            index.as_of if index else None,
        ),
        url=reverse("kampung", args=[state.region_code]),
    )
