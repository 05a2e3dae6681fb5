"""The way of a correction: handed on with a note and a day, put right, looked at by another, closed; all kept."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable

import pytest
from django.http import Http404
from django.utils import timezone

from padu.access.gate import scoped
from padu.access.models import AuditEntry
from padu.access.requests import VerbMissing
from padu.access.verbs import Role, Verb
from padu.apps.data_quality.models import DataIssue, IssueStep
from padu.apps.data_quality.people import officers_of
from padu.apps.data_quality.services import (
    IssueFound,
    issue_check,
    issue_close,
    issue_correct,
    issue_dismiss,
    issue_hand_on,
    issue_raise,
    issue_reconsider,
    issue_report,
    issue_return,
    issue_settle,
    issues_hand_on,
)
from padu.apps.data_quality.services.checking import family_check
from padu.apps.data_quality.services.forgetting import issues_forget
from padu.apps.data_quality.services.issue_steps import (
    DueInPast,
    NobodyThere,
    NoteMissing,
    NothingChosen,
    SecondPersonAsked,
    StillBroken,
)
from padu.apps.rumah_dataku.models import Family
from padu.domain.errors import PaduError
from padu.domain.states import IllegalTransition
from tests.apps.data_quality.rows import change, check, issue_of, make_family, member, steps_of, system
from tests.people import NEXT_VILLAGE, VILLAGE, People, Person, make_person

pytestmark = pytest.mark.django_db
SOON = timezone.localdate() + dt.timedelta(days=9)


@pytest.fixture
def kader(people: People) -> Person:
    return make_person("kader_uji", Role.KADER, VILLAGE)


@pytest.fixture
def plkb(people: People) -> Person:
    return make_person("plkb_uji", Role.PLKB, "13.01.01")


@pytest.fixture
def family(people: People) -> Family:
    return make_family({}, {}, {"mother_line": 1})


def raised(family: Family, rule: str = "reported", seen: str = "") -> DataIssue:
    found = IssueFound(family.region_code, rule, f"family:{family.pk}", family_id=family.pk, seen=seen)
    with scoped(system(family.region_code)) as actor:
        return issue_raise(actor=actor, found=found)


def stored(issue: DataIssue) -> DataIssue:
    with scoped(system(issue.region_code)):
        found: DataIssue = DataIssue.objects.get(pk=issue.pk)
    return found


def test_the_whole_way_from_cadre_to_field_officer(people: People, kader: Person, plkb: Person, family: Family) -> None:
    issue = raised(family)
    for giver, taker in ((kader, people.pokja), (people.pokja, plkb)):
        with scoped(giver.actor):
            issue_hand_on(actor=giver.actor, issue_id=issue.pk, to_user=taker.user.pk, due_on=SOON, note="Mohon dicek")
    with scoped(plkb.actor):
        issue_correct(actor=plkb.actor, issue_id=issue.pk, note="Sudah sesuai KK")
    with scoped(people.pokja.actor):
        issue_check(actor=people.pokja.actor, issue_id=issue.pk)
        issue_close(actor=people.pokja.actor, issue_id=issue.pk)
    assert stored(issue).state == "closed"
    with scoped(system()):
        rows = list(IssueStep.objects.filter(issue=issue).order_by("pk").values_list("step", "by_name", "to_name"))
    names = [one.user.full_name for one in (kader, people.pokja, plkb)]
    assert rows == [
        ("raise", "Pemeriksaan mesin", ""),
        ("hand_on", names[0], names[1]),
        ("hand_on", names[1], names[2]),
        ("correct", names[2], ""),
        ("check", names[1], ""),
        ("close", names[1], ""),
    ]


def test_handing_on_keeps_note_and_day_and_is_noted(people: People, kader: Person, family: Family) -> None:
    issue = raised(family)
    with scoped(kader.actor):
        given = issue_hand_on(
            actor=kader.actor, issue_id=issue.pk, to_user=people.pokja.user.pk, due_on=SOON, note=" KK hilang "
        )
        step = IssueStep.objects.filter(issue=issue).latest("pk")
        noted = AuditEntry.objects.filter(event="quality.hand_on", subject=f"issue:{issue.pk}").count()
    assert (given.assigned_to, given.assigned_name, given.due_on) == (
        people.pokja.user.pk,
        people.pokja.actor.name,
        SOON,
    )
    assert (step.note, step.due_on, step.to_user, step.state) == ("KK hilang", SOON, people.pokja.user.pk, "open")
    assert noted == 1


@pytest.mark.parametrize(
    ("note", "days", "refusal"), [("", 9, NoteMissing), ("x", -1, DueInPast)], ids=["no note", "yesterday"]
)
def test_a_hand_over_needs_a_note_and_a_day(
    people: People, family: Family, note: str, days: int, refusal: type[PaduError]
) -> None:
    issue, actor = raised(family), people.pokja.actor
    due = timezone.localdate() + dt.timedelta(days=days)
    with scoped(actor), pytest.raises(refusal):
        issue_hand_on(actor=actor, issue_id=issue.pk, to_user=people.pokja.user.pk, due_on=due, note=note)
    assert stored(issue).assigned_to is None


def test_nobody_from_elsewhere_is_asked(people: People, family: Family) -> None:
    issue, actor = raised(family), people.pokja.actor
    for somebody in (people.pokja_tetangga, people.tim_kab, people.petugas_opd):
        with scoped(actor), pytest.raises(NobodyThere):
            issue_hand_on(actor=actor, issue_id=issue.pk, to_user=somebody.user.pk, due_on=SOON, note="x")


def test_the_officers_of_a_village(people: People, kader: Person, plkb: Person) -> None:
    found = officers_of(VILLAGE, timezone.localdate())
    assert [(one.user_id, one.role) for one in found] == [
        (kader.user.pk, Role.KADER), (people.pokja.user.pk, Role.KAMPUNG), (plkb.user.pk, Role.PLKB),
    ]  # fmt: skip


def test_many_are_handed_on_at_once_or_none(people: People, family: Family) -> None:
    one, other = raised(family), raised(family, "possible_duplicate")
    far = raised(make_family(place=NEXT_VILLAGE))
    actor, mine = people.pokja.actor, people.pokja.user.pk
    with scoped(actor):
        with pytest.raises(Http404):
            issues_hand_on(actor=actor, issue_ids=[one.pk, far.pk], to_user=mine, due_on=SOON, note="x")
        assert stored(one).assigned_to is None
        done = issues_hand_on(actor=actor, issue_ids=[one.pk, other.pk, one.pk], to_user=mine, due_on=SOON, note="x")
        with pytest.raises(NothingChosen):
            issues_hand_on(actor=actor, issue_ids=[], to_user=mine, due_on=SOON, note="x")
    assert sorted(issue.pk for issue in done) == [one.pk, other.pk]
    assert stored(other).assigned_to == mine


def test_a_rule_of_the_machine_is_looked_at_at_once(people: People, family: Family) -> None:
    from tests.apps.data_quality.rows import check

    check()
    issue, actor = issue_of(family, "mother_not_a_woman"), people.pokja.actor
    with scoped(actor), pytest.raises(StillBroken):
        issue_correct(actor=actor, issue_id=issue.pk, note="sudah")
    assert (stored(issue).state, steps_of(issue)) == ("open", [])
    change(member(family, 3), mother_line=2)
    with scoped(actor):
        issue_correct(actor=actor, issue_id=issue.pk, note="sudah")
    assert (stored(issue).state, steps_of(issue)) == ("closed", ["correct", "settle"])


def test_who_put_it_right_does_not_look_at_it(people: People, plkb: Person, family: Family) -> None:
    issue, actor = raised(family), people.pokja.actor
    with scoped(actor):
        issue_correct(actor=actor, issue_id=issue.pk, note="sudah")
        with pytest.raises(SecondPersonAsked):
            issue_check(actor=actor, issue_id=issue.pk)
    with scoped(plkb.actor):
        issue_return(actor=plkb.actor, issue_id=issue.pk, note="Tanggalnya masih keliru")
    assert (stored(issue).state, stored(issue).corrected_by) == ("open", None)


def test_a_cadre_judges_nothing(people: People, kader: Person, family: Family) -> None:
    issue = raised(family)
    steps: list[Callable[..., object]] = [issue_check, issue_return, issue_close, issue_dismiss, issue_reconsider]
    for step in steps:
        with scoped(kader.actor), pytest.raises(VerbMissing) as caught:
            step(actor=kader.actor, issue_id=issue.pk, note="x")
        assert caught.value.verb is Verb.QUALITY_JUDGE
    assert stored(issue).state == "open"


def test_strangers_find_no_issue(people: People, family: Family) -> None:
    issue = raised(family)
    for person in (people.pokja_tetangga, people.pokja_luar, people.tim_kab, people.petugas_opd):
        with scoped(person.actor), pytest.raises(Http404):
            issue_correct(actor=person.actor, issue_id=issue.pk, note="x")


def test_a_step_that_does_not_exist_changes_nothing(people: People, family: Family) -> None:
    issue, actor = raised(family), people.pokja.actor
    with scoped(actor), pytest.raises(IllegalTransition) as caught:
        issue_close(actor=actor, issue_id=issue.pk)
    assert caught.value.code == "data_issue.illegal_transition"
    assert (stored(issue).state, steps_of(issue)) == ("open", ["raise"])


def test_a_closed_issue_is_not_handed_on(people: People, family: Family) -> None:
    issue, actor = raised(family), people.pokja.actor
    with scoped(actor):
        issue_dismiss(actor=actor, issue_id=issue.pk, note="memang begitu")
        with pytest.raises(IllegalTransition):
            issue_hand_on(actor=actor, issue_id=issue.pk, to_user=people.pokja.user.pk, due_on=SOON, note="x")


def test_raising_again_changes_nothing_and_opens_what_was_closed(family: Family) -> None:
    first = raised(family, "possible_duplicate", "skor 0,97")
    assert raised(family, "possible_duplicate", "skor 0,97").pk == first.pk
    assert steps_of(first) == ["raise"]
    with scoped(system()) as actor:
        key = (VILLAGE, "possible_duplicate", first.subject_key)
        settled = [issue_settle(actor=actor, region_code=key[0], rule=key[1], subject_key=key[2]) for _ in range(2)]
    assert settled == [True, False]
    assert raised(family, "possible_duplicate", "skor 0,97").state == "open"
    assert steps_of(first) == ["raise", "settle", "reopen"]


def test_a_dismissed_issue_that_is_raised_again_stays_until_it_looks_different(people: People, family: Family) -> None:
    issue = raised(family, "possible_duplicate", "skor 0,97")
    with scoped(people.pokja.actor):
        issue_dismiss(actor=people.pokja.actor, issue_id=issue.pk, note="Dua orang")
    assert raised(family, "possible_duplicate", "skor 0,97").state == "dismissed"
    assert raised(family, "possible_duplicate", "skor 0,99").state == "open"


def test_numbers_in_what_is_seen_are_masked(family: Family) -> None:
    assert raised(family, "sector_differs", "NIK 1301014503970001").seen == "NIK 1301************"


def test_a_cadre_reports_wrong_data(people: People, kader: Person, family: Family) -> None:
    with scoped(kader.actor):
        issue = issue_report(actor=kader.actor, family_id=family.pk, note="Anaknya dua, bukan satu")
        with pytest.raises(NoteMissing):
            issue_report(actor=kader.actor, family_id=family.pk, note=" ")
    assert (issue.rule, issue.raised_by, steps_of(issue)) == ("reported", kader.user.pk, ["raise", "note"])
    with scoped(people.pokja_tetangga.actor), pytest.raises(Http404):
        issue_report(actor=people.pokja_tetangga.actor, family_id=family.pk, note="x")


def test_an_issue_goes_with_a_member_who_changes_families(people: People, plkb: Person) -> None:
    """The family that was left is checked and knows the child no more: that settles nothing about the child."""
    left, joined = make_family({}, {}, {"sex": None}), make_family()
    check()
    issue, child, actor = issue_of(left, "sex_missing"), member(left, 3), people.pokja.actor
    change(child, family_id=joined.pk, line=4, mother_line=2)
    with scoped(actor):
        family_check(actor=actor, region_code=VILLAGE, family_id=left.pk)
    assert (stored(issue).state, stored(issue).family_id) == ("open", joined.pk)
    change(issue, family_id=left.pk)
    with scoped(actor), pytest.raises(StillBroken):
        issue_correct(actor=actor, issue_id=issue.pk, note="sudah")
    change(child, sex=1)
    with scoped(actor):
        issue_correct(actor=actor, issue_id=issue.pk, note="sudah")
    assert (stored(issue).state, steps_of(issue)) == ("closed", ["correct", "settle"])


def test_an_issue_goes_with_the_identity_of_a_member_who_came(people: People) -> None:
    left, joined = make_family({}, {}, {"sex": None}), make_family()
    check()
    issue = issue_of(left, "sex_missing")
    change(member(left, 3), family_id=joined.pk, line=4)
    assert issues_forget(family_ids=[joined.pk]) == 1
    with scoped(system()):
        assert not DataIssue.objects.filter(pk=issue.pk).exists()
