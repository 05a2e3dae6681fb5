"""How complete and how fresh the families of a range are, by village and RT, kept by month.

Stands on the temporary tables of a check (`family_rules_sql.gathering`).
"""

from __future__ import annotations

from dataclasses import fields
from typing import Any, Final

from django.db import connection
from django.utils import timezone

from padu.apps.rumah_dataku.answers import answer_types
from padu.apps.rumah_dataku.files.family_columns import SPECIFIC_QUESTIONS
from padu.domain.data_quality.completeness import Counted, month_of
from padu.domain.data_quality.thresholds import LATE_ENTRY_DAYS, SURVEY_OLD_DAYS
from padu.domain.identity import NikMissingReason

OPEN_QUESTIONS: Final = sorted(set(answer_types()) - SPECIFIC_QUESTIONS)
"""Questions of block III whose answers count; those answered in confidence do not."""

_MEMBER_FIELDS: Final = (
    "sex is not null", "birth_date is not null", "relation is not null", "marital_status is not null",
    "education is not null", "occupation <> ''", "insurance is not null", "whereabouts is not null",
)  # fmt: skip
_CHILD: Final = "coalesce(years, 99) < 18"  # asked for a birth certificate
_ANSWERED: Final = " + ".join(f"({told})::int" for told in _MEMBER_FIELDS)
_NIK_TOLD: Final = f"has_nik or nik_missing_reason not in ('', '{NikMissingReason.NOT_ASKED}')"

_COUNTS: Final[dict[str, str]] = {
    "families": "count(*)",
    "surveyed": "count(f.year)",
    "this_year": "count(*) filter (where extract(year from f.surveyed_on) = extract(year from %(today)s::date))",
    "old": f"count(*) filter (where coalesce(f.surveyed_on < %(today)s::date - {SURVEY_OLD_DAYS}, true))",
    "late": "count(*) filter (where extract(year from f.surveyed_on) = extract(year from %(today)s::date)"
    f" and r.stored_at::date - f.surveyed_on > {LATE_ENTRY_DAYS})",
    "age_days": "coalesce(sum(greatest(%(today)s::date - f.surveyed_on, 0)), 0)",
    "identity_asked": "coalesce(sum(m.persons), 0) + 2 * count(*)",
    "identity_answered": "coalesce(sum(m.with_nik), 0) + count(f.household_id) + count(*) filter (where f.rt <> '')",
    "members_asked": "coalesce(sum(m.asked), 0)",
    "members_answered": "coalesce(sum(m.answered), 0)",
    "survey_asked": f"{len(OPEN_QUESTIONS)} * count(*)",
    "survey_answered": "coalesce(sum((select count(*) from jsonb_object_keys(f.answers) k"
    " where k = any(%(questions)s))), 0)",
    "open_issues": "coalesce(sum(i.issues), 0)",
    "newest": "max(f.surveyed_on)",
}
"""Column -> how it is counted; the names are those of `Counted`."""
assert set(_COUNTS) == {one.name for one in fields(Counted)}

_PART: Final = "coalesce(nullif(f.rt, ''), '-') || '/' || coalesce(nullif(f.rw, ''), '-')"
_WRITE: Final = f"""
insert into data_quality_completenessmonth (region_code, part, month, counted_on, {", ".join(_COUNTS)})
select f.region_code, case when grouping({_PART}) = 1 then '' else left({_PART}, 12) end, %(month)s, %(today)s,
       {", ".join(_COUNTS.values())}
  from quality_family f
  left join rumah_dataku_importrun r on r.id = f.import_run_id
  left join (select family_id, count(*) as persons, count(*) filter (where {_NIK_TOLD}) as with_nik,
                    sum({len(_MEMBER_FIELDS)} + ({_CHILD})::int) as asked,
                    sum({_ANSWERED} + ({_CHILD} and birth_certificate is not null)::int) as answered
               from quality_person group by family_id) m on m.family_id = f.id
  left join (select family_id, count(*) as issues from data_quality_dataissue
              where region_code >= %(start)s and region_code < %(end)s and state in ('open', 'corrected', 'checked')
              group by family_id) i on i.family_id = f.id
 group by grouping sets ((f.region_code), (f.region_code, {_PART}))
on conflict (region_code, part, month) do update set counted_on = excluded.counted_on,
       {", ".join(f"{name} = excluded.{name}" for name in _COUNTS)}
"""  # noqa: S608 - columns and conditions of our own
# A part that no family names any more, or a village without families, is counted no more this month.
_GONE: Final = """
delete from data_quality_completenessmonth
 where region_code >= %(start)s and region_code < %(end)s and month = %(month)s and counted_on <= %(today)s
"""


def completeness_count(params: dict[str, Any]) -> int:
    """Count every village of the range and its RT for the running month. Returns rows written.

    params  start, end, today. Run again in a month it writes the same rows anew; earlier months stay.
    """
    given = params | {"month": month_of(params["today"]), "questions": OPEN_QUESTIONS, "now": timezone.now()}
    with connection.cursor() as cursor:
        cursor.execute(_GONE, given)
        cursor.execute(_WRITE, given)
        return int(cursor.rowcount)
