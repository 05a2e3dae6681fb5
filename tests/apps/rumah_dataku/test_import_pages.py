"""Importing in the browser: send, follow, decide; and nobody else sees any of it."""

from __future__ import annotations

from html import unescape

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from padu.apps.rumah_dataku.services import import_check, import_store
from tests.apps.rumah_dataku.files import VILLAGE, YEAR, families_file

pytestmark = pytest.mark.django_db


@pytest.fixture
def send(client_of, people, django_capture_on_commit_callbacks):
    """Send bytes as the pokja; the run is checked as the worker would do. Returns the browser and the run's address."""

    def sent(content: bytes, name: str = "keluarga.xlsx", who=None, **fields):
        person = who or people.pokja
        browser = client_of(person)
        data = {"kind": "families", "region_code": VILLAGE, "year": YEAR, "source": ""} | fields
        answer = browser.post("/impor/", data | {"file": SimpleUploadedFile(name, content)})
        assert answer.status_code == 302, unescape(answer.content.decode())
        run_id = int(answer["Location"].strip("/").split("/")[-1])
        import_check(actor=person.actor, run_id=run_id)
        return browser, answer["Location"]

    return sent


def text(answer) -> str:
    return " ".join(unescape(answer.content.decode()).split())


def test_from_file_to_family_page(send, people):
    browser, address = send(families_file())
    assert "Mengirim belum menyimpan" in text(browser.get("/impor/"))
    page = text(browser.get(address))
    assert "Simpan semuanya" in page
    assert browser.post(f"{address}simpan/", {"mode": "all"}).status_code == 302
    import_store(actor=people.pokja.actor, run_id=int(address.strip("/").split("/")[-1]))
    assert "1 keluarga dan 2 anggota ada di basis data" in text(browser.get(address))
    families = text(browser.get("/keluarga/"))
    assert "Siti Aminah" in families
