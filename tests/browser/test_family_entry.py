"""A family of five written down by keyboard alone, left half way, taken up elsewhere, refused, put right, stored."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import Page, expect

from tests.browser.conftest import NARROW, WIDE, Visit, Visitor

pytestmark = [pytest.mark.browser, pytest.mark.xdist_group("browser")]
SIZES = pytest.mark.parametrize("size", [WIDE, NARROW], ids=["1440", "360"])
# Name, NIK, why none, sex, birth, relation, marital status, certificate, mother.
MEMBERS = (
    ("Bakri Rajo", "1301011208{y}0901", "", "1", "12081980", "1", "2", "1", ""),
    ("Nurhayati", "13010154038{y}0902", "", "2", "14031983", "2", "2", "1", ""),
    ("Aulia", "", "2", "2", "02052010", "3", "1", "1", "2"),
    ("Fikri", "", "2", "1", "21112014", "3", "1", "2", "2"),
    ("Bayi Bakri", "", "1", "1", "01062026", "3", "1", "2", "2"),
)


def sound(visitor: Visitor, where: str) -> None:
    assert visitor.axe() == [], where
    assert not visitor.overflows(), where


def key_in(page: Page, *texts: str) -> None:
    """Type into one field after the other; Enter moves on."""
    for text in texts:
        page.keyboard.type(text)
        page.keyboard.press("Enter")


def focused(page: Page) -> str:
    return str(page.evaluate("() => document.activeElement?.getAttribute('name') ?? document.activeElement?.tagName"))


def ready(page: Page, name: str) -> None:
    """The page has come and its first field waits for keys."""
    page.wait_for_function(
        "name => document.activeElement?.getAttribute('name') === name && document.querySelector('form[data-awake]')",
        arg=name,
    )


def begin(visitor: Visitor) -> None:
    visitor.go("/keluarga/isi/")
    visitor.page.get_by_role("button", name="Keluarga baru").focus()
    visitor.page.keyboard.press("Enter")
    visitor.page.wait_for_url(re.compile(r"/alamat/$"))


def member(page: Page, row: tuple[str, ...], serial: str) -> None:
    """Fill in one member and press Enter in the last field: stored, and the next one is asked."""
    ready(page, "name")
    name, nik, *rest = row
    key_in(page, name, nik.format(y=serial), *rest)
    # Religion, education, occupation, insurance; Enter in the last one sends.
    key_in(page, "1", "", "", "1", "1")


@SIZES
def test_a_family_of_five_by_keyboard_left_and_taken_up_again(visit: Visit, size: dict[str, int]) -> None:
    serial = "0" if size is WIDE else "1"
    first = visit("pokja", size)
    page = first.page
    begin(first)
    sound(first, "alamat")
    ready(page, "no_kk")
    key_in(page, "", "Pasar", "2", "3", "Jalan Kenari 5")
    page.wait_for_url(re.compile(r"/anggota/1/$"))
    sound(first, "anggota 1")
    # A number with a digit too few and a birth in the future: everything typed stays, the first field is at hand.
    ready(page, "name")
    key_in(page, "Bakri Rajo", "13010112", "", "1", "12082999", "1", "2", "1", "", "1", "", "", "1", "1")
    expect(page.get_by_text("Belum dapat dilanjutkan")).to_be_visible()
    ready(page, "nik")
    expect(page.get_by_label("K.02 Nama")).to_have_value("Bakri Rajo")
    expect(page.get_by_label("Tanggal lahir")).to_have_value("12082999")
    sound(first, "anggota 1 ditolak")
    page.get_by_label("NIK", exact=True).fill(f"130101120880090{serial}")
    page.get_by_label("Tanggal lahir").fill("12081980")
    page.get_by_label("K.16 Keberadaan").focus()
    page.keyboard.press("Enter")
    page.wait_for_url(re.compile(r"/anggota/2/$"))
    ready(page, "name")
    name, _, *rest = MEMBERS[1]
    key_in(page, name, f"130101540383091{serial}", *rest, "1", "", "", "1", "1")
    page.wait_for_url(re.compile(r"/anggota/3/$"))
    way = page.url.removesuffix("anggota/3/").removeprefix(first.site)
    page.context.close()
    # Another day, another device.
    later = visit("pokja", size)
    page = later.page
    later.go("/keluarga/isi/")
    sound(later, "belum selesai")
    page.get_by_role("link", name="Bakri Rajo").first.click()
    page.wait_for_url(re.compile(r"/kehidupan/$"))
    later.go(f"{way}anggota/")
    expect(page.get_by_text("2. Nurhayati")).to_be_visible()
    sound(later, "anggota")
    page.get_by_role("link", name="Tambah anggota").click()
    for at, row in enumerate(MEMBERS[2:], start=3):
        page.wait_for_url(re.compile(rf"/anggota/{at}/$"))
        member(page, row, serial)
    page.wait_for_url(re.compile(r"/anggota/6/$"))
    later.go(f"{way}kehidupan/")
    sound(later, "kehidupan")
    ready(page, "surveyed_on")
    page.keyboard.press("Enter")
    key_in(page, "1", "1", "1", "2", "1", "1")
    page.wait_for_url(re.compile(r"/kebersamaan/$"))
    for step in ("kebersamaan", "kelompok", "rumah", "kesejahteraan", "khusus"):
        page.wait_for_url(re.compile(rf"/{step}/$"))
        sound(later, step)
        page.get_by_role("button", name="Simpan dan lanjut").focus()
        page.keyboard.press("Enter")
    page.wait_for_url(re.compile(r"/periksa/$"))
    sound(later, "periksa")
    page.get_by_role("button", name="Simpan keluarga").focus()
    page.keyboard.press("Enter")
    page.wait_for_url(re.compile(r"/keluarga/\d+/(\?baru=1)?$"))
    expect(page.get_by_text("Keluarga Bakri Rajo tersimpan dengan 5 anggota")).to_be_visible()
    assert [m for m in later.complaints if "422" not in m] == []


def test_a_family_is_put_right_on_a_phone_without_script(visit: Visit) -> None:
    pokja = visit("pokja", NARROW, java_script_enabled=False)
    page = pokja.page
    pokja.go("/keluarga/")
    page.locator("tbody th a").first.click()
    page.get_by_role("button", name="Perbarui data").click()
    page.get_by_role("link", name="Rumah", exact=True).click()
    page.get_by_label("P.26 Penghuni rumah (orang)").fill("1000")
    page.get_by_role("button", name="Simpan, kembali periksa").click()
    expect(page.get_by_label("P.26 Penghuni rumah (orang)")).to_have_value("1000")
    page.get_by_label("P.26 Penghuni rumah (orang)").fill("7")
    page.get_by_role("button", name="Simpan, kembali periksa").click()
    page.get_by_role("button", name="Simpan keluarga").click()
    page.wait_for_url(re.compile(r"/keluarga/\d+/(\?baru=1)?$"))
    expect(page.get_by_text("tersimpan dengan")).to_be_visible()


@SIZES
def test_a_form_is_printed_and_its_code_leads_back(visit: Visit, size: dict[str, int]) -> None:
    pokja = visit("pokja", size)
    page = pokja.page
    pokja.go("/keluarga/")
    page.locator("tbody th a").first.click()
    page.get_by_role("link", name="Cetak formulir").click()
    family = re.sub(r"cetak/$", "", page.url)
    sound(pokja, "cetak")
    page.get_by_label("Untuk keperluan apa").fill("Kunjungan rumah pekan ini")
    with page.expect_download() as paper:
        page.get_by_role("button", name="Unduh formulir (PDF)").click()
    name = paper.value.suggested_filename
    assert paper.value.path().read_bytes().startswith(b"%PDF")
    pokja.go("/keluarga/kertas/")
    sound(pokja, "kertas")
    page.get_by_label("Kode formulir").fill("222-2223")
    page.get_by_role("button", name="Cari keluarganya").click()
    expect(page.get_by_text("Kode tidak ditemukan")).to_be_visible()
    page.get_by_label("Kode formulir").fill(name.removeprefix("formulir-keluarga-").removesuffix(".pdf").lower())
    page.get_by_role("button", name="Cari keluarganya").click()
    page.wait_for_url(family)
    assert [m for m in pokja.complaints if "422" not in m] == []


def test_the_forms_of_an_rt_are_made_in_the_background(visit: Visit) -> None:
    pokja = visit("pokja", NARROW)
    page = pokja.page
    pokja.go("/keluarga/kertas/")
    page.get_by_label("RW", exact=True).select_option("001")
    page.get_by_label("RT", exact=True).select_option("001")
    page.get_by_label("Untuk keperluan apa").fill("Pendataan dari rumah ke rumah")
    page.get_by_role("button", name="Buat berkas cetak").click()
    expect(page.get_by_text("Siap dicetak")).to_be_visible(timeout=90_000)
    sound(pokja, "berkas cetak")
    with page.expect_download() as paper:
        page.get_by_role("link", name="Unduh PDF").click()
    assert paper.value.path().read_bytes().startswith(b"%PDF")
