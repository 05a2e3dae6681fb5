"""The seven rules and the score of a plan, as `planning/README` of the shared facts states them."""

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from itertools import pairwise

from padu.domain.planning.model import Commitment, Delivery, Fund, Instance, Offer, Plan, Score, Village


@dataclass(frozen=True, slots=True)
class BrokenRule:
    """One breach. `rule` 1-7; `rows` the deliveries that break it together; `locked` commitments missed (rule 7)."""

    rule: int
    message: str
    rows: tuple[Delivery, ...] = ()
    locked: tuple[Commitment, ...] = ()


def iso_week(day: date) -> tuple[int, int]:
    """ISO year and week: 1 January may belong to the last week of the year before."""
    week = day.isocalendar()
    return week.year, week.week


def broken_rules(instance: Instance, plan: Plan) -> tuple[BrokenRule, ...]:
    """Every breach of rules 1-7. Rows with an unknown offer or village count for rule 1 alone."""
    offers = {offer.id: offer for offer in instance.offers}
    villages = {village.code: village for village in instance.villages}
    known = [row for row in plan.deliveries if row.offer in offers and row.village in villages]
    return (
        *_place_and_day(instance, plan.deliveries, offers, villages),
        *_repeats_and_gaps(known, offers),
        *_quotas(known, offers),
        *_budgets(known, offers, instance.funds),
        *_teams(instance, known, offers),
        *_event_days(instance, known, villages),
        *_commitments(instance, known),
    )


def score(instance: Instance, plan: Plan) -> Score:
    """Value of a plan whose offers and villages exist; it need not keep the rules."""
    offers = {offer.id: offer for offer in instance.offers}
    effect: defaultdict[tuple[str, str], float] = defaultdict(float)
    for row in plan.deliveries:
        for addressed in offers[row.offer].addresses:
            effect[row.village, addressed.type] += addressed.effect
    coverage = sum(problem.weight * min(1.0, effect[problem.village, problem.type]) for problem in instance.problems)
    events = {(row.village, row.day) for row in plan.deliveries}
    return Score(
        coverage=coverage,
        integration=_integration(instance, plan, offers),
        event_days=instance.params.event_day_cost * len(events),
        deliveries=len(plan.deliveries),
        events=len(events),
    )


def integration_bonus(thresholds: Iterable[tuple[int, float]], agencies: int) -> float:
    """The bonus of one village served by so many counted agencies.

    >>> integration_bonus(((4, 3.0), (8, 6.0)), 8)
    9.0
    """
    return sum(bonus for threshold, bonus in thresholds if agencies >= threshold)


def _integration(instance: Instance, plan: Plan, offers: Mapping[str, Offer]) -> float:
    counted = {agency.code for agency in instance.agencies if agency.counts}
    served: defaultdict[str, set[str]] = defaultdict(set)
    for row in plan.deliveries:
        if offers[row.offer].agency in counted:
            served[row.village].add(offers[row.offer].agency)
    return sum(integration_bonus(instance.params.integration_bonus, len(agencies)) for agencies in served.values())


def _place_and_day(
    instance: Instance, rows: Iterable[Delivery], offers: Mapping[str, Offer], villages: Mapping[str, Village]
) -> Iterator[BrokenRule]:
    days = frozenset(instance.days)
    for row in rows:
        offer, village = offers.get(row.offer), villages.get(row.village)
        if offer is None or village is None:
            yield BrokenRule(1, f"penawaran {row.offer} atau desa {row.village} tidak dikenal", (row,))
            continue
        for message in misfits(row.day, offer, village, days):
            yield BrokenRule(1, message, (row,))


def misfits(day: date, offer: Offer, village: Village, days: frozenset[date]) -> Iterator[str]:
    """What rule 1 has against one offer in one village on one day, in words; `days` are the plan's working days."""
    if offer.villages is not None and village.code not in offer.villages:
        yield f"desa {village.code} tidak termasuk sasaran penawaran {offer.id}"
    if day not in days:
        yield f"{day} bukan hari kerja dalam rencana"
    elif day.month not in offer.months:
        yield f"{day} di luar bulan penawaran {offer.id}"
    if day in village.blocked_days:
        yield f"desa {village.code} tidak dapat menerima kegiatan pada {day}"


def _repeats_and_gaps(rows: list[Delivery], offers: Mapping[str, Offer]) -> Iterator[BrokenRule]:
    for row, count in Counter(rows).items():
        if count > 1:
            message = f"penawaran {row.offer} di desa {row.village} pada {row.day} tercantum {count} kali"
            yield BrokenRule(2, message, (row,) * count)
    for (offer_id, village), pair_rows in _by_pair(rows).items():
        gap = offers[offer_id].min_gap_days
        close = {row for a, b in pairwise(sorted(pair_rows)) if (b.day - a.day).days < gap for row in (a, b)}
        if close:
            message = f"penawaran {offer_id} di desa {village}: dua pelaksanaan berjarak kurang dari {gap} hari"
            yield BrokenRule(2, message, tuple(sorted(close)))


def _quotas(rows: list[Delivery], offers: Mapping[str, Offer]) -> Iterator[BrokenRule]:
    per_offer: defaultdict[str, list[Delivery]] = defaultdict(list)
    for row in rows:
        per_offer[row.offer].append(row)
    for offer_id, offer_rows in per_offer.items():
        limit = offers[offer_id].max_deliveries
        if len(offer_rows) > limit:
            message = f"penawaran {offer_id}: {len(offer_rows)} pelaksanaan, batas setahun {limit}"
            yield BrokenRule(3, message, tuple(offer_rows))
    for (offer_id, village), pair_rows in _by_pair(rows).items():
        limit = offers[offer_id].max_per_village
        if len(pair_rows) > limit:
            message = f"penawaran {offer_id} di desa {village}: {len(pair_rows)} pelaksanaan, batas per desa {limit}"
            yield BrokenRule(3, message, tuple(pair_rows))


def _budgets(rows: list[Delivery], offers: Mapping[str, Offer], funds: Iterable[Fund]) -> Iterator[BrokenRule]:
    spent: defaultdict[str, list[Delivery]] = defaultdict(list)
    for row in rows:
        spent[offers[row.offer].fund].append(row)
    for fund in funds:
        total = sum(offers[row.offer].unit_cost for row in spent[fund.id])
        if total > fund.budget:
            message = f"dana {fund.id}: terpakai Rp{total}, pagu Rp{fund.budget}"
            yield BrokenRule(4, message, tuple(row for row in spent[fund.id] if offers[row.offer].unit_cost))


def _teams(instance: Instance, rows: list[Delivery], offers: Mapping[str, Offer]) -> Iterator[BrokenRule]:
    teams = {agency.code: agency.teams for agency in instance.agencies}
    served: defaultdict[tuple[str, date], list[Delivery]] = defaultdict(list)
    for row in rows:
        served[offers[row.offer].agency, row.day].append(row)
    for (agency, day), agency_rows in served.items():
        count = len({row.village for row in agency_rows})
        if count > teams[agency]:
            message = f"instansi {agency} pada {day}: {count} desa dilayani, hanya {teams[agency]} tim"
            yield BrokenRule(5, message, tuple(agency_rows))


def _event_days(instance: Instance, rows: list[Delivery], villages: Mapping[str, Village]) -> Iterator[BrokenRule]:
    room = instance.params.max_activities_per_event
    events: defaultdict[tuple[str, date], list[Delivery]] = defaultdict(list)
    for row in rows:
        events[row.village, row.day].append(row)
    weeks: defaultdict[tuple[str, tuple[int, int]], list[date]] = defaultdict(list)
    for (village, day), event_rows in events.items():
        weeks[village, iso_week(day)].append(day)
        if len(event_rows) > room:
            message = f"desa {village} pada {day}: {len(event_rows)} kegiatan, batas per hari acara {room}"
            yield BrokenRule(6, message, tuple(event_rows))
    for (village, week), days in weeks.items():
        limit = villages[village].max_event_days_per_week
        if len(days) > limit:
            message = f"desa {village} minggu {week[1]} tahun {week[0]}: {len(days)} hari acara, batas {limit}"
            yield BrokenRule(6, message, tuple(row for day in sorted(days) for row in events[village, day]))


def _commitments(instance: Instance, rows: list[Delivery]) -> Iterator[BrokenRule]:
    present = set(rows)
    for locked in dict.fromkeys(instance.locked):
        if locked.day and Delivery(locked.village, locked.day, locked.offer) not in present:
            message = f"baris terkunci {locked.offer} di desa {locked.village} pada {locked.day} tidak ada"
            yield BrokenRule(7, message, locked=(locked,))
    have = _by_pair(rows)
    wanted: defaultdict[tuple[str, str], list[Commitment]] = defaultdict(list)
    for locked in instance.locked:
        wanted[locked.offer, locked.village].append(locked)
    for (offer_id, village), commitments in wanted.items():
        count = len(have.get((offer_id, village), ()))
        if count < len(commitments):
            message = f"penawaran {offer_id} di desa {village}: {count} pelaksanaan, {len(commitments)} baris terkunci"
            yield BrokenRule(7, message, locked=tuple(commitments))


def _by_pair(rows: Iterable[Delivery]) -> dict[tuple[str, str], list[Delivery]]:
    pairs: defaultdict[tuple[str, str], list[Delivery]] = defaultdict(list)
    for row in rows:
        pairs[row.offer, row.village].append(row)
    return dict(pairs)
