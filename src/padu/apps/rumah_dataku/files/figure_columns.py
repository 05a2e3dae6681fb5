"""What a table of village figures is looked through for: its columns, long or wide, and the element each stands for."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass, replace
from functools import lru_cache
from typing import Final

from padu.apps.rumah_dataku.files.columns import Column, Kind, best_header
from padu.apps.rumah_dataku.files.elements import (
    Element,
    ValueKind,
    all_elements,
    spell,
)
from padu.apps.rumah_dataku.files.figure_values import read_value
from padu.apps.rumah_dataku.files.preview import SheetPlan, reads_as
from padu.apps.rumah_dataku.files.sheets import Book
from padu.apps.rumah_dataku.files.villages import VillageLookup
from padu.domain.tabular import (
    CellError,
    NumberStyle,
    fold,
)

SHEETS: Final = ("Data desa", "Angka desa", "figures")
SOURCE_CHARS: Final = 160
LONG, WIDE = "long", "wide"
CHOSEN_ELEMENT: Final = "other"  # element of columns that Padu does not know and the sender chose all the same
_VILLAGE: Final = Column(
    "village_code",
    "Kode desa",
    Kind.VILLAGE,
    aliases=(
        "kode wilayah",
        "kode kelurahan",
        "kode nagari",
        "region_code",
        "kode",
        "kode desa/kelurahan",
        "kode kemendagri",
    ),
    expected=True,
    hint="10 angka; boleh kosong bila seluruh berkas untuk satu desa",
    example="13.01.01.2001",
)
LONG_COLUMNS: Final = (
    _VILLAGE,
    Column("element", "Unsur data", aliases=("unsur", "element", "data element", "variabel", "uraian"), expected=True),
    Column("sex", "Jenis kelamin", aliases=("sex", "l/p", "kelamin"), hint="L, P, atau kosong untuk seluruhnya"),
    Column("value", "Nilai", aliases=("value", "jumlah", "angka"), expected=True),
    Column(
        "period", "Tahun", aliases=("periode", "period", "tahun data"), hint="Kosong: tahun yang dipilih saat mengirim"
    ),
    Column("source", "Sumber", aliases=("source", "sumber data"), max_length=SOURCE_CHARS),
)


@dataclass(frozen=True, slots=True)
class FigureContext:
    """What the sender says about a table of figures.

    period, source, as_of  of every figure that does not name its own (period as `2024`)
    village_code           village of rows that name none, or None
    chosen                 headers that Padu does not know and that are to be taken all the same, as numbers
    """

    period: str
    source: str
    village_status: VillageLookup
    as_of: dt.date | None = None
    village_code: str | None = None
    chosen: frozenset[str] = frozenset()


def is_long(book: Book) -> bool:
    return any({"element", "value"} <= set(best_header(book, name, LONG_COLUMNS).places) for name in book.sheet_names)


def figure_columns(context: FigureContext, long: bool) -> tuple[Column, ...]:
    village = _VILLAGE if context.village_code is None else replace(_VILLAGE, expected=False)
    return (village, *(LONG_COLUMNS[1:] if long else _wide_columns(context.chosen)))


def figure_plan(book: Book, context: FigureContext) -> SheetPlan:
    """What a table of figures is looked through for."""
    return figure_plan_of(context, LONG if is_long(book) else WIDE)


def figure_plan_of(context: FigureContext, variant: str) -> SheetPlan:
    """The plan of a table with one figure a row (LONG), or with one village a row (WIDE)."""
    return SheetPlan(
        SHEETS, figure_columns(context, variant == LONG), spell, personal=False, fits=_fits, variant=variant
    )


def _fits(column: Column, text: str, style: NumberStyle, numeric: bool) -> bool:
    """Whether a text can stand in a column, by the kind of what it counts."""
    element = element_of(column)
    if element is None or element.kind is ValueKind.DERIVED:
        return reads_as(column, text, style, numeric)
    try:
        read_value(element, text, NumberStyle.POINT if numeric else style)
    except CellError:
        return False
    return True


@lru_cache(maxsize=1)
def _element_columns() -> tuple[Column, ...]:
    return tuple(Column(one.key, one.label, Kind.DECIMAL, aliases=one.names) for one in all_elements())


def _wide_columns(chosen: frozenset[str]) -> tuple[Column, ...]:
    extra = tuple(Column(_chosen_key(header), header, Kind.DECIMAL) for header in sorted(chosen))
    return (*_element_columns(), *extra)


def _chosen_key(header: str) -> str:
    return f"{CHOSEN_ELEMENT}.{fold(header)[:50]}"


@lru_cache(maxsize=1)
def _by_key() -> dict[str, Element]:
    return {one.key: one for one in all_elements()}


def element_of(column: Column) -> Element | None:
    """The element that a column stands for; a chosen one becomes a plain number; the village's code is none."""
    if column.key.startswith(f"{CHOSEN_ELEMENT}."):
        component = column.key.removeprefix(f"{CHOSEN_ELEMENT}.")
        return Element(CHOSEN_ELEMENT, component, "", column.label, ValueKind.SIGNED)
    return _by_key().get(column.key)
