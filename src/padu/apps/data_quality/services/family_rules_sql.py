"""Statements that hold all families of a range of codes against the rules at once.

What breaks a rule of `padu.domain.data_quality.rules` is written here and nowhere else, but for rules about the number
itself. Unknown breaks nothing unless the rule is about something missing: a comparison with null is not true.
What is seen holds dates as 2018-06-10 (shown in words) and labels; no name, nothing that was answered in confidence.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from padu.apps.rumah_dataku.answers import COUPLE
from padu.apps.rumah_dataku.files import codes
from padu.apps.rumah_dataku.words import label_of
from padu.domain.data_quality.thresholds import (
    FERTILE_FIRST,
    FERTILE_LAST,
    NEWBORN_YEARS,
    OLDEST_MOTHER,
    SURVEY_OLD_DAYS,
    YOUNGEST_BY_EDUCATION,
    YOUNGEST_HEAD,
    YOUNGEST_MARRIED,
    YOUNGEST_PARENT,
)
from padu.domain.identity import NikMissingReason
from padu.domain.pk21 import Answer, Education, MaritalStatus, Relation, Sex, Whereabouts
from padu.domain.population import OLDEST_AGE_YEARS

TABLES: Final = ("quality_family", "quality_person", "quality_sum", "quality_found")

_ONE_FAMILY: Final = " and f.id = %(family)s"
_FAMILIES: Final = """
create temporary table quality_family on commit drop as
select f.id, f.region_code, f.rt, f.rw, f.household_id, f.made_up, v.year, v.surveyed_on, v.import_run_id,
       coalesce(v.answers, '{{}}'::jsonb) as answers, x.answers->>'{couple}' as couple
  from rumah_dataku_family f
  left join lateral (select s.year, s.surveyed_on, s.answers, s.import_run_id from rumah_dataku_familysurvey s
                      where s.family_id = f.id order by s.year desc limit 1) v on true
  left join rumah_dataku_familysurveyspecific x on x.family_id = f.id and x.year = v.year
 where f.active and f.region_code >= %(start)s and f.region_code < %(end)s{one}
"""
_PERSONS: Final = """
create temporary table quality_person on commit drop as
select p.id, p.region_code, p.family_id, p.line, p.sex, p.birth_date, p.relation, p.marital_status, p.education,
       p.occupation, p.insurance, p.birth_certificate, p.whereabouts, p.mother_line, p.nik_missing_reason,
       p.nik_hash is not null as has_nik, extract(year from age(%(today)s::date, p.birth_date))::int as years,
       extract(year from age(coalesce(f.surveyed_on, %(today)s::date), p.birth_date))::int as years_asked
  from rumah_dataku_person p join quality_family f on f.id = p.family_id
 where p.active and p.region_code >= %(start)s and p.region_code < %(end)s
"""
_WIFE: Final = f"sex = {Sex.FEMALE:d} and marital_status = {MaritalStatus.MARRIED:d}"
# An answer is held against the ages of its day: who was right then is not wrong because time went by.
_SUMS: Final = f"""
create temporary table quality_sum on commit drop as
select family_id, count(*) as members, count(*) filter (where relation = {Relation.HEAD:d}) as heads,
       count(*) filter (where whereabouts = {Whereabouts.HOME:d}) as at_home,
       count(*) filter (where {_WIFE} and years_asked between {FERTILE_FIRST} and {FERTILE_LAST}) as fertile_wives,
       bool_or(sex is null or marital_status is null or years_asked is null) as some_unknown,
       bool_or(relation = {Relation.SPOUSE:d} and marital_status = {MaritalStatus.MARRIED:d}) as couple_here,
       bool_or(years_asked < 6) as small_child, bool_or(years_asked between 10 and 24) as youth,
       bool_or(years_asked is null) as no_age
  from quality_person group by family_id
"""  # noqa: S608 - codes of our own enumerations
FOUND: Final = """
create temporary table quality_found (
    region_code varchar(13) collate "C", rule varchar(40), subject_key varchar(80), family_id bigint, person_id bigint,
    seen varchar(200), made_up boolean
) on commit drop
"""

Breach = tuple[str, str, str]
"""Key of a rule, the condition that breaks it, and what is seen, as SQL."""


def _labels(column: str, choices: object, values: Iterator[int]) -> str:
    whens = " ".join(f"when {value} then '{label_of(choices, value)}'" for value in values)  # type: ignore[arg-type]
    return f"case {column} {whens} else 'belum diisi' end"


_BORN: Final = "'anggota no. ' || p.line || coalesce(', lahir ' || p.birth_date, '')"
_LINE: Final = "'anggota no. ' || p.line"
_GAP: Final = "extract(year from age(p.birth_date, {}.birth_date))"


def _person_breaches() -> Iterator[Breach]:
    reason, both = "not p.has_nik and p.nik_missing_reason", _BORN + " || ', ibu lahir ' || m.birth_date"
    unasked = f"in ('', '{NikMissingReason.NOT_ASKED}')"
    yield "nik_reason_missing", f"{reason} {unasked}", _LINE
    waiting = f"in ('{NikMissingReason.UNREGISTERED}', '{NikMissingReason.NOT_SHOWN}')"
    yield "nik_missing", f"{reason} {waiting}", _LINE
    yield "nik_newborn_old", f"{reason} = '{NikMissingReason.NEWBORN}' and p.years >= {NEWBORN_YEARS}", _BORN
    yield "sex_missing", "p.sex is null", _LINE
    yield "birth_date_missing", "p.birth_date is null", _LINE
    yield "relation_missing", "p.relation is null", _LINE
    yield "date_future", "p.birth_date > %(today)s", _BORN
    yield "date_too_old", f"p.years > {OLDEST_AGE_YEARS}", _BORN
    yield (
        "mother_unknown",
        "p.mother_line > 0 and (m.id is null or m.id = p.id)",
        _LINE + " || ', no. urut ibu ' || p.mother_line",
    )
    yield (
        "mother_not_a_woman",
        f"m.id <> p.id and m.sex = {Sex.MALE:d}",
        _LINE + " || ', no. urut ibu ' || p.mother_line",
    )
    other = "m.id <> p.id and"
    yield "older_than_mother", f"{other} p.birth_date <= m.birth_date", both
    younger = f"{other} p.birth_date > m.birth_date and {_GAP.format('m')}"
    yield "mother_too_young", f"{younger} < {YOUNGEST_PARENT}", both
    yield "mother_too_old", f"{younger} > {OLDEST_MOTHER}", both
    near = f"p.relation = {Relation.CHILD:d} and p.mother_line is distinct from h.line and {_GAP.format('h')}"
    yield "child_near_head", f"{near} < {YOUNGEST_PARENT}", _BORN + " || ', kepala keluarga lahir ' || h.birth_date"
    yield from _role_breaches()


def _role_breaches() -> Iterator[Breach]:
    marital = _labels("p.marital_status", codes.MARITAL, (int(one) for one in MaritalStatus))
    status = f"{_BORN} || ', status kawin: ' || {marital}"
    ever = ", ".join(str(int(one)) for one in MaritalStatus if one is not MaritalStatus.NEVER_MARRIED)
    yield "married_too_young", f"p.marital_status in ({ever}) and p.years between 0 and {YOUNGEST_MARRIED - 1}", status
    yield "head_too_young", f"p.relation = {Relation.HEAD:d} and p.years between 0 and {YOUNGEST_HEAD - 1}", _BORN
    spouse, married = f"p.relation = {Relation.SPOUSE:d}", MaritalStatus.MARRIED
    yield "spouse_not_married", f"{spouse} and p.marital_status is distinct from {married:d}", status
    yield "spouse_same_sex", f"{spouse} and p.sex = h.sex", _LINE
    lowest = " ".join(f"when {code} then {age}" for code, age in YOUNGEST_BY_EDUCATION.items())
    education = _labels("p.education", codes.EDUCATION, (int(one) for one in Education))
    yield (
        "education_too_young",
        f"p.years between 0 and (case p.education {lowest} end) - 1",
        f"{_BORN} || ', pendidikan: ' || {education}",
    )


def _family_breaches() -> Iterator[Breach]:
    day = "'didata ' || f.surveyed_on"
    yield "family_without_members", "s.members is null", "''"
    yield "family_without_head", "s.members > 0 and s.heads = 0", "s.members || ' anggota'"
    yield "family_several_heads", "s.heads > 1", "s.heads || ' kepala keluarga'"
    yield "family_without_kk", "f.household_id is null", "''"
    yield "rt_missing", "f.rt = ''", "''"
    yield "survey_missing", "f.year is null", "''"
    yield "survey_old", f"f.surveyed_on < %(today)s::date - {SURVEY_OLD_DAYS}", day
    persons = "(f.answers->>'p26')::numeric"
    yield (
        "fewer_persons_than_members",
        f"{persons} < s.at_home",
        f"{persons}::int || ' penghuni, ' || s.at_home || ' anggota di rumah'",
    )
    book = f"f.answers->>'p02' = '{Answer.NOT_APPLICABLE}' and s.couple_here"
    yield "marriage_book_not_applicable", book, day
    yes = f"= '{Answer.YES}'"
    yield "bkb_without_child", f"f.answers->>'p14' {yes} and not s.small_child and not s.no_age", day
    yield "bkr_without_youth", f"f.answers->>'p15' {yes} and not s.youth and not s.no_age", day
    # Only that something is amiss: who may not read these answers must not learn them from the issue.
    yield "couple_unanswered", "f.year is not null and s.fertile_wives > 0 and f.couple is null", day
    yield "couple_answer_misplaced", "f.couple is not null and s.fertile_wives = 0 and not s.some_unknown", day


def rule_keys() -> list[str]:
    """Rules that these statements find."""
    return [rule for rule, *_ in (*_person_breaches(), *_family_breaches())]


def gathering(*, one_family: bool) -> Iterator[str]:
    """The families, members and sums that rules are held against; parameters: start, end, today, and family."""
    yield _FAMILIES.format(couple=COUPLE, one=_ONE_FAMILY if one_family else "")
    yield _PERSONS
    yield "create index on quality_person (family_id, line)"
    yield "analyze quality_person"
    yield _SUMS
    yield "create index on quality_sum (family_id)"
    yield FOUND


def finding() -> Iterator[str]:
    """One pass over the members, one over the families, into quality_found; parameter: today."""
    heads = f"""left join lateral (select q.id, q.line, q.sex, q.birth_date from quality_person q
        where q.family_id = p.family_id and q.relation = {Relation.HEAD:d} order by q.line limit 1) h on h.id <> p.id"""  # noqa: S608
    persons = f"""quality_person p join quality_family f on f.id = p.family_id
        left join quality_person m on m.family_id = p.family_id and m.line = p.mother_line {heads}"""
    yield _insert(list(_person_breaches()), persons, "p.region_code, {}, 'person:' || p.id, p.family_id, p.id")
    families = "quality_family f left join quality_sum s on s.family_id = f.id"
    yield _insert(list(_family_breaches()), families, "f.region_code, {}, 'family:' || f.id, f.id, null")


def _insert(breaches: list[Breach], source: str, columns: str) -> str:
    rows = ", ".join(f"('{rule}', ({broken}), ({seen}))" for rule, broken, seen in breaches)
    # Most rows break nothing: they leave before a line is made for every rule.
    some = " or ".join(f"({broken})" for _, broken, _ in breaches)
    return f"""
insert into quality_found (region_code, rule, subject_key, family_id, person_id, seen, made_up)
select {columns.format("v.rule")}, left(coalesce(v.seen, ''), 200), f.made_up
  from {source}
 cross join lateral (values {rows}) v (rule, broken, seen)
 where ({some}) and v.broken
"""  # noqa: S608 - names and codes of our own
