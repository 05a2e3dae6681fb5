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


PLACES = {
    "kabupaten": (
        "/rumah-dataku/penduduk/", "/rumah-dataku/kelengkapan/", "/rumah-dataku/kelengkapan/?wilayah=13.01.01",
    ),
    "provinsi": ("/rumah-dataku/penduduk/?wilayah=13&sumber=tabel-4.1",),
}  # fmt: skip


@pytest.mark.parametrize("size", [WIDE, NARROW], ids=["1440", "360"])
def test_population_and_completeness_of_places_are_clean_and_fit(visit: Visit, size: dict[str, int]) -> None:
    for username, paths in PLACES.items():
        somebody = visit(username, size)
        for path in paths:
            somebody.go(path)
            assert somebody.axe() == [], path
            assert not somebody.overflows(), path
        assert somebody.complaints == []


def test_the_printed_table_is_computed_anew_and_says_what_was_misprinted(visit: Visit) -> None:
    province = visit("provinsi")
    province.go("/rumah-dataku/penduduk/?wilayah=13")
    province.page.get_by_role("link", name="Studi 2022, tabel 4.1").click()
    row = province.page.get_by_role("row").filter(has_text="Kota Payakumbuh")
    expect(row).to_contain_text("1.656,70")
    expect(row).to_contain_text("luas tercetak 82.22")


def test_the_officer_stands_beside_a_figure_that_was_typed_in(visit: Visit) -> None:
    pokja = visit("pokja")
    start = profile_of(pokja)
    pokja.go(f"{start}isi/social_protection/")
    pokja.page.get_by_label("Sumber", exact=False).first.fill("BPJS Kesehatan")
    pokja.page.locator("input[name^='bpjs_members.total']").first.fill("412")
    pokja.page.get_by_role("button", name="Simpan angka").click()
    row = pokja.page.get_by_role("row").filter(has_text="BPJS Kesehatan").filter(has_text="Pokja 1 (buatan)")
    expect(row.first).to_contain_text("412")
