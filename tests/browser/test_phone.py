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
