"""Lists of officers and kampung that were refused are kept, encrypted, for their sender, and can be read again."""

from __future__ import annotations

import datetime as dt
import io

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from django.utils import timezone
from python_calamine import CalamineWorkbook

from padu.access.gate import scoped
from padu.access.models import AuditEntry
from padu.apps.kampung.models import RegisterImport
from padu.apps.programmes.services import load_reference
from padu.apps.rumah_dataku.models import RefusedList
from padu.apps.rumah_dataku.services.purging import kept_files_purge
from tests.apps.rumah_dataku.pages import text
from tests.files.conftest import xlsx_bytes
from tests.people import VILLAGE

pytestmark = pytest.mark.django_db

WORKERS = "/petugas/unggah/?wilayah=13.01"
NO_HEADS = "Siapa;Apa\nRahmi (buatan);PLKB\n"


@pytest.fixture(autouse=True)
def reference(people, settings, tmp_path):
    settings.KEPT_FILES = tmp_path / "kept"
    load_reference()


def send(client, address: str, content: str, name: str = "daftar.csv"):
    return client.post(address, {"file": SimpleUploadedFile(name, content.encode())})


def kept(people) -> list[RefusedList]:
    with scoped(people.tim_kab.actor):
        return list(RefusedList.objects.all())


@pytest.mark.parametrize(("address", "kind"), [(WORKERS, "workers"), ("/daftar-kampung/impor/", "register")])
def test_a_refused_list_is_kept_and_shown_with_its_reason(people, client_of, settings, address, kind):
    client = client_of(people.tim_kab)
    answer = send(client, address, NO_HEADS, "petugas-kami.csv")
    assert answer.status_code == 422
    (row,) = kept(people)
    assert (row.kind, row.region_code, row.file_name) == (kind, "13.01", "petugas-kami.csv")
    page = text(client.get(address))
    assert "petugas-kami.csv" in page
    assert row.problems[0]["message"] in page
    assert b"Rahmi" not in (settings.KEPT_FILES / row.path).read_bytes()
    handed = client.get(reverse("refused_file", args=[row.pk]))
    assert b"".join(handed.streaming_content).decode() == NO_HEADS
    with scoped(people.tim_kab.actor):
        assert AuditEntry.objects.filter(event="list.file", subject=f"refused_list:{row.pk}").count() == 1


def test_the_same_list_again_is_kept_once(people, client_of, settings):
    client = client_of(people.tim_kab)
    send(client, WORKERS, NO_HEADS)
    send(client, WORKERS, NO_HEADS)
    assert len(kept(people)) == 1
    assert len([path for path in settings.KEPT_FILES.iterdir() if path.is_file()]) == 1


@pytest.mark.parametrize(
    ("address", "again"), [(WORKERS, "field_upload_again"), ("/daftar-kampung/impor/", "register_import_again")]
)
def test_read_again_it_is_refused_for_the_same_reason_and_stays(people, client_of, address, again):
    client = client_of(people.tim_kab)
    send(client, address, NO_HEADS)
    (row,) = kept(people)
    assert client.post(reverse(again, args=[row.pk])).status_code == 422
    assert [one.pk for one in kept(people)] == [row.pk]


def test_a_list_of_officers_that_can_be_read_now_is_shown_as_if_just_sent(people, client_of, monkeypatch):
    from padu.web.field import worker_file

    client = client_of(people.tim_kab)
    good = f"Nama;Jenis petugas;Bertugas sejak;Kode desa\nRahmi (buatan);PLKB;01/02/2026;{VILLAGE}\n"
    with monkeypatch.context() as small:
        small.setattr(worker_file, "MAX_BYTES", len(good) - 1)
        assert send(client, WORKERS, good).status_code == 422
    (row,) = kept(people)
    assert client.post(reverse("register_import_again", args=[row.pk])).status_code == 404
    answer = client.post(reverse("field_upload_again", args=[row.pk]))
    assert answer.status_code == 200
    assert answer.context["outcome"].new == 1
    assert kept(people) == []


def test_a_register_that_can_be_read_now_is_checked_and_no_longer_kept(
    people, client_of, monkeypatch, django_capture_on_commit_callbacks, settings
):
    from padu.web import register_import

    client = client_of(people.tim_kab)
    good = f"Kode desa;Nama kampung\n{VILLAGE};Kampung KB Melati\n"
    with monkeypatch.context() as small:
        small.setattr(register_import, "MAX_BYTES", len(good) - 1)
        assert send(client, "/daftar-kampung/impor/", good).status_code == 422
    (row,) = kept(people)
    with django_capture_on_commit_callbacks(execute=True):
        answer = client.post(reverse("register_import_again", args=[row.pk]))
    assert answer.status_code == 302, text(answer)
    with scoped(people.tim_kab.actor):
        assert answer["Location"] == reverse("register_import_run", args=[RegisterImport.objects.get().pk])
    assert kept(people) == []
    assert [path for path in settings.KEPT_FILES.iterdir() if path.is_file()] == []


def test_nobody_else_sees_a_refused_list(people, client_of):
    send(client_of(people.tim_kab), WORKERS, NO_HEADS)
    (row,) = kept(people)
    for who in (people.tim_kab_kedua, people.orang_luar, people.pokja, people.petugas_opd):
        client = client_of(who)
        assert client.get(reverse("refused_file", args=[row.pk])).status_code == 404
        assert client.post(reverse("field_upload_again", args=[row.pk])).status_code == 404
    assert "daftar.csv" not in text(client_of(people.tim_kab_kedua).get(WORKERS))


def test_after_90_days_it_is_gone(people, client_of, settings):
    send(client_of(people.tim_kab), WORKERS, NO_HEADS)
    today = timezone.localdate()
    assert kept_files_purge(today=today + dt.timedelta(days=89)) == 0
    assert kept_files_purge(today=today + dt.timedelta(days=90)) == 1
    assert kept(people) == []
    assert [path for path in settings.KEPT_FILES.iterdir() if path.is_file()] == []


def rows_to_mend(client, row: RefusedList) -> list[list[object]]:
    answer = client.get(reverse("refused_rows", args=[row.pk]))
    assert answer.status_code == 200
    book = CalamineWorkbook.from_filelike(io.BytesIO(answer.content))
    rows: list[list[object]] = book.get_sheet_by_index(0).to_python()
    return rows


def test_bad_rows_of_a_list_of_officers_come_back_and_are_taken_when_mended(people, client_of):
    client = client_of(people.tim_kab)
    heads = "Nama;Jenis petugas;Bertugas sejak;Kode desa"
    text_of_list = f"{heads}\nRahmi (buatan);PLKB;01/02/2026;{VILLAGE}\nSari (buatan);PLKB;kemarin;{VILLAGE}\n"
    answer = send(client, WORKERS, text_of_list)
    assert answer.context["outcome"].new == 1
    (row,) = kept(people)
    assert reverse("refused_rows", args=[row.pk]) in answer.content.decode()
    heads_again, *rows = rows_to_mend(client, row)
    assert heads_again == [*heads.split(";"), "Masalah", "Yang disarankan"]
    assert [cells[0] for cells in rows] == ["Sari (buatan)"]
    assert "Bertugas sejak" in str(rows[0][-2])
    rows[0][2] = "02/02/2026"
    sent = SimpleUploadedFile("perbaiki.xlsx", xlsx_bytes({"Petugas": [heads_again, *rows]}))
    again = client.post(WORKERS, {"file": sent})
    assert (again.context["outcome"].new, again.context["bad"]) == (1, 0)


def test_bad_rows_of_a_register_come_back(people, client_of):
    client = client_of(people.tim_kab)
    heads = "Kode desa;Nama kampung;Tanggal atau tahun berdiri"
    content = f"{heads}\n{VILLAGE};Kampung KB Melati;2018\n13.01.01.2003;Kampung KB Tiga;kemarin\n"
    run = send(client, "/daftar-kampung/impor/", content)["Location"]
    (row,) = kept(people)
    assert reverse("refused_rows", args=[row.pk]) in client.get(run).content.decode()
    heads_again, *rows = rows_to_mend(client, row)
    assert heads_again[:3] == heads.split(";")
    assert [cells[1] for cells in rows] == ["Kampung KB Tiga"]
    rows[0][2] = "2019"
    sent = SimpleUploadedFile("perbaiki.xlsx", xlsx_bytes({"Daftar": [heads_again, *rows]}))
    again = client.post("/daftar-kampung/impor/", {"file": sent})
    assert again.status_code == 302
    assert "Ada baris yang dilewati" not in text(client.get(again["Location"]))
