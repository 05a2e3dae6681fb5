"""A plan in words an officer can read: how far each problem is met, what stood in the way, which limits are used up."""

from collections import Counter, defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from padu.domain.formatting import month_name, rupiah, share_percent
from padu.domain.planning import Delivery, Instance, Offer, Plan, Problem, iso_week, score

NEARLY_ALL = 0.95
"""From this share of its team-days in a month on an agency is named as a limit. [assumption]"""

MET = 1.0 - 1e-9

_SOURCE_WORDS = {"other": "lain"}
"""A fund's source in words where it does not speak for itself."""


@dataclass(frozen=True, slots=True)
class ProblemShare:
    """How far the plan meets a problem: `share` 0..1. `reason` a code, `words` a sentence; empty where fully met."""

    problem: str
    village: str
    type: str
    share: float
    weight: float
    reason: str
    words: str


@dataclass(frozen=True, slots=True)
class Limit:
    """A limit the plan uses up. kind: fund (rupiah), quota (deliveries), teams (team-days of one month)."""

    kind: str
    subject: str
    month: int | None
    used: int
    whole: int
    words: str


@dataclass(frozen=True, slots=True)
class PlanExplanation:
    """Everything in words. `reasons`: problem id -> why it is not (fully) met."""

    summary: str
    problems: tuple[ProblemShare, ...]
    limits: tuple[Limit, ...]
    reasons: dict[str, str]


REASONS = {
    "possible": "masih dapat ditambah dengan {activity} tanpa melanggar aturan, tetapi belum masuk usulan ini",
    "not_worth": "tambahan dari {activity} lebih kecil daripada beban satu hari acara lagi",
    "teams": "tim instansi untuk {activity} sudah penuh pada hari-hari yang mungkin",
    "dates": "tidak ada lagi hari yang cocok untuk {activity} (bulan, hari tertutup, jarak, atau batas acara)",
    "money": "sisa dana untuk {activity} tidak cukup",
    "quota": "kuota setahun {activity} sudah habis",
    "village_limit": "{activity} sudah mencapai batas pelaksanaan di desa ini",
    "not_here": "penawaran yang menjawab masalah ini tidak berlaku untuk desa ini",
    "no_offer": "belum ada instansi yang menawarkan kegiatan untuk masalah ini",
}
"""From the reason nearest to a delivery to the one farthest from it: the first that applies is told."""


def explain(instance: Instance, plan: Plan) -> PlanExplanation:
    """Explain a plan that keeps the rules."""
    books = _Books(instance, plan)
    shares = tuple(_share(books, problem) for problem in instance.problems)
    reasons = {share.problem: share.words for share in shares if share.words}
    limits = (*_funds(books), *_quotas(books), *_team_months(books))
    return PlanExplanation(_summary(instance, plan, shares), shares, limits, reasons)


class _Books:
    """What the plan uses, kept once for all questions."""

    def __init__(self, instance: Instance, plan: Plan) -> None:
        self.instance = instance
        self.offers = {offer.id: offer for offer in instance.offers}
        self.villages = {village.code: village for village in instance.villages}
        self.teams = {agency.code: agency.teams for agency in instance.agencies}
        self.names = {agency.code: agency.name for agency in instance.agencies}
        self.delivered: Counter[str] = Counter(row.offer for row in plan.deliveries)
        self.spent: Counter[str] = Counter()
        self.served: defaultdict[tuple[str, date], set[str]] = defaultdict(set)
        self.pairs: defaultdict[tuple[str, str], list[date]] = defaultdict(list)
        self.events: defaultdict[str, Counter[date]] = defaultdict(Counter)
        self.effect: defaultdict[tuple[str, str], float] = defaultdict(float)
        for row in plan.deliveries:
            self._book(row)
        self.left = {fund.id: fund.budget - self.spent[fund.id] for fund in instance.funds}
        self.answering: defaultdict[str, list[Offer]] = defaultdict(list)
        for offer in instance.offers:
            for kind in {addressed.type for addressed in offer.addresses}:
                self.answering[kind].append(offer)

    def _book(self, row: Delivery) -> None:
        offer = self.offers[row.offer]
        self.spent[offer.fund] += offer.unit_cost
        self.served[offer.agency, row.day].add(row.village)
        self.pairs[row.offer, row.village].append(row.day)
        self.events[row.village][row.day] += 1
        for addressed in offer.addresses:
            self.effect[row.village, addressed.type] += addressed.effect

    def obstacle(self, offer: Offer, village: str, gain: float) -> str:
        """The code of what keeps one more delivery of an offer from a village."""
        if offer.villages is not None and village not in offer.villages:
            return "not_here"
        if len(self.pairs[offer.id, village]) >= offer.max_per_village:
            return "village_limit"
        if self.delivered[offer.id] >= offer.max_deliveries:
            return "quota"
        if self.left[offer.fund] < offer.unit_cost:
            return "money"
        days = [day for day in self.instance.days if self._fits(offer, village, day)]
        if not days:
            return "dates"
        free = [day for day in days if self._has_team(offer.agency, village, day)]
        if not free:
            return "teams"
        joins = any(self.events[village][day] for day in free)
        return "possible" if joins or gain > self.instance.params.event_day_cost else "not_worth"

    def _fits(self, offer: Offer, village_code: str, day: date) -> bool:
        village, events = self.villages[village_code], self.events[village_code]
        if day.month not in offer.months or day in village.blocked_days:
            return False
        if any(abs((day - other).days) < max(1, offer.min_gap_days) for other in self.pairs[offer.id, village_code]):
            return False
        if events[day]:
            return events[day] < self.instance.params.max_activities_per_event
        in_week = sum(count > 0 and iso_week(other) == iso_week(day) for other, count in events.items())
        return in_week < village.max_event_days_per_week and self.instance.params.max_activities_per_event > 0

    def _has_team(self, agency: str, village: str, day: date) -> bool:
        served = self.served.get((agency, day), set())
        return village in served or len(served) < self.teams[agency]


def _share(books: _Books, problem: Problem) -> ProblemShare:
    share = min(1.0, books.effect[problem.village, problem.type])
    if share >= MET:
        return ProblemShare(problem.id, problem.village, problem.type, 1.0, problem.weight, "", "")
    reason, offers = _reason(books, problem, share)
    activity = _activities(offers)
    words = REASONS[reason].format(activity=activity)
    start = "Belum terjawab" if share == 0 else f"Terjawab {share_percent(share, 0)}"
    return ProblemShare(problem.id, problem.village, problem.type, share, problem.weight, reason, f"{start}: {words}.")


def _reason(books: _Books, problem: Problem, share: float) -> tuple[str, list[Offer]]:
    answering = books.answering[problem.type]
    if not answering:
        return "no_offer", []
    found: defaultdict[str, list[Offer]] = defaultdict(list)
    for offer in answering:
        effect = sum(addressed.effect for addressed in offer.addresses if addressed.type == problem.type)
        gain = problem.weight * min(1.0 - share, effect)
        found[books.obstacle(offer, problem.village, gain)].append(offer)
    reason = next(code for code in REASONS if code in found)
    return reason, found[reason]


def _activities(offers: list[Offer]) -> str:
    names = list(dict.fromkeys(offer.activity for offer in offers))
    shown = ", ".join(f"“{name}”" for name in names[:2])
    return f"{shown} dan {len(names) - 2} kegiatan lain" if len(names) > 2 else shown


def _funds(books: _Books) -> Iterable[Limit]:
    cheapest: dict[str, int] = {}
    for offer in books.instance.offers:
        if offer.unit_cost:
            cheapest[offer.fund] = min(offer.unit_cost, cheapest.get(offer.fund, offer.unit_cost))
    for fund in books.instance.funds:
        if fund.id in cheapest and books.left[fund.id] < cheapest[fund.id]:
            used, agency = books.spent[fund.id], books.names[fund.agency]
            source = _SOURCE_WORDS.get(fund.source, fund.source)
            words = (
                f"Dana {source} {agency} terpakai {rupiah(used)} dari {rupiah(fund.budget)}; "
                f"sisanya tidak cukup untuk satu kegiatan lagi."
            )
            yield Limit("fund", fund.id, None, used, fund.budget, words)


def _quotas(books: _Books) -> Iterable[Limit]:
    for offer in books.instance.offers:
        used = books.delivered[offer.id]
        if used >= offer.max_deliveries:
            words = f"Kuota “{offer.activity}” ({books.names[offer.agency]}) habis: {used} dari {offer.max_deliveries}."
            yield Limit("quota", offer.id, None, used, offer.max_deliveries, words)


def _team_months(books: _Books) -> Iterable[Limit]:
    days = Counter(day.month for day in books.instance.days)
    visits: Counter[tuple[str, int]] = Counter()
    for (agency, day), villages in books.served.items():
        visits[agency, day.month] += len(villages)
    for (agency, month), used in sorted(visits.items()):
        whole = books.teams[agency] * days[month]
        if whole and used >= NEARLY_ALL * whole:
            name = month_name(month)
            words = f"Tim {books.names[agency]} penuh pada {name}: {used} dari {whole} hari tim terpakai."
            yield Limit("teams", agency, month, used, whole, words)


def _summary(instance: Instance, plan: Plan, shares: tuple[ProblemShare, ...]) -> str:
    parts = score(instance, plan)
    weight = sum(share.weight for share in shares)
    met = share_percent(parts.coverage / weight, 0) if weight else "tidak berlaku"
    full = sum(not share.reason for share in shares)
    return (
        f"{parts.deliveries} kegiatan dalam {parts.events} hari acara; {met} bobot kebutuhan terjawab, "
        f"{full} dari {len(shares)} masalah terjawab penuh."
    )
