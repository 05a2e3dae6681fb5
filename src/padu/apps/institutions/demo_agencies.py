"""Agencies of the demo regency with made-up funds and offers: data only, no database.

Agencies carry the generic official names of offices that Kabupaten Pesisir Selatan has; what they offer, at what cost
and from which budget line is made up. Every planning document code begins with BUATAN. Activities, months and the
columns that may lead them follow the catalogue of activities; costs and quotas fit about 20 nagari [assumption].
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from padu.apps.institutions.demo_agency_rows import (
    AGENCY_ROWS,
    AgencyRow,
    FundRow,
    FundSource,
    OfferRow,
    PlanningDocument,
)

DEMO_REGENCY: Final = "13.01"
MADE_UP_MARK: Final = "BUATAN"
MILLION: Final = 1_000_000


@dataclass(frozen=True, slots=True)
class DemoFund:
    """Money of one agency for one year. `key` is unique within the agency; codes are empty where `document` is NONE."""

    key: str
    name: str
    source: FundSource
    budget_idr: int
    document: PlanningDocument
    document_code: str
    document_year: int | None
    budget_line: str


@dataclass(frozen=True, slots=True)
class DemoOffer:
    """What an agency is ready to deliver; which problems it answers, and how far, the activity's catalogue row says.

    months         allowed months, 1-12
    min_gap_days   between two deliveries in one village
    budget_line    line of the fund's document that carries this offer; empty where the fund has none
    """

    fund_key: str
    activity_id: str
    title: str
    programme_no: int
    unit_cost_idr: int
    max_deliveries: int
    max_per_village: int
    min_gap_days: int
    months: tuple[int, ...]
    budget_line: str


@dataclass(frozen=True, slots=True)
class DemoAgency:
    """One agency of the regency.

    column_key            one of the 13 columns of the matrix
    teams                 villages it can serve on one day
    runs_family_planning  the regency's office for family planning: never counted as a sector
    """

    code: str
    name: str
    short_name: str
    column_key: str
    teams: int
    runs_family_planning: bool
    funds: tuple[DemoFund, ...]
    offers: tuple[DemoOffer, ...]

    @property
    def counts_as_sector(self) -> bool:
        return not self.runs_family_planning


def demo_agencies(year: int) -> tuple[DemoAgency, ...]:
    """All agencies with their funds and offers for a planning year; the same in every year but for document years."""
    return tuple(_agency(row, year) for row in AGENCY_ROWS)


def _agency(row: AgencyRow, year: int) -> DemoAgency:
    funds = tuple(_fund(row, fund, year) for fund in row.funds)
    by_key = {fund.key: fund for fund in funds}
    return DemoAgency(
        code=row.code,
        name=row.name,
        short_name=row.short_name,
        column_key=row.column_key,
        teams=row.teams,
        runs_family_planning=row.runs_family_planning,
        funds=funds,
        offers=tuple(_offer(offer, place, by_key[offer.fund]) for place, offer in enumerate(row.offers, 1)),
    )


def _fund(agency: AgencyRow, row: FundRow, year: int) -> DemoFund:
    carried = row.document is not PlanningDocument.NONE
    code = f"{MADE_UP_MARK}-{row.document.upper()}-{agency.code.upper()}-{year}" if carried else ""
    return DemoFund(
        key=row.key,
        name=f"{row.name} {year}",
        source=row.source,
        budget_idr=row.budget * MILLION,
        document=row.document,
        document_code=code,
        document_year=year if carried else None,
        budget_line=f"{code}/{row.key.upper()}" if carried else "",
    )


def _offer(row: OfferRow, place: int, fund: DemoFund) -> DemoOffer:
    return DemoOffer(
        fund_key=row.fund,
        activity_id=row.activity_id,
        title=row.title,
        programme_no=row.programme_no,
        unit_cost_idr=round(row.cost * MILLION),
        max_deliveries=row.quota,
        max_per_village=row.per_village,
        min_gap_days=row.gap,
        months=months_of(row.months),
        budget_line=f"{fund.budget_line}/{place:02d}" if fund.budget_line else "",
    )


def months_of(text: str) -> tuple[int, ...]:
    """Months of a text as the catalogue writes them.

    >>> months_of("1-4;9-12")
    (1, 2, 3, 4, 9, 10, 11, 12)
    """
    months: list[int] = []
    for part in text.split(";"):
        first, _, last = part.partition("-")
        months.extend(range(int(first), int(last or first) + 1))
    return tuple(months)
