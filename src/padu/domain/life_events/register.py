"""Families and members as plain values, what an event changed in them, and how that is taken back."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, fields, replace
from types import MappingProxyType
from typing import Any, Final, Literal

from padu.domain.pk21 import MaritalStatus, Relation, Sex

LEFT_LINES: Final = 1000
"""Lines of members who left begin after this one, so that a file's lines never meet theirs."""


@dataclass(frozen=True, slots=True, repr=False)
class Member:
    """A person in a family. `id` below nought: not stored yet.

    line           number within the family; above LEFT_LINES for who left
    active         counted as living here
    joined_reason, left_reason  a kind of event, or "" where nobody told
    """

    id: int
    family: int
    line: int
    name: str
    sex: int | None = None
    birth_date: dt.date | None = None
    relation: int | None = None
    marital_status: int | None = None
    mother_line: int | None = None
    active: bool = True
    joined_on: dt.date | None = None
    joined_reason: str = ""
    left_on: dt.date | None = None
    left_reason: str = ""

    @property
    def is_head(self) -> bool:
        return self.relation == Relation.HEAD

    @property
    def is_spouse(self) -> bool:
        return self.relation == Relation.SPOUSE

    @property
    def is_married(self) -> bool:
        return self.marital_status == MaritalStatus.MARRIED

    @property
    def is_woman(self) -> bool:
        return self.sex == Sex.FEMALE

    @property
    def vanished(self) -> bool:
        """No longer among the family's rows, and nobody told why."""
        return not self.active and not self.left_reason


@dataclass(frozen=True, slots=True, repr=False)
class FamilyState:
    """A family. `came_from` and `went_to` name the family it split from or was joined to."""

    id: int
    head_name: str = ""
    active: bool = True
    joined_on: dt.date | None = None
    joined_reason: str = ""
    left_on: dt.date | None = None
    left_reason: str = ""
    came_from: int | None = None
    went_to: int | None = None


@dataclass(frozen=True, slots=True, repr=False)
class Register:
    """Some families of one village with all their members, also those who left."""

    families: Mapping[int, FamilyState] = field(default_factory=dict)
    members: Mapping[int, Member] = field(default_factory=dict)

    def __post_init__(self) -> None:
        object.__setattr__(self, "families", MappingProxyType(dict(self.families)))
        object.__setattr__(self, "members", MappingProxyType(dict(self.members)))

    def living_in(self, family: int) -> list[Member]:
        """Active members of a family by line."""
        found = [one for one in self.members.values() if one.family == family and one.active]
        return sorted(found, key=lambda one: one.line)

    def head_of(self, family: int) -> Member | None:
        return next((one for one in self.living_in(family) if one.is_head), None)

    def with_members(self, *changed: Member) -> Register:
        return Register(self.families, {**self.members, **{one.id: one for one in changed}})

    def with_family(self, changed: FamilyState) -> Register:
        return Register({**self.families, changed.id: changed}, self.members)

    def next_line(self, family: int) -> int:
        """The next free line of a family's living members."""
        lines = (one.line for one in self.members.values() if one.family == family and one.line <= LEFT_LINES)
        return max(lines, default=0) + 1

    def next_left_line(self, family: int) -> int:
        """The next free line for a member who leaves."""
        lines = (one.line for one in self.members.values() if one.family == family and one.line > LEFT_LINES)
        return max(lines, default=LEFT_LINES) + 1

    def new_id(self) -> int:
        """An id for what is not stored yet."""
        return min([0, *self.families, *self.members]) - 1


Table = Literal["family", "person"]


@dataclass(frozen=True, slots=True, repr=False)
class Change:
    """What became of one row: the fields that differ. `before` None: the row was made by the event."""

    table: Table
    id: int
    before: Mapping[str, Any] | None
    after: Mapping[str, Any]


def changes_between(before: Register, after: Register) -> tuple[Change, ...]:
    """Families first, then persons, each by id; rows are never taken away."""
    return (
        *_changes("family", before.families, after.families),
        *_changes("person", before.members, after.members),
    )


def _changes(table: Table, before: Mapping[int, Any], after: Mapping[int, Any]) -> Iterator[Change]:
    for key in sorted(after, key=lambda one: (one < 0, abs(one))):
        old, new = before.get(key), after[key]
        if old is None:
            yield Change(table, key, None, values_of(new))
        elif old != new:
            was, is_now = values_of(old), values_of(new)
            differing = [name for name in was if was[name] != is_now[name]]
            yield Change(
                table, key, {name: was[name] for name in differing}, {name: is_now[name] for name in differing}
            )


def values_of(row: Member | FamilyState) -> dict[str, Any]:
    """The row's fields but its id."""
    return {one.name: getattr(row, one.name) for one in fields(row) if one.name != "id"}


def taken_back(register: Register, changes: tuple[Change, ...]) -> Register:
    """The register as it was before these changes."""
    families, members = dict(register.families), dict(register.members)
    for change in changes:
        rows: dict[int, Any] = families if change.table == "family" else members
        if change.before is None:
            del rows[change.id]
        else:
            rows[change.id] = replace(rows[change.id], **change.before)
    return Register(families, members)


def changed_since(register: Register, changes: tuple[Change, ...]) -> list[Change]:
    """Those of the changes whose fields no longer say what they said right after."""
    found = []
    for change in changes:
        row = (register.families if change.table == "family" else register.members).get(change.id)
        if row is None or any(getattr(row, name) != value for name, value in change.after.items()):
            found.append(change)
    return found
