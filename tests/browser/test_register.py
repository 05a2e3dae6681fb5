"""The register walked: the regency registers a village step by step with its decree, the pokja tells on a phone."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from playwright.sync_api import expect

from tests.browser.conftest import NARROW, WIDE, Visit

pytestmark = [pytest.mark.browser, pytest.mark.xdist_group("browser")]

PDF = b"%PDF-1.7\nSK pembentukan\n%%EOF"


def test_a_village_is_registered_step_by_step_and_founded(visit: Visit, tmp_path: Path) -> None:
    team = visit("kabupaten")
    page = team.page
    team.go("/daftar-kampung/baru/")
    page.get_by_label("Desa/kelurahan", exact=True).select_option(index=5)
    page.get_by_label("Nama kampung", exact=True).fill("Kampung KB Percobaan")
    page.get_by_role("button", name="Daftarkan").click()
    page.wait_for_url(re.compile(r"/daftar-kampung/\d+/"))
    profile = page.url
    for number, step in enumerate(
        ("Sosialisasi", "Koordinasi", "Keputusan pembentukan", "Penetapan petugas", "Pembentukan pokja"), start=1
    ):
        page.get_by_role("link", name=f"Catat: {step}").click()
        page.get_by_label("Tanggal dilakukan").fill(f"2024-0{number}-10")
        page.get_by_role("button", name="Simpan").click()
        page.wait_for_url(re.compile(re.escape(profile)))
    page.get_by_role("link", name="Catat tanggal berdiri dan SK").click()
    page.get_by_label("Tanggal berdiri").fill("2024-03-10")
    page.get_by_label("Nomor SK").fill("7/2024")
    decree = tmp_path / "SK 7 2024.pdf"
    decree.write_bytes(PDF)
    page.get_by_label("Berkas SK").set_input_files(str(decree))
    page.get_by_role("button", name="Simpan").click()
    page.wait_for_url(re.compile(re.escape(profile)))
    expect(page.get_by_text("terbentuk", exact=True).first).to_be_visible()
    with page.expect_download() as paper:
        page.get_by_role("link", name="Nomor 7/2024").click()
    assert paper.value.path().read_bytes() == PDF
    assert team.complaints == []


def test_the_pokja_tells_on_a_phone_without_script(visit: Visit) -> None:
    pokja = visit("pokja", NARROW, java_script_enabled=False)
    page = pokja.page
    pokja.go("/daftar-kampung/")
    page.get_by_role("link", name=re.compile("Isi Mekanisme operasional")).click()
    page.locator("input[name=mekanisme-planning][value=ya]").check()
    if not page.locator("select[name=mekanisme-planning__frequency]").is_visible():
        page.locator("details", has=page.locator("select[name=mekanisme-planning__frequency]")).locator(
            "summary"
        ).click()
    page.locator("select[name=mekanisme-planning__frequency]").select_option("quarterly")
    page.get_by_role("button", name="Simpan jawaban").click()
    expect(page.get_by_text("ya · setiap tiga bulan").first).to_be_visible()
    page.get_by_role("link", name="Rapat perencanaan").click()
    expect(page.get_by_text("ya · setiap tiga bulan").first).to_be_visible()


PAGES = {
    "kabupaten": (
        "/daftar-kampung/", "/daftar-kampung/1/", "/daftar-kampung/baru/", "/daftar-kampung/cakupan/",
        "/daftar-kampung/rencana/", "/daftar-kampung/impor/", "/daftar-kampung/1/berdiri/",
    ),
    "pokja": ("/daftar-kampung/1/", "/daftar-kampung/1/isi/mekanisme/", "/daftar-kampung/1/kelompok/baru/"),
}  # fmt: skip


@pytest.mark.parametrize("size", [WIDE, NARROW], ids=["1440", "360"])
@pytest.mark.parametrize("who", PAGES)
def test_the_pages_are_clean_and_fit(visit: Visit, who: str, size: dict[str, int]) -> None:
    visitor = visit(who, size)
    for path in PAGES[who]:
        visitor.go(path)
        assert visitor.axe() == [], path
        assert not visitor.overflows(), path
    assert visitor.complaints == []
