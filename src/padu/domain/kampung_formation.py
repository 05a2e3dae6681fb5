"""How a kampung comes to be: five dated steps, a founding date, a plan for villages that have none, and coverage.

Steps: Perban BKKBN 20/2023 (programme.md, section 4). Coverage counts villages with at least one kampung, whatever
number of kampung a village has.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from itertools import pairwise
from typing import Final

DECEMBER: Final = 12


class FormationStep(StrEnum):
    """One step of the way, in its order."""

    SOCIALISATION = "socialisation"
    COORDINATION = "coordination"
    DECISION = "decision"
    STAFF = "staff"
    POKJA = "pokja"


STEPS: Final = tuple(FormationStep)

STEP_LABELS: Final[Mapping[FormationStep, str]] = {
    FormationStep.SOCIALISATION: "Sosialisasi",
    FormationStep.COORDINATION: "Koordinasi",
    FormationStep.DECISION: "Keputusan pembentukan",
    FormationStep.STAFF: "Penetapan petugas",
    FormationStep.POKJA: "Pembentukan pokja",
}


class Formation(StrEnum):
    """How far a kampung of the register is on a day.

    UNKNOWN    it stands in the register, without a founding date and without any dated step
    UNDER_WAY  some steps are dated
    READY      all five steps are dated, the founding date is not written down
    FORMED     founded
    DISSOLVED  no longer a kampung
    """

    UNKNOWN = "unknown"
    UNDER_WAY = "under_way"
    READY = "ready"
    FORMED = "formed"
    DISSOLVED = "dissolved"


FORMATION_LABELS: Final[Mapping[Formation, str]] = {
    Formation.UNKNOWN: "tanggal berdiri belum diketahui",
    Formation.UNDER_WAY: "sedang dibentuk",
    Formation.READY: "lima langkah lengkap, belum dinyatakan berdiri",
    Formation.FORMED: "terbentuk",
    Formation.DISSOLVED: "dibubarkan",
}

StepDays = Mapping[FormationStep, dt.date | None]


def formation_on(days: StepDays, founded_on: dt.date | None, dissolved_on: dt.date | None, on: dt.date) -> Formation:
    """How far the kampung was on a day. Steps dated later than that day do not count yet."""
    if dissolved_on is not None and dissolved_on <= on:
        return Formation.DISSOLVED
    if founded_on is not None and founded_on <= on:
        return Formation.FORMED
    done = sum(1 for step in STEPS if _is_done(days.get(step), on))
    if done == len(STEPS):
        return Formation.READY
    return Formation.UNDER_WAY if done or founded_on is not None else Formation.UNKNOWN


def _is_done(day: dt.date | None, on: dt.date) -> bool:
    return day is not None and day <= on


def next_step(days: StepDays) -> FormationStep | None:
    """The first step without a date, None when all have one."""
    return next((step for step in STEPS if days.get(step) is None), None)


def out_of_order(days: StepDays) -> tuple[tuple[FormationStep, FormationStep], ...]:
    """Neighbouring dated steps (earlier, later) whose dates go the other way: shown, never refused."""
    dated = [(step, day) for step in STEPS if (day := days.get(step)) is not None]
    return tuple((one, other) for (one, first), (other, second) in pairwise(dated) if second < first)


def is_formed(founded_on: dt.date | None, dissolved_on: dt.date | None, on: dt.date) -> bool:
    """Whether a kampung counts on a day: founded by then and not dissolved by then."""
    return founded_on is not None and founded_on <= on and (dissolved_on is None or dissolved_on > on)


def share_formed(formed: int, villages: int) -> float | None:
    """Per cent of villages with at least one kampung; None where there are no villages to count against."""
    return None if villages <= 0 else 100 * formed / villages


class PlanState(StrEnum):
    """Where the plan for a village without a kampung stands."""

    PLANNED = "planned"
    DUE = "due"
    LATE = "late"
    DONE = "done"
    DROPPED = "dropped"


PLAN_LABELS: Final[Mapping[PlanState, str]] = {
    PlanState.PLANNED: "direncanakan",
    PlanState.DUE: "jatuh tempo bulan ini",
    PlanState.LATE: "terlambat",
    PlanState.DONE: "sudah terbentuk",
    PlanState.DROPPED: "dibatalkan",
}


@dataclass(frozen=True, slots=True)
class PlanDate:
    """When a village is to have its kampung: a year, with its month where one was named."""

    year: int
    month: int | None = None

    @property
    def first_day(self) -> dt.date:
        return dt.date(self.year, self.month or DECEMBER, 1)

    @property
    def last_day(self) -> dt.date:
        """A plan of a year without a month runs to its end."""
        month = self.month or DECEMBER
        following = dt.date(self.year + 1, 1, 1) if month == DECEMBER else dt.date(self.year, month + 1, 1)
        return following - dt.timedelta(days=1)


def plan_state(target: PlanDate, *, formed: bool, dropped: bool, today: dt.date) -> PlanState:
    """A village that has its kampung is done, whatever was planned."""
    if formed:
        return PlanState.DONE
    if dropped:
        return PlanState.DROPPED
    if today > target.last_day:
        return PlanState.LATE
    return PlanState.DUE if today >= target.first_day else PlanState.PLANNED
