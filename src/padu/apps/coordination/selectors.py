"""Reading meetings and their decisions. What comes back is what the current actor may see: callers stand in a scope."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from django.db.models import Count, QuerySet, Sum
from django.http import Http404
from django.utils import timezone
from django.utils.translation import gettext as _

from padu.access.actor import Actor
from padu.access.verbs import Verb
from padu.apps.convergence.models import Commitment
from padu.apps.coordination.models import Attendance, Decision, Meeting
from padu.apps.institutions.selectors import agency_names
from padu.domain.states import is_late
from padu.ui.components import Badge

State = Decision.State


@dataclass(frozen=True, slots=True)
class DecisionCard:
    """A decision with what this actor may do to it now."""

    decision: Decision
    agency: str
    late: bool
    may_complete: bool
    may_verify: bool
    may_reopen: bool


@dataclass(frozen=True, slots=True)
class BoardColumn:
    """Decisions in one state of the follow-up board."""

    heading: Badge
    cards: tuple[DecisionCard, ...]


@dataclass(frozen=True, slots=True)
class MeetingLine:
    """A meeting in the list: decisions taken, and how many still wait or are late."""

    meeting: Meeting
    present: int
    decisions: int
    open: int
    late: int
    commitments: int


def list_meetings(region_code: str, year: int) -> list[MeetingLine]:
    """Meetings of a regency in a year, newest first; five queries however many there are."""
    meetings = list(Meeting.objects.filter(region_code=region_code, year=year).order_by("-held_on", "-pk"))
    present = _counts(Attendance.objects.filter(meeting__in=meetings))
    made = _counts(Commitment.objects.filter(meeting_id__in=[m.pk for m in meetings]))
    today = timezone.localdate()
    decisions: dict[int, list[Decision]] = {}
    for decision in Decision.objects.filter(meeting__in=meetings):
        decisions.setdefault(decision.meeting_id, []).append(decision)
    return [_line(m, decisions.get(m.pk, []), present.get(m.pk, 0), made.get(m.pk, 0), today) for m in meetings]


def _counts(rows: QuerySet[Attendance] | QuerySet[Commitment]) -> dict[int, int]:
    found = rows.order_by().values("meeting_id").annotate(rows=Count("pk"))
    return {row["meeting_id"]: row["rows"] for row in found}


def _line(meeting: Meeting, decisions: list[Decision], present: int, made: int, today: dt.date) -> MeetingLine:
    waiting = [d for d in decisions if d.state != State.VERIFIED]
    late = sum(is_late(d.state, d.due_on, today) for d in decisions)
    return MeetingLine(meeting, present, len(decisions), len(waiting), late, made)


def get_meeting(meeting_id: int) -> Meeting:
    """Raises Http404 for a meeting the actor does not see."""
    meeting: Meeting | None = Meeting.objects.filter(pk=meeting_id).first()
    if meeting is None:
        raise Http404
    return meeting


def list_present(meeting: Meeting) -> QuerySet[Attendance]:
    return Attendance.objects.filter(meeting=meeting).order_by("pk")


def board_of(actor: Actor, meeting: Meeting) -> list[BoardColumn]:
    """The decisions of a meeting in four columns: late, open, waiting for verification, verified."""
    today, names = timezone.localdate(), agency_names(meeting.region_code)
    decisions = Decision.objects.filter(meeting=meeting).order_by("due_on", "pk")
    cards = [_card(actor, decision, names, today) for decision in decisions]
    still = [card for card in cards if not card.late and card.decision.state in (State.OPEN, State.REOPENED)]
    return [
        BoardColumn(Badge(_("Terlambat"), "act", "late"), tuple(c for c in cards if c.late)),
        BoardColumn(Badge(_("Terbuka"), "outline", "hourglass"), tuple(still)),
        BoardColumn(
            Badge(_("Menunggu pemeriksaan"), "warn", "eye"), tuple(c for c in cards if c.decision.state == State.DONE)
        ),
        BoardColumn(
            Badge(_("Selesai dan diperiksa"), "good", "ok-circle"),
            tuple(c for c in cards if c.decision.state == State.VERIFIED),
        ),
    ]


def _card(actor: Actor, decision: Decision, names: dict[int, str], today: dt.date) -> DecisionCard:
    place, state = decision.region_code, decision.state
    own = decision.agency_id is not None and actor.owns(decision.agency_id)
    team = actor.may(Verb.MEETING_RECORD, place)
    return DecisionCard(
        decision=decision,
        agency=names.get(decision.agency_id, "") if decision.agency_id else "",
        late=is_late(state, decision.due_on, today),
        may_complete=state in (State.OPEN, State.REOPENED) and (own or team),
        may_verify=state == State.DONE and team and decision.closed_by != actor.user_id,
        may_reopen=state in (State.DONE, State.VERIFIED) and team,
    )


def commitments_of_meeting(meeting: Meeting) -> list[dict[str, object]]:
    """What a meeting agreed, by agency: commitments and rupiah the actor sees."""
    rows = Commitment.objects.filter(meeting_id=meeting.pk).values("agency__short_name").order_by("agency__short_name")
    return list(rows.annotate(rows=Count("pk"), amount=Sum("amount_idr")))
