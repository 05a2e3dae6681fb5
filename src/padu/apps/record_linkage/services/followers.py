"""What follows a family that is merged into another: rows of any app that name it by its number.

An app registers its rows when it starts. A row whose unique key the kept family has already stays where it is: a
survey of the same year, a referral for the same need.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from padu.access.gate import Guarded
from padu.apps.record_linkage.services.journal import Journal, label_of


@dataclass(frozen=True, slots=True)
class Follower:
    """Rows that go with a family.

    once    columns that a family may hold once together; a row that would be the second one stays behind
    only    which of the rows go; None for all
    """

    model: type[Guarded]
    column: str = "family_id"
    once: tuple[str, ...] = ()
    only: Callable[[Any], Any] | None = None


_followers: dict[str, Follower] = {}


def register_follower(follower: Follower) -> None:
    """Name rows that go with a family; a table named again replaces itself."""
    _followers[label_of(follower.model)] = follower


def followers_move(journal: Journal, *, dropped: int, kept: int) -> None:
    """Hang the rows of the dropped family on the kept one."""
    for follower in _followers.values():
        taken = {_key(row, follower) for row in _rows(follower, kept)} if follower.once else set()
        for row in _rows(follower, dropped):
            if not follower.once or _key(row, follower) not in taken:
                journal.move(follower.model, row["pk"], **{follower.column: (dropped, kept)})


def _rows(follower: Follower, family_id: int) -> list[dict[str, Any]]:
    rows = follower.model.objects.filter(**{follower.column: family_id})
    chosen = follower.only(rows) if follower.only else rows
    return list(chosen.order_by("pk").values("pk", *follower.once))


def _key(row: dict[str, Any], follower: Follower) -> tuple[Any, ...]:
    return tuple(row[column] for column in follower.once)
