"""One world for a whole module: it is made once, and what a test does to it is undone after the test."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

import pytest
from django.conf import settings
from django.core.cache import cache
from django.db import transaction
from django.test import Client

from padu.apps.rumah_dataku.selectors import made_up
from tests.factories import make_places
from tests.people import make_people
from tests.security.routes import ROOMS
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
        whole = make_world(make_people())
        whole.rooms.update({name: room.make(whole) for name, room in ROOMS.items() if hasattr(room, "make")})
        yield whole


@pytest.fixture(scope="module")
def session_keys(world: World) -> dict[str, str]:
    """A session for everybody, by the person's name in `STANDING`."""
    keys = {}
    for name, person in world.standing.items():
        client = Client()
        client.force_login(person.user)
        keys[name] = client.cookies[settings.SESSION_COOKIE_NAME].value
    return keys


@pytest.fixture
def browser(db: None, session_keys: dict[str, str]) -> Callable[[str], Client]:
    """A new browser of a person of `STANDING`, or of nobody (`anonim`)."""

    def opened(name: str, **options: Any) -> Client:
        client = Client(raise_request_exception=False, **options)
        if name in session_keys:
            client.cookies[settings.SESSION_COOKIE_NAME] = session_keys[name]
        return client

    return opened


NOBODY = "anonim"


@pytest.fixture(autouse=True)
def demo_mark_is_kept(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """Whether the demo is loaded is asked once a minute; that minute must not end between two counts."""
    monkeypatch.setattr(made_up, "_SECONDS", None)
    cache.clear()
    yield
    cache.clear()
