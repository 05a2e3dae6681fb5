"""What a sector is, who counts as one, and how many count as how much. One home for planner, matrix and class.

Source: `classification.md` sections 3-5 (variable cross_sector) and `seed_problem_example.md`: a sector is
a distinct agency in the reported activities, without the office for family planning and without the BKKBN office.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from enum import Enum
from typing import Final

from padu.domain.values import Missing

FAMILY_PLANNING_COLUMN: Final = "women_child_family"
"""The matrix column in which the regency's office for family planning stands (P3AP2KB)."""

SCORE_STARTS: Final = (0, 1, 4, 7)
"""Smallest number of sectors for the scores 1, 2, 3, 4 (classification.md section 3, row cross_sector)."""

REPORT_MONTHS: Final = 12
"""[assumption] Activities of so many months before the reference date count (classification.md section 4, point 3)."""


def counts_as_sector(
    column_key: str, *, runs_family_planning: bool | None = None, is_bkkbn_office: bool = False, opted_out: bool = False
) -> bool:
    """True when an agency is counted as a sector of its own.

    column_key            matrix column of the agency (one of the 13, after folding)
    runs_family_planning  True for the regency's office for family planning, False for another office in its column (a
                          separate Dinas PPPA). None = not recorded: then the whole column is taken to be the joint
                          office and does not count [assumption], so that no regency looks better for want of a tick box
    is_bkkbn_office       True for the provincial or regency office of BKKBN (Kemendukbangga)
    opted_out             True when the regency has said that this agency is no sector (planner's `counts: false`)
    """
    if runs_family_planning is None:
        runs_family_planning = column_key == FAMILY_PLANNING_COLUMN
    return not (runs_family_planning or is_bkkbn_office or opted_out)


@dataclass(frozen=True, slots=True)
class SectorAgency:
    """As much of an agency as the count needs."""

    agency_id: str
    column_key: str
    runs_family_planning: bool | None = None
    is_bkkbn_office: bool = False
    opted_out: bool = False

    @property
    def counts(self) -> bool:
        """Whether `counts_as_sector` takes this agency."""
        return counts_as_sector(
            self.column_key,
            runs_family_planning=self.runs_family_planning,
            is_bkkbn_office=self.is_bkkbn_office,
            opted_out=self.opted_out,
        )


def count_sectors(agencies: Iterable[SectorAgency]) -> int:
    """Number of distinct agencies that count, however often each one took part."""
    return len({agency.agency_id for agency in agencies if agency.counts})


def cross_sector_score(sectors: int) -> int:
    """Score 1 to 4 of the class variable cross_sector: 0 -> 1, 1-3 -> 2, 4-6 -> 3, 7 and more -> 4.

    sectors  distinct counting agencies of the last REPORT_MONTHS months; ValueError below 0
    """
    if sectors < 0:
        raise ValueError(f"a number of sectors below 0: {sectors}")
    return sum(sectors >= start for start in SCORE_STARTS)


class CrossSectorGrouping(Enum):
    """The three groupings in circulation (classification.md section 5), each as (label, smallest number) pairs.

    Only the portal's class variable has a group for none; in the other two a submitted period without any agency gets a
    group "0" of its own [assumption], because none and not reported are different values.
    """

    SEED_TABLE = (("0", 0), ("1-3", 1), ("4-7", 4), ("> 7", 8))
    PORTAL_CLASS = (("0", 0), ("1-3", 1), ("4-6", 4), ("≥ 7", 7))
    PORTAL_STATISTICS = (("0", 0), ("1", 1), ("2-4", 2), ("> 4", 5))


NOT_REPORTED_LABEL: Final = "belum melaporkan"


def group_label(sectors: int | Missing, grouping: CrossSectorGrouping) -> str:
    """The group a number of sectors falls into; "belum melaporkan" when nothing was reported (any `Missing`)."""
    if isinstance(sectors, Missing):
        return NOT_REPORTED_LABEL
    if sectors < 0:
        raise ValueError(f"a number of sectors below 0: {sectors}")
    return next(label for label, start in reversed(grouping.value) if sectors >= start)
