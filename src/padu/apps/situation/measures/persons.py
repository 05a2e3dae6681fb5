"""Problem types counted over persons, by the detection rules of problem_types.csv. One row is an active member."""

from __future__ import annotations

from typing import Final

from padu.apps.situation.measures.counting import CountedMeasure

PERSONS: Final = """
with span as (select %s::text as start, %s::text as stop, %s::int as year, %s::date as day),
member as (
  select p.region_code, p.family_id, p.line, p.mother_line, p.sex, p.birth_certificate, p.education, p.occupation,
         p.birth_date, extract(year from age(span.day, p.birth_date))::int as age, span.day
    from rumah_dataku_person p
    join rumah_dataku_family f on f.id = p.family_id and f.active
   cross join span
   where p.active and p.region_code >= span.start and p.region_code < span.stop
     and (p.birth_date is null or p.birth_date <= span.day)
),
alone as (
  select family_id, not bool_or(age between 15 and 59) as no_adult from member group by family_id
),
unit as (
  select m.*, a.no_adult, m.education in (3, 5, 7, 9) as at_school
    from member m join alone a using (family_id)
)
"""
"""Parameters: start and end of the range of village codes, year (unused here), reference date.

Persons are known as they are today: none of these measures can be taken for a past year.
"""

PERSON_MEASURES: Final[tuple[CountedMeasure, ...]] = (
    CountedMeasure(
        "child_no_birth_certificate",
        eligible="age < 18",
        measured="birth_certificate in (1, 2)",
        counted="birth_certificate = 1",
        affected="birth_certificate = 2",
        dated=False,
    ),
    CountedMeasure(
        "school_dropout",
        eligible="age between 7 and 18",
        measured="education is not null",
        counted="education in (1, 2, 4, 6)",
        affected="education in (1, 2, 4, 6)",
        dated=False,
    ),
    CountedMeasure(
        "elderly_alone",
        eligible="age >= 60",
        measured="true",
        counted="no_adult",
        affected="no_adult",
        dated=False,
    ),
    CountedMeasure(
        "unemployed",
        eligible="age between 15 and 64 and at_school is not true",
        measured="occupation <> ''",
        counted="occupation = 'tidak_bekerja'",
        affected="occupation = 'tidak_bekerja'",
        dated=False,
    ),
)

HEADCOUNT: Final = f"""{PERSONS}
select region_code,
       count(*) filter (where birth_date > day - interval '60 months') as children_0_59_months,
       count(*) filter (where age between 5 and 6) as children_5_6,
       count(*) filter (where sex = 2 and age between 15 and 19) as women_15_19
  from unit group by region_code
"""  # noqa: S608 - our own constants
"""Denominators of figures; parameters as of PERSONS."""
