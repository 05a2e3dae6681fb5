"""Pages of changes: sent, shown, stored by the nation's team; and pages of places as of a day."""

from __future__ import annotations

import re
from collections.abc import Callable
from pathlib import Path

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from padu.access.verbs import Role
from padu.apps.regions.models import Region, RegionSuccession
from tests.apps.regions.change_files import HEADER, change, line
from tests.people import People, Person, make_person

SignIn = Callable[[Person], Client]
OLD, NEW = "13.01.01.2001", "13.01.01.2009"


def text_of(answer: object) -> str:
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", answer.content.decode()))  # type: ignore[attr-defined]


@pytest.fixture
def pusat(people: People, client_of: SignIn) -> Client:
    return client_of(make_person("pusat", Role.NATION, "00"))


def upload(client: Client, lines: list[tuple[str, ...]], kind: str = "successions", **more: str):  # type: ignore[no-untyped-def]
    body = "\n".join(";".join(cells) for cells in [HEADER if kind == "successions" else ("kode", "nama"), *lines])
    file = SimpleUploadedFile("ubah.csv", body.encode())
    return client.post("/wilayah/perubahan/", {"kind": kind, "file": file, **more})


def test_a_file_is_sent_seen_and_stored(pusat: Client) -> None:
    answer = upload(pusat, [line(OLD, NEW, name="Inderapura Baru")])
    assert answer.status_code == 302
    page = pusat.get(answer["Location"])
    words = text_of(page)
    assert "13.01.01.2001 Nagari Inderapura" in words
    assert "13.01.01.2009 Inderapura Baru" in words
    assert "100,0" in words
    assert RegionSuccession.objects.count() == 0
    stored = pusat.post(f"{answer['Location']}simpan/", follow=True)
    assert "Perubahan tersimpan dan berlaku." in text_of(stored)
    assert RegionSuccession.objects.count() == 1
    again = pusat.post(f"{answer['Location']}simpan/", follow=True)
    assert again.status_code == 200
    assert RegionSuccession.objects.count() == 1


def test_wrong_rows_are_shown_and_cannot_be_stored(pusat: Client) -> None:
    answer = upload(pusat, [line("13.01.01.2998", NEW)])
    words = text_of(pusat.get(answer["Location"]))
    assert "Berkas ini belum dapat disimpan" in words
    assert "Kode tidak dikenal" in words
    assert "13.01.01.2998" in words
    refused = pusat.post(f"{answer['Location']}simpan/", follow=True)
    assert "tidak ada yang berubah" in text_of(refused)
    assert RegionSuccession.objects.count() == 0


def test_a_form_with_faults_says_what_is_missing(pusat: Client) -> None:
    answer = upload(pusat, [("13", "Sumatera Barat")], "older_list", label="Daftar lama")
    assert answer.status_code == 422
    assert "Isi tanggal daftar ini tidak berlaku lagi." in text_of(answer)
    # What was written stands in the form again.
    assert 'value="Daftar lama"' in answer.content.decode()
    nothing = pusat.post("/wilayah/perubahan/", {"kind": "successions"})
    assert nothing.status_code == 422
    picture = SimpleUploadedFile("a.png", b"\x89PNG\r\n\x1a\n0000")
    answer = pusat.post("/wilayah/perubahan/", {"kind": "successions", "file": picture})
    assert answer.status_code == 422
    assert "gambar" in text_of(answer)


def test_suggestions_are_confirmed_one_by_one_or_together(pusat: Client) -> None:
    rows = [(r.code, r.name) for r in Region.objects.exclude(code="00")]
    gone = {"13.02.03.2002": "13.02.03.2008", "13.01.02.2001": "13.01.02.2009", "13.01.02.2002": "13.01.02.2008"}
    older = sorted((gone.get(code, code), name) for code, name in rows)
    answer = upload(pusat, older, "older_list", effective_on="2025-07-01", label="Daftar uji")
    listed = pusat.post(f"{answer['Location']}simpan/", follow=True)
    words = text_of(listed)
    assert "Kabupaten Pesisir Selatan 2 0" in words
    assert "Kabupaten Solok 1 0" in words
    opened = pusat.get("/wilayah/perubahan/saran/?kelompok=13.01")
    assert "13.01.02.2009 Nagari Pelangai" in text_of(opened)
    pusat.post("/wilayah/perubahan/saran/", {"pair": ["13.01.02.2009>13.01.02.2001"]})
    assert list(RegionSuccession.objects.values_list("from_code", "to_code")) == [("13.01.02.2009", "13.01.02.2001")]
    strange = pusat.post("/wilayah/perubahan/saran/", {"pair": ["13.01.02.2001>13.02"]}, follow=True)
    assert "tidak ada yang disimpan" in text_of(strange)
    nothing = pusat.post("/wilayah/perubahan/saran/", {}, follow=True)
    assert "Belum ada pasangan yang dipilih" in text_of(nothing)
    pusat.post("/wilayah/perubahan/saran/", {"group": "13.01"})
    pusat.post("/wilayah/perubahan/saran/", {"group": "13.02"})
    assert RegionSuccession.objects.count() == 3
    assert "Tidak ada saran yang menunggu" in text_of(pusat.get("/wilayah/perubahan/saran/"))


def test_a_place_shows_its_past_and_its_state_on_a_day(people: People, client_of: SignIn, tmp_path: Path) -> None:
    change(tmp_path, [line(OLD, NEW, "0,6", "split", name="Inderapura Baru"), line(OLD, "13.01.01.2002", "", "split")])
    change(tmp_path, [line("13.01.01.2003", "13.01.01.2003", "", "rename", name="Tigo Sapakaik")])
    client = client_of(people.orang_luar)
    old = text_of(client.get(f"/wilayah/{OLD}/"))
    assert "Kode ini berlaku sampai 30 Juni 2025." in old
    assert re.search(r"Menjadi .*Nagari Inderapura Baru 13\.01\.01\.2009 Pemekaran 1 Jul 2025 60,0", old)
    new = text_of(client.get(f"/wilayah/{NEW}/"))
    assert re.search(r"Berasal dari .*Nagari Inderapura 13\.01\.01\.2001 Pemekaran", new)
    assert "Kode ini baru berlaku sejak 1 Juli 2025." in text_of(client.get(f"/wilayah/{NEW}/?per=2025-06-30"))
    assert "belum diketahui" in text_of(client.get("/wilayah/13.01.01.2002/"))
    today, before = client.get("/wilayah/13.01.01/"), client.get("/wilayah/13.01.01/?per=2025-06-30")
    assert "Inderapura Baru" in text_of(today)
    assert "Inderapura Baru" not in text_of(before)
    assert "Tiga Sepakat Inderapura" in text_of(before)
    assert "menurut keadaan 30 Juni 2025" in text_of(before)
    # Every way on keeps the day.
    assert f"/wilayah/{OLD}/?per=2025-06-30" in before.content.decode()
    renamed = text_of(client.get("/wilayah/13.01.01.2003/"))
    assert re.search(r"Nama dari waktu ke waktu .*Tiga Sepakat Inderapura 30 Jun 2025", renamed)


@pytest.mark.parametrize("day", ["kemarin", "2025-13-45", "0000-00-00", "99999", "9999-99-99"])
def test_an_odd_day_is_left_out(people: People, client_of: SignIn, day: str) -> None:
    page = client_of(people.pokja).get(f"/wilayah/13.01/?per={day}")
    assert page.status_code == 200
    assert "menurut keadaan" not in text_of(page)


def test_the_door_is_shown_to_the_nations_team_alone(people: People, client_of: SignIn, pusat: Client) -> None:
    link = 'href="/wilayah/perubahan/"'
    assert link in pusat.get("/wilayah/").content.decode()
    assert link not in client_of(people.tim_kab).get("/wilayah/").content.decode()


def test_a_search_marks_places_that_are_no_more(people: People, client_of: SignIn, tmp_path: Path) -> None:
    change(tmp_path, [line(OLD, NEW, name="Inderapura Baru")])
    words = text_of(client_of(people.tim_kab).get("/wilayah/?cari=inderapura"))
    assert words.index("Nagari Inderapura Baru") < words.index("Nagari Inderapura (kode lama 13.01.01.2001)")
