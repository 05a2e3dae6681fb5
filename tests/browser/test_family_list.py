"""The list of families put in another order, at a desk by its heads and on a phone by its control, and taken along."""

from __future__ import annotations

import os
import re
from pathlib import Path

import pytest
from playwright.sync_api import expect
from python_calamine import CalamineWorkbook

from tests.browser.conftest import NARROW, WIDE, Visit, Visitor

pytestmark = [pytest.mark.browser, pytest.mark.xdist_group("browser")]

SHOTS = os.environ.get("PADU_SHOTS")
"""Folder for pictures of the pages while they are worked on."""


def looked_at(visitor: Visitor, name: str) -> None:
    if SHOTS:
        Path(SHOTS).mkdir(parents=True, exist_ok=True)
        visitor.page.screenshot(path=f"{SHOTS}/{name}.png", full_page=True)
    assert visitor.axe() == [], name
    assert not visitor.overflows(), name
    assert visitor.complaints == []


def heads(visitor: Visitor) -> list[str]:
    return visitor.page.locator("table tbody th[scope=row] > a").all_inner_texts()


def test_the_heads_sort_and_the_workbook_has_the_same_order(visit: Visit, tmp_path: Path) -> None:
    pokja = visit("pokja", WIDE)
    page = pokja.page
    pokja.go("/keluarga/")
    page.get_by_role("columnheader", name="Kepala keluarga").get_by_role("link").click()
    page.wait_for_url(re.compile(r"urut=nama"))
    expect(page.get_by_role("columnheader", name="Kepala keluarga")).to_have_attribute("aria-sort", "ascending")
    by_name = heads(pokja)
    assert len(by_name) == 25
    assert by_name == sorted(by_name, key=str.lower)
    looked_at(pokja, "by-name-1440")
    with page.expect_download() as book:
        page.get_by_role("link", name="Unduh daftar keluarga").click()
    book.value.save_as(tmp_path / "daftar.xlsx")
    rows = CalamineWorkbook.from_path(str(tmp_path / "daftar.xlsx")).get_sheet_by_index(0).to_python()
    start = next(at for at, row in enumerate(rows) if "Kepala keluarga" in row)
    assert [row[4] for row in rows[start + 1 : start + 26]] == by_name
    page.get_by_role("link", name="Berikutnya").click()
    page.wait_for_url(re.compile(r"urut=nama.*sesudah=\d+|sesudah=\d+.*urut=nama"))
    assert heads(pokja)[0].lower() >= by_name[-1].lower()


def test_a_phone_has_the_order_as_a_control(visit: Visit) -> None:
    pokja = visit("pokja", NARROW)
    page = pokja.page
    pokja.go("/keluarga/")
    page.get_by_label("Urutan").select_option(label="Terlama tidak didata")
    page.get_by_role("button", name="Terapkan").click()
    page.wait_for_url(re.compile(r"urut=data"))
    expect(page.get_by_label("Urutan")).to_have_value("data")
    looked_at(pokja, "by-visit-360")
