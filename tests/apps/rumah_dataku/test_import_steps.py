"""Steps that come at the wrong moment: from an old page, or while a worker stores a file or takes it back."""

from __future__ import annotations

import datetime as dt

import pytest
from django.urls import reverse
from django.utils import timezone

from padu.access.actor import Actor
from padu.access.gate import scoped
from padu.access.verbs import Role
from padu.apps.rumah_dataku.files.siga_places import PlaceNames
from padu.apps.rumah_dataku.models import ImportRun
from padu.apps.rumah_dataku.services import (
    ImportRefused,
    StoreMode,
    import_check,
    import_discard,
    import_order_store,
    import_order_undo,
    import_retry,
    import_store,
    import_undo,
    names_confirm,
)
from padu.apps.rumah_dataku.services.purging import kept_files_purge
from tests.apps.rumah_dataku.files import check, families_file, receive, store, worker_breaks_at
from tests.apps.rumah_dataku.pages import text
from tests.people import make_person
from tests.siga_tables import INDERAPURA, MISSPELT, siga_csv

pytestmark = pytest.mark.django_db
WHY = "Berkas ini milik nagari tetangga"
DISTRICT = "13.01.01"


def state(actor: Actor, run: ImportRun) -> str:
    with scoped(actor):
        return str(ImportRun.objects.get(pk=run.pk).state)


def half_stored(officer: Actor, monkeypatch: pytest.MonkeyPatch) -> ImportRun:
    """Two villages, and the worker broke off at the second."""
    other = {"No. keluarga": "K-2", "No. KK": "1301010101120002", "Kode desa": "13.01.01.2002"}
    content = families_file([{}, other], [{}, {"No. keluarga": "K-2", "NIK": "1301014503970002"}])
    with worker_breaks_at(monkeypatch, "2002"):
        store(officer, content, region_code=DISTRICT)
    with scoped(officer):
        found: ImportRun = ImportRun.objects.get()
    assert found.state == ImportRun.State.FAILED
    return found


@pytest.fixture
def officer(people) -> Actor:
    return make_person("plkb", Role.PLKB, DISTRICT).actor


def test_what_is_being_stored_is_not_discarded_from_an_old_page(people, client_of, pokja):
    run = check(pokja, families_file())
    import_order_store(actor=pokja, run_id=run.pk, mode=StoreMode.ALL)
    answer = client_of(people.pokja).post(reverse("import_discard", args=[run.pk]), follow=True)
    assert "sedang disimpan" in text(answer)
    assert "Tidak ada data yang ditulis" not in text(answer)
    assert state(pokja, run) == ImportRun.State.CHECKED
    assert import_store(actor=pokja, run_id=run.pk).state == ImportRun.State.STORED


def test_names_are_not_confirmed_while_the_rest_is_stored(tim_kab):
    """Else the file is checked anew, waits to be stored for ever, and nobody can order it again."""
    content = siga_csv(
        ("JUMLAH KRS", "PUS", "BULAN"), [(row, (30, 120, "JUNI 2024")) for row in (INDERAPURA, MISSPELT)]
    )
    run = import_check(
        actor=tim_kab, run_id=receive(tim_kab, content, "krs.csv", kind="siga", region_code="13.01", year=2024).pk
    )
    import_order_store(actor=tim_kab, run_id=run.pk, mode=StoreMode.GOOD)
    chosen = {PlaceNames(**one["names"]): "13.01.01.2003" for one in run.counts["names"]}
    assert len(chosen) == 1
    with pytest.raises(ImportRefused) as refused:
        names_confirm(actor=tim_kab, run_id=run.pk, chosen=chosen)
    assert refused.value.data["reason"] == "storing"
    assert import_store(actor=tim_kab, run_id=run.pk).state == ImportRun.State.STORED


def test_a_failed_run_is_not_checked_again_while_it_waits_to_be_taken_back(officer, monkeypatch):
    run = half_stored(officer, monkeypatch)
    import_order_undo(actor=officer, run_id=run.pk, reason=WHY)
    with pytest.raises(ImportRefused) as refused:
        import_retry(actor=officer, run_id=run.pk)
    assert refused.value.data["reason"] == "undoing"
    assert import_undo(actor=officer, run_id=run.pk).state == ImportRun.State.UNDONE


def test_a_run_that_stored_some_villages_is_not_said_to_have_written_nothing(officer, monkeypatch):
    run = half_stored(officer, monkeypatch)
    import_retry(actor=officer, run_id=run.pk)
    assert import_check(actor=officer, run_id=run.pk).state == ImportRun.State.CHECKED
    with pytest.raises(ImportRefused) as refused:
        import_discard(actor=officer, run_id=run.pk)
    assert refused.value.data["reason"] == "part_stored"


def purged(actor: Actor) -> ImportRun:
    """A checked run whose file went after its 90 days."""
    run = check(actor, families_file())
    assert kept_files_purge(today=timezone.localdate() + dt.timedelta(days=90)) == 1
    return run


def test_a_run_whose_file_was_purged_fails_with_the_reason_instead_of_waiting_for_ever(pokja):
    run = purged(pokja)
    import_order_store(actor=pokja, run_id=run.pk, mode=StoreMode.ALL)
    run = import_store(actor=pokja, run_id=run.pk)
    assert (run.state, run.problem[0]["code"]) == (ImportRun.State.FAILED, "file_gone")
    assert "store" not in run.options
    import_retry(actor=pokja, run_id=run.pk)
    run = import_check(actor=pokja, run_id=run.pk)
    assert (run.state, run.problem[0]["code"]) == (ImportRun.State.FAILED, "file_gone")
