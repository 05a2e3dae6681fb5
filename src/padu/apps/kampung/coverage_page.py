"""Coverage as its page and its workbook show it."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass

from django.urls import reverse
from django.utils.translation import gettext as _

from padu.apps.kampung.selectors.coverage import (
    Coverage,
    CoverageLine,
    YearPoint,
    coverage_by_year,
    coverage_of,
    holds_made_up,
)
from padu.apps.regions.selectors import names_of
from padu.domain.formatting import date_long, date_short
from padu.domain.kampung_fields import FIRST_YEAR
from padu.domain.regions import Level, level_of
from padu.reports.model import BLANK, Document, Kind, Paragraph
from padu.reports.model import Column as PaperColumn
from padu.reports.model import Table as PaperTable
from padu.ui.components import Bar, Column, EmptyState, Row, Stat, Table
from padu.ui.pictures import Chart, Series

SOURCE = "Daftar kampung Padu"


@dataclass(frozen=True, slots=True)
class CoveragePage:
    stats: Sequence[Stat]
    table: Table
    trend: Chart
    undated: int


def coverage_page(region_code: str, on: dt.date, today: dt.date, download_url: str) -> CoveragePage:
    """Coverage of the places below one place on a day, and of the whole by year."""
    coverage = coverage_of(region_code, on, names_of([region_code]).get(region_code, region_code))
    points = coverage_by_year(region_code, range(FIRST_YEAR, on.year + 1), min(on, today))
    total = coverage.total
    return CoveragePage(_stats(total, on), _table(coverage, download_url), _trend(points), total.undated)


def _stats(total: CoverageLine, on: dt.date) -> list[Stat]:
    return [
        Stat(_("Desa dengan kampung"), total.formed, as_of=on, note=_("dari %(all)s desa") % {"all": total.villages}),
        Stat(_("Cakupan"), total.share, unit="%", decimals=1, as_of=on),
        Stat(_("Bertambah tahun %(year)s") % {"year": on.year}, total.added, as_of=on),
        Stat(_("Desa tanpa kampung"), total.villages - total.formed - total.undated, as_of=on),
    ]


def _table(coverage: Coverage, download_url: str) -> Table:
    columns = [
        Column(_("Wilayah")),
        Column(_("Desa"), kind="number"),
        Column(_("Dengan kampung"), kind="number"),
        Column(_("Bertambah tahun %(year)s") % {"year": coverage.on.year}, kind="number"),
        Column(_("Tanggal belum diketahui"), kind="number"),
        Column(_("Cakupan"), kind="bar", decimals=1),
    ]
    return Table(
        _("Desa dengan sedikitnya satu kampung, per %(day)s") % {"day": date_long(coverage.on)},
        columns,
        [_row(line, coverage.on, linked=True) for line in coverage.lines],
        footer=_row(coverage.total, coverage.on, linked=False),
        empty=EmptyState(_("Tidak ada wilayah di bawah ini"), _("Cakupan dihitung untuk kecamatan ke atas.")),
        stacked=True,
        source=SOURCE,
        download_url=download_url,
    )


def _row(line: CoverageLine, on: dt.date, *, linked: bool) -> Row:
    cells = (line.name, line.villages, line.formed, line.added, line.undated, Bar(line.share, (line.share or 0) / 100))
    return Row(cells, url=_below_url(line.region_code, on) if linked else "")


def _below_url(code: str, on: dt.date) -> str:
    """The way down: to the coverage of the place, of a district to its kampung."""
    if level_of(code) in (Level.DISTRICT, Level.VILLAGE):
        return f"{reverse('register')}?wilayah={code}"
    return f"{reverse('coverage')}?wilayah={code}&per={on.isoformat()}"


def _trend(points: Sequence[YearPoint]) -> Chart:
    return Chart(
        kind="column",
        title=_("Desa dengan kampung menurut tahun"),
        label_head=_("Tahun"),
        labels=[str(point.year) for point in points],
        series=[Series(_("Cakupan"), [point.share for point in points])],
        unit="%",
        maximum=100,
        description=_("Keadaan akhir tahun, tahun berjalan sampai hari ini; terhadap jumlah desa sekarang."),
        source=SOURCE,
    )


def coverage_document(region_code: str, on: dt.date, today: dt.date) -> Document:
    """The same as a workbook."""
    name = names_of([region_code]).get(region_code, region_code)
    coverage = coverage_of(region_code, on, name)
    points = coverage_by_year(region_code, range(FIRST_YEAR, on.year + 1), min(on, today))
    return Document(
        title="Cakupan Kampung KB",
        place=name,
        period=f"Keadaan per {date_long(on)}",
        demo=holds_made_up(region_code),
        source=SOURCE,
        as_of=on,
        blocks=(
            Paragraph("Dihitung desa dengan sedikitnya satu kampung yang sudah berdiri dan belum dibubarkan."),
            _paper_table(coverage),
            _paper_trend(points),
        ),
    )


def _paper_table(coverage: Coverage) -> PaperTable:
    def row(line: CoverageLine) -> tuple[str, str, int, int, int, int, float | None]:
        share = None if line.share is None else line.share / 100
        return (line.region_code, line.name, line.villages, line.formed, line.added, line.undated, share)

    return PaperTable(
        "Cakupan",
        (
            PaperColumn("Kode"),
            PaperColumn("Wilayah", width=2.5),
            PaperColumn("Jumlah desa", Kind.INT),
            PaperColumn("Desa dengan kampung", Kind.INT),
            PaperColumn(f"Bertambah tahun {coverage.on.year}", Kind.INT),
            PaperColumn("Tanggal belum diketahui", Kind.INT),
            PaperColumn("Cakupan", Kind.PERCENT),
        ),
        tuple(row(line) for line in coverage.lines),
        totals=(row(coverage.total),),
    )


def _paper_trend(points: Sequence[YearPoint]) -> PaperTable:
    return PaperTable(
        "Menurut tahun",
        (
            PaperColumn("Tahun"),
            PaperColumn("Per tanggal"),
            PaperColumn("Desa dengan kampung", Kind.INT),
            PaperColumn("Cakupan", Kind.PERCENT),
        ),
        tuple((str(p.year), date_short(p.on), p.formed, BLANK if p.share is None else p.share / 100) for p in points),
    )
