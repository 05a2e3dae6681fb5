"""Active members of the families of a place as records that can be compared; keyed hashes, never numbers."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Iterator
from typing import Any, Final

from django.db import connection

from padu.analytics.linkage.records import LinkRecord
from padu.domain.regions import CodeRange

_ACTIVE: Final = """
  from rumah_dataku_person p
  join rumah_dataku_family f on f.id = p.family_id and f.region_code = p.region_code and f.active
"""
_SQL: Final = f"""
select p.id, p.name, p.family_id, p.sex, p.birth_date, encode(p.nik_hash, 'hex'), encode(h.kk_hash, 'hex'),
       p.region_code, f.rw, f.rt
  {_ACTIVE}
  left join rumah_dataku_household h on h.id = f.household_id and h.region_code = f.region_code
 where p.active and p.name <> '' and {{where}}
"""
_BELOW: Final = _SQL.format(where="p.region_code >= %s and p.region_code < %s")
_AMONG: Final = _SQL.format(where="p.region_code = any(%s)")
_THESE: Final = _SQL.format(where="p.region_code >= %s and p.region_code < %s and p.id = any(%s)")
_ROWS_AT_ONCE: Final = 5_000


def register_of(region_code: str) -> Iterator[LinkRecord]:
    """The active members of a place, as far as the current actor may read families; streamed, never held."""
    span = CodeRange.below(region_code)
    return _streamed(_BELOW, [span.start, span.end])


def register_of_villages(codes: Iterable[str]) -> Iterator[LinkRecord]:
    """As `register_of`, of some villages only."""
    return _streamed(_AMONG, [sorted(codes)])


def records_of(region_code: str, ids: Iterable[int]) -> dict[int, LinkRecord]:
    """Those of these persons who are active members in a place now, by id."""
    span = CodeRange.below(region_code)
    with connection.cursor() as cursor:
        cursor.execute(_THESE, [span.start, span.end, sorted(ids)])
        return {row[0]: _record(row) for row in cursor.fetchall()}


def _streamed(sql: str, params: list[Any]) -> Iterator[LinkRecord]:
    with connection.chunked_cursor() as cursor:
        cursor.execute(sql, params)
        while rows := cursor.fetchmany(_ROWS_AT_ONCE):
            yield from map(_record, rows)


def _record(row: tuple[int, str, int, int | None, dt.date | None, str | None, str | None, str, str, str]) -> LinkRecord:
    at, name, family, sex, born, nik, kk, place, rw, rt = row
    return LinkRecord(
        id=at,
        name=name,
        group=family,
        sex=sex,
        birth_date=born,
        nik=nik,
        kk=kk,
        place=place,
        neighbourhood=f"{rw}/{rt}" if rt else None,
    )
