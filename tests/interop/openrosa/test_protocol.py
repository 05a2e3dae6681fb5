"""Collect's sequence: forms, lists, submission; and who is let in."""

from __future__ import annotations

import base64
import datetime as dt
import hashlib
import io
import json
import re
import zlib
from collections.abc import Callable
from typing import Any
from uuid import uuid4

import pytest
from django.test import Client
from django.utils import timezone
from PIL import Image

from padu.access.gate import scoped
from padu.apps.accounts.guessing import MAX_PER_NAME_AND_ADDRESS
from padu.apps.accounts.services.offboarding import person_offboard
from padu.apps.convergence.models import Realisation, RealisationPhoto
from padu.apps.programmes.services import load_reference
from padu.interop.openrosa.models import Attachment, Submission
from padu.interop.openrosa.purging import submissions_purge
from padu.interop.openrosa.submissions import filled_of
from tests.interop.openrosa.conftest import Phone, phone_of
from tests.interop.openrosa.filling import HEAD, activity_xml, family_xml
from tests.people import VILLAGE, People, Person


def test_collects_sequence(people: People, phone: Phone) -> None:
    forms = phone.get("/openrosa/formList")
    assert forms["X-OpenRosa-Version"] == "1.0"
    text = forms.content.decode()
    assert re.findall("<formID>(.*?)</formID>", text) == ["padu_keluarga", "padu_kegiatan"]
    assert "padu_keluarga" not in phone.get("/openrosa/formList?formID=padu_kegiatan").content.decode()
    address, digest = (re.findall(f"<{name}>(.*?)</{name}>", text)[0] for name in ("downloadUrl", "hash"))
    form = phone.get(address.removeprefix("http://testserver"))
    assert digest == "md5:" + hashlib.md5(form.content, usedforsecurity=False).hexdigest()
    manifest = phone.get("/openrosa/formulir/keluarga/manifest").content.decode()
    assert re.findall("<filename>(.*?)</filename>", manifest) == ["keluarga.csv", "anggota.csv", "desa.csv"]
    assert manifest.count('type="entityList"') == manifest.count("<integrityUrl>") == 1
    villages = phone.get("/openrosa/daftar/desa.csv").content.decode().splitlines()
    assert [line.split(",")[0] for line in villages] == ["name", VILLAGE]
    asked = phone.head()
    assert asked.status_code == 204
    assert int(asked["X-OpenRosa-Accept-Content-Length"]) > 10_000_000
    sent = phone.send(family_xml(uuid4(), create=True, cells={"village_code": VILLAGE}, members=[HEAD]))
    assert sent.status_code == 201
    assert sent.content.startswith(b'<OpenRosaResponse xmlns="http://openrosa.org/http/response"><message>')


def test_without_a_secret_nothing_is_told(people: People, phone: Phone) -> None:
    stranger = Phone(Client(), "")
    answer = stranger.get("/openrosa/formList")
    assert (answer.status_code, answer["WWW-Authenticate"]) == (401, 'Basic realm="Padu", charset="UTF-8"')
    wrong = Phone(Client(), "Basic " + base64.b64encode(b"hp-1:salah").decode())
    assert [wrong.get("/openrosa/formList").status_code for _ in range(MAX_PER_NAME_AND_ADDRESS + 1)] == [
        *[401] * MAX_PER_NAME_AND_ADDRESS,
        429,
    ]


def test_a_revoked_phone_and_one_of_a_person_who_left_are_shut_out(
    people: People, client_of: Callable[[Person], Client], django_capture_on_commit_callbacks: Callable[..., object]
) -> None:
    first, second = phone_of(people.pokja), phone_of(people.pokja)
    browser = client_of(people.pokja)
    page = browser.get("/akun/perangkat/").content.decode()
    number = re.findall(r"/akun/perangkat/(\d+)/cabut/", page)[-1]
    assert browser.post(f"/akun/perangkat/{number}/cabut/").status_code == 302
    assert [one.get("/openrosa/formList").status_code for one in (first, second)] == [401, 200]
    with django_capture_on_commit_callbacks(execute=True), scoped(people.tim_kab.actor):  # type: ignore[attr-defined]
        person_offboard(actor=people.tim_kab.actor, user_id=people.pokja.user.pk, reason="pindah")
    assert second.get("/openrosa/formList").status_code == 401


def test_an_officer_without_families_gets_no_phone(people: People, client_of: Callable[[Person], Client]) -> None:
    answer = client_of(people.petugas_opd).post("/akun/perangkat/", {"label": "ponsel"})
    assert answer.status_code == 422
    assert "lewat halaman Padu" in answer.content.decode()


def test_the_qr_code_is_what_collect_reads(people: People, client_of: Callable[[Person], Client]) -> None:
    answer = client_of(people.pokja).post("/akun/perangkat/", {"label": "ponsel saya"})
    secret, name = answer.context["secret"], answer.context["name"]
    from padu.interop.openrosa.devices import collect_settings

    text = collect_settings("https://padu.contoh/openrosa", answer.context["made"], secret)
    settings = json.loads(zlib.decompress(base64.b64decode(text)))
    general = settings["general"]
    assert (general["server_url"], general["username"], general["password"]) == (
        "https://padu.contoh/openrosa",
        name,
        secret,
    )
    assert secret not in client_of(people.pokja).get("/akun/perangkat/").content.decode()


def _photo() -> bytes:
    memory = io.BytesIO()
    Image.new("RGB", (40, 30), "green").save(memory, "JPEG", exif=b"Exif\x00\x00RAHASIA")
    return memory.getvalue()


@pytest.fixture
def activity() -> dict[str, str]:
    load_reference()
    return {
        "village_code": VILLAGE, "done_on": "2026-11-20", "title": "Senam lansia", "programme_no": "5",
        "column_key": "health", "families_reached": "0", "setuju_foto": "1", "foto_1": "1.jpg", "foto_2": "2.jpg",
    }  # fmt: skip


def test_an_activity_waits_for_its_photos_and_is_reported_once(
    people: People, phone: Phone, activity: dict[str, str]
) -> None:
    form = activity_xml(activity)
    assert phone.send(form, {"1.jpg": _photo()}).status_code == 201
    with scoped(people.pokja.actor):
        assert Submission.objects.get().state == Submission.State.WAITING
        assert not Realisation.objects.exists()
    assert phone.send(form, {"2.jpg": _photo()}).status_code == 202
    assert phone.send(form).status_code == 202
    with scoped(people.pokja.actor):
        made = Realisation.objects.get()
        assert (made.title, made.families_reached, made.outside_plan) == ("Senam lansia", 0, True)
        assert RealisationPhoto.objects.count() == 2
        assert Attachment.objects.count() == 2


def test_an_activity_of_tomorrow_and_a_file_that_is_no_photo(
    people: People, phone: Phone, activity: dict[str, str]
) -> None:
    plain = {key: text for key, text in activity.items() if not key.startswith("foto")}
    tomorrow = (timezone.localdate() + dt.timedelta(days=2)).isoformat()
    assert phone.send(activity_xml(plain | {"done_on": tomorrow})).status_code == 201
    assert phone.send(activity_xml(activity), {"1.jpg": b"%PDF-1.4"}).status_code == 400
    with scoped(people.pokja.actor):
        assert [row.state for row in Submission.objects.all()] == [Submission.State.BAD]


def test_after_ninety_days_only_the_fate_of_a_form_is_left(people: People, phone: Phone) -> None:
    phone.send(family_xml(uuid4(), create=True, cells={"village_code": VILLAGE}, members=[HEAD]))
    with scoped(people.pokja.actor):
        row = Submission.objects.get()
        assert filled_of(row).members[0].cells["name"] == "Siti Aminah"
    assert submissions_purge(today=timezone.localdate()) == 0
    assert submissions_purge(today=timezone.localdate() + dt.timedelta(days=92)) == 1
    with scoped(people.pokja.actor):
        row.refresh_from_db()
    assert (bytes(row.payload), row.key_id, row.state) == (b"", "", Submission.State.STORED)


def test_behind_a_proxy_with_tls_every_address_is_one_of_tls(people: People, phone: Phone, settings: Any) -> None:
    settings.SESSION_COOKIE_SECURE = True
    pages = [phone.get(f"/openrosa/{page}").content.decode() for page in ("formList", "formulir/keluarga/manifest")]
    assert ["http://testserver" in page for page in pages] == [False, False]
    assert ["https://testserver" in page for page in pages] == [True, True]
