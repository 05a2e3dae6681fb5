"""Columns of a received file: asked about where they are not sure, put right by a person, remembered for the next."""

from __future__ import annotations

import pytest
from django.urls import reverse

from padu.access.gate import scoped
from padu.apps.rumah_dataku.models import Figure, ImportColumns, ImportRun, RememberedColumns
from padu.apps.rumah_dataku.services import StoreMode, import_check, import_order_store, import_store
from padu.apps.rumah_dataku.services.columns import sheets_of
from padu.apps.rumah_dataku.tasks import check as check_task
from tests.apps.rumah_dataku.files import VILLAGE, families_file, receive
from tests.apps.rumah_dataku.pages import text
from tests.files.conftest import xlsx_bytes

pytestmark = pytest.mark.django_db

ODD = f"tempat;skor idm;catatan\n{VILLAGE};0,75;a\n".encode()


def figures(actor, content: bytes, name: str = "angka.csv") -> ImportRun:
    return receive(actor, content, name, kind="figures", source="Kemendesa")


def look(people, run: ImportRun) -> ImportRun:
    check_task(run_id=run.pk, user_id=people.pokja.user.pk)
    with scoped(people.pokja.actor):
        run.refresh_from_db()
    return run


def odd_families() -> bytes:
    families = [["No. keluarga", "No. KK", "Kode desa"], ["K-1", "1301010101120001", VILLAGE]]
    heads = ["No. keluarga", "Orangnya", "NIK", "Seks", "Tanggal lahir", "Hubungan"]
    rows = [["K-1", "Siti Aminah", "1301014503970001", "2", "05/03/1997", "1"]]
    return xlsx_bytes({"Keluarga": families, "Anggota": [heads, *rows]})


def test_a_file_with_sure_columns_is_checked_without_asking(people, pokja):
    run = look(people, receive(pokja, families_file()))
    assert run.state == ImportRun.State.CHECKED
    with scoped(pokja):
        assert [sheet.role for sheet in sheets_of(run)] == ["Keluarga", "Anggota"]


def test_columns_are_assigned_by_hand_and_remembered(people, client_of, pokja):
    run = look(people, receive(pokja, odd_families()))
    assert run.state == ImportRun.State.COLUMNS
    browser, address = client_of(people.pokja), reverse("import_columns", args=[run.pk])
    assert "Kolom berkas perlu Anda cocokkan" in text(browser.get(reverse("import_run", args=[run.pk])))
    page = browser.get(address)
    assert "K.02 Nama, K.03 Jenis kelamin" in text(page)
    assert "Siti Aminah" not in text(page)
    assert "1301014503970001" not in text(page)
    chosen = {
        "k0-0": "family_key", "k0-1": "no_kk", "k0-2": "village_code", "k1-0": "family_key", "k1-1": "name",
        "k1-2": "nik", "k1-3": "sex", "k1-4": "birth_date", "k1-5": "relation",
    }  # fmt: skip
    assert browser.post(address, chosen).status_code == 302
    run = look(people, run)
    assert run.state == ImportRun.State.CHECKED, run.problem
    assert (run.counts["families_good"], run.counts["persons_good"], run.counts["errors"]) == (1, 1, 0)
    with scoped(pokja):
        remembered = RememberedColumns.objects.get()
    assert remembered.columns["Anggota"]["1"] == "name"
    # The same headers again, another file: the choice is offered, one press does it.
    second = look(people, receive(pokja, odd_families() + b"\n", "lagi.xlsx"))
    assert second.state == ImportRun.State.COLUMNS
    offered = browser.get(reverse("import_columns", args=[second.pk]))
    assert "Susunan terakhir sudah diisikan" in text(offered)
    assert offered.content.decode().count('<option value="name" selected>') == 1


def test_a_choice_that_is_not_whole_is_told_and_kept(people, client_of, pokja):
    run = look(people, receive(pokja, odd_families()))
    browser, address = client_of(people.pokja), reverse("import_columns", args=[run.pk])
    answer = browser.post(address, {"k1-1": "name", "k1-2": "name", "k1-3": "apa"})
    words = text(answer)
    assert answer.status_code == 422
    assert "“K.02 Nama” dipilih untuk lebih dari satu kolom." in words
    assert "“apa” bukan kolom yang dikenal" in words
    assert "Kolom “NIK” belum ditunjuk." in words
    assert answer.content.decode().count('<option value="name" selected>') == 2
    assert look(people, run).state == ImportRun.State.COLUMNS


def test_figures_by_hand_written_names_are_stored_as_the_file_says(people, client_of, pokja):
    run = look(people, figures(pokja, ODD))
    browser, address = client_of(people.pokja), reverse("import_columns", args=[run.pk])
    page = text(browser.get(address))
    assert "0,75" in page
    assert (
        browser.post(address, {"k0-0": "Kode desa", "k0-1": "Indeks Desa Membangun (IDM)", "k0-2": ""}).status_code
        == 302
    )
    run = look(people, run)
    assert run.state == ImportRun.State.CHECKED, run.problem
    import_order_store(actor=pokja, run_id=run.pk, mode=StoreMode.ALL)
    run = import_store(actor=pokja, run_id=run.pk)
    with scoped(pokja):
        assert list(Figure.objects.filter(element="idm").values_list("value", flat=True)) == [0.75]
    assert run.counts["figures_stored"] == 1


def test_a_village_sees_no_memory_of_another(people, client_of, pokja):
    run = look(people, figures(pokja, ODD))
    browser = client_of(people.pokja)
    browser.post(reverse("import_columns", args=[run.pk]), {"k0-0": "Kode desa", "k0-1": "idm"})
    with scoped(people.pokja_tetangga.actor):
        assert not RememberedColumns.objects.exists()
        assert not ImportColumns.objects.exists()


def test_a_stored_file_keeps_its_columns(people, client_of, pokja):
    run = look(people, receive(pokja, families_file()))
    import_order_store(actor=pokja, run_id=run.pk, mode=StoreMode.ALL)
    browser, address = client_of(people.pokja), reverse("import_columns", args=[run.pk])
    posted = {"k0-0": "family_key", "k1-0": "family_key", "k1-1": "name", "k1-2": "nik", "k1-3": "sex",
              "k1-4": "birth_date", "k1-5": "relation"}  # fmt: skip
    told = text(browser.post(address, posted, follow=True))
    assert "Kolom tidak dapat diubah lagi" in told
    assert import_store(actor=pokja, run_id=run.pk).state == ImportRun.State.STORED
    assert "tidak dapat diubah lagi" in text(browser.get(address))


def test_a_refused_file_can_be_put_right_without_sending_it_again(people, client_of, pokja):
    run = receive(pokja, odd_families())
    with scoped(pokja):
        ImportRun.objects.filter(pk=run.pk).update(options=run.options | {"columns": {}})
    run = look(people, run)  # nobody is asked where somebody answered already
    assert run.state == ImportRun.State.REFUSED
    browser, address = client_of(people.pokja), reverse("import_columns", args=[run.pk])
    assert address in text(browser.get(reverse("import_run", args=[run.pk])))
    posted = {"k0-0": "family_key", "k1-0": "family_key", "k1-1": "name", "k1-2": "nik", "k1-3": "sex",
              "k1-4": "birth_date", "k1-5": "relation"}  # fmt: skip
    assert browser.post(address, posted).status_code == 302
    assert look(people, run).counts["families_good"] == 1


def test_a_check_without_a_look_reads_the_headers_as_before(pokja):
    run = import_check(actor=pokja, run_id=receive(pokja, odd_families()).pk)
    assert run.state == ImportRun.State.REFUSED
    assert [problem["code"] for problem in run.problem] == ["column_missing", "column_missing"]
