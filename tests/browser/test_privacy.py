"""Citizens' rights walked in a browser: a ticket, a number found and shown, a referral, an incident."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import expect

from tests.browser.conftest import NARROW, WIDE, Visit, Visitor

pytestmark = [pytest.mark.browser, pytest.mark.xdist_group("browser")]


def looked_at(visitor: Visitor, name: str) -> None:
    """Every page a walk stops at: nothing wider than the screen, nothing axe complains about."""
    assert not visitor.overflows(), name
    assert visitor.axe() == [], name


@pytest.mark.parametrize("size", [WIDE, NARROW], ids=["wide", "narrow"])
def test_the_pages_of_the_officer(visit: Visit, size: dict[str, int]) -> None:
    pdp = visit("pdp", size)
    for path in ("/privasi/", "/privasi/pemrosesan/", "/privasi/insiden/", "/privasi/masa-simpan/"):
        pdp.go(path)
        looked_at(pdp, path.strip("/").replace("/", "-"))
    pdp.go("/privasi/insiden/")
    pdp.page.get_by_role("link", name=re.compile("alamat surel")).click()
    expect(pdp.page.get_by_text(re.compile("jam lagi")).first).to_be_visible()
    looked_at(pdp, "insiden")
    assert pdp.complaints == []


def test_a_family_is_found_by_name_and_its_rights_are_served(visit: Visit) -> None:
    pokja = visit("pokja", NARROW)
    pokja.go("/keluarga/")
    looked_at(pokja, "keluarga")
    pokja.go("/keluarga/?rw=001")  # families without RT and RW come first, and of some no number is known
    pokja.page.locator("tbody a").first.click()
    looked_at(pokja, "keluarga-satu")
    pokja.page.get_by_role("link", name=re.compile("lihat lengkap")).first.click()
    pokja.page.get_by_label("Untuk keperluan apa").fill("mencocokkan KTP saat pelayanan")
    pokja.page.get_by_role("button", name="Tampilkan sekali").click()
    digits = pokja.page.locator("dd strong").inner_text()
    assert re.fullmatch(r"\d{16}", digits)
    looked_at(pokja, "nomor")
    pokja.page.get_by_role("link", name=re.compile("Selesai")).click()
    pokja.page.get_by_role("link", name="Hak warga atas data ini").click()
    expect(pokja.page.get_by_text("mencocokkan KTP saat pelayanan").first).to_be_visible()
    looked_at(pokja, "hak-warga")

    pokja.go("/keluarga/")
    pokja.page.get_by_text("Cari dengan NIK atau No. KK", exact=True).click()
    pokja.page.get_by_label("NIK atau No. KK lengkap").fill(digits)
    pokja.page.get_by_role("button", name="Cari nomor").click()
    pokja.page.wait_for_url(re.compile(r"/keluarga/\d+/$"))
    assert pokja.complaints == []


def test_the_agency_finds_the_family_that_was_referred(visit: Visit) -> None:
    dinkes = visit("dinkes", NARROW)
    dinkes.go("/keluarga/rujukan/")
    looked_at(dinkes, "rujukan")
    dinkes.page.locator("tbody a").first.click()
    expect(dinkes.page.get_by_text("Dirujuk kepada OPD Anda")).to_be_visible()
    looked_at(dinkes, "rujukan-satu")
    assert dinkes.complaints == []


def test_the_notice_is_there_for_strangers(visit: Visit) -> None:
    stranger = visit(None, NARROW)
    stranger.go("/privasi/pemberitahuan/")
    looked_at(stranger, "pemberitahuan")
    assert stranger.complaints == []
