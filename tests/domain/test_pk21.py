"""From the survey form to the 17 indicators: each rule of the indicator table, one small case at a time."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from decimal import Decimal
from fractions import Fraction

import pytest

from padu.domain.ibangga import INDICATOR_IDS, INDICATORS, score_family
from padu.domain.pk21 import (
    Answer,
    BirthCertificate,
    ConflictMode,
    Education,
    FamilyAnswers,
    Floor,
    FormAnswerError,
    Insurance,
    Lighting,
    MaritalStatus,
    MemberAnswers,
    Relation,
    Roof,
    SurveyYearError,
    Toilet,
    Wall,
    Water,
    conflict_score,
    housing_criteria,
    indicators_of,
    questions_of,
)

DAY = date(2026, 11, 22)
YA, TIDAK, TB = Answer.YES, Answer.NO, Answer.NOT_APPLICABLE

GOOD_HOUSE = FamilyAnswers(
    p19=Roof.TILE,
    p20=Wall.MASONRY,
    p21=Floor.CERAMIC,
    p22=Lighting.GRID,
    p23=Water.PIPED,
    p24=Toilet.OWN_SEPTIC,
    p25=Decimal("28.8"),
    p26=4,
)
GOOD = replace(
    GOOD_HOUSE,
    **{f"p{no:02d}": YA for no in (1, 2, 4, 5, 6, 8, 9, 10, 11, 12)},
    **dict.fromkeys(("p03a", "p03b", "p03c", "p03d", "p07"), TIDAK),
)
HEAD = MemberAnswers(
    birth_date=date(1980, 5, 1),
    marital_status=MaritalStatus.MARRIED,
    birth_certificate=BirthCertificate.YES,
    relation=Relation.HEAD,
    education=Education.UPPER_SECONDARY_DONE,
    insurance=Insurance.PBI,
)
SPOUSE = replace(HEAD, birth_date=date(1984, 5, 1), relation=Relation.SPOUSE)
CHILD = replace(
    HEAD,
    birth_date=date(2014, 5, 1),
    relation=Relation.CHILD,
    marital_status=MaritalStatus.NEVER_MARRIED,
    education=Education.IN_PRIMARY,
)
FAMILY = (HEAD, SPOUSE, CHILD)


def one(indicator_id: str, family: FamilyAnswers = GOOD, members: tuple[MemberAnswers, ...] = FAMILY) -> int | None:
    return indicators_of(family, members, DAY)[indicator_id]


def test_a_good_family_meets_all_17_in_official_order() -> None:
    indicators = indicators_of(GOOD, FAMILY, DAY)
    assert tuple(indicators) == INDICATOR_IDS
    assert set(indicators.values()) == {1}


def test_an_empty_form_is_unanswered_except_the_house_that_nobody_saw() -> None:
    """All seven housing answers missing -> not applicable, by the indicator table."""
    indicators = indicators_of(FamilyAnswers(), (), DAY)
    assert indicators.pop("decent_housing") == -1
    assert set(indicators.values()) == {None}


PLAIN = [
    ("religious_practice", "p01"),
    ("marriage_certificate", "p02"),
    ("income_source", "p04"),
    ("diverse_food", "p05"),
    ("savings", "p06"),
    ("online_media_access", "p08"),
    ("daily_interaction", "p09"),
    ("shared_parenting", "p10"),
    ("family_recreation", "p11"),
    ("community_participation", "p12"),
]


@pytest.mark.parametrize(("indicator_id", "field"), PLAIN)
def test_plain_questions(indicator_id: str, field: str) -> None:
    values = [one(indicator_id, replace(GOOD, **{field: answer})) for answer in (YA, TIDAK, None)]
    assert values == [1, 0, None]


def test_illness_is_inverse() -> None:
    assert [one("no_illness_or_disability", replace(GOOD, p07=a)) for a in (TIDAK, YA, None)] == [1, 0, None]


@pytest.mark.parametrize(("indicator_id", "field"), [("marriage_certificate", "p02"), ("shared_parenting", "p10")])
def test_tidak_berlaku_is_not_applicable(indicator_id: str, field: str) -> None:
    assert one(indicator_id, replace(GOOD, **{field: TB})) == -1


def test_tidak_berlaku_is_refused_where_the_form_has_no_such_answer() -> None:
    with pytest.raises(FormAnswerError) as caught:
        FamilyAnswers(p03a=TB)
    assert caught.value.data["question"] == "P.03a"
    with pytest.raises(FormAnswerError):
        FamilyAnswers(p26=-1)


def test_worship_is_not_applicable_only_when_all_are_known_to_be_under_ten() -> None:
    young = replace(CHILD, birth_date=date(2016, 11, 23))
    assert one("religious_practice", members=(young,)) == -1
    assert one("religious_practice", members=(replace(young, birth_date=date(2016, 11, 22)),)) == 1
    assert one("religious_practice", members=(young, replace(young, birth_date=None))) == 1


def test_birth_certificates_of_children() -> None:
    without = replace(CHILD, birth_certificate=BirthCertificate.NO)
    blank = replace(CHILD, birth_certificate=None)
    cases = [(HEAD, CHILD), (HEAD, CHILD, without), (HEAD, CHILD, blank), (HEAD, blank, without), (HEAD, SPOUSE)]
    assert [one("child_birth_certificate", members=members) for members in cases] == [1, 0, None, 0, -1]


def test_birth_certificate_ends_with_the_18th_birthday() -> None:
    adult = replace(CHILD, birth_date=date(2008, 11, 22), birth_certificate=BirthCertificate.NO)
    assert one("child_birth_certificate", members=(HEAD, adult)) == -1
    assert one("child_birth_certificate", members=(HEAD, replace(adult, birth_date=date(2008, 11, 23)))) == 0


def test_a_child_of_unknown_age_without_certificate_leaves_the_question_open() -> None:
    unknown = replace(CHILD, birth_date=None, birth_certificate=BirthCertificate.NO)
    assert one("child_birth_certificate", members=(HEAD, CHILD, unknown)) is None
    assert one("child_birth_certificate", members=(HEAD, unknown)) is None


def test_somebody_born_after_the_reference_date_is_no_member_yet() -> None:
    unborn = replace(CHILD, birth_date=date(2026, 11, 23), birth_certificate=BirthCertificate.NO, insurance=None)
    assert one("child_birth_certificate", members=(HEAD, unborn)) == -1
    assert one("health_insurance", members=(HEAD, unborn)) == 1


def test_insurance_of_every_member() -> None:
    none, blank = replace(CHILD, insurance=Insurance.NONE), replace(CHILD, insurance=None)
    private = replace(CHILD, insurance=Insurance.PRIVATE)
    cases = [(HEAD, private), (HEAD, none), (HEAD, blank), (none, blank)]
    assert [one("health_insurance", members=members) for members in cases] == [1, 0, None, 0]


def test_live_divorce_of_the_head() -> None:
    statuses = [*MaritalStatus, None]
    values = [one("no_live_divorce", members=(SPOUSE, replace(HEAD, marital_status=s))) for s in statuses]
    assert values == [-1, 1, 0, 1, None]
    assert one("no_live_divorce", members=(SPOUSE,)) is None


@pytest.mark.parametrize(("education", "value"), list(zip(Education, [0, 0, 1, 0, 1, 0, 1, 1, 1, 1], strict=True)))
def test_dropout_by_education_of_a_twelve_year_old(education: Education, value: int) -> None:
    assert one("no_school_dropout", members=(HEAD, replace(CHILD, education=education))) == value


@pytest.mark.parametrize(
    ("birth_date", "value"),
    [(date(2019, 11, 23), -1), (date(2019, 11, 22), 0), (date(2007, 11, 23), 0), (date(2007, 11, 22), -1)],
)
def test_school_age_is_7_to_18(birth_date: date, value: int) -> None:
    assert (
        one("no_school_dropout", members=(HEAD, replace(CHILD, birth_date=birth_date, education=Education.NEVER)))
        == value
    )


def test_conflict_needs_every_applicable_part() -> None:
    parts = [
        {"p03a": YA},
        {"p03a": None},
        {"p03a": None, "p03d": YA},
        {"p03b": TB},
        {"p03b": None},
    ]
    assert [one("no_family_conflict", replace(GOOD, **part)) for part in parts] == [0, None, 0, 1, None]


def test_part_b_does_not_concern_a_family_without_a_couple() -> None:
    widow = replace(GOOD, p03b=None)
    assert one("no_family_conflict", widow, (HEAD, CHILD)) == 1
    assert one("no_family_conflict", widow, (HEAD, replace(CHILD, relation=None))) is None
    assert one("no_family_conflict", widow, ()) is None
    assert one("no_family_conflict", replace(GOOD, p03b=YA), (HEAD, CHILD)) == 0


def test_conflict_as_the_mean_of_its_parts() -> None:
    mean = ConflictMode.MEAN
    assert conflict_score(replace(GOOD, p03a=YA), FAMILY, mean) == Fraction(3, 4)
    assert conflict_score(replace(GOOD, p03a=YA, p03b=TB), FAMILY, mean) == Fraction(2, 3)
    assert conflict_score(replace(GOOD, p03a=YA, p03c=None), FAMILY, mean) is None
    assert conflict_score(GOOD, FAMILY, mean) == 1
    indicators = indicators_of(replace(GOOD, p03a=YA), FAMILY, DAY, mean)
    assert score_family(indicators).dimensions[0].units == Fraction(805, 2)


HOUSE_FAULTS: list[dict[str, object]] = [
    {"p19": Roof.BAMBOO},
    {"p20": Wall.BAMBOO},
    {"p21": Floor.EARTH},
    {"p22": Lighting.NONE},
    {"p23": Water.UNPROTECTED_SPRING},
    {"p24": Toilet.OTHER},
    {"p25": Decimal("28.79")},
]


@pytest.mark.parametrize("fault", HOUSE_FAULTS)
def test_each_housing_criterion_can_fail_alone(fault: dict[str, object]) -> None:
    criteria = housing_criteria(replace(GOOD_HOUSE, **fault))
    assert list(criteria.values()).count(False) == 1
    assert all(housing_criteria(GOOD_HOUSE).values())


def test_housing_needs_five_of_seven_and_a_blank_is_not_met() -> None:
    two_faults = replace(GOOD, p19=Roof.THATCH, p23=None)
    assert one("decent_housing", two_faults) == 1
    assert one("decent_housing", replace(two_faults, p26=None)) == 0
    assert one("decent_housing", replace(two_faults, p26=0)) == 0


def test_code_lists_of_housing() -> None:
    assert [housing_criteria(FamilyAnswers(p19=code))["roof"] for code in Roof] == [True] * 4 + [False] * 2
    water = [housing_criteria(FamilyAnswers(p23=code))["water"] for code in Water]
    assert water == [True, True, True, True, False, True, False, False, False, False]
    assert [housing_criteria(FamilyAnswers(p24=code))["toilet"] for code in Toilet] == [True, True, False, False]


def test_every_year_has_a_question_for_every_indicator() -> None:
    for year in range(2021, 2027):
        assert tuple(questions_of(year)) == INDICATOR_IDS
    for indicator in INDICATORS:
        assert questions_of(2021)[indicator.indicator_id][0].startswith(indicator.pk_code[:4])
    with pytest.raises(SurveyYearError):
        questions_of(2020)
