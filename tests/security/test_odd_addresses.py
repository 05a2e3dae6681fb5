"""What people and programs put into addresses: an answer every time, never a broken page."""

from __future__ import annotations

from collections.abc import Callable
from urllib.parse import quote

import pytest
from django.test import Client

from tests.security.conftest import undoing
from tests.security.routes import CASES
from tests.security.routes.base import Case
from tests.security.world import World

pytestmark = [pytest.mark.django_db, pytest.mark.xdist_group("odd_addresses")]

NAMES = (
    "wilayah", "tahun", "kampung", "desa", "cari", "opd", "program", "bulan", "keadaan", "tampil", "usulan", "sesudah",
    "sebelum", "tingkat", "kolom", "masalah", "tanda", "dusun", "rw", "rt", "urut", "halaman", "next", "bentuk",
)  # fmt: skip
ODD = ("²", "9" * 30, "'\"><b>")


# Behind a door of their own nobody with an account comes far enough to break anything.
_PAGES = [case for case in CASES if "GET" in case.methods and not case.own_door]


@pytest.mark.parametrize("case", _PAGES, ids=lambda case: case.name)
def test_odd_parameters_break_no_page(case: Case, world: World, browser: Callable[[str], Client]) -> None:
    # Addresses that a phone asks with its own key have nobody who is signed in by a browser.
    person = next(iter(case.seen_by("tim_kab", "pokja")), "pokja")
    address = case.url(world).partition("?")[0]
    broken = []
    for odd in ODD:
        with undoing():
            response = browser(person).get(address + "?" + "&".join(f"{name}={quote(odd)}" for name in NAMES))
        if response.status_code >= 500 or "'\"><b>" in b"".join(response).decode(errors="replace"):
            broken.append(odd)
    assert broken == []


def test_the_character_no_text_can_hold_is_refused_in_a_form(world: World, browser: Callable[[str], Client]) -> None:
    url = f"/rapat/keputusan/{world.decision.pk}/selesai/"
    response = browser("petugas_opd").post(url, {"evidence": "foto\x00"})
    assert response.status_code == 400
    assert browser("petugas_opd").post(url, {"evidence": "foto"}).status_code == 302
