"""Families that an event made, without a card, as the families of a later list: found by their head.

A family that split off, moved in or was handed over stands under the event's own number until some list names it with a
card. It is then that list's family from there on; taking the import back gives it its number back.
"""

from __future__ import annotations

from typing import Final

from padu.apps.rumah_dataku.services.life_event_rows import SOURCE
from padu.apps.rumah_dataku.services.staging import run_sql

# The head by NIK; by name, birth date and sex where one of the two has no NIK. Two that would fit are nobody.
_FIND: Final = """
with head as (
    select distinct on (p.family_row) p.family_row, p.nik_hash, lower(p.name) as name, p.birth_date, p.sex
      from stage_person p join stage_family s on s.row_no = p.family_row and s.family_id is null
     order by p.family_row, (p.relation is distinct from 1), p.line),
made as (
    select f.id, f.region_code, q.nik_hash, lower(q.name) as name, q.birth_date, q.sex
      from rumah_dataku_family f
      join rumah_dataku_person q on q.family_id = f.id and q.active and q.relation = 1
     where f.region_code in (select region_code from stage_family where family_id is null)
       and f.source = %s and f.active and f.household_id is null),
fitting as (
    select s.row_no, m.id, count(*) over (partition by s.row_no) as families, count(*) over (partition by m.id) as rows
      from head h join stage_family s on s.row_no = h.family_row
      join made m on m.region_code = s.region_code
       and (m.nik_hash = h.nik_hash
            or ((m.nik_hash is null or h.nik_hash is null) and m.name = h.name and m.birth_date = h.birth_date
                and m.sex = h.sex)))
update stage_family s set family_id = x.id from fitting x
 where x.row_no = s.row_no and x.families = 1 and x.rows = 1
"""
_MEMBERS: Final = """
update stage_person p set family_id = s.family_id from stage_family s
 where s.row_no = p.family_row and p.family_id is distinct from s.family_id
"""
_ADOPT: Final = """
update rumah_dataku_family f set source = %s, source_key = s.source_key
  from stage_family s where s.family_id = f.id and f.source = %s and f.source_key <> s.source_key
"""


def find_event_families() -> None:
    """Match staged families that have no stored one with those that events made."""
    if run_sql(_FIND, (SOURCE,)):
        run_sql(_MEMBERS)


def adopt_event_families(source: str) -> None:
    """Put the matched ones under the number that the list has for them."""
    run_sql(_ADOPT, (source, SOURCE))
