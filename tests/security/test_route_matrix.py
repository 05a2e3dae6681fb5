"""Every address x everybody: the people it is for get it, whoever lacks the verb 403, everyone else the same 404."""

from __future__ import annotations

import re
from collections.abc import Iterator

import pytest
from django.urls import URLPattern, URLResolver, get_resolver

from padu.access.verbs import Role
from tests.security.asking import Answer, Browser, asked, leaks_of, view_answer
from tests.security.conftest import NOBODY
from tests.security.routes import CASES, WORDS
from tests.security.routes.base import BOTH, Case
from tests.security.standing import RELATED, STANDING, around, is_worn
from tests.security.world import World

pytestmark = [pytest.mark.django_db, pytest.mark.xdist_group("route_matrix")]

TOKEN = re.compile(r'(name="csrfmiddlewaretoken" value=|hx-headers=\'{"X-CSRFToken": )"[^"]+"')
REFUSED = {403, 404}
# Where nobody in particular is led: to the door, or to the page of a link they hold.
DOORS = ("/masuk/", "/undangan/", "/sandi-baru/")


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


def test_somebody_stands_for_every_role() -> None:
    assert {who.role for who in STANDING.values()} == set(Role)


def heard(case: Case, method: str) -> list[str]:
    """Whom to ask through the whole stack: one of each role that is answered, and one for each way of being refused."""
    served: dict[tuple[Role, bool], str] = {}
    refused: dict[frozenset[int], str] = {}
    for person, who in STANDING.items():
        expected = case.expected_of(person, method)
        if expected <= REFUSED:
            refused[frozenset(expected)] = person
        else:
            served.setdefault((who.role, person in case.odd), person)
    return [*served.values(), *refused.values()]


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.name)
def test_each_person_gets_the_answer_that_is_theirs_and_nothing_else(
    case: Case, world: World, browser: Browser
) -> None:
    wrong = []
    for method in sorted(case.methods):
        for person in heard(case, method):
            expected = case.expected_of(person, method)
            answer = asked(browser, person, method, case.url(world), case.post(world))
            if answer.status not in expected:
                wrong.append(f"{method} {person}: {answer.status} and not {sorted(expected)}")
            if leaks := leaks_of(person, answer, case):
                wrong.append(f"{method} {person}: reads {leaks}")
    assert not wrong, "\n".join(wrong)


@pytest.mark.parametrize("case", [case for case in CASES if not case.public], ids=lambda case: case.name)
def test_every_role_in_every_relation_is_refused_where_it_should_be(case: Case, world: World, db: None) -> None:
    """All roles x own place, neighbour, parent, child and other province, the view alone in the scope of that hat."""
    wrong, url = [], case.url(world)
    for method in sorted(case.methods):
        for who in around(case.place or "13.01.01.2001"):
            expected = case.expected(who, method)
            if not expected <= REFUSED:
                continue
            status = view_answer(who, method, url, case.post(world), world)
            if status not in (expected if is_worn(who) else REFUSED):
                wrong.append(f"{method} {who}: {status} and not {sorted(expected)}")
    assert not wrong, "\n".join(wrong)


def test_every_case_is_of_a_place_whose_relations_are_known() -> None:
    assert {case.place for case in CASES if case.place} <= RELATED.keys()


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.name)
def test_another_method_is_refused_whoever_asks(case: Case, world: World, db: None) -> None:
    for method in sorted(BOTH - case.methods):
        for person in ("pokja", "orang_luar"):
            assert view_answer(STANDING[person], method, case.url(world), case.post(world), world) == 405


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.name)
def test_nobody_in_particular_is_led_to_the_door(case: Case, world: World, browser: Browser) -> None:
    for method in sorted(BOTH):
        answer = asked(browser, NOBODY, method, case.url(world), case.post(world))
        closed = {401} if case.own_door else {302, 405}
        assert answer.status in ({200, 302, 405, 422} if case.public else closed)
        assert answer.location.startswith(DOORS) or answer.status != 302
        assert leaks_of(NOBODY, answer, case) == []


def test_the_words_are_there_to_be_found(world: World, browser: Browser) -> None:
    """Else the first test could not fail."""
    seen: set[str] = set()
    for case in (case for case in CASES if "GET" in case.methods and case.twin):
        for person in case.seen_by("pokja", "petugas_opd")[:2]:
            text = asked(browser, person, "GET", case.url(world), {}).text
            seen |= {kind for kind, word in WORDS.items() if word in text}
        if seen == set(WORDS):
            break
    assert seen == set(WORDS)


def bare(answer: Answer, url: str) -> tuple[str, tuple[tuple[str, str], ...]]:
    """Body and headers without what differs between any two requests: the token and the address."""
    return TOKEN.sub("token", answer.text).replace(url.partition("?")[0], "address"), answer.headers


@pytest.mark.parametrize("case", [case for case in CASES if case.twin], ids=lambda case: case.name)
def test_what_is_not_theirs_looks_like_what_does_not_exist(case: Case, world: World, browser: Browser) -> None:
    here, nowhere = case.url(world), case.twin_url(world)
    for method in sorted(case.methods):
        outsiders = [person for person in STANDING if case.expected_of(person, method) == {404}]
        assert outsiders
        for person in (outsiders[0], outsiders[-1]):
            first, second = (asked(browser, person, method, url, case.post(world)) for url in (here, nowhere))
            assert bare(first, here) == bare(second, nowhere)
