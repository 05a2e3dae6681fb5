"""What storing a checked file would change, family by family: kept with the run, nothing of it in the tables.

Old and new values are masked where they are personal, then encrypted. Specific answers (conflict, illness,
contraception) are told as changed, never how.
"""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Iterator
from typing import Any, Final

from django.conf import settings

from padu.apps.rumah_dataku.models import ImportChange, ImportRun
from padu.apps.rumah_dataku.services.family_comparing import FAMILY_FIELDS, PERSON_FIELDS
from padu.apps.rumah_dataku.services.family_merged import MERGED_FAMILY, MERGED_PERSON
from padu.apps.rumah_dataku.services.family_survey_staging import OPEN_INDICATORS, SURVEY_TABLE
from padu.apps.rumah_dataku.services.staging import ADDED, TABLES, ask, run_sql
from padu.domain.identity import NUMBER_LENGTH

SEEN: Final = "stage_seen"
TABLES[SEEN] = (("family_id", "bigint"), ("village", 'varchar(13) collate "C"'))
ADDED[SEEN] = "row_no int"

_FAMILIES_AT_ONCE: Final = 2_000
Line = tuple[int, str, str | None, str | None]
"""Line of the member or 0 for the family, field, old, new."""

_SUBJECT: Final = r"""
case when {key} like 'kk:%%' or {key} ~ '^[0-9a-f]{{8}}(-[0-9a-f]{{4}}){{3}}-[0-9a-f]{{12}}$' then '' else {key} end
"""
_COLUMNS: Final = """
(run_id, region_code, created_by, number, kind, village, subject, rw, rt, "row", members, family_id, detail, key_id)
"""
# A row of a dropped family is about the one that stays: that one is in the file.
_SEE: Final = f"""
insert into {SEEN} (family_id, village)
select family_id, region_code from stage_family union all select kept, region_code from {MERGED_FAMILY}
"""
_MERGED: Final = f"""
select m.row_no, m.region_code, {_SUBJECT.format(key="m.source_key")}, m.rw, m.rt,
       (select f.id from rumah_dataku_family f where f.id = m.kept),
       (select count(*) from {MERGED_PERSON} p where p.family_row = m.row_no)
  from (select row_no, region_code, source_key, rw, rt, kept from {MERGED_FAMILY}
        union all
        select s.row_no, s.region_code, s.source_key, s.rw, s.rt,
               (select q.family_id from {MERGED_PERSON} p join rumah_dataku_person q on q.id = p.kept
                 where p.family_row = s.row_no order by p.line limit 1)
          from stage_family s where exists (select 1 from {MERGED_PERSON} p where p.family_row = s.row_no)) m
 where m.row_no > %s order by m.row_no limit %s
"""
_NEW: Final = f"""
insert into rumah_dataku_importchange {_COLUMNS}
select %s, %s, %s, %s + row_number() over (order by s.row_no), 'new', s.region_code,
       {_SUBJECT.format(key="s.source_key")}, s.rw, s.rt, s.row_no, count(p.row_no), null, '', ''
  from stage_family s left join stage_person p on p.family_row = s.row_no
 where s.change = 'new' group by s.row_no, s.region_code, s.source_key, s.rw, s.rt
"""
_MISSING: Final = f"""
insert into rumah_dataku_importchange {_COLUMNS}
select %s, %s, %s, %s + row_number() over (order by f.region_code, f.rw, f.rt, f.id), 'missing', f.region_code,
       {_SUBJECT.format(key="f.source_key")}, f.rw, f.rt, null,
       (select count(*) from rumah_dataku_person p where p.family_id = f.id and p.active), f.id, '', ''
  from rumah_dataku_family f
 where f.active and f.source = %s and f.region_code in (select distinct village from {SEEN})
   and not exists (select 1 from {SEEN} n where n.family_id = f.id)
"""


_MERGED_FIELDS: Final = tuple(
    name for name in PERSON_FIELDS if name not in ("relation", "mother_line", "nik_missing_reason")
)


def _values(fields: tuple[str, ...], old: str, new: str) -> str:
    return ", ".join(f"('{name}', {old}.{name}::text, {new}.{name}::text)" for name in fields)


# ruff: noqa: S608 - names of our own tables and columns
# Row of the family, line of the member or 0, field, old, new.
_DETAILS: Final = (
    f"""
select s.row_no, 0, x.field, x.old, x.new from stage_family s join rumah_dataku_family f on f.id = s.family_id
 cross join lateral (values {_values(FAMILY_FIELDS, "f", "s")}) as x(field, old, new)
 where s.row_no = any(%(rows)s) and x.old is distinct from x.new
""",
    """
select s.row_no, 0, 'no_kk', h.kk_first4, s.kk_first4 from stage_family s
  join rumah_dataku_family f on f.id = s.family_id left join rumah_dataku_household h on h.id = f.household_id
 where s.row_no = any(%(rows)s) and h.kk_hash is distinct from s.kk_hash
""",
    """
select s.row_no, 0, 'active', 'false', 'true' from stage_family s join rumah_dataku_family f on f.id = s.family_id
 where s.row_no = any(%(rows)s) and not f.active
""",
    f"""
select p.family_row, p.line, x.field, x.old, x.new from stage_person p
  join rumah_dataku_person q on q.family_id = p.family_id and q.line = p.line
 cross join lateral (values {_values(PERSON_FIELDS, "q", "p")}) as x(field, old, new)
 where p.family_row = any(%(rows)s) and p.change = 'changed' and x.old is distinct from x.new
""",
    """
select p.family_row, p.line, 'nik', q.nik_first4, p.nik_first4 from stage_person p
  join rumah_dataku_person q on q.family_id = p.family_id and q.line = p.line
 where p.family_row = any(%(rows)s) and p.change = 'changed' and q.nik_hash is distinct from p.nik_hash
""",
    """
select p.family_row, p.line, 'member', q.active::text, 'true' from stage_person p
  left join rumah_dataku_person q on q.family_id = p.family_id and q.line = p.line
 where p.family_row = any(%(rows)s) and p.change <> 'same' and q.active is not true
""",
    """
select s.row_no, q.line, 'member', 'true', 'false' from rumah_dataku_person q
  join stage_family s on s.family_id = q.family_id
 where s.row_no = any(%(rows)s) and q.active
   and not exists (select 1 from stage_person p where p.family_row = s.row_no and p.line = q.line)
""",
    f"""
select v.row_no, 0, 'survey', null, v.year::text from {SURVEY_TABLE} v
 where v.row_no = any(%(rows)s) and v.change = 'new'
""",
    f"""
select v.row_no, 0, x.field, x.old, x.new from {SURVEY_TABLE} v join stage_family s on s.row_no = v.row_no
  join rumah_dataku_familysurvey q on q.family_id = s.family_id and q.year = v.year
 cross join lateral (values {_values(("surveyed_on", *OPEN_INDICATORS), "q", "v")}) as x(field, old, new)
 where v.row_no = any(%(rows)s) and v.change = 'changed' and x.old is distinct from x.new
""",
    f"""
select v.row_no, 0, k.field, q.answers ->> k.field, v.answers ->> k.field
  from {SURVEY_TABLE} v join stage_family s on s.row_no = v.row_no
  join rumah_dataku_familysurvey q on q.family_id = s.family_id and q.year = v.year
 cross join lateral jsonb_object_keys(q.answers || v.answers) as k(field)
 where v.row_no = any(%(rows)s) and v.change = 'changed'
   and q.answers -> k.field is distinct from v.answers -> k.field
""",
    f"""
select v.row_no, 0, 'specific', null, null from {SURVEY_TABLE} v
 where v.row_no = any(%(rows)s) and v.specific_change in ('new', 'changed')
""",
)
_CHANGED: Final = f"""
select s.row_no, s.region_code, {_SUBJECT.format(key="s.source_key")}, s.rw, s.rt, s.family_id,
       (select count(*) from stage_person p where p.family_row = s.row_no)
  from stage_family s where s.change = 'changed' and s.row_no > %s order by s.row_no limit %s
"""


# What a row about a dropped record says otherwise than the one that stays; blanks say nothing.
_MERGED_DETAILS: Final = (
    f"""
select m.row_no, 0, x.field, x.old, x.new from {MERGED_FAMILY} m join rumah_dataku_family f on f.id = m.kept
 cross join lateral (values {_values(FAMILY_FIELDS[:-1], "f", "m")}) as x(field, old, new)
 where m.row_no = any(%(rows)s) and x.old is distinct from x.new and coalesce(x.new, '') <> ''
""",
    f"""
select m.row_no, 0, 'no_kk', h.kk_first4, m.kk_first4 from {MERGED_FAMILY} m
  join rumah_dataku_family f on f.id = m.kept left join rumah_dataku_household h on h.id = f.household_id
 where m.row_no = any(%(rows)s) and m.kk_hash is not null and h.kk_hash is distinct from m.kk_hash
""",
    f"""
select p.family_row, p.line, x.field, x.old, x.new from {MERGED_PERSON} p join rumah_dataku_person q on q.id = p.kept
 cross join lateral (values {_values(_MERGED_FIELDS, "q", "p")}) as x(field, old, new)
 where p.family_row = any(%(rows)s) and x.old is distinct from x.new and coalesce(x.new, '') <> ''
""",
    f"""
select p.family_row, p.line, 'nik', q.nik_first4, p.nik_first4 from {MERGED_PERSON} p
  join rumah_dataku_person q on q.id = p.kept
 where p.family_row = any(%(rows)s) and p.nik_hash is not null and q.nik_hash is distinct from p.nik_hash
""",
    f"""
select p.family_row, p.line, 'unplaced', null, null from {MERGED_PERSON} p
 where p.family_row = any(%(rows)s) and p.kept is null
""",
    f"""
select m.row_no, 0, 'unused', null, m.year::text from {MERGED_FAMILY} m
 where m.row_no = any(%(rows)s) and m.asked
   and not exists (select 1 from rumah_dataku_familysurvey v where v.family_id = m.kept and v.year = m.year)
""",
)


def change_context(run_id: int, number: int) -> bytes:
    """What binds a change's ciphertext to its place."""
    return f"rumah_dataku.import_change:{run_id}:{number}".encode()


def note_seen() -> None:
    """Remember which stored families the file holds, before bad ones are taken out of the staged rows."""
    run_sql(_SEE)


def changes_keep(run: ImportRun, source: str) -> dict[str, int]:
    """Write down what storing the staged and compared rows would change. Returns how many families are missing.

    Families of another check of the run go first. Needs a scope that reads families and specific answers.
    """
    ImportChange.objects.filter(run=run).delete()
    own = run.pk, run.region_code, run.created_by
    number = 0
    for kind, families, details in _DETAILED:
        for rows in _rows(run, kind, families, details, number):
            ImportChange.objects.bulk_create(rows, batch_size=1_000)
            number = rows[-1].number
    number += run_sql(_NEW, (*own, number))
    missing = run_sql(_MISSING, (*own, number, source))
    return {"families_missing": missing}


_DETAILED: Final = (
    (ImportChange.Kind.CHANGED, _CHANGED, _DETAILS),
    (ImportChange.Kind.MERGED, _MERGED, _MERGED_DETAILS),
)


def _rows(
    run: ImportRun, kind: str, families_sql: str, details_sql: tuple[str, ...], number: int
) -> Iterator[list[ImportChange]]:
    """The families of one kind with their details, a bounded number at a time; `number` is the last one given."""
    last = 0
    while families := ask(families_sql, (last, _FAMILIES_AT_ONCE)):
        details = _details([family[0] for family in families], details_sql)
        yield [
            _change(run, kind, number + at, family, details[family[0]]) for at, family in enumerate(families, start=1)
        ]
        last, number = families[-1][0], number + len(families)


def _change(run: ImportRun, kind: str, number: int, family: tuple[Any, ...], lines: list[Line]) -> ImportChange:
    row_no, village, subject, rw, rt, family_id, members = family
    clear = json.dumps(lines, separators=(",", ":")).encode()
    key_id, sealed = settings.KEYRING.encrypt(clear, change_context(run.pk, number))
    return ImportChange(
        run=run,
        region_code=run.region_code,
        created_by=run.created_by,
        number=number,
        kind=kind,
        village=village,
        subject=subject.strip(),
        rw=rw,
        rt=rt,
        row=row_no,
        members=members,
        family_id=family_id,
        detail=sealed,
        key_id=key_id,
    )


def _details(rows: list[int], statements: tuple[str, ...]) -> defaultdict[int, list[Line]]:
    found: defaultdict[int, list[Line]] = defaultdict(list)
    for sql in statements:
        for row_no, line, field, old, new in ask(sql, {"rows": rows}):
            found[row_no].append((line, field, masked(field, old), masked(field, new)))
    for lines in found.values():
        lines.sort(key=lambda line: line[0])
    return found


def masked(field: str, value: str | None) -> str | None:
    """A value as it may be kept: names as initials, numbers by their first four digits, birth dates by year."""
    if not value:
        return value
    if field in ("name", "head_name"):
        return " ".join(f"{word[0].upper()}." for word in value.split()[:5])
    if field in ("nik", "no_kk"):
        return value + "*" * (NUMBER_LENGTH - len(value))
    if field == "birth_date":
        return value[:4]
    return "…" if field == "address" else value


def lines_of(row: ImportChange) -> list[Line]:
    """The details of one change, decrypted; empty where it has none. Raises TamperedError, UnknownKeyError."""
    if not row.key_id:
        return []
    clear = settings.KEYRING.decrypt(row.key_id, bytes(row.detail), change_context(row.run_id, row.number))
    return [(line, field, old, new) for line, field, old, new in json.loads(clear)]


def changes_forget(run_ids: list[int]) -> int:
    """Take the changes of these runs away: their time is over. Returns how many."""
    return int(ImportChange.objects.filter(run_id__in=run_ids).delete()[0])
