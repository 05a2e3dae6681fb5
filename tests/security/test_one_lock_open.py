"""With one of the two locks open the other alone still keeps every row of HERE from those it is not for."""

from __future__ import annotations

from collections.abc import Callable, Iterator

import pytest
from django.apps import apps
from django.db import connection
from django.test import Client

from padu.access.gate import gate_opened_for_test
from tests.security.asking import asked, leaks_of
from tests.security.conftest import NOBODY, undoing
from tests.security.routes import CASES
from tests.security.routes.base import Case
from tests.security.standing import STANDING
from tests.security.world import World

pytestmark = [pytest.mark.django_db, pytest.mark.xdist_group("one_lock_open")]
Browser = Callable[[str], Client]

SAMPLE = (
    "home", "imports", "import_run", "import_run-stored", "import_bad_rows", "import_file", "families", "family",
    "kampung_list", "kampung", "situations", "situation", "situation_families", "supply", "supply_sheet", "supply_file",
    "table", "planner_run", "planner_run_instance", "proposals", "proposal_rows", "matrix_place", "matrix_cell",
    "matrix_file", "calendar_month", "calendar_file", "event", "photo", "realisation_join", "meetings", "meeting",
    "quality_issue",
)  # fmt: skip
# Here the locks are all that stands between: the views ask no more.
UNLOCKED = ("import_run", "family", "meeting")
OUTSIDERS = (*(name for name in STANDING if name != "pokja"), NOBODY)
SAMPLED = [case for case in CASES if case.name in SAMPLE]


def guarded_tables() -> list[str]:
    return sorted(model._meta.db_table for model in apps.get_models() if hasattr(model, "guard"))


@pytest.fixture
def no_row_security(browser: Browser) -> Iterator[None]:
    """Row-level security off on every table; the test's transaction puts it back."""
    with undoing():
        with connection.cursor() as cursor:
            cursor.execute("set constraints all immediate")
            cursor.execute("reset role")
            for table in guarded_tables():
                cursor.execute(f"alter table {table} disable row level security")
            cursor.execute("set role padu_app")
        yield


@pytest.fixture
def no_gate(browser: Browser) -> Iterator[None]:
    with gate_opened_for_test():
        yield


def found(case: Case, world: World, browser: Browser) -> list[str]:
    """What outsiders get of HERE: their words, and answers other than those they get with both locks shut."""
    wrong = []
    for person in OUTSIDERS:
        answer = asked(browser, person, "GET", case.url(world), {})
        if leaks := leaks_of(person, answer, case):
            wrong.append(f"{person}: reads {leaks}")
        if person != NOBODY and answer.status not in case.expected_of(person, "GET") | {403, 404}:
            wrong.append(f"{person}: {answer.status}")
    return wrong


@pytest.mark.parametrize("case", SAMPLED, ids=lambda case: case.name)
def test_row_security_alone_keeps_it(case: Case, world: World, browser: Browser, no_gate: None) -> None:
    assert found(case, world, browser) == []


@pytest.mark.parametrize("case", SAMPLED, ids=lambda case: case.name)
def test_the_gate_alone_keeps_it(case: Case, world: World, browser: Browser, no_row_security: None) -> None:
    assert found(case, world, browser) == []


def test_the_sample_names_cases_that_are_there() -> None:
    assert {case.name for case in SAMPLED} == set(SAMPLE)


def test_with_both_locks_open_rows_would_come_through(
    world: World, browser: Browser, no_gate: None, no_row_security: None
) -> None:
    """Else the tests above could not fail."""
    told = " ".join(line for case in SAMPLED if case.name in UNLOCKED for line in found(case, world, browser))
    assert [kind for kind in ("import", "family", "hamlet", "meeting", "decision") if f"'{kind}'" not in told] == []
