"""Rows about people who died or left by a life event: a list or form that still names them does not bring them back."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import Final

from padu.apps.rumah_dataku.services.staging import ask
from padu.domain.formatting import date_long
from padu.domain.life_events.kinds import Kind

# The same person: by NIK, or in the same family by name and birth date. Not who came back by another event since.
_DEPARTED: Final = """
select distinct on (p.row_no) p.row_no, p.family_row, p.nik_first4, s.source_key, q.left_reason, q.left_on
  from stage_person p
  join stage_family s on s.row_no = p.family_row
  join rumah_dataku_person q on q.region_code = s.region_code and q.left_reason in ('death', 'move_out')
       and (q.nik_hash = p.nik_hash
            or (q.family_id = s.family_id and lower(q.name) = lower(p.name) and q.birth_date = p.birth_date))
 where (q.left_reason = 'death' or q.family_id = s.family_id)
   and not exists (select 1 from rumah_dataku_person back
                    where back.region_code = s.region_code and back.active
                      and (back.nik_hash = q.nik_hash
                           or (back.family_id = q.family_id and lower(back.name) = lower(q.name)
                               and back.birth_date = q.birth_date)))
 order by p.row_no, (q.left_reason <> 'death')
"""
_FAMILIES: Final = """
select coalesce((select min(p.row_no) from stage_person p where p.family_row = s.row_no), s.row_no),
       s.row_no, '', s.source_key, f.left_reason, f.left_on
  from stage_family s join rumah_dataku_family f on f.id = s.family_id
 where f.left_reason <> ''
 order by s.row_no
"""
_WORDS: Final[dict[str, str]] = {
    Kind.DEATH: "meninggal",
    Kind.MOVE_OUT: "pindah",
    Kind.MERGE: "bergabung ke keluarga lain",
}


@dataclass(frozen=True, slots=True)
class Departed:
    """A staged row about somebody, or a family, that is no longer here; `expected` says what should stand instead."""

    row: int
    family_row: int
    nik_first4: str
    source_key: str
    expected: str


def departed() -> list[Departed]:
    """Staged rows that would bring somebody back who died or left, and families that left as a whole."""
    people = [_departed(row, "orang yang masih tinggal di sini") for row in ask(_DEPARTED)]
    told = {one.family_row for one in people}
    families = [_departed(row, "keluarga yang masih tinggal di sini") for row in ask(_FAMILIES)]
    return [*people, *(one for one in families if one.family_row not in told)]


def _departed(row: tuple[int, int, str | None, str, str, dt.date | None], who: str) -> Departed:
    number, family_row, first4, key, reason, day = row
    when = f" {date_long(day)}" if day else ""
    expected = f"{who} (tercatat {_WORDS.get(reason, 'keluar')}{when}; bila keliru, batalkan kejadiannya dahulu)"
    return Departed(number, family_row, first4 or "", key, expected)
