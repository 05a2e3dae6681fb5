"""Asking an address: through the whole stack as a person with an account, or the view alone as any hat at all."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.contrib.messages.storage.fallback import FallbackStorage
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest
from django.test import Client, RequestFactory
from django.urls import resolve

from padu.access.actor import Actor, Hat
from padu.access.gate import scoped
from padu.apps.accounts.models import User
from tests.security.conftest import undoing
from tests.security.routes import MAY_READ, WORDS
from tests.security.routes.base import Case
from tests.security.standing import STANDING, Wearer
from tests.security.world import KK, NIK, World

Browser = Callable[..., Client]
# The kept file goes back to its sender as it came; a number is shown for a reason, or copied for whom it names.
SHOWS_NUMBERS = frozenset({"import_file", "family_number", "privacy_copy"})
# An account that is not in the database: what is refused needs none.
NO_ACCOUNT = 900_000_001


@dataclass(frozen=True, slots=True)
class Answer:
    status: int
    location: str
    headers: tuple[tuple[str, str], ...]
    content: bytes

    @property
    def text(self) -> str:
        """The words of an answer; those of a workbook with all its parts."""
        if self.content[:2] == b"PK":
            with zipfile.ZipFile(io.BytesIO(self.content)) as book:
                return " ".join(book.read(name).decode(errors="replace") for name in book.namelist())
        return self.content.decode(errors="replace")


def asked(browser: Browser, person: str, method: str, url: str, post: dict[str, Any]) -> Answer:
    """One request, undone."""
    with undoing():
        client = browser(person)
        response = client.get(url) if method == "GET" else client.post(url, post)
        content = b"".join(response.streaming_content) if response.streaming else response.content
    headers = tuple(sorted((name, value) for name, value in response.headers.items() if name != "Content-Length"))
    return Answer(response.status_code, response.headers.get("Location", ""), headers, content)


def leaks_of(person: str, answer: Answer, case: Case) -> list[str]:
    """Kinds of rows whose words stand in an answer to somebody who may not read them."""
    text, who = answer.text, STANDING.get(person)
    found = [kind for kind, word in WORDS.items() if word in text and not (who and MAY_READ[kind].holds(who))]
    return found + [number for number in (NIK, KK) if number in text and case.route not in SHOWS_NUMBERS]


def actor_of_wearer(who: Wearer, world: World) -> Actor:
    agency = world.agencies[who.agency].pk if who.agency else None
    return Actor(user_id=NO_ACCOUNT, name=str(who), hats=(Hat(who.role, who.place, agency),))


def view_answer(who: Wearer, method: str, url: str, post: dict[str, Any], world: World) -> int:
    """The status a view alone gives somebody, in the scope the middleware would open; undone."""
    actor, factory = actor_of_wearer(who, world), RequestFactory()
    request = factory.get(url) if method == "GET" else factory.post(url, post)
    _dress(request, actor)
    match = resolve(request.path)
    try:
        with undoing(), scoped(actor):
            return match.func(request, *match.args, **match.kwargs).status_code
    except Http404:
        return 404
    except PermissionDenied:
        return 403


def _dress(request: HttpRequest, actor: Actor) -> None:
    request.actor = request.whole_actor = actor  # type: ignore[attr-defined]  # as ScopeMiddleware does
    request.user = User(pk=NO_ACCOUNT, username="siapa", full_name=actor.name, region_code=actor.hats[0].region_code)
    request.session = {}  # type: ignore[assignment]
    request._messages = FallbackStorage(request)  # type: ignore[attr-defined]
