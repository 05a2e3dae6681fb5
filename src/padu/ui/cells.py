"""Prints one cell of a `components.Table`: what kind of column it stands in decides how."""

from __future__ import annotations

import datetime as dt

from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext

from padu.domain import formatting
from padu.domain.values import FigureValue, Missing, missing_of
from padu.ui.components import Bar, Column, Row
from padu.ui.drawing import percent_of

_UNITS = {"percent": "%", "money": "Rp"}


def cell_html(column: Column, index: int, cell: object, row: Row) -> SafeString:
    """A <td>, or the row's <th> for the first column (a link where the row has an address)."""
    if index == 0:
        text = _text(column, cell)
        inner = format_html('<a href="{}">{}</a>', row.url, text) if row.url else format_html("{}", text)
        return format_html('<th scope="row">{}</th>', inner)
    if isinstance(cell, Bar):
        return format_html('<td class="num" data-label="{}">{}</td>', column.label, _bar(column, cell))
    css = "" if column.kind in ("text", "date") else "num"
    return format_html('<td class="{}" data-label="{}">{}</td>', css, column.label, _text(column, cell))


def _text(column: Column, cell: object) -> str:
    if isinstance(cell, SafeString):
        return cell
    if isinstance(cell, dt.datetime | dt.date):
        return formatting.date_short(cell)
    if cell is None or isinstance(cell, Missing):
        return _missing(cell)
    if column.kind in ("text", "date") or isinstance(cell, str):
        return str(cell)
    if isinstance(cell, Bar):
        return _figure(column, cell.value)
    assert isinstance(cell, int | float) or hasattr(cell, "quantize"), f"no figure: {cell!r}"
    return _figure(column, cell)  # type: ignore[arg-type]  # a Decimal by the assertion above


def _figure(column: Column, value: FigureValue) -> str:
    if missing_of(value) is not None:
        return _missing(value)
    return formatting.figure(value, column.decimals, _UNITS.get(column.kind, ""))


def _missing(value: FigureValue) -> SafeString:
    missing = missing_of(value) or Missing.UNKNOWN
    return format_html('<span class="missing">{}</span>', gettext(formatting.MISSING_TEXT[missing]))


def _bar(column: Column, bar: Bar) -> SafeString:
    if missing_of(bar.value) is not None:  # no empty track: it would read as nought
        return _missing(bar.value)
    return format_html(
        '<span class="cell-bar"><svg aria-hidden="true"><rect class="track" width="100%" height="100%"/>'
        '<rect class="fill" width="{}%" height="100%"/></svg><span class="num">{}</span></span>',
        percent_of(bar.share),
        _figure(column, bar.value),
    )
