"""The kinds of events and the papers that speak for them.

Papers: UU 23/2006 as changed by UU 24/2013 (births, deaths, marriages and divorces are recorded; who moves inside the
country carries a SKPWNI); UU 16/2019 (marriage from 19 on, below with the court's dispensation).
"""

from __future__ import annotations

from collections.abc import Mapping
from enum import StrEnum
from types import MappingProxyType
from typing import Final

MARRIAGE_AGE: Final = 19
"""Completed years of both, UU 16/2019 article 7."""

ADULT_AGE: Final = 18  # [assumption] from this age on somebody can be proposed as head of a family
MOTHER_AGES: Final = range(10, 56)  # [assumption] a mother outside these completed years is a slip of the pen


class Kind(StrEnum):
    """What happens. The value is stable: it stands in rows."""

    BIRTH = "birth"
    DEATH = "death"
    MOVE_IN = "move_in"
    MOVE_OUT = "move_out"
    MARRIAGE = "marriage"
    DIVORCE = "divorce"
    SPLIT = "split"
    MERGE = "merge"
    HEAD_CHANGE = "head_change"


class Paper(StrEnum):
    """Which paper an event rests on; the number is written beside it."""

    BIRTH_NOTE = "birth_note"
    BIRTH_CERTIFICATE = "birth_certificate"
    DEATH_NOTE = "death_note"
    DEATH_CERTIFICATE = "death_certificate"
    MOVE_LETTER = "move_letter"
    MARRIAGE_BOOK = "marriage_book"
    MARRIAGE_CERTIFICATE = "marriage_certificate"
    COURT_DISPENSATION = "court_dispensation"
    DIVORCE_CERTIFICATE = "divorce_certificate"
    FAMILY_CARD = "family_card"
    VILLAGE_NOTE = "village_note"


PAPERS: Final[Mapping[Kind, tuple[Paper, ...]]] = MappingProxyType(
    {
        Kind.BIRTH: (Paper.BIRTH_NOTE, Paper.BIRTH_CERTIFICATE),
        Kind.DEATH: (Paper.DEATH_NOTE, Paper.DEATH_CERTIFICATE),
        Kind.MOVE_IN: (Paper.MOVE_LETTER, Paper.VILLAGE_NOTE),
        Kind.MOVE_OUT: (Paper.MOVE_LETTER, Paper.VILLAGE_NOTE),
        Kind.MARRIAGE: (Paper.MARRIAGE_BOOK, Paper.MARRIAGE_CERTIFICATE, Paper.COURT_DISPENSATION),
        Kind.DIVORCE: (Paper.DIVORCE_CERTIFICATE,),
        Kind.SPLIT: (Paper.FAMILY_CARD, Paper.VILLAGE_NOTE),
        Kind.MERGE: (Paper.FAMILY_CARD, Paper.VILLAGE_NOTE),
        Kind.HEAD_CHANGE: (Paper.FAMILY_CARD, Paper.VILLAGE_NOTE),
    }
)
"""Papers that can be named for an event; none is needed to write it down [assumption]: they often come later."""

ENDING: Final = frozenset({Kind.DEATH, Kind.MOVE_OUT})
"""After these nothing more happens to a person in this village."""

ABOUT_FAMILY: Final = frozenset({Kind.SPLIT, Kind.MERGE, Kind.HEAD_CHANGE})
"""They change who belongs together, so among themselves they are written in the order in which they happened."""
