"""Class of a Rumah DataKu: sederhana, lengkap or paripurna, each requirement with its answer.

The entry condition (decree with structure, basic orientation, one kind of facility, one kind of data, one form of
presentation) is BKKBN's; the cut-offs of the two higher classes were not reachable and stand as proposed in the notes
on existing systems, section 2 [assumption]. What nobody has told is unknown: it does not count as met, and it is
shown as unknown, not as missing.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Final


class DataGroup(StrEnum):
    """The seven groups of village data."""

    POTENTIAL = "potential"
    QUANTITY = "quantity"
    QUALITY = "quality"
    MOBILITY = "mobility"
    FAMILY_DEVELOPMENT = "family_development"
    SOCIAL_PROTECTION = "social_protection"
    CIVIL_REGISTRATION = "civil_registration"


class Facility(StrEnum):
    NAME_BOARD = "name_board"
    DATA_BOOK = "data_book"
    DATA_BOARD = "data_board"
    POPULATION_CORNER = "population_corner"
    COMPUTER = "computer"
    OTHER = "other"


class RumahDatakuClass(StrEnum):
    SEDERHANA = "sederhana"
    LENGKAP = "lengkap"
    PARIPURNA = "paripurna"


FRESH: Final = dt.timedelta(days=365)
"""Data, analysis and use count for twelve months [assumption]."""
CADRES_AT_LEAST: Final = 2
"""A chair and at least two cadres (BKKBN guide 2020)."""
LENGKAP_FACILITIES: Final = 3  # [assumption]
LENGKAP_GROUPS: Final = 4  # [assumption]
PARIPURNA_PRESENTATIONS: Final = 2  # [assumption]


@dataclass(frozen=True, slots=True)
class RumahDatakuState:
    """What is known of one Rumah DataKu; None and an absent key: nobody has told.

    groups         day on which data of a group were last updated
    presentations  number of forms in which data are shown (board, page, leaflet, ...)
    """

    has_decree: bool | None = None
    has_chair: bool | None = None
    cadres: int | None = None
    oriented: bool | None = None
    facilities: frozenset[Facility] | None = None
    groups: Mapping[DataGroup, dt.date] | None = None
    presentations: int | None = None
    analysed_on: dt.date | None = None
    used_in_planning_on: dt.date | None = None
    used_in_intervention_on: dt.date | None = None


@dataclass(frozen=True, slots=True)
class Requirement:
    """One requirement of a class and whether it is met: True, False, or None where nobody has told."""

    key: str
    of: RumahDatakuClass
    met: bool | None


@dataclass(frozen=True, slots=True)
class RumahDatakuResult:
    """The highest class whose requirements, and those of the classes below, are all met; None below sederhana."""

    reached: RumahDatakuClass | None
    requirements: tuple[Requirement, ...]

    @property
    def next_class(self) -> RumahDatakuClass | None:
        order = list(RumahDatakuClass)
        place = order.index(self.reached) + 1 if self.reached else 0
        return order[place] if place < len(order) else None

    @property
    def missing(self) -> tuple[Requirement, ...]:
        """What stands between this Rumah DataKu and the next class: unmet or unknown."""
        return tuple(r for r in self.requirements if r.of == self.next_class and not r.met)


Check = Callable[[RumahDatakuState, dt.date], "bool | None"]


def _at_least(number: int | None, least: int) -> bool | None:
    return None if number is None else number >= least


def _fresh(day: dt.date | None, today: dt.date) -> bool | None:
    return None if day is None else dt.timedelta(0) <= today - day <= FRESH


def _fresh_groups(state: RumahDatakuState, today: dt.date) -> int | None:
    return None if state.groups is None else sum(bool(_fresh(day, today)) for day in state.groups.values())


def _facilities(state: RumahDatakuState) -> int | None:
    return None if state.facilities is None else len(state.facilities)


def _counts(state: RumahDatakuState, _: dt.date) -> bool | None:
    return None if state.facilities is None else bool({Facility.COMPUTER, Facility.DATA_BOARD} & state.facilities)


_S, _L, _P = RumahDatakuClass
_CHECKS: tuple[tuple[str, RumahDatakuClass, Check], ...] = (
    ("decree", _S, lambda state, _: state.has_decree),
    ("chair", _S, lambda state, _: state.has_chair),
    ("cadres", _S, lambda state, _: _at_least(state.cadres, CADRES_AT_LEAST)),
    ("orientation", _S, lambda state, _: state.oriented),
    ("one_facility", _S, lambda state, _: _at_least(_facilities(state), 1)),
    ("one_group", _S, lambda state, _: None if state.groups is None else bool(state.groups)),
    ("one_presentation", _S, lambda state, _: _at_least(state.presentations, 1)),
    ("three_facilities", _L, lambda state, _: _at_least(_facilities(state), LENGKAP_FACILITIES)),
    ("computer_or_board", _L, _counts),
    ("four_fresh_groups", _L, lambda state, day: _at_least(_fresh_groups(state, day), LENGKAP_GROUPS)),
    ("analysis", _L, lambda state, day: _fresh(state.analysed_on, day)),
    ("all_groups_fresh", _P, lambda state, day: _at_least(_fresh_groups(state, day), len(DataGroup))),
    ("two_presentations", _P, lambda state, _: _at_least(state.presentations, PARIPURNA_PRESENTATIONS)),
    ("used_in_planning", _P, lambda state, day: _fresh(state.used_in_planning_on, day)),
    ("used_in_intervention", _P, lambda state, day: _fresh(state.used_in_intervention_on, day)),
)


def classify(state: RumahDatakuState, today: dt.date) -> RumahDatakuResult:
    """Class on a day, with every requirement and its answer."""
    answers = tuple(Requirement(key, of, check(state, today)) for key, of, check in _CHECKS)
    reached: RumahDatakuClass | None = None
    for level in RumahDatakuClass:
        if not all(answer.met for answer in answers if answer.of is level):
            break
        reached = level
    return RumahDatakuResult(reached, answers)
