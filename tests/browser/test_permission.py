"""Somebody is refused, reads why, which hat would do and who gives it; who may do what on a phone and a wide screen."""

from __future__ import annotations

import os
from pathlib import Path

import pytest
from playwright.sync_api import expect

from tests.browser.conftest import NARROW, WIDE, Visit, Visitor

pytestmark = [pytest.mark.browser, pytest.mark.xdist_group("browser")]
VILLAGE = "13.01.01.2001"


def sound(visitor: Visitor, name: str) -> None:
    """The page as it stands pleases axe and is no wider than the screen; kept as a picture where a folder is named."""
    assert visitor.axe() == []
    assert not visitor.overflows()
    if folder := os.environ.get("PADU_SHOTS"):
        width = (visitor.page.viewport_size or WIDE)["width"]
        visitor.page.screenshot(path=str(Path(folder) / f"{name}-{width}.png"), full_page=True)


@pytest.mark.parametrize("size", [WIDE, NARROW], ids=["wide", "narrow"])
def test_from_the_refusal_to_who_can_give_the_hat(visit: Visit, size: dict[str, int]) -> None:
    team = visit("kabupaten", size)
    page = team.page
    answer = page.goto(f"{team.site}/situasi/{VILLAGE}/kirim/")
    assert answer is not None
    assert answer.status == 403
    sound(team, "refused")
    page.get_by_role("link", name="Mengapa tidak bisa?").click()
    expect(page.get_by_text("Tidak bisa: Anda belum berhak melakukan ini di sini.")).to_be_visible()
    expect(page.get_by_text("Pokja kampung di", exact=False).first).to_be_visible()
    sound(team, "why-not")
    page.get_by_label("Tindakan", exact=True).select_option("meeting.record")
    page.get_by_label("Kode atau nama wilayah").fill("pesisir selatan")
    page.get_by_role("button", name="Jelaskan").click()
    page.get_by_role("link", name="Kabupaten Pesisir Selatan").click()
    expect(page.get_by_text("Bisa: Anda berhak melakukan ini di sini.")).to_be_visible()
    sound(team, "why")
    page.get_by_role("link", name="Siapa boleh apa").first.click()
    expect(page.get_by_role("heading", name="Siapa mengundang siapa")).to_be_visible()
    sound(team, "who-may")
    page.get_by_label("Peran", exact=True).select_option("plkb")
    page.get_by_role("button", name="Terapkan").click()
    expect(page.get_by_role("columnheader", name="PKB/PLKB").first).to_be_visible()
    expect(page.locator("table").first.get_by_role("columnheader", name="Petugas OPD")).to_have_count(0)
    sound(team, "who-may-one")
    # The browser itself reports the refusal that was asked for, and nothing else.
    assert [one for one in team.complaints if "403" not in one] == []
