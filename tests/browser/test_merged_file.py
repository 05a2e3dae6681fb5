"""A file stored, two of its families merged, the same rows sent again; then one that no longer names a family."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from playwright.sync_api import expect

from tests.apps.rumah_dataku.files import Cells, families_file
from tests.browser.conftest import NARROW, WIDE, Visit, Visitor
from tests.browser.test_import_undo import SOON, looked_at, send, year_of

pytestmark = [pytest.mark.browser, pytest.mark.xdist_group("browser")]

CHILD = {
    "K.03 Jenis kelamin": "1", "Tanggal lahir": "10/06/2018", "K.10 Hubungan dengan kepala keluarga": "3",
    "K.07 Status perkawinan": "1",
}  # fmt: skip


def content_of(serial: str, mark: str, year: str, *, third: bool = True) -> bytes:
    """Two families of one mother, her name written differently, and a third one."""
    rows = [
        {
            "No. keluarga": f"G-{serial}{at}",
            "No. KK": f"13010101011298{serial}{at}",
            "Tanggal pendataan": f"02/06/{year}",
        }
        for at in (1, 2, 3)
    ]
    families: list[Cells] = [
        {**rows[0], "Kolom lain": mark}, {**rows[1], "RT": "009"}, *([rows[2]] if third else []),
    ]  # fmt: skip
    # A woman's NIK has her day of birth plus 40.
    mother = {"Tanggal lahir": f"1{serial}/03/1979"}
    people = [
        {**rows[0], **mother, "K.02 Nama": f"Kemuning Wati {serial}", "NIK": f"1301015{serial}037998{serial}1"},
        {**rows[0], **CHILD, "K.02 Nama": "Satria Kemuning", "NIK": f"13010110061898{serial}2"},
        {**rows[1], **mother, "K.02 Nama": f"Kemunning Wati {serial}", "NIK": None},
        {**rows[1], **CHILD, "K.02 Nama": "Satria Kemuning", "NIK": None},
        {**rows[2], "K.02 Nama": f"Seruni {serial}", "NIK": f"13010145039798{serial}4"},
    ]
    return families_file(families, people if third else people[:-1])


def stored(visitor: Visitor, folder: Path, content: bytes, year: str) -> None:
    send(visitor, folder, content, year)
    expect(visitor.page.get_by_role("button", name="Simpan semuanya")).to_be_visible(timeout=SOON)
    visitor.page.get_by_role("button", name="Simpan semuanya").click()
    expect(visitor.page.get_by_text("ada di basis data dari berkas ini")).to_be_visible(timeout=SOON)


def merge(visitor: Visitor, serial: str) -> None:
    """Search, and merge the pair of families under the first name."""
    page = visitor.page
    visitor.go("/data-ganda/")
    page.get_by_role("button", name="Cari sekarang").click()
    row = page.locator("tbody tr", has_text=f"Wati {serial}").filter(has_text="Keluarga")
    for _ in range(60):
        visitor.go(f"/data-ganda/?cari=Wati+{serial}")
        if row.count():
            break
        page.wait_for_timeout(1_000)
    row.first.get_by_role("link").first.click()
    page.get_by_role("radio", name=re.compile(f"^A: Kemuning Wati {serial}|^B: Kemuning Wati {serial}")).check()
    page.locator("input[name=reason]").first.fill("Dicocokkan dengan KK di rumahnya")
    page.get_by_role("button", name="Satukan").click()
    expect(page.get_by_text("Sudah disatukan", exact=True)).to_be_visible()


@pytest.mark.parametrize(("size", "serial"), [(WIDE, "1"), (NARROW, "2")], ids=["1440", "360"])
def test_a_merge_stands_when_the_same_rows_come_again(
    visit: Visit, tmp_path: Path, size: dict[str, int], serial: str
) -> None:
    pokja = visit("pokja", size)
    page, year = pokja.page, year_of(pokja)
    stored(pokja, tmp_path, content_of(serial, "1", year), year)
    merge(pokja, serial)

    send(pokja, tmp_path, content_of(serial, "2", year), year)
    expect(page.get_by_text("1 keluarga dan 2 anggota dalam berkas ini sudah disatukan")).to_be_visible(timeout=SOON)
    looked_at(pokja, "periksa")
    page.get_by_role("link", name="Lihat yang sudah disatukan").click()
    row = page.get_by_role("row", name=re.compile(f"G-{serial}2 "))
    expect(row).to_contain_text("RT: 002")
    looked_at(pokja, "disatukan")
    run = re.sub(r"perubahan/.*", "", page.url.removeprefix(pokja.site))
    row.get_by_role("link", name="Lihat keluarga dan penyatuannya").click()
    expect(page.get_by_role("heading", name="Penyatuan data ganda")).to_be_visible()
    looked_at(pokja, "keluarga")
    pokja.go(run)
    page.get_by_role("button", name="Simpan semuanya").click()
    expect(page.get_by_text("ada di basis data dari berkas ini")).to_be_visible(timeout=SOON)
    pokja.go(f"/keluarga/?cari=Wati+{serial}")
    expect(page.locator("a[href^='/keluarga/']").filter(has_text=f"Wati {serial}")).to_have_count(1)

    # The list of the whole village without the third family: it is asked about, and stays.
    send(pokja, tmp_path, content_of(serial, "3", year, third=False), year)
    page.get_by_label("Berkas ini memuat semua keluarga di setiap desa yang disebutnya").check(timeout=SOON)
    looked_at(pokja, "seluruh-desa")
    page.get_by_role("button", name="Simpan semuanya").click()
    page.get_by_role("link", name="Jawab sekarang").click(timeout=SOON)
    row = page.locator("tbody tr", has_text=f"Seruni {serial}")
    expect(row).to_be_visible()
    looked_at(pokja, "tidak-ada")
    row.get_by_role("button", name=f"Masih di sini Seruni {serial}").click()
    expect(page.get_by_text("Dicatat: masih tinggal di sini")).to_be_visible()
    expect(page.locator("tbody tr", has_text=f"Seruni {serial}")).to_have_count(0)
    assert pokja.complaints == []
