"""Locks between the processes of one machine: who works on a cluster, and who uses its server.

Both are gone with the process, however it ends.
"""

import fcntl
import os
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from padu.settings.postgres.errors import ClusterError

_LOCK_SECONDS = 330
_uses: dict[tuple[int, Path], "Uses"] = {}


@contextmanager
def exclusive(path: Path) -> Iterator[None]:
    """One process at a time; the others wait."""
    descriptor = _opened(path)
    try:
        _wait_for_lock(descriptor)
        yield
    finally:
        os.close(descriptor)


class Uses:
    """This process among the users of one server: a shared lock on `.users`."""

    def __init__(self, home: Path) -> None:
        self._path = home / ".users"
        self._descriptor: int | None = None
        self.started_server = False

    def enter(self, *, started: bool) -> None:
        """Count this process among the users."""
        self.started_server = self.started_server or started
        if self._descriptor is None:
            self._descriptor = _opened(self._path)
            fcntl.flock(self._descriptor, fcntl.LOCK_SH)

    def leave(self) -> bool:
        """Count it no longer; returns whether nobody else is left (under the exclusive lock, so that nobody enters)."""
        descriptor = _opened(self._path) if self._descriptor is None else self._descriptor
        try:
            fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            return False
        finally:
            os.close(descriptor)
            self._descriptor = None
            self.started_server = False
        return True


def uses_of(home: Path) -> Uses:
    """The one `Uses` of this process for a home folder (a forked child gets its own)."""
    return _uses.setdefault((os.getpid(), home), Uses(home))


def _opened(path: Path) -> int:
    return os.open(path, os.O_RDWR | os.O_CREAT, 0o600)


def _wait_for_lock(descriptor: int) -> None:
    end = time.monotonic() + _LOCK_SECONDS
    while True:
        try:
            fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            if time.monotonic() > end:
                raise ClusterError("Proses lain terlalu lama menyiapkan PostgreSQL tertanam.") from None
            time.sleep(0.05)
        else:
            return
