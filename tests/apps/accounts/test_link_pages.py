"""Links in the hand of who is invited or has lost the password: the secret leaves the address at once."""

from __future__ import annotations

import logging

import pytest
from django.test import Client

from padu.access.actor import Hat
from padu.access.gate import scoped
from padu.access.verbs import Role
from padu.apps.accounts.actors import load_actor_by_id, load_actor_by_username
from padu.apps.accounts.guessing import MAX_PER_NAME_AND_ADDRESS
from padu.apps.accounts.services import invitation_make, reset_link_make
from tests.apps.accounts.test_factors import with_app
from tests.factories import PASSWORD
from tests.people import NEXT_VILLAGE, VILLAGE, People

GOOD = "empat kata yang panjang"
FORM = {"full_name": "Siti Aminah", "username": "Siti.Aminah", "new": GOOD, "again": GOOD}


@pytest.fixture
def token(people: People) -> str:
    team = people.tim_kab.actor
    with scoped(team):
        return invitation_make(actor=team, full_name="Siti Aminah", role=Role.KADER, region_code=NEXT_VILLAGE)[1]


def test_from_the_link_to_the_first_page(token: str) -> None:
    client = Client()
    response = client.get(f"/undangan/{token}/")
    assert (response.status_code, response["Location"]) == (302, "/undangan/")
    text = client.get("/undangan/").content.decode()
    assert "Undangan untuk Siti Aminah" in text
    assert "Kader di Nagari Muaro Sakai Inderapura" in text
    assert "Satu nama untuk satu orang" in text
    response = client.post("/undangan/", FORM)
    assert (response.status_code, response["Location"]) == (302, "/")
    assert client.get("/").status_code == 200
    assert load_actor_by_username("siti.aminah").hats == (Hat(Role.KADER, NEXT_VILLAGE),)
    assert Client().get(f"/undangan/{token}/").status_code == 404


@pytest.mark.parametrize(
    ("change", "why"),
    [
        ({"username": "pokja"}, "sudah dipakai orang lain"),
        ({"username": "a b"}, "3-60 huruf kecil"),
        ({"new": "siti.aminah.99", "again": "siti.aminah.99"}, "terlalu mirip"),
        ({"again": "lain sama sekali"}, "tidak sama"),
    ],
)
def test_a_refusal_keeps_what_was_typed_and_the_link(
    token: str, change: dict[str, str], why: str, caplog: pytest.LogCaptureFixture
) -> None:
    client = Client()
    client.get(f"/undangan/{token}/")
    with caplog.at_level(logging.DEBUG):
        response = client.post("/undangan/", FORM | change)
    assert response.status_code == 422
    assert why in response.content.decode()
    assert 'value="Siti Aminah"' in response.content.decode()
    assert token not in caplog.text
    assert client.post("/undangan/", FORM).status_code == 302


def test_who_is_signed_in_takes_the_role_on_the_own_account(token: str, people: People) -> None:
    client = Client()
    client.force_login(people.pokja.user)
    client.get(f"/undangan/{token}/")
    assert "akun <strong>pokja</strong>" in client.get("/undangan/").content.decode()
    assert client.post("/undangan/")["Location"] == "/akun/"
    hats = load_actor_by_id(people.pokja.user.pk).hats
    assert set(hats) == {Hat(Role.KAMPUNG, VILLAGE), Hat(Role.KADER, NEXT_VILLAGE)}


def test_who_has_an_account_signs_in_first_and_finds_the_invitation_again(token: str, people: People) -> None:
    client = Client()
    client.get(f"/undangan/{token}/")
    assert "/masuk/?next=/undangan/" in client.get("/undangan/").content.decode()
    response = client.post("/masuk/", {"username": "pokja", "password": PASSWORD, "next": "/undangan/"})
    assert response["Location"] == "/undangan/"
    assert "Terima peran ini" in client.get("/undangan/").content.decode()


def test_unknown_links_answer_alike_and_trying_many_has_to_pause(token: str) -> None:
    pages = {Client().get(f"/undangan/{wrong}/").content.decode() for wrong in ("x", token + "x")}
    assert len({page.split("<main")[1] for page in pages}) == 1
    for _ in range(MAX_PER_NAME_AND_ADDRESS - 2):
        assert Client().get("/undangan/salah/").status_code == 404
    assert Client().get(f"/undangan/{token}/").status_code == 429
    assert Client().get(f"/undangan/{token}/", REMOTE_ADDR="10.0.0.9").status_code == 302


def test_a_new_password_by_link_and_the_second_step_stays(people: People) -> None:
    with_app(people.pokja)
    team, client = people.tim_kab.actor, Client()
    with scoped(team):
        _, token = reset_link_make(actor=team, user_id=people.pokja.user.pk)
    assert client.get(f"/sandi-baru/{token}/")["Location"] == "/sandi-baru/"
    assert client.post("/sandi-baru/", {"new": "pendek", "again": "pendek"}).status_code == 422
    assert client.post("/sandi-baru/", {"new": GOOD, "again": GOOD})["Location"] == "/masuk/langkah-kedua/"
    assert client.get("/akun/").status_code == 302
    assert Client().get(f"/sandi-baru/{token}/").status_code == 404
