"""The village profile as its page shows it."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final

from django.urls import reverse
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _

from padu.access.gate import current_actor
from padu.access.verbs import Verb
from padu.apps.accounts.selectors import officers_of
from padu.apps.rumah_dataku.files.elements import ValueKind
from padu.apps.rumah_dataku.house_page import HousePart, house_parts
from padu.apps.rumah_dataku.profile_charts import completeness_radar, group_charts, population_trend
from padu.apps.rumah_dataku.selectors.figures import GROUP_TITLES
from padu.apps.rumah_dataku.selectors.neighbourhoods import FAMILIES, MAP_ITEMS, Neighbourhood, neighbourhoods_of
from padu.apps.rumah_dataku.selectors.village_population import Population, population_of
from padu.apps.rumah_dataku.selectors.village_profile import (
    Completeness,
    ProfileItem,
    ProfileLine,
    completeness_of,
    group_profile,
)
from padu.domain.formatting import date_short, figure, number
from padu.domain.population import FIVE_YEAR_GROUPS
from padu.domain.population_indicators import in_demographic_bonus
from padu.domain.values import FigureValue, missing_of
from padu.domain.village_profile import FRESH_DAYS, STALE_DAYS, SourcedValue, age_days
from padu.ui.components import Bar, Choice, Column, EmptyState, Row, Stat, Tab, Table
from padu.ui.pictures import Chart, Tile, TileMap
from padu.ui.pyramid import PyramidPicture
from padu.ui.templatetags.padu import badge

SUMMARY: Final = "ringkasan"
_DECIMALS: Final = {ValueKind.DECIMAL: 2, ValueKind.SIGNED: 2, ValueKind.DERIVED: 2}
KNOWN_AGE: Final = "yang umurnya diketahui"
"""Who is counted in the pyramid and in all that follows from it; others may live here as well."""
_LONG: Final = 12
"""Tables of so many rows scroll sideways on a phone instead of becoming a record a row."""


@dataclass(frozen=True, slots=True)
class ItemPart:
    """One item with its table."""

    key: str
    title: str
    lead: str
    table: Table


@dataclass(frozen=True, slots=True)
class ProfilePage:
    """One tab of the profile."""

    tabs: Sequence[Tab]
    group: str
    stats: Sequence[Stat] = ()
    pyramid: PyramidPicture | None = None
    trend: Chart | None = None
    radar: Chart | None = None
    bonus: str = ""
    completeness: Table | None = None
    items: Sequence[ItemPart] = ()
    charts: Sequence[Chart] = ()
    map: TileMap | None = None
    map_choices: Sequence[Choice] = ()
    enter_url: str = ""
    houses: Sequence[HousePart] = ()


def profile_url(code: str, group: str = SUMMARY) -> str:
    """Address of a tab."""
    address = reverse("village_profile", args=[code])
    return address if group == SUMMARY else f"{address}?kelompok={group}"


def summary_page(code: str, today: dt.date, map_item: str) -> ProfilePage:
    """Population, completeness of the seven groups, and the map of RT."""
    groups = completeness_of(code)
    population = population_of(code)
    return ProfilePage(
        tabs=_tabs(code, SUMMARY, groups),
        group=SUMMARY,
        stats=population_stats(population),
        pyramid=pyramid_picture(population),
        trend=population_trend(code),
        radar=completeness_radar(groups, today),
        bonus=bonus_words(population),
        completeness=_completeness_table(code, groups, today),
        map=_map(code, map_item),
        houses=house_parts(code, today),
        map_choices=[
            Choice(label, url=f"{profile_url(code)}?peta={key}#peta", active=key == map_item)
            for key, (label, *_rest) in MAP_ITEMS.items()
        ],
    )


def group_page(code: str, group: str, today: dt.date) -> ProfilePage:
    """The items of one group."""
    may_enter = current_actor().may(Verb.FIGURE_IMPORT, code)
    items = group_profile(code, group)
    officers = officers_of_items(items)
    return ProfilePage(
        tabs=_tabs(code, group, completeness_of(code)),
        group=group,
        pyramid=pyramid_picture(population_of(code)) if group == "quantity" else None,
        items=[_item_part(item, today, officers) for item in items],
        charts=group_charts(code, group, items),
        enter_url=reverse("village_profile_enter", args=[code, group]) if may_enter else "",
    )


def _tabs(code: str, active: str, groups: Sequence[Completeness]) -> list[Tab]:
    tabs = [Tab(_("Ringkasan"), profile_url(code), active == SUMMARY)]
    return tabs + [Tab(one.title, profile_url(code, one.group), active == one.group) for one in groups]


# --- population -----------------------------------------------------------------------------------------------------


def population_stats(found: Population | None) -> list[Stat]:
    """Density, ratios and shares of one place."""
    if found is None:
        return []
    young, working, old = found.shares
    told: dict[str, Any] = {"as_of": found.as_of, "source": f"{found.source}, {found.period}"}
    return [
        Stat(_("Penduduk"), found.population, unit=_("jiwa"), note=KNOWN_AGE, **told),
        Stat(_("Kepadatan"), found.density, unit=_("jiwa/km²"), decimals=2, note=_density_note(found), **told),
        Stat(_("Rasio jenis kelamin"), found.sex_ratio, decimals=2, note=_("laki-laki per 100 perempuan"), **told),
        Stat(_("Rasio ketergantungan"), found.dependency, decimals=2, note=bonus_words(found), **told),
        Stat(_("Umur 0-14 tahun"), young, unit="%", decimals=2, **told),
        Stat(_("Umur 15-64 tahun"), working, unit="%", decimals=2, **told),
        Stat(_("Umur 65 tahun ke atas"), old, unit="%", decimals=2, **told),
    ]


def _density_note(found: Population) -> str:
    if missing_of(found.area_km2) is not None:
        return _("luas wilayah belum diisi")
    return _("luas %(area)s km²") % {"area": figure(found.area_km2, 2)}


def bonus_words(found: Population | None) -> str:
    """What a dependency ratio says of the demographic bonus, "" where there is none."""
    bonus = None if found is None else in_demographic_bonus(found.dependency)
    if bonus is None:
        return ""
    return _("di bawah 50: masa bonus demografi") if bonus else _("50 atau lebih: bukan masa bonus demografi")


def age_label(group: str) -> str:
    """`0-4`, `75+`."""
    return "75+" if group == FIVE_YEAR_GROUPS[-1] else group.replace("_", "-")


def pyramid_picture(found: Population | None) -> PyramidPicture | None:
    """The pyramid of a place, None where nobody counted ages."""
    if found is None:
        return None
    title = _("Piramida penduduk %(period)s") % {"period": found.period}
    labels = [age_label(group) for group in FIVE_YEAR_GROUPS]
    return PyramidPicture(title, labels, found.pyramid.male, found.pyramid.female, found.source, found.as_of)


# --- items ----------------------------------------------------------------------------------------------------------


def officers_of_items(items: Iterable[ProfileItem]) -> Mapping[int, str]:
    """Names of those who entered what is shown, by id."""
    return officers_of(line.shown.entered_by for item in items for line in item.lines if line.shown is not None)


def _item_part(item: ProfileItem, today: dt.date, officers: Mapping[int, str]) -> ItemPart:
    lead = _("Satuan: %(unit)s. Sumber yang lazim: %(source)s.") % {"unit": item.unit, "source": item.usual_source}
    columns = [Column(_("Rincian")), Column(_("Jumlah"), kind="number", decimals=2)]
    if item.sex_split:
        columns += [Column(_("Laki-laki"), kind="number"), Column(_("Perempuan"), kind="number")]
    columns += [
        Column(_("Tahun lalu"), kind="number"),
        Column(_("Median kecamatan"), kind="number"),
        Column(_("Median kabupaten/kota"), kind="number"),
        Column(_("Sumber, tanggal, petugas")),
    ]
    rows = [_row(line, item, today, officers) for line in item.lines]
    return ItemPart(
        item.key, item.title, lead, Table(item.title, columns, rows, stacked=len(rows) < _LONG, compact=True)
    )


def _row(line: ProfileLine, item: ProfileItem, today: dt.date, officers: Mapping[int, str]) -> Row:
    sexes = ("L", "P") if item.sex_split else ()
    cells: list[object] = [line.label, words(line, line.values.get(""))]
    cells += [words(line, line.values.get(sex)) for sex in sexes]
    cells += [
        _trend_words(line),
        words(line, line.district) if missing_of(line.district) is None else "–",
        words(line, line.regency) if missing_of(line.regency) is None else "–",
        _source_cell(line, today, officers),
    ]
    return Row(cells)


def present_words(code: str, group: str) -> dict[tuple[str, str], str]:
    """Element and component -> what is shown of it now, for who types in a newer one."""
    return {
        (line.element, line.component): _("Sekarang %(value)s · %(source)s, %(when)s")
        % {"value": words(line, line.values.get("")), "source": line.shown.source, "when": _when(line.shown)}
        for item in group_profile(code, group)
        for line in item.lines
        if line.shown is not None
    }


def words(line: ProfileLine, value: FigureValue) -> str:
    """A value of a line as words, with its state."""
    if line.kind is ValueKind.YES_NO and missing_of(value) is None:
        return _("ya") if value else _("tidak")
    if line.kind is ValueKind.MONEY:
        return figure(value, 0, "Rp")
    decimals = _DECIMALS.get(line.kind, 0)
    return figure(value, 0 if missing_of(value) is None and float(value) == int(value) else decimals)  # type: ignore[arg-type]


def _trend_words(line: ProfileLine) -> str:
    now = line.values.get("")
    if missing_of(line.before) is not None:
        return "–" if line.shown is None or line.before is None else words(line, line.before)
    if missing_of(now) is not None or line.kind is ValueKind.YES_NO:
        return words(line, line.before)
    change = float(now) - float(line.before)  # type: ignore[arg-type]  # numbers, as just seen
    sign = "▲" if change > 0 else "▼" if change < 0 else "="
    return f"{words(line, line.before)} ({sign} {number(abs(change), _DECIMALS.get(line.kind, 0))})"


def age_badge(value: SourcedValue, today: dt.date) -> SafeString:
    """How old a figure is, in words and colour."""
    days = age_days(value.as_of, value.period, today)
    if days <= FRESH_DAYS:
        return badge(_("kurang dari 1 tahun"), "outline")
    if days <= STALE_DAYS:
        return badge(_("1-2 tahun"), "warn")
    return badge(_("lebih dari 2 tahun"), "act")


def _source_cell(line: ProfileLine, today: dt.date, officers: Mapping[int, str]) -> SafeString:
    if line.shown is None:
        return format_html("<span class='muted'>{}</span>", _("belum ada sumber"))
    others = format_html_join(
        mark_safe(""),
        "<br><span class='muted small'>{}</span>",
        (
            (
                _("Menurut %(source)s %(period)s: %(value)s")
                % {"source": one.source, "period": one.period, "value": words(line, one.value)},
            )
            for one in line.others
        ),
    )
    return format_html(
        "<div>{} · {}{} {}{}</div>",
        line.shown.source,
        _when(line.shown),
        f" · {officer}" if (officer := officers.get(line.shown.entered_by or 0)) else "",
        age_badge(line.shown, today),
        others,
    )


def _when(value: SourcedValue) -> str:
    return date_short(value.as_of) if value.as_of else value.period


# --- completeness and map -------------------------------------------------------------------------------------------


def _completeness_table(code: str, groups: Sequence[Completeness], today: dt.date) -> Table:
    columns = [
        Column(_("Kelompok data")),
        Column(_("Terisi"), kind="bar", decimals=0),
        Column(_("Dari")),
        Column(_("Data terbaru"), kind="date"),
        Column(_("Umur")),
    ]
    rows = [
        Row(
            (
                one.title,
                Bar(100 * one.share, one.share),
                _("%(known)s dari %(all)s rincian") % {"known": one.known, "all": one.all},
                one.newest,
                age_badge(SourcedValue(0, str(one.newest.year), "", one.newest), today) if one.newest else "–",
            ),
            url=profile_url(code, one.group),
        )
        for one in groups
    ]
    return Table(_("Kelengkapan tujuh kelompok data (persen terisi)"), columns, rows, stacked=True)


def _map(code: str, item: str) -> TileMap | None:
    found = neighbourhoods_of(code, item)
    if not found:
        return None
    title = _("%(what)s menurut RT") % {"what": MAP_ITEMS[item][0]}
    legend = () if item == FAMILIES else ("0-20 %", "20-40 %", "40-60 %", "60-80 %", "80-100 %")
    return TileMap(title, [_tile(one, item) for one in found], legend)


def _tile(one: Neighbourhood, item: str) -> Tile:
    if item == FAMILIES:
        return Tile(one.label, one.families, bounds=(10, 20, 40, 80))
    return Tile(one.label, one.share, unit="%")


def empty_population() -> EmptyState:
    return EmptyState(
        _("Belum ada penduduk menurut umur"),
        _("Padu menghitungnya setelah pendataan keluarga tersimpan; angka Dukcapil dapat diisi atau diimpor."),
        icon="chart",
    )


def group_title(group: str) -> str:
    return GROUP_TITLES[group]
