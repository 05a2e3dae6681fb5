"""Active members of the families of a place as records that can be compared; keyed hashes, never numbers."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any, Final

from django.db import connection

from padu.analytics.linkage.records import LinkRecord
from padu.domain.regions import CodeRange

_SQL: Final = """
select p.id, p.name, p.family_id, p.sex, p.birth_date, encode(p.nik_hash, 'hex'), encode(h.kk_hash, 'hex'),
       p.region_code, f.rw, f.rt
  from rumah_dataku_person p
  join rumah_dataku_family f on f.id = p.family_id and f.region_code = p.region_code and f.active
  left join rumah_dataku_household h on h.id = f.household_id and h.region_code = f.region_code
 where p.active and p.name <> '' and {where}
 order by p.id
"""
_BELOW: Final = _SQL.format(where="p.region_code >= %s and p.region_code < %s")
_AMONG: Final = _SQL.format(where="p.region_code = any(%s)")


@dataclass(frozen=True, slots=True)
class Register:
    """Who stands in the families of a place now."""

    records: list[LinkRecord]

    def by_id(self, ids: set[int]) -> dict[int, LinkRecord]:
        return {record.id: record for record in self.records if record.id in ids}


def register_of(region_code: str) -> Register:
    """The active members of a place, as far as the current actor may read families."""
    span = CodeRange.below(region_code)
    return _register(_BELOW, [span.start, span.end])


def register_of_villages(codes: Iterable[str]) -> Register:
    """As `register_of`, of some villages only."""
    return _register(_AMONG, [sorted(codes)])


def _register(sql: str, params: list[Any]) -> Register:
    with connection.cursor() as cursor:
        cursor.execute(sql, params)
        return Register([_record(row) for row in cursor.fetchall()])


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
