"""What the check hears: families stored, families made anonymous, somebody who leaves."""

from __future__ import annotations

import datetime as dt

import pytest
from django.utils import timezone
from procrastinate.contrib.django.models import ProcrastinateJob

from padu.access.events import Event, publish
from padu.access.gate import scoped
from padu.access.history import history_of
from padu.apps.accounts.left_open import Leaving
from padu.apps.accounts.models import HatRecord
from padu.apps.data_quality import tasks
from padu.apps.data_quality.left_open import open_issues
from padu.apps.data_quality.models import DataIssue, IssueStep
from padu.apps.data_quality.services import issue_hand_on, issue_report
from padu.apps.data_quality.services.forgetting import issues_forget
from tests.apps.data_quality.rows import issue_of, make_family, rules_of, system
from tests.factories import SYSTEM
from tests.people import VILLAGE, People

pytestmark = pytest.mark.django_db


def test_families_that_were_stored_are_checked_once(
    places: None, monkeypatch: pytest.MonkeyPatch, django_capture_on_commit_callbacks: object
) -> None:
    asked: list[str] = []
    monkeypatch.setattr(tasks, "check_later", lambda *, region_code, user_id: asked.append(region_code))
    with django_capture_on_commit_callbacks(execute=True), scoped(SYSTEM):  # type: ignore[operator]  # pytest-django's
        publish(Event.FAMILIES_STORED, region_code=VILLAGE, year=2026, user_id=None)
    assert asked == [VILLAGE]


def test_what_is_counted_from_stored_families_is_compared_once_and_at_once_if_somebody_asks(people: People) -> None:
    before = timezone.now()
    tasks.outliers_when_counted(region_code=VILLAGE, year=2026, user_id=None)
    tasks.outliers_when_counted(region_code=VILLAGE, year=2025, user_id=None)
    tasks.outliers_soon(region_code=VILLAGE, user_id=people.pokja.user.pk)
    later, now = ProcrastinateJob.objects.filter(task_name="data_quality.outliers").order_by("pk")
    assert later.scheduled_at is not None
    assert later.scheduled_at - before >= dt.timedelta(seconds=tasks.AFTER_COUNTING)
    assert (now.scheduled_at, now.lock == later.lock, now.priority > later.priority) == (None, True, True)
    assert now.args == {"regency_code": "13.01", "user_id": people.pokja.user.pk}


def test_the_task_checks(people: People) -> None:
    family = make_family({}, {}, {"mother_line": 1})
    tasks.check.func(region_code=VILLAGE, user_id=people.pokja.user.pk)
    assert rules_of(family) == ["mother_not_a_woman"]


def handed(people: People) -> DataIssue:
    family, actor = make_family(), people.pokja.actor
    with scoped(actor):
        issue = issue_report(actor=actor, family_id=family.pk, note="Nama anak Rahmat keliru")
        due = timezone.localdate() + dt.timedelta(days=1)
        return issue_hand_on(actor=actor, issue_id=issue.pk, to_user=people.pokja.user.pk, due_on=due, note="x")


def test_issues_go_with_a_family_that_is_made_anonymous(people: People) -> None:
    issue = handed(people)
    other = make_family()
    with scoped(people.pokja.actor):
        issue_report(actor=people.pokja.actor, family_id=other.pk, note="lain")
    assert issues_forget(family_ids=[int(issue.family_id or 0)]) == 1
    assert issue_of(other, "reported").state == "open"
    with scoped(system()):
        assert list(IssueStep.objects.exclude(issue__family_id=other.pk)) == []
        old = history_of(DataIssue).objects.filter(row_id=str(issue.pk))
        assert {row.forgotten_at is not None for row in old} == {True}


def test_who_leaves_is_told_of_issues_that_wait(people: People) -> None:
    handed(people)
    with scoped(SYSTEM):
        hats = tuple(HatRecord.objects.filter(user=people.pokja.user))
    with scoped(people.pokja.actor):
        [left] = open_issues(Leaving(people.pokja.user.pk, hats))
        assert open_issues(Leaving(people.pokja_tetangga.user.pk, hats)) == []
    assert left.words == "1 catatan mutu data menunggunya"
