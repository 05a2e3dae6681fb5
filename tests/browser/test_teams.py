"""A pokja is formed, filled and given its decree on a phone and on a wide screen; others see what is missing."""

from __future__ import annotations

import datetime as dt
import re
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from tests.browser.conftest import NARROW, WIDE, Visit, Visitor

pytestmark = [pytest.mark.browser, pytest.mark.xdist_group("browser")]

# Villages of the demo regency without a made-up pokja.
WITHOUT = {"wide": "13.01.01.2002", "narrow": "13.01.01.2003"}
PDF = b"%PDF-1.7\nSK Wali Nagari (uji)\n%%EOF"


def server_day(visitor: Visitor) -> dt.date:
    """Today as the site has it: a form for a last day is filled in with it."""
    visitor.go("/tim/baru/?wilayah=13.01")
    return dt.date.fromisoformat(visitor.page.get_by_label("Dibentuk pada").input_value())


def sound(visitor: Visitor) -> None:
    """The page as it stands pleases axe and is no wider than the screen."""
    assert visitor.axe() == []
    assert not visitor.overflows()


@pytest.mark.parametrize(("shape", "size"), [("wide", WIDE), ("narrow", NARROW)])
def test_a_pokja_from_its_forming_to_its_decree(visit: Visit, tmp_path: Path, shape: str, size: dict[str, int]) -> None:
    village = WITHOUT[shape]
    team = visit("kabupaten", size)
    page, today = team.page, server_day(team)
    team.go(f"/kampung/{village}/")
    page.get_by_role("link", name="Bentuk pokja").click()
    sound(team)
    page.get_by_label("delapan seksi menurut fungsi keluarga").check()
    page.get_by_label("Dibentuk pada").fill((today - dt.timedelta(days=400)).isoformat())
    page.get_by_role("button", name="Bentuk tim").click()
    expect(page.get_by_role("heading", name="Seksi cinta kasih")).to_be_visible()
    expect(page.get_by_text("Belum ada SK", exact=True)).to_be_visible()
    sound(team)
    name_the_chair(page, today)
    expect(page.locator("strong", has_text="Rembulan Uji")).to_have_count(1)
    write_the_decree(page, today, tmp_path)
    sound(team)
    expect(page.get_by_text("SK akan berakhir", exact=True)).to_be_visible()
    expect(page.get_by_text(re.compile("30 hari lagi"))).to_be_visible()
    with page.expect_download() as download:
        page.get_by_role("link", name="sk.pdf").click()
    assert Path(download.value.path()).read_bytes() == PDF
    team.go(f"/tim/kosong/?wilayah={village}")
    expect(page.get_by_role("row", name=re.compile("Koordinator seksi keagamaan"))).to_be_visible()
    expect(page.get_by_text("Ketua pokja")).to_have_count(0)
    sound(team)
    team.go(f"/kampung/{village}/")
    expect(page.get_by_text(re.compile("Ketua: Rembulan Uji"))).to_be_visible()
    expect(page.get_by_text("11 kedudukan kosong")).to_be_visible()
    # The browser itself notes the one answer 422, of the file that was none.
    assert [text for text in team.complaints if "422" not in text] == []


def name_the_chair(page: Page, today: dt.date) -> None:
    page.get_by_role("link", name="Isi Ketua Ketua pokja", exact=True).click()
    page.get_by_label("Nama", exact=True).fill("Rembulan Uji")
    page.get_by_label("Bertugas mulai").fill((today - dt.timedelta(days=390)).isoformat())
    page.get_by_role("button", name="Simpan").click()
    expect(page.get_by_text("Pemegang kedudukan tersimpan.")).to_be_visible()


def write_the_decree(page: Page, today: dt.date, folder: Path) -> None:
    """First with a file that is none, which keeps what was typed; then with a PDF."""
    wrong, paper = folder / "sk.exe", folder / "sk.pdf"
    wrong.write_bytes(b"MZ")
    paper.write_bytes(PDF)
    page.get_by_role("link", name="Catat SK").click()
    begin = today - dt.timedelta(days=400)
    for label, value in (
        ("Nomor SK", "7/UJI"),
        ("Tanggal penetapan", begin.isoformat()),
        ("Tentang", "Pembentukan pokja"),
        ("Ditetapkan oleh", "Wali Nagari"),
        ("Berlaku mulai", begin.isoformat()),
        ("Berlaku sampai", (today + dt.timedelta(days=30)).isoformat()),
    ):
        page.get_by_label(label).fill(value)
    page.get_by_label("Berkas SK").set_input_files(str(wrong))
    page.get_by_role("button", name="Simpan").click()
    expect(page.get_by_text("bukan PDF, JPG, atau PNG").first).to_be_visible()
    expect(page.get_by_label("Nomor SK")).to_have_value("7/UJI")
    page.get_by_label("Berkas SK").set_input_files(str(paper))
    page.get_by_role("button", name="Simpan").click()
    expect(page.get_by_text("SK tercatat.")).to_be_visible()


@pytest.mark.parametrize("size", [WIDE, NARROW], ids=["wide", "narrow"])
def test_lists_of_teams_and_agencies_are_sound(visit: Visit, size: dict[str, int]) -> None:
    team = visit("kabupaten", size)
    for path, words in (
        ("/tim/", "Tim koordinasi Kabupaten Pesisir Selatan"),
        ("/tim/?keadaan=expiring", "SK akan berakhir"),
        ("/tim/kosong/", "Kedudukan tanpa pemegang hari ini"),
        ("/lembaga/", "Dinas Kesehatan"),
        ("/lembaga/baru/?wilayah=13.01", "Kolom matriks"),
    ):
        team.go(path)
        expect(team.page.get_by_text(words).first).to_be_visible()
        sound(team)
    assert team.complaints == []
