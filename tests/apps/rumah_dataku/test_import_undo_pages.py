"""Taking an import back in the browser: a reason, what stands against it, and what became of it."""

from __future__ import annotations

import pytest
from django.urls import reverse
from procrastinate.contrib.django.models import ProcrastinateJob

from padu.access.actor import system_actor
from padu.access.gate import scoped
from padu.access.models import AuditEntry
from padu.access.verbs import Verb
from padu.apps.rumah_dataku.models import Family, ImportRun
from padu.apps.rumah_dataku.tasks import undo as undo_task
from tests.apps.rumah_dataku.files import VILLAGE, check, families_file, store
from tests.apps.rumah_dataku.pages import text

pytestmark = pytest.mark.django_db
WHY = "Berkas ini milik nagari tetangga"


def work() -> None:
    job = ProcrastinateJob.objects.filter(task_name="rumah_dataku.import_undo").latest("pk")
    undo_task(**job.args)


def test_from_the_run_page_to_undone(people, client_of):
    browser, run = client_of(people.pokja), store(people.pokja.actor, families_file())
    address, undo = reverse("import_run", args=[run.pk]), reverse("import_undo", args=[run.pk])
    assert f'href="{undo}"' in browser.get(address).content.decode()
    assert "Dibaca kembali: 1 keluarga, 2 anggota (baru 1, berubah 0, tetap 0)" in text(browser.get("/impor/"))
    assert "Berkas ini menambah 1 keluarga dan mengubah 0 keluarga." in text(browser.get(undo))
    assert "Riwayat setiap baris tetap menyimpan keduanya" in text(browser.get(undo))
    assert browser.post(undo, {"reason": WHY})["Location"] == address
    assert "Menarik kembali" in text(browser.get(address))
    work()
    page = text(browser.get(address))
    assert "1 keluarga (2 anggota) dihapus dan 0 keluarga dikembalikan" in page
    assert f"Alasan: {WHY}." in page
    assert "Tarik kembali impor ini" not in page
    assert "Ditarik: 1 dihapus, 0 dikembalikan, 0 dibiarkan" in text(browser.get("/impor/"))


def test_a_short_reason_is_sent_back_with_what_was_written(people, client_of):
    browser, run = client_of(people.pokja), store(people.pokja.actor, families_file())
    answer = browser.post(reverse("import_undo", args=[run.pk]), {"reason": "salah"})
    assert answer.status_code == 422
    assert "Belum ada yang ditarik" in text(answer)
    assert 'value="salah"' in answer.content.decode()


def test_later_work_is_listed_and_the_rest_is_offered(people, client_of):
    browser, run = client_of(people.pokja), store(people.pokja.actor, families_file())
    undo = reverse("import_undo", args=[run.pk])
    assert "Biarkan yang sudah diubah" not in text(browser.get(undo))
    with scoped(system_actor("00", *Verb)):
        Family.objects.update(hamlet="Dibetulkan")
    browser.post(undo, {"reason": WHY})
    work()
    assert "1 baris sudah diubah sesudah impor ini" in text(browser.get(reverse("import_run", args=[run.pk])))
    page = text(browser.get(undo))
    assert "Siti Aminah · RW 001 RT 002" in page
    assert "Isinya diubah sesudahnya" in page
    with scoped(system_actor("00", *Verb)):
        looks = AuditEntry.objects.filter(event="family.list", region_code=VILLAGE, subject="list:1")
        assert looks.count() == 1
    browser.post(undo, {"reason": WHY, "leave_touched": "on"})
    work()
    assert "1 yang sudah diubah sesudahnya dibiarkan" in text(browser.get(reverse("import_run", args=[run.pk])))
    with scoped(system_actor("00", *Verb)):
        assert looks.count() == 2
    with scoped(people.pokja.actor):
        assert Family.objects.get().hamlet == "Dibetulkan"
        assert ImportRun.objects.get().state == ImportRun.State.UNDONE


def test_what_was_not_stored_cannot_be_taken_back(people, client_of):
    run = check(people.pokja.actor, families_file())
    answer = client_of(people.pokja).get(reverse("import_undo", args=[run.pk]), follow=True)
    assert "tidak ada yang tersimpan darinya sekarang" in text(answer)
