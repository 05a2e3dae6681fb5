"""What the home page counts. Every query goes through the gate: callers stand in the actor's scope.

Counts only; which of them a person is asked to act on is decided in `home`.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass

from django.db.models import CharField, Count, Exists, F, Max, OuterRef, Q, Value
from django.db.models.functions import Cast, Concat

from padu.apps.convergence.models import Commitment, JointEvent, ProposalRow, Realisation
from padu.apps.coordination.models import Decision, Finding, Meeting
from padu.apps.institutions.models import Decree, TerritoryHandOver
from padu.apps.kampung.models import Kampung
from padu.apps.measurement.models import IndexResult
from padu.apps.regions.models import Region
from padu.apps.rumah_dataku.models import ImportRun
from padu.apps.situation.models import SituationAnalysis
from padu.apps.supply.models import Offer
from padu.domain.regions import CodeRange, Level, level_of

Places = Sequence[str]


def below(places: Places) -> Q:
    """Rows of these places and below. Single villages, which have nothing below them, are one list."""
    villages = [code for code in places if level_of(code) is Level.VILLAGE]
    found = Q(region_code__in=villages)
    for code in set(places) - set(villages):
        span = CodeRange.below(code)
        found |= Q(region_code__gte=span.start, region_code__lt=span.end)
    return found


@dataclass(frozen=True, slots=True)
class Submissions:
    """Kampung of a place, and how far their situation analyses of one year are; `sent` counts the accepted ones too."""

    kampung: int
    sent: int
    to_accept: int

    @property
    def missing(self) -> int:
        return max(0, self.kampung - self.sent)


def kampung_of(places: Places) -> int:
    """Villages with a kampung that is not dissolved, of these places and below."""
    return Kampung.objects.filter(below(places), dissolved_on=None).values("region_code").distinct().count()


def submissions(places: Places, year: int, villages: int) -> Submissions:
    """`villages` is `kampung_of` the same places."""
    waiting, accepted = SituationAnalysis.State.SUBMITTED, SituationAnalysis.State.ACCEPTED
    states = SituationAnalysis.objects.filter(below(places), year=year).aggregate(
        sent=Count("pk", filter=Q(state__in=[waiting, accepted])), to_accept=Count("pk", filter=Q(state=waiting))
    )
    return Submissions(villages, states["sent"], states["to_accept"])


def analysis_states(villages: Places, year: int) -> dict[str, SituationAnalysis]:
    """The villages' own analyses of the year by code; a village that has begun none is missing."""
    rows = SituationAnalysis.objects.filter(region_code__in=villages, year=year)
    return {analysis.region_code: analysis for analysis in rows}


def imports_to_store(places: Places) -> int:
    """Files that were checked and wait for somebody to store or discard them."""
    return ImportRun.objects.filter(below(places), state=ImportRun.State.CHECKED).count()


def unreported_events(places: Places, today: dt.date, agency_ids: frozenset[int] | None = None) -> int:
    """Planned events whose day is past; with `agency_ids` only those to which one of these agencies has committed."""
    rows = JointEvent.objects.filter(below(places), state=JointEvent.State.PLANNED, day__lt=today)
    if agency_ids is not None:
        rows = rows.filter(pk__in=_events_of(places, agency_ids))
    return rows.count()


def next_events(places: Places, today: dt.date, agency_ids: frozenset[int] | None = None) -> list[JointEvent]:
    """Up to five planned events from today on, the nearest first."""
    rows = JointEvent.objects.filter(below(places), state=JointEvent.State.PLANNED, day__gte=today)
    if agency_ids is not None:
        rows = rows.filter(pk__in=_events_of(places, agency_ids))
    return list(rows.order_by("day", "region_code")[:5])


def _events_of(places: Places, agency_ids: frozenset[int]) -> list[int]:
    commitments = Commitment.objects.filter(below(places), agency_id__in=agency_ids).exclude(state="cancelled")
    return list(commitments.values_list("event_id", flat=True).distinct())


@dataclass(frozen=True, slots=True)
class Answers:
    """Rows of the newest proposal of a year that were not withdrawn, and how many its agencies have not answered."""

    rows: int
    open: int
    run_id: int | None = None

    @property
    def complete(self) -> bool:
        return self.rows > 0 and self.open == 0


def proposal_answers(places: Places, year: int, agency_ids: frozenset[int] | None = None) -> Answers:
    """Of regencies, or of these agencies there. The rows say which run is the newest: agencies do not read runs."""
    rows = ProposalRow.objects.filter(below(places), year=year).exclude(state=ProposalRow.State.WITHDRAWN)
    if agency_ids is not None:
        rows = rows.filter(agency_id__in=agency_ids)
    newest = rows.aggregate(newest=Max("run_id"))["newest"]
    if newest is None:
        return Answers(0, 0)
    counts = rows.filter(run_id=newest).aggregate(
        rows=Count("pk"), open=Count("pk", filter=Q(state=ProposalRow.State.PROPOSED))
    )
    return Answers(counts["rows"], counts["open"], newest)


def meetings_held(places: Places, year: int) -> dict[str, int]:
    """Coordination meetings of these very places in the year, by code; a place without one is missing."""
    rows = Meeting.objects.filter(region_code__in=places, year=year).values_list("region_code")
    return dict(rows.annotate(held=Count("pk")))


def regencies_without_meetings(code: str, year: int, due: int) -> tuple[int, int]:
    """Regencies below with a kampung that have recorded fewer than `due` meetings, and all with a kampung."""
    regencies = _regencies_with_kampung(code)
    held = dict(
        Meeting.objects.filter(below([code]), year=year, region_code__in=regencies)
        .values_list("region_code")
        .annotate(held=Count("pk"))
    )
    return sum(held.get(regency, 0) < due for regency in regencies), len(regencies)


def _regencies_with_kampung(code: str) -> set[str]:
    """Asked regency by regency, each by the index: reading all villages of the nation takes far longer."""
    span = CodeRange.below(code)
    end = Concat("code", Value(_AFTER_DOT))
    there = Kampung.objects.filter(region_code__gte=OuterRef("code"), region_code__lt=OuterRef("end"))
    rows = Region.objects.filter(level=Region.Level.REGENCY, code__gte=span.start, code__lt=span.end)
    return set(rows.annotate(end=end).filter(Exists(there)).values_list("code", flat=True))


def meeting_agreed_on(run_id: int) -> bool:
    return Meeting.objects.filter(planner_run_id=run_id).exists()


@dataclass(frozen=True, slots=True)
class OpenDecisions:
    """Decisions not closed yet: late ones, and those that wait for a second person."""

    open: int
    late: int
    to_verify: int


def open_decisions(
    places: Places, today: dt.date, user_id: int | None, agency_ids: frozenset[int] | None = None
) -> OpenDecisions:
    """Of these places, or of these agencies there. What one has closed oneself does not wait for oneself."""
    rows = Decision.objects.filter(below(places))
    if agency_ids is not None:
        rows = rows.filter(agency_id__in=agency_ids)
    counts = rows.aggregate(
        open=Count("pk", filter=Q(state=Decision.State.OPEN)),
        late=Count("pk", filter=Q(state=Decision.State.OPEN, due_on__lt=today)),
        to_verify=Count("pk", filter=Q(state=Decision.State.DONE) & ~Q(closed_by=user_id)),
    )
    return OpenDecisions(counts["open"], counts["late"], counts["to_verify"])


def places_without_offer(places: Places, year: int, agency_ids: frozenset[int]) -> list[str]:
    """Those of the places for which these agencies have entered nothing."""
    rows = Offer.objects.filter(region_code__in=places, year=year, agency_id__in=agency_ids, active=True)
    entered = set(rows.values_list("region_code", flat=True).distinct())
    return [code for code in places if code not in entered]


@dataclass(frozen=True, slots=True)
class Done:
    """Commitments and reports of one year."""

    commitments: int
    realised: int
    outside_plan: int


def done_in(places: Places, year: int, agency_ids: frozenset[int] | None = None) -> Done:
    commitments = Commitment.objects.filter(below(places), year=year).exclude(state=Commitment.State.CANCELLED)
    reports = Realisation.objects.filter(below(places), year=year)
    if agency_ids is not None:
        commitments, reports = (rows.filter(agency_id__in=agency_ids) for rows in (commitments, reports))
    counts = reports.aggregate(all=Count("pk"), outside=Count("pk", filter=Q(outside_plan=True)))
    return Done(commitments.count(), counts["all"], counts["outside"])


def newest_indexes(places: Places) -> list[IndexResult]:
    """The newest index of each place that has one, in the order of the codes."""
    rows = IndexResult.objects.filter(region_code__in=places).order_by("region_code", "-year")
    return list(rows.distinct("region_code"))


_SHOWN = 6
# The character after the dot: a code and this bound everything below the code (`CodeRange.below`).
_AFTER_DOT = "/"


@dataclass(frozen=True, slots=True)
class Change:
    """Something that happened: when, what, where it can be seen."""

    at: dt.datetime
    what: str
    region_code: str
    title: str


def recent_changes(places: Places, since: dt.datetime) -> list[Change]:
    """What was sent, recorded, reported, found, handed over or decreed since then, newest first, six at most."""
    sent = SituationAnalysis.objects.filter(below(places), submitted_at__gte=since)
    met = Meeting.objects.filter(below(places), recorded_at__gte=since)
    reported = Realisation.objects.filter(below(places), reported_at__gte=since)
    kinds = (
        ("situation", sent, "submitted_at", "year"),
        ("meeting", met, "recorded_at", "title"),
        ("realisation", reported, "reported_at", "title"),
        ("finding", Finding.objects.filter(below(places), created_at__gte=since), "created_at", "pk"),
        ("hand_over", TerritoryHandOver.objects.filter(below(places), made_at__gte=since), "made_at", "pk"),
        ("decree", Decree.objects.filter(below(places), recorded_at__gte=since), "recorded_at", "number"),
    )
    first, *others = [
        rows.annotate(moment=F(time), what=Value(what), titled=Cast(title, CharField()))
        .order_by("-moment")
        .values_list("moment", "what", "region_code", "titled")[:_SHOWN]
        for what, rows, time, title in kinds
    ]
    found = first.union(*others, all=True).order_by("-moment")[:_SHOWN]
    return [Change(*row) for row in found]
