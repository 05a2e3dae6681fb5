"""What the page of completeness shows: figures, a heat table of what lies below, the months, and the same as a file."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Sequence
from typing import Final

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from padu.apps.data_quality.selectors.completeness import Line, PlaceCompleteness
from padu.apps.rumah_dataku.selectors import holds_made_up_data
from padu.domain.data_quality.completeness import Counted
from padu.domain.formatting import date_long, month_year, number
from padu.domain.regions import is_region_code
from padu.domain.values import FigureValue, Missing
from padu.reports import model as report
from padu.ui.components import Stat
from padu.ui.pictures import Chart, HeatCell, HeatRow, HeatTable, Series

BOUNDS: Final = (50.0, 70.0, 85.0, 95.0)
"""[assumption] Where the five colours of completeness change, in per cent: most fields are filled most of the time."""
_AGE_BOUNDS: Final = (90.0, 180.0, 365.0, 730.0)
"""[assumption] Days: a quarter, half a year, one year, two years; the older the stronger the colour."""
_LEGEND: Final = ("0–50 %", "50–70 %", "70–85 %", "85–95 %", "95–100 %")
_SHARES: Final[tuple[tuple[str, Callable[[Counted], float | None]], ...]] = (
    (gettext_noop("NIK, KK, RT"), lambda one: one.identity),
    (gettext_noop("Data anggota"), lambda one: one.members),
    (gettext_noop("Jawaban pendataan"), lambda one: one.survey),
    (gettext_noop("Semua isian"), lambda one: one.complete),
    (gettext_noop("Didata tahun ini"), lambda one: one.fresh),
)
SOURCE: Final = gettext_noop("pemeriksaan data keluarga Padu")


def percent_of(line: Line, take: Callable[[Counted], float | None]) -> FigureValue:
    """Per cent with its state: hidden, not counted, not applicable."""
    if line.hidden:
        return Missing.SUPPRESSED
    if line.counted is None:
        return Missing.UNKNOWN
    found = take(line.counted)
    return Missing.NOT_APPLICABLE if found is None else 100 * found


def count_of(line: Line, take: Callable[[Counted], int | None]) -> FigureValue:
    """A number with its state."""
    if line.hidden:
        return Missing.SUPPRESSED
    if line.counted is None:
        return Missing.UNKNOWN
    found = take(line.counted)
    return Missing.NOT_APPLICABLE if found is None else found


def stats_of(line: Line) -> list[Stat]:
    """The whole place in figures, each with the day it was counted."""

    def stat(label: str, value: FigureValue, unit: str = "", decimals: int = 0, note: str = "") -> Stat:
        return Stat(label, value, unit, decimals, line.counted_on, _(SOURCE), note=note)

    old = count_of(line, lambda one: one.old)
    return [
        stat(_("Isian yang terisi"), percent_of(line, lambda one: one.complete), "%", 1),
        stat(_("Keluarga didata tahun ini"), percent_of(line, lambda one: one.fresh), "%", 1),
        stat(_("Umur data rata-rata"), count_of(line, lambda one: one.mean_age_days), _("hari")),
        stat(_("Keluarga tanpa pendataan setahun terakhir"), old),
        stat(
            _("Terlambat dimasukkan tahun ini"),
            count_of(line, lambda one: one.late),
            note=_("berkas tersimpan lebih dari 30 hari sesudah pendataannya"),
        ),
        stat(_("Keluarga"), count_of(line, lambda one: one.families)),
        stat(_("Catatan terbuka"), count_of(line, lambda one: one.open_issues)),
    ]


def heat_of(lines: Sequence[Line], row_head: str) -> HeatTable:
    """What lies directly below, a colour for each share; places lead further down."""
    return HeatTable(
        caption=_("Bagian yang terisi dan didata, dalam persen"),
        columns=[*(_(label) for label, _take in _SHARES), _("Umur data (hari)")],
        rows=[HeatRow(_label(line), _cells(line), _url(line)) for line in lines],
        row_head=row_head,
        legend=_LEGEND,
    )


def _cells(line: Line) -> list[HeatCell]:
    shares = [HeatCell(percent_of(line, take), 0, "%", BOUNDS) for _label, take in _SHARES]
    age = HeatCell(count_of(line, lambda one: one.mean_age_days), 0, "", _AGE_BOUNDS, "need")
    return [*shares, age]


def _label(line: Line) -> str:
    if line.hidden or line.counted is None:
        return line.label
    return _("%(place)s (%(n)s keluarga)") % {"place": line.label, "n": number(line.counted.families)}


def _url(line: Line) -> str:
    return f"{reverse('quality_completeness')}?wilayah={line.key}" if is_region_code(line.key) else ""


def chart_of(months: Sequence[tuple[dt.date, Counted]]) -> Chart | None:
    """Completeness by month; None before there are two."""
    if len(months) < 2:
        return None

    def share(take: Callable[[Counted], float | None]) -> list[FigureValue]:
        found = [take(counted) for _month, counted in months]
        return [Missing.NOT_APPLICABLE if one is None else 100 * one for one in found]

    return Chart(
        kind="line",
        title=_("Kelengkapan menurut bulan"),
        labels=[month_year(month) for month, _counted in months],
        series=[
            Series(_("Isian yang terisi"), share(lambda one: one.complete)),
            Series(_("Didata tahun ini"), share(lambda one: one.fresh)),
        ],
        label_head=_("Bulan"),
        unit="%",
        maximum=100,
        source=_(SOURCE),
    )


_FILE_COLUMNS: Final = (
    report.Column("Kode", width=0.9),
    report.Column("Wilayah", width=1.5),
    report.Column("Dihitung", report.Kind.DATE),
    report.Column("Keluarga", report.Kind.INT),
    *(report.Column(label, report.Kind.PERCENT) for label, _take in _SHARES),
    report.Column("Umur data rata-rata (hari)", report.Kind.INT),
    report.Column("Tanpa pendataan setahun", report.Kind.INT),
    report.Column("Terlambat dimasukkan", report.Kind.INT),
    report.Column("Catatan terbuka", report.Kind.INT),
)


def document_of(page: PlaceCompleteness, today: dt.date) -> report.Document:
    """The table as a file, the whole place first."""
    lines = [page.whole, *page.parts]
    return report.Document(
        title="Kelengkapan dan umur data keluarga",
        place=page.whole.label,
        period=f"Per {date_long(today)}",
        blocks=(report.Table("Kelengkapan", _FILE_COLUMNS, tuple(_file_row(line) for line in lines)),),
        as_of=page.whole.counted_on or today,
        source="Padu: pemeriksaan data keluarga",
        demo=holds_made_up_data(),
        orientation=report.Orientation.LANDSCAPE,
    )


def _file_row(line: Line) -> report.Row:
    shares = [percent_of(line, take) for _label, take in _SHARES]
    counts = [
        count_of(line, take)
        for take in (
            lambda one: one.mean_age_days, lambda one: one.old, lambda one: one.late, lambda one: one.open_issues,
        )
    ]  # fmt: skip
    return (
        line.key,
        line.label,
        line.counted_on or Missing.UNKNOWN,
        _plain(count_of(line, lambda one: one.families)),
        *(one if isinstance(one, Missing) or one is None else float(one) / 100 for one in shares),
        *(_plain(one) for one in counts),
    )


def _plain(value: FigureValue) -> int | Missing:
    return value if isinstance(value, Missing) else Missing.UNKNOWN if value is None else int(value)
