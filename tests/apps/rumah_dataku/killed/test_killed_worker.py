"""A worker that is killed while it checks, and another while it stores: the next one goes on by itself."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import psycopg
import pytest
from psycopg import sql

from tests.apps.rumah_dataku.killed.rows import FAMILIES, VILLAGES

HERE = Path(__file__).resolve().parent
CHECKOUT = HERE.parents[3]
WAIT_SECONDS = 60


class Desk:
    """The process that looks into the database and gives orders there."""

    def __init__(self, environment: dict[str, str]) -> None:
        command = [sys.executable, str(HERE / "desk.py"), "desk"]
        pipe = subprocess.PIPE
        self.process = subprocess.Popen(command, env=environment, stdin=pipe, stdout=pipe, text=True, cwd=CHECKOUT)

    def __call__(self, word: str) -> dict[str, Any]:
        assert self.process.stdin is not None
        assert self.process.stdout is not None
        self.process.stdin.write(f"{word}\n")
        self.process.stdin.flush()
        answer: dict[str, Any] = json.loads(self.process.stdout.readline())
        return answer

    def wait_until(self, fact: Callable[[dict[str, Any]], bool]) -> dict[str, Any]:
        end = time.monotonic() + WAIT_SECONDS
        while not fact(seen := self("look")):
            assert time.monotonic() < end, seen
            time.sleep(0.1)
        return seen

    def close(self) -> None:
        self.process.communicate(timeout=30)


@pytest.fixture(scope="session")
def environment(
    django_db_setup: None, django_db_blocker: Any, tmp_path_factory: pytest.TempPathFactory, worker_id: str
) -> Iterator[dict[str, str]]:
    """A copy of the migrated test database, for processes of their own.

    Of the session, so that it is made before a test's transaction stands open on the database that is copied.
    """
    from django.db import connection

    from padu.settings.environment import CHECKOUT as PROJECT
    from padu.settings.postgres import embedded

    name, owner = f"padu_killed_{worker_id}", embedded(PROJECT, "test").owner_params()
    with django_db_blocker.unblock():
        template = connection.settings_dict["NAME"]
        connection.close()

    def owner_does(statement: str, **names: str) -> None:
        with psycopg.connect(**owner, autocommit=True) as database:
            database.execute(sql.SQL(statement).format(**{key: sql.Identifier(one) for key, one in names.items()}))

    owner_does("drop database if exists {name} with (force)", name=name)
    owner_does("create database {name} template {template}", name=name, template=template)
    yield {
        **os.environ,
        "DJANGO_SETTINGS_MODULE": "tests.apps.rumah_dataku.killed.killed_settings",
        "PYTHONPATH": os.pathsep.join([str(CHECKOUT), str(CHECKOUT / "src")]),
        "PADU_VAR": str(tmp_path_factory.mktemp("killed")),
        "PADU_KILLED_DATABASE": name,
    }
    owner_does("drop database {name} with (force)", name=name)


@contextmanager
def worker(environment: dict[str, str], slow: str = "") -> Iterator[None]:
    """A background worker that is killed at the end of the block, without a chance to say anything."""
    command = [sys.executable, str(HERE / "desk.py"), "worker", *([slow] if slow else [])]
    process = subprocess.Popen(command, env=environment, cwd=CHECKOUT)
    try:
        yield
    finally:
        process.kill()
        process.wait()


@pytest.mark.django_db  # so that there is a migrated database to copy
def test_what_a_killed_worker_left_is_gone_on_with(environment: dict[str, str]) -> None:
    desk = Desk(environment)
    try:
        desk("prepare")
        with worker(environment, slow="check"):
            seen = desk.wait_until(lambda seen: seen["done"] > 0)
        assert seen["state"] == "checking"
        desk("later")

        with worker(environment, slow="store"):
            checked = desk.wait_until(lambda seen: seen["state"] != "checking")
            assert checked["state"] == "checked"
            # What the killed check had written down stands once, not twice.
            assert checked["issues"] == checked["counts"]["warnings"] == seen["issues"] == len(VILLAGES)
            assert checked["families"] == 0
            desk("order")
            half = desk.wait_until(lambda seen: seen["chunks"] == 2)
        assert (half["state"], half["families"], half["persons"]) == ("checked", 2 * FAMILIES, 4 * FAMILIES)
        desk("later")

        with worker(environment):
            progress = [half["done"]]
            end = desk.wait_until(lambda seen: progress.append(seen["done"]) or seen["state"] != "checked")
        assert end["state"] == "stored"
        assert progress == sorted(progress)
        everything = {"families": 4 * FAMILIES, "persons": 8 * FAMILIES, "surveys": 4 * FAMILIES}
        assert {name: end[name] for name in everything} == everything
        assert {name: end["counts"][f"{name}_stored"] for name in everything} == everything
        assert (end["chunks"], end["counts"]["families_new"], end["counts"]["families_same"]) == (4, 4 * FAMILIES, 0)
    finally:
        desk.close()
