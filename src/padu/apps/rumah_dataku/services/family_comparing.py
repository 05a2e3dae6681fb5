"""How staged families differ from what is stored: which are new, which change, what speaks against them."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Final

from padu.access.actor import Actor, system_actor
from padu.access.gate import scoped
from padu.access.verbs import Verb
from padu.apps.rumah_dataku.files.problems import RowIssue
from padu.apps.rumah_dataku.services.family_departed import departed
from padu.apps.rumah_dataku.services.family_survey_staging import OPEN_INDICATORS, SPECIFIC_INDICATORS, SURVEY_TABLE
from padu.apps.rumah_dataku.services.number_rotation import places_renew
from padu.apps.rumah_dataku.services.staging import ask, run_sql
from padu.domain.identity import NUMBER_LENGTH, IssueLevel
from padu.domain.life_events.register import LEFT_LINES
from padu.domain.regions import NATION

_OWN_ID: Final = re.compile(r"[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}")
FAMILY_FIELDS: Final = (
    "head_name", "hamlet", "rw", "rt", "address", "welfare_decile", "welfare_source", "welfare_as_of",
    "made_up",
)  # fmt: skip
PERSON_FIELDS: Final = (
    "name", "nik_missing_reason", "sex", "birth_date", "relation", "marital_status", "birth_certificate", "religion",
    "occupation", "education", "insurance", "whereabouts", "mother_line",
)  # fmt: skip


def differs(fields: tuple[str, ...], staged: str, stored: str) -> str:
    """SQL: whether any of the fields differs, null counting as a value."""
    return " or ".join(f"{staged}.{name} is distinct from {stored}.{name}" for name in fields)


_HEADS: Final = """
update stage_family s set head_name = left(p.name, 120)
  from (select distinct on (family_row) family_row, name from stage_person
         order by family_row, (relation is distinct from 1), line) p
 where p.family_row = s.row_no and s.head_name = ''
"""
_MATCH_FAMILIES: Final = """
update stage_family s set family_id = f.id
  from rumah_dataku_family f
 where f.region_code = s.region_code and f.source = %s and f.source_key = s.source_key
"""
_MATCH_PERSONS: Final = """
update stage_person p set family_id = s.family_id from stage_family s where s.row_no = p.family_row
"""
# A mother who died or left keeps a line that no file, form or phone can name; her children keep her all the same.
_KEEP_MOTHERS: Final = f"""
update stage_person p set mother_line = q.mother_line
  from rumah_dataku_person q
 where q.family_id = p.family_id and q.line = p.line and q.active
   and p.mother_line is null and q.mother_line > {LEFT_LINES}
   and (q.nik_hash = p.nik_hash or lower(q.name) = lower(p.name) or q.birth_date = p.birth_date)
"""  # noqa: S608 - a number of ours
_DROP_BAD: Final = (
    "delete from stage_person where family_row = any(%s)",
    "delete from stage_family where row_no = any(%s)",
)
_ORPHANS: Final = (
    "delete from stage_person p where not exists (select 1 from stage_family s where s.row_no = p.family_row)"
)

_TAKEN_HERE: Final = """
select p.row_no, p.family_row, p.nik_first4, f.source_key, f.rt, f.rw, s.source_key
  from stage_person p
  join stage_family s on s.row_no = p.family_row
  join rumah_dataku_person q on q.region_code = s.region_code and q.nik_hash = p.nik_hash and q.active
  join rumah_dataku_family f on f.id = q.family_id
 where p.nik_hash is not null
   and not exists (select 1 from stage_family g where g.family_id = q.family_id)
 order by p.row_no
"""
_TAKEN_ELSEWHERE: Final = """
select p.row_no, p.family_row, p.nik_first4, s.source_key
  from stage_person p
  join stage_family s on s.row_no = p.family_row
 where p.nik_hash is not null
   and exists (select 1 from rumah_dataku_person q
                where q.nik_hash = p.nik_hash and q.active and q.region_code <> s.region_code)
 order by p.row_no
"""

_COMPARE_FAMILIES: Final = f"""
update stage_family s
   set change = case when s.family_id is null then 'new' when {differs(FAMILY_FIELDS, "s", "f")}
                          or not f.active or h.kk_hash is distinct from s.kk_hash or f.source_key <> s.source_key
                     then 'changed' else 'same' end
  from stage_family t
  left join rumah_dataku_family f on f.id = t.family_id
  left join rumah_dataku_household h on h.id = f.household_id
 where t.row_no = s.row_no
"""  # noqa: S608 - names of our own columns
_COMPARE_PERSONS: Final = f"""
update stage_person p
   set change = case when q.id is null then 'new' when {differs(PERSON_FIELDS, "p", "q")}
                          or p.nik_hash is distinct from q.nik_hash or not q.active then 'changed' else 'same' end
  from stage_person t
  left join rumah_dataku_person q on q.family_id = t.family_id and q.line = t.line
 where t.row_no = p.row_no
"""  # noqa: S608
_COMPARE_SURVEYS: Final = f"""
update {SURVEY_TABLE} v
   set change = case when not v.asked then null when q.id is null then 'new'
                     when {differs(("surveyed_on", *OPEN_INDICATORS, "answers"), "v", "q")} then 'changed'
                     else 'same' end,
       specific_change = case when not v.told then null when x.id is null then 'new'
                     when {differs(SPECIFIC_INDICATORS, "v", "x")} or v.specific is distinct from x.answers
                     then 'changed' else 'same' end
  from {SURVEY_TABLE} t
  join stage_family s on s.row_no = t.row_no
  left join rumah_dataku_familysurvey q on q.family_id = s.family_id and q.year = t.year
  left join rumah_dataku_familysurveyspecific x on x.family_id = s.family_id and x.year = t.year
 where t.row_no = v.row_no
"""  # noqa: S608 - names of our own columns
LEAVERS: Final = """
  from rumah_dataku_person q
  join stage_family s on s.family_id = q.family_id
 where q.active and not exists (select 1 from stage_person p where p.family_row = s.row_no and p.line = q.line)
"""
# A family changes when one of its members, its survey or its specific answers does.
_CARRY_OVER: Final = f"""
update stage_family s set change = 'changed'
  from {SURVEY_TABLE} v
 where v.row_no = s.row_no and s.change = 'same'
   and (v.change in ('new', 'changed') or v.specific_change in ('new', 'changed')
        or exists (select 1 from stage_person p where p.family_row = s.row_no and p.change <> 'same')
        or s.family_id in (select q.family_id {LEAVERS}))
"""  # noqa: S608
_COUNTS: Final = """
select count(*) filter (where change = 'new'), count(*) filter (where change = 'changed'),
       count(*) filter (where change = 'same')
  from """


@dataclass(frozen=True, slots=True)
class Taken:
    """The column in which a NIK stands, for issues found in the database."""

    sheet: str
    header: str


def renew_staged_places() -> None:
    """While keys are changed: numbers of the staged villages come under the new ones before they are compared."""
    places_renew(code for (code,) in ask("select distinct region_code from stage_family"))


def match(source: str) -> None:
    """Find the stored family of each staged one; give families without a head's name that of their head.

    Children keep a mother who left (`_KEEP_MOTHERS`).
    """
    run_sql(_HEADS)
    run_sql(_MATCH_FAMILIES, (source,))
    run_sql(_MATCH_PERSONS)
    keep_mothers()
    for table in ("stage_family", "stage_person"):
        run_sql(f"analyze {table}")


def keep_mothers() -> None:
    """Staged children keep a mother who left."""
    run_sql(_KEEP_MOTHERS)


def drop_bad(family_rows: set[int]) -> None:
    """Take families and all their members out of the staged rows, and members whose family is not there."""
    for statement in _DROP_BAD:
        run_sql(statement, (sorted(family_rows),))
    run_sql(_ORPHANS)


def taken_here(at: Taken) -> list[RowIssue]:
    """What speaks against staged rows in this village: errors.

    NIKs that an active member of another family has, naming where it stands; people who died or left by a life event.
    """
    taken = [
        RowIssue(
            at.sheet, row, at.header, _masked(first4), f"NIK yang belum tercatat di desa ini (sudah ada {where})",
            IssueLevel.ERROR, "nik_taken", _shown(key), family_row,
        )
        for row, family_row, first4, other, rt, rw, key in ask(_TAKEN_HERE)
        for where in (_where(other, rt, rw),)
    ]  # fmt: skip
    return taken + [
        RowIssue(
            at.sheet, one.row, at.header, _masked(one.nik_first4) if one.nik_first4 else "", one.expected,
            IssueLevel.ERROR, "person_departed", _shown(one.source_key), one.family_row,
        )
        for one in departed()
    ]  # fmt: skip


def taken_elsewhere(at: Taken, actor: Actor) -> list[RowIssue]:
    """NIKs that stand in another village too: a warning; the system looks, and the place is not told."""
    with scoped(system_actor(NATION, Verb.FAMILY_READ, on_behalf_of=actor)):
        rows = ask(_TAKEN_ELSEWHERE)
    expected = "NIK milik orang ini sendiri; bila orangnya pindah, laporkan ke desa asalnya"
    return [
        RowIssue(
            at.sheet, row, at.header, _masked(first4), expected, IssueLevel.WARNING, "nik_duplicate_elsewhere",
            _shown(key), family_row,
        )
        for row, family_row, first4, key in rows
    ]  # fmt: skip


def _where(source_key: str, rt: str, rw: str) -> str:
    parts = [f"pada keluarga {source_key}" if _shown(source_key) else "pada keluarga lain"]
    parts += [f"RT {rt}"] if rt else []
    parts += [f"RW {rw}"] if rw else []
    return " ".join(parts)


def _shown(source_key: str) -> str:
    """A key that a person can do something with; not the hash of a no. KK, not the id of a form or a phone."""
    return "" if source_key.startswith("kk:") or _OWN_ID.fullmatch(source_key) else source_key


def _masked(first4: str) -> str:
    return first4 + "*" * (NUMBER_LENGTH - len(first4))


@dataclass(frozen=True, slots=True)
class Difference:
    """What storing changes; `left` members are no longer in their family's rows."""

    families_new: int
    families_changed: int
    families_same: int
    persons_new: int
    persons_changed: int
    persons_same: int
    persons_left: int


def mark_differences() -> None:
    """Mark every staged row as new, changed or same. Needs the right to read specific answers."""
    for statement in (_COMPARE_FAMILIES, _COMPARE_PERSONS, _COMPARE_SURVEYS, _CARRY_OVER):
        run_sql(statement)


def compare() -> Difference:
    """Mark every staged row (`mark_differences`) and count them."""
    mark_differences()
    new, changed, same = ask(_COUNTS + "stage_family")[0]
    persons_new, persons_changed, persons_same = ask(_COUNTS + "stage_person")[0]
    left = ask(f"select count(*) {LEAVERS}")[0][0]
    return Difference(new, changed, same, persons_new, persons_changed, persons_same, left)
