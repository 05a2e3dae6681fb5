"""Members of staged families to the lines where they are stored, where a merge or an event has made these lines."""

from __future__ import annotations

from collections import defaultdict
from typing import Any, Final

from padu.apps.rumah_dataku.services.staging import TABLES, ask, copy_rows, run_sql
from padu.domain.life_events.register import LEFT_LINES
from padu.domain.linkage.placing import Dropped, Identity, ListedRow, Stored, place

_AT_ONCE: Final = 1_000
_PLACES: Final = "stage_place"
_COLUMNS: Final = ("row_no", "family_row", "line", "mother_line", "kept")
_CONCERNED: Final = """
select s.family_id, s.row_no from stage_family s join rumah_dataku_family f on f.id = s.family_id
 where s.family_id > %s
   and (f.joined_reason <> '' or exists (select 1 from stage_kept_family k where k.kept = f.id)
        or exists (select 1 from rumah_dataku_person d
                    where d.region_code = f.region_code and d.family_id = f.id and d.merged_into is not null))
 order by s.family_id limit %s
"""
_MEMBERS: Final = """
select family_id, id, line, name, nik_hash, birth_date, sex from rumah_dataku_person
 where family_id = any(%s) and merged_into is null and (active or left_reason = '') order by family_id, not active, line
"""
_USED: Final = f"select family_id, line from rumah_dataku_person where family_id = any(%s) and line <= {LEFT_LINES}"
_DROPPED: Final = """
select d.family_id, d.line, k.kept, d.name, d.nik_hash, d.birth_date, d.sex,
       q.name, q.nik_hash, q.birth_date, q.sex, case when q.family_id = d.family_id then q.line end
  from rumah_dataku_person d join stage_kept_person k on k.dropped = d.id
  left join rumah_dataku_person q on q.id = k.kept
 where d.family_id = any(%s) order by d.family_id, d.line
"""
_OWN: Final = """
select p.family_id, p.row_no, p.line, p.name, p.nik_hash, p.birth_date, p.sex, p.family_row, p.mother_line
  from stage_person p where p.family_row = any(%s) order by p.family_row, p.line
"""
_GUESTS: Final = """
select m.kept, p.row_no, p.line, p.name, p.nik_hash, p.birth_date, p.sex, p.family_row, p.mother_line, p.kept
  from stage_merged_person p join stage_merged_family m on m.row_no = p.family_row
 where m.kept = any(%s) order by p.family_row, p.line
"""
_MOVED: Final = {"family_row": "to_family", "line": "to_line", "mother_line": "to_mother"}
_NAMES: Final = ", ".join(name for name, _ in TABLES["stage_person"])
_BACK: Final = ", ".join(f"back.{_MOVED.get(name, name)}" for name, _ in TABLES["stage_person"])
# ruff: noqa: S608 - names of our own tables and columns
_APPLY: Final = (
    f"""
with gone as (
    delete from stage_person p using {_PLACES} t where t.row_no = p.row_no and t.line is null returning p.*, t.kept)
insert into stage_merged_person select * from gone
""",
    f"""
update stage_person p set line = t.line, mother_line = t.mother_line from {_PLACES} t where t.row_no = p.row_no
""",
    f"""
with back as (
    delete from stage_merged_person p using {_PLACES} t where t.row_no = p.row_no and t.line is not null
    returning p.*, t.line as to_line, t.mother_line as to_mother, t.family_row as to_family)
insert into stage_person ({_NAMES}, family_id)
select {_BACK},
       s.family_id
  from back join stage_family s on s.row_no = back.to_family
""",
    f"""
update stage_merged_person p set kept = coalesce(t.kept, p.kept)
  from {_PLACES} t where t.row_no = p.row_no and t.line is null
""",
)


def place_members() -> None:
    """Give staged members of the families concerned their stored lines; who stands for a dropped record goes aside."""
    last = 0
    while families := ask(_CONCERNED, (last, _AT_ONCE)):
        _place(dict(families))
        last = families[-1][0]


def _place(rows_of: dict[int, int]) -> None:
    """Families by id, each with its staged row."""
    known = list(rows_of)
    members, dropped, rows = _members(known), _dropped(known), _rows(rows_of)
    used: defaultdict[int, set[int]] = defaultdict(set)
    for family, line in ask(_USED, (known,)):
        used[family].add(line)
    found = [
        (spot.row, rows_of[family], spot.line, spot.mother_line, spot.kept)
        for family in known
        for spot in place(rows[family], members[family], dropped[family], frozenset(used[family])).values()
    ]
    _apply(found)


def _members(known: list[int]) -> defaultdict[int, list[Stored]]:
    found: defaultdict[int, list[Stored]] = defaultdict(list)
    for family, person, line, *who in ask(_MEMBERS, (known,)):
        found[family].append(Stored(person, line, _identity(*who)))
    return found


def _dropped(known: list[int]) -> defaultdict[int, list[Dropped]]:
    found: defaultdict[int, list[Dropped]] = defaultdict(list)
    for family, line, kept, *rest in ask(_DROPPED, (known,)):
        here, there, kept_line = _identity(*rest[:4]), _identity(*rest[4:8]), rest[8]
        found[family].append(Dropped(line, kept, (here, there), kept_line))
    return found


def _rows(rows_of: dict[int, int]) -> defaultdict[int, list[ListedRow]]:
    found: defaultdict[int, list[ListedRow]] = defaultdict(list)
    for family, row, line, *who, group, mother in ask(_OWN, (list(rows_of.values()),)):
        found[family].append(ListedRow(row, line, _identity(*who), group, mother))
    for family, row, line, *who, group, mother, about in ask(_GUESTS, (list(rows_of),)):
        found[family].append(ListedRow(row, line, _identity(*who), group, mother, guest=True, about=about))
    return found


def _identity(name: str | None, nik: Any, born: Any, sex: int | None) -> Identity:
    return Identity(name or "", bytes(nik) if nik is not None else None, born, sex)


def _apply(found: list[tuple[Any, ...]]) -> None:
    run_sql(f"drop table if exists pg_temp.{_PLACES}")
    run_sql(
        f"create temporary table {_PLACES}"
        " (row_no int primary key, family_row int, line smallint, mother_line smallint, kept bigint)"
    )
    copy_rows(_PLACES, _COLUMNS, found)
    for statement in _APPLY:
        run_sql(statement)
    run_sql(f"drop table {_PLACES}")
