"""A phone on the line to the real server: what ODK Collect asks and sends, call by call."""

from __future__ import annotations

import csv
import http.client
import io
from base64 import b64encode
from collections.abc import Mapping
from contextlib import closing
from urllib.parse import urlsplit

from tests.browser.conftest import Visitor


def _part(name: str, file: str, kind: str, content: bytes) -> bytes:
    head = f'--gabung\r\nContent-Disposition: form-data; name="{name}"; filename="{file}"\r\n'
    return head.encode() + f"Content-Type: {kind}\r\n\r\n".encode() + content + b"\r\n"


def _body(xml: bytes, files: Mapping[str, bytes] | None = None) -> bytes:
    parts = [_part("xml_submission_file", "a.xml", "text/xml", xml)]
    parts += [_part(name, name, "image/jpeg", content) for name, content in (files or {}).items()]
    return b"".join(parts) + b"--gabung--\r\n"


class Collect:
    """Calls to the server as they go over the line."""

    def __init__(self, site: str, name: str, secret: str) -> None:
        self.host = urlsplit(site).netloc
        self.headers = {"Authorization": "Basic " + b64encode(f"{name}:{secret}".encode()).decode()}
        self.form = self.headers | {"Content-Type": "multipart/form-data; boundary=gabung"}

    def get(self, path: str) -> bytes:
        with closing(http.client.HTTPConnection(self.host)) as line:
            line.request("GET", path, headers=self.headers)
            with line.getresponse() as answer:
                assert answer.status == 200, f"{path}: {answer.status}"
                return answer.read()

    def listed(self, name: str) -> list[dict[str, str]]:
        return list(csv.DictReader(io.StringIO(self.get(f"/openrosa/daftar/{name}.csv").decode())))

    def families(self) -> list[dict[str, str]]:
        return self.listed("keluarga")

    def send(self, xml: bytes, files: Mapping[str, bytes] | None = None) -> int:
        """In chunks, without a length."""
        body = _body(xml, files)
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


def set_up(visitor: Visitor) -> Collect:
    """A phone of the visitor's own, made on the page; the page with its code stays open."""
    page = visitor.page
    visitor.go("/akun/perangkat/")
    page.get_by_label("Nama ponsel").fill("Ponsel uji")
    page.get_by_role("button", name="Buat kode QR").click()
    page.get_by_text("Tidak dapat memindai?").click()
    name, secret = (page.locator("dd code").nth(at).inner_text() for at in (1, 2))
    return Collect(visitor.site, name, secret)
