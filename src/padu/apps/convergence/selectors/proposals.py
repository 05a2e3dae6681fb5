"""Proposed rows for the agencies that answer them and for the team that waits for the answers."""

from __future__ import annotations

import datetime as dt
from collections import Counter, defaultdict
from collections.abc import Collection, Sequence
from dataclasses import dataclass

from django.db.models import Count, Min, QuerySet
from django.utils import timezone

from padu.apps.convergence.models import ProposalRow
from padu.apps.convergence.planning.parameters import ANSWER_DAYS
from padu.apps.institutions.models import Agency
from padu.apps.kampung.selectors import list_kampung
from padu.apps.supply.models import Offer
from padu.apps.supply.selectors import offers_by_id
from padu.domain.regions import CodeRange
from padu.domain.states import PROPOSAL_ROW

PAGE_ROWS = 100
State = ProposalRow.State


@dataclass(frozen=True, slots=True)
class RowLine:
    """A proposed delivery with the words of its offer."""

    row: ProposalRow
    offer: Offer | None
    village: str

    @property
    def title(self) -> str:
        return self.offer.title if self.offer else ""

    @property
    def kept_idr(self) -> int:
        return self.row.amount_idr if self.row.cut_to_idr is None else self.row.cut_to_idr

    @property
    def steps(self) -> tuple[str, ...]:
        return PROPOSAL_ROW.steps_from(self.row.state)


@dataclass(frozen=True, slots=True)
class RunChoice:
    """A run that has put rows before somebody."""

    run_id: int
    proposed_on: dt.date
    rows: int


@dataclass(frozen=True, slots=True)
class AnswerLine:
    """How far one agency is with its answers to one run. late: rows still wait and the time to answer has passed."""

    agency: Agency
    total: int
    waiting: int
    confirmed: int
    cut: int
    refused: int
    agreed: int
    withdrawn: int
    amount_idr: int
    due_on: dt.date
    late: bool


@dataclass(frozen=True, slots=True)
class RowFilter:
    """What of a run's rows is looked at; an empty part leaves it open."""

    state: str = ""
    month: int | None = None
    village: str = ""
    agency_ids: Collection[int] | None = None


def rows_of(region_code: str, year: int) -> QuerySet[ProposalRow]:
    """Proposed rows of a regency and year that the actor may see."""
    span = CodeRange.below(region_code)
    return ProposalRow.objects.filter(region_code__gte=span.start, region_code__lt=span.end, year=year)


def run_choices(region_code: str, year: int, agency_ids: Collection[int] | None = None) -> list[RunChoice]:
    """Runs that have rows for the agencies (None: for any), newest first."""
    rows = rows_of(region_code, year)
    if agency_ids is not None:
        rows = rows.filter(agency_id__in=agency_ids)
    found = rows.order_by().values("run_id").annotate(at=Min("proposed_at"), rows=Count("pk")).order_by("-run_id")
    return [RunChoice(r["run_id"], timezone.localdate(r["at"]), r["rows"]) for r in found]


def filtered_rows(run_id: int, asked: RowFilter) -> QuerySet[ProposalRow]:
    """Rows of a run by day and village."""
    rows = ProposalRow.objects.filter(run_id=run_id)
    if asked.agency_ids is not None:
        rows = rows.filter(agency_id__in=asked.agency_ids)
    if asked.state:
        rows = rows.filter(state=asked.state)
    if asked.month:
        rows = rows.filter(day__month=asked.month)
    if asked.village:
        rows = rows.filter(region_code=asked.village)
    return rows.select_related("agency").order_by("day", "region_code", "pk")


def row_lines(region_code: str, rows: Sequence[ProposalRow]) -> list[RowLine]:
    """Rows with the words of their offers and the names of their kampung: two queries for all."""
    offers = offers_by_id({row.offer_id for row in rows})
    names = village_names(region_code)
    return [RowLine(row, offers.get(row.offer_id), names.get(row.region_code, row.region_code)) for row in rows]


def village_names(region_code: str) -> dict[str, str]:
    """Names of kampung by the code of their village."""
    names: dict[str, str] = {}
    for kampung in list_kampung(region_code):
        names.setdefault(kampung.region_code, kampung.name)
    return names


def answer_lines(run_id: int, agency_ids: Collection[int] | None = None) -> list[AnswerLine]:
    """Answers of each agency to a run, the late ones first."""
    by_agency: defaultdict[int, list[ProposalRow]] = defaultdict(list)
    for row in filtered_rows(run_id, RowFilter(agency_ids=agency_ids)):
        by_agency[row.agency_id].append(row)
    lines = [_answer_line(rows) for rows in by_agency.values()]
    return sorted(lines, key=lambda line: (not line.late, -line.waiting, line.agency.short_name))


def _answer_line(rows: Sequence[ProposalRow]) -> AnswerLine:
    states = Counter(row.state for row in rows)
    due_on = timezone.localdate(min(row.proposed_at for row in rows)) + dt.timedelta(days=ANSWER_DAYS)
    return AnswerLine(
        agency=rows[0].agency,
        total=len(rows),
        waiting=states[State.PROPOSED],
        confirmed=states[State.CONFIRMED],
        cut=states[State.CUT],
        refused=states[State.REFUSED],
        agreed=states[State.AGREED],
        withdrawn=states[State.WITHDRAWN],
        amount_idr=sum(row.amount_idr for row in rows),
        due_on=due_on,
        late=bool(states[State.PROPOSED]) and timezone.localdate() > due_on,
    )


def agreeable_count(run_id: int) -> int:
    """Rows that a meeting would turn into commitments."""
    return ProposalRow.objects.filter(run_id=run_id, state__in=(State.CONFIRMED, State.CUT)).count()
