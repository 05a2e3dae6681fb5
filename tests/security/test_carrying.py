"""How answers travel: nothing stays in a shared computer, cookies of a real place go over TLS only."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Callable

import pytest
from django.test import Client

from tests.people import People, Person

SHOW = (
    "from padu.settings import django as s;"
    "print(s.SESSION_COOKIE_SECURE, s.CSRF_COOKIE_SECURE, s.SESSION_COOKIE_HTTPONLY, s.CSRF_TRUSTED_ORIGINS)"
)


@pytest.mark.parametrize(
    ("hosts", "shown"),
    [
        ("", "False False True []"),
        ("padu.contoh.go.id,.contoh.id", "True True True ['https://padu.contoh.go.id', 'https://*.contoh.id']"),
    ],
)
def test_cookies_are_secure_wherever_there_is_a_name(hosts: str, shown: str) -> None:
    surroundings = os.environ | {"PADU_ALLOWED_HOSTS": hosts}
    made = subprocess.run(
        [sys.executable, "-c", SHOW], env=surroundings, capture_output=True, text=True, check=True, timeout=60
    )
    assert made.stdout.strip() == shown


def test_pages_of_signed_in_people_are_kept_nowhere(people: People, client_of: Callable[[Person], Client]) -> None:
    client = client_of(people.pokja)
    for url in ("/", "/akun/", "/keluarga/", "/impor/templat/keluarga.zip", "/tidak-ada/"):
        assert client.get(url)["Cache-Control"] == "private, no-store", url
    assert not Client().get("/").has_header("Cache-Control")


def test_every_answer_forbids_frames_sniffing_and_foreign_script(
    people: People, client_of: Callable[[Person], Client]
) -> None:
    for client in (Client(), client_of(people.pokja)):
        for url in ("/", "/masuk/", "/tidak-ada/", "/sehat/"):
            headers = client.get(url).headers
            assert headers["X-Content-Type-Options"] == "nosniff"
            assert headers["X-Frame-Options"] == "DENY"
            assert headers["Referrer-Policy"] == "same-origin"
            assert "script-src 'self'" in headers["Content-Security-Policy"]
            assert "unsafe" not in headers["Content-Security-Policy"]
