"""A session that ended meanwhile, and addresses that only take forms: told, and led back to where one can go on."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from django.test import Client

from tests.people import People, Person

SignIn = Callable[[Person], Client]
SITE = "http://testserver"


@pytest.mark.django_db
def test_a_form_sent_after_the_session_ended_leads_back_to_its_page_and_says_that_nothing_was_kept() -> None:
    client = Client()
    response = client.post("/impor/7/simpan/", {"mode": "all"}, headers={"referer": f"{SITE}/impor/7/?tingkat=error"})
    assert (response.status_code, response["Location"]) == (302, "/masuk/?next=/impor/7/%3Ftingkat%3Derror")
    html = client.get(response["Location"]).content.decode()
    assert "belum ada yang tersimpan" in html


@pytest.mark.django_db
@pytest.mark.parametrize("referer", ["", "https://lain.example/impor/7/", "javascript:alert(1)"])
def test_a_form_sent_from_nowhere_known_leads_home(referer: str) -> None:
    response = Client().post("/impor/7/simpan/", headers={"referer": referer} if referer else {})
    assert (response.status_code, response["Location"]) == (302, "/masuk/?next=/")


@pytest.mark.django_db
def test_a_part_of_a_page_asked_for_after_the_session_ended_moves_the_whole_page_to_the_door() -> None:
    headers = {"hx-request": "true", "hx-current-url": f"{SITE}/impor/7/"}
    response = Client().get("/impor/7/kemajuan/", headers=headers)
    assert (response.status_code, response["HX-Redirect"]) == (204, "/masuk/?next=/impor/7/")


def test_an_address_for_forms_opened_as_a_page_says_what_to_do(people: People, client_of: SignIn) -> None:
    response = client_of(people.pokja).get("/impor/7/simpan/", headers={"accept": "text/html"})
    html = response.content.decode()
    assert (response.status_code, response["Allow"]) == (405, "POST")
    assert "hanya menerima kiriman dari formulir" in html
    assert "Nagari Inderapura" in html


def test_a_machine_that_asks_in_the_wrong_way_gets_no_page(people: People, client_of: SignIn) -> None:
    response = client_of(people.pokja).get("/impor/7/simpan/")
    assert (response.status_code, response.content) == (405, b"")


@pytest.mark.django_db
def test_a_form_of_an_older_session_is_told_apart_from_a_missing_right() -> None:
    response = Client(enforce_csrf_checks=True).post("/masuk/", {"username": "a"})
    html = response.content.decode()
    assert response.status_code == 403
    assert "peran yang sedang Anda pakai" not in html
    assert "muat ulang halaman itu, lalu kirim lagi" in html
