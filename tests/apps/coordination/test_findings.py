"""An inspector's finding: written by inspectors, answered by who answers for the place, kept for good."""

from __future__ import annotations

import datetime as dt

import pytest
from django.core.exceptions import PermissionDenied
from django.db import ProgrammingError, connection, transaction
from django.http import Http404
from django.utils import timezone

from padu.access.gate import scoped
from padu.access.verbs import Role
from padu.apps.coordination.finding_selectors import finding_is_late, findings_waiting, list_findings, steps_of
from padu.apps.coordination.finding_services import (
    AnswerIncomplete,
    FindingData,
    FindingIncomplete,
    VerdictReasonMissing,
    finding_accept,
    finding_answer,
    finding_close,
    finding_record,
    finding_return,
)
from padu.apps.coordination.models import Finding, FindingAnswer, Meeting
from padu.domain.states import IllegalTransition
from tests.people import OTHER_VILLAGE, REGENCY, VILLAGE, make_person

FOUND = dt.date(2026, 3, 2)


@pytest.fixture
def inspector(people):
    return make_person("inspektorat", Role.INSPECTOR, REGENCY)


def record(person, **changes):
    asked = {"region_code": VILLAGE, "subject": "team", "text": "SK pokja habis", "seriousness": "middle"}
    data = FindingData(**(asked | {"found_on": FOUND} | changes))
    with scoped(person.actor):
        return finding_record(actor=person.actor, data=data)


def act(person, step, finding, **more):
    with scoped(person.actor):
        return step(actor=person.actor, finding_id=finding.pk, **more)


def answer(person, finding, text="SK baru terbit", evidence="SK 12/2026"):
    return act(person, finding_answer, finding, text=text, evidence=evidence)


def stored(inspector, finding):
    with scoped(inspector.actor):
        return Finding.objects.get(pk=finding.pk)


def test_from_finding_to_closing(people, inspector):
    finding = record(inspector)
    assert (finding.year, finding.due_on, finding.state) == (2026, dt.date(2026, 4, 1), "open")
    answer(people.pokja, finding)
    act(inspector, finding_return, finding, reason="Belum ditandatangani", due_on=timezone.localdate())
    assert stored(inspector, finding).due_on == timezone.localdate()
    answer(people.tim_kab, finding, evidence="SK 13/2026")
    act(inspector, finding_accept, finding)
    act(inspector, finding_close, finding)
    closed = stored(inspector, finding)
    assert (closed.state, closed.closed_at is not None) == ("closed", True)
    with scoped(inspector.actor):
        verdicts = list(FindingAnswer.objects.order_by("pk").values_list("verdict", "verdict_note", "evidence"))
    assert verdicts == [("returned", "Belum ditandatangani", "SK 12/2026"), ("accepted", "", "SK 13/2026")]


def test_only_inspectors_find_and_judge_and_only_others_answer(people, inspector):
    finding = record(inspector)
    for person in (people.pokja, people.tim_kab, people.petugas_opd):
        with pytest.raises(PermissionDenied):
            record(person)
    with pytest.raises(PermissionDenied):
        answer(inspector, finding)
    answer(people.petugas_opd, finding)
    for step in (finding_accept, finding_close):
        with pytest.raises(PermissionDenied):
            act(people.tim_kab, step, finding)
    with pytest.raises(PermissionDenied):
        act(people.tim_kab, finding_return, finding, reason="x")


def test_people_of_other_places_know_nothing_of_it(people, inspector):
    finding = record(inspector)
    for person in (people.orang_luar, people.pokja_tetangga):
        with pytest.raises(Http404):
            answer(person, finding)
        with scoped(person.actor):
            assert list(list_findings(REGENCY)) == []
    with pytest.raises(Http404):
        record(inspector, region_code=OTHER_VILLAGE)


def test_steps_out_of_order_are_refused(people, inspector):
    finding = record(inspector)
    with pytest.raises(IllegalTransition):
        act(inspector, finding_accept, finding)
    with pytest.raises(IllegalTransition):
        act(inspector, finding_close, finding)
    answer(people.pokja, finding)
    with pytest.raises(IllegalTransition):
        answer(people.pokja, finding)
    assert stored(inspector, finding).state == "answered"


def test_what_is_incomplete_is_refused(people, inspector):
    tomorrow = timezone.localdate() + dt.timedelta(days=1)
    for changes in ({"text": " "}, {"found_on": tomorrow}, {"due_on": dt.date(2026, 3, 1)}, {"page": "//a.example"}):
        with pytest.raises(FindingIncomplete):
            record(inspector, **changes)
    finding = record(inspector, page="/tim/1/")
    with pytest.raises(AnswerIncomplete) as refused:
        answer(people.pokja, finding, evidence=" ")
    assert refused.value.data == {"missing": ["evidence"]}
    answer(people.pokja, finding)
    with pytest.raises(VerdictReasonMissing):
        act(inspector, finding_return, finding, reason="")
    with pytest.raises(FindingIncomplete):
        act(inspector, finding_return, finding, reason="x", due_on=FOUND)


def test_late_is_a_matter_of_the_day_and_of_who_waits(people, inspector):
    finding = record(inspector)
    assert not finding_is_late(finding, dt.date(2026, 4, 1))
    assert finding_is_late(finding, dt.date(2026, 4, 2))
    answer(people.pokja, finding)
    assert not finding_is_late(stored(inspector, finding), dt.date(2026, 4, 2))


def test_what_waits_comes_first_and_the_soonest_due_on_top(people, inspector):
    later, sooner = record(inspector), record(inspector, found_on=dt.date(2026, 2, 1))
    answered = record(inspector, found_on=dt.date(2026, 1, 5))
    answer(people.pokja, answered)
    with scoped(people.pokja.actor):
        assert list(list_findings(VILLAGE)) == [sooner, later, answered]
        assert findings_waiting([VILLAGE]) == [sooner, later]
        steps = steps_of(people.pokja.actor, sooner)
    assert (steps.answer, steps.judge, steps.close) == (True, False, False)


def test_inspectors_write_nothing_else_and_nobody_deletes(people, inspector):
    finding = record(inspector)
    with scoped(inspector.actor), pytest.raises(ProgrammingError, match="row-level security"), transaction.atomic():
        Meeting.objects.create(
            region_code=REGENCY, year=2026, held_on=FOUND, title="x", chair="y", recorded_by=inspector.user.pk
        )
    for person in (people.pokja, inspector):
        with scoped(person.actor), connection.cursor() as cursor:
            cursor.execute("delete from coordination_finding where id = %s", [finding.pk])
            assert cursor.rowcount == 0
