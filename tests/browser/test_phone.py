"""A phone on the real server: set up on the page, sending over a line that breaks, and a conflict settled on screen."""

from __future__ import annotations

import csv
import http.client
import io
from base64 import b64encode
from contextlib import closing
from urllib.parse import urlsplit
from uuid import UUID, uuid4

import pytest
from playwright.sync_api import expect

from tests.browser.conftest import NARROW, WIDE, Visit
from tests.interop.openrosa.filling import family_xml

pytestmark = [pytest.mark.browser, pytest.mark.xdist_group("browser")]


def _body(xml: bytes) -> bytes:
    head = b'--gabung\r\nContent-Disposition: form-data; name="xml_submission_file"; filename="a.xml"\r\n'
    return head + b"Content-Type: text/xml\r\n\r\n" + xml + b"\r\n--gabung--\r\n"


class Collect:
    """Calls to the server as they go over the line."""

    def __init__(self, site: str, name: str, secret: str) -> None:
        self.host = urlsplit(site).netloc
        self.headers = {"Authorization": "Basic " + b64encode(f"{name}:{secret}".encode()).decode()}
        self.form = self.headers | {"Content-Type": "multipart/form-data; boundary=gabung"}

    def families(self) -> list[dict[str, str]]:
        with closing(http.client.HTTPConnection(self.host)) as line:
            line.request("GET", "/openrosa/daftar/keluarga.csv", headers=self.headers)
            return list(csv.DictReader(io.StringIO(line.getresponse().read().decode())))

    def send(self, xml: bytes) -> int:
        """In chunks, without a length."""
        body = _body(xml)
        parts = iter([body[at : at + 700] for at in range(0, len(body), 700)])
        with closing(http.client.HTTPConnection(self.host)) as line:
            line.request("POST", "/openrosa/submission", parts, self.form, encode_chunked=True)
            with line.getresponse() as answer:
                return answer.status

    def break_off(self, xml: bytes) -> None:
        """The line is cut in the middle of the form."""
        line, body = http.client.HTTPConnection(self.host), _body(xml)
        line.putrequest("POST", "/openrosa/submission")
        for key, text in (self.form | {"Content-Length": str(len(body))}).items():
            line.putheader(key, text)
        line.endheaders(body[: len(body) // 2])
        line.close()


def test_a_phone_is_set_up_sends_over_a_broken_line_and_a_conflict_is_settled(visit: Visit, site: str) -> None:
    pokja = visit("pokja", WIDE)
    page = pokja.page
    pokja.go("/akun/perangkat/")
    page.get_by_label("Nama ponsel").fill("Ponsel uji")
    page.get_by_role("button", name="Buat kode QR").click()
    expect(page.get_by_role("img", name="Gambar QR")).to_be_visible()
    assert pokja.axe() == []
    page.get_by_text("Tidak dapat memindai?").click()
    name, secret = (page.locator("dd code").nth(at).inner_text() for at in (1, 2))
    phone = Collect(site, name, secret)
    family = phone.families()[0]
    uuid, version = UUID(family["name"]), int(family["__version"])
    form = family_xml(uuid, base=version, cells={"hamlet": "Jorong Uji"}, instance=uuid4())
    phone.break_off(form)
    assert [phone.send(form), phone.send(form)] == [201, 202]
    late = family_xml(uuid, base=version, cells={"hamlet": "Jorong Kedua", "p06": "1", "p03a": "2"})
    assert phone.send(late) == 201
    small = visit("pokja", NARROW)
    small.go("/kiriman-ponsel/?keadaan=conflict")
    assert small.axe() == []
    assert not small.overflows()
    small.page.get_by_role("link", name="Pendataan keluarga").first.click()
    expect(small.page.get_by_text("Jorong Uji")).to_be_visible()
    expect(small.page.get_by_text("jawaban khusus, tidak ditampilkan").first).to_be_visible()
    assert small.axe() == []
    assert not small.overflows()
    small.page.get_by_label("Pakai Dusun/jorong").check()
    small.page.get_by_label("Alasan").fill("Kader baru dari sana")
    small.page.get_by_role("button", name="Simpan pilihan").click()
    expect(small.page.get_by_text("Tersimpan pada data keluarga.")).to_be_visible()
    assert next(one for one in phone.families() if one["name"] == str(uuid))["hamlet"] == "Jorong Kedua"
    assert (pokja.complaints, small.complaints) == ([], [])
