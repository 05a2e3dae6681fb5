"""The one gate: who acts now, in which transaction, and which rows the ORM may see for them."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from typing import Any, ClassVar, TypeVar

from django.db import connection, models, transaction

from padu.access.actor import ANONYMOUS, Actor
from padu.access.lanes import settings_of
from padu.access.origin import current_origin
from padu.access.tables import Guard, read_q
from padu.domain.errors import PaduError

_actor: ContextVar[Actor | None] = ContextVar("padu_actor", default=None)
# Only tests open the gate, to show that row-level security alone lets nothing through.
_gate_open: ContextVar[bool] = ContextVar("padu_gate_open", default=False)

M = TypeVar("M", bound=models.Model)


class ScopeMissing(PaduError):
    """A guarded table was read or written outside `scoped(...)`."""

    code = "access.scope_missing"


def current_actor() -> Actor:
    """Who acts now. Raises ScopeMissing outside `scoped`."""
    actor = _actor.get()
    if actor is None:
        raise ScopeMissing
    return actor


def apply(actor: Actor) -> None:
    """Write the actor's lanes and the origin into the running transaction. Raises ScopeMissing outside one."""
    if not connection.in_atomic_block:
        raise ScopeMissing
    settings = settings_of(actor) | current_origin().settings()
    calls = ", ".join(["set_config(%s, %s, true)"] * len(settings))
    with connection.cursor() as cursor:
        cursor.execute(f"select {calls}", [part for pair in settings.items() for part in pair])


@contextmanager
def scoped(actor: Actor) -> Iterator[Actor]:
    """Act as `actor` in a transaction of its own; inside another scope a savepoint, and the outer scope comes back.

    The outer settings are put back on success only: after an error the transaction is rolled back to its savepoint,
    which restores them, and a further statement would hide the first error.
    """
    outer = _actor.get()
    token = _actor.set(actor)
    try:
        with transaction.atomic():
            apply(actor)
            yield actor
            if outer is not None:
                apply(outer)
    finally:
        _actor.reset(token)


@contextmanager
def acting(actor: Actor) -> Iterator[None]:
    """Name the actor for the ORM gate without touching the transaction (the middleware has its own)."""
    token = _actor.set(actor)
    try:
        yield
    finally:
        _actor.reset(token)


@contextmanager
def gate_opened_for_test() -> Iterator[None]:
    token = _gate_open.set(True)
    try:
        yield
    finally:
        _gate_open.reset(token)


class GatedManager(models.Manager[M]):
    """Rows of the current actor only; without an actor it refuses."""

    def get_queryset(self) -> models.QuerySet[M]:
        rows = super().get_queryset()
        if _gate_open.get():
            return rows
        guard: Guard = self.model.guard  # type: ignore[attr-defined]  # every Guarded model has one
        return rows.filter(read_q(guard, current_actor()))


class Guarded(models.Model):
    """A table with a place.

    `unscoped` is for migrations and Django's own look-ups; row-level security still holds beneath.
    """

    guard: ClassVar[Guard]

    objects: ClassVar[GatedManager[Any]] = GatedManager()
    unscoped: ClassVar[models.Manager[Any]] = models.Manager()

    class Meta:
        abstract = True
        base_manager_name = "unscoped"


class RegionCodeField(models.CharField):  # type: ignore[type-arg]  # generic for the type checker only
    """A dotted region code in byte order, so that a place and all below it are one range."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        kwargs.setdefault("max_length", 13)
        kwargs.setdefault("db_collation", "C")
        super().__init__(*args, **kwargs)


__all__ = [
    "ANONYMOUS",
    "Actor",
    "GatedManager",
    "Guarded",
    "RegionCodeField",
    "ScopeMissing",
    "acting",
    "apply",
    "current_actor",
    "scoped",
]
