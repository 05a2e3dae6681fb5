"""Duplicates and sectors' lists walked as their users would: found, compared, merged, taken back; linked, reviewed."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import expect

from tests.browser.conftest import NARROW, WIDE, Visit, Visitor

pytestmark = [pytest.mark.browser, pytest.mark.xdist_group("browser")]

SIZES = {"1440": WIDE, "360": NARROW}
REASON = "Dicocokkan dengan KK di rumahnya"


def fine(visitor: Visitor) -> None:
    """Nothing that axe finds, nothing wider than the screen."""
    assert visitor.axe() == []
    assert not visitor.overflows()


def open_pair(pokja: Visitor) -> None:
    """Search anew, then open the pair of families that the demo wrote down twice."""
    pokja.go("/data-ganda/")
    pokja.page.get_by_role("button", name="Cari sekarang").click()
    expect(pokja.page.get_by_text("Pencarian dimulai")).to_be_visible()
    fine(pokja)
    row = pokja.page.locator("tbody tr", has_text="desa, RW, dan RT sama")
    row.get_by_role("link").first.click()
    expect(pokja.page.get_by_role("heading", name="Apakah ini keluarga yang sama?")).to_be_visible()


@pytest.mark.parametrize("size", SIZES)
def test_a_pair_is_found_compared_merged_and_taken_back(visit: Visit, size: str) -> None:
    pokja = visit("pokja", SIZES[size])
    page = pokja.page
    open_pair(pokja)
    fine(pokja)
    address = page.url.removeprefix(pokja.site)
    page.get_by_role("radio", name=re.compile("^B: ")).check()
    page.get_by_role("button", name="Satukan").click()
    # Refused without a reason; what was picked is still picked.
    expect(page.get_by_role("radio", name=re.compile("^B: "))).to_be_checked()
    page.locator("input[name=reason]").first.fill(REASON)
    page.get_by_role("button", name="Satukan").click()
    expect(page.get_by_text("Sudah disatukan", exact=True)).to_be_visible()
    fine(pokja)
    page.get_by_role("link", name="Batalkan penyatuan").click()
    page.locator("input[name=reason]").fill("Ternyata dua keluarga")
    fine(pokja)
    page.get_by_role("button", name="Batalkan penyatuan").click()
    expect(page.get_by_text("kedua data kembali seperti semula")).to_be_visible()
    expect(page.get_by_text("Ternyata dua keluarga").first).to_be_visible()
    fine(pokja)
    pokja.go(address)
    expect(page.get_by_role("button", name="Satukan")).to_be_visible()
    assert [words for words in pokja.complaints if "422" not in words] == []


def test_two_villages_answer_and_see_initials_only(visit: Visit) -> None:
    pokja = visit("pokja", NARROW)
    pokja.go("/data-ganda/")
    pokja.page.locator("tbody tr", has_text="NIK sama").get_by_role("link").first.click()
    expect(pokja.page.get_by_role("heading", name="Dua desa")).to_be_visible()
    fine(pokja)
    pokja.page.get_by_label("Belum yakin").check()
    pokja.page.get_by_label("Alasan").fill("Akan ditanyakan dahulu")
    pokja.page.get_by_role("button", name="Simpan jawaban").click()
    expect(pokja.page.get_by_text("Jawaban desa Anda tersimpan")).to_be_visible()
    assert pokja.complaints == []


@pytest.mark.parametrize("size", SIZES)
def test_rows_of_a_list_are_reviewed(visit: Visit, size: str) -> None:
    """Both widths review the same list: each decides the first row that waits, or puts it back."""
    pokja = visit("pokja", SIZES[size])
    page = pokja.page
    pokja.go("/daftar-sektor/")
    expect(page.get_by_text(re.compile(r"terlambat \d+ hari"))).to_be_visible()
    fine(pokja)
    page.get_by_role("link", name=re.compile("^Dukcapil")).click()
    expect(page.get_by_role("heading", name="Daftar yang masuk")).to_be_visible()
    fine(pokja)
    pokja.go("/daftar-sektor/baris/?keadaan=semua")
    fine(pokja)
    row = page.locator("tbody tr", has_text="perlu diperiksa" if size == "1440" else "tersambung menurut aturan")
    row.first.get_by_role("link").first.click()
    fine(pokja)
    page.locator("#putuskan input[name=reason]").fill("Ditanyakan kepada keluarganya")
    page.get_by_role("button", name="Ya, orang ini" if size == "1440" else "Bukan orang ini").click()
    expect(page.get_by_text("Ditanyakan kepada keluarganya")).to_be_visible()
    fine(pokja)
    if size == "1440":
        page.locator("#banding tbody a").first.click()
        expect(page.get_by_role("heading", name="Ada di daftar sektor")).to_be_visible()
    assert pokja.complaints == []


def test_an_agency_sends_its_late_list(visit: Visit) -> None:
    officer = visit("dinkes")
    page = officer.page
    expect(page.get_by_text("daftar sektor instansi Anda lewat tenggat")).to_be_visible()
    officer.go("/daftar-sektor/")
    page.get_by_role("link", name=re.compile("^Puskesmas")).click()
    content = "Kode desa;Nama;Tanggal lahir\r\n13.01.01.2001;Warga Puskesmas (buatan);17/08/1999\r\n"
    page.locator("input[type=file]").set_input_files(
        {"name": "daftar.csv", "mimeType": "text/csv", "buffer": content.encode()}
    )
    page.get_by_role("button", name="Kirim daftar").click()
    expect(page.get_by_text("barisnya sedang dicocokkan")).to_be_visible()
    fine(officer)
    for _ in range(30):
        if page.get_by_text("sudah dicocokkan").count():
            break
        page.wait_for_timeout(1000)
        page.reload()
    expect(page.get_by_text("sudah dicocokkan").first).to_be_visible()
    assert officer.complaints == []
