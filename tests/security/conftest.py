"""One world for a whole module: it is made once, and what a test does to it is undone after the test."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

import pytest
from django.conf import settings
from django.db import transaction
from django.test import Client

from tests.factories import make_places
from tests.people import make_people
from tests.security.world import World, make_world


@contextmanager
def undoing() -> Iterator[None]:
    """Whatever happens inside is taken back."""
    with transaction.atomic():
        yield
        transaction.set_rollback(True)


@pytest.fixture(scope="module")
def world(django_db_setup: None, django_db_blocker: Any) -> Iterator[World]:
    """Stands in one transaction around those of the module's tests, which carry the mark `django_db`."""
    with django_db_blocker.unblock(), undoing():
        make_places()
        yield make_world(make_people())


@pytest.fixture(scope="module")
def session_keys(world: World) -> dict[str, str]:
    """A session for everybody, by the person's name in `People`."""
    keys = {}
    for name in PEOPLE:
        client = Client()
        client.force_login(getattr(world.people, name).user)
        keys[name] = client.cookies[settings.SESSION_COOKIE_NAME].value
    return keys


@pytest.fixture
def browser(db: None, session_keys: dict[str, str]) -> Callable[[str], Client]:
    """A new browser of a person of `People`, or of nobody (`anonim`)."""

    def opened(name: str, **options: Any) -> Client:
        client = Client(raise_request_exception=False, **options)
        if name in session_keys:
            client.cookies[settings.SESSION_COOKIE_NAME] = session_keys[name]
        return client

    return opened


# Nobody of `pokja_luar`'s kind: the neighbour next door is nearer and gets no more.
PEOPLE = (
    "pokja",
    "pokja_tetangga",
    "petugas_opd",
    "petugas_opd_lain",
    "petugas_luar",
    "tim_kab",
    "orang_luar",
)
NOBODY = "anonim"
