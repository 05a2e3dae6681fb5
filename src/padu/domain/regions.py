"""Region codes of the Ministry of Home Affairs and the scopes made of them.

A code is dotted text: province `13`, regency `13.01`, district `13.01.01`, village `13.01.01.2001`; the nation is `00`.
Structure: Kepmendagri 300.2.2-2430/2025 (2 + 2 + 2 + 4 digits).
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum

NATION = "00"
VILLAGE_CODE = re.compile(r"\d{2}\.\d{2}\.\d{2}\.\d{4}")
REGION_CODE = re.compile(r"\d{2}(\.\d{2}(\.\d{2}(\.\d{4})?)?)?")
# The byte after "." in collation "C": a place and all below it lie in [code, code + "/").
AFTER_DOT = "/"


class Level(StrEnum):
    NATION = "nation"
    PROVINCE = "province"
    REGENCY = "regency"
    DISTRICT = "district"
    VILLAGE = "village"


_LEVEL_BY_LENGTH = {2: Level.PROVINCE, 5: Level.REGENCY, 8: Level.DISTRICT, 13: Level.VILLAGE}


def is_region_code(text: str) -> bool:
    return REGION_CODE.fullmatch(text) is not None


def level_of(code: str) -> Level:
    """Level of a well-formed code. Raises ValueError for any other text."""
    if not is_region_code(code):
        raise ValueError(code)
    return Level.NATION if code == NATION else _LEVEL_BY_LENGTH[len(code)]


def ancestors(code: str) -> tuple[str, ...]:
    """Codes of the places above, from the nation down; the nation has none.

    >>> ancestors("13.01.01.2001")
    ('00', '13', '13.01', '13.01.01')
    """
    if code == NATION:
        return ()
    parts = code.split(".")
    return (NATION, *(".".join(parts[:n]) for n in range(1, len(parts))))


def parent_of(code: str) -> str | None:
    return None if code == NATION else code.rpartition(".")[0] or NATION


def regency_of(code: str) -> str:
    """Regency that a regency, district or village code lies in. Raises ValueError above regency level."""
    if level_of(code) in (Level.NATION, Level.PROVINCE):
        raise ValueError(code)
    return code[:5]


@dataclass(frozen=True, slots=True)
class CodeRange:
    """Half-open range of codes in collation "C"; an empty range holds nothing."""

    start: str = ""
    end: str = ""

    @classmethod
    def below(cls, code: str) -> CodeRange:
        """The place itself and everything below it; for the nation every code."""
        return cls("0", ":") if code == NATION else cls(code, code + AFTER_DOT)

    def holds(self, code: str) -> bool:
        return self.start <= code < self.end


@dataclass(frozen=True, slots=True)
class RegionScope:
    """Where somebody may act: one range and a list of exact codes. Empty means nothing, never everything."""

    span: CodeRange = CodeRange()
    codes: frozenset[str] = frozenset()

    @property
    def empty(self) -> bool:
        return not self.span.start and not self.codes

    def covers(self, code: str) -> bool:
        return self.span.holds(code) or code in self.codes


def topmost(roots: Iterable[str]) -> tuple[str, ...]:
    """Roots that lie in no other root, broadest first.

    >>> topmost(["13.01.01.2001", "13.01", "13.02.05"])
    ('13.01', '13.02.05')
    """
    kept: list[str] = []
    for code in sorted(set(roots), key=lambda c: (c != NATION, len(c), c)):
        if not any(CodeRange.below(k).holds(code) for k in kept):
            kept.append(code)
    return tuple(kept)
