"""The pages of places, put together from the selectors into the shapes that the components print."""

from __future__ import annotations

import datetime as dt
import math
from collections.abc import Sequence
from dataclasses import dataclass

from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext

from padu.apps.regions.history_pages import PlaceHistory, address, history_of
from padu.apps.regions.models import Region
from padu.apps.regions.province_tiles import PROVINCE_SPOTS, SHORT_NAMES
from padu.apps.regions.selectors import (
    PlaceBelow,
    count_villages_by_kind,
    label_of,
    list_below,
    list_path,
    paths_of,
    search_regions,
)
from padu.domain.formatting import date_long, figure
from padu.domain.values import Missing
from padu.ui.components import Column, Crumb, EmptyState, Row, Table, Term
from padu.ui.drawing import Bounds
from padu.ui.pictures import Tile, TileMap

SHOWN = 40


@dataclass(frozen=True, slots=True)
class SearchPage:
    """What a search found, or, without one, the provinces."""

    table: Table
    tiles: TileMap | None
    terms: Sequence[Term]


@dataclass(frozen=True, slots=True)
class PlacePage:
    """One place: where it lies, what it is, what lies directly below."""

    region: Region
    crumbs: Sequence[Crumb]
    terms: Sequence[Term]
    below: Table | None
    tiles: TileMap | None
    history: PlaceHistory


def search_page(text: str, nation: Region | None) -> SearchPage:
    """Results for a text; without one the whole country, as of the nation's day."""
    if text:
        return SearchPage(_results(text), None, ())
    on = nation.as_of if nation else None
    below = list_below(nation.code, on) if nation else []
    tiles = _tile_map(below, on) if below else None
    return SearchPage(_table_below(below, gettext("Provinsi"), on), tiles, _terms(nation) if nation else ())


def place_page(region: Region) -> PlacePage:
    """The page of a place, as of its day."""
    on = region.as_of
    below = list_below(region.code, on)
    return PlacePage(
        region=region,
        crumbs=_crumbs(region),
        terms=_terms(region),
        below=_table_below(below, _heading(below), on) if below else None,
        tiles=_tile_map(below, on) if below and below[0].region.level != Region.Level.VILLAGE else None,
        history=history_of(region),
    )


def _heading(below: Sequence[PlaceBelow]) -> str:
    """What all of them are called (Nagari), or the level where they differ (Desa/Kelurahan)."""
    kinds = {b.region.kind_label for b in below}
    return kinds.pop() if len(kinds) == 1 else str(below[0].region.get_level_display())


def _crumbs(region: Region) -> list[Crumb]:
    on = region.as_of
    above = [Crumb(str(r), address(r.code, on)) for r in list_path(region.code, on) if r.code != region.code]
    return [Crumb(gettext("Wilayah"), reverse("places")), *above, Crumb(str(region))]


def _terms(region: Region) -> list[Term]:
    terms = [Term(gettext("Kode wilayah"), region.code), Term(gettext("Jenis"), region.kind_label)]
    if region.local_kind and region.level == Region.Level.VILLAGE:
        terms.append(Term(gettext("Dalam daftar resmi"), region.get_kind_display()))
    if region.level != Region.Level.VILLAGE:
        # Of a place that is no more: as it was on its last day.
        kinds = count_villages_by_kind(region.code, region.as_of or region.valid_to)
        terms.append(Term(gettext("Desa dan sejenisnya"), _kinds(kinds) if kinds else 0))
    if region.level != Region.Level.NATION:
        terms.insert(1, Term(gettext("Kode BPS"), region.bps_code or Missing.UNKNOWN))
    if region.valid_from or region.valid_to:
        terms.append(Term(gettext("Berlaku"), _period(region)))
    terms.append(Term(gettext("Daftar kode menurut"), region.vintage))
    return terms


def _kinds(counts: dict[str, int]) -> str:
    """`182 nagari`, or with the sum in front: `1.265 (910 nagari, 230 kelurahan, 125 desa)`."""
    kinds = ", ".join(f"{figure(number)} {kind[:1].lower()}{kind[1:]}" for kind, number in counts.items())
    return f"{figure(sum(counts.values()))} ({kinds})" if len(counts) > 1 else kinds


def _period(region: Region) -> str:
    first, last = region.valid_from, region.valid_to
    if first and last:
        return gettext("%(first)s sampai %(last)s") % {"first": date_long(first), "last": date_long(last)}
    if last:
        return gettext("sampai %(last)s") % {"last": date_long(last)}
    return gettext("sejak %(first)s") % {"first": date_long(first)} if first else ""


def _table_below(below: Sequence[PlaceBelow], heading: str, on: dt.date | None = None) -> Table:
    villages = bool(below) and below[0].region.level == Region.Level.VILLAGE
    columns = [Column(heading), Column(gettext("Kode")), Column(gettext("Jenis"))]
    if not villages:
        columns.append(Column(gettext("Desa/kelurahan"), kind="number"))
    rows = [
        Row(
            (b.region.name, b.region.code, b.region.kind_label, *(() if villages else (b.villages,))),
            url=address(b.region.code, on),
        )
        for b in below
    ]
    return Table(caption=gettext("%(number)s wilayah") % {"number": figure(len(rows))}, columns=columns, rows=rows)


def _tile_map(below: Sequence[PlaceBelow], on: dt.date | None = None) -> TileMap:
    """One tile per place, coloured by its number of villages; five steps of about as many places each."""
    bounds = _steps([b.villages for b in below])
    tiles = []
    for b in below:
        column, row = PROVINCE_SPOTS.get(b.region.code, (0, 0))
        tiles.append(
            Tile(
                label=SHORT_NAMES.get(b.region.code, b.region.name),
                value=b.villages,
                url=address(b.region.code, on),
                title=str(b.region),
                bounds=bounds,
                column=column,
                row=row,
            )
        )
    return TileMap(gettext("Jumlah desa dan kelurahan"), tiles, legend=_legend(bounds))


def _steps(numbers: Sequence[int]) -> Bounds:
    """Bounds of five steps with about as many places each; steps of even width where places are much alike."""
    ordered = sorted(numbers)
    bounds = tuple(float(ordered[len(ordered) * step // 5]) for step in (1, 2, 3, 4))
    if len(set(bounds)) < len(bounds):
        width = (ordered[-1] - ordered[0]) / 5
        bounds = tuple(float(math.ceil(ordered[0] + width * step)) for step in (1, 2, 3, 4))
    first, second, third, fourth = bounds
    return first, second, third, fourth


def _legend(bounds: Bounds) -> list[str]:
    """What each colour means; nothing where a few places are too much alike for five steps."""
    if len(set(bounds)) < len(bounds):
        return []
    ends = [figure(b) for b in bounds]
    between = [f"{low}–{figure(high - 1)}" for low, high in zip(ends, bounds[1:], strict=False)]
    return [gettext("di bawah %(end)s") % {"end": ends[0]}, *between, gettext("%(end)s ke atas") % {"end": ends[-1]}]


def _results(text: str) -> Table:
    found = search_regions(text, limit=SHOWN + 1)
    paths = paths_of(found[:SHOWN])
    today = timezone.localdate()
    rows = [Row((label_of(r, today), paths[r.code], r.code), url=address(r.code)) for r in found[:SHOWN]]
    caption = gettext("%(number)s wilayah cocok dengan “%(text)s”")
    if len(found) > SHOWN:
        caption = gettext(
            "%(number)s wilayah pertama yang cocok dengan “%(text)s”; tulis lebih lengkap untuk menyempitkan"
        )
    return Table(
        caption=caption % {"number": figure(len(rows)), "text": text},
        columns=[Column(gettext("Wilayah")), Column(gettext("Letak")), Column(gettext("Kode"))],
        rows=rows,
        empty=EmptyState(
            title=gettext("Tidak ada wilayah yang cocok dengan “%(text)s”") % {"text": text},
            text=gettext("Periksa ejaannya, atau coba sebagian nama saja, misalnya “indera” untuk Inderapura."),
            action_label=gettext("Lihat semua provinsi"),
            action_url=reverse("places"),
        ),
        stacked=True,
    )
