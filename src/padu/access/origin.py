"""Where a change comes from and why: kept beside each old row, next to who and when."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass, replace

from django.db import connection

PURPOSE_LENGTH = 200
PATH_LENGTH = 200


@dataclass(frozen=True, slots=True)
class Origin:
    """The way a change came: a page's path without parameters, `job:name` or `padu command`; and its reason."""

    path: str = ""
    purpose: str = ""

    def settings(self) -> dict[str, str]:
        return {"padu.path": self.path[:PATH_LENGTH], "padu.purpose": self.purpose[:PURPOSE_LENGTH]}


_UNNAMED = Origin()
_origin: ContextVar[Origin] = ContextVar("padu_origin", default=_UNNAMED)


def current_origin() -> Origin:
    return _origin.get()


def start_from(path: str) -> None:
    """Name the way for the rest of this process or job (a command has no end to come back from)."""
    _origin.set(Origin(path))


@contextmanager
def coming_from(path: str, purpose: str = "") -> Iterator[None]:
    """Name the way for every scope opened inside."""
    token = _origin.set(Origin(path, purpose))
    try:
        yield
    finally:
        _origin.reset(token)


@contextmanager
def because(purpose: str) -> Iterator[None]:
    """Give the reason of the changes made inside; it stands in their history. Must run inside a scope.

    The outer reason is put back on success only: an error rolls the settings back with the rest.
    """
    outer = current_origin()
    token = _origin.set(replace(outer, purpose=purpose))
    try:
        _write(current_origin())
        yield
        _write(outer)
    finally:
        _origin.reset(token)


def _write(origin: Origin) -> None:
    with connection.cursor() as cursor:
        cursor.execute("select set_config('padu.purpose', %s, true)", [origin.settings()["padu.purpose"]])
