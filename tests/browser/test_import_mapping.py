"""Files as people really have them: odd headers put right by hand and remembered, a table of SIGA."""

from __future__ import annotations

import os
import re
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import expect

from tests.browser.conftest import NARROW, WIDE, Visit, Visitor
from tests.files.conftest import xlsx_bytes
from tests.siga_tables import siga_csv

pytestmark = [pytest.mark.browser, pytest.mark.xdist_group("browser")]

SOON = 60_000
SHOTS = os.environ.get("PADU_SHOTS", "")
"""A folder for pictures of the pages, while one works on them."""
CHOICES = {"Orangnya": "K.02 Nama", "Seks": "K.03 Jenis kelamin", "Hubungan": "K.10 Hubungan dengan kepala keluarga"}


def odd_file(key: str, nik_end: str) -> bytes:
    """A family whose members stand under headers that nobody knows."""
    families = [["No. keluarga", "No. KK", "Kode desa"], [key, f"13010101011200{nik_end}", "13.01.01.2001"]]
    heads = ["No. keluarga", "Orangnya", "NIK", "Seks", "Tanggal lahir", "Hubungan"]
    member = [key, "Nurhayati Contoh", f"13010145039700{nik_end}", "2", "05/03/1997", "1"]
    return xlsx_bytes({"Keluarga": families, "Anggota": [heads, member]})


def send(visitor: Visitor, path: Path, kind: str) -> None:
    visitor.go("/impor/")
    page = visitor.page
    page.get_by_label(kind).check()
    page.locator("input[type=file]").set_input_files(str(path))
    page.get_by_role("button", name="Kirim dan periksa").click()
    page.wait_for_url(re.compile(r"/impor/\d+/$"))


def wait_for_columns(visitor: Visitor) -> None:
    """The worker looks at the columns first; the page without script is loaded again until it has."""
    link = visitor.page.get_by_role("link", name="Cocokkan kolom")
    for _ in range(60):
        if link.count():
            break
        visitor.page.wait_for_timeout(1000)
        visitor.page.reload()
    link.click()
    visitor.page.wait_for_url(re.compile(r"/kolom/"))


def looks_right(visitor: Visitor, name: str) -> None:
    if SHOTS:
        visitor.page.screenshot(path=f"{SHOTS}/{name}.png", full_page=True)
    assert visitor.axe() == [], name
    assert not visitor.overflows(), name


@pytest.mark.parametrize(
    ("size", "options", "ends"),
    [(WIDE, {}, ("61", "62")), (NARROW, {"java_script_enabled": False}, ("63", "64"))],
    ids=["1440", "360-without-script"],
)
def test_odd_headers_are_put_right_once_and_offered_the_next_time(
    visit: Visit, tmp_path: Path, size: dict[str, int], options: dict[str, Any], ends: tuple[str, str]
) -> None:
    script = options.get("java_script_enabled", True)
    pokja = visit("pokja", size, **options)
    page = pokja.page
    file = tmp_path / f"warga-{ends[0]}.xlsx"
    file.write_bytes(odd_file(f"J-{ends[0]}", ends[0]))
    send(pokja, file, "Keluarga dan anggota, templat Padu")
    wait_for_columns(pokja)
    known = page.get_by_text("Susunan terakhir sudah diisikan").count()
    if script:
        looks_right(pokja, f"kolom-{size['width']}")
    if not known:
        for header, label in CHOICES.items():
            page.get_by_label(re.compile(f"{header} dibaca sebagai")).select_option(label=label)
    page.get_by_role("button", name="Periksa dengan kolom ini").click()
    page.wait_for_url(re.compile(r"/impor/\d+/$"))
    store = page.get_by_role("button", name=re.compile("^Simpan"))
    for _ in range(60):
        if store.count():
            break
        page.wait_for_timeout(1000)
        page.reload()
    expect(store.first).to_be_visible()

    second = tmp_path / f"warga-{ends[1]}.xlsx"
    second.write_bytes(odd_file(f"J-{ends[1]}", ends[1]))
    send(pokja, second, "Keluarga dan anggota, templat Padu")
    wait_for_columns(pokja)
    expect(page.get_by_text("Susunan terakhir sudah diisikan")).to_be_visible()
    chosen = page.get_by_label(re.compile("Orangnya dibaca sebagai"))
    expect(chosen).to_have_value("name")
    assert pokja.complaints == []


def test_a_choice_that_contradicts_itself_is_told_and_kept(visit: Visit, tmp_path: Path) -> None:
    pokja = visit("pokja", NARROW)
    page = pokja.page
    file = tmp_path / "ganda.xlsx"
    content = odd_file("J-71", "71")
    file.write_bytes(content)
    send(pokja, file, "Keluarga dan anggota, templat Padu")
    wait_for_columns(pokja)
    page.get_by_label(re.compile("Seks dibaca sebagai")).select_option(label="NIK")
    page.get_by_role("button", name="Periksa dengan kolom ini").click()
    expect(page.get_by_text("“NIK” dipilih untuk lebih dari satu kolom.").first).to_be_visible()
    expect(page.get_by_label(re.compile("Seks dibaca sebagai"))).to_have_value("nik")
    looks_right(pokja, "kolom-salah-360")


@pytest.mark.parametrize("size", [WIDE, NARROW], ids=["1440", "360"])
def test_a_table_of_siga_with_a_village_that_has_to_be_named(
    visit: Visit, tmp_path: Path, size: dict[str, int]
) -> None:
    team = visit("kabupaten", size)
    page = team.page
    written = f"INDRAPURA {'A' if size is WIDE else 'B'}"
    rows = [
        (("PESISIR SELATAN", "PANCUNG SOAL", "2001.0", "INDERAPURA"), (41, 210, 12, "MEI 2026")),
        (("PESISIR SELATAN", "PANCUNG SOAL", "", written), (40, -4, 11, "APRIL 2026")),
        (("SOLOK", "PANTAI CERMIN", "2001.0", "SURIAN"), (9, 90, 3, "MEI 2026")),
    ]
    file = tmp_path / f"krs-{size['width']}.csv"
    file.write_bytes(siga_csv(("JUMLAH KRS", "PUS", "PUS HAMIL", "BULAN"), rows))
    send(team, file, "Tabel SIGA")
    settle = page.get_by_role("link", name="Pastikan nama desa")
    expect(settle).to_be_visible(timeout=SOON)
    expect(page.get_by_text("Baris wilayah lain")).to_be_visible()
    looks_right(team, f"siga-{size['width']}")
    settle.click()
    page.wait_for_url(re.compile(r"/nama/"))
    looks_right(team, f"nama-{size['width']}")
    page.get_by_label("Nagari Inderapura (13.01.01.2001)").check()
    page.get_by_role("button", name="Ingat dan periksa lagi").click()
    page.wait_for_url(re.compile(r"/impor/\d+/$"))
    store = page.get_by_role("button", name=re.compile("^Simpan"))
    expect(store.first).to_be_visible(timeout=SOON)
    expect(settle).to_have_count(0)
    with page.expect_download() as rows_to_mend:
        page.get_by_role("link", name=re.compile("untuk diperbaiki")).click()
    assert rows_to_mend.value.path().read_bytes().startswith(b"PK")
    store.first.click()
    expect(page.get_by_text(re.compile("5 angka dari 1 desa ada di basis data"))).to_be_visible(timeout=SOON)
    assert team.complaints == []
