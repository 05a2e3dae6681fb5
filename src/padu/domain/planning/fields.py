"""Checked values out of parsed JSON: each reader returns the value or says in words what it expected."""

import json
import math
import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import TypeVar, cast

T = TypeVar("T")

LARGEST_WHOLE = 10**18
"""Whole numbers beyond this are refused: sums of them would leave 64-bit arithmetic."""

_ISO_DAY = re.compile(r"\d{4}-\d{2}-\d{2}", re.ASCII)
_SHOWN = 60


class Fault(Exception):
    """One thing wrong with one value, in words."""


def shown(value: object) -> str:
    """The value as it stands in the file, cut to a readable length."""
    text = json.dumps(value, ensure_ascii=False, default=str)
    return text if len(text) <= _SHOWN else text[: _SHOWN - 3] + "..."


def text(value: object) -> str:
    if not isinstance(value, str) or not value.strip():
        raise Fault(f"harus teks yang tidak kosong, bukan {shown(value)}")
    return value


def label(value: object) -> str:
    """Text for people, which may be empty."""
    if not isinstance(value, str):
        raise Fault(f"harus teks, bukan {shown(value)}")
    return value


def boolean(value: object) -> bool:
    if not isinstance(value, bool):
        raise Fault(f"harus true atau false, bukan {shown(value)}")
    return value


def number(value: object) -> float:
    """Any finite number; JSON's true and false are not numbers."""
    if isinstance(value, bool) or not isinstance(value, int | float) or abs(value) > LARGEST_WHOLE or value != value:
        raise Fault(f"harus bilangan, bukan {shown(value)}")
    return float(value)


def positive(value: object) -> float:
    result = number(value)
    if result <= 0:
        raise Fault(f"harus lebih besar dari 0, bukan {shown(value)}")
    return result


def share(value: object) -> float:
    """0 < value <= 1."""
    result = number(value)
    if not 0 < result <= 1:
        raise Fault(f"harus lebih dari 0 dan paling banyak 1, bukan {shown(value)}")
    return result


def whole(least: int, most: int = LARGEST_WHOLE) -> Callable[[object], int]:
    """A reader for whole numbers; 5.0 is JSON's other way to write 5."""
    span = f"{least} atau lebih" if most == LARGEST_WHOLE else f"{least}-{most}"
    wanted = f"harus bilangan bulat {span}"

    def read(value: object) -> int:
        if isinstance(value, bool) or not isinstance(value, int | float) or not math.isfinite(value):
            raise Fault(f"{wanted}, bukan {shown(value)}")
        if value != int(value) or not least <= value <= most:
            raise Fault(f"{wanted}, bukan {shown(value)}")
        return int(value)

    return read


def not_negative(value: object) -> float:
    result = number(value)
    if result < 0:
        raise Fault(f"tidak boleh negatif, tetapi {shown(value)}")
    return result


def day(value: object) -> date:
    """A date written YYYY-MM-DD and nothing else: a plan's rows are compared as text by others."""
    if not isinstance(value, str) or not _ISO_DAY.fullmatch(value):
        raise Fault(f"harus tanggal berbentuk TTTT-BB-HH, bukan {shown(value)}")
    try:
        return date.fromisoformat(value)
    except ValueError:
        raise Fault(f"bukan tanggal yang ada di kalender: {shown(value)}") from None


def day_or_null(value: object) -> date | None:
    return None if value is None else day(value)


def each(reader: Callable[[object], T]) -> Callable[[object], tuple[T, ...]]:
    """A reader for a list of such values."""

    def read(value: object) -> tuple[T, ...]:
        if not isinstance(value, list):
            raise Fault(f"harus daftar [...], bukan {shown(value)}")
        found: list[T] = []
        for index, item in enumerate(value):
            try:
                found.append(reader(item))
            except Fault as fault:
                raise Fault(f"[{index}]: {fault}") from None
        return tuple(found)

    return read


@dataclass(frozen=True, slots=True)
class Row:
    """A JSON object and where it stands, such as `offers[3]`."""

    path: str
    values: Mapping[str, object]

    def take(self, key: str, reader: Callable[[object], T]) -> T:
        """The checked value of a key. Raises Fault naming place and key."""
        if key not in self.values:
            raise Fault(f"{self.path}: kunci {shown(key)} tidak ada")
        try:
            return reader(self.values[key])
        except Fault as fault:
            joint = "" if str(fault).startswith("[") else ": "
            raise Fault(f"{self.path}.{key}{joint}{fault}") from None

    def take_or(self, key: str, reader: Callable[[object], T], missing: T) -> T:
        """As take, for an optional key."""
        return self.take(key, reader) if key in self.values else missing


def row(path: str, value: object) -> Row:
    if not isinstance(value, dict):
        raise Fault(f"{path}: harus objek {{...}}, bukan {shown(value)}")
    return Row(path, cast("Mapping[str, object]", value))
