"""RT and RW as people type them, in the spelling of the village: one RT is not two because of a zero."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from typing import Any, Final

from padu.apps.rumah_dataku.selectors.family_list import village_parts

NUMBER_PLACES: Final = ("rt", "rw")
PLACE_DIGITS: Final = 3  # [assumption] RT and RW as on the family card: 002
_WORD: Final = re.compile(r"(rt|rw)[\s.:]*(?=\d)", re.IGNORECASE)


def place_number(text: str, known: Sequence[str] = ()) -> str:
    """`2`, `02` and `RT 2` are `002`, unless they are known as they stand; other texts stay."""
    text = text.strip()
    bare = _WORD.sub("", text, count=1)
    if text in known or not (bare.isascii() and bare.isdigit()):
        return text
    return bare if bare in known else bare.lstrip("0").zfill(PLACE_DIGITS)


def in_village_spelling(region_code: str, facts: Mapping[str, Any]) -> dict[str, Any]:
    """Columns of a family with its RT and RW as the other families of the village have them."""
    if not any(facts.get(name) for name in NUMBER_PLACES):
        return dict(facts)
    parts = village_parts(region_code)
    known = {"rt": parts.rts, "rw": parts.rws}
    return {name: place_number(str(text), known[name]) if name in known else text for name, text in facts.items()}
