"""NIK and no. KK under the current keys: rows of old keys are opened and sealed again, a batch in a transaction.

A row whose key id is the current one is done, so that the work can stop anywhere and go on. Within a village the unique
hashes stay unique because an import renews the villages of its file before it compares (`places_renew`). Old rows kept
by the history are renewed as well; only the numbers in them can be changed there (`padu_renew_history`).
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Any, Final

from django.conf import settings
from django.db import connection

from padu.access.actor import system_actor
from padu.access.audit import record_change
from padu.access.gate import scoped
from padu.access.verbs import Verb
from padu.apps.rumah_dataku.services.numbers import seal, unseal
from padu.domain.regions import NATION

BATCH: Final = 1_000
_DUTIES: Final = (Verb.FAMILY_READ, Verb.FAMILY_WRITE)
Tell = Callable[[int, int], None]
"""Called after each batch with numbers done and numbers in all."""


@dataclass(frozen=True, slots=True)
class Numbered:
    """A table that holds numbers of one kind, and the beginning of its four columns."""

    table: str
    kind: str


TABLES: Final = (Numbered("rumah_dataku_household", "kk"), Numbered("rumah_dataku_person", "nik"))


@dataclass(frozen=True, slots=True)
class Renewed:
    """What a rotation did: numbers in rows, and numbers in old rows of the history."""

    rows: int
    old_rows: int


def _current() -> str:
    key_id: str = settings.KEYRING.encryption.current
    return key_id


def _ask(sql: str, params: Iterable[Any] = ()) -> list[tuple[Any, ...]]:
    with connection.cursor() as cursor:
        cursor.execute(sql, list(params))
        return list(cursor.fetchall())


def numbers_waiting() -> int:
    """How many numbers in rows and in old rows are not under the current key."""
    with scoped(system_actor(NATION, *_DUTIES)):
        return sum(_waiting(one) + _old_waiting(one) for one in TABLES)


def _waiting(one: Numbered) -> int:
    sql = f"select count(*) from {one.table} where {one.kind}_ciphertext is not null and {one.kind}_key_id <> %s"  # noqa: S608
    count: int = _ask(sql, [_current()])[0][0]
    return count


def _old_waiting(one: Numbered) -> int:
    sql = (
        f"select count(*) from {one.table}_history where before ->> '{one.kind}_ciphertext' is not null"  # noqa: S608
        f" and before ->> '{one.kind}_key_id' <> %s"
    )
    count: int = _ask(sql, [_current()])[0][0]
    return count


def numbers_renew(tell: Tell = lambda _done, _total: None) -> Renewed:
    """Renew every number of the installation in batches of their own transactions. Again, it goes on where it was."""
    total, done, rows, old_rows = numbers_waiting(), 0, 0, 0
    for one in TABLES:
        while count := _one_batch(one, _rows_batch):
            rows, done = rows + count, done + count
            tell(done, max(total, done))
        while count := _one_batch(one, _history_batch):
            old_rows, done = old_rows + count, done + count
            tell(done, max(total, done))
    with scoped(system_actor(NATION, *_DUTIES)) as actor:
        if rows or old_rows:
            record_change(actor, "keys.numbers_renew", NATION, f"numbers:{rows}", f"riwayat:{old_rows}")
    return Renewed(rows, old_rows)


def _one_batch(one: Numbered, batch: Callable[[Numbered], int]) -> int:
    with scoped(system_actor(NATION, *_DUTIES)):
        # Why these rows change, for their history.
        _ask("select set_config('padu.purpose', 'pergantian kunci', true)")
        return batch(one)


def _rows_batch(one: Numbered, places: list[str] | None = None) -> int:
    """Renew the next rows of a table, of these villages or of all."""
    here = "and region_code = any(%s)" if places is not None else ""
    found = _ask(
        f"select id, {one.kind}_key_id, {one.kind}_ciphertext, {one.kind}_hash from {one.table}"  # noqa: S608
        f" where {one.kind}_ciphertext is not null and {one.kind}_key_id <> %s {here}"
        " order by region_code, id limit %s for update",
        [_current(), *([places] if places is not None else []), BATCH],
    )
    if not found:
        return 0
    sealed = [
        (pk, bytes(was), seal(one.kind, unseal(one.kind, key, bytes(text), bytes(was)))) for pk, key, text, was in found
    ]
    columns = (
        [pk for pk, _, _ in sealed],
        [number.key_id for _, _, number in sealed],
        [number.ciphertext for _, _, number in sealed],
        [number.hash for _, _, number in sealed],
    )
    with connection.cursor() as cursor:
        cursor.execute(
            f"update {one.table} t set {one.kind}_key_id = v.k, {one.kind}_ciphertext = v.c, {one.kind}_hash = v.h"  # noqa: S608
            " from unnest(%s::bigint[], %s::text[], %s::bytea[], %s::bytea[]) as v(id, k, c, h) where t.id = v.id",
            columns,
        )
    if one.kind == "kk":
        _rename_sources([(pk, was.hex(), number.hash.hex()) for pk, was, number in sealed])
    return len(found)


def _rename_sources(cards: list[tuple[int, str, str]]) -> None:
    """A file that knows families by their no. KK has its keyed hash as the family's key: it follows the new hash."""
    with connection.cursor() as cursor:
        cursor.execute(
            "update rumah_dataku_family f set source_key = replace(f.source_key, v.was, v.becomes)"
            " from unnest(%s::bigint[], %s::text[], %s::text[]) as v(id, was, becomes)"
            " where f.household_id = v.id and position(v.was in f.source_key) > 0",
            [[pk for pk, _, _ in cards], [was for _, was, _ in cards], [becomes for _, _, becomes in cards]],
        )


def _history_batch(one: Numbered) -> int:
    """Renew the numbers in the next old rows."""
    found = _ask(
        f"select id, before ->> '{one.kind}_key_id', before ->> '{one.kind}_ciphertext', before ->> '{one.kind}_hash'"  # noqa: S608
        f" from {one.table}_history where before ->> '{one.kind}_ciphertext' is not null"
        f" and before ->> '{one.kind}_key_id' <> %s order by id limit %s",
        [_current(), BATCH],
    )
    sealed = [(pk, seal(one.kind, unseal(one.kind, key, _bytes(text), _bytes(was)))) for pk, key, text, was in found]
    _ask(
        "select count(padu_renew_history(%s, v.id, %s, v.k, v.c, v.h))"
        " from unnest(%s::bigint[], %s::text[], %s::bytea[], %s::bytea[]) as v(id, k, c, h)",
        [
            f"{one.table}_history",
            one.kind,
            [pk for pk, _ in sealed],
            [number.key_id for _, number in sealed],
            [number.ciphertext for _, number in sealed],
            [number.hash for _, number in sealed],
        ],
    )
    return len(found)


def _bytes(text: str) -> bytes:
    """How PostgreSQL writes bytea into JSON."""
    return bytes.fromhex(text.removeprefix("\\x"))


# The first and the last key id of a village are one step each in its index; all other rows lie between them.
_BEHIND: Final = """
select v.code from unnest(%(places)s::text[]) as v(code)
 where %(current)s <> (select min({kind}_key_id) from {table}
                        where region_code = v.code and {kind}_ciphertext is not null)
    or %(current)s <> (select max({kind}_key_id) from {table}
                        where region_code = v.code and {kind}_ciphertext is not null)
"""


def places_renew(places: Iterable[str]) -> int:
    """Renew what is left in these villages, in the running transaction and scope.

    Every family that is written down by hand asks, so that nothing to do costs a step or two in an index.
    """
    wanted, done = sorted(set(places)), 0
    for one in TABLES:
        behind = _behind(one, wanted)
        while behind and (count := _rows_batch(one, behind)):
            done += count
    return done


def _behind(one: Numbered, places: list[str]) -> list[str]:
    """Those of the villages in which a number is not under the current key."""
    with connection.cursor() as cursor:
        cursor.execute(_BEHIND.format(table=one.table, kind=one.kind), {"places": places, "current": _current()})
        return [code for (code,) in cursor.fetchall()]
