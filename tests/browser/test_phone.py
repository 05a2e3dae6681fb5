"""A phone on the real server: set up on the page, sending over a line that breaks, and a conflict settled on screen."""

from __future__ import annotations

from uuid import UUID, uuid4

import pytest
from playwright.sync_api import expect

from tests.browser.conftest import NARROW, WIDE, Visit
from tests.browser.phone_line import Collect, set_up
from tests.interop.openrosa.filling import family_xml

pytestmark = [pytest.mark.browser, pytest.mark.xdist_group("browser")]


def test_a_phone_is_set_up_sends_over_a_broken_line_and_a_conflict_is_settled(visit: Visit, site: str) -> None:
    pokja = visit("pokja", WIDE)
    page = pokja.page
    phone: Collect = set_up(pokja)
    expect(page.get_by_role("img", name="Gambar QR")).to_be_visible()
    assert pokja.axe() == []
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
    small.page.locator("tbody th a").first.click()
    expect(small.page.get_by_text("Jorong Uji").first).to_be_visible()
    expect(small.page.get_by_text("jawaban khusus, tidak ditampilkan").first).to_be_visible()
    assert small.axe() == []
    assert not small.overflows()
    small.page.get_by_label("Pakai Dusun/jorong").check()
    small.page.get_by_label("Alasan").fill("Kader baru dari sana")
    small.page.get_by_role("button", name="Simpan pilihan").click()
    expect(small.page.get_by_text("Tersimpan pada data keluarga.")).to_be_visible()
    assert next(one for one in phone.families() if one["name"] == str(uuid))["hamlet"] == "Jorong Kedua"
    assert (pokja.complaints, small.complaints) == ([], [])


def test_what_waits_too_long_is_on_the_home_page_and_ends_with_a_named_family(visit: Visit) -> None:
    """The demo's phone has sent a change of a family that never came."""
    small = visit("pokja", NARROW)
    page = small.page
    page.get_by_role("link", name="kiriman ponsel menunggu keputusan").click()
    expect(page.get_by_text("perlu keputusan").first).to_be_visible()
    assert small.axe() == []
    assert not small.overflows()
    page.get_by_role("row").filter(has_text="perlu keputusan").get_by_role("link").click()
    page.get_by_label("Nama kepala keluarga").fill("a")
    page.get_by_role("button", name="Cari").click()
    assert small.axe() == []
    assert not small.overflows()
    page.get_by_role("group", name="Keluarga yang dimaksud").get_by_role("radio").first.check()
    page.get_by_label("Alasan").fill("Ponsel kader hilang")
    page.get_by_role("button", name="Tunjuk keluarga ini").click()
    expect(page.get_by_text("Pilih sekarang isian mana yang benar")).to_be_visible()
    expect(page.get_by_text("berbenturan")).to_be_visible()
    assert small.axe() == []
    assert not small.overflows()
    assert small.complaints == []
