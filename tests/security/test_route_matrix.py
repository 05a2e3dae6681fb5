"""Every address x everybody: the people it is for get it, whoever lacks the verb 403, everyone else the same 404."""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any

import pytest
from django.test import Client
from django.urls import URLPattern, URLResolver, get_resolver

from tests.security.conftest import NOBODY, PEOPLE, undoing
from tests.security.routes import BOTH, CASES, MAY_READ, Case
from tests.security.world import KK, NIK, WORDS, World

pytestmark = [pytest.mark.django_db, pytest.mark.xdist_group("route_matrix")]
Browser = Callable[[str], Client]

TOKEN = re.compile(r'(name="csrfmiddlewaretoken" value=|hx-headers=\'{"X-CSRFToken": )"[^"]+"')


def routes_of(patterns: list[URLPattern | URLResolver]) -> Iterator[str]:
    for pattern in patterns:
        if isinstance(pattern, URLResolver):
            yield from routes_of(pattern.url_patterns)
        else:
            yield pattern.name or f"without a name: {pattern.pattern}"


def test_no_route_is_left_out() -> None:
    assert set(routes_of(get_resolver().url_patterns)) - {case.route for case in CASES} == set()


def test_no_case_speaks_of_a_route_that_is_gone() -> None:
    assert {case.route for case in CASES} - set(routes_of(get_resolver().url_patterns)) == set()


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
    text = answer.text
    found = [kind for kind, word in WORDS.items() if word in text and person not in MAY_READ[kind]]
    # The kept file goes back to its sender as it came.
    return found + [number for number in (NIK, KK) if number in text and case.route != "import_file"]


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.name)
def test_each_person_gets_the_answer_that_is_theirs_and_nothing_else(
    case: Case, world: World, browser: Browser
) -> None:
    wrong = []
    for method in sorted(case.methods):
        for person in PEOPLE:
            answer = asked(browser, person, method, case.url(world), case.post(world))
            if answer.status not in case.expected(person, method):
                wrong.append(f"{method} {person}: {answer.status} and not {sorted(case.expected(person, method))}")
            if leaks := leaks_of(person, answer, case):
                wrong.append(f"{method} {person}: reads {leaks}")
    assert not wrong, "\n".join(wrong)


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.name)
def test_another_method_is_refused_whoever_asks(case: Case, world: World, browser: Browser) -> None:
    for method in sorted(BOTH - case.methods):
        for person in ("pokja", "orang_luar"):
            assert asked(browser, person, method, case.url(world), case.post(world)).status == 405


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.name)
def test_nobody_in_particular_is_led_to_the_door(case: Case, world: World, browser: Browser) -> None:
    for method in sorted(BOTH):
        answer = asked(browser, NOBODY, method, case.url(world), case.post(world))
        assert answer.status in ({200, 302, 405, 422} if case.public else {302, 405})
        assert answer.location.startswith("/masuk/") or answer.status != 302
        assert leaks_of(NOBODY, answer, case) == []


def test_the_words_are_there_to_be_found(world: World, browser: Browser) -> None:
    """Else the first test could not fail."""
    seen = set()
    for case in (case for case in CASES if "GET" in case.methods and case.twin):
        for person in sorted(case.sees & {"pokja", "petugas_opd"}):
            text = asked(browser, person, "GET", case.url(world), {}).text
            seen |= {kind for kind, word in WORDS.items() if word in text}
    assert seen == set(WORDS)


def bare(answer: Answer, url: str) -> tuple[str, tuple[tuple[str, str], ...]]:
    """Body and headers without what differs between any two requests: the token and the address."""
    return TOKEN.sub("token", answer.text).replace(url.partition("?")[0], "address"), answer.headers


@pytest.mark.parametrize("case", [case for case in CASES if case.twin], ids=lambda case: case.name)
def test_what_is_not_theirs_looks_like_what_does_not_exist(case: Case, world: World, browser: Browser) -> None:
    here, nowhere = case.url(world), case.twin_url(world)
    for method in sorted(case.methods):
        outsiders = [person for person in PEOPLE if case.expected(person, method) == {404}]
        assert outsiders
        for person in (outsiders[0], outsiders[-1]):
            first, second = (asked(browser, person, method, url, case.post(world)) for url in (here, nowhere))
            assert bare(first, here) == bare(second, nowhere)
