"""Changing the key file while the site runs: a new pair of keys is added, an old one taken out once nothing uses it.

A process reads the file again as soon as it has changed: no restart between adding a key and using it.
"""

from __future__ import annotations

import fcntl
import json
import os
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from padu.settings.keys import Keyring, KeySet, UnknownKeyError, load_keyring, new_keys, read_keyring


class KeyInUse(Exception):
    """A current key cannot be taken out."""

    code = "keys.in_use"


class LiveKeyring(Keyring):
    """The keyring of a file, read again whenever the file was replaced."""

    __slots__ = ("_mark", "_ring", "path")

    path: Path
    _ring: Keyring
    _mark: tuple[int, int] | None

    def __init__(self, path: Path, *, create: bool = True) -> None:
        # The parent is frozen; these three are this class's own.
        object.__setattr__(self, "path", path)
        object.__setattr__(self, "_ring", load_keyring(path, create=create))
        object.__setattr__(self, "_mark", _look(path))

    @property
    def now(self) -> Keyring:
        """The keys as the file has them now. Raises KeyFileError for a file that was spoilt."""
        mark = _look(self.path)
        # While a copy of the file is put back, the keys in memory stay right.
        if mark is not None and mark != self._mark:
            object.__setattr__(self, "_ring", read_keyring(self.path))
            object.__setattr__(self, "_mark", mark)
        return self._ring

    @property
    def encryption(self) -> KeySet:
        return self.now.encryption

    @property
    def hashing(self) -> KeySet:
        return self.now.hashing

    @property
    def secret_key(self) -> str:
        return self.now.secret_key

    def __repr__(self) -> str:
        return f"Live{self._ring!r}"


def _look(path: Path) -> tuple[int, int] | None:
    try:
        facts = os.stat(path)  # noqa: PTH116 - asked at every use; Path.stat costs more
    except FileNotFoundError:
        return None
    return facts.st_ino, facts.st_mtime_ns


def add_key_pair(path: Path) -> tuple[str, str]:
    """Add a new encryption and a new hashing key; from now on they write. Returns their ids. Raises KeyFileError."""
    with _content_of(path) as content:
        for kind, letter in (("encryption", "e"), ("hashing", "h")):
            fresh = new_keys(letter)
            content[kind]["keys"] |= fresh["keys"]
            content[kind]["current"] = fresh["current"]
    return content["encryption"]["current"], content["hashing"]["current"]


def drop_keys(path: Path, key_ids: frozenset[str]) -> None:
    """Take keys out of the file. Raises KeyInUse for a current one, UnknownKeyError for one that is not there."""
    ring = read_keyring(path)
    if key_ids & {ring.encryption.current, ring.hashing.current}:
        raise KeyInUse
    if unknown := key_ids - ring.key_ids:
        raise UnknownKeyError(min(unknown))
    with _content_of(path) as content:
        for kind in ("encryption", "hashing"):
            content[kind]["keys"] = {k: v for k, v in content[kind]["keys"].items() if k not in key_ids}


def old_keys(ring: Keyring) -> frozenset[str]:
    """Ids of the keys that only read."""
    return ring.key_ids - {ring.encryption.current, ring.hashing.current}


@contextmanager
def _content_of(path: Path) -> Iterator[dict[str, Any]]:
    """The file's content, written back whole when the block ends well; one changer at a time."""
    read_keyring(path)  # refuses a broken or open file before anything is changed
    lock = path.with_name(f"{path.name}.lock")
    with lock.open("a") as held:
        lock.chmod(0o600)
        fcntl.flock(held, fcntl.LOCK_EX)
        content: dict[str, Any] = json.loads(path.read_text(encoding="utf-8"))
        yield content
        _replace(path, content)


def _replace(path: Path, content: dict[str, Any]) -> None:
    descriptor, name = tempfile.mkstemp(prefix=".keys.", dir=path.parent)  # 0600, O_EXCL
    draft = Path(name)
    try:
        with open(descriptor, "w", encoding="utf-8") as file:  # noqa: PTH123 - a descriptor
            json.dump(content, file, indent=1)
            file.flush()
            os.fsync(descriptor)
        read_keyring(draft)
        draft.replace(path)
    finally:
        draft.unlink(missing_ok=True)
