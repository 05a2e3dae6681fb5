"""The forms of the phone as another engine reads them: filled in with ODK Web Forms, and sent to our server."""

from __future__ import annotations

import io
import re
from collections.abc import Iterator
from uuid import UUID

import pytest
from PIL import Image
from playwright.sync_api import Browser, BrowserContext, expect

from padu.interop.openrosa.filled import Filled, read_filled
from tests.browser.conftest import NARROW, WIDE, Visit, Visitor
from tests.browser.phone_line import Collect, set_up
from tests.browser.web_forms import XML_PART, WebForm, open_form

pytestmark = [pytest.mark.browser, pytest.mark.xdist_group("browser")]
UPDATE, NEW = "Sudah tercatat: perbarui", "Belum tercatat: baru"


@pytest.fixture
def window(browser: Browser) -> Iterator[BrowserContext]:
    """A window for the form alone: no session of ours in it."""
    context = browser.new_context(viewport=WIDE, locale="id-ID")  # type: ignore[arg-type]
    yield context
    context.close()


@pytest.fixture
def pokja(visit: Visit) -> Visitor:
    visitor: Visitor = visit("pokja", WIDE)
    return visitor


@pytest.fixture
def phone(pokja: Visitor) -> Collect:
    return set_up(pokja)


def sent(form: WebForm) -> tuple[bytes, Filled, dict[str, bytes]]:
    """XML, what we read in it, and the files that go with it."""
    parts = form.send()
    assert parts is not None
    xml = parts.pop(XML_PART)
    return xml, read_filled(xml), parts


def newest_submission(pokja: Visitor) -> str:
    pokja.go("/kiriman-ponsel/")
    return pokja.page.locator("tbody tr").first.inner_text()


def test_a_known_family_is_prefilled_changed_and_stored(window: BrowserContext, pokja: Visitor, phone: Collect) -> None:
    family = phone.families()[-1]
    members = [one for one in phone.listed("anggota") if one["keluarga"] == family["name"]]
    form = open_form(window, "keluarga", phone.get)
    # Required: nothing leaves without a family.
    assert form.send() is None
    form.pick("Keluarga mana?", family["label"])
    shown = {key: form.value(label) for key, label in (("head_name", "Nama kepala"), ("rw", "RW"), ("rt", "RT"))}
    assert shown == {key: family[key] for key in shown}
    # Only members of the chosen family are offered.
    assert form.choices("Anggota tercatat") == [one["label"] for one in members]
    form.choose("Anggota tercatat", members[0]["label"])
    expect(form.asked("Alasan NIK kosong")).to_have_count(0)
    form.type("Tanggal lahir", "12/31/2099")
    assert form.complaint("Tanggal lahir") == "Tanggal tidak boleh di masa depan"
    assert form.send() is None
    form.type("Tanggal lahir", "")
    form.choose("K.16", "Di luar negeri")
    form.type("No. KK", "123")
    assert form.complaint("No. KK") == "Isi 16 angka"
    assert form.send() is None
    form.type("No. KK", "")
    form.type("Dusun/jorong", "Jorong Peramban")
    form.choose("P.01", "Ya")
    xml, filled, files = sent(form)
    assert files == {}
    change = filled.entity
    assert change is not None
    assert (change.uuid, change.create) == (UUID(family["name"]), False)
    assert (change.base_version, change.trunk_version, change.branch) == (int(family["__version"]), None, None)
    said = {"hamlet": "Jorong Peramban", "p01": "1", "head_name": family["head_name"]}
    assert {key: filled.cells[key] for key in said} == said
    assert "no_kk" not in filled.cells
    (member,) = filled.members
    assert (member.line, dict(member.cells)) == (1, {"whereabouts": "3"})
    assert phone.send(xml) == 201
    assert "tersimpan" in newest_submission(pokja)
    now = next(one for one in phone.families() if one["name"] == family["name"])
    assert (now["hamlet"], int(now["__version"])) == ("Jorong Peramban", int(family["__version"]) + 1)


def test_a_new_family_asks_other_questions_and_repeats_its_members(
    window: BrowserContext, pokja: Visitor, phone: Collect
) -> None:
    village = phone.listed("desa")[0]
    form = open_form(window, "keluarga", phone.get)
    expect(form.asked("Desa")).to_have_count(0)
    form.choose("Keluarga ini", NEW)
    expect(form.asked("Keluarga mana?")).to_have_count(0)
    expect(form.asked("Anggota tercatat")).to_have_count(0)
    form.choose("Desa", village["label"])
    form.type("K.02 Nama", "Peramban Pertama")
    expect(form.asked("Alasan NIK kosong")).to_have_count(1)
    form.choose("Alasan NIK kosong", "Belum ditanyakan")
    expect(form.asked("Metode KB")).to_have_count(0)
    form.choose("K.03 Jenis kelamin", "Perempuan")
    expect(form.asked("Metode KB")).to_have_count(1)
    form.choose("K.03 Jenis kelamin", "Laki-laki")
    expect(form.asked("Metode KB")).to_have_count(0)
    form.type("Tanggal lahir", "02/01/1980")
    form.choose("K.07", "Cerai hidup")
    form.choose("K.10", "Kepala keluarga")
    form.again()
    # The second member needs a name, too.
    assert form.send() is None
    form.type("K.02 Nama", "Peramban Kedua")
    form.choose("Alasan NIK kosong", "Bayi baru lahir")
    form.choose("K.03 Jenis kelamin", "Laki-laki")
    form.type("Tanggal lahir", "03/04/2025")
    form.choose("K.10", "Anak")
    xml, filled, _ = sent(form)
    assert filled.entity is not None
    assert (filled.entity.create, filled.entity.base_version) == (True, None)
    assert [dict(one.cells)["name"] for one in filled.members] == ["Peramban Pertama", "Peramban Kedua"]
    assert [one.line for one in filled.members] == [None, None]
    assert phone.send(xml) == 201
    assert "tersimpan" in newest_submission(pokja)
    assert phone.send(xml) == 202
    made = next(one for one in phone.families() if one["name"] == str(filled.entity.uuid))
    assert made["head_name"] == "Peramban Pertama"
    lines = [one["label"] for one in phone.listed("anggota") if one["keluarga"] == made["name"]]
    assert lines == ["1. Peramban Pertama", "2. Peramban Kedua"]


def picture() -> bytes:
    memory = io.BytesIO()
    Image.new("RGB", (60, 40), "teal").save(memory, "JPEG")
    return memory.getvalue()


def test_work_outside_the_plan_is_reported_with_a_photo_only_after_consent(
    window: BrowserContext, pokja: Visitor, phone: Collect
) -> None:
    form = open_form(window, "kegiatan", phone.get)
    form.choose("Desa", phone.listed("desa")[0]["label"])
    expect(form.asked("Nama kegiatan")).to_have_count(0)
    form.choose("Kegiatan ini", "Di luar rencana")
    expect(form.asked("Acara yang mana?")).to_have_count(0)
    form.type("Nama kegiatan", "Senam peramban")
    form.choose("Program", phone.listed("program")[0]["label"])
    form.choose("Sektor pelaksana", phone.listed("kolom")[0]["label"])
    form.type("Keluarga yang ikut", "-3")
    assert form.complaint("Keluarga yang ikut") == "Isi 0 atau lebih"
    assert form.send() is None
    form.type("Keluarga yang ikut", "0")
    expect(form.asked("Foto 1")).to_have_count(0)
    form.choose("Orang dalam foto", "Ya")
    form.attach("Foto 1", "senam.jpg", picture())
    xml, filled, files = sent(form)
    assert filled.cells["families_reached"] == "0"
    assert list(files) == [filled.cells["foto_1"]]
    assert phone.send(xml, files) == 201
    assert "tersimpan" in newest_submission(pokja)


@pytest.mark.parametrize("size", [WIDE, NARROW], ids=["wide", "narrow"])
def test_the_page_of_forms_leads_to_the_report_of_an_event(visit: Visit, size: dict[str, int]) -> None:
    pokja = visit("pokja2", size)
    page = pokja.page
    pokja.go("/formulir/")
    assert pokja.axe() == []
    assert not pokja.overflows()
    page.get_by_role("link", name=re.compile("Di sini.*Laporan kegiatan")).click()
    expect(page.get_by_role("heading", level=1, name="Laporan kegiatan")).to_be_visible()
    assert pokja.axe() == []
    assert not pokja.overflows()
    page.get_by_role("table").get_by_role("link").first.click()
    expect(page.get_by_role("button", name="Kirim laporan")).to_be_visible()
    assert pokja.complaints == []


def test_an_event_of_the_plan_is_chosen_and_what_was_done_of_it(window: BrowserContext, visit: Visit) -> None:
    # The second village of the demo has a plan.
    pokja: Visitor = visit("pokja2", WIDE)
    phone = set_up(pokja)
    event = phone.listed("acara")[-1]
    agreed = [one for one in phone.listed("komitmen") if one["acara"] == event["name"]]
    form = open_form(window, "kegiatan", phone.get)
    form.choose("Desa", phone.listed("desa")[0]["label"])
    form.choose("Kegiatan ini", "Ada dalam rencana")
    expect(form.asked("Nama kegiatan")).to_have_count(0)
    expect(form.asked("Yang terlaksana")).to_have_count(0)
    assert form.choices("Acara yang mana?") == [one["label"] for one in phone.listed("acara")]
    form.choose("Acara yang mana?", event["label"])
    assert form.choices("Yang terlaksana") == [one["label"] for one in agreed]
    # Nothing ticked: then why?
    assert form.send() is None
    assert form.complaint("Mengapa yang lain")
    for one in agreed:
        form.choose("Yang terlaksana", one["label"])
    form.type("Keluarga yang ikut", "25")
    xml, filled, _ = sent(form)
    assert filled.cells["komitmen"].split() == [one["name"] for one in agreed]
    assert phone.send(xml) == 201
    assert "tersimpan" in newest_submission(pokja)
    assert event["name"] not in {one["name"] for one in phone.listed("acara")}
    pokja.go(f"/acara/{event['name']}/")
    expect(pokja.page.get_by_text("keluarga terjangkau: 25").first).to_be_visible()
