"""Everything that lies encrypted under a key's id: files that rows name, and values in columns.

Each app says when it starts (AppConfig.ready) which of its rows name files and which hold sealed values. By that list
a change of keys reaches all of them, and the nightly sweep knows which files somebody still needs. A test holds the
list against every column of a key's id.
"""

from __future__ import annotations

import time
from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

from django.conf import settings

from padu.access.actor import Actor, system_actor
from padu.access.gate import Guarded, scoped
from padu.access.origin import because
from padu.access.verbs import Verb
from padu.domain.regions import NATION
from padu.settings.keys import Keyring

ORPHAN_SECONDS: Final = 24 * 3600
"""A file without a row is one whose transaction was undone; younger ones may still be on their way."""
_BATCH: Final = 1_000
_WHY: Final = "pergantian kunci"


@dataclass(frozen=True, slots=True)
class FileStore:
    """One folder of encrypted files. renew: from path and key id to a new file of the same content, likewise."""

    folder: Callable[[], Path]
    renew: Callable[[str, str], tuple[str, str]]


@dataclass(frozen=True, slots=True)
class SealedFiles:
    """Rows that name an encrypted file: columns with its path in the store and its key's id; an empty path is none."""

    model: type[Guarded]
    store: FileStore
    path: str = "path"
    key: str = "key_id"


@dataclass(frozen=True, slots=True)
class SealedValues:
    """Rows that hold encrypted values in columns under one key; context: of a row and a column, what binds its value.

    An empty value is none, and an empty key's id says that the row holds none at all.
    """

    model: type[Guarded]
    columns: tuple[str, ...]
    context: Callable[[Any, str], bytes]
    key: str = "key_id"


_files: dict[str, SealedFiles] = {}
_values: dict[str, SealedValues] = {}


def register_sealed(*kinds: SealedFiles | SealedValues) -> None:
    """Name what an app keeps encrypted; a table named again replaces itself."""
    for kind in kinds:
        if isinstance(kind, SealedFiles):
            _files[kind.model._meta.db_table] = kind
        else:
            _values[kind.model._meta.db_table] = kind


def sealed_files() -> dict[str, SealedFiles]:
    """Table -> its files."""
    return dict(_files)


def sealed_tables() -> dict[str, str]:
    """Table -> column of the key's id, of everything that is registered."""
    return {table: files.key for table, files in _files.items()} | {
        table: values.key for table, values in _values.items()
    }


def sealed_renew() -> Counter[str]:
    """Bring all files and values under the current key. Table -> how many rows; again, it goes on where it was."""
    done: Counter[str] = Counter()
    for table, files in _files.items():
        done[table] = sum(_file_renew(files, pk) for pk in _waiting(files))
    for table, values in _values.items():
        while count := _values_renew(values):
            done[table] += count
    return done


def _everywhere() -> Actor:
    return system_actor(NATION, *Verb)


def _waiting(files: SealedFiles) -> list[Any]:
    with scoped(_everywhere()):
        return list(_old(files).values_list("pk", flat=True))


def _old(kind: SealedFiles | SealedValues) -> Any:
    done = [settings.KEYRING.encryption.current, ""]
    rows = kind.model.objects.exclude(**{f"{kind.key}__in": done}).order_by("pk")
    return rows.exclude(**{kind.path: ""}) if isinstance(kind, SealedFiles) else rows


def _file_renew(files: SealedFiles, pk: Any) -> bool:
    """One file in one transaction: written anew, the row pointed at it, the old one gone after the commit."""
    with scoped(_everywhere()), because(_WHY):
        row = _old(files).filter(pk=pk).select_for_update().first()
        old = getattr(row, files.path, "")
        if row is None or not (files.store.folder() / old).is_file():
            return False
        path, key_id = files.store.renew(old, getattr(row, files.key))
        files.model.objects.filter(pk=pk).update(**{files.path: path, files.key: key_id})
    # A crash before this line leaves a file that no row names; the sweep takes it.
    (files.store.folder() / old).unlink(missing_ok=True)
    return True


def _values_renew(values: SealedValues) -> int:
    """The next batch of one table, in one transaction."""
    ring: Keyring = getattr(settings.KEYRING, "now", settings.KEYRING)
    with scoped(_everywhere()):
        rows = list(_old(values).select_for_update()[:_BATCH])
        for row in rows:
            _row_renew(values, row, ring)
        values.model.objects.bulk_update(rows, [values.key, *values.columns], batch_size=200)
    return len(rows)


def _row_renew(values: SealedValues, row: Any, ring: Keyring) -> None:
    old = getattr(row, values.key)
    for column in values.columns:
        if sealed := bytes(getattr(row, column)):
            context = values.context(row, column)
            setattr(row, column, ring.encrypt(ring.decrypt(old, sealed, context), context)[1])
    # One row is sealed with one key, whatever happens to the key file meanwhile.
    setattr(row, values.key, ring.encryption.current)


def orphans_sweep(*, now: float | None = None) -> int:
    """Take away files that no row names and that are older than a day. Returns how many."""
    moment = time.time() if now is None else now
    stores = {id(files.store): files.store for files in _files.values()}
    return sum(_sweep(store, moment) for store in stores.values())


def _sweep(store: FileStore, moment: float) -> int:
    old = {path.name: path for path in _lying(store.folder()) if moment - path.stat().st_mtime > ORPHAN_SECONDS}
    if not old:
        return 0
    named: set[str] = set()
    with scoped(_everywhere()):
        for files in (files for files in _files.values() if files.store is store):
            rows = files.model.objects.filter(**{f"{files.path}__in": list(old)})
            named |= set(rows.values_list(files.path, flat=True))
    orphans = old.keys() - named
    for name in orphans:
        old[name].unlink(missing_ok=True)
    return len(orphans)


def _lying(folder: Path) -> Iterator[Path]:
    return (path for path in folder.iterdir() if path.is_file()) if folder.is_dir() else iter(())
