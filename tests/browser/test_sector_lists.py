"""A sector's list under headers of its own: put right once by its sender, bad rows mended, read alone the next time."""

from __future__ import annotations

import os
import re
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Page, expect

from tests.browser.conftest import NARROW, WIDE, Visit, Visitor
from tests.files.conftest import xlsx_bytes

pytestmark = [pytest.mark.browser, pytest.mark.xdist_group("browser")]

SHOTS = os.environ.get("PADU_SHOTS", "")
"""A folder for pictures of the pages, while one works on them."""
VILLAGE = "13.01.01.2001"
CHOICES = {"Wilayah": "Kode desa", "Orangnya": "Nama", "Seks": "Jenis kelamin"}


def odd_list(mark: str, *, mended: bool) -> bytes:
    """Two sheets that both could be meant, under headers that differ by run; one row lacks its name."""
    heads = ["Wilayah", "Orangnya", "Seks", f"Catatan {mark}"]
    name = f"Warga Kedua {mark}" if mended else ""
    rows = [[VILLAGE, f"Warga Contoh {mark}", "P", "rahasia"], [VILLAGE, name, "L", ""]]
    return xlsx_bytes({"Petunjuk": [["Isi lembar berikutnya"]], "Data": [heads, *rows]})


def send(visitor: Visitor, path: Path) -> None:
    page = visitor.page
    visitor.go("/daftar-sektor/")
    page.get_by_role("link", name=re.compile("Dukcapil|kependudukan", re.IGNORECASE)).first.click()
    page.locator("input[type=file]").set_input_files(str(path))
    page.get_by_role("button", name="Kirim daftar").click()
    page.wait_for_url(re.compile(r"/daftar-sektor/\d+/"))


def wait_for(page: Page, what: Any) -> None:
    """The worker reads the list; the page is loaded again until it has."""
    for _ in range(90):
        if what.count():
            break
        page.wait_for_timeout(1000)
        page.reload()
    expect(what.first).to_be_visible()


def looks_right(visitor: Visitor, name: str) -> None:
    if SHOTS:
        visitor.page.screenshot(path=f"{SHOTS}/{name}.png", full_page=True)
    assert visitor.axe() == [], name
    assert not visitor.overflows(), name


@pytest.mark.parametrize(("size", "mark"), [(WIDE, "lebar"), (NARROW, "sempit")], ids=["1440", "360"])
def test_odd_headers_are_put_right_once_and_bad_rows_mended(
    visit: Visit, tmp_path: Path, size: dict[str, int], mark: str
) -> None:
    officer = visit("disdukcapil", size)
    page = officer.page
    file = tmp_path / f"daftar-{mark}.xlsx"
    file.write_bytes(odd_list(mark, mended=False))
    send(officer, file)
    link = page.get_by_role("link", name=f"Cocokkan kolom {file.name}")
    wait_for(page, link)
    looks_right(officer, f"menunggu-{size['width']}")
    link.click()
    page.wait_for_url(re.compile(r"/kolom/"))
    expect(page.get_by_text("rahasia")).to_have_count(0)
    for sheet in ("Petunjuk", "Data"):
        page.get_by_label("Lembar yang dibaca").select_option(label=sheet)
        page.get_by_role("button", name="Tampilkan lembar ini").click()
        expect(page.get_by_role("heading", name=sheet, exact=True)).to_be_visible()
    page.get_by_role("button", name="Cocokkan dengan kolom ini").click()
    expect(page.get_by_text("Kolom “Nama” belum ditunjuk.")).to_be_visible()
    for header, label in CHOICES.items():
        page.get_by_label(re.compile(f"{header} dibaca sebagai")).select_option(label=label)
    looks_right(officer, f"kolom-{size['width']}")
    page.get_by_role("button", name="Cocokkan dengan kolom ini").click()
    page.wait_for_url(re.compile(r"/daftar-sektor/\d+/$"))
    mend = page.get_by_role("link", name="Unduh baris untuk diperbaiki (XLSX)")
    wait_for(page, mend)
    looks_right(officer, f"hasil-{size['width']}")
    with page.expect_download() as rows:
        mend.click()
    assert rows.value.path().read_bytes().startswith(b"PK")

    again = tmp_path / f"daftar-{mark}-2.xlsx"
    again.write_bytes(odd_list(mark, mended=True))
    send(officer, again)
    # Nobody is asked a second time: the columns are remembered, and no row is wrong any more.
    wait_for(page, page.get_by_role("table", name="Daftar yang masuk").locator("tbody tr").first.get_by_text("sudah"))
    expect(mend).to_have_count(0)
    # The browser notes the one answer that said what was missing.
    assert [complaint for complaint in officer.complaints if "422" not in complaint] == []
