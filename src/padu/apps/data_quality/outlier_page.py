"""Figures that stand out as a table, and one of them as pictures."""

from __future__ import annotations

import math
from typing import Final

from django.http import QueryDict
from django.urls import reverse
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from padu.apps.data_quality.models import FigureOutlier
from padu.apps.data_quality.selectors.outliers import OutlierLine, Picture, lines_of, outliers_below
from padu.domain.formatting import number, signed
from padu.domain.values import FigureValue, Missing, missing_of
from padu.ui.components import Column, EmptyState, Row, Table
from padu.ui.paging import asked_page, numbered_pager
from padu.ui.pictures import Chart, Series
from padu.ui.sorting import asked_sorting
from padu.ui.templatetags.padu import badge

PER_PAGE: Final = 50
_AGAINST: Final = FigureOutlier.Against


def outlier_table(place: str, query: QueryDict) -> Table:
    """One page of the figures that stand out, the farthest first."""
    order = asked_sorting(query, ("desa", "angka", "jauh"), "jauh")
    rows = outliers_below(place, order.key, down=order.down)
    count = rows.count()
    page = asked_page(query, count, PER_PAGE)
    shown = lines_of(list(rows[(page - 1) * PER_PAGE : page * PER_PAGE]))
    return Table(
        _("%(count)s angka yang menonjol") % {"count": number(count)},
        [
            order.column(_("Angka"), "angka"),
            order.column(_("Desa"), "desa"),
            Column(_("Tahun, sumber")),
            Column(_("Nilai"), kind="number"),
            Column(_("Yang biasa")),
            order.column(_("Jauhnya"), "jauh"),
        ],
        [_row(line) for line in shown],
        empty=EmptyState(
            _("Tidak ada angka yang menonjol"),
            _("Angka desa dibandingkan dengan desa lain sekabupaten dan dengan tahun lalu setiap kali tersimpan."),
            icon="ok-circle",
        ),
        pager=numbered_pager(query, page, count, PER_PAGE),
        stacked=True,
    )


def _row(line: OutlierLine) -> Row:
    one = line.row
    return Row(
        (
            line.label,
            line.village,
            f"{one.period}, {one.source}",
            _plain(line.value),
            usual_words(line),
            far_badge(one),
        ),
        url=reverse("quality_outlier", args=[one.region_code, one.element, one.component or "-"]),
    )


def _plain(value: FigureValue) -> FigureValue | str:
    """A count without decimals, another number with two; in place of a number its state."""
    if missing_of(value) is not None or not isinstance(value, int | float):
        return value
    return number(value, 0 if float(value).is_integer() else 2)


def usual_words(line: OutlierLine) -> str:
    """What is usual among the other villages, in words; a count of people beside its own share of the inhabitants."""
    one = line.row
    if one.against == _AGAINST.NEIGHBOURS:
        if not one.per_inhabitants:
            return _("%(low)s–%(high)s") % {"low": number(one.low, 2), "high": number(one.high, 2)}
        span = {"low": number(max(one.low, 0.0), 2), "high": number(one.high, 2), "here": number(one.compared, 2)}
        if isinstance(line.value, Missing):
            return _("%(low)s–%(high)s per 100 penduduk") % span
        return _("%(low)s–%(high)s per 100 penduduk; di desa ini %(here)s") % span
    usual, before = (math.exp(one.middle) - 1) * 100, line.before
    then = number(before, 0) if isinstance(before, int | float) else _("disamarkan")
    return _("setahun sebelumnya %(then)s; desa lain biasanya berubah %(usual)s %%") % {
        "then": then, "usual": signed(usual, 1),
    }  # fmt: skip


def far_badge(one: FigureOutlier) -> SafeString:
    """Up or down, against whom."""
    up = one.score > 0
    words = {
        (_AGAINST.NEIGHBOURS.value, True): _("jauh di atas desa lain"),
        (_AGAINST.NEIGHBOURS.value, False): _("jauh di bawah desa lain"),
        (_AGAINST.LAST_YEAR.value, True): _("naik jauh lebih banyak"),
        (_AGAINST.LAST_YEAR.value, False): _("turun jauh lebih banyak"),
    }[one.against, up]
    return badge(words, "warn", "rise" if up else "fall")


def neighbours_chart(picture: Picture, code: str) -> Chart:
    """The village among those of its district, with the middle of the regency where it stands out."""
    labels = [f"{name} ◀" if one == code else name for one, name, _value in picture.neighbours]
    series = [Series(_("Nilai"), [value for _code, _name, value in picture.neighbours])]
    middle = next((one.row.middle for one in picture.outliers if one.row.against == _AGAINST.NEIGHBOURS), None)
    if middle is not None:
        series.append(Series(_("Nilai tengah kabupaten/kota"), [middle] * len(labels)))
    return Chart(
        kind="column",
        title=_("Desa-desa sekecamatan"),
        labels=labels,
        series=series,
        label_head=_("Desa"),
        decimals=2,
        description=_("per 100 penduduk; desa ini bertanda ◀") if picture.per_inhabitants else _("desa ini bertanda ◀"),
        as_of=picture.shown.as_of,
    )


def years_chart(picture: Picture) -> Chart | None:
    """The village's own years, a line for each source; None for a single year."""
    periods = sorted({period for period, _source, _value in picture.years})
    if len(periods) < 2:
        return None
    sources = sorted({source for _period, source, _value in picture.years})
    found = {(source, period): value for period, source, value in picture.years}
    series = [Series(source, [_at(found, source, period) for period in periods]) for source in sources]
    return Chart(
        kind="line",
        title=_("Tahun ke tahun di desa ini"),
        labels=periods,
        series=series,
        label_head=_("Tahun"),
        decimals=0,
        as_of=picture.shown.as_of,
    )


def _at(found: dict[tuple[str, str], FigureValue], source: str, period: str) -> FigureValue:
    return found.get((source, period), Missing.UNKNOWN)
