"""Made-up families: repeatable, of a true shape, with valid numbers, and villages that differ."""

from __future__ import annotations

import datetime as dt
from collections import Counter
from itertools import islice

import pytest

from padu.apps.rumah_dataku.demo.answers import CoupleStatus
from padu.apps.rumah_dataku.demo.families import NEWBORN_DAYS, DemoFamily, generate_families
from padu.apps.rumah_dataku.demo.names import SUKU
from padu.apps.rumah_dataku.demo.shape import PUBLISHED_AGE_PERCENT, PUBLISHED_SEX_RATIO
from padu.apps.rumah_dataku.demo.village import Topic, village_profile
from padu.domain.ibangga import INDICATOR_IDS
from padu.domain.identity import IssueLevel, NikMissingReason, check_nik, check_no_kk
from padu.domain.pk21 import Answer, Relation, Sex, Toilet, indicators_of
from padu.domain.population import age_on

DAY = dt.date(2026, 11, 22)
SEED = 13
VILLAGES = [f"13.01.{district:02d}.{2001 + place}" for district in (1, 2, 3) for place in range(5)]


@pytest.fixture(scope="module")
def data() -> dict[str, list[DemoFamily]]:
    return {code: list(generate_families(code, 100, SEED, DAY)) for code in VILLAGES}


@pytest.fixture(scope="module")
def families(data) -> list[DemoFamily]:
    return [family for village in data.values() for family in village]


@pytest.fixture(scope="module")
def persons(families):
    return [person for family in families for person in family.members]


def test_same_seed_gives_the_same_families(data):
    assert list(generate_families(VILLAGES[3], 100, SEED, DAY)) == data[VILLAGES[3]]


def test_more_families_only_add_at_the_end(data):
    assert list(islice(generate_families(VILLAGES[0], 10_000, SEED, DAY), 100)) == data[VILLAGES[0]]


def test_another_seed_gives_other_people(data):
    other = list(generate_families(VILLAGES[0], 20, SEED + 1, DAY))
    assert [family.head.name for family in other] != [family.head.name for family in data[VILLAGES[0]][:20]]


@pytest.mark.parametrize("code", ["13.01", "1301012001", "13.01.01.20011", ""])
def test_only_a_village_code_is_taken(code):
    with pytest.raises(ValueError, match="village code"):
        generate_families(code, 1, SEED, DAY)


def test_a_negative_number_of_families_is_refused():
    with pytest.raises(ValueError, match="below 0"):
        generate_families(VILLAGES[0], -1, SEED, DAY)


def test_none_are_none():
    assert list(generate_families(VILLAGES[0], 0, SEED, DAY)) == []


def test_ages_are_near_the_published_shares(persons):
    ages = [age_on(person.answers.birth_date, DAY) for person in persons]
    per_cent = {
        "0_14": 100 * sum(age < 15 for age in ages) / len(ages),
        "15_64": 100 * sum(15 <= age < 65 for age in ages) / len(ages),
        "65_plus": 100 * sum(age >= 65 for age in ages) / len(ages),
    }
    # About 6,100 persons in 1,500 families: two points are over three standard errors.
    assert per_cent == pytest.approx(PUBLISHED_AGE_PERCENT, abs=2.0)


def test_sex_ratio_and_family_size_are_near_the_goals(families, persons):
    sexes = Counter(person.answers.sex for person in persons)
    assert 100 * sexes[Sex.MALE] / sexes[Sex.FEMALE] == pytest.approx(PUBLISHED_SEX_RATIO, abs=8)
    assert len(persons) / len(families) == pytest.approx(4.1, abs=0.15)


def test_every_nik_is_valid_and_fits_the_sex(persons):
    for person in persons:
        if person.nik is not None:
            block = person.answers
            findings = check_nik(person.nik, as_of=DAY, sex=block.sex, birth_date=block.birth_date)
            assert {finding.code for finding in findings} <= {"nik_birth_date_differs"}


def test_a_few_nik_carry_another_birth_date(persons):
    differing = sum(
        bool(check_nik(person.nik, as_of=DAY, birth_date=person.answers.birth_date)) for person in persons if person.nik
    )
    assert 0.005 < differing / len(persons) < 0.02


def test_nik_stand_once_and_begin_with_the_district(families):
    numbers = [(person.nik, family.village_code) for family in families for person in family.members if person.nik]
    assert len({nik for nik, _ in numbers}) == len(numbers)
    assert all(nik.startswith(code.replace(".", "")[:6]) for nik, code in numbers)


def test_about_two_per_cent_have_no_nik_and_a_reason(persons):
    without = [person for person in persons if person.nik is None]
    assert 0.01 < len(without) / len(persons) < 0.03
    assert all(person.nik_missing_reason for person in without)
    assert not any(person.nik_missing_reason for person in persons if person.nik)


def test_newborns_have_no_nik_yet(persons):
    born = [person for person in persons if (DAY - person.answers.birth_date).days < NEWBORN_DAYS]
    assert born
    assert {person.nik_missing_reason for person in born} == {NikMissingReason.NEWBORN}


def test_household_cards_are_valid_and_at_most_shared_by_neighbours(families):
    cards = Counter(family.no_kk for family in families if family.no_kk)
    for number in cards:
        assert not [finding for finding in check_no_kk(number) if finding.level is IssueLevel.ERROR]
    assert 1 < max(cards.values()) <= 4
    assert 0 < sum(family.no_kk is None for family in families) < 0.05 * len(families)


def test_children_point_to_a_mother_in_the_family(families):
    for family in families:
        for person in family.members:
            if person.mother_line is not None:
                mother = family.members[person.mother_line - 1]
                assert mother.answers.sex is Sex.FEMALE
                assert 16 <= age_on(mother.answers.birth_date, person.answers.birth_date) <= 46


def test_a_suku_is_shown_as_part_of_some_names(persons):
    shown = sum(person.name.split()[-1] in SUKU for person in persons)
    assert 0.08 < shown / len(persons) < 0.17


def test_lines_and_heads(families):
    for family in families:
        assert [person.line for person in family.members] == list(range(1, len(family.members) + 1))
        assert family.head.answers.relation is Relation.HEAD


def test_source_keys_name_village_and_number(data):
    assert data["13.01.02.2003"][6].source_key == "13.01.02.2003/000007"


def test_answers_that_do_not_apply_follow_the_members(families):
    for family in families:
        for survey in family.surveys:
            ages = [age_on(block.birth_date, survey.surveyed_on) for block in survey.members.values()]
            young, old = any(age < 5 for age in ages), any(age >= 60 for age in ages)
            couple = any(block.relation is Relation.SPOUSE for block in survey.members.values())
            assert (survey.answers.p14 is Answer.NOT_APPLICABLE) is not young
            assert (survey.answers.p17 is Answer.NOT_APPLICABLE) is not old
            assert (survey.answers.p02 is Answer.NOT_APPLICABLE) is not couple


def test_some_questions_stay_unanswered_but_most_do_not(families):
    answers = [survey.answers for family in families for survey in family.surveys]
    blank = sum(answer.p05 is None for answer in answers)
    assert 0 < blank < 0.05 * len(answers)


def test_the_17_indicators_can_be_judged(families):
    for family in families[:300]:
        for survey in family.surveys:
            found = indicators_of(survey.answers, list(survey.members.values()), survey.surveyed_on)
            assert tuple(found) == INDICATOR_IDS
            assert set(found.values()) <= {1, 0, -1, None}


def test_only_couples_of_childbearing_age_have_a_couple_status(families):
    surveys = [survey for family in families for survey in family.surveys]
    assert not any(survey.couple for survey in surveys if not survey.fertile_couple)
    seen = {survey.couple for survey in surveys if survey.couple}
    assert {CoupleStatus.INJECTION, CoupleStatus.WANTS_CHILD_LATER, CoupleStatus.WANTS_NO_MORE} <= seen


def test_villages_differ_as_their_burdens_do(data):
    def with_toilet(code: str) -> float:
        kinds = [survey.answers.p24 for family in data[code] if (survey := family.survey_of(2026))]
        known = [kind for kind in kinds if kind is not None]
        return sum(kind in (Toilet.OWN_SEPTIC, Toilet.SHARED_SEPTIC) for kind in known) / len(known)

    by_burden = sorted(VILLAGES, key=lambda code: village_profile(code, SEED).burden(Topic.TOILETS))
    better, worse = by_burden[:4], by_burden[-4:]
    assert min(map(with_toilet, better)) > max(map(with_toilet, worse))
    assert with_toilet(by_burden[0]) - with_toilet(by_burden[-1]) > 0.15


def test_poor_villages_have_more_families_in_the_lowest_deciles(data):
    def poor(code: str) -> float:
        known = [family.welfare_decile for family in data[code] if family.welfare_decile is not None]
        return sum(decile <= 2 for decile in known) / len(known)

    by_burden = sorted(VILLAGES, key=lambda code: village_profile(code, SEED).burden(Topic.POVERTY))
    assert poor(by_burden[-1]) > poor(by_burden[0])


def test_some_families_were_not_visited_this_year(families):
    unvisited = sum(family.survey_of(2026) is None for family in families)
    assert 0.01 < unvisited / len(families) < 0.15


def test_last_years_answers_differ_a_little(families):
    pairs = [
        (now.answers, then.answers)
        for family in families
        if (now := family.survey_of(2026)) and (then := family.survey_of(2025))
    ]
    same = sum(now.p06 is then.p06 for now, then in pairs) / len(pairs)
    assert 0.85 < same < 0.99


def test_last_year_nobody_was_younger_than_the_survey(families):
    for family in families:
        survey = family.survey_of(2025)
        if survey:
            assert dt.date(2025, 1, 1) <= survey.surveyed_on <= dt.date(2025, 11, 22)
            assert all(block.birth_date <= survey.surveyed_on for block in survey.members.values())


def test_a_village_moves_by_its_trend():
    profile = village_profile(VILLAGES[0], SEED)
    moved = profile.burden(Topic.GROUPS) - profile.burden(Topic.GROUPS, years_back=1)
    assert moved == pytest.approx(profile.trends[Topic.GROUPS])
    assert moved != 0


def test_a_leap_day_has_a_year_before():
    families = list(generate_families(VILLAGES[0], 5, SEED, dt.date(2024, 2, 29)))
    assert {survey.year for family in families for survey in family.surveys} == {2024, 2023}
