"""What became of a family and who looked, walked: the family's history, the own trail, and the trail of the place."""

from __future__ import annotations

import os
import re
from pathlib import Path

import pytest
from playwright.sync_api import expect

from tests.browser.conftest import NARROW, WIDE, Visit, Visitor

pytestmark = [pytest.mark.browser, pytest.mark.xdist_group("browser")]

SHOTS = os.environ.get("PADU_SHOTS")


def picture(visitor: Visitor, name: str) -> None:
    """For looking at while developing: only where a folder is named."""
    if SHOTS:
        visitor.page.screenshot(path=Path(SHOTS) / f"{name}.png", full_page=True)


def sound(visitor: Visitor, name: str) -> None:
    picture(visitor, name)
    assert visitor.axe() == []
    assert not visitor.overflows()


def first_family(visitor: Visitor) -> str:
    visitor.go("/keluarga/")
    visitor.page.locator("tbody a").first.click()
    visitor.page.wait_for_url(re.compile(r"/keluarga/\d+/"))
    return visitor.page.url


@pytest.mark.parametrize("size", [WIDE, NARROW], ids=["1440", "360"])
def test_a_familys_history_and_the_own_trail(visit: Visit, size: dict[str, int]) -> None:
    pokja = visit("pokja", size)
    first_family(pokja)
    pokja.page.get_by_role("link", name="Riwayat").click()
    expect(pokja.page.get_by_text("Kunjungan ini dicatat")).to_be_visible()
    sound(pokja, f"keluarga-{size['width']}")
    pokja.go("/jejak/saya/")
    expect(pokja.page.get_by_text("melihat riwayat keluarga").first).to_be_visible()
    sound(pokja, f"jejak-saya-{size['width']}")
    assert pokja.complaints == []


def test_the_trail_is_filtered_by_its_officer_and_taken_out(visit: Visit) -> None:
    pokja = visit("pokja")
    first_family(pokja)
    pokja.page.goto(f"{pokja.site}/kampung/13.02.03.2001/")
    officer = visit("pdp")
    officer.go("/jejak/?jenis=refusal")
    expect(officer.page.get_by_text("GET /kampung/13.02.03.2001/").first).to_be_visible()
    officer.page.get_by_label("Jenis").select_option("look")
    officer.page.get_by_role("button", name="Terapkan").click()
    expect(officer.page.get_by_text("membuka data keluarga").first).to_be_visible()
    expect(officer.page.get_by_text("GET /kampung/13.02.03.2001/")).to_have_count(0)
    sound(officer, "jejak-1440")
    with officer.page.expect_download() as download:
        officer.page.get_by_role("link", name=re.compile("Unduh")).first.click()
    assert download.value.suggested_filename.endswith(".xlsx")
    narrow = visit("pdp", NARROW)
    narrow.go("/jejak/")
    sound(narrow, "jejak-360")
    assert officer.complaints == []
