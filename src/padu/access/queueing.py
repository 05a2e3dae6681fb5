"""Let writers of one thing wait for each other where locking its rows is not enough, or there is no row yet."""

from __future__ import annotations

from django.db import connection


def one_at_a_time(*names: str) -> None:
    """Hold these names until the transaction ends; whoever asks for one of them meanwhile waits.

    names  of things, as `import:13.01`; taken in one order, so that two who need several never wait for each other
    """
    with connection.cursor() as cursor:
        for name in sorted(set(names)):
            cursor.execute("select pg_advisory_xact_lock(hashtextextended(%s, 0))", [name])
