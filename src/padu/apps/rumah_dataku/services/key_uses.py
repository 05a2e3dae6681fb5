"""Where a key is still in use: an old one leaves the key file only when nothing needs it."""

from __future__ import annotations

from collections import Counter
from typing import Final

from django.apps import apps
from django.db import connection, models

from padu.access.actor import system_actor
from padu.access.gate import scoped
from padu.access.sealed import SealedFiles, sealed_files
from padu.access.verbs import Verb
from padu.domain.regions import NATION

ENDING_WITH_KEY: Final = frozenset({"accounts_recoverycode"})
"""Tables whose rows end with their key: nobody but the holder of a code can hash it anew."""


def _key_columns() -> list[tuple[str, str]]:
    """Table and column of every key id: columns named `key_id` or `..._key_id`."""
    return [
        (model._meta.db_table, field.column)
        for model in apps.get_models()
        for field in model._meta.local_fields
        if isinstance(field, models.CharField) and (field.column == "key_id" or field.column.endswith("_key_id"))
    ]


def _is_there(table: str) -> bool:
    with connection.cursor() as cursor:
        cursor.execute("select to_regclass(%s) is not null", [table])
        found: bool = cursor.fetchone()[0]
    return found


def key_uses() -> dict[str, Counter[str]]:
    """Key id -> table -> rows that need it, old rows of the history included. Reads as the system, everywhere."""
    found: dict[str, Counter[str]] = {}
    with scoped(system_actor(NATION, *Verb)):
        for table, column in _key_columns():
            _count(found, table, f"select {column}, count(*) from {table} where {column} <> '' group by 1")  # noqa: S608
            history = f"{table}_history"
            files = sealed_files().get(table)
            if files is not None and _is_there(history):
                _count_old_files(found, history, files)
            elif _is_there(history):
                key = f"before ->> '{column}'"
                _count(found, history, f"select {key}, count(*) from {history} where {key} <> '' group by 1")  # noqa: S608
    return found


def _count_old_files(found: dict[str, Counter[str]], history: str, files: SealedFiles) -> None:
    """An old row needs its key as long as the file it names still lies there; files that gave way are gone."""
    with connection.cursor() as cursor:
        cursor.execute(
            f"select before ->> '{files.key}', before ->> '{files.path}' from {history} where before ->> '{files.key}' <> ''"  # noqa: S608, E501
        )
        for key_id, path in cursor.fetchall():
            if path and (files.store.folder() / path).is_file():
                found.setdefault(key_id, Counter())[history] += 1


def _count(found: dict[str, Counter[str]], table: str, sql: str) -> None:
    with connection.cursor() as cursor:
        cursor.execute(sql)
        for key_id, rows in cursor.fetchall():
            found.setdefault(key_id, Counter())[table] += rows
