"""Which village a row of names means: what is asked, and what is answered."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from enum import StrEnum


class NameStatus(StrEnum):
    """FOUND one village of the sender's; OUTSIDE a place that is not theirs; the others have to be confirmed once."""

    FOUND = "found"
    OUTSIDE = "outside"
    AMBIGUOUS = "ambiguous"
    UNKNOWN = "unknown"


@dataclass(frozen=True, slots=True)
class PlaceNames:
    """Names as a row writes them; code_end: the last four digits of the village's code, "" where not known."""

    province: str
    regency: str
    district: str
    village: str
    code_end: str = ""

    @property
    def written(self) -> str:
        return ", ".join(part for part in (self.village, self.district, self.regency) if part)


@dataclass(frozen=True, slots=True)
class Candidate:
    """A village that may be meant, with its whole name."""

    code: str
    name: str


@dataclass(frozen=True, slots=True)
class NameAnswer:
    """What the names mean. code: of the village that was found; candidates: those that may be meant, nearest first."""

    status: NameStatus
    code: str = ""
    candidates: tuple[Candidate, ...] = field(default=())


NameLookup = Callable[[PlaceNames], NameAnswer]
"""Asked for every row; the same names are answered the same within one file."""
