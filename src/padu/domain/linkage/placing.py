"""Whom the rows of a list are about, in a family whose records were merged or that an event made.

Elsewhere the number within the family says it. Here it does not: records that were merged away keep their number, who
came over from the other family has one of the kept family, and an event numbers anew. What a merge decided stands:

- A row about a record that was merged away changes nothing. It is told, with what it says differently, beside the
  record that stays; that one is changed by its own row only.
- A member whom only the dropped family had is the kept family's since. The row in the dropped family is that member's
  own row, and is read as one of the kept family.
- Anybody else in a dropped family's row is told and not written down: where they belong nobody has said.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from padu.domain.life_events.register import LEFT_LINES


@dataclass(frozen=True, slots=True, repr=False)
class Identity:
    """What tells a person: name, keyed hash of the NIK, birth date, sex; None or "" is not known."""

    name: str = ""
    nik: bytes | None = None
    born: dt.date | None = None
    sex: int | None = None

    @property
    def folded(self) -> str:
        return " ".join(self.name.casefold().split())


def same_number(one: Identity, other: Identity) -> bool:
    return one.nik is not None and one.nik == other.nik


def same_name_and_birth(one: Identity, other: Identity) -> bool:
    return one.folded != "" and one.folded == other.folded and one.born is not None and one.born == other.born


def alike(one: Identity, other: Identity) -> bool:
    """One thing agrees: enough only where the place in the family agrees as well."""
    named = one.folded != "" and one.folded == other.folded
    return same_number(one, other) or named or (one.born is not None and one.born == other.born)


@dataclass(frozen=True, slots=True, repr=False)
class Stored:
    """A living member under the line where it is stored."""

    id: int
    line: int
    who: Identity


@dataclass(frozen=True, slots=True, repr=False)
class Dropped:
    """A record of this family that was merged into the person `kept`.

    who        as it was written here, and as the person is written who stays
    kept_line  line of that person where it is of this family too
    """

    line: int
    kept: int
    who: tuple[Identity, ...]
    kept_line: int | None = None


@dataclass(frozen=True, slots=True, repr=False)
class ListedRow:
    """A member's row of the list.

    about  id of the person for whom a row of a dropped family stands, where the merge has written it down
    guest  whether it stands in the row of a dropped family
    group  row of the family under which the list has it
    """

    row: int
    line: int
    who: Identity
    group: int = 0
    mother_line: int | None = None
    guest: bool = False
    about: int | None = None


@dataclass(frozen=True, slots=True)
class Place:
    """Where a row goes: a line of the family; or aside, beside the person `kept` (None: nobody known)."""

    row: int
    line: int | None
    kept: int | None = None
    mother_line: int | None = None


@dataclass(slots=True)
class _Table:
    """Who sits where so far."""

    members: dict[int, Stored]
    placed: dict[int, Place] = field(default_factory=dict)
    taken: set[int] = field(default_factory=set)

    def free(self) -> Iterator[Stored]:
        return (one for one in self.members.values() if one.line not in self.taken)

    def seat(self, row: ListedRow, line: int) -> None:
        self.placed[row.row] = Place(row.row, line)
        self.taken.add(line)

    def aside(self, row: ListedRow, kept: int | None) -> None:
        self.placed[row.row] = Place(row.row, None, kept)

    def waiting(self, rows: Iterable[ListedRow]) -> Iterator[ListedRow]:
        return (row for row in rows if row.row not in self.placed)


def place(
    rows: Sequence[ListedRow], members: Iterable[Stored], dropped: Sequence[Dropped], used: frozenset[int]
) -> dict[int, Place]:
    """Row -> its place. Asked again after what it says was stored, it says the same.

    used  lines of the family that belong to anybody, living or not
    """
    table = _Table({one.id: one for one in members})
    own = [row for row in rows if not row.guest]
    guests = [row for row in rows if row.guest]
    _by_number(table, [*own, *guests])
    _by_line(table, own, dropped)
    _by_name_and_birth(table, own, dropped)
    _as_written_down(table, guests)
    _by_name_and_birth(table, guests, dropped)
    _by_likeness(table, own)
    _rest(table, own, guests, used)
    return {row.row: _with_mother(row, table, rows, dropped) for row in rows}


def _by_number(table: _Table, rows: Iterable[ListedRow]) -> None:
    for row in rows:
        found = next((one for one in table.members.values() if same_number(one.who, row.who)), None)
        if found is not None and found.line in table.taken:
            table.aside(row, found.id)
        elif found is not None:
            table.seat(row, found.line)


def _by_line(table: _Table, own: Sequence[ListedRow], dropped: Sequence[Dropped]) -> None:
    """The number in the family speaks where one more thing agrees."""
    for row in table.waiting(own):
        gone = next((one for one in dropped if one.line == row.line and _any_alike(one, row.who)), None)
        stays = next((one for one in table.free() if one.line == row.line and alike(one.who, row.who)), None)
        if gone is not None:
            table.aside(row, gone.kept)
        elif stays is not None:
            table.seat(row, stays.line)


def _any_alike(gone: Dropped, who: Identity) -> bool:
    return any(alike(one, who) for one in gone.who)


def _as_written_down(table: _Table, guests: Sequence[ListedRow]) -> None:
    """Rows of a dropped family stand for whom the merge has put in their place."""
    for row in table.waiting(guests):
        if row.about is None:
            continue
        member = table.members.get(row.about)
        if member is None or member.line in table.taken:
            table.aside(row, row.about)
        elif alike(member.who, row.who):
            table.seat(row, member.line)


def _by_name_and_birth(table: _Table, rows: Sequence[ListedRow], dropped: Sequence[Dropped]) -> None:
    for row in table.waiting(rows):
        stays = next((one for one in table.members.values() if same_name_and_birth(one.who, row.who)), None)
        gone = next((one for one in dropped if _surely(one, row.who)), None)
        if stays is not None and stays.line not in table.taken:
            table.seat(row, stays.line)
        elif gone is not None:
            table.aside(row, gone.kept)
        elif stays is not None and row.guest:
            table.aside(row, stays.id)


def _surely(gone: Dropped, who: Identity) -> bool:
    return any(same_number(one, who) or same_name_and_birth(one, who) for one in gone.who)


def _by_likeness(table: _Table, own: Sequence[ListedRow]) -> None:
    """The only member who is left and is called so, or was born on that day: corrected in one of the two."""
    for row in table.waiting(own):
        found = [one for one in table.free() if alike(one.who, row.who) and one.who.sex in (None, row.who.sex)]
        others = [one for one in table.waiting(own) if any(alike(one.who, member.who) for member in found)]
        if len(found) == 1 and len(others) == 1:
            table.seat(row, found[0].line)


def _rest(table: _Table, own: Sequence[ListedRow], guests: Sequence[ListedRow], used: frozenset[int]) -> None:
    """Who is new in the family's own row gets the row's line, or the next free one where somebody else has it."""
    belonging = used | {row.line for row in own}
    for row in table.waiting(own):
        line = row.line
        if line in used or line in table.taken:
            line = max((one for one in belonging | table.taken if one <= LEFT_LINES), default=0) + 1
        table.seat(row, line)
    for row in table.waiting(guests):
        table.aside(row, row.about)


def _with_mother(row: ListedRow, table: _Table, rows: Sequence[ListedRow], dropped: Sequence[Dropped]) -> Place:
    here = table.placed[row.row]
    if here.line is None or row.mother_line is None:
        return Place(here.row, here.line, here.kept)
    return Place(here.row, here.line, here.kept, _mothers(row.group, table, rows, dropped).get(row.mother_line))


def _mothers(
    group: int, table: _Table, rows: Sequence[ListedRow], dropped: Sequence[Dropped]
) -> Mapping[int, int | None]:
    """Line in a family's row of the list -> line in the stored family."""
    lines: dict[int, int | None] = {}
    stored = {one.id: one.line for one in table.members.values()}
    behind = {one.kept: one.kept_line or one.line for one in dropped}
    for row in rows:
        if row.group != group:
            continue
        at = table.placed[row.row]
        kept = at.kept or 0
        lines[row.line] = at.line if at.line is not None else stored.get(kept, behind.get(kept))
    return lines
