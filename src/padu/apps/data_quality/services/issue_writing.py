"""What a check found against the issues that stand: new ones, those that open again, those that are settled.

One statement for each kind of change, for all issues of a range at once; every change of state has its step.
"""

from __future__ import annotations

from typing import Any, Final

from django.db import connection

from padu.apps.data_quality.services.trail import SYSTEM_NAME
from padu.domain.data_quality.rules import RULES
from padu.domain.data_quality.thresholds import DUE_DAYS

_LEVELS: Final = ", ".join(f"('{rule.key}', '{rule.level}', {DUE_DAYS[rule.level.value]})" for rule in RULES.values())
_SAME: Final = "i.region_code = q.region_code and i.rule = q.rule and i.subject_key = q.subject_key"
_WORKED_ON: Final = "('open', 'corrected', 'checked')"

_NEW: Final = f"""
insert into data_quality_dataissue
    (region_code, rule, severity, subject_key, family_id, person_id, what, seen, link, state, assigned_name, due_on,
     run_id, found_at, changed_at, made_up)
select q.region_code, q.rule, l.severity, q.subject_key, q.family_id, q.person_id, '', q.seen, '', 'open', '',
       %(today)s::date + l.days, %(run)s, %(now)s, %(now)s, q.made_up
  from quality_found q join (values {_LEVELS}) l (rule, severity, days) on l.rule = q.rule
 where not exists (select 1 from data_quality_dataissue i where {_SAME})
on conflict (region_code, rule, subject_key) do nothing
"""  # noqa: S608 - keys of our own catalogue
_REOPENED: Final = f"""
with again as (
    update data_quality_dataissue i
       set state = 'open', seen = q.seen, closed_at = null, corrected_by = null, run_id = %(run)s, changed_at = %(now)s,
           due_on = %(today)s::date + l.days
      from quality_found q join (values {_LEVELS}) l (rule, severity, days) on l.rule = q.rule
     where {_SAME} and (i.state in ('closed', 'corrected', 'checked') or i.state = 'dismissed' and i.seen <> q.seen)
    returning i.id, i.region_code, i.due_on
)
insert into data_quality_issuestep (issue_id, region_code, step, state, by_name, to_name, due_on, note, at)
select id, region_code, 'reopen', 'open', %(machine)s, '', due_on, '', %(now)s from again
"""  # noqa: S608
_SEEN_ANEW: Final = f"""
update data_quality_dataissue i set seen = q.seen, run_id = %(run)s, changed_at = %(now)s
  from quality_found q where {_SAME} and i.state = 'open' and i.seen <> q.seen
"""  # noqa: S608
# A member who lives in another family now (a marriage, a merge): else the old family's check would settle it.
_FOLLOWED: Final = f"""
update data_quality_dataissue i set family_id = p.family_id, changed_at = %(now)s
  from rumah_dataku_person p
 where p.id = i.person_id and p.region_code = i.region_code and p.active and p.family_id <> i.family_id
   and i.region_code >= %(start)s and i.region_code < %(end)s and i.state in {_WORKED_ON}
   and i.rule = any(%(rules)s){{one}}
"""  # noqa: S608
_SETTLED: Final = f"""
with gone as (
    update data_quality_dataissue i set state = 'closed', closed_at = %(now)s, run_id = %(run)s, changed_at = %(now)s
     where i.region_code >= %(start)s and i.region_code < %(end)s and i.state in {_WORKED_ON}
       and i.rule = any(%(rules)s){{one}}
       and not exists (select 1 from quality_found q where {_SAME})
    returning i.id, i.region_code
)
insert into data_quality_issuestep (issue_id, region_code, step, state, by_name, to_name, note, at)
select id, region_code, 'settle', 'closed', %(machine)s, '', '', %(now)s from gone
"""  # noqa: S608


def write_issues(params: dict[str, Any], *, one_family: bool = False) -> dict[str, int]:
    """Bring the issues of a range in line with quality_found. Returns how many are new, reopened, settled.

    params  start, end, today, now, run, rules (keys that were looked for); family where only one was
    """
    params = params | {"machine": SYSTEM_NAME}
    _run("create index on quality_found (region_code, rule, subject_key)", {})
    _run("analyze quality_found", {})
    _run(_FOLLOWED.format(one=" and %(family)s in (i.family_id, p.family_id)" if one_family else ""), params)
    settled = _run(_SETTLED.format(one=" and i.family_id = %(family)s" if one_family else ""), params)
    reopened = _run(_REOPENED, params)
    _run(_SEEN_ANEW, params)
    return {"new": _run(_NEW, params), "reopened": reopened, "settled": settled}


def _run(sql: str, params: dict[str, Any]) -> int:
    with connection.cursor() as cursor:
        cursor.execute(sql, params or None)
        return int(cursor.rowcount)
