"""The village profile walked: every group, the map, a figure typed in on a phone, and the papers."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import expect

from tests.browser.conftest import NARROW, WIDE, Visit, Visitor

pytestmark = [pytest.mark.browser, pytest.mark.xdist_group("browser")]


def profile_of(visitor: Visitor) -> str:
    """Address of the profile of the pokja's village, by its tab on the village's page."""
    visitor.go("/kampung/")
    visitor.page.get_by_role("link", name="Profil", exact=True).first.click()
    visitor.page.wait_for_url(re.compile(r"/kampung/[\d.]+/profil/"))
    return visitor.page.url.removeprefix(visitor.site)


@pytest.mark.parametrize("size", [WIDE, NARROW], ids=["1440", "360"])
def test_the_profile_is_clean_and_fits(visit: Visit, size: dict[str, int]) -> None:
    pokja = visit("pokja", size)
    start = profile_of(pokja)
    for path in (
        start, f"{start}?peta=jamban", f"{start}?kelompok=quantity", f"{start}?kelompok=social_protection",
        f"{start}isi/mobility/",
    ):  # fmt: skip
        pokja.go(path)
        assert pokja.axe() == [], path
        assert not pokja.overflows(), path
    assert pokja.complaints == []


def test_a_figure_is_typed_in_on_a_phone_without_script(visit: Visit) -> None:
    pokja = visit("pokja", NARROW, java_script_enabled=False)
    page = pokja.page
    start = profile_of(pokja)
    pokja.go(f"{start}?kelompok=mobility")
    page.get_by_role("link", name="Isi angka kelompok ini").click()
    page.get_by_label("Sumber", exact=False).first.fill("Kantor wali nagari")
    page.locator("input[name='commuters.total.L']").fill("31")
    page.locator("input[name='commuters.total.P']").fill("0")
    page.get_by_role("button", name="Simpan angka").click()
    expect(page.get_by_text("Kantor wali nagari").first).to_be_visible()
    expect(page.get_by_text("31", exact=True).first).to_be_visible()


def test_the_papers_come_down(visit: Visit) -> None:
    pokja = visit("pokja")
    profile_of(pokja)
    for name, beginning in (("Satu halaman (PDF)", b"%PDF"), ("Lengkap (XLSX)", b"PK")):
        with pokja.page.expect_download() as paper:
            pokja.page.get_by_role("link", name=name).click()
        assert paper.value.path().read_bytes().startswith(beginning)
