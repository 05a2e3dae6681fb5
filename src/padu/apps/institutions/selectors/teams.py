"""Reading teams: the list of a place, one team as a picture of a day, and seats that are empty.

What comes back is what the current actor may see: callers stand in a scope.
"""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from django.db.models import Count, Exists, F, OuterRef, Q, QuerySet
from django.http import Http404

from padu.apps.institutions.models import Agency, Decree, Team, TeamMember, TeamPosition
from padu.apps.regions.folding import fold
from padu.apps.regions.models import Region
from padu.apps.regions.selectors import names_of
from padu.domain.regions import CodeRange, level_of
from padu.domain.teams import (
    EXPIRY_WARNING,
    PART_LABELS,
    ROLE_ORDER,
    Completeness,
    DecreeState,
    HeldSeat,
    Part,
    SeatRole,
    TeamKind,
    completeness,
    decree_on,
    decree_state,
    is_held,
    section_label,
    sections_of,
)

PER_PAGE = 50
_DAY = dt.timedelta(days=1)


@dataclass(frozen=True, slots=True)
class TeamFilter:
    """What a list of teams is narrowed to; an empty value narrows nothing. `text` is part of a place's name."""

    place: str = ""
    kind: TeamKind | None = None
    state: DecreeState | None = None
    text: str = ""


@dataclass(frozen=True, slots=True)
class TeamLine:
    """A team in a list. `until` is the last day of the decree in force, or of the last one that ended; None without."""

    team: Team
    place: str
    state: DecreeState
    until: dt.date | None
    positions: int
    vacant: int
    chair: str


@dataclass(frozen=True, slots=True)
class SeatCard:
    """A seat with who sits in it on the day, and who sat there before."""

    position: TeamPosition
    holder: TeamMember | None
    agency: str
    former: Sequence[TeamMember] = ()

    @property
    def office(self) -> str:
        """Where the seat belongs, in words."""
        return self.agency or self.position.institution


@dataclass(frozen=True, slots=True)
class SeatGroup:
    """Seats that stand together: a part, or a section of the executive part."""

    title: str
    cards: Sequence[SeatCard]
    section: str = ""

    @property
    def vacant(self) -> int:
        return sum(card.holder is None for card in self.cards)


@dataclass(frozen=True, slots=True)
class TeamPicture:
    """A team as it stands on a day."""

    team: Team
    place: str
    day: dt.date
    state: DecreeState
    decree: Decree | None
    decrees: Sequence[Decree]
    steering: SeatGroup
    heads: SeatGroup
    sections: Sequence[SeatGroup]
    lacking: Completeness

    @property
    def groups(self) -> list[SeatGroup]:
        return [self.steering, self.heads, *self.sections]

    @property
    def chair(self) -> SeatCard | None:
        """The head of the executive part, who runs the team."""
        return next((card for card in self.heads.cards if card.position.role == SeatRole.CHAIR), None)


@dataclass(frozen=True, slots=True)
class TeamCounts:
    """Teams of a place and below by what asks for attention."""

    teams: int
    expiring: int
    expired: int
    without: int


@dataclass(frozen=True, slots=True)
class _Seating:
    """Positions of some teams on a day, and the terms of their holders."""

    positions: Mapping[int, Sequence[TeamPosition]]
    terms: Mapping[int, Sequence[TeamMember]] = field(default_factory=dict)

    def holder(self, position: TeamPosition, day: dt.date) -> TeamMember | None:
        return next((term for term in self.terms.get(position.pk, ()) if term.span.holds(day)), None)


def get_team(team_id: int) -> Team:
    """Raises Http404 for a team the actor does not see."""
    team: Team | None = Team.objects.filter(pk=team_id).first()
    if team is None:
        raise Http404
    return team


def get_position(position_id: int) -> TeamPosition:
    """Raises Http404 for a seat the actor does not see."""
    position: TeamPosition | None = TeamPosition.objects.filter(pk=position_id).select_related("team").first()
    if position is None:
        raise Http404
    return position


def get_member(member_id: int) -> TeamMember:
    """Raises Http404 for a member the actor does not see."""
    rows = TeamMember.objects.filter(pk=member_id).select_related("position__team")
    member: TeamMember | None = rows.first()
    if member is None:
        raise Http404
    return member


def get_decree(decree_id: int) -> Decree:
    """Raises Http404 for a decree the actor does not see."""
    decree: Decree | None = Decree.objects.filter(pk=decree_id).select_related("team").first()
    if decree is None:
        raise Http404
    return decree


# --- lists -----------------------------------------------------------------------------------------------------------


def list_teams(chosen: TeamFilter, day: dt.date) -> QuerySet[Team]:
    """Living teams, in the order of their places."""
    rows = Team.objects.filter(Q(valid_to__isnull=True) | Q(valid_to__gte=day), _below(chosen.place))
    if chosen.kind is not None:
        rows = rows.filter(kind=chosen.kind.value)
    if chosen.text:
        rows = rows.filter(_named(chosen.text))
    if chosen.state is not None:
        rows = rows.filter(_in_state(chosen.state, day))
    return rows.order_by("region_code", "pk")


def _below(place: str) -> Q:
    if not place:
        return Q()
    span = CodeRange.below(place)
    return Q(region_code__gte=span.start, region_code__lt=span.end)


def _named(text: str) -> Q:
    return Q(region_code__in=Region.objects.filter(folded_name__contains=fold(text)).values("code"))


def _in_state(state: DecreeState, day: dt.date) -> Q:
    """SQL twin of `padu.domain.teams.decree_state`; a property test holds the two together."""
    decrees = Decree.objects.filter(team=OuterRef("pk"))
    held = Exists(decrees.filter(valid_from__lte=day).filter(Q(valid_to__isnull=True) | Q(valid_to__gte=day)))
    follows = Decree.objects.filter(
        Q(valid_to__isnull=True) | Q(valid_to__gt=OuterRef("valid_to")),
        team=OuterRef("team"),
        valid_from__lte=OuterRef("valid_to") + _DAY,
    )
    ends = decrees.filter(valid_to__gte=day, valid_to__lte=day + EXPIRY_WARNING, valid_from__lte=F("valid_to"))
    gap = Exists(ends.filter(~Exists(follows)))
    begun = Exists(decrees.filter(valid_from__lte=day))
    match state:
        case DecreeState.NONE:
            return Q(~Exists(decrees))
        case DecreeState.NOT_YET:
            return Q(Exists(decrees)) & ~Q(begun)
        case DecreeState.EXPIRED:
            return Q(begun) & ~Q(held)
        case DecreeState.EXPIRING:
            return Q(held) & Q(gap)
        case DecreeState.VALID:
            return Q(held) & ~Q(gap)


def count_teams(place: str, day: dt.date) -> TeamCounts:
    """How many teams of a place and below stand how."""

    def count(state: DecreeState) -> Count:
        return Count("pk", filter=_in_state(state, day))

    counts = list_teams(TeamFilter(place=place), day).aggregate(
        teams=Count("pk"),
        expiring=count(DecreeState.EXPIRING),
        expired=count(DecreeState.EXPIRED),
        without=count(DecreeState.NONE),
    )
    return TeamCounts(**counts)


def team_lines(teams: Sequence[Team], day: dt.date) -> list[TeamLine]:
    """Lines for these teams, in their order; four queries however many there are."""
    decrees: defaultdict[int, list[Decree]] = defaultdict(list)
    for decree in Decree.objects.filter(team__in=teams):
        decrees[decree.team_id].append(decree)
    seating, names = _seating(teams, day), names_of(team.region_code for team in teams)
    return [_line(team, decrees[team.pk], seating, names, day) for team in teams]


def _line(team: Team, decrees: Sequence[Decree], seating: _Seating, names: Mapping[str, str], day: dt.date) -> TeamLine:
    positions = seating.positions.get(team.pk, ())
    held = {p.pk: seating.holder(p, day) for p in positions}
    chair = next((held[p.pk] for p in positions if _leads(p)), None)
    current = _current(decrees, day)
    ended = max((d.valid_to for d in decrees if d.valid_to and d.valid_to < day), default=None)
    return TeamLine(
        team=team,
        place=names.get(team.region_code, team.region_code),
        state=decree_state([d.span for d in decrees], day),
        until=current.valid_to if current else ended,
        positions=len(positions),
        vacant=sum(holder is None for holder in held.values()),
        chair=chair.name if chair else "",
    )


def _leads(position: TeamPosition) -> bool:
    return (position.part, position.section, position.role) == (Part.EXECUTIVE, "", SeatRole.CHAIR)


def _current(decrees: Sequence[Decree], day: dt.date) -> Decree | None:
    key = decree_on([(decree.pk, decree.span) for decree in decrees], day)
    return next((decree for decree in decrees if decree.pk == key), None)


def _seating(teams: Iterable[Team], day: dt.date) -> _Seating:
    positions: defaultdict[int, list[TeamPosition]] = defaultdict(list)
    rows = TeamPosition.objects.filter(team__in=list(teams), valid_from__lte=day)
    for position in rows.filter(Q(valid_to__isnull=True) | Q(valid_to__gte=day)).order_by("order", "pk"):
        positions[position.team_id].append(position)
    terms: defaultdict[int, list[TeamMember]] = defaultdict(list)
    ids = [position.pk for seats in positions.values() for position in seats]
    for term in TeamMember.objects.filter(position__in=ids).order_by("-valid_from", "-pk"):
        terms[term.position_id].append(term)
    return _Seating(positions, terms)


def list_vacancies(place: str, day: dt.date) -> QuerySet[TeamPosition]:
    """Seats of living teams that nobody holds on a day, in the order of their places."""
    holding = TeamMember.objects.filter(
        Q(valid_to__isnull=True) | Q(valid_to__gte=day), position=OuterRef("pk"), valid_from__lte=day
    )
    rows = TeamPosition.objects.filter(_below(place), Q(valid_to__isnull=True) | Q(valid_to__gte=day))
    rows = rows.filter(~Exists(holding), valid_from__lte=day).select_related("team")
    return rows.order_by("region_code", "team_id", "order", "pk")


# --- one team --------------------------------------------------------------------------------------------------------


def picture_of(team: Team, day: dt.date) -> TeamPicture:
    """A team on a day, with what it lacks; six queries."""
    seating = _seating([team], day)
    positions = seating.positions.get(team.pk, ())
    cards = _cards(positions, seating, day)
    decrees = list(Decree.objects.filter(team=team).order_by("-valid_from", "-pk"))
    return TeamPicture(
        team=team,
        place=names_of([team.region_code]).get(team.region_code, team.region_code),
        day=day,
        state=decree_state([decree.span for decree in decrees], day),
        decree=_current(decrees, day),
        decrees=decrees,
        steering=_group(PART_LABELS[Part.STEERING], cards, Part.STEERING),
        heads=_group(PART_LABELS[Part.EXECUTIVE], cards, Part.EXECUTIVE),
        sections=[_group(section_label(key), cards, Part.EXECUTIVE, key) for key in _sections(team, positions)],
        lacking=completeness(team.team_kind, team.sections, level_of(team.region_code), _held(cards, day)),
    )


def _sections(team: Team, positions: Sequence[TeamPosition]) -> list[str]:
    """Sections of the team, and those of an earlier division that still have seats on that day."""
    own = list(sections_of(team.sections))
    there = {position.section for position in positions if position.section}
    if there and not there & set(own):
        own = []
    return [*own, *sorted(there - set(own))]


def _cards(positions: Sequence[TeamPosition], seating: _Seating, day: dt.date) -> list[SeatCard]:
    ids = {position.agency_id for position in positions if position.agency_id is not None}
    names = dict(Agency.objects.filter(pk__in=ids).values_list("pk", "name")) if ids else {}
    return [
        SeatCard(
            position=position,
            holder=seating.holder(position, day),
            agency=names.get(position.agency_id, "") if position.agency_id is not None else "",
            former=[t for t in seating.terms.get(position.pk, ()) if t.valid_to is not None and t.valid_to < day],
        )
        for position in positions
    ]


def _group(title: str, cards: Sequence[SeatCard], part: Part, section: str = "") -> SeatGroup:
    own = [card for card in cards if (card.position.part, card.position.section) == (part.value, section)]
    own.sort(key=lambda card: (ROLE_ORDER.index(card.position.seat_role), card.position.order, card.position.pk))
    return SeatGroup(title, own, section)


def _held(cards: Sequence[SeatCard], day: dt.date) -> list[HeldSeat]:
    return [
        HeldSeat(
            card.position.seat_part,
            card.position.seat_role,
            card.position.section,
            frozenset(card.position.bodies),
            is_held([card.holder.span], day) if card.holder else False,
        )
        for card in cards
    ]


def teams_of(region_code: str, day: dt.date) -> list[TeamLine]:
    """Living teams of just this place."""
    rows = Team.objects.filter(Q(valid_to__isnull=True) | Q(valid_to__gte=day), region_code=region_code)
    return team_lines(list(rows.order_by("pk")), day)
