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
from padu.apps.rumah_dataku.models import Person


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


@dataclass(frozen=True, slots=True)
class PersonFollower:
    """Rows that name a member by number, and perhaps the family beside it; `once` as of a Follower."""

    model: type[Guarded]
    column: str = "person_id"
    family_column: str = ""
    once: tuple[str, ...] = ()


_person_followers: dict[str, PersonFollower] = {}


def register_person_follower(follower: PersonFollower) -> None:
    """Name rows that go with a member; a table named again replaces itself."""
    _person_followers[label_of(follower.model)] = follower


def person_followers_move(journal: Journal, *, dropped: Person, kept: Person) -> None:
    """Hang the rows of the member who steps back on the one who stays."""
    for one in _person_followers.values():
        follower = Follower(one.model, one.column, one.once)
        taken = {_key(row, follower) for row in _rows(follower, kept.pk)} if one.once else set()
        families = _families(one, dropped.pk)
        for row in _rows(follower, dropped.pk):
            if not one.once or _key(row, follower) not in taken:
                changes = {one.column: (dropped.pk, kept.pk)}
                if one.family_column:
                    changes[one.family_column] = (families[row["pk"]], kept.family_id)
                journal.move(one.model, row["pk"], **changes)


def _families(follower: PersonFollower, person_id: int) -> dict[int, Any]:
    """Row -> the family it names now: an older one where the member changed families without it."""
    if not follower.family_column:
        return {}
    rows = follower.model.objects.filter(**{follower.column: person_id})
    return dict(rows.values_list("pk", follower.family_column))
