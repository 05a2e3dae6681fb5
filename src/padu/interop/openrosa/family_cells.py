"""What a phone says of a family, as the cells of the template."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Mapping
from typing import Final

from padu.apps.rumah_dataku.services.family_cells import (
    COUPLE_FIELDS,
    FAMILY,
    MEMBER,
    SPECIFIC_FIELDS,
    FamilyCells,
    is_survey,
    lay_over,
)
from padu.domain.population import age_on
from padu.domain.stunting_risk import TODDLER_BELOW
from padu.interop.openrosa.family_gates import OF_TODDLERS, WHO, not_applicable
from padu.interop.openrosa.filled import Filled, Member

_ABOUT_LISTS: Final = (
    ("welfare_decile", ("welfare_source", "welfare_as_of")),
    ("krs", ("krs_source", "krs_as_of")),
)
"""What is copied from a list, and the list's name and day."""


def said_cells(filled: Filled, corrections: Mapping[str, str], stored: FamilyCells) -> dict[str, str]:
    """What the phone says, by field: `hamlet`, or `2.name` for a member. New members get lines of their own.

    corrections  fields that an officer put right; an empty text takes the answer back
    stored       the family as it is; nothing of it is among what is said
    """
    found = {key: text for key, text in filled.cells.items() if key in FAMILY and key != "village_code"}
    for line, member in _numbered(filled, stored.next_line):
        cells = _of_toddler(member, filled) | dict(member.cells)
        found |= {f"{line}.{key}": text for key, text in cells.items() if key in MEMBER}
    found = _couple_first(found, filled, stored) | dict(corrections)
    if is_survey(found):
        found = _not_asked(filled, stored) | found
    else:
        # The form dates every visit; without an answer there was no survey.
        found.pop("surveyed_on", None)
    return {key: text for key, text in found.items() if text}


def _not_asked(filled: Filled, stored: FamilyCells) -> dict[str, str]:
    """What follows from the tick list where nothing is stored: a tick that was forgotten takes no answer back.

    Of a known family nothing specific follows, for what is left out would tell what is stored.
    """
    found = not_applicable(filled.cells.get(WHO.key, ""))
    known = SPECIFIC_FIELDS if stored.members else frozenset[str]()
    return {key: text for key, text in found.items() if key not in known and not stored.family.get(key)}


def _numbered(filled: Filled, next_line: int) -> Iterator[tuple[int, Member]]:
    """Members with their lines. Somebody whom the phone still knows may have left, and the line be free: no new member
    is written into it.
    """
    next_line = max([next_line, *(one.line + 1 for one in filled.members if one.line is not None)])
    for member in filled.members:
        if member.line is None:
            yield next_line, member
            next_line += 1
        else:
            yield member.line, member


def _of_toddler(member: Member, filled: Filled) -> dict[str, str]:
    """Answers about a new member who was under five on the day of the visit, for whom they are not asked."""
    try:
        born, day = (dt.date.fromisoformat(text) for text in (member.cells["birth_date"], filled.cells["surveyed_on"]))
    except (KeyError, ValueError):
        return {}
    return dict(OF_TODDLERS) if member.line is None and age_on(born, day) < TODDLER_BELOW else {}


def _couple_first(said: dict[str, str], filled: Filled, stored: FamilyCells) -> dict[str, str]:
    """The couple's answer at the first member, where it is stored, whoever gave it; forms before asked each woman.

    Of several couples the first by line counts [assumption], as in a file.
    """
    lines = sorted({int(line) for line, dot, _ in (name.partition(".") for name in said) if dot})
    answers = ({key: said.get(f"{line}.{key}", "") for key in COUPLE_FIELDS} for line in lines)
    own = {key: filled.cells.get(key, "") for key in COUPLE_FIELDS}
    answer = next((one for one in (own, *answers) if any(one.values())), {})
    plain = {name: text for name, text in said.items() if name.rpartition(".")[2] not in COUPLE_FIELDS}
    first = min([*stored.members, *lines], default=1)
    return plain | {f"{first}.{key}": text for key, text in answer.items() if text}


def laid_over(stored: FamilyCells, said: Mapping[str, str]) -> FamilyCells:
    """The family once these fields are taken over.

    Name and day of the list that a stored value came from do not hold for another value that was said without them.
    """
    unknown = {
        name: ""
        for value, about in _ABOUT_LISTS
        if said.get(value, "") not in ("", stored.family.get(value, ""))
        for name in about
    }
    return lay_over(stored, unknown | dict(said))
