"""The value of one cell of a table of figures, by the kind of its element."""

from __future__ import annotations

from collections.abc import Callable
from decimal import Decimal
from typing import Final

from padu.apps.rumah_dataku.files.elements import IDM_STATUSES, Element, ValueKind
from padu.domain.formatting import number
from padu.domain.tabular import (
    CellError,
    NumberStyle,
    fold,
    parse_decimal,
    parse_integer,
    parse_missing,
    parse_yes_no,
)
from padu.domain.values import Missing

MOST_COUNTED: Final = 10_000_000
"""[assumption] More of anything that is counted does not stand in one village; it is a slip of the hand."""


def read_value(element: Element, text: str, style: NumberStyle) -> tuple[Decimal | None, str, Missing | None]:
    """Number, words or reason of a cell. Raises CellError."""
    missing = parse_missing(text)
    if missing is not None:
        return None, "", missing
    if text[0] in "=@":
        raise CellError("formula_cell", "isi biasa, bukan rumus")
    if element.kind is ValueKind.STATUS:
        return None, _status(text), None
    return _READERS[element.kind](text, style), "", None


def _status(text: str) -> str:
    found = next((status for status in IDM_STATUSES if fold(status) == fold(text)), None)
    if found is None:
        raise CellError("code_unknown", ", ".join(IDM_STATUSES))
    return found


def _count(text: str, style: NumberStyle) -> Decimal:
    value = _not_negative(Decimal(parse_integer(text, style)))
    if value > MOST_COUNTED:
        raise CellError("value_out_of_range", f"0 sampai {number(MOST_COUNTED)}")
    return value


def _decimal(text: str, style: NumberStyle) -> Decimal:
    return _not_negative(parse_decimal(text, style))


def _share(text: str, style: NumberStyle) -> Decimal:
    value = parse_decimal(text, style)
    if not 0 <= value <= 1:
        raise CellError("value_out_of_range", "0 sampai 1")
    return value


def _yes_no(text: str, _: NumberStyle) -> Decimal:
    return Decimal(int(parse_yes_no(text)))


def _not_negative(value: Decimal) -> Decimal:
    if value < 0:
        raise CellError("value_negative", "0 atau lebih")
    return value


_READERS: Final[dict[ValueKind, Callable[[str, NumberStyle], Decimal]]] = {
    ValueKind.COUNT: _count,
    ValueKind.DECIMAL: _decimal,
    ValueKind.MONEY: _decimal,
    ValueKind.SIGNED: parse_decimal,
    ValueKind.SHARE: _share,
    ValueKind.YES_NO: _yes_no,
}
