"""Accounts walked as people do: invitation, second step by app and by passkey, sessions, and what axe says."""

from __future__ import annotations

import datetime as dt
import re
import time
from zoneinfo import ZoneInfo

import pyotp
import pytest
from playwright.sync_api import Page, expect

from tests.browser.conftest import NARROW, WIDE, Visit, Visitor

pytestmark = [pytest.mark.browser, pytest.mark.xdist_group("browser")]

PASSWORD = "empat kata yang panjang"
VILLAGE = "13.01.01.2001"


def invited(visit: Visit, name: str) -> str:
    """The link that the regency's team hands over."""
    team = visit("kabupaten")
    team.go("/orang/undang/")
    team.page.get_by_label("Nama orangnya").fill(name)
    team.page.get_by_label("Peran", exact=True).select_option("kader")
    team.page.get_by_label("Wilayah").fill(VILLAGE)
    team.page.get_by_role("button", name="Buat undangan").click()
    link = team.page.get_by_label("Tautan").input_value()
    assert team.complaints == []
    return link


def joined(visit: Visit, name: str, username: str, site: str | None = None) -> Visitor:
    """Somebody who has come in by an invitation."""
    link = invited(visit, name)
    visitor = visit()
    visitor.site = site or visitor.site
    visitor.page.goto(re.sub(r"^https?://[^/]+", visitor.site, link))
    page = visitor.page
    expect(page.get_by_role("heading", name=f"Undangan untuk {name}")).to_be_visible()
    page.get_by_label("Nama akun").fill(username)
    page.get_by_label("Kata sandi baru", exact=True).fill(PASSWORD)
    page.get_by_label("Ulangi kata sandi baru").fill(PASSWORD)
    page.get_by_role("button", name="Buka akun").click()
    page.wait_for_url(f"{visitor.site}/")
    return visitor


def sign_in_with(page: Page, site: str, username: str) -> None:
    page.goto(f"{site}/masuk/")
    page.get_by_label("Nama akun").fill(username)
    page.get_by_label("Kata sandi", exact=True).fill(PASSWORD)
    page.get_by_role("button", name="Masuk", exact=True).click()


def sign_out(page: Page, site: str) -> None:
    page.goto(f"{site}/akun/")
    page.get_by_label("Akun", exact=True).click()
    page.get_by_role("button", name="Keluar", exact=True).click()
    page.wait_for_url(f"{site}/masuk/")


def test_from_an_invitation_to_a_second_step_and_out_everywhere(visit: Visit) -> None:
    kader = joined(visit, "Siti Aminah", "siti.aminah")
    page = kader.page
    kader.go("/akun/langkah-kedua/aplikasi/")
    page.get_by_text("Tidak dapat memindai?").click()
    secret = page.locator("details code").inner_text().replace(" ", "")
    page.get_by_label("Kode enam angka").fill(pyotp.TOTP(secret).at(server_now()))
    page.get_by_role("button", name="Pasang").click()
    codes = page.locator("[data-recovery-code]").all_inner_texts()
    assert len(codes) == 10
    sign_out(page, kader.site)
    sign_in_with(page, kader.site, "siti.aminah")
    page.wait_for_url(f"{kader.site}/masuk/langkah-kedua/")
    page.get_by_label("Kode", exact=True).fill(pyotp.TOTP(secret).at(server_now() + 30))
    page.get_by_role("button", name="Lanjut").click()
    page.wait_for_url(f"{kader.site}/")

    phone = visit(None, NARROW)
    sign_in_with(phone.page, phone.site, "siti.aminah")
    phone.page.get_by_label("Kode", exact=True).fill(codes[0])
    phone.page.get_by_role("button", name="Lanjut").click()
    phone.page.wait_for_url(f"{phone.site}/")
    kader.go("/akun/")
    expect(page.get_by_text("perangkat ini")).to_have_count(1)
    expect(page.get_by_role("button", name=re.compile("^Akhiri "))).to_have_count(2)
    page.get_by_role("button", name="Keluar di semua perangkat").click()
    page.wait_for_url(f"{kader.site}/masuk/")
    phone.page.goto(f"{phone.site}/akun/")
    assert "/masuk/" in phone.page.url
    assert kader.complaints == []


def server_now() -> int:
    """The site's idea of now in seconds: its server lives on the fifteenth of June, at our time of day."""
    now = dt.datetime.fromtimestamp(time.time(), ZoneInfo("Asia/Jakarta"))
    return int((now + (dt.date(now.year, 6, 15) - now.date())).timestamp())


def test_a_passkey_is_added_and_signs_in_alone_and_as_second_step(visit: Visit, site: str) -> None:
    named = site.replace("127.0.0.1", "localhost")
    kader = joined(visit, "Budi Santoso", "budi.santoso", named)
    page = kader.page
    devtools = page.context.new_cdp_session(page)
    devtools.send("WebAuthn.enable")
    options = {
        "protocol": "ctap2", "transport": "internal", "hasResidentKey": True, "hasUserVerification": True,
        "isUserVerified": True, "automaticPresenceSimulation": True,
    }  # fmt: skip
    devtools.send("WebAuthn.addVirtualAuthenticator", {"options": options})
    page.goto(f"{named}/akun/langkah-kedua/kunci-sandi/")
    page.get_by_label("Nama perangkat").fill("ponsel saya")
    page.get_by_role("button", name="Tambah kunci sandi").click()
    expect(page.locator("[data-recovery-code]")).to_have_count(10)
    page.goto(f"{named}/akun/langkah-kedua/")
    expect(page.get_by_text("ponsel saya").first).to_be_visible()

    sign_out(page, named)
    page.get_by_role("link", name="Masuk dengan kunci sandi").click()
    page.get_by_role("button", name="Buka kunci").click()
    page.wait_for_url(f"{named}/")
    sign_out(page, named)
    sign_in_with(page, named, "budi.santoso")
    page.wait_for_url(f"{named}/masuk/langkah-kedua/")
    page.get_by_role("button", name="Pakai kunci sandi").click()
    page.wait_for_url(f"{named}/")
    assert kader.complaints == []


PAGES = ("/akun/", "/akun/langkah-kedua/", "/akun/langkah-kedua/aplikasi/", "/orang/", "/orang/undang/")


@pytest.mark.parametrize("size", [WIDE, NARROW], ids=["1440", "360"])
def test_pages_are_accessible_fit_the_screen_and_complain_of_nothing(visit: Visit, size: dict[str, int]) -> None:
    team = visit("kabupaten", size)
    faults: dict[str, object] = {}
    team.go("/orang/?cari=pokja")
    person = team.page.locator("main table a").first.get_attribute("href")
    assert person
    for path in (*PAGES, person, f"{person}keluar/", f"{person}tautan/"):
        team.go(path)
        team.page.wait_for_load_state("networkidle")
        if found := [*team.axe(), *(["wider than the screen"] if team.overflows() else [])]:
            faults[path] = found
    assert faults == {}
    assert team.complaints == []
