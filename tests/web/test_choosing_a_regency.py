"""Who works above regencies is asked which one a page shall be about."""

from __future__ import annotations

import pytest
from django.test import Client

from padu.access.verbs import Role
from padu.apps.accounts.models import User
from tests.factories import give_hat, make_user
from tests.people import REGENCY

pytestmark = pytest.mark.django_db

PAGES = ("/meja/", "/penawaran/", "/rapat/")


def signed_in(user: User) -> Client:
    client = Client()
    client.force_login(user)
    return client


@pytest.fixture
def province(places: None) -> Client:
    user = make_user("provinsi", "13")
    give_hat(user, Role.PROVINCE, "13")
    return signed_in(user)


def test_a_province_is_asked_and_its_choice_leads_to_the_page(province: Client) -> None:
    asked = province.get("/rapat/?tahun=2026")
    assert asked.status_code == 200
    assert "Pilih kabupaten/kota" in asked.content.decode()
    assert f"/rapat/?tahun=2026&amp;wilayah={REGENCY}" in asked.content.decode()
    assert "Pesisir Selatan" in province.get(f"/rapat/?tahun=2026&wilayah={REGENCY}").content.decode()


@pytest.mark.parametrize("code", ["14.01", "13", "13.01.01", "x", "00"])
def test_what_is_no_regency_of_the_province_is_not_there(province: Client, code: str) -> None:
    assert province.get(f"/rapat/?wilayah={code}").status_code == 404


def test_two_provinces_and_the_nation_choose_among_theirs(places: None) -> None:
    user = make_user("pusat", "00")
    give_hat(user, Role.NATION, "00")
    page = signed_in(user).get("/rapat/").content.decode()
    assert all(name in page for name in ("Sumatera Barat", "Pesisir Selatan", "Solok", "Pariaman"))


def test_a_sector_has_no_regency_page(places: None) -> None:
    user = make_user("kemenkes", "00")
    give_hat(user, Role.PRIVACY, "00")
    assert signed_in(user).get("/rapat/").status_code == 404
