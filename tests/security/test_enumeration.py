"""Who counts through ids learns nothing: the database is asked the same, so the answer takes the same time.

The bodies are compared byte by byte in `test_route_matrix`; times on a clock, which no test may depend on, are measured
by `bench/enumeration.py`.
"""

from __future__ import annotations

import re
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from tests.security.asking import Browser
from tests.security.conftest import undoing
from tests.security.routes import CASES
from tests.security.routes.base import Case
from tests.security.standing import STANDING
from tests.security.world import World

pytestmark = [pytest.mark.django_db, pytest.mark.xdist_group("enumeration")]
# Names of savepoints, ids, codes, texts: what differs between any two requests.
VARYING = re.compile(r"'(?:[^']|'')*'|\bs\d+_x\d+\b|\"?_?savepoint\w*\"?|\d+", re.IGNORECASE)


def statements(browser: Browser, person: str, method: str, url: str, post: dict[str, Any]) -> tuple[int, list[str]]:
    """Status, and what the database was asked, without values."""
    with undoing(), CaptureQueriesContext(connection) as asked:
        client = browser(person)
        response = client.get(url) if method == "GET" else client.post(url, post)
    return response.status_code, [VARYING.sub("?", one["sql"]) for one in asked.captured_queries]


@pytest.mark.parametrize("case", [case for case in CASES if case.twin], ids=lambda case: case.name)
def test_what_is_not_theirs_asks_the_database_what_nothing_asks(case: Case, world: World, browser: Browser) -> None:
    here, nowhere = case.url(world), case.twin_url(world)
    for method in sorted(case.methods):
        outsiders = [person for person in STANDING if case.expected_of(person, method) == {404}]
        person = outsiders[-1]
        statements(browser, person, method, nowhere, case.post(world))  # what is kept after a first time, is kept now
        first = statements(browser, person, method, here, case.post(world))
        second = statements(browser, person, method, nowhere, case.post(world))
        assert first[0] == 404
        assert first == second
        assert len(first[1]) > 3  # it did look


def test_the_comparison_sees_one_statement_more(world: World, browser: Browser) -> None:
    """Else the test above could not fail."""
    seen, unseen = f"/keluarga/{world.family.pk}/", "/keluarga/999999999/"
    one = statements(browser, "pokja", "GET", seen, {})
    two = statements(browser, "pokja", "GET", unseen, {})
    assert (one[0], two[0]) == (200, 404)
    assert one[1] != two[1]


@pytest.mark.parametrize("name", ["pokja", "tidak-ada-orangnya"])
def test_an_unknown_name_at_the_door_costs_what_a_wrong_password_costs(
    world: World, browser: Browser, name: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    from django.contrib.auth.hashers import Argon2PasswordHasher

    hashed: list[str] = []
    real = Argon2PasswordHasher.encode

    def counted(self: Argon2PasswordHasher, password: str, salt: str) -> str:
        hashed.append(salt)
        return real(self, password, salt)

    verified: list[str] = []
    real_verify = Argon2PasswordHasher.verify

    def verify(self: Argon2PasswordHasher, password: str, encoded: str) -> bool:
        verified.append(encoded)
        return real_verify(self, password, encoded)

    monkeypatch.setattr(Argon2PasswordHasher, "encode", counted)
    monkeypatch.setattr(Argon2PasswordHasher, "verify", verify)
    response = browser("anonim").post("/masuk/", {"username": name, "password": "salah-sekali-2026"})
    assert response.status_code == 422
    assert len(hashed) + len(verified) == 1
