"""An agency's sheet of funds and offers, and the regency's overview of all agencies, as the pages show them."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from django.db.models import Max
from django.utils import timezone
from django.utils.translation import gettext

from padu.apps.institutions.models import Agency
from padu.apps.institutions.selectors import list_agencies
from padu.apps.programmes.selectors import list_funding_sources, problem_type_names
from padu.apps.situation.selectors import submitted_problems
from padu.apps.supply.models import Fund, Offer
from padu.apps.supply.selectors import list_funds, list_offers
from padu.apps.supply.usage import Usage, usage_of
from padu.domain.formatting import MONTHS_SHORT
from padu.ui.pictures import Gauge


@dataclass(frozen=True, slots=True)
class Answered:
    """A problem an offer answers: how far one delivery closes it, and how many kampung have submitted it."""

    name: str
    effect: float
    asking: int


@dataclass(frozen=True, slots=True)
class OfferLine:
    offer: Offer
    used: Usage
    answers: tuple[Answered, ...]
    asking: int

    @property
    def quota(self) -> Gauge:
        return Gauge(label="", whole=self.offer.max_deliveries, used=self.used.deliveries, unit="kali")

    @property
    def value_idr(self) -> int:
        return self.offer.unit_cost_idr * self.offer.max_deliveries

    @property
    def months_text(self) -> str:
        return months_text(self.offer.months)


@dataclass(frozen=True, slots=True)
class FundLine:
    fund: Fund
    source_name: str
    used_idr: int
    offered_idr: int

    @property
    def gauge(self) -> Gauge:
        return Gauge(label="", whole=self.fund.budget_idr, used=self.used_idr)


@dataclass(frozen=True, slots=True)
class Sheet:
    """All of one agency for one year."""

    agency: Agency
    year: int
    funds: tuple[FundLine, ...]
    offers: tuple[OfferLine, ...]

    @property
    def budget_idr(self) -> int:
        return sum(line.fund.budget_idr for line in self.funds)

    @property
    def used_idr(self) -> int:
        return sum(line.used_idr for line in self.funds)

    @property
    def quota(self) -> int:
        return sum(line.offer.max_deliveries for line in self.offers if line.offer.active)

    @property
    def deliveries(self) -> int:
        return sum(line.used.deliveries for line in self.offers)

    @property
    def without_document(self) -> int:
        rows = [*(line.fund for line in self.funds), *(line.offer for line in self.offers if line.offer.active)]
        return sum(row.document == Fund.Document.NONE for row in rows)


def build_sheets(region_code: str, year: int, agency_id: int | None = None) -> list[Sheet]:
    """Sheets of a regency's agencies, or of one, within what the actor may see; agencies without rows included."""
    offers = [o for o in list_offers(region_code, year, active_only=False) if agency_id in (None, o.agency_id)]
    funds = [f for f in list_funds(region_code, year) if agency_id in (None, f.agency_id)]
    used = usage_of([offer.pk for offer in offers])
    asking, names = _asking(region_code, year), problem_type_names()
    lines = [_line(offer, used, asking, names) for offer in offers]
    agencies = [a for a in list_agencies(region_code) if agency_id in (None, a.pk)]
    sources = {source.key: source.name for source in list_funding_sources()}
    return [_sheet(agency, year, funds, lines, sources) for agency in agencies]


def _asking(region_code: str, year: int) -> dict[str, set[str]]:
    """Codes of the villages that have submitted each type of problem, this year or the year before."""
    problems = submitted_problems(region_code, year) or submitted_problems(region_code, year - 1)
    found: defaultdict[str, set[str]] = defaultdict(set)
    for problem in problems:
        found[problem.problem_type].add(problem.village_code)
    return found


def _line(offer: Offer, used: Mapping[int, Usage], asking: dict[str, set[str]], names: dict[str, str]) -> OfferLine:
    reach = None if offer.villages is None else set(offer.villages)
    there = {kind: asking.get(kind, set()) & (reach or asking.get(kind, set())) for kind, _ in offer.addresses}
    answers = tuple(Answered(names.get(kind, kind), effect, len(there[kind])) for kind, effect in offer.addresses)
    everywhere = set[str]().union(*there.values())
    return OfferLine(offer, used.get(offer.pk, Usage()), answers, len(everywhere))


def _sheet(
    agency: Agency, year: int, funds: Sequence[Fund], lines: Sequence[OfferLine], sources: Mapping[str, str]
) -> Sheet:
    own = tuple(line for line in lines if line.offer.agency_id == agency.pk)
    used: defaultdict[int, int] = defaultdict(int)
    offered: defaultdict[int, int] = defaultdict(int)
    for line in own:
        used[line.offer.fund_id] += line.used.amount_idr
        offered[line.offer.fund_id] += line.value_idr if line.offer.active else 0
    mine = [fund for fund in funds if fund.agency_id == agency.pk]
    funds_shown = tuple(FundLine(f, sources.get(f.source, f.source), used[f.pk], offered[f.pk]) for f in mine)
    return Sheet(agency, year, funds_shown, own)


def months_text(months: Iterable[int]) -> str:
    """Months as runs: `Jan–Apr, Sep`; all twelve as `sepanjang tahun`.

    >>> months_text([1, 2, 3, 4, 9])
    'Jan–Apr, Sep'
    """
    runs: list[list[int]] = []
    for month in sorted(set(months)):
        if runs and month == runs[-1][-1] + 1:
            runs[-1].append(month)
        else:
            runs.append([month])
    if runs and len(runs[0]) == len(MONTHS_SHORT):
        return gettext("sepanjang tahun")
    return ", ".join("–".join(dict.fromkeys((MONTHS_SHORT[r[0] - 1], MONTHS_SHORT[r[-1] - 1]))) for r in runs)


def planning_year(region_code: str) -> int:
    """The newest year with offers the actor sees, else the calendar's year: where planning stands [assumption]."""
    newest = Offer.objects.filter(region_code=region_code).aggregate(newest=Max("year"))["newest"]
    return newest or timezone.localdate().year
