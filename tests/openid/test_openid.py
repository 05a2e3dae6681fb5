"""Signing in by an OpenID provider, against a real one (oidc-provider of npm) that runs beside the tests."""

from __future__ import annotations

import http.cookiejar
import re
import shutil
import socket
import subprocess
import urllib.error
import urllib.request
from collections.abc import Iterator
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs, urlencode, urljoin, urlsplit

import jwt
import pytest
from django.test import Client

from padu.access.gate import scoped
from padu.apps.accounts import openid
from padu.apps.accounts.models import OutsideIdentity
from padu.apps.accounts.openid import OpenIdRefused, Question, answered, ask
from padu.settings.environment import OddSetting, OpenIdProvider, read_environment
from tests.apps.accounts.test_factors import now_code, with_app
from tests.factories import PASSWORD, SYSTEM
from tests.people import People

HERE = Path(__file__).resolve().parent
RETURN = "http://testserver/masuk/openid/kembali/"

pytestmark = [pytest.mark.django_db, pytest.mark.xdist_group("openid")]


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


@pytest.fixture(scope="module")
def provider() -> Iterator[OpenIdProvider]:
    node, port = shutil.which("node"), free_port()
    assert node, "Node.js is not installed; `make setup` needs it as well"
    command = [node, str(HERE / "provider.mjs"), str(port), RETURN]
    child = subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True)
    assert child.stdout is not None
    try:
        assert any("ready" in line for line in iter(child.stdout.readline, ""))
        yield OpenIdProvider(f"http://127.0.0.1:{port}", "padu", "rahasia-uji-coba")
    finally:
        child.terminate()
        child.wait(timeout=20)
        child.stdout.close()


@pytest.fixture(autouse=True)
def _connected(provider: OpenIdProvider, settings: Any) -> Iterator[None]:
    settings.OPENID = provider
    yield
    openid._description.cache_clear()
    openid._keys.cache_clear()


class _Stay(urllib.request.HTTPRedirectHandler):
    def redirect_request(self, *_: Any) -> None:
        return None


class Visitor:
    """A browser at the provider's pages: follows its redirects, fills its forms, stops where it leads back to us."""

    def __init__(self, login: str) -> None:
        self.login = login
        cookies = urllib.request.HTTPCookieProcessor(http.cookiejar.CookieJar())
        self.opener = urllib.request.build_opener(_Stay, cookies)

    def consent(self, address: str) -> str:
        """Sign in and agree. Returns the address at our site to which the provider leads."""
        form: bytes | None = None
        for _ in range(12):
            status, location, text = self._ask(address, form)
            form = None
            if status in (302, 303):
                address = urljoin(address, location)
                if address.startswith(RETURN):
                    return address
            else:
                prompt = re.search(r'name="prompt" value="(\w+)"', text)
                action = re.search(r'action="([^"]+)"', text)
                assert prompt, text
                assert action
                address = urljoin(address, action.group(1))
                form = urlencode({"prompt": prompt.group(1), "login": self.login, "password": "x"}).encode()
        raise AssertionError("the provider does not lead back")

    def _ask(self, address: str, form: bytes | None) -> tuple[int, str, str]:
        try:
            with self.opener.open(address, form, timeout=20) as answer:
                return answer.status, "", answer.read().decode()
        except urllib.error.HTTPError as answer:
            with answer:
                return answer.code, answer.headers.get("Location", ""), answer.read().decode()


def through_the_provider(client: Client, login: str, **query: str) -> Any:
    """From our page to the provider and back; the answer of our own page."""
    begin = client.get("/masuk/openid/", query)
    assert begin.status_code == 302
    back = Visitor(login).consent(begin["Location"])
    return client.get(back.removeprefix("http://testserver"))


def signed_in_as(client: Client) -> int | None:
    response = client.get("/akun/")
    return response.wsgi_request.user.pk if response.status_code == 200 else None


@pytest.fixture
def linked(people: People) -> People:
    """The pokja has linked the identity `siti` of the provider."""
    client = Client()
    client.force_login(people.pokja.user)
    assert through_the_provider(client, "siti")["Location"] == "/akun/"
    return people


def test_what_is_asked_has_pkce_state_nonce_and_nothing_but_openid(provider: OpenIdProvider) -> None:
    address, question = ask(provider, RETURN)
    asked = {key: values[0] for key, values in parse_qs(urlsplit(address).query).items()}
    assert asked["response_type"] == "code"
    assert asked["scope"] == "openid"
    assert asked["code_challenge_method"] == "S256"
    assert (asked["state"], asked["nonce"]) == (question.state, question.nonce)
    assert question.verifier not in address


def test_a_linked_identity_signs_in(linked: People) -> None:
    with scoped(SYSTEM):
        row = OutsideIdentity.objects.get()
    assert (row.user_id, row.subject) == (linked.pokja.user.pk, "siti")
    client = Client()
    response = through_the_provider(client, "siti", next="/kampung/")
    assert (response.status_code, response["Location"]) == (302, "/kampung/")
    assert signed_in_as(client) == linked.pokja.user.pk


def test_an_identity_that_nobody_linked_is_nobody(linked: People) -> None:
    client = Client()
    # Also where it is called like an account: names are not looked at.
    assert through_the_provider(client, "pokja")["Location"] == "/masuk/"
    assert signed_in_as(client) is None


def test_an_identity_belongs_to_one_account_and_an_account_has_one(linked: People) -> None:
    other, again = Client(), Client()
    other.force_login(linked.tim_kab.user)
    again.force_login(linked.pokja.user)
    through_the_provider(other, "siti")
    through_the_provider(again, "orang-kedua")
    with scoped(SYSTEM):
        assert list(OutsideIdentity.objects.values_list("user_id", "subject")) == [(linked.pokja.user.pk, "siti")]


def test_the_second_step_is_asked_here_as_well(linked: People) -> None:
    app, client = with_app(linked.pokja), Client()
    assert through_the_provider(client, "siti")["Location"] == "/masuk/langkah-kedua/"
    assert signed_in_as(client) is None
    assert client.post("/masuk/langkah-kedua/", {"code": now_code(app)}).status_code == 302
    assert signed_in_as(client) == linked.pokja.user.pk


def test_a_closed_account_stays_closed(linked: People) -> None:
    with scoped(SYSTEM):
        linked.pokja.user.is_active = False
        linked.pokja.user.save()
    client = Client()
    assert through_the_provider(client, "siti")["Location"] == "/masuk/"
    assert signed_in_as(client) is None


def test_an_answer_of_another_session_or_used_twice_opens_nothing(linked: People) -> None:
    client, thief = Client(), Client()
    begin = client.get("/masuk/openid/")
    back = Visitor("siti").consent(begin["Location"]).removeprefix("http://testserver")
    thief.get("/masuk/openid/")
    assert thief.get(back)["Location"] == "/masuk/"
    assert signed_in_as(thief) is None
    assert client.get(back)["Location"] == "/"
    again = Client()
    assert again.get(back)["Location"] == "/masuk/"


def test_an_answer_to_a_visitor_links_nothing_to_who_signed_in_meanwhile(people: People) -> None:
    client = Client()
    begin = client.get("/masuk/openid/")
    back = Visitor("siti").consent(begin["Location"]).removeprefix("http://testserver")
    client.post("/masuk/", {"username": "pokja", "password": PASSWORD})
    assert client.get(back)["Location"] == "/akun/"
    with scoped(SYSTEM):
        assert not OutsideIdentity.objects.exists()


def answer_of(provider: OpenIdProvider) -> tuple[Question, dict[str, str]]:
    address, question = ask(provider, RETURN)
    back = Visitor("siti").consent(address)
    return question, {key: values[0] for key, values in parse_qs(urlsplit(back).query).items()}


@pytest.mark.parametrize("part", ["state", "nonce", "verifier"])
def test_each_part_of_the_question_is_held_against_the_answer(provider: OpenIdProvider, part: str) -> None:
    question, answer = answer_of(provider)
    wrong = Question(**{name: getattr(question, name) for name in ("state", "nonce", "verifier")} | {part: "x" * 43})
    with pytest.raises(OpenIdRefused):
        answered(provider, RETURN, wrong, answer)


def test_the_right_answer_names_the_person(provider: OpenIdProvider) -> None:
    question, answer = answer_of(provider)
    assert answered(provider, RETURN, question, answer) == "siti"


@pytest.mark.parametrize(
    "other",
    [{"client_id": "lain"}, {"client_secret": "salah"}, {"issuer": "http://127.0.0.1:9"}],
    ids=["other client", "wrong secret", "other issuer"],
)
def test_an_answer_is_for_this_site_from_this_provider(provider: OpenIdProvider, other: dict[str, str]) -> None:
    question, answer = answer_of(provider)
    wrong = OpenIdProvider(
        **{"issuer": provider.issuer, "client_id": "padu", "client_secret": provider.client_secret} | other
    )
    with pytest.raises(OpenIdRefused):
        answered(wrong, RETURN, question, answer)


def test_a_token_without_a_signature_of_the_provider_is_none(
    provider: OpenIdProvider, monkeypatch: pytest.MonkeyPatch
) -> None:
    _, question = ask(provider, RETURN)
    claims = {"iss": provider.issuer, "sub": "siti", "aud": "padu", "nonce": question.nonce, "iat": 1, "exp": 2**33}
    forged = [jwt.encode(claims, "x" * 64, algorithm="HS256"), jwt.encode(claims, "", algorithm="none")]
    for token in forged:
        monkeypatch.setattr(openid, "_token", lambda *_, token=token: token)
        with pytest.raises(OpenIdRefused):
            answered(provider, RETURN, question, {"state": question.state, "code": "x"})


def test_a_provider_that_is_away_is_words_and_not_an_error(people: People, settings: Any) -> None:
    settings.OPENID = OpenIdProvider(f"http://127.0.0.1:{free_port()}", "padu", None)
    client = Client()
    assert client.get("/masuk/openid/")["Location"] == "/masuk/"
    assert "tidak menjawab dengan benar" in client.get("/masuk/").content.decode()


def test_the_link_is_taken_away_with_the_password(linked: People) -> None:
    client = Client()
    client.force_login(linked.pokja.user)
    assert client.post("/akun/openid/lepas/", {"password": "bukan-sandi-saya"}).status_code == 422
    assert client.post("/akun/openid/lepas/", {"password": PASSWORD}).status_code == 302
    with scoped(SYSTEM):
        assert not OutsideIdentity.objects.exists()


@pytest.mark.parametrize(
    ("source", "setting"),
    [
        ({"PADU_OIDC_ISSUER": "http://sso.example.go.id", "PADU_OIDC_CLIENT_ID": "x"}, "PADU_OIDC_ISSUER"),
        ({"PADU_OIDC_ISSUER": "sso.example.go.id", "PADU_OIDC_CLIENT_ID": "x"}, "PADU_OIDC_ISSUER"),
        ({"PADU_OIDC_ISSUER": "https://sso.example.go.id"}, "PADU_OIDC_CLIENT_ID"),
        ({"PADU_SECOND_FACTOR_FROM": "besok"}, "PADU_SECOND_FACTOR_FROM"),
    ],
)
def test_odd_settings_are_refused(source: dict[str, str], setting: str) -> None:
    with pytest.raises(OddSetting, match=setting):
        read_environment(source)
