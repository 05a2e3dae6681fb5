"""The first full way, walked as its users would: from families' data to a matrix, a calendar and what became of it."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from tests.apps.rumah_dataku.files import CHILD, FAMILY, HEAD, families_file
from tests.browser.conftest import NARROW, WIDE, Visit, Visitor

pytestmark = [pytest.mark.browser, pytest.mark.xdist_group("browser")]

VILLAGE = "13.01.01.2001"
REGENCY = "13.01"
SOON = 60_000


def year_of(visitor: Visitor) -> str:
    """The year that the site shows; the walk's server lives in the middle of June."""
    visitor.go("/matriks/")
    found = re.search(r"Inderapura · (\d{4})", visitor.page.locator("main").inner_text())
    assert found is not None
    return found.group(1)


def test_import_of_a_good_and_a_bad_family_file(visit: Visit, tmp_path: Path) -> None:
    pokja = visit("pokja")
    year = year_of(pokja)
    day = {"Tanggal pendataan": f"02/06/{year}"}
    bad = tmp_path / "salah.xlsx"
    bad.write_bytes(families_file([{**FAMILY, **day, "Kode desa": "99.99.99.9999"}]))
    send(pokja, bad, year)
    expect(pokja.page.get_by_text("99.99.99.9999").first).to_be_visible(timeout=SOON)
    expect(pokja.page.get_by_role("button", name=re.compile("^Simpan"))).to_have_count(0)

    good = tmp_path / "baik.xlsx"
    good.write_bytes(families_file([{**FAMILY, **day}], [HEAD, CHILD]))
    send(pokja, good, year)
    store = pokja.page.get_by_role("button", name=re.compile("^Simpan"))
    expect(store.first).to_be_visible(timeout=SOON)
    store.first.click()
    expect(pokja.page.get_by_text(re.compile("tersimpan", re.IGNORECASE)).first).to_be_visible(timeout=SOON)

    pokja.go("/keluarga/?cari=Siti+Aminah")
    expect(pokja.page.get_by_role("link", name=re.compile("Siti Aminah")).first).to_be_visible()
    assert "1301014503970001" not in pokja.page.content()
    assert pokja.complaints == []


def send(visitor: Visitor, path: Path, year: str) -> None:
    visitor.go("/impor/")
    page = visitor.page
    page.get_by_label("Keluarga dan anggota, templat Padu").check()
    page.get_by_label("Tahun data").fill(year)
    page.locator("input[type=file]").set_input_files(str(path))
    page.get_by_role("button", name="Kirim dan periksa").click()
    page.wait_for_url(re.compile(r"/impor/\d+/"))


def test_from_a_ranking_to_a_matrix_and_its_realisation(visit: Visit) -> None:
    pokja = visit("pokja")
    year = year_of(pokja)
    rank_and_submit(pokja)
    team = visit("kabupaten")
    run = propose(team)
    officer = visit("dinkes")
    answered = confirm_all(officer)
    assert answered > 0
    made = agree(team, run, year)
    assert made > 0
    team.go(f"/matriks/{REGENCY}/{year}/")
    expect(team.page.get_by_text("Kesehatan").first).to_be_visible()
    for visitor in (pokja, team, officer):
        assert visitor.complaints == []


def rank_and_submit(pokja: Visitor) -> None:
    page = pokja.page
    pokja.go(f"/situasi/{VILLAGE}/")
    before = titles(page)
    page.get_by_role("button", name=re.compile("^Turunkan")).first.click()
    give_reason(page, "Air bersih lebih mendesak menurut musyawarah.")
    pokja.go(f"/situasi/{VILLAGE}/")
    assert titles(page)[:2] == [before[1], before[0]]
    page.get_by_role("link", name="Kirim ke kabupaten/kota").click()
    page.get_by_role("button", name="Kirim").click()
    expect(page.get_by_text(re.compile("dikirim", re.IGNORECASE)).first).to_be_visible()


def titles(page: Page) -> list[str]:
    """Problems in the order in which they stand."""
    found: list[str] = page.locator("[data-reorder-title]").evaluate_all("es => es.map(e => e.dataset.reorderTitle)")
    return found


def give_reason(page: Page, reason: str) -> None:
    field = page.get_by_label(re.compile("Alasan"))
    expect(field.first).to_be_visible()
    field.first.fill(reason)
    page.get_by_role("button", name=re.compile("^Simpan")).first.click()
    page.wait_for_load_state()


def propose(team: Visitor) -> str:
    """Run the planner for a few seconds. Returns the number of the run."""
    team.go("/meja/")
    team.page.get_by_label("Waktu mencari (detik)").fill("6")
    team.page.get_by_role("button", name="Susun usulan").click()
    team.page.wait_for_url(re.compile(r"/meja/usulan/\d+/"))
    expect(team.page.get_by_role("link", name="Jawaban OPD").first).to_be_visible(timeout=SOON)
    found = re.search(r"/meja/usulan/(\d+)/", team.page.url)
    assert found is not None
    return found.group(1)


def confirm_all(officer: Visitor) -> int:
    officer.go("/usulan/")
    button = officer.page.get_by_role("button", name=re.compile(r"^Sanggupi semua \(\d+\)"))
    number = int(re.search(r"\((\d+)\)", button.first.inner_text()).group(1))  # type: ignore[union-attr]
    button.first.click()
    officer.page.wait_for_load_state()
    return number


def agree(team: Visitor, run: str, year: str) -> int:
    page = team.page
    team.go("/rapat/baru/")
    page.get_by_label("Nama rapat").fill("Rapat koordinasi kedua")
    page.get_by_label("Tanggal", exact=True).fill(f"{year}-06-14")
    page.get_by_label("Pemimpin rapat").fill("Sekretaris Daerah")
    page.locator("select[name=planner_run_id]").select_option(run)
    page.locator("input[name=hadir-0-name]").fill("Kepala Bappeda")
    page.locator("input[name=hadir-0-office]").fill("Bappeda")
    page.get_by_role("button", name="Simpan rapat").first.click()
    page.wait_for_url(re.compile(r"/rapat/\d+/"))
    found = re.search(r"(\d+)\s+(?:baris\s+)?(?:menjadi\s+)?komitmen", page.locator("main").inner_text())
    assert found is not None, page.locator("main").inner_text()[:500]
    return int(found.group(1))


def test_a_planned_event_is_reported_and_the_matrix_shows_it(visit: Visit) -> None:
    team = visit("kabupaten")
    year = year_of_team(team)
    team.go("/kalender/")
    late = team.page.get_by_role("link", name=re.compile(r"^\d+ \w+ \d{4} · Nagari"))
    late.first.click()
    team.page.get_by_role("link", name=re.compile("Laporkan")).first.click()
    before = done_in_matrix(visit("kabupaten"), year)
    for box in team.page.get_by_role("radio", name=re.compile("^Terlaksana")).all():
        box.check()
    team.page.get_by_role("button", name=re.compile("^Kirim laporan")).click()
    team.page.wait_for_load_state()
    assert done_in_matrix(team, year) > before
    assert team.complaints == []


def year_of_team(team: Visitor) -> str:
    team.go("/matriks/")
    found = re.search(r"Pesisir Selatan · (\d{4})", team.page.locator("main").inner_text())
    assert found is not None
    return found.group(1)


def done_in_matrix(team: Visitor, year: str) -> int:
    """Activities done, of those planned, in the bottom right cell."""
    team.go(f"/matriks/{REGENCY}/{year}/")
    counts = re.findall(r"(\d+)/(\d+)", team.page.locator("main").inner_text())
    return max(int(done) for done, _ in counts)


def test_work_outside_the_plan_is_reported_on_a_phone_without_script(visit: Visit) -> None:
    pokja = visit("pokja", NARROW, java_script_enabled=False)
    page = pokja.page
    pokja.go("/lapor/")
    page.get_by_label("Apa yang dilakukan?").fill("Kerja bakti membersihkan masjid")
    page.locator("select[name=programme_no]").select_option("8")
    page.locator("select[name=who]").select_option(index=1)
    page.get_by_role("button", name="Kirim laporan").click()
    expect(page.get_by_text("Kerja bakti membersihkan masjid").first).to_be_visible()
    expect(page.get_by_text("di luar rencana").first).to_be_visible()
    pokja.go("/matriks/")
    expect(page.get_by_role("link", name=re.compile(r"\+\d+ di luar rencana")).first).to_be_visible()


PAGES = {
    "pokja": ("/", f"/kampung/{VILLAGE}/", f"/situasi/{VILLAGE}/", "/keluarga/", "/impor/", "/lapor/", "/matriks/"),
    "kabupaten": ("/", "/kampung/", "/meja/", "/matriks/", "/kalender/", "/penawaran/", "/rapat/", "/rapat/1/"),
    "dinkes": ("/", "/penawaran/", "/usulan/", "/kalender/"),
}


@pytest.mark.parametrize("size", [WIDE, NARROW], ids=["1440", "360"])
@pytest.mark.parametrize("username", PAGES)
def test_pages_are_accessible_fit_the_screen_and_complain_of_nothing(
    visit: Visit, username: str, size: dict[str, int]
) -> None:
    visitor = visit(username, size)
    faults: dict[str, object] = {}
    for path in PAGES[username]:
        visitor.go(path)
        visitor.page.wait_for_load_state("networkidle")
        if found := [*visitor.axe(), *(["wider than the screen"] if visitor.overflows() else [])]:
            faults[path] = found
    assert faults == {}
    assert visitor.complaints == []


def test_the_way_by_keyboard_alone_reaches_the_content(visit: Visit) -> None:
    pokja = visit("pokja")
    pokja.page.keyboard.press("Tab")
    pokja.page.keyboard.press("Enter")
    assert pokja.page.evaluate("() => location.hash") == "#isi"
