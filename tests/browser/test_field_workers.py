"""Field work walked as its users would: a hand-over at both widths, a recorder, a list sent, a finding answered."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import Page, expect

from tests.browser.conftest import NARROW, WIDE, Visit, Visitor

pytestmark = [pytest.mark.browser, pytest.mark.xdist_group("browser")]

VILLAGE = "13.01.01.2001"
SIZES = {"1440": WIDE, "360": NARROW}
# Each width has officers of its own, because both walk the same site.
OFFICERS = {"1440": ("PLKB 1 (buatan)", "PLKB 2 (buatan)"), "360": ("PLKB 3 (buatan)", "PLKB 4 (buatan)")}


def open_worker(visitor: Visitor, name: str) -> str:
    """Open the page of a worker by the list's search; returns its path."""
    visitor.go(f"/petugas/?cari={name.replace(' ', '+')}")
    visitor.page.get_by_role("link", name=re.compile(f"^{re.escape(name)}")).first.click()
    visitor.page.wait_for_url(re.compile(r"/petugas/\d+/$"))
    return visitor.page.url.removeprefix(visitor.site)


def give(page: Page, to: str, village: str, day: str) -> None:
    """Fill the form of a hand-over for one village and send it."""
    page.get_by_role("link", name="Serah terima").click()
    page.get_by_label("Diserahkan kepada").select_option(label=f"{to} · PKB/PLKB")
    page.get_by_label("Mulai dilayani penerima pada").fill(day)
    for box in page.locator("input[name=villages]").all():
        box.set_checked(box.get_attribute("value") == village)
    page.get_by_label("Alasan", exact=True).fill("Mutasi antarkecamatan")
    page.get_by_label("Hal yang belum selesai").fill("Dua usulan belum dijawab")
    page.get_by_role("button", name="Serahkan").click()


@pytest.mark.parametrize("size", SIZES)
def test_a_territory_is_handed_over_and_back(visit: Visit, size: str) -> None:
    team = visit("kabupaten", SIZES[size])
    page = team.page
    giver, taker = OFFICERS[size]
    path = open_worker(team, giver)
    first = page.locator("#wilayah tbody tr a").first
    village = (first.get_attribute("href") or "").strip("/").split("/")[-1]
    give(page, taker, village, "2020-01-01")
    expect(page.get_by_role("alert")).to_contain_text("Tanggal itu di luar masa tugas")
    expect(page.get_by_label("Alasan", exact=True)).to_have_value("Mutasi antarkecamatan")
    team.go(path)
    give(page, taker, village, "2031-01-01")
    expect(page.get_by_text("Dua usulan belum dijawab")).to_be_visible()
    assert team.axe() == []
    assert not team.overflows()
    page.get_by_role("link", name=taker, exact=True).click()
    expect(page.get_by_text(f"Diterima dari {giver}")).to_be_visible()
    give(page, giver, village, "2032-01-01")
    team.go(path)
    expect(page.get_by_text(f"Diserahkan kepada {taker}")).to_be_visible()
    expect(page.get_by_text(f"Diterima dari {taker}")).to_be_visible()
    # The refused form answered 422, which the console calls an error; nothing else complained.
    assert [words for words in team.complaints if "422" not in words] == []


def test_a_village_without_plkb_gets_a_recorder(visit: Visit) -> None:
    team = visit("kabupaten", NARROW)
    page = team.page
    team.go("/petugas/beban/")
    page.get_by_role("link", name=re.compile("^Tunjuk pencatat")).first.click()
    page.locator("input[name=name]").fill("Pencatat Contoh (buatan)")
    page.get_by_role("button", name="Tunjuk").click()
    expect(page.get_by_text("Yang mencatat: Pencatat Contoh (buatan).")).to_be_visible()
    assert team.complaints == []


def test_a_finding_is_answered_and_accepted(visit: Visit) -> None:
    pokja = visit("pokja", NARROW)
    pokja.go("/temuan/")
    page = pokja.page
    page.get_by_role("link", name=re.compile("^Contoh temuan buatan")).first.click()
    expect(page.get_by_text("Terlambat dijawab").first).to_be_visible()
    page.get_by_label("Jawaban").fill("SK baru sudah terbit")
    page.get_by_label("Bukti").fill("SK 12/2026")
    page.get_by_role("button", name="Kirim jawaban").click()
    expect(page.get_by_text("SK 12/2026")).to_be_visible()
    inspector = visit("inspektorat")
    inspector.go(page.url.removeprefix(pokja.site))
    inspector.page.get_by_role("button", name="Terima jawaban").click()
    expect(inspector.page.get_by_role("button", name="Tutup temuan")).to_be_visible()
    assert pokja.complaints == inspector.complaints == []


PAGES = {
    "kabupaten": (
        "/petugas/", "/petugas/1/", "/petugas/baru/", "/petugas/1/desa/", "/petugas/1/serah-terima/", "/petugas/beban/",
        "/petugas/cakupan/", "/petugas/kecamatan/13.01.01/", "/petugas/unggah/", "/temuan/", f"/kampung/{VILLAGE}/",
    ),
    "camat": ("/petugas/", "/petugas/beban/"),
    "inspektorat": ("/temuan/", "/temuan/baru/"),
    "provinsi": ("/petugas/sektor/", "/petugas/"),
}  # fmt: skip


@pytest.mark.parametrize("size", SIZES)
@pytest.mark.parametrize("username", PAGES)
def test_pages_are_accessible_and_fit_the_screen(visit: Visit, username: str, size: str) -> None:
    visitor = visit(username, SIZES[size])
    faults: dict[str, object] = {}
    for path in PAGES[username]:
        visitor.go(path)
        visitor.page.wait_for_load_state("networkidle")
        if found := [*visitor.axe(), *(["wider than the screen"] if visitor.overflows() else [])]:
            faults[path] = found
    assert faults == {}
    assert visitor.complaints == []
