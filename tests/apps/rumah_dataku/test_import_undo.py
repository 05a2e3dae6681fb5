"""A whole run taken back: the tables are as they were before it, the history holds both, and later work stays."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pytest
from django.core.exceptions import PermissionDenied
from django.http import Http404

from padu.access import events
from padu.access.actor import Actor, system_actor
from padu.access.events import Event
from padu.access.gate import scoped
from padu.access.history import history_of
from padu.access.models import CaseGrant
from padu.access.verbs import Role, Verb
from padu.apps.rumah_dataku.models import (
    Family,
    FamilySurvey,
    FamilySurveySpecific,
    Household,
    ImportChunk,
    ImportRun,
    Person,
)
from padu.apps.rumah_dataku.services import (
    ImportRefused,
    StoreMode,
    import_check,
    import_order_store,
    import_order_undo,
    import_receive,
    import_retry,
    import_store,
    import_undo,
    undoing,
)
from padu.apps.rumah_dataku.services.undo_rows import hanging
from padu.domain.states import IllegalTransition
from tests.apps.rumah_dataku.files import CHILD, VILLAGE, check, families_file, store, worker_breaks_at
from tests.people import make_person

pytestmark = pytest.mark.django_db
WHY = "Berkas ini milik nagari tetangga"
MODELS = (Household, Family, Person, FamilySurvey, FamilySurveySpecific)
EVERYTHING = system_actor("00", *Verb)
SECOND = {"No. keluarga": "K-2", "No. KK": "1301010101120002"}
UPIK = {"No. keluarga": "K-2", "NIK": "1301014503970002", "K.02 Nama": "Upik"}


def rows() -> list[dict[str, Any]]:
    """Every row of families, but for the moment of its last change."""
    with scoped(EVERYTHING):
        found = [{"table": model.__name__, **row} for model in MODELS for row in model.objects.order_by("pk").values()]
    for row in found:
        row.pop("updated_at", None)
        row.update({key: bytes(value) for key, value in row.items() if isinstance(value, memoryview)})
    return found


def undo(actor: Actor, run: ImportRun, *, leave: bool = False) -> ImportRun:
    import_order_undo(actor=actor, run_id=run.pk, reason=WHY, leave_touched=leave)
    return import_undo(actor=actor, run_id=run.pk)


def two_families(**person: str) -> bytes:
    return families_file([{}, SECOND], [{**person}, CHILD, UPIK])


def test_what_was_new_is_gone_and_stands_in_the_history(pokja):
    run = undo(pokja, store(pokja, two_families()))
    assert run.state == ImportRun.State.UNDONE
    assert run.undone_at is not None
    assert rows() == []
    assert {k: v for k, v in run.counts.items() if k.startswith("undone_") and v} == {
        "undone_families_removed": 2, "undone_persons_removed": 3, "undone_surveys_removed": 2,
        "undone_specifics_removed": 2, "undone_households_removed": 2,
    }  # fmt: skip
    with scoped(EVERYTHING):
        old = history_of(Person).objects.filter(action="delete")
        assert sorted(row.before["name"] for row in old) == ["Rahmat", "Siti Aminah", "Upik"]
        assert {row.purpose for row in old} == {f"impor {run.pk} ditarik kembali: {WHY}"}


def test_the_same_file_can_be_sent_again_afterwards(pokja):
    content = two_families()
    first = undo(pokja, store(pokja, content))
    again = store(pokja, content)
    assert again.pk != first.pk
    assert (again.state, again.counts["families_new"], again.counts["persons_stored"]) == ("stored", 2, 3)


def test_what_was_changed_is_as_it_was_before(pokja):
    store(pokja, two_families())
    before = rows()
    # Names and an answer change, the child moves to the other family, and a third family is new.
    run = store(
        pokja,
        families_file(
            [{"P.23": "2", "RT": "009"}, SECOND, {"No. keluarga": "K-3", "No. KK": "1301010101120003"}],
            [
                {"K.02 Nama": "Siti Aminah Lubis"},
                {**UPIK, "K.02 Nama": "Upik Rahayu"},
                {**CHILD, "No. keluarga": "K-2"},
                {"No. keluarga": "K-3", "NIK": "1301014503970003"},
            ],
        ),
    )
    assert run.counts["families_changed"] == 2
    assert rows() != before
    run = undo(pokja, run)
    assert rows() == before
    assert (run.counts["undone_families_restored"], run.counts["undone_families_removed"]) == (2, 1)


def test_later_work_on_a_family_is_named_and_nothing_is_taken_back(pokja):
    run = store(pokja, two_families())
    with scoped(EVERYTHING):
        family = Family.objects.get(source_key="K-2")
        Person.objects.filter(family=family).update(name="Upik Dibetulkan")
    before = rows()
    run = undo(pokja, run)
    assert (run.state, run.options["undo"]["state"], run.options["undo"]["kept"]) == ("stored", "refused", 1)
    assert run.options["undo"]["families"] == [[VILLAGE, family.pk, "changed"]]
    assert rows() == before


def test_the_rest_is_taken_back_where_that_is_asked_for(pokja):
    run = store(pokja, two_families())
    with scoped(EVERYTHING):
        Family.objects.filter(source_key="K-2").update(hamlet="Dibetulkan")
    run = undo(pokja, run, leave=True)
    assert (run.state, run.counts["undone_kept"], run.counts["undone_families_removed"]) == ("undone", 1, 1)
    left = {(row["table"], row.get("name") or row.get("source_key")) for row in rows()}
    assert {("Family", "K-2"), ("Person", "Upik")} <= left
    assert ("Family", "K-1") not in left


def test_what_a_later_file_changed_is_later_work(pokja):
    first = store(pokja, families_file())
    second = store(pokja, families_file([{"RT": "009"}]))
    assert undo(pokja, first).options["undo"]["state"] == "refused"
    assert undo(pokja, second).state == ImportRun.State.UNDONE
    # Taking the second back is later work on the same row too, but it left the row as the first had written it.
    with scoped(EVERYTHING):
        assert Family.objects.get().rt == "002"


def test_a_new_member_of_a_family_of_the_run_keeps_it(pokja):
    run = store(pokja, families_file())
    with scoped(EVERYTHING):
        family = Family.objects.get()
        Person.objects.create(region_code=VILLAGE, family=family, line=9, name="Bayi")
    assert undo(pokja, run).options["undo"]["families"] == [[VILLAGE, family.pk, "added"]]


def test_a_referral_keeps_its_family(pokja, people):
    run = store(pokja, families_file())
    with scoped(EVERYTHING):
        family = Family.objects.get()
        CaseGrant.objects.create(
            region_code=VILLAGE, family_id=family.pk, agency_id=people.kesehatan.pk, service="gizi", reason="balita",
            opened_by=people.pokja.user.pk, valid_to=dt.date(2027, 1, 1),
        )  # fmt: skip
    assert undo(pokja, run).options["undo"]["families"] == [[VILLAGE, family.pk, "used"]]


def test_what_is_computed_from_a_family_is_not_in_the_way(db):
    tables = {table for table, _, _ in hanging()}
    assert "measurement_familyindex" not in tables
    assert {"privacy_consent", "access_casegrant"} <= tables


def test_a_nik_that_went_to_another_family_since_keeps_the_old_one(pokja):
    """The run took Rahmat out of K-1; a later file gives his NIK to K-2: K-1 cannot have him back."""
    store(pokja, two_families())
    without = store(pokja, families_file([{}], [{}]))
    assert without.counts["persons_left"] == 1
    later = store(pokja, families_file([SECOND], [UPIK, {**CHILD, "No. keluarga": "K-2"}]))
    assert later.counts["persons_new"] == 1
    run = undo(pokja, without)
    assert [reason for _, _, reason in run.options["undo"]["families"]] == ["nik"]


def test_the_figures_are_asked_for_again(pokja, django_capture_on_commit_callbacks, monkeypatch):
    run = store(pokja, families_file())
    heard: list[dict[str, object]] = []
    monkeypatch.setitem(events._receivers, Event.FAMILIES_STORED, [lambda **ids: heard.append(ids)])
    with django_capture_on_commit_callbacks(execute=True):
        undo(pokja, run)
    assert heard == [{"region_code": VILLAGE, "year": 2026, "user_id": pokja.user_id}]


def test_half_a_run_that_failed_is_taken_back_too(people, monkeypatch):
    officer = make_person("plkb", Role.PLKB, "13.01.01").actor
    other = {"No. keluarga": "K-2", "No. KK": "1301010101120002", "Kode desa": "13.01.01.2002"}
    content = families_file([{}, other], [{}, UPIK])
    with worker_breaks_at(monkeypatch, "2002"):
        store(officer, content, region_code="13.01.01")
    assert rows() != []
    with scoped(officer):
        run = ImportRun.objects.get()
    assert undo(officer, run).state == ImportRun.State.UNDONE
    assert rows() == []


def test_an_interrupted_undo_is_gone_on_with(people, monkeypatch):
    officer = make_person("plkb", Role.PLKB, "13.01.01").actor
    other = {"No. keluarga": "K-2", "No. KK": "1301010101120002", "Kode desa": "13.01.01.2002"}
    run = store(officer, families_file([{}, other], [{}, UPIK]), region_code="13.01.01")
    import_order_undo(actor=officer, run_id=run.pk, reason=WHY)
    with scoped(EVERYTHING):
        first = ImportChunk.objects.filter(run=run).order_by("village").first()
        run.refresh_from_db()
    undoing._undo_village(run, first.village, officer)
    assert {row["region_code"] for row in rows()} == {"13.01.01.2002"}
    assert import_undo(actor=officer, run_id=run.pk).state == ImportRun.State.UNDONE
    assert rows() == []


def two_villages_two_years(officer: Actor) -> ImportRun:
    """K-1 was asked in 2026, K-2 of the other village in 2025."""
    other = {
        "No. keluarga": "K-2", "No. KK": "1301010101120002", "Kode desa": "13.01.01.2002",
        "Tanggal pendataan": "17/08/2025",
    }  # fmt: skip
    return store(officer, families_file([{}, other], [{}, UPIK]), region_code="13.01.01")


def heard_years(heard: list[dict[str, object]]) -> set[object]:
    return {ids.get("year") for ids in heard}


def test_an_undo_that_is_gone_on_with_asks_for_the_figures_of_the_villages_before_too(
    people, django_capture_on_commit_callbacks, monkeypatch
):
    officer = make_person("plkb", Role.PLKB, "13.01.01").actor
    run = two_villages_two_years(officer)
    import_order_undo(actor=officer, run_id=run.pk, reason=WHY)
    heard: list[dict[str, object]] = []
    monkeypatch.setitem(events._receivers, Event.FAMILIES_STORED, [lambda **ids: heard.append(ids)])
    monkeypatch.setitem(events._receivers, Event.REGISTER_STORED, [lambda **ids: heard.append(ids)])
    with scoped(EVERYTHING):
        run.refresh_from_db()
    undoing._undo_village(run, VILLAGE, officer)  # then the worker is killed
    with django_capture_on_commit_callbacks(execute=True):
        import_undo(actor=officer, run_id=run.pk)
    assert heard_years(heard) == {2025, 2026}


def test_what_was_taken_back_once_is_not_in_the_way_when_the_file_was_stored_again(people, monkeypatch):
    """Half stored, one village taken back, then checked, stored and taken back as a whole."""
    officer = make_person("plkb", Role.PLKB, "13.01.01").actor
    other = {"No. keluarga": "K-2", "No. KK": "1301010101120002", "Kode desa": "13.01.01.2002"}
    store(officer, families_file([{}, other], [{}, UPIK]), region_code="13.01.01")
    before = rows()
    content = families_file([{"RT": "009"}, {**other, "RT": "009"}], [{}, UPIK])
    with worker_breaks_at(monkeypatch, "2002"):
        store(officer, content, region_code="13.01.01")
    with scoped(officer):
        run = ImportRun.objects.latest("pk")
    import_order_undo(actor=officer, run_id=run.pk, reason=WHY)
    with monkeypatch.context() as broken:
        broken.setattr(undoing, "_finish", lambda *_: 1 / 0)
        with pytest.raises(ZeroDivisionError):
            import_undo(actor=officer, run_id=run.pk)
    assert rows() == before
    import_retry(actor=officer, run_id=run.pk)
    import_check(actor=officer, run_id=run.pk)
    import_order_store(actor=officer, run_id=run.pk, mode=StoreMode.ALL)
    assert import_store(actor=officer, run_id=run.pk).state == ImportRun.State.STORED
    assert rows() != before
    assert undo(officer, run).state == ImportRun.State.UNDONE
    assert rows() == before


def test_a_reason_and_a_stored_run_are_needed(pokja):
    waiting = check(pokja, families_file())
    with pytest.raises(IllegalTransition):
        import_order_undo(actor=pokja, run_id=waiting.pk, reason=WHY)
    run = store(pokja, families_file([{"RT": "009"}]))
    with pytest.raises(ImportRefused) as refused:
        import_order_undo(actor=pokja, run_id=run.pk, reason="  salah ")
    assert refused.value.data["reason"] == "reason_missing"


def test_only_who_may_send_such_a_file_takes_it_back(pokja, pokja_tetangga, tim_kab):
    run = store(pokja, families_file())
    for stranger, refusal in ((pokja_tetangga, Http404), (tim_kab, (Http404, PermissionDenied))):
        with pytest.raises(refusal):
            import_order_undo(actor=stranger, run_id=run.pk, reason=WHY)
    assert rows() != []


def test_the_earlier_run_is_shown_until_it_is_taken_back(pokja):
    content = families_file()
    run = store(pokja, content)

    def receive():
        return import_receive(
            actor=pokja, kind="families", chunks=[content], file_name="a.xlsx", region_code=VILLAGE, year=2026
        )

    assert (receive().repeated, receive().run.pk) == (True, run.pk)
    undo(pokja, run)
    assert receive().repeated is False
