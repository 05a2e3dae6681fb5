"""One family for each rule, broken by hand; a family without a fault has no issue."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pytest

from padu.apps.data_quality.services.family_rules_sql import rule_keys
from padu.domain.data_quality.rules import FAMILY_RULES, NIK_RULES
from tests.apps.data_quality.rows import TODAY, check, issue_of, make_family, rules_of

pytestmark = pytest.mark.django_db

Members = tuple[dict[str, Any], ...]
OK: dict[str, Any] = {}
DAY = dt.date
OLD_CHILD = {"birth_date": DAY(1999, 2, 3), "education": 6, "mother_line": None}

BROKEN: dict[str, tuple[Members, dict[str, Any]]] = {
    "nik_reason_missing": (({"nik_missing_reason": "not_asked"}, OK, OK), {}),
    "nik_missing": (({"nik_missing_reason": "unregistered"}, OK, OK), {}),
    "nik_newborn_old": ((OK, OK, {"nik_missing_reason": "newborn"}), {}),
    # Head: 10 April 1985, a man; the number says 11 April, or a woman's day.
    "nik_birth_date_differs": (({"nik": "1301011104850001"}, OK, OK), {}),
    "nik_sex_differs": (({"nik": "1301015004850001"}, OK, OK), {}),
    "number_province_unknown": (({"nik": "5401011004850001"}, OK, OK), {}),
    "sex_missing": (({"sex": None}, OK, OK), {}),
    "birth_date_missing": (({"birth_date": None}, OK, OK), {}),
    "relation_missing": ((OK, OK, {"relation": None}), {}),
    "date_future": ((OK, OK, {"birth_date": DAY(2026, 11, 23), "education": None}), {}),
    "date_too_old": (({"birth_date": DAY(1905, 1, 1)}, OK, OK), {}),
    "mother_unknown": ((OK, OK, {"mother_line": 9}), {}),
    "mother_not_a_woman": ((OK, OK, {"mother_line": 1}), {}),
    # Born the day before the mother; the head is 25 years older than she is.
    "older_than_mother": (
        ({"birth_date": DAY(1963, 4, 10)}, OK, {"birth_date": DAY(1988, 5, 31), "education": 6}), {}
    ),
    # 11 years and 364 days after the mother.
    "mother_too_young": (
        ({"birth_date": DAY(1963, 4, 10)}, OK, {"birth_date": DAY(2000, 5, 31), "education": 6}), {}
    ),
    # The mother is 56 years older.
    "mother_too_old": (
        ({"birth_date": DAY(1955, 4, 10)}, {"birth_date": DAY(1956, 6, 1)}, {"birth_date": DAY(2012, 6, 1)}),
        {"couple": ""},
    ),
    "child_near_head": ((OK, OK, {"birth_date": DAY(1997, 4, 9), "education": 6, "mother_line": None}), {}),
    "married_too_young": ((OK, OK, {"marital_status": 3}), {}),
    "head_too_young": (
        ({"birth_date": DAY(2013, 4, 10), "marital_status": 1, "education": 3},), {"couple": ""}
    ),
    "spouse_not_married": ((OK, {"marital_status": None}, OK), {"couple": ""}),
    "spouse_same_sex": (({"sex": 2}, OK, OK), {}),
    # Upper secondary done at the age of ten.
    "education_too_young": ((OK, OK, {"education": 8}), {}),
    "family_without_head": (({"relation": 4}, OK, OK), {}),
    "family_several_heads": ((OK, OK, {**OLD_CHILD, "relation": 1}), {}),
    "family_without_kk": ((OK, OK, OK), {"household": None}),
    "rt_missing": ((OK, OK, OK), {"rt": ""}),
    "survey_missing": ((OK, OK, OK), {"survey": None}),
    "survey_old": ((OK, OK, OK), {"survey": DAY(2025, 11, 21)}),
    "fewer_persons_than_members": ((OK, OK, OK), {"answers": {"p26": 2}}),
    "marriage_book_not_applicable": ((OK, OK, OK), {"answers": {"p02": "tidak_berlaku"}}),
    "bkb_without_child": ((OK, OK, OK), {"answers": {"p14": "ya"}}),
    "bkr_without_youth": ((OK, OK, {"birth_date": DAY(2020, 2, 3), "education": 1}), {"answers": {"p15": "ya"}}),
    "couple_unanswered": ((OK, OK, OK), {"couple": ""}),
    "couple_answer_misplaced": (({"marital_status": 4},), {"couple": "pregnant"}),
}  # fmt: skip


def test_a_family_without_a_fault_has_no_issue(places: None) -> None:
    family = make_family({"nik": "1301011004850001"}, OK, OK, answers={"p02": "ya", "p26": 3, "p15": "ya"})
    check()
    assert rules_of(family) == []


@pytest.mark.parametrize("rule", BROKEN)
def test_each_rule_finds_its_family_and_nothing_else(places: None, rule: str) -> None:
    members, given = BROKEN[rule]
    family = make_family(*members, **given)
    check()
    assert rules_of(family) == [rule]


def test_a_family_without_members(places: None) -> None:
    family = make_family(couple="")
    from tests.apps.data_quality.rows import change, member

    for line in (1, 2, 3):
        change(member(family, line), active=False)
    check()
    assert rules_of(family) == ["family_without_members"]


def test_an_answer_is_held_against_the_ages_of_its_day(places: None) -> None:
    # On 10 January 2026 the child was 5 and the wife 49; today, on 22 November, they are 6 and 50.
    family = make_family(
        OK,
        {"birth_date": DAY(1976, 3, 1)},
        {"birth_date": DAY(2020, 3, 1), "education": 1},
        survey=DAY(2026, 1, 10),
        answers={"p14": "ya"},
        couple="iud",
    )
    # Somebody of 24 then and 25 now.
    youth = make_family(
        OK, OK, {**OLD_CHILD, "birth_date": DAY(2001, 3, 1)}, survey=DAY(2026, 1, 10), answers={"p15": "ya"}
    )
    unasked = make_family(
        OK, {"birth_date": DAY(1976, 3, 1)}, {"birth_date": DAY(2016, 2, 3)}, survey=DAY(2026, 1, 10), couple=""
    )
    check()
    assert (rules_of(family), rules_of(youth), rules_of(unasked)) == ([], [], ["couple_unanswered"])


def test_every_rule_of_the_machine_is_looked_for_and_tried() -> None:
    assert set(rule_keys()) | set(NIK_RULES) == set(FAMILY_RULES)
    assert set(BROKEN) | {"family_without_members"} == set(FAMILY_RULES)


def test_what_is_seen_has_dates_and_labels_and_neither_name_nor_number(places: None) -> None:
    family = make_family({"nik": "1301011104850001"}, OK, {"education": 8})
    check()
    assert issue_of(family, "nik_birth_date_differs").seen == "anggota no. 1, lahir 1985-04-10"
    seen = issue_of(family, "education_too_young").seen
    assert seen == "anggota no. 3, lahir 2016-02-03, pendidikan: Tamat SLTA/sederajat"


def test_what_was_answered_in_confidence_is_not_in_the_issue(places: None) -> None:
    family = make_family({"marital_status": 4}, couple="pregnant")
    check()
    issue = issue_of(family, "couple_answer_misplaced")
    assert issue.seen == "didata 2026-11-22"
    assert "pregnant" not in str(issue.__dict__)


def test_due_days_follow_the_severity(places: None) -> None:
    family = make_family(OK, OK, {"mother_line": 1}, rt="", survey=DAY(2025, 1, 1))
    check()
    assert issue_of(family, "mother_not_a_woman").due_on == TODAY + dt.timedelta(days=7)
    assert issue_of(family, "rt_missing").due_on == TODAY + dt.timedelta(days=30)
    assert rules_of(family) == ["mother_not_a_woman", "rt_missing", "survey_old"]
