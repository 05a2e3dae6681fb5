"""Records as the linkage reads them: keys instead of names and numbers, in columns."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from itertools import islice
from typing import TYPE_CHECKING, Any, Final

from padu.domain.linkage.agreement import PLACEHOLDER_DAYS
from padu.domain.linkage.names import name_keys

if TYPE_CHECKING:
    import pyarrow as pa

ROWS_AT_ONCE: Final = 20_000
"""[assumption] Rows that exist in Python at one time; the engine holds the rest and may put it on disk."""


@dataclass(frozen=True, slots=True)
class LinkRecord:
    """One person of a register or one row of a list.

    id         unique within its side
    group      family in which it stands; twins of one family are no pair. None: stands alone
    birth_year for records without a whole date
    nik, kk    keyed hashes as text, never numbers
    place      village code; neighbourhood: RW and RT as one text
    """

    id: int
    name: str = field(repr=False)
    group: int | None = None
    sex: int | None = None
    birth_date: dt.date | None = field(default=None, repr=False)
    birth_year: int | None = None
    nik: str | None = field(default=None, repr=False)
    kk: str | None = field(default=None, repr=False)
    place: str | None = None
    neighbourhood: str | None = None


COLUMNS: Final = (
    "unique_id", "grp", "name_key", "skeleton", "compact", "words", "head", "tail", "sex", "birth", "birth_year",
    "birth_sure", "birth_key", "nik", "kk", "place", "rt",
)  # fmt: skip


def to_tables(records: Iterable[LinkRecord]) -> Iterator[pa.Table]:
    """Columns of COLUMNS, ROWS_AT_ONCE at a time; no records, one empty table."""
    left = iter(records)
    yield _table(islice(left, ROWS_AT_ONCE))
    while (table := _table(islice(left, ROWS_AT_ONCE))).num_rows:
        yield table


def _table(records: Iterable[LinkRecord]) -> pa.Table:
    import pyarrow as pa

    rows = [_row(record) for record in records]
    columns: Sequence[Sequence[Any]] = list(zip(*rows, strict=True)) or [()] * len(COLUMNS)
    arrays = [pa.array(column, type=kind) for column, kind in zip(columns, _types(), strict=True)]
    return pa.Table.from_arrays(arrays, names=list(COLUMNS))


def _row(record: LinkRecord) -> list[Any]:
    keys, day = name_keys(record.name), record.birth_date
    sure = day is not None and (day.month, day.day) not in PLACEHOLDER_DAYS
    return [
        record.id,
        record.group,
        keys.key or None,
        keys.skeleton or None,
        keys.compact or None,
        list(keys.words) or None,
        keys.compact[:2] or None,
        keys.words[-1][:4] if keys.words else None,
        record.sex,
        day.isoformat() if day else None,
        day.year if day else record.birth_year,
        sure,
        # Day and month in either order, so that swapped dates meet.
        f"{day.year}-{min(day.day, day.month)}-{max(day.day, day.month)}" if day else None,
        record.nik,
        record.kk,
        record.place,
        f"{record.place}/{record.neighbourhood}" if record.place and record.neighbourhood else None,
    ]


def _types() -> list[Any]:
    import pyarrow as pa

    text = pa.string()
    return [
        pa.int64(), pa.int64(), text, text, text, pa.list_(text), text, text, pa.int16(), text,
        pa.int16(), pa.bool_(), text, text, text, text, text,
    ]  # fmt: skip
