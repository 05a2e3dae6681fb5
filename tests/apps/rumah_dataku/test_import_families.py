"""A file of families from arrival to the tables, and what keeps it out."""

from __future__ import annotations

import pytest
from django.core.exceptions import PermissionDenied
from django.http import Http404

from padu.access import events
from padu.access.actor import system_actor
from padu.access.events import Event
from padu.access.gate import scoped
from padu.access.verbs import Verb
from padu.apps.rumah_dataku.files.problems import RowIssue
from padu.apps.rumah_dataku.models import Family, FamilySurvey, FamilySurveySpecific, Household, ImportRun, Person
from padu.apps.rumah_dataku.selectors.imports import IssueFilter, issue_page
from padu.apps.rumah_dataku.services import (
    ImportRefused,
    StoreMode,
    import_check,
    import_discard,
    import_order_store,
    import_receive,
    import_retry,
    import_store,
)
from padu.apps.rumah_dataku.services.issues import save_issues
from padu.apps.rumah_dataku.services.runs import take_step
from padu.domain.identity import IssueLevel
from padu.domain.states import IllegalTransition
from tests.apps.rumah_dataku.files import CHILD, VILLAGE, check, families_file, receive, store

pytestmark = pytest.mark.django_db
ALL = (Verb.FAMILY_READ, Verb.FAMILY_WRITE, Verb.SPECIFIC_READ, Verb.SPECIFIC_WRITE)


def counted() -> dict[str, int]:
    with scoped(system_actor("00", *ALL)):
        models = (Household, Family, Person, FamilySurvey, FamilySurveySpecific)
        return {model.__name__: model.objects.count() for model in models}


def test_a_good_file_is_stored_with_counts_read_back(pokja):
    run = store(pokja, families_file())
    assert run.state == ImportRun.State.STORED, run.problem
    assert {key: run.counts[key] for key in ("families_good", "families_bad", "persons_good", "persons_bad")} == {
        "families_good": 1, "families_bad": 0, "persons_good": 2, "persons_bad": 0,
    }  # fmt: skip
    assert (run.counts["families_stored"], run.counts["persons_stored"], run.counts["surveys_stored"]) == (1, 2, 1)
    assert counted() == {"Household": 1, "Family": 1, "Person": 2, "FamilySurvey": 1, "FamilySurveySpecific": 1}


def test_the_same_file_again_shows_the_earlier_run_and_changes_nothing(pokja):
    content = families_file()
    first = store(pokja, content)
    again = import_receive(
        actor=pokja, kind="families", chunks=[content], file_name="lain.xlsx", region_code=VILLAGE, year=2026
    )
    assert (again.repeated, again.run.pk, again.run.state) == (True, first.pk, ImportRun.State.STORED)
    with scoped(pokja):
        assert ImportRun.objects.count() == 1


def test_the_same_rows_in_another_file_change_nothing(pokja):
    store(pokja, families_file())
    before = snapshot()
    run = store(pokja, families_file([{"Kolom lain": "x"}]))
    assert {k: run.counts[k] for k in CHANGES} == dict(zip(CHANGES, (0, 0, 1, 0, 0, 2, 0), strict=True))
    assert snapshot() == before


CHANGES = (
    "families_new", "families_changed", "families_same", "persons_new", "persons_changed", "persons_same",
    "persons_left",
)  # fmt: skip


def snapshot() -> list[object]:
    with scoped(system_actor("00", *ALL)):
        models = (Household, Family, Person, FamilySurvey, FamilySurveySpecific)
        rows = [row for model in models for row in model.objects.order_by("pk").values_list()]
    return [tuple(bytes(cell) if isinstance(cell, memoryview) else cell for cell in row) for row in rows]


def test_what_is_stored_is_what_the_file_says(pokja):
    store(pokja, families_file())
    with scoped(system_actor(VILLAGE, *ALL)):
        family, survey = Family.objects.get(), FamilySurvey.objects.get()
        specific, head = FamilySurveySpecific.objects.get(), Person.objects.get(line=1)
    assert (family.source, family.source_key, family.head_name, family.rt, family.hamlet) == (
        "families", "K-1", "Siti Aminah", "002", "Pasar",
    )  # fmt: skip
    assert survey.answers == {"p01": "ya", "p06": "tidak", "p23": 6, "p25": 36.0, "p26": 2}
    assert (survey.surveyed_on.isoformat(), survey.year) == ("2026-08-17", 2026)
    # Worked by hand: worship said; the child (8) has no certificate; the child is not insured; nobody lives divorced.
    assert (survey.religious_practice, survey.savings, survey.marriage_certificate) == (1, 0, None)
    assert (survey.child_birth_certificate, survey.health_insurance, survey.no_live_divorce) == (0, 0, 1)
    assert specific.answers == {"p03a": "tidak", "p03c": "tidak", "p03d": "ya", "p07": "ya"}
    assert (specific.no_family_conflict, specific.no_illness_or_disability) == (0, 0)
    assert (head.nik_first4, head.name, head.sex, head.birth_certificate) == ("1301", "Siti Aminah", 2, 1)


def test_no_number_of_a_person_stands_in_clear(pokja, settings):
    content = families_file()
    run = store(pokja, content)
    numbers = (b"1301014503970001", b"1301011006180001", b"1301010101120001")
    kept = b"".join(path.read_bytes() for path in settings.KEPT_FILES.rglob("*") if path.is_file())
    assert not any(number in kept for number in numbers)
    stored = repr(snapshot()).encode()
    assert not any(number in stored for number in numbers)
    assert run.file_size == len(content)


def test_a_changed_member_a_gone_one_and_a_moved_one(pokja):
    store(pokja, families_file([{}, {"No. keluarga": "K-2", "No. KK": "1301010101120002"}], [
        {}, CHILD, {"No. keluarga": "K-2", "NIK": "1301014503970002", "K.02 Nama": "Upik"},
    ]))  # fmt: skip
    # The child moves from K-1 to K-2, Upik's name is mended.
    run = store(pokja, families_file([{}, {"No. keluarga": "K-2", "No. KK": "1301010101120002"}], [
        {},
        {"No. keluarga": "K-2", "NIK": "1301014503970002", "K.02 Nama": "Upik Rahayu"},
        {**CHILD, "No. keluarga": "K-2"},
    ]))  # fmt: skip
    assert {k: run.counts[k] for k in CHANGES} == dict(zip(CHANGES, (0, 2, 0, 1, 1, 1, 1), strict=True))
    with scoped(pokja):
        active = {(p.family.source_key, p.name) for p in Person.objects.filter(active=True).select_related("family")}
        assert active == {("K-1", "Siti Aminah"), ("K-2", "Upik Rahayu"), ("K-2", "Rahmat")}
        assert Person.objects.filter(active=False).count() == 1
    assert run.counts["persons_stored"] == 3


def test_good_families_only_leaves_a_family_with_a_wrong_member_out_as_a_whole(pokja):
    content = families_file(
        [{}, {"No. keluarga": "K-2", "No. KK": "1301010101120002"}],
        [{}, CHILD, {"No. keluarga": "K-2", "NIK": "1301014503970002"}, {"No. keluarga": "K-2", "NIK": "123"}],
    )
    run = check(pokja, content)
    assert (run.counts["families_good"], run.counts["families_bad"]) == (1, 1)
    assert (run.counts["persons_good"], run.counts["persons_bad"], run.counts["persons_held"]) == (2, 1, 1)
    with pytest.raises(ImportRefused):
        import_order_store(actor=pokja, run_id=run.pk, mode=StoreMode.ALL)
    assert counted()["Family"] == 0
    import_order_store(actor=pokja, run_id=run.pk, mode=StoreMode.GOOD)
    run = import_store(actor=pokja, run_id=run.pk)
    assert (run.state, run.counts["families_stored"], run.counts["persons_stored"]) == ("stored", 1, 2)
    assert ("error", "Keluarga", 3, "family_members_rejected", "K-2") in told(run, pokja)


def told(run, actor):
    with scoped(actor):
        page = issue_page(run, IssueFilter())
    return [(i.severity, i.sheet, i.row, i.code, i.subject) for i in page.issues]


def test_a_nik_of_another_stored_family_of_the_village_keeps_the_family_out(pokja):
    store(pokja, families_file())
    run = check(pokja, families_file([{"No. keluarga": "K-7"}], [{"No. keluarga": "K-7"}]))
    assert (run.counts["families_good"], run.counts["families_bad"]) == (0, 1)
    with scoped(pokja):
        (issue,) = issue_page(run, IssueFilter(severity="error")).issues
    assert (issue.sheet, issue.row, issue.column, issue.code, issue.seen) == (
        "Anggota", 2, "NIK", "nik_taken", "1301************",
    )  # fmt: skip
    assert "keluarga K-1 RT 002" in issue.expected


def test_a_nik_in_another_village_is_a_warning_that_does_not_name_the_place(pokja, pokja_tetangga):
    neighbour = "13.01.01.2002"
    store(pokja_tetangga, families_file([{"Kode desa": neighbour}]), region_code=neighbour)
    run = check(pokja, families_file())
    assert (run.counts["families_good"], run.counts["warnings"], run.counts["errors"]) == (1, 2, 0)
    with scoped(pokja):
        issues = issue_page(run, IssueFilter()).issues
    assert {issue.code for issue in issues} == {"nik_duplicate_elsewhere"}
    assert not any("2002" in repr(issue) or "Muaro" in repr(issue) for issue in issues)


def test_villages_outside_and_unknown_are_row_errors(pokja):
    run = check(
        pokja,
        families_file(
            [
                {},
                {"No. keluarga": "K-2", "Kode desa": "13.01.01.2002"},
                {"No. keluarga": "K-3", "Kode desa": "13.01.01.2999"},
            ],
            [
                {},
                {"No. keluarga": "K-2", "NIK": "1301014503970002"},
                {"No. keluarga": "K-3", "NIK": "1301014503970003"},
            ],
        ),
    )
    found = {(row, code) for _, sheet, row, code, _ in told(run, pokja) if sheet == "Keluarga"}
    assert {(3, "village_outside"), (4, "village_unknown")} <= found
    assert (run.counts["families_good"], run.counts["families_bad"]) == (1, 2)


def test_a_killed_worker_changes_nothing_and_the_check_begins_anew(pokja, monkeypatch):
    run = receive(pokja, families_file())

    def killed(*_: object) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr("padu.apps.rumah_dataku.services.families_run.stage_surveys", killed)
    with pytest.raises(KeyboardInterrupt):
        import_check(actor=pokja, run_id=run.pk)
    with scoped(pokja):
        run.refresh_from_db()
    assert (run.state, run.problem[0]["code"]) == (ImportRun.State.FAILED, "internal")
    monkeypatch.undo()
    import_retry(actor=pokja, run_id=run.pk)
    run = import_check(actor=pokja, run_id=run.pk)
    assert (run.state, run.counts["families_good"]) == (ImportRun.State.CHECKED, 1)


def test_a_run_left_as_being_checked_is_checked_from_the_beginning(pokja):
    """What a worker leaves behind that was killed without a chance to say so."""
    run = receive(pokja, families_file(persons=[{"NIK": "123"}]))
    with scoped(pokja):
        take_step(run, "check", done=1)
        save_issues(run, [RowIssue("Anggota", 9, "NIK", "", "", IssueLevel.ERROR, "number_form")], 1)
    run = import_check(actor=pokja, run_id=run.pk)
    assert run.state == ImportRun.State.CHECKED
    assert 9 not in {row for _, _, row, _, _ in told(run, pokja)}


def test_storing_breaks_off_as_a_whole_and_can_be_repeated(pokja, monkeypatch):
    run = check(pokja, families_file())
    import_order_store(actor=pokja, run_id=run.pk, mode=StoreMode.ALL)

    def broken(*_: object) -> None:
        raise RuntimeError("mati lampu")

    monkeypatch.setattr("padu.apps.rumah_dataku.services.storing.years_written", broken)
    with pytest.raises(RuntimeError):
        import_store(actor=pokja, run_id=run.pk)
    assert set(counted().values()) == {0}
    monkeypatch.undo()
    import_retry(actor=pokja, run_id=run.pk)
    import_check(actor=pokja, run_id=run.pk)
    import_order_store(actor=pokja, run_id=run.pk, mode=StoreMode.ALL)
    assert import_store(actor=pokja, run_id=run.pk).state == ImportRun.State.STORED
    assert counted()["Person"] == 2


def test_data_that_changed_between_check_and_store_must_be_checked_again(pokja):
    waiting = check(pokja, families_file())
    store(pokja, families_file([{"No. keluarga": "K-9"}], [{"No. keluarga": "K-9"}]))
    import_order_store(actor=pokja, run_id=waiting.pk, mode=StoreMode.ALL)
    run = import_store(actor=pokja, run_id=waiting.pk)
    assert (run.state, run.problem[0]["code"]) == (ImportRun.State.FAILED, "changed_since_check")
    assert counted()["Family"] == 1


def test_a_discarded_run_cannot_be_stored(pokja):
    run = check(pokja, families_file())
    import_discard(actor=pokja, run_id=run.pk)
    with pytest.raises(IllegalTransition):
        import_order_store(actor=pokja, run_id=run.pk, mode=StoreMode.ALL)
    assert counted()["Family"] == 0


def test_the_index_is_asked_for_after_the_commit(pokja, django_capture_on_commit_callbacks, monkeypatch):
    heard: list[dict[str, object]] = []
    monkeypatch.setitem(events._receivers, Event.FAMILIES_STORED, [lambda **ids: heard.append(ids)])
    with django_capture_on_commit_callbacks(execute=True):
        store(pokja, families_file())
    assert heard == [{"region_code": VILLAGE, "year": 2026, "user_id": pokja.user_id}]


def test_who_may_not_send_families_is_refused(tim_kab, petugas_opd, pokja_tetangga):
    for actor, refusal in ((tim_kab, PermissionDenied), (petugas_opd, PermissionDenied), (pokja_tetangga, Http404)):
        with pytest.raises(refusal):
            receive(actor, families_file())


def test_the_run_of_another_village_is_not_there(pokja, pokja_tetangga, tim_kab):
    run = check(pokja, families_file())
    for stranger in (pokja_tetangga, tim_kab):
        for step in (import_check, import_discard, import_store):
            with pytest.raises(Http404):
                step(actor=stranger, run_id=run.pk)
