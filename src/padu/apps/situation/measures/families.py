"""Problem types counted over families, by the detection rules of problem_types.csv.

One row is an active family with its survey of the year (if there is one), its specific answers and what its members
make it.
"""

from __future__ import annotations

from typing import Final

from padu.apps.situation.measures.counting import CountedMeasure
from padu.domain.pk21.codes import Toilet, Water
from padu.domain.stunting_risk import TOO_CLOSE_MONTHS, TOO_MANY_FROM, TOO_OLD, TOO_YOUNG_BELOW

# [assumption] poor = welfare decile 1-2
POOR_DECILES: Final = (1, 2)

_IMPROVED_WATER: Final = ", ".join(str(int(w)) for w in Water if int(w) in (1, 2, 3, 4, 6))
_PROPER_TOILET: Final = ", ".join(str(int(t)) for t in Toilet if int(t) in (1, 2))

FAMILIES: Final = f"""
with span as (select %s::text as start, %s::text as stop, %s::int as year, %s::date as day),
member as (
  select p.region_code, p.family_id, p.sex, p.relation, p.marital_status, p.insurance, p.education, p.birth_date,
         extract(year from age(span.day, p.birth_date))::int as age
    from rumah_dataku_person p, span
   where p.active and p.region_code >= span.start and p.region_code < span.stop
     and (p.birth_date is null or p.birth_date <= span.day)
),
child as (
  select family_id, birth_date,
         lag(birth_date) over (partition by family_id order by birth_date) as elder,
         row_number() over (partition by family_id order by birth_date desc) as from_youngest
    from member
   where relation = 3 and birth_date is not null
),
home as (
  select m.family_id,
         bool_or(m.age < 5) as has_balita,
         bool_or(m.age between 10 and 24 and m.marital_status = 1) as has_youth,
         bool_or(m.age >= 60) as has_elderly,
         bool_or(m.age < 18 or m.education in (3, 5, 7, 9)) as has_child_or_pupil,
         bool_and(m.insurance is not null) as insurance_known,
         bool_and(m.insurance = 1) as all_pbi,
         count(*) filter (where m.relation = 3) as children,
         min(m.age) filter (where m.sex = 2 and m.relation in (1, 2) and m.marital_status = 2) as wife_age
    from member m group by m.family_id
),
spacing as (
  select family_id,
         bool_or(from_youngest = 1 and elder + interval '{TOO_CLOSE_MONTHS} months' > birth_date) as too_close
    from child group by family_id
),
unit as (
  select f.region_code, f.id as family_id, f.welfare_decile as decile, s.id is not null as surveyed,
         s.religious_practice, s.marriage_certificate, s.health_insurance, s.no_live_divorce, s.income_source,
         s.diverse_food, s.decent_housing, s.savings, s.online_media_access, s.daily_interaction, s.shared_parenting,
         s.family_recreation, s.community_participation, x.no_family_conflict, x.no_illness_or_disability,
         s.answers ->> 'p13' as p13, s.answers ->> 'p14' as p14, s.answers ->> 'p15' as p15,
         s.answers ->> 'p17' as p17, s.answers ->> 'p18a' as p18a, s.answers ->> 'p18b' as p18b,
         s.answers ->> 'p18c' as p18c, (s.answers ->> 'p23')::int as water, (s.answers ->> 'p24')::int as toilet,
         x.answers ->> 'couple' as couple,
         coalesce(h.has_balita, false) as has_balita, coalesce(h.has_youth, false) as has_youth,
         coalesce(h.has_elderly, false) as has_elderly, coalesce(h.has_child_or_pupil, false) as has_child_or_pupil,
         h.insurance_known, h.all_pbi,
         coalesce(h.wife_age between 15 and 49, false) as is_pus,
         coalesce(h.wife_age between 15 and 49, false) or coalesce(h.has_balita, false) as is_target,
         coalesce(h.wife_age < {TOO_YOUNG_BELOW}, false)
           or coalesce(h.wife_age between {TOO_OLD[0]} and {TOO_OLD[1]}, false)
           or coalesce(c.too_close, false) or coalesce(h.children >= {TOO_MANY_FROM}, false) as four_too,
         newest.day is null or newest.day < span.day - interval '12 months' as outdated
    from rumah_dataku_family f
   cross join span
    left join rumah_dataku_familysurvey s on s.family_id = f.id and s.year = span.year
    left join rumah_dataku_familysurveyspecific x on x.family_id = f.id and x.year = span.year
    left join home h on h.family_id = f.id
    left join spacing c on c.family_id = f.id
    left join lateral (select max(surveyed_on) as day from rumah_dataku_familysurvey n
                        where n.family_id = f.id and n.surveyed_on <= span.day) newest on true
   where f.active and f.region_code >= span.start and f.region_code < span.stop
)
"""  # noqa: S608 - our own constants
"""Parameters: start and end of the range of village codes, survey year, reference date."""

_IS_TARGET: Final = "is_target"
_POOR: Final = f"decile in {POOR_DECILES}"
_UNMET: Final = "couple in ('iat', 'tial')"
_RISKY_HOME: Final = f"water not in ({_IMPROVED_WATER}) or toilet not in ({_PROPER_TOILET})"


def _lacking(problem_type: str, column: str) -> CountedMeasure:
    """Share of families that answered "not met" (higher is worse); a blank lowers the coverage."""
    return CountedMeasure(
        problem_type,
        eligible=f"{column} is distinct from -1",
        measured=f"{column} in (0, 1)",
        counted=f"{column} = 0",
        affected=f"{column} = 0",
    )


def _having(problem_type: str, column: str) -> CountedMeasure:
    """Share of families that met it (lower is worse)."""
    return CountedMeasure(
        problem_type,
        eligible=f"{column} is distinct from -1",
        measured=f"{column} in (0, 1)",
        counted=f"{column} = 1",
        affected=f"{column} = 0",
    )


def _attending(problem_type: str, column: str, group: str) -> CountedMeasure:
    """Share of a group's families that take part (lower is worse)."""
    return CountedMeasure(
        problem_type,
        eligible=f"{group} and {column} is distinct from 'tidak_berlaku'",
        measured=f"{column} in ('ya', 'tidak')",
        counted=f"{column} = 'ya'",
        affected=f"{column} = 'tidak'",
    )


FAMILY_MEASURES: Final[tuple[CountedMeasure, ...]] = (
    _having("no_marriage_certificate", "marriage_certificate"),
    CountedMeasure("family_data_outdated", measured="true", counted="outdated", affected="outdated"),
    _lacking("worship_not_routine", "religious_practice"),
    _lacking("low_daily_interaction", "daily_interaction"),
    _lacking("no_shared_parenting", "shared_parenting"),
    _lacking("no_family_recreation", "family_recreation"),
    _lacking("low_community_participation", "community_participation"),
    _lacking("family_conflict", "no_family_conflict"),
    _lacking("live_divorce", "no_live_divorce"),
    _attending("bkb_low_participation", "p14", "has_balita"),
    _attending("bkr_low_participation", "p15", "has_youth"),
    _attending("bkl_low_participation", "p17", "has_elderly"),
    _attending("posyandu_low_attendance", "p13", "has_balita"),
    _lacking("illness_or_disability", "no_illness_or_disability"),
    CountedMeasure("unmet_need", eligible="is_pus", measured="couple is not null", counted=_UNMET, affected=_UNMET),
    CountedMeasure(
        "low_mcpr",
        eligible="is_pus",
        measured="couple is not null",
        counted="couple in ('iud', 'mow', 'mop', 'implant', 'injection', 'pill', 'condom', 'other_modern')",
        affected=_UNMET,
    ),
    CountedMeasure(
        "stunting_risk_family",
        eligible=_IS_TARGET,
        measured=f"four_too or ({_RISKY_HOME}) or (water is not null and toilet is not null)",
        counted=f"four_too or {_RISKY_HOME}",
        affected=f"four_too or {_RISKY_HOME}",
    ),
    CountedMeasure("krs_four_too", eligible=_IS_TARGET, measured="true", counted="four_too", affected="four_too"),
    _lacking("no_diverse_food", "diverse_food"),
    _lacking("no_online_access", "online_media_access"),
    _lacking("no_health_insurance", "health_insurance"),
    CountedMeasure(
        "poor_without_pbi",
        eligible=_POOR,
        measured="insurance_known",
        counted="all_pbi",
        affected="insurance_known and not all_pbi",
        dated=False,
    ),
    CountedMeasure(
        "poor_without_cash_aid",
        eligible=f"{_POOR} and (has_child_or_pupil or has_elderly)",
        measured="p18c in ('ya', 'tidak')",
        counted="p18c = 'ya'",
        affected="p18c = 'tidak'",
        dated=False,
    ),
    _lacking("no_income_source", "income_source"),
    _lacking("no_savings", "savings"),
    CountedMeasure("poor_families", measured="decile is not null", counted=_POOR, affected=_POOR, dated=False),
    # Who asked for support is not recorded yet, so who is concerned stays unknown.
    CountedMeasure(
        "few_family_enterprises",
        measured="p18a is not null or p18b is not null",
        counted="p18a = 'ya' or p18b = 'ya'",
        affected=None,
    ),
    _having("unfit_housing", "decent_housing"),
    CountedMeasure(
        "no_improved_water",
        measured="water is not null",
        counted=f"water in ({_IMPROVED_WATER})",
        affected=f"water not in ({_IMPROVED_WATER})",
    ),
    CountedMeasure(
        "no_proper_toilet",
        measured="toilet is not null",
        counted=f"toilet in ({_PROPER_TOILET})",
        affected=f"toilet not in ({_PROPER_TOILET})",
    ),
)
