"""The instance as arrays: what the search, the prices and the bound compute on."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import TypeAlias

import numpy as np
from numpy.typing import NDArray

from padu.domain.planning import Instance, Offer, Village, integration_bonus, iso_week

Floats: TypeAlias = NDArray[np.float64]
Whole: TypeAlias = NDArray[np.int64]
Flags: TypeAlias = NDArray[np.bool_]


@dataclass(frozen=True, slots=True)
class VillageTable:
    """One village's own part; L = offers that could be delivered here, P = types of its problems.

    offers    int64[L], positions in Instance.offers; those that answer a problem of the village come first
    useful    how many do
    effect    float64[L, P], what one delivery closes
    weight    float64[P], problems of one type added up
    agency    int64[L]
    open_day  bool[D], neither blocked nor forbidden by a week limit of 0
    week_cap  event days per ISO week
    """

    offers: Whole
    useful: int
    effect: Floats
    weight: Floats
    agency: Whole
    open_day: Flags
    week_cap: int


@dataclass(frozen=True, slots=True)
class Tables:
    """V villages, O offers, A agencies, F funds, D days.

    day        int64[D], proleptic ordinals, ascending; week int64[D], numbered from 0
    agency, fund, cost, quota, per_village, gap   int64[O]
    may        bool[O, D], the day lies in an allowed month
    teams      int64[A]; counts bool[A]; budget int64[F], rupiah
    bonus      float64[A + 1], integration bonus of a village with so many counted agencies
    bonus_rises   float64[A + 1], what one more agency adds to it
    smooth_rises  float64[A + 1], the same, each step's bonus spread over the agencies leading to it
    room       activities per event; event_cost per event day
    """

    instance: Instance
    villages: tuple[VillageTable, ...]
    day: Whole
    week: Whole
    agency: Whole
    fund: Whole
    cost: Whole
    quota: Whole
    per_village: Whole
    gap: Whole
    may: Flags
    teams: Whole
    counts: Flags
    budget: Whole
    bonus: Floats
    bonus_rises: Floats
    smooth_rises: Floats
    room: int
    event_cost: float


def build_tables(instance: Instance) -> Tables:
    """Arrays of an instance; positions follow the order of the instance's rows."""
    agencies = {agency.code: index for index, agency in enumerate(instance.agencies)}
    funds = {fund.id: index for index, fund in enumerate(instance.funds)}
    offers = instance.offers
    may = _allowed_days(instance)
    usable = _usable(instance, may)
    agency = _whole(agencies[offer.agency] for offer in offers)
    weeks = {week: index for index, week in enumerate(dict.fromkeys(map(iso_week, instance.days)))}
    weights = _weights(instance)
    return Tables(
        instance=instance,
        villages=tuple(_village(instance, v, usable, agency, weights[v.code]) for v in instance.villages),
        day=_whole(day.toordinal() for day in instance.days),
        week=_whole(weeks[iso_week(day)] for day in instance.days),
        agency=agency,
        fund=_whole(funds[offer.fund] for offer in offers),
        cost=_whole(offer.unit_cost for offer in offers),
        quota=_whole(offer.max_deliveries for offer in offers),
        per_village=_whole(offer.max_per_village for offer in offers),
        gap=_whole(offer.min_gap_days for offer in offers),
        may=may,
        teams=_whole(agency.teams for agency in instance.agencies),
        counts=np.array([agency.counts for agency in instance.agencies], dtype=bool),
        budget=_whole(fund.budget for fund in instance.funds),
        bonus=_bonus(instance),
        bonus_rises=np.append(np.diff(_bonus(instance)), 0.0),
        smooth_rises=np.append(_smooth_rises(instance), 0.0),
        room=instance.params.max_activities_per_event,
        event_cost=instance.params.event_day_cost,
    )


def _whole(values: Iterable[int]) -> Whole:
    return np.fromiter(values, dtype=np.int64)


def _allowed_days(instance: Instance) -> Flags:
    months = np.array([day.month for day in instance.days], dtype=np.int64)
    rows = [np.isin(months, list(offer.months)) for offer in instance.offers]
    return np.array(rows, dtype=bool).reshape(len(rows), len(months))


def _usable(instance: Instance, may: Flags) -> tuple[Offer | None, ...]:
    """Offers that can be delivered at all, at their positions."""
    room = instance.params.max_activities_per_event
    budget = {fund.id: fund.budget for fund in instance.funds}
    teams = {agency.code: agency.teams for agency in instance.agencies}
    return tuple(
        offer
        if offer.unit_cost <= budget[offer.fund]
        and min(offer.max_deliveries, offer.max_per_village, teams[offer.agency], room) > 0
        and possible.any()
        else None
        for offer, possible in zip(instance.offers, may, strict=True)
    )


def _weights(instance: Instance) -> dict[str, dict[str, float]]:
    weights: dict[str, dict[str, float]] = {village.code: {} for village in instance.villages}
    for problem in instance.problems:
        of_village = weights[problem.village]
        of_village[problem.type] = of_village.get(problem.type, 0.0) + problem.weight
    return weights


def _village(
    instance: Instance, village: Village, usable: tuple[Offer | None, ...], agency: Whole, weights: dict[str, float]
) -> VillageTable:
    here = [
        (index, offer)
        for index, offer in enumerate(usable)
        if offer is not None and (offer.villages is None or village.code in offer.villages)
    ]
    column = {kind: index for index, kind in enumerate(weights)}
    effect = np.zeros((len(here), len(column)))
    for row, (_, offer) in enumerate(here):
        for addressed in offer.addresses:
            if addressed.type in column:
                effect[row, column[addressed.type]] += addressed.effect
    answers = effect.any(axis=1)
    order = np.argsort(~answers, kind="stable")
    positions = _whole(index for index, _ in here)[order]
    return VillageTable(
        offers=positions,
        useful=int(answers.sum()),
        effect=effect[order],
        weight=np.array(list(weights.values()), dtype=np.float64),
        agency=agency[positions],
        open_day=np.array(
            [village.max_event_days_per_week > 0 and day not in village.blocked_days for day in instance.days],
            dtype=bool,
        ),
        week_cap=village.max_event_days_per_week,
    )


def _bonus(instance: Instance) -> Floats:
    steps = instance.params.integration_bonus
    return np.array([integration_bonus(steps, count) for count in range(len(instance.agencies) + 1)])


def _smooth_rises(instance: Instance) -> Floats:
    """Each threshold's bonus in equal parts over the agencies since the threshold before (3/4 a head up to 4 for 3)."""
    rises = np.zeros(len(instance.agencies))
    below = 0
    for threshold, bonus in instance.params.integration_bonus:
        rises[below:threshold] = bonus / (threshold - below)
        below = threshold
    return rises
