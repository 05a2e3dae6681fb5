"""Which family, and which line in it, a phone's form is about after records were merged."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import Final
from uuid import UUID

from padu.apps.rumah_dataku.models import Family, Person
from padu.interop.openrosa.filled import Filled, Member
from padu.interop.openrosa.models import FamilyEntity

_MOST_MERGES: Final = 50  # of one record, one after the other: more would be a ring
Line = int | None


def family_standing(family: Family) -> Family | None:
    """The family into which this one was merged, itself where it was not; None where the actor sees no such one."""
    found: Family | None = family
    for _ in range(_MOST_MERGES):
        if found is None or found.merged_into is None:
            return found
        found = Family.objects.filter(pk=found.merged_into).first()
    return None


def merged_away(uuid: UUID) -> bool:
    """Whether the family of this entity was merged into one that the actor does not see: of another village."""
    found: FamilyEntity | None = FamilyEntity.objects.select_related("family").filter(uuid=uuid).first()
    return found is not None and family_standing(found.family) is None


def about_standing(filled: Filled) -> Filled:
    """The form with the lines of members as they stand in the family that stays.

    Who stands in a third family by now, or in another village, is left out: there it is told by that family's form.
    """
    if filled.entity is None or filled.entity.create:
        return filled
    entity = FamilyEntity.objects.select_related("family").filter(uuid=filled.entity.uuid).first()
    stays = family_standing(entity.family) if entity else None
    if entity is None or stays is None:
        return filled
    lines = _lines(entity.family_id, stays.pk)
    if not lines and stays.pk == entity.family_id:
        return filled
    known = {one.line for one in filled.members if one.line is not None}
    if stays.pk != entity.family_id:
        # Nobody has said where they belong: they come as new members, and an officer decides.
        lines = dict.fromkeys(known - lines.keys(), None) | lines
    gone = {line for line, place in lines.items() if place == _ELSEWHERE}
    members = tuple(_moved(one, lines) for one in filled.members if one.line not in gone)
    return replace(filled, members=members)


_ELSEWHERE: Final = 0


def _moved(member: Member, lines: Mapping[int, Line]) -> Member:
    cells = dict(member.cells)
    mother = cells.get("mother_line", "")
    if mother.isdigit() and int(mother) in lines:
        cells["mother_line"] = str(lines[int(mother)] or "")
    line = lines.get(member.line, member.line) if member.line is not None else None
    return replace(member, line=line, cells=cells)


def _lines(family_id: int, stays_id: int) -> dict[int, Line]:
    """Line in the family as the phone knows it -> line in the one that stays; _ELSEWHERE for who is not there."""
    dropped = Person.objects.filter(family_id=family_id, merged_into__isnull=False)
    moved = Person.objects.filter(family_id=stays_id, former_lines__has_key=str(family_id))
    found = {row.line: _line_of(row, stays_id) for row in dropped}
    return found | {row.former_lines[str(family_id)]: _line_of(row, stays_id) for row in moved}


def _line_of(row: Person, stays_id: int) -> Line:
    found: Person | None = row
    for _ in range(_MOST_MERGES):
        if found is None or found.merged_into is None:
            break
        found = Person.objects.filter(pk=found.merged_into).first()
    return found.line if found is not None and found.active and found.family_id == stays_id else _ELSEWHERE
