"""A file checked, its difference looked at, stored, taken back with a reason, sent again: at a desk and by phone."""

from __future__ import annotations

import os
import re
from pathlib import Path

import pytest
from playwright.sync_api import expect

from tests.apps.rumah_dataku.files import families_file
from tests.browser.conftest import NARROW, WIDE, Visit, Visitor

pytestmark = [pytest.mark.browser, pytest.mark.xdist_group("browser")]

VILLAGE = "13.01.01.2001"
SOON = 60_000
WHY = "Berkas ini milik nagari tetangga"
SHOTS = os.environ.get("PADU_SHOTS")
"""Folder for pictures of the pages while they are worked on."""


def content_of(serial: str, names: dict[int, str], year: str) -> bytes:
    """A family of one person for each name; the serial (one digit) keeps the walks of one database apart."""
    families, persons = [], []
    for at, name in names.items():
        own = {"No. keluarga": f"W-{serial}{at}"}
        card, nik = f"13010101011299{serial}{at}", f"13010145039799{serial}{at}"
        families.append({**own, "No. KK": card, "Tanggal pendataan": f"02/06/{year}"})
        persons.append({**own, "NIK": nik, "K.02 Nama": name})
    return families_file(families, persons)


def year_of(visitor: Visitor) -> str:
    """The year of the walk's server."""
    visitor.go("/impor/")
    return visitor.page.get_by_label("Tahun data").input_value()


def send(visitor: Visitor, folder: Path, content: bytes, year: str) -> None:
    path = folder / "keluarga.xlsx"
    path.write_bytes(content)
    visitor.go("/impor/")
    page = visitor.page
    page.get_by_label("Keluarga dan anggota, templat Padu").check()
    page.get_by_label("Tahun data").fill(year)
    page.locator("input[type=file]").set_input_files(str(path))
    page.get_by_role("button", name="Kirim dan periksa").click()
    page.wait_for_url(re.compile(r"/impor/\d+/"))


def looked_at(visitor: Visitor, name: str) -> None:
    """The page as it stands is accessible, fits the screen, and complains of nothing."""
    if SHOTS:
        Path(SHOTS).mkdir(parents=True, exist_ok=True)
        size = visitor.page.viewport_size or {"width": 0}
        visitor.page.screenshot(path=f"{SHOTS}/{name}-{size['width']}.png", full_page=True)
    assert visitor.axe() == [], name
    assert not visitor.overflows(), name
    assert visitor.complaints == []


@pytest.mark.parametrize(("size", "serial"), [(WIDE, "1"), (NARROW, "2")], ids=["1440", "360"])
def test_an_import_is_looked_at_stored_taken_back_and_sent_again(
    visit: Visit, tmp_path: Path, size: dict[str, int], serial: str
) -> None:
    pokja = visit("pokja", size)
    page, year = pokja.page, year_of(pokja)
    send(pokja, tmp_path, content_of(serial, {1: "Warni", 2: "Mawar", 3: "Melati"}, year), year)
    store = page.get_by_role("button", name="Simpan semuanya")
    expect(store).to_be_visible(timeout=SOON)
    store.click()
    expect(page.get_by_text("3 keluarga dan 3 anggota ada di basis data")).to_be_visible(timeout=SOON)

    # A second file: one family changes, one stays, one is not in it, one is new.
    second = content_of(serial, {1: "Warni Lubis", 2: "Mawar", 4: "Kenanga"}, year)
    send(pokja, tmp_path, second, year)
    expect(page.get_by_role("button", name="Simpan semuanya")).to_be_visible(timeout=SOON)
    page.get_by_role("link", name="Lihat perubahannya per keluarga").click()
    changed = page.get_by_role("row", name=re.compile(f"W-{serial}1 "))
    expect(changed).to_contain_text("W. L.")
    expect(page.get_by_role("row", name=re.compile(f"W-{serial}4 "))).to_contain_text("Keluarga baru dengan 1 anggota")
    expect(page.get_by_text("Warni Lubis")).to_have_count(0)
    looked_at(pokja, "perubahan")
    page.get_by_role("link", name="Kembali untuk memutuskan").click()
    page.get_by_role("button", name="Simpan semuanya").click()
    expect(page.get_by_text("3 keluarga dan 3 anggota ada di basis data")).to_be_visible(timeout=SOON)
    run = page.url

    page.get_by_role("link", name="Tarik kembali impor ini").click()
    page.get_by_label("Alasan").fill(WHY)
    looked_at(pokja, "tarik")
    page.get_by_role("button", name="Tarik kembali").click()
    expect(page.get_by_text("1 keluarga (1 anggota) dihapus dan 1 keluarga dikembalikan")).to_be_visible(timeout=SOON)
    expect(page.get_by_text(f"Alasan: {WHY}.")).to_be_visible()
    looked_at(pokja, "ditarik")
    pokja.go("/keluarga/?cari=Warni+Lubis")
    expect(page.locator("a[href^='/keluarga/']").filter(has_text="Warni Lubis")).to_have_count(0)

    send(pokja, tmp_path, second, year)
    assert page.url != run
    expect(page.get_by_role("button", name="Simpan semuanya")).to_be_visible(timeout=SOON)
    pokja.go("/impor/")
    expect(page.get_by_text("Ditarik: 1 dihapus, 1 dikembalikan, 0 dibiarkan").first).to_be_visible()
    looked_at(pokja, "riwayat")
