"""The Rumah DataKu of a regency or province on pages: its population, and how far its villages are filled in."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Final

from django.urls import reverse
from django.utils.translation import gettext as _

from padu.apps.rumah_dataku.profile_page import profile_url
from padu.apps.rumah_dataku.selectors.figures import GROUP_TITLES
from padu.apps.rumah_dataku.selectors.places_completeness import completeness_below
from padu.apps.rumah_dataku.selectors.places_population import PlaceLine, PlacesBelow, places_below, printed_places
from padu.domain.population_indicators import in_demographic_bonus
from padu.domain.regions import Level, level_of
from padu.ui.components import Choice, Column, EmptyState, Row, Tab, Table
from padu.ui.pictures import HeatCell, HeatRow, HeatTable
from padu.ui.templatetags.padu import badge

VILLAGES, PRINTED = "desa", "tabel-4.1"
"""Where the counts of the places below are taken from."""
SOURCES: Final[dict[str, Callable[[str], PlacesBelow | None]]] = {VILLAGES: places_below, PRINTED: printed_places}
_LEGEND: Final = ("0-20 %", "20-40 %", "40-60 %", "60-80 %", "80-100 %")


def place_tabs(code: str, active: str) -> list[Tab]:
    """The three pages of a place."""
    pages = {
        "rumah_dataku_classes": _("Kelas"),
        "rumah_dataku_population": _("Penduduk"),
        "rumah_dataku_completeness": _("Kelengkapan"),
    }
    return [Tab(label, f"{reverse(name)}?wilayah={code}", name == active) for name, label in pages.items()]


def source_choices(code: str, active: str) -> list[Choice]:
    """The sources that speak of the place; nothing to choose where there is one."""
    labels = {VILLAGES: _("Jumlah dari desa"), PRINTED: _("Studi 2022, tabel 4.1")}
    if printed_places(code) is None:
        return []
    address = f"{reverse('rumah_dataku_population')}?wilayah={code}"
    return [Choice(label, f"{address}&sumber={key}#bawah", active=key == active) for key, label in labels.items()]


def places_table(found: PlacesBelow | None) -> Table:
    """Counts of the places below with density, shares and ratios."""
    if found is None:
        empty = EmptyState(
            _("Belum ada desa dengan penduduk menurut umur"),
            _("Padu menghitungnya setelah pendataan keluarga tersimpan; angka Dukcapil dapat diisi atau diimpor."),
            icon="chart",
        )
        return Table(_("Penduduk menurut wilayah"), [Column(_("Wilayah"))], [], empty=empty)
    title = _("Penduduk menurut wilayah, %(period)s") % {"period": found.period}
    rows = [_row(found, line, linked=True) for line in found.lines]
    footer = _row(found, found.whole, linked=False)
    return Table(title, _columns(found), rows, footer=footer, stacked=len(rows) < 8, source=found.source)


def _columns(found: PlacesBelow) -> list[Column]:
    columns = [
        Column(_("Wilayah")),
        Column(_("Penduduk"), kind="number"),
        Column(_("Bagian (%)"), kind="number", decimals=2),
        Column(_("Luas (km²)"), kind="number", decimals=2),
        Column(_("Bagian luas (%)"), kind="number", decimals=2),
        Column(_("Kepadatan (jiwa/km²)"), kind="number", decimals=2),
    ]
    if not found.aged:
        return [*columns, Column(_("Catatan"))]
    aged = [_("Rasio jenis kelamin"), _("0-14 (%)"), _("15-64 (%)"), _("65+ (%)"), _("Rasio ketergantungan")]
    return [*columns, *(Column(label, kind="number", decimals=2) for label in aged), Column(_("Bonus demografi"))]


def _row(found: PlacesBelow, line: PlaceLine, *, linked: bool) -> Row:
    cells: list[object] = [
        line.name, line.population, found.population_share(line), line.area_km2, found.area_share(line), line.density,
    ]  # fmt: skip
    cells += [line.sex_ratio, *line.ages, line.dependency, _bonus(line)] if found.aged else [line.note or "–"]
    return Row(cells, url=_address(line.region_code) if linked else "")


def _address(code: str) -> str:
    if level_of(code) is Level.VILLAGE:
        return profile_url(code)
    return f"{reverse('rumah_dataku_population')}?wilayah={code}"


def _bonus(line: PlaceLine) -> str:
    bonus = in_demographic_bonus(line.dependency)
    if bonus is None:
        return "–"
    return badge(_("ya"), "good") if bonus else badge(_("tidak"), "outline")


def completeness_heat(code: str) -> HeatTable | None:
    """Groups by place below; None where the place has none."""
    lines = completeness_below(code)
    if not lines:
        return None
    groups: Sequence[str] = list(GROUP_TITLES)
    rows = [
        HeatRow(
            line.name,
            [HeatCell(line.shares[group], unit="%", url=_group_address(line.region_code, group)) for group in groups],
            url=_completeness_address(line.region_code),
        )
        for line in lines
    ]
    caption = _("Kelengkapan tujuh kelompok data (persen terisi)")
    return HeatTable(caption, [GROUP_TITLES[group] for group in groups], rows, _("Wilayah"), _LEGEND)


def _completeness_address(code: str) -> str:
    if level_of(code) is Level.VILLAGE:
        return f"{profile_url(code)}#kelengkapan"
    return f"{reverse('rumah_dataku_completeness')}?wilayah={code}"


def _group_address(code: str, group: str) -> str:
    """Of a village the tab of the group; a share of several villages leads nowhere by itself."""
    return profile_url(code, group) if level_of(code) is Level.VILLAGE else ""
