"""What a regency's plan is made from: submitted problems, offers and agreements, as the planner's instance.

Ids of the instance are the database's ids as text, so that a plan can be read back and an instance compared with a
later one of the same rows.
"""

from __future__ import annotations

import datetime as dt
import hashlib
import json
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from typing import Any, Final

from django.utils import timezone

from padu.access.actor import Actor
from padu.access.requests import require_place
from padu.access.verbs import Verb
from padu.apps.convergence.models import Commitment, ProposalRow
from padu.apps.convergence.planning import parameters
from padu.apps.convergence.planning.plannable_days import plannable_days
from padu.apps.institutions.models import Agency
from padu.apps.institutions.selectors import list_agencies
from padu.apps.kampung.selectors import list_kampung
from padu.apps.situation.selectors import SubmittedProblem, submitted_problems, submitted_village_codes
from padu.apps.supply.models import Fund, Offer
from padu.apps.supply.selectors import list_offers
from padu.domain.privacy import SMALL_CELL_THRESHOLD
from padu.domain.regions import CodeRange, parent_of
from padu.domain.values import FigureValue, Missing

Json = dict[str, Any]  # a JSON object, checked by the planner's own reader


@dataclass(frozen=True, slots=True)
class Lock:
    """A commitment as the planner must keep it; run_id: the run it came from."""

    offer_id: int
    village: str
    day: dt.date
    run_id: int | None


@dataclass(frozen=True, slots=True)
class Inputs:
    """Everything an instance is made of, read once.

    demand_year   year of the submitted analyses: the planned one, else the one before it
    villages      code -> name of every kampung that takes part
    waiting       code -> name of the kampung that have not submitted
    """

    region_code: str
    year: int
    demand_year: int
    villages: dict[str, str]
    waiting: dict[str, str]
    problems: tuple[SubmittedProblem, ...]
    agencies: tuple[Agency, ...]
    funds: tuple[Fund, ...]
    offers: tuple[Offer, ...]
    locks: tuple[Lock, ...]


def demand_year(region_code: str, year: int) -> int:
    """Year whose submitted analyses a plan answers: its own, else the year before [assumption]."""
    own = submitted_village_codes(region_code, year)
    return year if own or not submitted_village_codes(region_code, year - 1) else year - 1


def read_inputs(region_code: str, year: int) -> Inputs:
    """Read what a plan would be made from, within what the current actor may see."""
    asked = demand_year(region_code, year)
    submitted = submitted_village_codes(region_code, asked)
    names: dict[str, str] = {}
    for kampung in list_kampung(region_code):
        names.setdefault(kampung.region_code, kampung.name)
    locks = _locks(region_code, year)
    taking_part = (submitted & names.keys()) | {lock.village for lock in locks}
    problems = tuple(p for p in submitted_problems(region_code, asked) if p.village_code in taking_part)
    offers = _offers(region_code, year, {lock.offer_id for lock in locks})
    return Inputs(
        region_code=region_code,
        year=year,
        demand_year=asked,
        villages={code: names.get(code, code) for code in sorted(taking_part)},
        waiting={code: name for code, name in names.items() if code not in submitted},
        problems=problems,
        agencies=_agencies(region_code, offers),
        funds=tuple(sorted({o.fund_id: o.fund for o in offers}.values(), key=lambda fund: fund.pk)),
        offers=offers,
        locks=locks,
    )


def _offers(region_code: str, year: int, locked: set[int]) -> tuple[Offer, ...]:
    """Active offers, and those that were withdrawn after something of them was agreed."""
    rows = list_offers(region_code, year, active_only=False)
    return tuple(sorted((o for o in rows if o.active or o.pk in locked), key=lambda offer: offer.pk))


def _agencies(region_code: str, offers: Sequence[Offer]) -> tuple[Agency, ...]:
    by_id = {a.pk: a for a in list_agencies(region_code)} | {o.agency_id: o.agency for o in offers}
    return tuple(by_id[pk] for pk in sorted(by_id))


def _locks(region_code: str, year: int) -> tuple[Lock, ...]:
    span = CodeRange.below(region_code)
    rows = (
        Commitment.objects.filter(region_code__gte=span.start, region_code__lt=span.end, year=year)
        .exclude(state=Commitment.State.CANCELLED)
        .select_related("event")
        .order_by("region_code", "event__day", "offer_id", "pk")
    )
    commitments = list(rows)
    row_ids = [c.proposal_row_id for c in commitments]
    runs = dict(ProposalRow.objects.filter(pk__in=row_ids).values_list("pk", "run_id"))
    return tuple(Lock(c.offer_id, c.region_code, c.event.day, runs.get(c.proposal_row_id)) for c in commitments)


def instance_object(inputs: Inputs, *, today: dt.date, without_run: int | None = None) -> Json:
    """The instance in the terms of the planning README.

    today        planning starts on the day after it
    without_run  leave out what was agreed from this run: to compare its instance with today's state
    """
    locks = [lock for lock in inputs.locks if without_run is None or lock.run_id != without_run]
    days = {*plannable_days(inputs.year, today), *(lock.day for lock in locks)}
    return {
        "year": inputs.year,
        "days": [day.isoformat() for day in sorted(days)],
        "villages": [_village(code, name) for code, name in inputs.villages.items()],
        "problems": [_problem(p) for p in inputs.problems],
        "agencies": [_agency(a) for a in inputs.agencies],
        "funds": [_fund(f) for f in inputs.funds],
        "offers": [_offer(o, inputs.villages.keys()) for o in inputs.offers],
        "locked": [{"offer": str(k.offer_id), "village": k.village, "day": k.day.isoformat()} for k in locks],
        "params": {
            "integration_bonus": {str(start): bonus for start, bonus in parameters.INTEGRATION_BONUS.items()},
            "event_day_cost": parameters.EVENT_DAY_COST,
            "max_activities_per_event": parameters.MAX_ACTIVITIES_PER_EVENT,
        },
    }


def _village(code: str, name: str) -> Json:
    return {
        "code": code,
        "name": name,
        "district": parent_of(code) or "",
        "blocked_days": [],
        "max_event_days_per_week": parameters.MAX_EVENT_DAYS_PER_WEEK,
    }


def _problem(problem: SubmittedProblem) -> Json:
    return {
        "id": str(problem.problem_id),
        "village": problem.village_code,
        "type": problem.problem_type,
        "programme": problem.programme_no,
        "rank": problem.rank,
        "weight": problem.weight,
        "affected": _affected(problem.affected_families),
    }


def _affected(families: FigureValue) -> float:
    """Families for the instance, which is kept and handed out: hidden ones stand as the threshold itself ("below 10"),
    unknown ones as 0. The planner's score does not use it.
    """
    if families is Missing.SUPPRESSED:
        return SMALL_CELL_THRESHOLD
    return 0 if families is None or isinstance(families, Missing) else float(families)


def _agency(agency: Agency) -> Json:
    return {
        "code": str(agency.pk),
        "name": agency.short_name,
        "teams": agency.teams,
        "counts": agency.counts_as_sector,
    }


# The sources as the planning problem names them; donations, companies and self-help are "other" there.
SOURCE_WORDS: Final = {
    "apbn": "APBN",
    "apbd_provinsi": "APBD provinsi",
    "apbd_kabkota": "APBD kab/kota",
    "apbdes": "APBDes",
}
OTHER_SOURCE: Final = "other"


def _fund(fund: Fund) -> Json:
    source = SOURCE_WORDS.get(fund.source, OTHER_SOURCE)
    return {"id": str(fund.pk), "agency": str(fund.agency_id), "source": source, "budget": fund.budget_idr}


def _offer(offer: Offer, villages: Collection[str]) -> Json:
    """An offer for named villages only keeps those of them that take part."""
    return {
        "id": str(offer.pk),
        "agency": str(offer.agency_id),
        "fund": str(offer.fund_id),
        "activity": offer.title,
        "programme": offer.programme_no,
        "unit_cost": offer.unit_cost_idr,
        "max_deliveries": offer.max_deliveries,
        "max_per_village": offer.max_per_village,
        "min_gap_days": offer.min_gap_days,
        "months": sorted(set(offer.months)),
        "addresses": [{"type": kind, "effect": effect} for kind, effect in offer.addresses if effect > 0],
        "villages": None if offer.villages is None else [code for code in offer.villages if code in villages],
    }


def fingerprint(instance: Json) -> str:
    """SHA-256 of the instance, the same for equal content whatever the order of keys."""
    text = json.dumps(instance, sort_keys=True, separators=(",", ":"), ensure_ascii=False)
    return hashlib.sha256(text.encode()).hexdigest()


def build_instance(*, region_code: str, year: int, actor: Actor, today: dt.date | None = None) -> Json:
    """The planner's instance of a regency and year as a JSON object; callers stand in the actor's scope.

    today  planning starts on the day after it; default: the calendar's today. Raises PermissionDenied, Http404.
    """
    require_place(actor, region_code, Verb.PLAN_RUN)
    return instance_object(read_inputs(region_code, year), today=today or timezone.localdate())
