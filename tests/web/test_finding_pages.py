"""Findings in the browser: written by the inspector, answered by the pokja, judged, closed; late ones are marked."""

from __future__ import annotations

import pytest

from padu.access.gate import scoped
from padu.access.verbs import Role
from padu.apps.coordination.models import Finding
from tests.people import REGENCY, VILLAGE, make_person

POSTED = {
    "region_code": VILLAGE,
    "subject": "team",
    "text": "SK pokja habis",
    "seriousness": "heavy",
    "found_on": "2026-02-02",
}


@pytest.fixture
def inspector(people, client_of):
    return client_of(make_person("inspektorat", Role.INSPECTOR, REGENCY))


def text(response, status=200):
    assert response.status_code == status, response.content.decode()[:2000]
    return response.content.decode()


@pytest.fixture
def finding(people, inspector):
    inspector.post("/temuan/baru/", POSTED)
    with scoped(people.tim_kab.actor):
        return Finding.objects.get()


def state(people):
    with scoped(people.tim_kab.actor):
        return Finding.objects.get().state


def test_the_way_of_a_finding(people, inspector, finding, client_of):
    pokja, url = client_of(people.pokja), f"/temuan/{finding.pk}/"
    page = text(pokja.get(url))
    assert "Terlambat dijawab" in page
    assert "Kirim jawaban" in page
    assert "Terima jawaban" not in page
    assert "Kirim jawaban" not in text(inspector.get(url))
    refused = text(pokja.post(f"{url}jawab/", {"text": "SK baru sudah terbit", "evidence": ""}), 422)
    assert "SK baru sudah terbit" in refused
    assert state(people) == "open"
    pokja.post(f"{url}jawab/", {"text": "SK baru", "evidence": "SK 12/2026"})
    text(inspector.post(f"{url}kembalikan/", {"reason": ""}), 422)
    inspector.post(f"{url}kembalikan/", {"reason": "Belum ditandatangani"})
    assert "Belum ditandatangani" in text(pokja.get(url))
    pokja.post(f"{url}jawab/", {"text": "SK baru", "evidence": "SK 13/2026"})
    inspector.post(f"{url}terima/")
    inspector.post(f"{url}tutup/")
    assert state(people) == "closed"
    page = text(inspector.get(url))
    assert "Ditutup" in page
    assert "Tutup temuan" not in page


def test_a_step_out_of_order_is_refused_and_changes_nothing(people, inspector, finding):
    assert inspector.post(f"/temuan/{finding.pk}/tutup/").status_code == 409
    assert state(people) == "open"


def test_who_may_not_judge_is_refused(people, finding, client_of):
    for step in ("terima", "tutup"):
        assert client_of(people.tim_kab).post(f"/temuan/{finding.pk}/{step}/").status_code == 403
    data = {"reason": "x"}
    assert client_of(people.tim_kab).post(f"/temuan/{finding.pk}/kembalikan/", data).status_code == 403
    assert client_of(people.orang_luar).get(f"/temuan/{finding.pk}/").status_code == 404
    assert client_of(people.tim_kab).get("/temuan/baru/").status_code == 403


def test_findings_stand_on_the_pages_of_the_place(people, finding, client_of):
    pokja = client_of(people.pokja)
    assert "terlambat dijawab" in text(pokja.get(f"/kampung/{VILLAGE}/"))
    assert f"/temuan/{finding.pk}/" in text(client_of(people.tim_kab).get(f"/wilayah/{REGENCY}/"))
    assert f"/temuan/{finding.pk}/" not in text(client_of(people.orang_luar).get(f"/wilayah/{REGENCY}/"))
    assert "SK pokja habis" in text(pokja.get("/temuan/?keadaan=open"))
    assert "Tidak ada temuan" in text(pokja.get("/temuan/?keadaan=closed"))


def test_what_is_wrong_in_the_form_is_said_and_kept(inspector):
    page = text(inspector.post("/temuan/baru/", POSTED | {"region_code": "13.01.01.9999"}), 422)
    assert "Kode wilayah ini tidak ada" in page
    assert "SK pokja habis" in page
    assert text(inspector.post("/temuan/baru/", POSTED | {"page": "https://contoh.example/"}), 422)
