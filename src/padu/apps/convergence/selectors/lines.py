"""Commitments and reports as lines that pages and prints show: with names, dates, and what became of them."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from django.urls import reverse
from django.utils import timezone

from padu.apps.convergence.models import Commitment, Realisation, RealisationPhoto
from padu.apps.programmes.selectors import list_funding_sources
from padu.apps.regions.selectors import names_of
from padu.apps.supply.models import Carried
from padu.domain.states import is_late
from padu.domain.values import Missing

OPEN_STATES = (Commitment.State.AGREED, Commitment.State.UNDER_WAY)


@dataclass(frozen=True, slots=True)
class DoneLine:
    """One report. `joined_on`: the day a report outside the plan was joined to a commitment."""

    pk: int
    title: str
    who: str
    region_code: str
    village: str
    programme_no: int
    done_on: dt.date
    families: int | Missing
    spent_idr: int | Missing
    participants: str
    note: str
    outside_plan: bool
    joined_on: dt.date | None
    commitment_id: int | None
    photos: tuple[int, ...] = ()

    @property
    def join_url(self) -> str:
        return reverse("realisation_join", args=[self.pk])


@dataclass(frozen=True, slots=True)
class CommitmentLine:
    """One agreed delivery with what carries it and what became of it.

    late  its day has passed and nobody has said whether it was done
    """

    pk: int
    title: str
    activity: str
    programme_no: int
    column_key: str
    agency_id: int
    agency: str
    region_code: str
    village: str
    day: dt.date
    event_id: int
    fund: str
    fund_source: str
    document: str
    has_document: bool
    amount_idr: int
    state: str
    not_done_reason: str
    late: bool
    done: tuple[DoneLine, ...] = ()

    @property
    def event_url(self) -> str:
        return reverse("event", args=[self.event_id])

    @property
    def open(self) -> bool:
        return self.state in OPEN_STATES


def commitment_lines(rows: Iterable[Commitment], today: dt.date) -> list[CommitmentLine]:
    """Lines of commitments (with agency and event selected), in the order given."""
    commitments = list(rows)
    names = names_of(row.region_code for row in commitments)
    sources = {source.key: source.name for source in list_funding_sources()}
    done = _done_of(commitments)
    return [_line(row, names, sources, done.get(row.pk, ()), today) for row in commitments]


def _done_of(commitments: Sequence[Commitment]) -> dict[int, tuple[DoneLine, ...]]:
    reports = Realisation.objects.filter(commitment_id__in=[row.pk for row in commitments]).select_related("agency")
    found: defaultdict[int, tuple[DoneLine, ...]] = defaultdict(tuple)
    for line in done_lines(reports.order_by("pk")):
        if line.commitment_id is not None:
            found[line.commitment_id] += (line,)
    return found


def done_lines(rows: Iterable[Realisation]) -> list[DoneLine]:
    """Lines of reports (with agency selected), with the ids of their photos, in the order given."""
    reports = list(rows)
    names = names_of(row.region_code for row in reports)
    photos: defaultdict[int, list[int]] = defaultdict(list)
    kept = RealisationPhoto.objects.filter(realisation_id__in=[row.pk for row in reports]).order_by("pk")
    for report_id, photo_id in kept.values_list("realisation_id", "pk"):
        photos[report_id].append(photo_id)
    return [_done_line(row, names, tuple(photos[row.pk])) for row in reports]


def _done_line(row: Realisation, names: dict[str, str], photos: tuple[int, ...]) -> DoneLine:
    return DoneLine(
        pk=row.pk,
        title=row.title,
        who=row.agency.short_name if row.agency else row.agency_name,
        region_code=row.region_code,
        village=names.get(row.region_code, row.region_code),
        programme_no=row.programme_no,
        done_on=row.done_on,
        families=Missing.UNKNOWN if row.families_reached is None else row.families_reached,
        spent_idr=Missing.UNKNOWN if row.spent_idr is None else row.spent_idr,
        participants=row.participants,
        note=row.note,
        outside_plan=row.outside_plan,
        joined_on=timezone.localtime(row.joined_at).date() if row.joined_at else None,
        commitment_id=row.commitment_id,
        photos=photos,
    )


def _line(
    row: Commitment, names: dict[str, str], sources: dict[str, str], done: tuple[DoneLine, ...], today: dt.date
) -> CommitmentLine:
    waits = not row.not_done_reason
    return CommitmentLine(
        pk=row.pk,
        title=row.title,
        activity=row.activity,
        programme_no=row.programme_no,
        column_key=row.column_key,
        agency_id=row.agency_id,
        agency=row.agency.short_name,
        region_code=row.region_code,
        village=names.get(row.region_code, row.region_code),
        day=row.event.day,
        event_id=row.event_id,
        fund=row.fund_name,
        fund_source=sources.get(row.fund_source, row.fund_source),
        document=document_words(row),
        has_document=row.document != Carried.Document.NONE,
        amount_idr=row.amount_idr,
        state=row.state,
        not_done_reason=row.not_done_reason,
        late=waits and is_late(row.state, row.event.day, today, waiting=OPEN_STATES),
        done=done,
    )


def document_words(row: Commitment) -> str:
    """`DPA 2027 · DPA-1.02 · 5.1.02.01`."""
    label = str(Carried.Document(row.document).label)
    if row.document == Carried.Document.NONE:
        return label
    parts = (f"{label} {row.document_year or ''}".strip(), row.document_code, row.budget_line)
    return " · ".join(part for part in parts if part)
