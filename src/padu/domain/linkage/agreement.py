"""How two records agree, field by field, and how much that says: levels, weights and words.

The weights are those of Fellegi and Sunter: m is the share of true pairs that agree so, u the share of unlike pairs
that do. All are [assumption]: no published pair of Indonesian registers was at hand; they are fixed, so that a pair
has the same score on every day and in every place, and a seeded register with known pairs holds them (tests).
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Final


class Field(StrEnum):
    """What is compared. The value is stable: it stands in the reasons of stored pairs."""

    NAME = "name"
    BIRTH = "birth"
    SEX = "sex"
    NIK = "nik"
    KK = "kk"
    PLACE = "place"


@dataclass(frozen=True, slots=True)
class Level:
    """One way to agree or differ. agrees: 1 for, 0 neither, -1 against; words are Indonesian, without any value."""

    key: str
    m: float
    u: float
    agrees: int
    words: str


# Best level first; the last one is everything else.
LEVELS: Final[Mapping[Field, tuple[Level, ...]]] = {
    Field.NAME: (
        Level("same", 0.60, 5e-4, 1, "nama sama"),
        Level("spelling", 0.20, 5e-4, 1, "nama sama, ejaan atau urutannya berbeda"),
        Level("part", 0.10, 2e-3, 1, "nama yang satu bagian dari nama yang lain"),
        Level("near", 0.07, 3e-3, 0, "nama mirip"),
        Level("differs", 0.03, 0.994, -1, "nama berbeda"),
    ),
    Field.BIRTH: (
        Level("same", 0.80, 4e-5, 1, "tanggal lahir sama"),
        Level("swapped", 0.03, 4e-5, 1, "hari dan bulan lahir tertukar"),
        Level("year", 0.07, 4e-3, 1, "tahun lahir sama, tanggalnya tidak diketahui pasti"),
        Level("part", 0.08, 3e-3, 0, "satu bagian tanggal lahir berbeda"),
        Level("near", 0.01, 0.04, -1, "tahun lahir berselisih satu"),
        Level("differs", 0.01, 0.952, -1, "tanggal lahir berbeda"),
    ),
    Field.SEX: (
        Level("same", 0.98, 0.5, 1, "jenis kelamin sama"),
        Level("differs", 0.02, 0.5, -1, "jenis kelamin berbeda"),
    ),
    Field.NIK: (
        Level("same", 0.75, 1e-7, 1, "NIK sama"),
        Level("differs", 0.25, 1.0, -1, "NIK berbeda"),
    ),
    Field.KK: (
        Level("same", 0.60, 1e-3, 1, "No. KK sama"),
        Level("differs", 0.40, 0.999, -1, "No. KK berbeda"),
    ),
    Field.PLACE: (
        Level("rt", 0.45, 9e-4, 1, "desa, RW, dan RT sama"),
        Level("village", 0.30, 9e-3, 1, "desa sama"),
        Level("differs", 0.25, 0.99, 0, "desa berbeda"),
    ),
}

PRIOR: Final = 1e-6  # [assumption] that two records taken at random are of one person
CANDIDATE_THRESHOLD: Final = 0.90  # [assumption] from here a pair of a register is shown to a person
RULE_THRESHOLD: Final = 0.99  # [assumption] from here a row of a sector list is linked by rule; a person may undo it
REVIEW_THRESHOLD: Final = 0.50  # [assumption] from here up to the rule a person decides; below there is no link
# A day that stands for "only the year is known" in registers [assumption]: month and day.
PLACEHOLDER_DAYS: Final = frozenset({(1, 1), (7, 1), (12, 31)})

UNKNOWN: Final = "unknown"
_FIELD_WORDS: Final = {
    Field.NAME: "nama",
    Field.BIRTH: "tanggal lahir",
    Field.SEX: "jenis kelamin",
    Field.NIK: "NIK",
    Field.KK: "No. KK",
    Field.PLACE: "desa",
}


@dataclass(frozen=True, slots=True)
class Reason:
    """One field's say in words. agrees as in Level; 0 as well where one side does not know."""

    field: Field
    agrees: int
    words: str


def level_of(field: Field, key: str) -> Level | None:
    """The level of a stored key; None where one side did not know the field. Raises KeyError for another key."""
    if key == UNKNOWN:
        return None
    return {level.key: level for level in LEVELS[field]}[key]


def reasons(agreement: Mapping[str, str]) -> tuple[Reason, ...]:
    """Field -> key of its level, as words: what speaks for one person first, then against, then what nobody knows."""
    found = [_reason(Field(field), key) for field, key in agreement.items()]
    return tuple(sorted(found, key=lambda reason: (-reason.agrees, list(Field).index(reason.field))))


def _reason(field: Field, key: str) -> Reason:
    level = level_of(field, key)
    if level is None:
        return Reason(field, 0, f"{_FIELD_WORDS[field]} tidak diketahui pada salah satunya")
    return Reason(field, level.agrees, level.words)


def percent_words(score: float) -> str:
    """A score as people read it: never 100 %, for a score is no proof.

    >>> percent_words(0.99996)
    'lebih dari 99%'
    """
    return "lebih dari 99%" if score > 0.99 else f"{int(score * 100)}%"
