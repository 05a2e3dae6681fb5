"""Staged and compared families into the tables, as sets; then counted again where they stand."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import Final

from padu.apps.rumah_dataku.services.family_adopting import adopt_event_families
from padu.apps.rumah_dataku.services.family_comparing import FAMILY_FIELDS, LEAVERS, PERSON_FIELDS
from padu.apps.rumah_dataku.services.family_survey_staging import OPEN_INDICATORS, SPECIFIC_INDICATORS, SURVEY_TABLE
from padu.apps.rumah_dataku.services.staging import ask, run_sql


def _taken_over(fields: tuple[str, ...]) -> str:
    return ", ".join(f"{name} = excluded.{name}" for name in fields)


_HOUSEHOLDS: Final = """
insert into rumah_dataku_household (region_code, kk_key_id, kk_ciphertext, kk_hash, kk_first4)
select distinct on (region_code, kk_hash) region_code, kk_key_id, kk_ciphertext, kk_hash, kk_first4
  from stage_family where kk_hash is not null and change <> 'same'
 order by region_code, kk_hash
on conflict (region_code, kk_hash) do nothing
returning id
"""
_FAMILIES: Final = f"""
insert into rumah_dataku_family
    (region_code, source, source_key, household_id, active, import_run_id, updated_at, {", ".join(FAMILY_FIELDS)})
select s.region_code, %s, s.source_key, h.id, true, %s, %s, {", ".join(f"s.{name}" for name in FAMILY_FIELDS)}
  from stage_family s
  left join rumah_dataku_household h on h.region_code = s.region_code and h.kk_hash = s.kk_hash
 where s.change <> 'same'
 order by s.region_code, s.row_no
on conflict (region_code, source, source_key) do update set
    household_id = excluded.household_id, active = true, left_on = null, left_reason = '',
    import_run_id = excluded.import_run_id, updated_at = excluded.updated_at, {_taken_over(FAMILY_FIELDS)}
"""  # noqa: S608 - names of our own columns
# A NIK must be free before another member takes it: who leaves or gets another number steps back first.
_LEAVE: Final = f"update rumah_dataku_person set active = false where id in (select q.id {LEAVERS})"  # noqa: S608
_FREE_NUMBERS: Final = """
update rumah_dataku_person q set active = false
  from stage_person p
 where p.family_id = q.family_id and p.line = q.line and q.active and q.nik_hash is distinct from p.nik_hash
"""
_PERSONS: Final = f"""
insert into rumah_dataku_person
    (region_code, family_id, line, active, nik_key_id, nik_ciphertext, nik_hash, nik_first4,
     {", ".join(PERSON_FIELDS)})
select s.region_code, s.family_id, p.line, true, p.nik_key_id, p.nik_ciphertext, p.nik_hash, p.nik_first4,
       {", ".join(f"p.{name}" for name in PERSON_FIELDS)}
  from stage_person p join stage_family s on s.row_no = p.family_row
 where p.change <> 'same'
 order by s.region_code, s.family_id, p.line
on conflict (family_id, line) do update set
    active = true, left_on = null, left_reason = '',
    nik_key_id = excluded.nik_key_id, nik_ciphertext = excluded.nik_ciphertext,
    nik_hash = excluded.nik_hash, nik_first4 = excluded.nik_first4, {_taken_over(PERSON_FIELDS)}
"""  # noqa: S608
_SURVEYS: Final = f"""
insert into rumah_dataku_familysurvey
    (region_code, family_id, year, surveyed_on, answers, import_run_id, {", ".join(OPEN_INDICATORS)})
select s.region_code, s.family_id, v.year, v.surveyed_on, v.answers, %s,
       {", ".join(f"v.{name}" for name in OPEN_INDICATORS)}
  from {SURVEY_TABLE} v join stage_family s on s.row_no = v.row_no
 where v.change <> 'same'
 order by s.region_code, s.family_id
on conflict (family_id, year) do update set
    surveyed_on = excluded.surveyed_on, answers = excluded.answers, import_run_id = excluded.import_run_id,
    {_taken_over(OPEN_INDICATORS)}
"""  # noqa: S608
_SPECIFIC: Final = f"""
insert into rumah_dataku_familysurveyspecific
    (region_code, family_id, year, answers, {", ".join(SPECIFIC_INDICATORS)})
select s.region_code, s.family_id, v.year, v.specific, {", ".join(f"v.{name}" for name in SPECIFIC_INDICATORS)}
  from {SURVEY_TABLE} v join stage_family s on s.row_no = v.row_no
 where v.specific_change <> 'same'
 order by s.region_code, s.family_id
on conflict (family_id, year) do update set answers = excluded.answers, {_taken_over(SPECIFIC_INDICATORS)}
"""  # noqa: S608
_MATCH_AGAIN: Final = (
    """
update stage_family s set family_id = f.id
  from rumah_dataku_family f
 where f.region_code = s.region_code and f.source = %s and f.source_key = s.source_key and s.family_id is null
""",
    "update stage_person p set family_id = s.family_id from stage_family s where s.row_no = p.family_row",
)
_READ_BACK: Final = f"""
select (select count(*) from rumah_dataku_family f join stage_family s on s.family_id = f.id and f.active),
       (select count(*) from rumah_dataku_person q join stage_family s on s.family_id = q.family_id and q.active),
       (select count(*) from rumah_dataku_familysurvey q join stage_family s on s.family_id = q.family_id
                                                        join {SURVEY_TABLE} v on v.row_no = s.row_no
         where q.year = v.year and v.asked)
"""  # noqa: S608


_MADE: Final = {
    "families": "select family_id from stage_family where change = 'new'",
    "persons": """
select q.id from stage_person p join rumah_dataku_person q on q.family_id = p.family_id and q.line = p.line
 where p.change = 'new'
""",
    "surveys": f"""
select q.id from {SURVEY_TABLE} v join stage_family s on s.row_no = v.row_no
  join rumah_dataku_familysurvey q on q.family_id = s.family_id and q.year = v.year
 where v.change = 'new'
""",  # noqa: S608
    "specifics": f"""
select q.id from {SURVEY_TABLE} v join stage_family s on s.row_no = v.row_no
  join rumah_dataku_familysurveyspecific q on q.family_id = s.family_id and q.year = v.year
 where v.specific_change = 'new'
""",  # noqa: S608
}


@dataclass(frozen=True, slots=True)
class Written:
    """Families, persons and surveys of the staged rows, counted in the tables; ids of the rows that are new there."""

    counts: dict[str, int]
    made: dict[str, list[int]]


def match_again(source: str) -> None:
    """Find the stored family of staged ones that had none."""
    run_sql(_MATCH_AGAIN[0], (source,))
    run_sql(_MATCH_AGAIN[1])


def write_differences(source: str, run_id: int | None, now: dt.datetime) -> list[int]:
    """Write what differs. Returns the ids of new cards."""
    run_sql(_LEAVE)
    run_sql(_FREE_NUMBERS)
    households = [pk for (pk,) in ask(_HOUSEHOLDS)]
    adopt_event_families(source)
    run_sql(_FAMILIES, (source, run_id, now))
    match_again(source)
    run_sql(_PERSONS)
    run_sql(_SURVEYS, (run_id,))
    run_sql(_SPECIFIC)
    return households


def write_families(source: str, run_id: int | None, now: dt.datetime) -> Written:
    """Write what differs, and count it again where it stands."""
    households = write_differences(source, run_id, now)
    families, persons, surveys = ask(_READ_BACK)[0]
    counts = {"families_stored": families, "persons_stored": persons, "surveys_stored": surveys}
    made = {table: sorted(pk for (pk,) in ask(sql)) for table, sql in _MADE.items()}
    return Written(counts, {"households": households} | made)


def years_written() -> list[int]:
    """Data years of the staged surveys."""
    return [year for (year,) in ask(f"select distinct year from {SURVEY_TABLE} where asked order by year")]  # noqa: S608
