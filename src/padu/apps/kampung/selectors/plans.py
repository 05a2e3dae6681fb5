"""Villages without a kampung, what is planned for them, and how a regency stands against its yearly target."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass

from padu.apps.kampung.models import FormationPlan, FormationTarget
from padu.apps.kampung.selectors.coverage import formed_villages
from padu.apps.regions.models import Region
from padu.apps.regions.selectors import list_villages
from padu.domain.kampung_formation import PlanDate, PlanState, plan_state
from padu.domain.regions import CodeRange, regency_of


@dataclass(frozen=True, slots=True)
class VillagePlan:
    """A village without a kampung; plan and state None where nothing is planned."""

    village: Region
    plan: FormationPlan | None
    state: PlanState | None


@dataclass(frozen=True, slots=True)
class YearProgress:
    """A year of a regency: its target, and the villages with a kampung at the end of the year (or today)."""

    target: FormationTarget
    formed: int

    @property
    def lacking(self) -> int:
        return max(0, self.target.villages - self.formed)


@dataclass(frozen=True, slots=True)
class Planning:
    """All plans of a place on a day."""

    villages: int
    formed: int
    without: Sequence[VillagePlan]
    years: Sequence[YearProgress]

    def count(self, state: PlanState) -> int:
        return sum(1 for line in self.without if line.state is state)


def planning_of(region_code: str, today: dt.date) -> Planning:
    """The villages of a regency, or of a place in it, that have no kampung today; the late ones first."""
    villages = list(list_villages(region_code))
    formed = formed_villages(region_code, today)
    span = CodeRange.below(region_code)
    plans = {
        plan.region_code: plan
        for plan in FormationPlan.objects.filter(region_code__gte=span.start, region_code__lt=span.end)
    }
    lines = [_line(village, plans.get(village.code), today) for village in villages if village.code not in formed]
    order = (PlanState.LATE, PlanState.DUE, PlanState.PLANNED, None, PlanState.DROPPED)
    lines.sort(key=lambda line: (order.index(line.state), line.village.code))
    return Planning(len(villages), len(formed), lines, _years(regency_of(region_code), today))


def _line(village: Region, plan: FormationPlan | None, today: dt.date) -> VillagePlan:
    if plan is None:
        return VillagePlan(village, None, None)
    when = PlanDate(plan.year, plan.month)
    return VillagePlan(village, plan, plan_state(when, formed=False, dropped=plan.dropped_on is not None, today=today))


def late_plans(region_code: str, formed: set[str], today: dt.date) -> int:
    """How many plans of a place are late; `formed` are its villages that have a kampung today."""
    span = CodeRange.below(region_code)
    plans = FormationPlan.objects.filter(
        region_code__gte=span.start, region_code__lt=span.end, dropped_on__isnull=True, year__lte=today.year
    )
    return sum(
        plan_state(PlanDate(year, month), formed=code in formed, dropped=False, today=today) is PlanState.LATE
        for code, year, month in plans.values_list("region_code", "year", "month")
    )


def _years(regency: str, today: dt.date) -> list[YearProgress]:
    """Progress of the whole regency: a target is the regency's, whatever part of it is looked at."""
    targets = FormationTarget.objects.filter(region_code=regency).order_by("year")
    return [
        YearProgress(target, len(formed_villages(regency, min(dt.date(target.year, 12, 31), today))))
        for target in targets
    ]
