"""Statements that count the village items from the families, for all villages of a range of codes at once.

Each count comes with how many it could have been about (`asked`) and how many of those answered (`told`): a count of
too few answers is no figure of the village. Whom it is about can be unknown itself (an age, a decile): where too few
are told apart (`placed`), nobody asked is not nought. Definitions: column derivable_from_families of the village items.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from padu.domain.contraception import Method, ReasonForNone
from padu.domain.data_quality.thresholds import FERTILE_FIRST, FERTILE_LAST
from padu.domain.pk21 import (
    Answer,
    Education,
    Insurance,
    MaritalStatus,
    Occupation,
    Sex,
    Toilet,
    Water,
    Whereabouts,
)
from padu.domain.population import FIVE_YEAR_GROUPS

POOR_DECILES: Final = (1, 2)
"""Families of these deciles are called poor [assumption]."""

_IN_SCHOOL: Final = (
    Education.IN_PRIMARY,
    Education.IN_LOWER_SECONDARY,
    Education.IN_UPPER_SECONDARY,
    Education.IN_HIGHER,
)
_LEFT_SCHOOL: Final = (
    Education.NEVER,
    Education.PRIMARY_UNFINISHED,
    Education.PRIMARY_DONE,
    Education.LOWER_SECONDARY_DONE,
)
_SAFE_WATER: Final = (Water.BOTTLED, Water.PIPED, Water.BOREHOLE, Water.PROTECTED_WELL, Water.PROTECTED_SPRING)
_SAFE_TOILETS: Final = (Toilet.OWN_SEPTIC, Toilet.SHARED_SEPTIC)
_SCHOOL_AGES: Final = {"7_12": (7, 12), "13_15": (13, 15), "16_18": (16, 18)}
_WORKING_AGES: Final = {"15_24": (15, 24), "25_64": (25, 64)}

_AGED: Final = "years is not null"
_RANKED: Final = "welfare_decile is not null"

Count = tuple[str, str, str, str, str, str]
"""Element, component, and four conditions: counted, asked, told, placed (of all: whether it is asked is known)."""


def _codes(values: tuple[int, ...]) -> str:
    return f"({', '.join(str(int(value)) for value in values)})"


def _person_counts() -> Iterator[Count]:
    yield "population", "total", "true", "true", "true", "true"
    for index, group in enumerate(FIVE_YEAR_GROUPS):
        ages = f"years >= {index * 5}" + ("" if group == FIVE_YEAR_GROUPS[-1] else f" and years < {index * 5 + 5}")
        yield "population_structure", group, ages, "true", _AGED, "true"
    yield "births_deaths", "live_births", "newborn", "true", _AGED, "true"
    young_mother = "newborn and mother_years between 15 and 19"
    yield "births_deaths", "births_to_women_15_19", young_mother, "newborn", "mother_years is not null", _AGED
    for component, (low, high) in _SCHOOL_AGES.items():
        asked, told = f"years between {low} and {high}", "education is not null"
        yield "children_in_school", component, f"education in {_codes(_IN_SCHOOL)}", asked, told, _AGED
        yield "school_dropouts", component, f"education in {_codes(_LEFT_SCHOOL)}", asked, told, _AGED
    for component, (low, high) in _WORKING_AGES.items():
        yield (
            "unemployed",
            component,
            f"education not in {_codes(_IN_SCHOOL)} and occupation = '{Occupation.NONE.value}'",
            f"years between {low} and {high}",
            "education is not null and occupation <> ''",
            _AGED,
        )
    for component, code in (("elsewhere", Whereabouts.ELSEWHERE), ("abroad", Whereabouts.ABROAD)):
        away = f"whereabouts = {int(code)}"
        yield "seasonal_population", component, away, "true", "whereabouts is not null", "true"
    yield from _insurance()
    children, known = "years between 0 and 17", "birth_certificate is not null"
    yield "birth_certificate_holders", "children_0_17", "true", children, "true", _AGED
    yield "birth_certificate_holders", "holders_0_17", "birth_certificate = 1", children, known, _AGED


def _insurance() -> Iterator[Count]:
    pbi, other = int(Insurance.PBI), int(Insurance.BPJS_NON_PBI)
    told = "insurance is not null"
    yield "bpjs_members", "total", f"insurance in ({pbi}, {other})", "true", told, "true"
    yield "bpjs_members", "non_pbi", f"insurance = {other}", "true", told, "true"
    yield "kis_pbi_members", "total", f"insurance = {pbi}", "true", told, "true"


def _family_counts() -> Iterator[Count]:
    poor = f"welfare_decile in {_codes(POOR_DECILES)}"
    yield "family_members", "families", "true", "true", "true", "true"
    for component, deciles in (("decile_1", (1,)), ("decile_2", (2,)), ("decile_3_4", (3, 4))):
        yield "poor_population", component, f"welfare_decile in {_codes(deciles)}", "true", _RANKED, "true"
    yield "families_with_kk", "families", "true", "true", "true", "true"
    yield "families_with_kk", "with_kk", "household_id is not null", "true", "true", "true"
    yield "kis_pbi_members", "poor_families_all_covered", "all_pbi", poor, "all_insurance_told", _RANKED
    answer = "answers->>'{}'"
    pkh, book = answer.format("p18c"), answer.format("p02")
    water, toilet = f"({answer.format('p23')})::int", f"({answer.format('p24')})::int"
    yes, no = f"'{Answer.YES.value}'", f"'{Answer.NO.value}'"
    yield "pkh_recipients", "poor", f"{pkh} = {yes}", f"surveyed and {poor}", f"{pkh} is not null", _RANKED
    applies, proper = f"{book} in ({yes}, {no})", f"{toilet} in {_codes(_SAFE_TOILETS)}"
    for element, component, counted, told in (
        ("pkh_recipients", "total", f"{pkh} = {yes}", f"{pkh} is not null"),
        ("marriage_document_holders", "applicable", applies, f"{book} is not null"),
        ("marriage_document_holders", "holders", f"{book} = {yes}", f"{book} is not null"),
        (
            "water_sanitation_facilities",
            "families_improved_water",
            f"{water} in {_codes(_SAFE_WATER)}",
            f"{water} is not null",
        ),
        ("family_toilet_coverage", "families_proper_toilet", proper, f"{toilet} is not null"),
        ("family_toilet_coverage", "families_known", f"{toilet} is not null", "true"),
    ):
        yield element, component, counted, "surveyed", told, "true"


def _couple_counts() -> Iterator[Count]:
    told = "couple is not null"
    # A couple of fertile age that nobody asked has no answer either; it is known by its wife.
    asked, placed = f"({told} or wife)", f"({told} or wife or not some_unknown)"
    yield "fp_users", "pus", told, asked, told, placed
    for kind in (*Method, *ReasonForNone):
        yield "fp_users", kind.value, f"couple = '{kind.value}'", asked, told, placed


_VILLAGES: Final = """
create temporary table count_village on commit drop as
select region_code, max(surveyed_on) as day,
       not exists (select 1 from rumah_dataku_familysurvey later
                    where later.region_code = s.region_code and later.year > %(year)s) as newest
  from rumah_dataku_familysurvey s
 where region_code >= %(start)s and region_code < %(end)s and year = %(year)s
 group by region_code
"""
_PERSONS: Final = """
create temporary table count_person on commit drop as
select p.region_code, p.family_id, p.sex, v.day,
       p.marital_status, p.occupation, p.education, p.insurance, p.whereabouts, p.birth_certificate,
       case when p.birth_date <= v.day then extract(year from age(v.day, p.birth_date))::int end as years,
       coalesce(p.birth_date > v.day - interval '1 year' and p.birth_date <= v.day, false) as newborn,
       case when m.birth_date < p.birth_date then extract(year from age(p.birth_date, m.birth_date))::int
        end as mother_years
  from count_village v
  join rumah_dataku_family f on f.region_code = v.region_code and f.active
  join rumah_dataku_person p on p.family_id = f.id and p.region_code = v.region_code and p.active
  left join rumah_dataku_person m on m.family_id = p.family_id and m.line = p.mother_line and m.line <> p.line
 where v.newest
"""
_FAMILIES: Final = """
create temporary table count_family on commit drop as
select f.region_code, f.household_id, f.welfare_decile, v.day, s.family_id is not null as surveyed,
       coalesce(s.answers, '{}'::jsonb) as answers, coalesce(m.persons, 0) as persons,
       coalesce(m.all_pbi, false) as all_pbi, coalesce(m.told, false) as all_insurance_told
  from count_village v
  join rumah_dataku_family f on f.region_code = v.region_code and f.active
  left join rumah_dataku_familysurvey s
    on s.family_id = f.id and s.region_code = f.region_code and s.year = %(year)s
  left join (select family_id, count(*) as persons, bool_and(insurance = 1) as all_pbi,
                    bool_and(insurance is not null) as told
               from count_person group by family_id) m on m.family_id = f.id
 where v.newest
"""
_COUPLES: Final = f"""
create temporary table count_couple on commit drop as
select s.region_code, v.day, x.answers->>'couple' as couple, coalesce(m.wife, false) as wife,
       coalesce(m.some_unknown, true) as some_unknown
  from count_village v
  join rumah_dataku_familysurvey s on s.region_code = v.region_code and s.year = %(year)s
  join rumah_dataku_family f on f.id = s.family_id and f.region_code = s.region_code and f.active
  left join rumah_dataku_familysurveyspecific x
    on x.family_id = s.family_id and x.region_code = s.region_code and x.year = s.year
  left join (select family_id,
                    bool_or(sex = {Sex.FEMALE:d} and marital_status = {MaritalStatus.MARRIED:d}
                            and years between {FERTILE_FIRST} and {FERTILE_LAST}) as wife,
                    bool_or(sex is null or marital_status is null or years is null) as some_unknown
               from count_person group by family_id) m on m.family_id = s.family_id
 where v.newest
"""  # noqa: S608 - codes of our own enumerations
_COUNTED: Final = """
create temporary table counted (
    region_code varchar(13) collate "C", day date, sex text, element text, component text,
    counted double precision, asked bigint, told bigint, every bigint, placed bigint
) on commit drop
"""
_MEAN_SIZE: Final = """
insert into counted
select region_code, day, '', unnest(array['family_members', 'family_members']),
       unnest(array['persons', 'mean_size']), unnest(array[sum(persons), round(avg(persons), 2)]), count(*), count(*),
       count(*), count(*)
  from count_family group by region_code, day
"""
NOT_SPLIT: Final = ("births_to_women_15_19",)
"""Components of an item split by sex that are about the mother: without a split."""
_NOBODY: Final = f"""
insert into counted
select t.region_code, t.day, s.which, t.element, t.component, 0, 0, 0, n.every, n.placed
  from counted t cross join (values ('L'), ('P')) s (which)
  join (select region_code, count(*) as every, count(*) filter (where sex in (1, 2)) as placed
          from count_person group by region_code) n on n.region_code = t.region_code
 where t.sex = '' and t.component not in ({", ".join(f"'{name}'" for name in NOT_SPLIT)})
   and not exists (select 1 from counted o where o.region_code = t.region_code and o.sex = s.which
                      and o.element = t.element and o.component = t.component)
"""  # noqa: S608 - names of our own
"""A village without men, or women, has none of them, which is nought. Stands right behind the counts by sex."""
TABLES: Final = ("count_village", "count_person", "count_family", "count_couple", "counted")
WRITE: Final = """
insert into rumah_dataku_figure
    (region_code, element, component, sex, period, source, state, value, text, as_of, updated_at)
select region_code, element, component, sex, %(period)s, %(source)s,
       case when enough then 'known' else 'unknown' end, case when enough then counted end, '', day, %(now)s
  from (select *, told >= %(enough)s * asked and placed >= %(enough)s * every as enough from counted) c
 order by region_code
on conflict (region_code, element, component, sex, period, source) do update set
    state = excluded.state, value = excluded.value, as_of = excluded.as_of, updated_at = excluded.updated_at
"""


def statements() -> Iterator[str]:
    """What fills the table `counted`, in order; parameters: start, end, year."""
    yield from (_VILLAGES, _PERSONS, _FAMILIES, _COUPLES, _COUNTED)
    yield _counting("count_person", list(_person_counts()), by_sex=True)
    yield _NOBODY
    yield _counting("count_family", list(_family_counts()), by_sex=False)
    yield _counting("count_couple", list(_couple_counts()), by_sex=False)
    yield _MEAN_SIZE


def _counting(table: str, counts: list[Count], *, by_sex: bool) -> str:
    """One pass over a table: four numbers for each count and village, turned into a row each."""
    columns = ", ".join(
        f"count(*) filter (where ({asked}) and ({told}) and ({counted})) as c{at},"
        f" count(*) filter (where {asked}) as a{at}, count(*) filter (where ({asked}) and ({told})) as t{at},"
        f" count(*) filter (where {placed}) as p{at}"
        for at, (_, _, counted, asked, told, placed) in enumerate(counts)
    )
    rows = ", ".join(
        f"('{element}', '{component}', c{at}, a{at}, t{at}, p{at})"
        for at, (element, component, *_) in enumerate(counts)
    )
    sets = ", (region_code, day, sex)" if by_sex else ""
    which = "case when grouping(sex) = 1 then '' when sex = 1 then 'L' else 'P' end" if by_sex else "''"
    having = "having grouping(sex) = 1 or sex in (1, 2)" if by_sex else ""
    unsplit = ", ".join(f"'{name}'" for name in NOT_SPLIT)
    return f"""
insert into counted
select g.region_code, g.day, g.which, t.element, t.component, t.counted, t.asked, t.told,
       g.every, t.placed
  from (select region_code, day, {which} as which, count(*) as every, {columns} from {table}
         group by grouping sets ((region_code, day){sets}) {having}) g
 cross join lateral (values {rows}) t (element, component, counted, asked, told, placed)
 where g.which = '' or t.component not in ({unsplit})
"""  # noqa: S608 - names and codes of our own enumerations
