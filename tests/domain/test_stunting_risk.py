"""Families at risk of stunting: target first, then water, toilet and the 4T; figures worked by hand."""

from __future__ import annotations

import datetime as dt

import pytest

from padu.domain.pk21 import FamilyAnswers, MaritalStatus, MemberAnswers, Relation, Sex, Toilet, Water
from padu.domain.stunting_risk import Risk, RiskStatus, stunting_risk

DAY = dt.date(2026, 11, 22)
SOUND = FamilyAnswers(p23=Water.PIPED, p24=Toilet.OWN_SEPTIC)


def wife(birth: dt.date) -> MemberAnswers:
    return MemberAnswers(
        sex=Sex.FEMALE, birth_date=birth, relation=Relation.SPOUSE, marital_status=MaritalStatus.MARRIED
    )


def child(birth: dt.date | None) -> MemberAnswers:
    return MemberAnswers(birth_date=birth, relation=Relation.CHILD)


THIRTY = wife(dt.date(1996, 11, 22))


@pytest.mark.parametrize(
    ("members", "status"),
    [
        ([THIRTY], RiskStatus.NOT_AT_RISK),
        ([wife(dt.date(1976, 11, 22))], RiskStatus.NOT_TARGET),  # 50 today
        ([child(dt.date(2021, 11, 23))], RiskStatus.NOT_AT_RISK),  # five tomorrow
        ([child(dt.date(2021, 11, 22))], RiskStatus.NOT_TARGET),  # five today
        ([child(None)], RiskStatus.NOT_TARGET),
    ],
)
def test_who_is_a_target(members, status):
    assert stunting_risk(SOUND, members, DAY).status is status


@pytest.mark.parametrize(
    ("answers", "risks"),
    [
        (FamilyAnswers(p23=Water.RAIN, p24=Toilet.NONE), (Risk.WATER, Risk.TOILET)),
        (FamilyAnswers(p23=Water.PROTECTED_SPRING, p24=Toilet.SHARED_SEPTIC), ()),
        (FamilyAnswers(p24=Toilet.OTHER), (Risk.TOILET,)),
    ],
)
def test_water_and_toilet(answers, risks):
    assert stunting_risk(answers, [THIRTY], DAY).risks == risks


def test_without_the_answers_a_target_without_other_risk_is_unknown():
    assert stunting_risk(FamilyAnswers(p23=Water.PIPED), [THIRTY], DAY).status is None


@pytest.mark.parametrize(
    ("birth", "risks"),
    [
        (dt.date(2006, 11, 23), (Risk.TOO_YOUNG,)),  # 19
        (dt.date(2006, 11, 22), ()),  # 20
        (dt.date(1991, 11, 23), ()),  # 34
        (dt.date(1991, 11, 22), (Risk.TOO_OLD,)),  # 35
        (dt.date(1985, 11, 23), (Risk.TOO_OLD,)),  # 40
        (dt.date(1985, 11, 22), ()),  # 41
    ],
)
def test_too_young_and_too_old(birth, risks):
    assert stunting_risk(SOUND, [wife(birth)], DAY).risks == risks


@pytest.mark.parametrize(
    ("births", "risks"),
    [
        ([dt.date(2020, 5, 10), dt.date(2022, 5, 9)], (Risk.TOO_CLOSE,)),
        ([dt.date(2020, 5, 10), dt.date(2022, 5, 10)], ()),
        ([dt.date(2020, 2, 29), dt.date(2022, 2, 28)], ()),
        # The elder two were close, the youngest was not.
        ([dt.date(2012, 1, 1), dt.date(2013, 1, 1)], (Risk.TOO_CLOSE,)),
        ([dt.date(2012, 1, 1), dt.date(2013, 1, 1), dt.date(2018, 1, 1)], (Risk.TOO_MANY,)),
    ],
)
def test_too_close_and_too_many(births, risks):
    assert stunting_risk(SOUND, [THIRTY, *map(child, births)], DAY).risks == risks


def test_who_is_born_later_does_not_count():
    assert stunting_risk(SOUND, [THIRTY, child(DAY + dt.timedelta(days=1))], DAY).risks == ()
