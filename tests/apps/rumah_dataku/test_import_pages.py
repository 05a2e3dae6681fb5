"""Importing in the browser: send, follow, decide; and nobody else sees any of it."""

from __future__ import annotations

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from procrastinate.contrib.django.models import ProcrastinateJob

from padu.access.gate import scoped
from padu.access.models import AuditEntry
from padu.apps.rumah_dataku.models import ImportRun
from padu.apps.rumah_dataku.services import import_check, import_store
from padu.apps.rumah_dataku.tasks import check as check_task
from padu.apps.rumah_dataku.tasks import store as store_task
from tests.apps.rumah_dataku.files import VILLAGE, YEAR, check, families_file, receive, store
from tests.apps.rumah_dataku.pages import text

pytestmark = pytest.mark.django_db


def send(browser, content: bytes, name: str = "keluarga.xlsx", **fields):
    data = {"kind": "families", "region_code": VILLAGE, "year": YEAR, "source": ""} | fields
    return browser.post("/impor/", data | {"file": SimpleUploadedFile(name, content)})


def run_id(address: str) -> int:
    return int(address.strip("/").split("/")[-1])


def test_from_file_to_family_page(people, client_of):
    browser = client_of(people.pokja)
    assert "Mengirim belum menyimpan" in text(browser.get("/impor/"))
    address = send(browser, families_file())["Location"]
    waiting = browser.get(address)
    assert "Menunggu giliran diperiksa" in text(waiting)
    assert f'hx-get="{address}kemajuan/"' in waiting.content.decode()
    user = people.pokja.user.pk
    job = ProcrastinateJob.objects.get(task_name="rumah_dataku.import_check")
    assert job.args == {"run_id": run_id(address), "user_id": user}
    check_task(**job.args)
    assert browser.get(f"{address}kemajuan/")["HX-Refresh"] == "true"
    assert "Simpan semuanya" in text(browser.get(address))
    assert browser.post(f"{address}simpan/", {"mode": "all"}).status_code == 302
    assert "Menyimpan ke basis data" in text(browser.get(address))
    store_task(run_id=run_id(address), user_id=user)
    assert "1 keluarga dan 2 anggota ada di basis data" in text(browser.get(address))
    assert "1 keluarga, 2 anggota" in text(browser.get("/impor/"))


def test_only_good_families_are_offered_where_some_are_bad(people, client_of):
    browser, pokja = client_of(people.pokja), people.pokja.actor
    rows = [{"No. keluarga": "K-1"}, {"No. keluarga": "K-2", "No. KK": None}]
    content = families_file(rows, [{}, {"No. keluarga": "K-2", "NIK": "123"}])
    run = check(pokja, content)
    address = reverse("import_run", args=[run.pk])
    page = text(browser.get(address))
    assert "Simpan 1 keluarga yang baik" in page
    assert "Keluarga ditolak seluruhnya karena ada anggota yang salah" in page
    told = text(browser.post(f"{address}simpan/", {"mode": "all"}, follow=True))
    assert "Pilih simpan yang baik saja" in told
    browser.post(f"{address}simpan/", {"mode": "good"})
    import_store(actor=pokja, run_id=run.pk)
    assert "1 keluarga bermasalah tidak disimpan" in text(browser.get(address))


def test_issues_are_filtered_and_paged(people, client_of):
    persons = [{"NIK": f"13010145039700{n:02}"[:14]} for n in range(30)]
    run = check(people.pokja.actor, families_file(persons=persons))
    browser, address = client_of(people.pokja), reverse("import_run", args=[run.pk])
    assert "1–25 dari 31" in text(browser.get(address))
    second = text(browser.get(f"{address}?sesudah=25"))
    assert "26–31 dari 31" in second
    assert "Sebelumnya" in second
    assert "1–30 dari 30" not in text(browser.get(f"{address}?kolom=NIK"))
    assert "1–25 dari 30" in text(browser.get(f"{address}?kolom=NIK&tingkat=error"))
    assert "1–1 dari 1" in text(browser.get(f"{address}?masalah=family_members_rejected"))
    assert browser.get(f"{address}?sesudah=x&tingkat=zzz").status_code == 200


def test_a_discarded_run_says_so_and_cannot_be_stored(people, client_of):
    run = check(people.pokja.actor, families_file())
    browser, address = client_of(people.pokja), reverse("import_run", args=[run.pk])
    assert "Tidak ada data yang ditulis" in text(browser.post(f"{address}batal/", follow=True))
    told = text(browser.post(f"{address}simpan/", {"mode": "all"}, follow=True))
    assert "keadaan impor sudah berubah" in told
    assert "Simpan semuanya" not in told


def test_the_sender_gets_the_file_back_and_nobody_else(people, client_of, pokja):
    content = families_file()
    run = check(pokja, content)
    address = reverse("import_file", args=[run.pk])
    answer = client_of(people.pokja).get(address)
    assert b"".join(answer.streaming_content) == content
    assert answer["Content-Disposition"] == "attachment; filename*=UTF-8''keluarga.xlsx"
    with scoped(pokja):
        assert AuditEntry.objects.filter(event="import.file", subject=f"import:{run.pk}").count() == 1


@pytest.mark.parametrize("who", ["pokja_tetangga", "pokja_luar", "tim_kab", "orang_luar", "petugas_opd"])
def test_a_run_is_not_there_for_others(people, client_of, who):
    run = store(people.pokja.actor, families_file())
    browser = client_of(getattr(people, who))
    for name in ("import_run", "import_progress", "import_bad_rows", "import_file"):
        assert browser.get(reverse(name, args=[run.pk])).status_code == 404, name
    for name in ("import_store", "import_discard", "import_retry"):
        assert browser.post(reverse(name, args=[run.pk])).status_code == 404, name
    listed = browser.get("/impor/")
    assert listed.status_code == 403 if who == "petugas_opd" else f"/impor/{run.pk}/" not in text(listed)


def test_somebody_not_signed_in_is_sent_to_the_door(client, people):
    run = receive(people.pokja.actor, families_file())
    for address in ("/impor/", reverse("import_run", args=[run.pk]), "/keluarga/", f"/kampung/{VILLAGE}/angka/"):
        assert client.get(address)["Location"].startswith("/masuk/?next=")


@pytest.mark.parametrize(
    ("fields", "words"),
    [
        ({"year": "2"}, "Tahun data"),
        ({"kind": "figures"}, "Sebutkan siapa yang menerbitkan angka ini."),
        ({"region_code": ""}, "Untuk wilayah"),
        ({"kind": "apa"}, "Isi berkas"),
    ],
)
def test_the_form_says_what_is_missing(people, client_of, fields, words):
    answer = send(client_of(people.pokja), families_file(), **fields)
    assert answer.status_code == 422
    assert words in text(answer)
    with scoped(people.pokja.actor):
        assert not ImportRun.objects.exists()


def test_a_file_for_a_forged_place_is_answered_as_if_the_place_were_not_there(people, client_of):
    assert send(client_of(people.pokja), families_file(), region_code="13.01.01.2002").status_code == 404
    with scoped(people.pokja.actor):
        assert not ImportRun.objects.exists()


def test_a_regency_sends_figures_but_no_families(people, client_of):
    browser = client_of(people.tim_kab)
    page = text(browser.get("/impor/"))
    assert "Angka desa, misalnya IDM" in page
    assert "templat Padu</span>" not in page
    assert send(browser, families_file(), region_code="13.01").status_code == 422


def test_only_templates_of_what_one_may_send_are_handed_out(people, client_of):
    village, regency = (text(client_of(one).get("/impor/")) for one in (people.pokja, people.tim_kab))
    assert "templat/keluarga.xlsx" in village
    assert "templat/angka.xlsx" in village
    assert "templat/keluarga.xlsx" not in regency
    assert "OpenSID" not in regency
    assert "templat/angka.xlsx" in regency


def test_a_template_without_values_asks_for_them(people, client_of, pokja):
    content = f"Kode desa;Unsur data;Jenis kelamin;Nilai\n{VILLAGE};idm;;\n".encode()
    run = check(pokja, content, "angka.csv", kind="figures", source="Kemendesa")
    assert "semua nilainya masih kosong" in text(client_of(people.pokja).get(reverse("import_run", args=[run.pk])))


def test_a_file_name_with_another_year_is_pointed_out(people, client_of):
    content = b"village_code,idm\n13.01.01.2001,0.7\n"
    run = check(people.pokja.actor, content, "idm-2024.csv", kind="figures", year=2026, source="Kemendesa")
    address = reverse("import_run", args=[run.pk])
    assert "Nama berkas menyebut 2024" in text(client_of(people.pokja).get(address))


def test_a_run_that_failed_offers_to_check_again(people, client_of, settings):
    pokja = people.pokja.actor
    run = receive(pokja, families_file())
    hidden = [(path, path.read_bytes()) for path in settings.KEPT_FILES.iterdir() if path.is_file()]
    for path, _ in hidden:
        path.unlink()
    run = import_check(actor=pokja, run_id=run.pk)
    browser, address = client_of(people.pokja), reverse("import_run", args=[run.pk])
    assert run.state == ImportRun.State.FAILED
    assert "Berkas ini tidak ditemukan di tempat simpan" in text(browser.get(address))
    for path, content in hidden:
        path.write_bytes(content)
    assert browser.post(f"{address}ulang/").status_code == 302
    assert import_check(actor=pokja, run_id=run.pk).state == ImportRun.State.CHECKED


@pytest.mark.parametrize(
    ("what", "kind"), [("keluarga", "xlsx"), ("keluarga", "zip"), ("angka", "xlsx"), ("angka", "zip")]
)
def test_templates_are_handed_out(people, client_of, what, kind):
    answer = client_of(people.pokja).get(reverse("import_template", args=[what, kind]))
    assert answer.content.startswith(b"PK")
    assert answer["Content-Disposition"].startswith('attachment; filename="templat-')


def test_an_unknown_template_is_not_there(people, client_of):
    assert client_of(people.pokja).get("/impor/templat/apa.xlsx").status_code == 404
