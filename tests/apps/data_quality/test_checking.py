"""Checks run again and again: nothing doubled, issues close and open with the data, dismissed ones stay quiet."""

from __future__ import annotations

import datetime as dt

import pytest

from padu.access.gate import scoped
from padu.apps.data_quality.models import CompletenessMonth, DataIssue, QualityRun
from padu.apps.data_quality.services import issue_dismiss
from padu.apps.rumah_dataku.models import FamilySurveySpecific
from padu.domain.data_quality.completeness import Counted
from tests.apps.data_quality.rows import (
    TODAY,
    change,
    check,
    issue_of,
    make_family,
    member,
    rules_of,
    steps_of,
    system,
)
from tests.people import NEXT_VILLAGE, OTHER_VILLAGE, VILLAGE, People

pytestmark = pytest.mark.django_db
BAD_MOTHER = {"mother_line": 1}


def test_a_second_check_changes_nothing(places: None) -> None:
    family = make_family({}, {}, BAD_MOTHER, rt="")
    assert check() == {"families": 1, "numbers": 0, "new": 2, "reopened": 0, "settled": 0}
    first = issue_of(family, "mother_not_a_woman")
    assert check() == {"families": 1, "numbers": 0, "new": 0, "reopened": 0, "settled": 0}
    assert issue_of(family, "mother_not_a_woman").changed_at == first.changed_at
    assert steps_of(first) == []


def test_an_issue_closes_and_opens_with_the_data(places: None) -> None:
    family = make_family({}, {}, BAD_MOTHER)
    check()
    change(member(family, 3), mother_line=2)
    assert check()["settled"] == 1
    issue = issue_of(family, "mother_not_a_woman")
    assert (issue.state, issue.closed_at is not None) == ("closed", True)
    change(member(family, 3), mother_line=1)
    assert check()["reopened"] == 1
    issue = issue_of(family, "mother_not_a_woman")
    assert (issue.state, issue.closed_at) == ("open", None)
    assert steps_of(issue) == ["settle", "reopen"]


def test_a_dismissed_issue_is_silent_until_the_value_changes(people: People) -> None:
    family = make_family({}, {}, {"birth_date": dt.date(1997, 4, 9), "education": 6, "mother_line": None})
    check()
    issue = issue_of(family, "child_near_head")
    with scoped(people.pokja.actor):
        issue_dismiss(actor=people.pokja.actor, issue_id=issue.pk, note="Anak angkat, sudah dicocokkan dengan KK")
    assert check()["reopened"] == 0
    change(member(family, 3), birth_date=dt.date(1996, 4, 9))
    assert check()["reopened"] == 1
    assert rules_of(family) == ["child_near_head"]


def test_a_family_that_left_has_no_open_issue(places: None) -> None:
    family = make_family({}, {}, BAD_MOTHER)
    check()
    change(family, active=False)
    check()
    assert rules_of(family) == []
    assert rules_of(family, "closed") == ["mother_not_a_woman"]


def test_issues_of_families_that_were_taken_back_are_settled_where_none_is_left(places: None) -> None:
    """As after an import was taken back: the only family of the district is gone, and the regency is checked."""
    family = make_family({}, {}, BAD_MOTHER)
    check("13.01")
    assert rules_of(family) == ["mother_not_a_woman"]
    with scoped(system()):
        FamilySurveySpecific.objects.filter(family_id=family.pk).delete()
        family.delete()
    assert check("13.01")["settled"] == 1
    assert rules_of(family) == []
    with scoped(system("13.01")):
        assert not CompletenessMonth.objects.exists()
    # Settled, the district is none to look at any more.
    assert check("13.01") == {}


def test_a_check_of_one_village_leaves_the_others_alone(places: None) -> None:
    make_family({}, {}, BAD_MOTHER, place=NEXT_VILLAGE)
    assert check(VILLAGE)["new"] == 0
    assert check(NEXT_VILLAGE)["new"] == 1
    assert check(VILLAGE)["settled"] == 0


def test_a_regency_is_checked_district_by_district(places: None) -> None:
    for place in (VILLAGE, NEXT_VILLAGE, "13.01.02.2001", OTHER_VILLAGE):
        make_family({}, {}, BAD_MOTHER, place=place)
    check("13.01")
    with scoped(system("13.01")):
        run = QualityRun.objects.get(region_code="13.01")
        codes = sorted(DataIssue.objects.values_list("region_code", flat=True))
    assert (run.state, run.done, run.total) == ("done", 2, 2)
    assert run.counts == {"families": 3, "numbers": 0, "new": 3, "reopened": 0, "settled": 0}
    assert codes == [VILLAGE, NEXT_VILLAGE, "13.01.02.2001"]


def counted(part: str, month: dt.date = dt.date(2026, 11, 1), place: str = VILLAGE) -> Counted:
    names = Counted.__dataclass_fields__
    with scoped(system(place)):
        row = CompletenessMonth.objects.filter(region_code=place, part=part, month=month).values(*names).get()
    return Counted(**row)


def test_completeness_by_hand(places: None) -> None:
    """Two families of RT 001 (one without survey and card), one of RT 003 surveyed two years ago."""
    make_family(survey=dt.date(2026, 11, 12), answers={"p01": "ya", "p23": 3, "unknown": 1})
    make_family({"sex": None, "nik_missing_reason": ""}, {"education": None}, household=None, survey=None)
    make_family({}, rt="003", survey=dt.date(2024, 11, 22))
    check()
    whole = counted("")
    assert (whole.families, whole.surveyed, whole.this_year, whole.old) == (3, 2, 1, 2)
    # 10 days and 730 days.
    assert (whole.age_days, whole.mean_age_days, whole.newest) == (740, 370, dt.date(2026, 11, 12))
    # Six members and three families with a card and an RT each; one NIK without a reason and one card are missing.
    assert (whole.identity_asked, whole.identity_answered) == (6 + 6, 5 + 2 + 3)
    # Eight fields a member and a birth certificate for the one child, which nobody filled in; two more are missing.
    assert (whole.members_asked, whole.members_answered) == (6 * 8 + 1, 6 * 8 - 2)
    assert (whole.survey_asked, whole.survey_answered) == (3 * 29, 2)
    assert counted("001/002").families == 2
    assert counted("003/002").families == 1
    assert counted("001/002") + counted("003/002") == whole


def test_earlier_months_stay(places: None) -> None:
    make_family()
    check(day=dt.date(2026, 10, 31))
    make_family()
    check(day=TODAY)
    assert (counted("", dt.date(2026, 10, 1)).families, counted("").families) == (1, 2)


def test_an_rt_that_is_named_no_more_goes_from_this_month(places: None) -> None:
    family = make_family(rt="009")
    check()
    change(family, rt="001")
    check()
    with scoped(system()):
        assert sorted(CompletenessMonth.objects.values_list("part", flat=True)) == ["", "001/002"]


def test_a_number_that_cannot_be_opened_keeps_nobody_from_being_checked(places: None) -> None:
    spoilt = make_family({"nik": "1301011104850001"}, {}, {}, rt="")
    sound = make_family({"nik": "1301011104850002"}, {}, {})
    change(member(spoilt, 1), nik_ciphertext=b"0" * 44)
    check()
    assert rules_of(spoilt) == ["rt_missing"]
    assert rules_of(sound) == ["nik_birth_date_differs"]


def test_the_weekly_check_knows_its_regencies(places: None) -> None:
    from padu.apps.data_quality.services.checking import regencies_with_families

    assert regencies_with_families() == []
    for place in (OTHER_VILLAGE, VILLAGE, "13.01.02.2001"):
        make_family(place=place)
    assert regencies_with_families() == ["13.01", "13.02"]


def test_parts_in_words() -> None:
    from padu.apps.data_quality.selectors.completeness import part_words

    assert [part_words(one) for one in ("002/001", "002/-", "-/001", "-/-")] == [
        "RT 002 / RW 001", "RT 002", "RW 001", "Tanpa RT",
    ]  # fmt: skip
