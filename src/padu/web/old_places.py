"""What the places that came to a village left there: their kampung, and their figures under the old code."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction

from django.urls import reverse
from django.utils.translation import gettext

from padu.access.actor import Actor
from padu.access.verbs import Verb
from padu.apps.kampung.selectors import get_kampung
from padu.apps.regions.models import Region
from padu.apps.regions.panels import PlacePanel
from padu.apps.regions.selectors import heritage_of, label_of, successor_links
from padu.apps.rumah_dataku.files.elements import ValueKind, all_elements
from padu.apps.rumah_dataku.selectors.figures import FigureLine, figures_of
from padu.domain.formatting import figure
from padu.domain.regions_over_time import Link
from padu.domain.values import FigureValue, Missing
from padu.ui.components import Column, Row, Table

_APPORTIONED_DECIMALS = 1


@dataclass(frozen=True, slots=True)
class OldPlace:
    """One old village: its figures as they were, and this place's part of those that may be parted."""

    name: str
    url: str
    kampung: str
    kampung_url: str
    figures: Table | None


def old_places_panel(actor: Actor, region: Region) -> PlacePanel | None:
    """Rows of a village's predecessors, marked with the old code; None where it has none."""
    if region.level != Region.Level.VILLAGE:
        return None
    day = region.as_of or dt.date.max
    older = [link.region for link in heritage_of(region.code)[0]]
    before = [old for old in older if old.valid_to is not None and old.valid_to < day]
    if not before:
        return None
    places = [_old_place(actor, old, region.code) for old in before]
    return PlacePanel(gettext("Data di bawah kode lama"), "web/panels/old_places.html", places)


def _old_place(actor: Actor, old: Region, code: str) -> OldPlace:
    opens = actor.may(Verb.PLACE_READ, old.code)
    kampung = get_kampung(old.code) if opens else None
    lines = [line for group in figures_of(old.code) for line in group.lines]
    return OldPlace(
        name=label_of(old, dt.date.max),
        url=reverse("place", args=[old.code]),
        kampung=kampung.name if kampung else "",
        kampung_url=reverse("kampung", args=[old.code]) if opens else "",
        figures=_figures(lines, old, code) if lines else None,
    )


def _figures(lines: Sequence[FigureLine], old: Region, code: str) -> Table:
    kinds = {(one.element, one.component, one.sex): one.kind for one in all_elements()}
    shares: dict[dt.date, Link | None] = {}
    rows = []
    for line in lines:
        day = _day_of(line)
        if day not in shares:
            shares[day] = successor_links(old.code, since=day).get(code)
        counted = kinds.get((line.element, line.component, line.sex)) is ValueKind.COUNT
        link = shares[day]
        part, words = _part(line.value, link.share if link else None, counted=counted)
        rows.append(
            Row(
                (
                    line.label,
                    line.text or figure(line.value, line.decimals, line.unit),
                    line.period,
                    part,
                    words,
                    line.source,
                )
            )
        )
    return Table(
        caption=gettext("Angka %(place)s") % {"place": label_of(old, dt.date.max)},
        columns=[
            Column(gettext("Angka")),
            Column(gettext("Seluruh wilayah lama"), kind="number"),
            Column(gettext("Tahun")),
            Column(gettext("Bagian wilayah ini"), kind="number", decimals=_APPORTIONED_DECIMALS),
            Column(gettext("Cara")),
            Column(gettext("Sumber")),
        ],
        rows=rows,
        stacked=True,
    )


def _day_of(line: FigureLine) -> dt.date:
    """The day a figure speaks of: changes before it are in it already."""
    if line.as_of is not None:
        return line.as_of
    year = line.period[:4]
    return dt.date(int(year), 12, 31) if year.isdigit() and int(year) >= dt.MINYEAR else dt.date.min


def _part(value: FigureValue, share: Fraction | None, *, counted: bool) -> tuple[FigureValue, str]:
    """This place's part of a count, with how it was got. A rate is not parted; what is not known stays so."""
    if not counted:
        return Missing.NOT_APPLICABLE, gettext("bukan jumlah: tidak dibagi")
    if value is None or isinstance(value, Missing):
        return value, ""
    if share is None:
        return Missing.UNKNOWN, gettext("bagian belum diketahui")
    if share == 1:
        return value, gettext("seluruhnya")
    words = gettext("perkiraan: %(share)s%% dari jumlah") % {"share": f"{float(100 * share):.4g}".replace(".", ",")}
    return float(value) * float(share), words
