"""What later apps show on a place's page: the family index there and below, and what published tables say of it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from django.urls import reverse
from django.utils.translation import gettext

from padu.access.actor import Actor
from padu.apps.measurement.models import IndexResult
from padu.apps.programmes.models import PublishedFigure
from padu.apps.programmes.selectors import list_published_figures
from padu.apps.regions.models import Region
from padu.apps.regions.panels import PlacePanel
from padu.apps.regions.selectors import list_children
from padu.domain.formatting import number
from padu.domain.privacy import suppress_row
from padu.domain.values import FigureValue, Missing
from padu.ui.components import Bar, Column, Row, Stat, Table

PUBLISHED_TITLES = {
    "t000_4_1_area_population_2021": "Luas dan penduduk 2021",
    "t000_4_2_kampung_counts_2022": "Jumlah Kampung KB 2022",
    "t000_4_3_classification_2022": "Klasifikasi Kampung KB 2022",
    "t000_4_4_integration_2022": "Jumlah sektor yang terlibat 2022",
    "t001_1_sites": "Lokasi penelitian",
    "t001_2_coordination": "Skor koordinasi lintas sektor",
    "t001_3_referral_flow": "Skor alur rujukan",
    "t001_4_data_interoperability": "Skor interoperabilitas data",
    "t001_5_feedback": "Skor umpan balik",
    "t001_6_cadre_role": "Skor peran kader",
    "t001_7_domain_scores": "Skor konvergensi per ranah",
    "t001_8_ibangga": "Indeks pembangunan keluarga (iBangga) terbitan",
}
PUBLISHED_COLUMNS = {
    "area_km2": "Luas (km²)",
    "area_pct": "Luas, bagian dari provinsi (%)",
    "population": "Penduduk",
    "population_pct": "Penduduk, bagian dari provinsi (%)",
    "density_per_km2": "Kepadatan (jiwa/km²)",
    "until_2021_12_31": "Terbentuk sampai 31 Desember 2021",
    "added_2022": "Tambahan 2022",
    "until_2022_10_31": "Terbentuk sampai 31 Oktober 2022",
    "villages_total": "Jumlah desa/nagari/kelurahan",
    "pct_formed": "Sudah terbentuk (%)",
    "dasar": "Dasar",
    "berkembang": "Berkembang",
    "mandiri": "Mandiri",
    "berkelanjutan": "Berkelanjutan",
    "total": "Jumlah",
    "sectors_1_3": "1-3 sektor",
    "sectors_4_7": "4-7 sektor",
    "sectors_over_7": "lebih dari 7 sektor",
    "not_reported": "Belum mengisi",
    "kampung_kb_name": "Nama Kampung KB",
    "status_in_table_1": "Status menurut tabel 1",
    "status_label_in_tables_2_to_8": "Status menurut tabel 2-8",
    "regulation": "Regulasi",
    "structure": "Struktur",
    "practice": "Praktik",
    "score": "Skor",
    "sop": "SOP",
    "referral_register": "Register rujukan",
    "feedback": "Umpan balik",
    "family_id": "Identitas keluarga",
    "updating": "Pemutakhiran",
    "use": "Penggunaan/sinkronisasi",
    "indicator_forum": "Forum indikator",
    "follow_up_plan": "Rencana tindak lanjut",
    "verification": "Verifikasi",
    "activity": "Keaktifan",
    "supervision": "Pembinaan",
    "recording": "Pencatatan",
    "coordination": "Koordinasi",
    "referral_flow": "Alur rujukan",
    "data_interoperability": "Interoperabilitas data",
    "cadre_role": "Peran kader",
    "composite": "Gabungan",
    "ketenteraman": "Ketenteraman",
    "kemandirian": "Kemandirian",
    "kebahagiaan": "Kebahagiaan",
    "composite_equal_published": "Gabungan, bobot sama",
    "composite_independence_published": "Gabungan, kemandirian lebih berat",
}


@dataclass(frozen=True, slots=True)
class IndexPanel:
    stats: Sequence[Stat]
    league: Table | None


def index_panel(actor: Actor, region: Region) -> PlacePanel | None:
    """The index of the newest year of a place above the village, and of the places below it.

    Families of a village are its own matter: its page is the kampung's. Counts from 1 to 9 are hidden with their index.
    """
    if region.level == Region.Level.VILLAGE:
        return None
    result = IndexResult.objects.filter(region_code=region.code).order_by("-year").first()
    if result is None or result.families_valid == 0:
        return None
    title = gettext("Indeks pembangunan keluarga %(year)s") % {"year": result.year}
    return PlacePanel(title, "web/panels/index.html", IndexPanel(_index_stats(result), _league(region, result.year)))


def _index_stats(result: IndexResult) -> list[Stat]:
    source = gettext("hitungan Padu, rumus %(version)s") % {"version": result.formula_version}
    counts = suppress_row([result.families_valid])
    hidden = isinstance(counts.parts[0], Missing)

    def stat(label: str, value: float | None) -> Stat:
        return Stat(label, Missing.SUPPRESSED if hidden else value, "", 2, result.as_of, source)

    return [
        stat(gettext("Indeks"), result.index),
        stat(gettext("Ketenteraman"), result.ketenteraman),
        stat(gettext("Kemandirian"), result.kemandirian),
        stat(gettext("Kebahagiaan"), result.kebahagiaan),
        Stat(gettext("Keluarga yang dihitung"), counts.parts[0], as_of=result.as_of, source=source),
    ]


def _league(region: Region, year: int) -> Table | None:
    """The places directly below, the lowest index first: who needs most stands on top."""
    children = list(list_children(region.code, region.as_of))
    found = {
        r.region_code: r for r in IndexResult.objects.filter(region_code__in=[c.code for c in children], year=year)
    }
    rows = [(c, found[c.code]) for c in children if c.code in found]
    if not rows:
        return None
    counts = suppress_row([result.families_valid for _, result in rows]).parts
    cells = [(child, result, count) for (child, result), count in zip(rows, counts, strict=True)]
    cells.sort(key=lambda cell: _order(cell[1], cell[2]))
    return Table(
        caption=gettext("Wilayah di bawahnya, indeks terendah lebih dulu"),
        columns=[
            Column(gettext("Wilayah")),
            Column(gettext("Keluarga dihitung"), kind="number"),
            Column(gettext("Indeks"), kind="bar", decimals=2),
        ],
        rows=[
            Row((child.name, count, _index_bar(result, count)), url=reverse("place", args=[child.code]))
            for child, result, count in cells
        ],
        stacked=True,
    )


def _order(result: IndexResult, count: int | Missing) -> tuple[bool, float]:
    known = result.index is not None and not isinstance(count, Missing)
    return not known, result.index if known and result.index is not None else 0.0


def _index_bar(result: IndexResult, count: int | Missing) -> Bar:
    value: FigureValue = Missing.SUPPRESSED if isinstance(count, Missing) else result.index
    return Bar(value, (result.index or 0.0) / 100 if value is result.index else 0.0)


@dataclass(frozen=True, slots=True)
class PublishedPanel:
    tables: Sequence[Table]


def published_panel(actor: Actor, region: Region) -> PlacePanel | None:
    """Figures that others published of this place; never mixed with our own."""
    by_table: dict[str, list[PublishedFigure]] = {}
    for figure in list_published_figures(region.code):
        by_table.setdefault(figure.table, []).append(figure)
    if not by_table:
        return None
    tables = [_published_table(name, figures) for name, figures in by_table.items()]
    return PlacePanel(gettext("Angka terbitan"), "web/panels/published.html", PublishedPanel(tables))


def _published_table(name: str, figures: Sequence[PublishedFigure]) -> Table:
    """One printed table's row for this place, a line per cell; what cannot be read any more is unknown, not nought."""
    repaired = any(_repaired(f) for f in figures)
    columns = [Column(gettext("Butir")), Column(gettext("Nilai"), kind="number", decimals=0)]
    if repaired:
        columns.append(Column(gettext("Tercetak")))
    rows = []
    for f in figures:
        printed = (f.as_printed if _repaired(f) else "",) if repaired else ()
        rows.append(Row((PUBLISHED_COLUMNS[f.column], _published_value(f), *printed)))
    return Table(caption=PUBLISHED_TITLES[name], columns=columns, rows=rows, source=figures[0].source, compact=True)


def _repaired(figure: PublishedFigure) -> bool:
    return figure.value is not None and figure.as_printed != "" and float(figure.as_printed) != figure.value


def _published_value(figure: PublishedFigure) -> str | Missing:
    """With the decimals it was printed with."""
    if figure.value is None:
        return figure.as_printed or Missing.UNKNOWN
    decimals = len(figure.as_printed.partition(".")[2])
    return number(figure.value, decimals)
