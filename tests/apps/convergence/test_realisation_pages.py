"""Reporting in the browser: the event's form, the quick form, joining, photos, and who may do which."""

from __future__ import annotations

from uuid import uuid4

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils import timezone
from PIL import Image

from padu.access.gate import gate_opened_for_test, scoped
from padu.apps.convergence.models import Commitment, Realisation, RealisationPhoto
from padu.apps.convergence.services.photos import photo_path
from tests.agreed_rows import EVENT_DAY, make_columns, make_commitment, make_event, make_outside
from tests.apps.convergence.test_photos import camera_jpeg
from tests.factories import make_kampung
from tests.people import NEXT_VILLAGE, VILLAGE
from tests.planning_rows import make_catalogue


@pytest.fixture
def event(people):
    make_columns()
    make_catalogue()
    make_kampung(VILLAGE)
    return make_event(VILLAGE)


@pytest.fixture
def health(people, event):
    return make_commitment(event, people.kesehatan)


@pytest.fixture
def registry(people, event):
    return make_commitment(event, people.dukcapil, programme_no=1, title="Perekaman KTP")


def photo_file(name="foto.jpg"):
    return SimpleUploadedFile(name, camera_jpeg(), "image/jpeg")


def event_form(*answers, **fields):
    values = {"report_key": str(uuid4()), "done_on": EVENT_DAY.isoformat(), "families_reached": "40", "note": "Lancar"}
    for commitment, answer, reason in answers:
        values |= {f"done_{commitment.pk}": answer, f"reason_{commitment.pk}": reason}
    return values | fields


def quick_form(**fields):
    return {
        "report_key": str(uuid4()), "done_on": timezone.localdate().isoformat(), "title": "Kegiatan genting",
        "region_code": VILLAGE, "who": "column:health",
    } | fields  # fmt: skip


def reports(person):
    with scoped(person.actor):
        return list(Realisation.objects.order_by("pk"))


def test_event_is_reported_with_photo_and_shown(people, event, health, registry, client_of):
    client, url = client_of(people.pokja), f"/acara/{event.pk}/lapor/"
    assert "Perekaman KTP" in client.get(url).content.decode()
    form = event_form(
        (health, "yes", ""), (registry, "no", "Listrik padam"),
        came=["Kesehatan"], participants="PKK", photos=[photo_file()], photo_consent="on",
    )  # fmt: skip
    assert client.post(url, form).url == f"/acara/{event.pk}/"
    [stored] = reports(people.pokja)
    assert (stored.participants, stored.families_reached, stored.note) == ("Kesehatan, PKK", 40, "Lancar")
    page = client.get(f"/acara/{event.pk}/").content.decode()
    assert "Listrik padam" in page
    assert "/foto/" in page
    assert "Terlaksana" in page


def test_form_sent_twice_is_one_report(people, event, health, client_of):
    client, form = client_of(people.pokja), event_form((health, "yes", ""))
    for _ in range(2):
        assert client.post(f"/acara/{event.pk}/lapor/", form).status_code == 302
    assert len(reports(people.pokja)) == 1


def test_what_is_missing_is_said_and_nothing_is_stored(people, event, health, client_of):
    client, url = client_of(people.pokja), f"/acara/{event.pk}/lapor/"
    answer = client.post(url, event_form((health, "no", " "), families_reached="banyak"))
    assert answer.status_code == 422
    page = answer.content.decode()
    assert "Tulis mengapa kegiatan ini tidak terlaksana." in page
    assert "Isi dengan angka" in page
    assert client.post(url, event_form((health, "yes", ""), done_on="2099-01-01")).status_code == 422
    assert client.post(url, event_form((health, "yes", ""), photos=[photo_file()])).status_code == 422
    assert client.post(url, event_form(report_key="x")).status_code == 422
    assert reports(people.pokja) == []


def test_agency_sees_and_reports_its_own_rows_only(people, event, health, registry, client_of):
    client, url = client_of(people.petugas_opd), f"/acara/{event.pk}/lapor/"
    page = client.get(url).content.decode()
    assert f"done_{health.pk}" in page
    assert f"done_{registry.pk}" not in page
    client.post(url, event_form((health, "yes", ""), (registry, "yes", "")))
    assert [stored.commitment_id for stored in reports(people.tim_kab)] == [health.pk]


def test_agency_without_a_row_may_not_report(people, event, registry, client_of):
    assert client_of(people.petugas_opd).get(f"/acara/{event.pk}/").status_code == 200
    assert client_of(people.petugas_opd).get(f"/acara/{event.pk}/lapor/").status_code == 403


def test_quick_report_takes_its_programme_from_the_activity(people, event, client_of):
    client = client_of(people.pokja)
    answer = client.post("/lapor/", quick_form(title="kegiatan GENTING", families_reached="1.250"))
    assert answer.url == f"/lapor/?kampung={VILLAGE}"
    [stored] = reports(people.pokja)
    assert (stored.programme_no, stored.activity, stored.outside_plan) == (4, "genting", True)
    assert stored.families_reached == 1250
    assert "di luar rencana" in client.get(answer.url).content.decode()


def test_quick_report_of_an_unknown_activity_asks_for_the_programme(people, event, client_of):
    client = client_of(people.pokja)
    answer = client.post("/lapor/", quick_form(title="Senam"))
    assert answer.status_code == 422
    assert "pilih programnya" in answer.content.decode()
    assert client.post("/lapor/", quick_form(title="Senam", programme_no="7")).status_code == 302
    assert [(r.title, r.programme_no) for r in reports(people.pokja)] == [("Senam", 7)]


def test_quick_report_form_asks_little_and_defaults_to_today(people, event, client_of):
    page = client_of(people.pokja).get("/lapor/").content.decode()
    assert f'value="{timezone.localdate().isoformat()}"' in page
    assert '<option value="Kegiatan genting">' in page
    assert page.count("required") <= 6


def test_quick_report_stays_in_the_own_village(people, event, client_of):
    make_kampung(NEXT_VILLAGE)
    client = client_of(people.pokja)
    assert client.get(f"/lapor/?kampung={NEXT_VILLAGE}").status_code == 404
    assert client.post("/lapor/", quick_form(region_code=NEXT_VILLAGE)).status_code == 404
    assert reports(people.tim_kab) == []


def test_a_regency_without_a_kampung_is_told_so_and_may_not_post(people, client_of):
    client = client_of(people.orang_luar)
    for answer in (client.get("/lapor/"), client.post("/lapor/", {"title": "Kerja bakti"})):
        assert answer.status_code == 200
        assert "Belum ada kampung di wilayah Anda" in answer.content.decode()
    with gate_opened_for_test():
        assert not Realisation.objects.exists()


def test_agency_reports_quickly_as_itself(people, event, client_of):
    client = client_of(people.petugas_opd)
    assert client.post("/lapor/", quick_form()).status_code == 422
    assert client.post("/lapor/", quick_form(who=f"agency:{people.kesehatan.pk}")).status_code == 302
    assert reports(people.tim_kab)[0].agency_id == people.kesehatan.pk


def test_joining_in_the_browser(people, event, health, registry, client_of):
    work = make_outside(VILLAGE, people.kesehatan)
    client, url = client_of(people.pokja), f"/lapor/{work.pk}/sambung/"
    page = client.get(url).content.decode()
    assert "Kunjungan gizi" in page
    assert "Perekaman KTP" not in page
    assert client.post(url, {"commitment": registry.pk}).status_code == 422
    assert client.post(url, {"commitment": health.pk}).url == f"/acara/{event.pk}/"
    assert "dilaporkan sebelum disambungkan" in client.get(f"/acara/{event.pk}/").content.decode()
    with scoped(people.pokja.actor):
        assert Commitment.objects.get(pk=health.pk).state == "done"
    assert "sudah tersambung" in client.get(url).content.decode()


def test_who_may_not_join(people, event, health, client_of):
    work = make_outside(VILLAGE, people.kesehatan)
    for person, status in ((people.petugas_opd, 403), (people.orang_luar, 404), (people.pokja_tetangga, 404)):
        assert client_of(person).get(f"/lapor/{work.pk}/sambung/").status_code == status
        assert client_of(person).post(f"/lapor/{work.pk}/sambung/", {"commitment": health.pk}).status_code == status


@pytest.fixture
def photo(people, event, client_of):
    form = quick_form(photos=[photo_file()], photo_consent="on")
    assert client_of(people.pokja).post("/lapor/", form).status_code == 302
    with scoped(people.pokja.actor):
        return RealisationPhoto.objects.get()


def test_photo_is_served_bare_and_to_its_place_only(people, photo, client_of):
    answer = client_of(people.pokja).get(f"/foto/{photo.pk}/")
    assert (answer.status_code, answer["Content-Type"]) == (200, "image/jpeg")
    assert answer["X-Content-Type-Options"] == "nosniff"
    assert answer["Cache-Control"] == "private, no-cache"
    assert b"Exif" not in answer.content
    assert b"KameraRahasia" not in answer.content
    for person in (people.pokja_tetangga, people.pokja_luar, people.petugas_luar, people.orang_luar):
        assert client_of(person).get(f"/foto/{photo.pk}/").status_code == 404
        with scoped(person.actor), gate_opened_for_test():
            assert not RealisationPhoto.objects.filter(pk=photo.pk).exists()
    for url in ("/foto/", f"/foto/{photo.path}", f"/static/{photo.path}"):
        assert client_of(people.pokja).get(url).status_code == 404


def test_a_photo_is_asked_for_each_time_and_sent_once(people, photo, client_of):
    url, client = f"/foto/{photo.pk}/", client_of(people.pokja)
    mark = client.get(url)["ETag"]
    again = client.get(url, headers={"if-none-match": mark})
    assert (again.status_code, again.content, again["Cache-Control"]) == (304, b"", "private, no-cache")
    assert client_of(people.orang_luar).get(url, headers={"if-none-match": mark}).status_code == 404
    client.post("/keluar/")
    assert client.get(url, headers={"if-none-match": mark}).status_code == 302


def test_photo_whose_file_is_gone_is_not_found(people, photo, client_of):
    photo_path(photo.path).unlink()
    assert client_of(people.pokja).get(f"/foto/{photo.pk}/").status_code == 404


def test_bomb_and_other_files_are_refused_in_words(people, event, client_of, tmp_path):
    bomb = tmp_path / "bom.png"
    Image.new("1", (9000, 9000)).save(bomb)
    for content, words in ((bomb.read_bytes(), "tidak wajar"), (b"<svg/>", "bukan foto")):
        file = SimpleUploadedFile("foto.jpg", content, "image/jpeg")
        answer = client_of(people.pokja).post("/lapor/", quick_form(photos=[file], photo_consent="on"))
        assert answer.status_code == 422
        assert words in answer.content.decode()
    assert reports(people.pokja) == []
