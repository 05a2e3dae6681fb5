"""A village is split by a file: sent, seen, stored; then its page tells what it became, and yesterday what it was."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from playwright.sync_api import expect

from tests.apps.regions.change_files import line, write
from tests.browser.conftest import NARROW, WIDE, Visit

pytestmark = [pytest.mark.browser, pytest.mark.xdist_group("browser")]

# Far from the places of the other walks.
OLD, NEW, NEXT = "11.01.01.2001", "11.01.01.2998", "11.01.01.2002"


@pytest.mark.parametrize("size", [WIDE, NARROW], ids=["wide", "narrow"])
def test_a_split_is_sent_seen_stored_and_told(visit: Visit, tmp_path: Path, size: dict[str, int]) -> None:
    pusat = visit("pusat", size)
    page = pusat.page
    bad = write(tmp_path / "salah.csv", [line(OLD, "11.01.01.2997", "0,5", "pemekaran")])
    pusat.go("/wilayah/")
    page.get_by_role("link", name="Perubahan wilayah").click()
    assert (pusat.axe(), pusat.overflows()) == ([], False)
    page.locator("input[type=file]").set_input_files(str(bad))
    page.get_by_role("button", name="Kirim dan periksa").click()
    expect(page.get_by_text("Kode tidak dikenal")).to_be_visible()
    expect(page.get_by_role("button", name="Simpan perubahan")).to_have_count(0)
    assert (pusat.axe(), pusat.overflows()) == ([], False)

    rows = [line(OLD, NEW, "0,6", "pemekaran", name="Gampong Uji"), line(OLD, NEXT, "0,4", "pemekaran")]
    good = write(tmp_path / "baik.csv", rows)
    pusat.go("/wilayah/perubahan/")
    page.locator("input[type=file]").set_input_files(str(good))
    page.get_by_role("button", name="Kirim dan periksa").click()
    page.get_by_role("button", name="Simpan perubahan").click()
    expect(page.get_by_text("Perubahan tersimpan dan berlaku.")).to_be_visible()

    pusat.go(f"/wilayah/{OLD}/")
    expect(page.get_by_role("heading", name="Menjadi")).to_be_visible()
    expect(page.get_by_text("Kode ini berlaku sampai 30 Juni 2025.")).to_be_visible()
    assert (pusat.axe(), pusat.overflows()) == ([], False)
    page.get_by_role("link", name="Gampong Gampong Uji").click()
    expect(page.get_by_role("heading", name="Berasal dari")).to_be_visible()
    pusat.go("/wilayah/11.01.01/?per=2025-06-30")
    expect(page.get_by_text(re.compile("menurut keadaan 30 Juni 2025"))).to_be_visible()
    expect(page.get_by_text("Gampong Uji")).to_have_count(0)
    assert (pusat.axe(), pusat.overflows()) == ([], False)
    assert pusat.complaints == []


def test_the_way_to_suggestions(visit: Visit) -> None:
    pusat = visit("pusat", NARROW)
    pusat.go("/wilayah/perubahan/saran/")
    expect(pusat.page.get_by_role("heading", name="Saran pasangan kode")).to_be_visible()
    assert (pusat.axe(), pusat.overflows(), pusat.complaints) == ([], False, [])
