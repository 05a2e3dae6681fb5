"""Staged rows about families and persons that were merged away, and about families whose lines a merge or event made.

What a merge decided stands (`padu.domain.linkage.placing`): a row about a dropped record is set aside, counted and told
beside the record that stays, and changes nothing of it. Values that the two have exchanged in the merge stay as they
are while the row of the one that stays still says what it said before; when it says something new, that is taken over.
"""

from __future__ import annotations

from typing import Final

from padu.apps.rumah_dataku.files.problems import RowIssue
from padu.apps.rumah_dataku.services.family_placing import place_members
from padu.apps.rumah_dataku.services.staging import ADDED, TABLES, ask, one, run_sql
from padu.domain.identity import IssueLevel

MERGED_FAMILY: Final = "stage_merged_family"
MERGED_PERSON: Final = "stage_merged_person"
MERGED_TABLES: Final = (MERGED_FAMILY, MERGED_PERSON, "stage_kept_family", "stage_kept_person", "stage_merge_mark")

TABLES[MERGED_FAMILY] = TABLES["stage_family"]
TABLES[MERGED_PERSON] = TABLES["stage_person"]
ADDED[MERGED_FAMILY] = ADDED["stage_family"] + ", kept bigint"
ADDED[MERGED_PERSON] = ADDED["stage_person"] + ", kept bigint"
TABLES["stage_kept_family"] = TABLES["stage_kept_person"] = (("dropped", "bigint primary key"),)
ADDED["stage_kept_family"] = ADDED["stage_kept_person"] = "kept bigint"
TABLES["stage_merge_mark"] = (("village", 'varchar(13) collate "C"'),)
ADDED["stage_merge_mark"] = "mark text"

# ruff: noqa: S608 - names of our own tables and columns
# Merged twice: the last one stays.
_KEPT: Final = """
insert into stage_kept_{what}
with recursive way as (
    select id as dropped, merged_into as at, 1 as steps from rumah_dataku_{what}
     where merged_into is not null and region_code in (select region_code from stage_family)
    union all
    select w.dropped, f.merged_into, w.steps + 1 from way w join rumah_dataku_{what} f on f.id = w.at
     where f.merged_into is not null and w.steps < 50)
select distinct on (dropped) dropped, at from way order by dropped, steps desc
"""
# A list that numbers otherwise: the card and the head tell the family.
_BY_CARD: Final = """
update stage_family s set family_id = f.id
  from stage_kept_family k
  join rumah_dataku_family f on f.id = k.dropped and f.head_name <> ''
  join rumah_dataku_household h on h.id = f.household_id
 where s.family_id is null and f.region_code = s.region_code and h.kk_hash = s.kk_hash
   and lower(f.head_name) = lower(s.head_name)
"""
_FAMILIES_ASIDE: Final = f"""
with gone as (
    delete from stage_family s using stage_kept_family k where k.dropped = s.family_id returning s.*, k.kept)
insert into {MERGED_FAMILY} select * from gone
"""
_MEMBERS_ASIDE: Final = f"""
with gone as (delete from stage_person p using {MERGED_FAMILY} m where m.row_no = p.family_row returning p.*)
insert into {MERGED_PERSON} select gone.*, null from gone
"""
# For whom a row of a dropped family stands: the person of that line there, or who came over from it.
_ABOUT: Final = f"""
update {MERGED_PERSON} p set kept = coalesce(k.kept, q.id)
  from {MERGED_FAMILY} m, rumah_dataku_person q left join stage_kept_person k on k.dropped = q.id
 where m.row_no = p.family_row
   and ((q.family_id = m.family_id and q.line = p.line and q.merged_into is not null)
        or (q.family_id = m.kept and (q.former_lines ->> m.family_id::text)::int = p.line))
"""
# A dropped record's NIK in another family's row: the same person still.
_BY_NUMBER: Final = f"""
with gone as (
    delete from stage_person p using stage_kept_person k, rumah_dataku_person d, stage_family s
     where d.id = k.dropped and s.row_no = p.family_row
       and d.region_code = s.region_code and d.nik_hash = p.nik_hash
       and not exists (select 1 from rumah_dataku_person q where q.region_code = s.region_code and q.active
                        and q.nik_hash = p.nik_hash)
       and not exists (select 1 from rumah_dataku_person q
                        where q.id = k.kept and q.family_id = p.family_id and q.line = p.line)
    returning p.*, k.kept)
insert into {MERGED_PERSON} select * from gone
"""
_EMPTIED: Final = f"""
with gone as (
    delete from stage_family s
     where exists (select 1 from {MERGED_PERSON} m where m.family_row = s.row_no)
       and not exists (select 1 from stage_person p where p.family_row = s.row_no)
    returning s.*)
insert into {MERGED_FAMILY}
select gone.*, (select q.family_id from {MERGED_PERSON} m join rumah_dataku_person q on q.id = m.kept
                 where m.family_row = gone.row_no order by m.line limit 1)
  from gone
"""

_PERSON_COLUMNS: Final = (
    "name", "sex", "birth_date", "relation", "marital_status", "birth_certificate", "religion", "occupation",
    "education", "insurance", "whereabouts",
)  # fmt: skip
_NIK: Final = ("nik_key_id", "nik_ciphertext", "nik_hash", "nik_first4", "nik_missing_reason")
_FAMILY_COLUMNS: Final = ("hamlet", "rw", "rt", "address", "welfare_decile", "welfare_source", "welfare_as_of")
_CARD: Final = ("kk_key_id", "kk_ciphertext", "kk_hash", "kk_first4")


def _as_before(column: str, said: str) -> str:
    """Whether a dropped record `d` holds in this column what the kept one said before, and the row says that still."""
    return f"bool_or('{column}' = any(d.merged_fields) and d.{column} is not distinct from {said}.{column})"


def _or_kept(columns: tuple[str, ...], flag: str, kept: str, said: str) -> list[str]:
    return [f"{name} = case when t.{flag} then {kept}.{name} else {said}.{name} end" for name in columns]


_KEEP_PERSON: Final = f"""
update stage_person p
   set {", ".join([one for name in _PERSON_COLUMNS for one in _or_kept((name,), name, "q", "p")])},
       {", ".join(_or_kept(_NIK, "nik", "q", "p"))}
  from (select p.row_no, q.id, {", ".join(f"{_as_before(name, 'p')} as {name}" for name in _PERSON_COLUMNS)},
               {_as_before("nik_hash", "p")} as nik
          from stage_person p
          join rumah_dataku_person q on q.family_id = p.family_id and q.line = p.line
          join rumah_dataku_person d on d.merged_into = q.id and d.merged_fields is not null
         group by p.row_no, q.id) t
  join rumah_dataku_person q on q.id = t.id
 where p.row_no = t.row_no
"""
_KEEP_FAMILY: Final = f"""
update stage_family s
   set {", ".join([one for name in _FAMILY_COLUMNS for one in _or_kept((name,), name, "f", "s")])},
       {", ".join(f"{name} = case when t.card then h.{name} else s.{name} end" for name in _CARD)}
  from (select s.row_no, s.family_id, {", ".join(f"{_as_before(name, 's')} as {name}" for name in _FAMILY_COLUMNS)},
               bool_or('household_id' = any(d.merged_fields) and h.kk_hash is not distinct from s.kk_hash) as card
          from stage_family s
          join rumah_dataku_family d on d.merged_into = s.family_id and d.merged_fields is not null
          left join rumah_dataku_household h on h.id = d.household_id
         group by s.row_no, s.family_id) t
  join rumah_dataku_family f on f.id = t.family_id
  left join rumah_dataku_household h on h.id = f.household_id
 where s.row_no = t.row_no
"""
_KEEP_HEAD: Final = """
update stage_family s set head_name = f.head_name
  from rumah_dataku_family f
  join rumah_dataku_person q on q.family_id = f.id and q.active and q.relation = 1
  join rumah_dataku_person d on d.merged_into = q.id and 'name' = any(d.merged_fields)
 where f.id = s.family_id and lower(s.head_name) = lower(left(d.name, 120))
"""
_HELD: Final = f"""
select s.row_no, min(m.row_no) from {MERGED_FAMILY} m join stage_family s on s.family_id = m.kept
 where m.row_no = any(%s)
   and exists (select 1 from rumah_dataku_person q
                where q.family_id = s.family_id and q.active and jsonb_exists(q.former_lines, m.family_id::text))
 group by s.row_no order by s.row_no
"""
_NOT_MERGED: Final = (
    f"delete from {MERGED_PERSON} where family_row = any(%s)",
    f"delete from {MERGED_FAMILY} where row_no = any(%s)",
)
_MARK: Final = """
select coalesce((select string_agg(f.id || '>' || f.merged_into, ',' order by f.id) from rumah_dataku_family f
                  where f.region_code = v.village and f.merged_into is not null), '') || ';' ||
       coalesce((select string_agg(p.id || '>' || p.merged_into, ',' order by p.id) from rumah_dataku_person p
                  where p.region_code = v.village and p.merged_into is not null), '')
"""
_MARKS: Final = f"""
insert into stage_merge_mark select v.village, md5(({_MARK}))
  from (select distinct region_code as village from stage_family) v
"""
_OTHER_MARK: Final = f"""
select exists (select 1 from stage_merge_mark v where v.village = %s and v.mark <> md5(({_MARK})))
"""


_FAMILY_HERE: Final = """
select s.row_no, s.row_no from stage_family s
  join rumah_dataku_family f on f.id = s.family_id and f.merged_into is not null
"""
_PERSONS_HERE: Final = """
select p.row_no, p.family_row from stage_person p
  join rumah_dataku_person q on q.family_id = p.family_id and q.line = p.line and q.merged_into is not null
  join rumah_dataku_family f on f.id = p.family_id and f.merged_into is null
"""


def settle_merged() -> None:
    """Set aside what is about dropped records, and put members of the families concerned where they are stored.

    The staged families are matched; MERGED_TABLES stand. Needs a scope that reads families.
    """
    run_sql(_MARKS)
    for what in ("family", "person"):
        run_sql(_KEPT.format(what=what))
    run_sql(_BY_CARD)
    run_sql(_FAMILIES_ASIDE)
    run_sql(_MEMBERS_ASIDE)
    run_sql(_ABOUT)
    place_members()
    run_sql(_BY_NUMBER)
    run_sql(_EMPTIED)
    run_sql(_KEEP_PERSON)
    run_sql(_KEEP_FAMILY)
    run_sql(_KEEP_HEAD)


def held_back(bad_families: set[int], sheet: str) -> list[RowIssue]:
    """Families that are kept out because a dropped one with which they were merged is: it names members of theirs.

    What is bad is no longer counted as merged.
    """
    rows = sorted(bad_families)
    words, error = "baris {row} diperbaiki dahulu (keluarga yang sudah disatukan dengannya)", IssueLevel.ERROR
    found = [
        RowIssue(sheet, row, "", "", words.format(row=bad), error, "family_members_rejected", "", row)
        for row, bad in ask(_HELD, (rows,))
    ]
    for statement in _NOT_MERGED:
        run_sql(statement, (rows,))
    return found


def merged_here(sheet: str, header: str) -> list[RowIssue]:
    """What a form or a phone says of records that were merged away: errors. A file's rows are set aside instead."""
    words, error = "data yang dipertahankan (batalkan penyatuannya dahulu bila keliru)", IssueLevel.ERROR
    families = [
        RowIssue(sheet, row, header, "", words, error, "family_merged", "", family) for row, family in ask(_FAMILY_HERE)
    ]
    people = [
        RowIssue(sheet, row, header, "", words, error, "person_merged", "", family)
        for row, family in ask(_PERSONS_HERE)
    ]
    return families + people


def merged_since(village: str) -> bool:
    """Whether records of this village were merged, or came apart, after `settle_merged` looked."""
    return bool(one(_OTHER_MARK, (village,)))


def merged_counts() -> dict[str, int]:
    """How many families and members of the file are about records that were merged away."""
    families, persons = ask(f"select (select count(*) from {MERGED_FAMILY}), (select count(*) from {MERGED_PERSON})")[0]
    return {"families_merged": families, "persons_merged": persons}
