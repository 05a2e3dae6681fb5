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
    expect(form.asked("Anggota tercatat")).to_have_count(0)
    form.choose("Ada anggota", "Ya")
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
    form.pick("Alasan NIK kosong", "Belum ditanyakan")
    form.choose("K.03 Jenis kelamin", "Laki-laki")
    expect(form.asked("Nama kepala keluarga")).to_have_count(0)
    form.type("Tanggal lahir", "02/01/1980")
    form.choose("K.07", "Cerai hidup")
    form.choose("K.10", "Kepala keluarga")
    form.again()
    # The second member needs a name, too.
    assert form.send() is None
    form.type("K.02 Nama", "Peramban Kedua")
    form.pick("Alasan NIK kosong", "Bayi baru lahir")
    form.choose("K.03 Jenis kelamin", "Laki-laki")
    # Of a child under five neither school nor work nor marriage is asked.
    expect(form.asked("K.14 Pendidikan")).to_have_count(2)
    form.type("Tanggal lahir", "03/04/2025")
    for label in ("K.07", "K.13", "K.14"):
        expect(form.asked(label)).to_have_count(1)
    form.choose("K.10", "Anak")
    expect(form.note("2 anggota, 34 pertanyaan belum dijawab")).to_be_visible()
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


def test_only_what_applies_is_asked_and_the_end_says_what_is_empty(
    window: BrowserContext, pokja: Visitor, phone: Collect
) -> None:
    """A wife of 15 to 49 with a toddler: screening, the couple's answer and the decile with source and day."""
    family = phone.families()[-2]
    form = open_form(window, "keluarga", phone.get)
    form.pick("Keluarga mana?", family["label"])
    form.choose("Siapa saja", "Tidak satu pun")
    for label in ("P.02", "P.03b", "P.10", "P.13", "P.17", "Pasangan memakai", "Status KRS", "Didampingi TPK"):
        expect(form.asked(label)).to_have_count(0)
    # 34 questions without P.02, P.03b, P.10 and P.13 to P.17.
    expect(form.note("26 pertanyaan tidak dijawab di sini; yang sudah tercatat tetap.")).to_be_visible()
    form.choose("Siapa saja", "Suami dan istri")
    assert form.complaint("Siapa saja") == "Tidak satu pun hanya dapat dipilih sendiri"
    assert form.send() is None
    form.leave("Siapa saja", "Tidak satu pun")
    form.leave("Siapa saja", "Suami dan istri")
    for one in ("Istri berumur 15 sampai 49 tahun", "Anak di bawah 5 tahun"):
        form.choose("Siapa saja", one)
    expect(form.asked("P.16")).to_have_count(0)
    expect(form.asked("Metode KB")).to_have_count(0)
    form.choose("Pasangan memakai", "Tidak")
    expect(form.asked("Metode KB")).to_have_count(0)
    form.choose("Alasan tidak ber-KB", "Hamil")
    form.choose("Pasangan memakai", "Ya")
    expect(form.asked("Alasan tidak ber-KB")).to_have_count(0)
    form.pick("Metode KB", "Suntik")
    expect(form.asked("Sumber status KRS")).to_have_count(0)
    form.choose("Status KRS", "Berisiko stunting (KRS)")
    form.type("Sumber status KRS", "Pemutakhiran PK 2025")
    form.type("Tanggal status KRS", "12/31/2099")
    assert form.complaint("Tanggal status KRS") == "Tanggal tidak boleh di masa depan"
    form.type("Tanggal status KRS", "01/15/2026")
    form.choose("Didampingi TPK", "Ya")
    expect(form.asked("Sumber desil")).to_have_count(0)
    form.type("Desil kesejahteraan", "11")
    assert form.complaint("Desil kesejahteraan") == "Isi 1 sampai 10"
    form.type("Desil kesejahteraan", "2")
    form.type("Sumber desil", "DTSEN 2026")
    form.choose("P.14", "Ya")
    # The day of the decile's list is left open and named. 31 of the 34 are asked, one has its answer.
    expect(form.note("31 pertanyaan tidak dijawab di sini")).to_contain_text("Tanggal desil;")
    xml, filled, _ = sent(form)
    said = {
        "ada": "3 6", "kb_method": "5", "krs": "1", "krs_source": "Pemutakhiran PK 2025", "krs_as_of": "2026-01-15",
        "tpk_support": "1", "welfare_decile": "2", "welfare_source": "DTSEN 2026", "p14": "1",
    }  # fmt: skip
    assert {key: " ".join(filled.cells.get(key, "").split()) for key in said} == said
    assert not {"kb_reason", "welfare_as_of", "p16"} & filled.cells.keys()
    assert filled.members == ()
    assert phone.send(xml) == 201
    assert "tersimpan" in newest_submission(pokja)


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
