"""How a value of a report reads in print. Numbers and dates come from `padu.domain.formatting`."""

from __future__ import annotations

import datetime as dt
import re
from decimal import Decimal
from typing import Final

from padu.domain.formatting import date_long, date_short, number, rounded, rupiah, rupiah_short, share_percent
from padu.domain.values import Missing, Number, missing_of
from padu.reports.model import BadDocument, Blank, Document, Kind, Scalar

TICK: Final = "✓"

DEMO_BAND: Final = "DATA BUATAN"
DEMO_EXPLANATION: Final = "untuk percontohan, bukan data keluarga yang sebenarnya"

FULL_WORDS: Final = {
    Missing.UNKNOWN: "belum diketahui",
    Missing.NOT_APPLICABLE: "tidak berlaku",
    Missing.SUPPRESSED: "disamarkan",
}
"""No "<10" beside the last: a neighbour hidden to protect a small figure may be any size."""

SHORT_MARKS: Final = {Missing.UNKNOWN: "…", Missing.NOT_APPLICABLE: "t.b.", Missing.SUPPRESSED: "dsm."}
"""For tight cells; a table that uses one prints `LEGEND` below."""

LEGEND: Final = {
    Missing.UNKNOWN: "… = belum diketahui",
    Missing.NOT_APPLICABLE: "t.b. = tidak berlaku",
    Missing.SUPPRESSED: "dsm. = disamarkan untuk melindungi keluarga",
}

_SHORT_UNITS: Final = {" juta": " jt", " ribu": " rb", " miliar": " M", " triliun": " T"}
MONEY_SHORT_LEGEND: Final = "rb = ribu, jt = juta, M = miliar, T = triliun rupiah"


_UNPRINTABLE: Final = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\ud800-\udfff\ufffe\uffff]")


def printable(text: str) -> str:
    """Text without control characters and lone surrogates, which neither a page nor a cell can hold."""
    return _UNPRINTABLE.sub("", text)


def missing_in(value: Scalar) -> Missing | None:
    """Why a cell has no value, or None when it has one (text and blank cells have)."""
    if isinstance(value, str | bool | dt.date) and not isinstance(value, Missing):
        return None
    return missing_of(value)


def cell_text(value: Scalar, kind: Kind, decimals: int = 1, *, short: bool = False) -> str:
    """A value as printed.

    short   True for tight cells: marks in place of words for missing values, "jt" for juta, "3 Nov 2026"
    raises  BadDocument when the value does not fit the kind (a word in a number column)

    >>> cell_text(0.125, Kind.PERCENT)
    '12,5 %'
    """
    if isinstance(value, Blank):
        return ""
    missing = missing_in(value)
    if missing is not None:
        return (SHORT_MARKS if short else FULL_WORDS)[missing]
    if kind is Kind.TEXT:
        return _text(value)
    if kind is Kind.MARK:
        return _mark(value)
    if kind is Kind.DATE:
        return _day(value, short=short)
    return _number(_numeric(value, kind), kind, decimals, short=short)


def _text(value: Scalar) -> str:
    if isinstance(value, bool):
        raise BadDocument(what="a tick in a text column", where=repr(value))
    if isinstance(value, dt.date):
        return date_short(value)
    if isinstance(value, int | float | Decimal):
        return number(value, 0 if value == int(value) else 1)
    return str(value)


def _mark(value: Scalar) -> str:
    if not isinstance(value, bool):
        raise BadDocument(what="a mark is True or False", where=repr(value))
    return TICK if value else ""


def _day(value: Scalar, *, short: bool) -> str:
    if not isinstance(value, dt.date):
        raise BadDocument(what="not a date", where=repr(value))
    return date_short(value) if short else date_long(value)


def _numeric(value: Scalar, kind: Kind) -> Number:
    if isinstance(value, bool) or not isinstance(value, int | float | Decimal):
        raise BadDocument(what=f"not a number for {kind}", where=repr(value))
    return value


def _number(value: Number, kind: Kind, decimals: int, *, short: bool) -> str:
    if kind is Kind.MONEY:
        return rupiah(value)
    if kind is Kind.MONEY_SHORT:
        return money_short(value) if short else rupiah_short(value)
    if kind is Kind.PERCENT:
        return share_percent(value, decimals)
    return number(value, 0 if kind is Kind.INT else decimals)


def money_short(value: Number) -> str:
    """Rupiah for a narrow cell, without "Rp": 125 jt, 1,2 M. A table that uses it says so in its legend.

    >>> money_short(125_000_000)
    '125 jt'
    """
    if rounded(value) == 0:
        return rupiah(0)
    text = rupiah_short(value).replace("Rp", "")
    for long, brief in _SHORT_UNITS.items():
        text = text.replace(long, brief)
    return text


def data_age(document: Document) -> str:
    """`data per 3 November 2026`, or that it is not known; of a form to fill in that it is one."""
    if document.blank:
        return "formulir kosong"
    return f"data per {date_long(document.as_of)}" if document.as_of else "tanggal data belum diketahui"
