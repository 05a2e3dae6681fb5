"""The test run's own server, the serving role, and the standing people of the tests."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, settings

# How busy the machine is tells nothing about the rules.
settings.register_profile("padu", deadline=None, suppress_health_check=[HealthCheck.too_slow])
settings.load_profile("padu")

pytest_plugins = ["tests.people", "tests.log_watch"]

CHECKOUT = Path(__file__).resolve().parents[1]


def pytest_configure(config: pytest.Config) -> None:
    """Bring the test cluster up before Django looks for it; workers of xdist find it running."""
    from padu.settings.postgres import embedded

    cluster = embedded(CHECKOUT, "test")
    cluster.ensure_running()
    config.stash[_CLUSTER] = cluster


def pytest_unconfigure(config: pytest.Config) -> None:
    cluster = config.stash.get(_CLUSTER, None)
    if cluster is not None:
        cluster.release()


_CLUSTER: pytest.StashKey[Any] = pytest.StashKey()


@pytest.fixture(scope="session")
def django_db_setup(django_db_setup: None, django_db_blocker: Any) -> Iterator[None]:
    """Made and migrated by the owner; from then on every connection runs as the serving role, under row security."""
    from django.db import connection

    with django_db_blocker.unblock():
        with connection.cursor() as cursor:
            cursor.execute("grant truncate on all tables in schema public to padu_app")
        connection.close()
    options = connection.settings_dict["OPTIONS"]
    options["assume_role"] = "padu_app"
    # Tests put places and lists there as they need them; what a page may not write is tested with this taken back.
    options["options"] += " -c padu.reference=1"
    yield
    with django_db_blocker.unblock():
        connection.close()
    options.pop("assume_role")
    options["options"] = options["options"].removesuffix(" -c padu.reference=1")


@pytest.fixture(autouse=True)
def unnamed_origin() -> Iterator[None]:
    """A command that runs inside the tests names itself for the rest of its process, which is not over here."""
    from padu.access import origin

    token = origin._origin.set(origin.Origin())
    yield
    origin._origin.reset(token)
