"""Writers of one thing wait for each other until the transaction ends."""

from __future__ import annotations

import pytest
from django.db import connection, transaction
from django.test.utils import CaptureQueriesContext

from padu.access.queueing import one_at_a_time

pytestmark = pytest.mark.django_db(transaction=True)
_HELD = "select count(*) from pg_locks where locktype = 'advisory' and pid = pg_backend_pid() and granted"


def held() -> int:
    with connection.cursor() as cursor:
        cursor.execute(_HELD)
        row = cursor.fetchone()
    return int(row[0])


def test_a_name_is_held_until_the_transaction_ends() -> None:
    with transaction.atomic():
        one_at_a_time("import:13.01")
        one_at_a_time("import:13.01")
        assert held() == 1
    assert held() == 0


def test_names_are_taken_in_one_order_and_each_once() -> None:
    """Two who need the same two names never wait for each other."""
    with (
        CaptureQueriesContext(
            connection,
        ) as asked,
        transaction.atomic(),
    ):
        one_at_a_time("b", "a", "b")
    names = [query["sql"].split("'")[1] for query in asked.captured_queries if "advisory" in query["sql"]]
    assert names == ["a", "b"]
