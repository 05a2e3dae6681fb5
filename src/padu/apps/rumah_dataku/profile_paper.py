"""The village profile on paper: one page for a meeting, and the full profile with every item."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from typing import Final

from padu.apps.regions.selectors import names_of
from padu.apps.rumah_dataku.files.elements import ValueKind
from padu.apps.rumah_dataku.profile_page import KNOWN_AGE, age_label, bonus_words, officers_of_items
from padu.apps.rumah_dataku.selectors.figures import GROUP_TITLES
from padu.apps.rumah_dataku.selectors.made_up import holds_made_up_data
from padu.apps.rumah_dataku.selectors.village_population import Population, population_of
from padu.apps.rumah_dataku.selectors.village_profile import (
    Completeness,
    ProfileItem,
    ProfileLine,
    completeness_of,
    group_profile,
)
from padu.domain.formatting import date_short
from padu.domain.population import FIVE_YEAR_GROUPS
from padu.domain.values import FigureValue, missing_of
from padu.reports.model import (
    BLANK,
    Block,
    Column,
    Document,
    Heading,
    KeyFigure,
    KeyFigures,
    Kind,
    Orientation,
    Paragraph,
    Pyramid,
    Radar,
    RadarSeries,
    Scalar,
    SideBySide,
    Table,
)

ONE_PAGE, FULL = "ringkas", "lengkap"
_SOURCE: Final = "Rumah DataKu; sumber tiap angka tercetak di sampingnya"
_CHOICE: Final = (
    "Bila ada beberapa sumber, yang tercetak ialah tahun terbaru; pada tahun yang sama Dukcapil didahulukan,"
    " hitungan Padu paling akhir. Angka dari sumber yang berbeda tidak dijumlahkan."
)
_KEY_ITEMS: Final = (
    ("quality", "children_in_school", "7_12"),
    ("quality", "school_dropouts", "7_12"),
    ("quality", "unemployed", "25_64"),
    ("social_protection", "bpjs_members", "total"),
    ("social_protection", "pkh_recipients", "total"),
    ("civil_registration", "birth_certificate_holders", "holders_0_17"),
    ("civil_registration", "families_with_kk", "with_kk"),
    ("family_development", "water_sanitation_facilities", "families_improved_water"),
    ("family_development", "family_toilet_coverage", "families_proper_toilet"),
)
"""What stands on the one page beside population and completeness."""


def profile_document(code: str, extent: str, today: dt.date) -> Document:
    """The profile as the current actor may see it; `extent` is ONE_PAGE or FULL."""
    population = population_of(code)
    groups = completeness_of(code)
    items = {one.group: group_profile(code, one.group) for one in groups}
    officers = officers_of_items(item for part in items.values() for item in part)
    blocks = [*_population_blocks(population), *_pictures(population, groups, today), _completeness(groups)]
    blocks += [_key_items(items)] if extent == ONE_PAGE else _all_items(items, population, officers)
    return Document(
        title="Profil Rumah DataKu",
        subtitle="Ringkasan satu halaman" if extent == ONE_PAGE else "Profil lengkap: 44 unsur dalam tujuh kelompok",
        place=names_of([code]).get(code, code),
        period=f"Keadaan per {today.year}",
        blocks=tuple(blocks),
        as_of=max((one.newest for one in groups if one.newest), default=None),
        source=_SOURCE,
        notes=(_CHOICE, "“Belum diketahui” tidak sama dengan nol."),
        demo=holds_made_up_data(),
        orientation=Orientation.PORTRAIT if extent == ONE_PAGE else Orientation.LANDSCAPE,
    )


def _population_blocks(found: Population | None) -> list[Block]:
    if found is None:
        return [Paragraph("Penduduk menurut umur belum diketahui.")]
    figures = (
        KeyFigure("Penduduk (jiwa)", found.population, note=f"{KNOWN_AGE}; {found.source}, {found.period}"),
        KeyFigure("Kepadatan (jiwa/km²)", found.density, Kind.DECIMAL, 2),
        KeyFigure("Rasio jenis kelamin", found.sex_ratio, Kind.DECIMAL, 2),
        KeyFigure("Rasio ketergantungan", found.dependency, Kind.DECIMAL, 2, bonus_words(found)),
    )
    return [KeyFigures(figures)]


def _pictures(found: Population | None, groups: Sequence[Completeness], today: dt.date) -> list[Block]:
    """Pyramid and radar beside each other; the radar alone where nobody counted ages."""
    radar = Radar(
        "Tujuh kelompok data: terisi dan diperbarui",
        tuple(one.title for one in groups),
        (
            RadarSeries("Terisi", tuple(one.share for one in groups)),
            RadarSeries("Diperbarui dalam setahun", tuple(one.fresh_share(today) for one in groups)),
        ),
    )
    if found is None:
        return [radar]
    labels = tuple(age_label(group) for group in FIVE_YEAR_GROUPS)
    male, female = (tuple(map(_whole, values)) for values in (found.pyramid.male, found.pyramid.female))
    return [SideBySide(Pyramid(f"Piramida penduduk ({found.source}, {found.period})", labels, male, female), radar)]


def _completeness(groups: Sequence[Completeness]) -> Table:
    return Table(
        "Kelengkapan data",
        (
            Column("Kelompok data", width=2.2),
            Column("Terisi", Kind.INT),
            Column("Dari", Kind.INT),
            Column("Bagian terisi", Kind.PERCENT),
            Column("Data terbaru", Kind.DATE, width=1.4),
        ),
        tuple((one.title, one.known, one.all, one.share, one.newest) for one in groups),
    )


def _key_items(items: dict[str, list[ProfileItem]]) -> Table:
    found = {
        (item.key, line.component): (item, line) for part in items.values() for item in part for line in item.lines
    }
    rows = []
    for _, element, component in _KEY_ITEMS:
        item, line = found[element, component]
        label = item.title if line.label == item.title else f"{item.title}: {line.label}"
        rows.append((label, paper_value(line, line.values.get("")), _source(line)))
    columns = (Column("Angka pokok", width=2.4), Column("Nilai", Kind.INT), Column("Sumber dan tanggal", width=2))
    return Table("Angka pokok", columns, tuple(rows))


def _all_items(
    items: dict[str, list[ProfileItem]], population: Population | None, officers: Mapping[int, str]
) -> list[Block]:
    blocks: list[Block] = []
    for group, parts in items.items():
        blocks.append(Heading(GROUP_TITLES[group]))
        blocks += [_item_table(item, officers) for item in parts if item.key != "population_structure"]
        if group == "quantity" and population is not None:
            blocks.append(_pyramid_table(population))
    return blocks


def _item_table(item: ProfileItem, officers: Mapping[int, str]) -> Table:
    decimals = 2 if any(line.kind not in (ValueKind.COUNT, ValueKind.YES_NO) for line in item.lines) else 0
    kind = Kind.DECIMAL if decimals else Kind.INT
    columns = (
        Column("Rincian", width=2.4),
        Column("Jumlah", kind, decimals=decimals),
        Column("Laki-laki", Kind.INT),
        Column("Perempuan", Kind.INT),
        Column("Tahun lalu", kind, decimals=decimals),
        Column("Sumber, tanggal, petugas", width=2.2),
    )
    return Table(f"{item.title} ({item.unit})", columns, tuple(_item_row(item, line, officers) for line in item.lines))


def _item_row(item: ProfileItem, line: ProfileLine, officers: Mapping[int, str]) -> tuple[Scalar, ...]:
    label = f"{line.label} (1 = ya, 0 = tidak)" if line.kind is ValueKind.YES_NO else line.label
    sexes = [paper_value(line, line.values.get(sex)) if item.sex_split else BLANK for sex in ("L", "P")]
    return (
        label,
        paper_value(line, line.values.get("")),
        *sexes,
        paper_value(line, line.before),
        _source(line, officers),
    )


def paper_value(line: ProfileLine, value: FigureValue) -> Scalar:
    """A value of a line in a cell; counts are whole."""
    missing = missing_of(value)
    if missing is not None or value is None:
        return missing
    return int(value) if line.kind in (ValueKind.COUNT, ValueKind.YES_NO) else float(value)


def _source(line: ProfileLine, officers: Mapping[int, str] | None = None) -> str:
    if line.shown is None:
        return "–"
    day = line.shown.as_of
    when = date_short(day) if day else line.shown.period
    officer = (officers or {}).get(line.shown.entered_by or 0)
    return f"{line.shown.source}, {when}" + (f", {officer}" if officer else "")


def _pyramid_table(found: Population) -> Table:
    pyramid = found.pyramid
    rows = tuple(
        (f"{age_label(group)} tahun", _whole(pyramid.male[at]), _whole(pyramid.female[at]), _whole(pyramid.both[at]))
        for at, group in enumerate(FIVE_YEAR_GROUPS)
    )
    columns = (
        Column("Umur"), Column("Laki-laki", Kind.INT), Column("Perempuan", Kind.INT), Column("Jumlah", Kind.INT)
    )  # fmt: skip
    return Table(f"Penduduk menurut umur ({found.source}, {found.period})", columns, rows)


def _whole(value: FigureValue) -> Scalar:
    missing = missing_of(value)
    return missing if missing is not None or value is None else int(value)
