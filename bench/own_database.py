"""A migrated database for one measurement, used as the serving role and dropped afterwards."""

from __future__ import annotations

from collections.abc import Callable


def run_in_own_database(name: str, work: Callable[[], None]) -> None:
    """Bring the test cluster up, make the database, do the work in it, leave nothing behind."""
    from padu.settings.environment import CHECKOUT
    from padu.settings.postgres import embedded

    cluster = embedded(CHECKOUT, "test")
    cluster.ensure_running()
    try:
        import django

        django.setup()
        _in_database(name, work)
    finally:
        cluster.release()


def _in_database(name: str, work: Callable[[], None]) -> None:
    from django.conf import settings
    from django.db import connection

    settings.ALLOWED_HOSTS = ["testserver"]
    connection.settings_dict["TEST"]["NAME"] = name
    connection.creation.create_test_db(verbosity=0, autoclobber=True)
    connection.close()
    connection.settings_dict["OPTIONS"]["assume_role"] = "padu_app"
    try:
        work()
    finally:
        connection.close()
        connection.settings_dict["OPTIONS"].pop("assume_role")
        connection.creation.destroy_test_db(name, verbosity=0)
