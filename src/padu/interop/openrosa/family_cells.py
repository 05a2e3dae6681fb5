"""What a phone says of a family, as the cells of the template."""

from __future__ import annotations

from collections.abc import Mapping

from padu.apps.rumah_dataku.services.family_cells import ANSWERS, FAMILY, MEMBER
from padu.interop.openrosa.filled import Filled


def said_cells(filled: Filled, corrections: Mapping[str, str], next_line: int) -> dict[str, str]:
    """What the phone says, by field: `hamlet`, or `2.name` for a member. New members get lines of their own.

    corrections  fields that an officer put right; an empty text takes the answer back
    """
    found = {key: text for key, text in filled.cells.items() if key in FAMILY and key != "village_code"}
    if not ANSWERS & found.keys():
        # The form dates every visit; without an answer there was no survey.
        found.pop("surveyed_on", None)
    # Somebody whom the phone still knows may have left, and the line be free: no new member is written into it.
    next_line = max([next_line, *(one.line + 1 for one in filled.members if one.line is not None)])
    for member in filled.members:
        line = member.line
        if line is None:
            line, next_line = next_line, next_line + 1
        found |= {f"{line}.{key}": text for key, text in member.cells.items() if key in MEMBER}
    return {key: text for key, text in (found | dict(corrections)).items() if text}
