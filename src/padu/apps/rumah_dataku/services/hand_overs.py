"""A family moves to another village of Padu: one village offers it, the other answers, or the first takes it back.

The two sides have a row each under their own place. What one side does to the other's row, and the copy of the family,
is done by the system in that one village, on behalf of the officer, after their own right was asked. ADR 0023.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Final
from uuid import UUID, uuid5

from django.db import transaction
from django.http import Http404
from django.utils import timezone

from padu.access.actor import Actor, system_actor
from padu.access.audit import record_change
from padu.access.gate import scoped
from padu.access.history import forget_history
from padu.access.origin import because
from padu.access.queueing import one_at_a_time
from padu.access.requests import require_place
from padu.access.verbs import Verb
from padu.apps.regions.models import Region
from padu.apps.rumah_dataku.models import Family, FamilyArrival, FamilyHandOver, Household, LifeEvent, Person
from padu.apps.rumah_dataku.models.hand_overs import HandOverState
from padu.apps.rumah_dataku.services.life_event_rows import load_register
from padu.apps.rumah_dataku.services.life_events import EventRefused, NewEvent, life_event_record, problems_against
from padu.domain.errors import PaduError
from padu.domain.identity import IssueLevel
from padu.domain.life_events.happening import NEW_FAMILY, Happening, Newcomer
from padu.domain.life_events.kinds import Kind
from padu.domain.pk21 import Relation
from padu.domain.states import HAND_OVER

MIN_REASON: Final = 5  # [assumption] characters
_TOKENS: Final = UUID("5f2f6b1e-6a53-4d59-9a5e-0f3a6b0a7c11")
_COPIED: Final = (
    "nik_key_id", "nik_ciphertext", "nik_hash", "nik_first4", "nik_missing_reason", "mother_line", "birth_certificate",
    "religion", "occupation", "education", "insurance", "whereabouts",
)  # fmt: skip
_CARD: Final = ("kk_key_id", "kk_ciphertext", "kk_hash", "kk_first4")


class HandOverRefused(PaduError):
    """A hand-over that cannot be made.

    data: reason  no_village, same_village, family_left, open_already, day_in_future, nobody, reason_missing,
                  nik_taken (members are registered in the receiving village already)
    """

    code = "hand_over.refused"


@dataclass(frozen=True, slots=True)
class NewHandOver:
    """Which family, to which village, on which day."""

    family_id: int
    to_code: str
    day: dt.date
    paper_number: str = ""
    note: str = ""


def _side(region_code: str, actor: Actor) -> Actor:
    return system_actor(region_code, Verb.FAMILY_READ, Verb.FAMILY_WRITE, on_behalf_of=actor)


def hand_over_propose(*, actor: Actor, new: NewHandOver) -> FamilyHandOver:
    """Offer a whole family to another village; offered there already, that offer is given.

    Raises Http404, PermissionDenied, HandOverRefused.
    """
    with transaction.atomic():
        family: Family | None = Family.objects.select_for_update().filter(pk=new.family_id).first()
        if family is None:
            raise Http404
        require_place(actor, family.region_code, Verb.FAMILY_WRITE)
        known = FamilyHandOver.objects.filter(family=family, state=HandOverState.PROPOSED).first()
        if known is not None and known.to_code == new.to_code:
            return known  # type: ignore[no-any-return]  # the gated manager is untyped
        members = _require_proposable(family, new, open_already=known is not None)
        _require_movable(family, new)
        made: FamilyHandOver = FamilyHandOver.objects.create(
            region_code=family.region_code,
            family=family,
            to_code=new.to_code,
            day=new.day,
            paper_number=new.paper_number.strip()[:60],
            note=new.note.strip()[:300],
            proposed_by=actor.user_id,
            proposed_at=timezone.now(),
        )
        with scoped(_side(new.to_code, actor)):
            FamilyArrival.objects.create(
                region_code=new.to_code,
                hand_over_id=made.pk,
                from_code=family.region_code,
                initials=initials(family.head_name),
                members=members,
                day=new.day,
                proposed_at=made.proposed_at,
            )
        record_change(actor, "hand_over.propose", family.region_code, f"family:{family.pk}", f"ke {new.to_code}")
    return made


def _require_proposable(family: Family, new: NewHandOver, *, open_already: bool) -> int:
    members = Person.objects.filter(family=family, active=True).count()
    village = Region.objects.filter(code=new.to_code, level=Region.Level.VILLAGE, valid_to__isnull=True)
    for reason, stands in (
        ("family_left", not family.active),
        ("open_already", open_already),
        ("same_village", new.to_code == family.region_code),
        ("no_village", not village.exists()),
        ("day_in_future", new.day > timezone.localdate()),
        ("nobody", not members),
    ):
        if stands:
            raise HandOverRefused(reason=reason)
    return int(members)


def _require_movable(family: Family, new: NewHandOver) -> None:
    """What would stand against the move itself is said to the giver. Raises EventRefused."""
    register = load_register(family.region_code, [family.pk])
    people = tuple(one.id for one in register.living_in(family.pk))
    move = NewEvent(Happening(Kind.MOVE_OUT, new.day, family.pk, people=people), token=_TOKENS, hand_over_id=0)
    found = problems_against(move, family.region_code, register)
    if any(one.level is IssueLevel.ERROR for one in found):
        raise EventRefused(found)


def initials(name: str) -> str:
    """`Siti Aminah` -> `S. A.`; at most five letters."""
    return " ".join(f"{word[0].upper()}." for word in name.split()[:5])


def hand_over_take_back(*, actor: Actor, hand_over_id: int) -> FamilyHandOver:
    """The giving village takes its offer back. Raises Http404, PermissionDenied, IllegalTransition."""
    with transaction.atomic():
        # Both sides at once must not wait for each other's rows.
        one_at_a_time(f"hand_over:{hand_over_id}")
        offer: FamilyHandOver | None = FamilyHandOver.objects.select_for_update().filter(pk=hand_over_id).first()
        if offer is None:
            raise Http404
        require_place(actor, offer.region_code, Verb.FAMILY_WRITE)
        _decide(offer, "take_back", actor)
        with scoped(_side(offer.to_code, actor)):
            arrival = FamilyArrival.objects.select_for_update().get(hand_over_id=offer.pk)
            _decide(arrival, "take_back", actor)
        record_change(actor, "hand_over.take_back", offer.region_code, f"family:{offer.family_id}")
    return offer


def hand_over_refuse(*, actor: Actor, arrival_id: int, reason: str) -> FamilyArrival:
    """The receiving village says no, and why. Raises Http404, PermissionDenied, HandOverRefused, IllegalTransition."""
    if len(reason.strip()) < MIN_REASON:
        raise HandOverRefused(reason="reason_missing")
    with transaction.atomic():
        arrival = get_arrival(actor, arrival_id)
        _decide(arrival, "refuse", actor, reason=reason.strip()[:300])
        with scoped(_side(arrival.from_code, actor)):
            offer = FamilyHandOver.objects.select_for_update().get(pk=arrival.hand_over_id)
            _decide(offer, "refuse", actor, reason=arrival.reason)
        record_change(actor, "hand_over.refuse", arrival.region_code, f"hand_over:{arrival.hand_over_id}")
    return arrival


def get_arrival(actor: Actor, arrival_id: int) -> FamilyArrival:
    """An offer to a village of the actor, locked. Raises Http404, PermissionDenied."""
    known = FamilyArrival.objects.filter(pk=arrival_id).values_list("hand_over_id", flat=True).first()
    if known is not None:
        one_at_a_time(f"hand_over:{known}")
    arrival: FamilyArrival | None = FamilyArrival.objects.select_for_update().filter(pk=arrival_id).first()
    if arrival is None:
        raise Http404
    require_place(actor, arrival.region_code, Verb.FAMILY_WRITE)
    return arrival


def _decide(row: FamilyHandOver | FamilyArrival, step: str, actor: Actor, **fields: Any) -> None:
    """Move one side to its next state. Raises IllegalTransition."""
    row.state = HAND_OVER.next_state(row.state, step)
    fields |= {"decided_by": actor.user_id, "decided_at": timezone.now()}
    if isinstance(row, FamilyArrival):
        fields["initials"] = ""  # it was there to know whom the offer is about
    for name, value in fields.items():
        setattr(row, name, value)
    row.save(update_fields=["state", *fields])
    if isinstance(row, FamilyArrival):
        with scoped(_side(row.region_code, actor)):
            # Its history would keep them.
            forget_history(FamilyArrival, [row.pk])


def hand_over_accept(*, actor: Actor, arrival_id: int, facts: dict[str, str]) -> FamilyArrival:
    """The receiving village takes the family in: it leaves the one village and stands in the other, at once.

    facts  hamlet, rw, rt, address here
    Raises Http404, PermissionDenied, HandOverRefused, EventRefused, IllegalTransition.
    """
    with transaction.atomic():
        arrival = get_arrival(actor, arrival_id)
        HAND_OVER.next_state(arrival.state, "accept")
        with scoped(_side(arrival.from_code, actor)):
            offer = FamilyHandOver.objects.select_for_update().get(pk=arrival.hand_over_id)
            people = _members(offer)
            if not people:
                # They were taken back with their file, or made anonymous, while the offer waited.
                raise HandOverRefused(reason="nobody")
            card = Household.objects.filter(pk=offer.family.household_id).values(*_CARD).first()
        with scoped(_side(arrival.region_code, actor)):
            _require_unknown(arrival.region_code, people)
            came = _take_in(actor, arrival, offer, people, card, facts)
            _decide(arrival, "accept", actor, new_family=came.family_id)
        with scoped(_side(arrival.from_code, actor)):
            _let_go(actor, arrival, offer, people, came.family_id)
        record_change(actor, "hand_over.accept", arrival.region_code, f"family:{came.family_id}")
    return arrival


def _members(offer: FamilyHandOver) -> list[Person]:
    return list(Person.objects.filter(family_id=offer.family_id, active=True).order_by("relation", "line"))


def _require_unknown(region_code: str, people: Sequence[Person]) -> None:
    hashes = [row.nik_hash for row in people if row.nik_hash is not None]
    if Person.objects.filter(region_code=region_code, active=True, nik_hash__in=hashes).exists():
        raise HandOverRefused(reason="nik_taken")


def _take_in(
    actor: Actor,
    arrival: FamilyArrival,
    offer: FamilyHandOver,
    people: Sequence[Person],
    card: dict[str, Any] | None,
    facts: dict[str, str],
) -> LifeEvent:
    """The family as it comes: persons and their own facts; answers of its surveys stay where they were given."""
    lines = {row.line: at for at, row in enumerate(people, start=1)}
    new = NewEvent(
        Happening(Kind.MOVE_IN, offer.day, NEW_FAMILY, newcomers=_newcomers(people)),
        token=uuid5(_TOKENS, f"in:{offer.pk}"),
        region_code=arrival.region_code,
        paper="move_letter" if offer.paper_number else "",
        paper_number=offer.paper_number,
        place=_name_of(arrival.from_code),
        family_facts={**facts, **_own_facts(offer.family)},
        person_facts=tuple(_copied(row, lines) for row in people),
        confirmed=True,
        hand_over_id=offer.pk,
    )
    came = _recorded(actor, new, arrival.region_code)
    household = _card_here(arrival.region_code, card)
    with because("serah terima diterima"):
        Family.objects.filter(pk=came.family_id).update(household=household, came_from=offer.family_id)
    return came


def _own_facts(family: Family) -> dict[str, Any]:
    return {
        "made_up": family.made_up,
        "welfare_decile": family.welfare_decile,
        "welfare_source": family.welfare_source,
        "welfare_as_of": family.welfare_as_of,
    }


def _newcomers(people: Sequence[Person]) -> tuple[Newcomer, ...]:
    """As they are to each other; where nobody is written down as head the first one comes as head [assumption]."""
    relations = [row.relation for row in people]
    if Relation.HEAD not in relations:
        relations[0] = int(Relation.HEAD)
    return tuple(
        Newcomer(row.name, row.sex or 0, row.birth_date, relation, row.marital_status)
        for row, relation in zip(people, relations, strict=True)
    )


def _copied(row: Person, lines: dict[int, int]) -> dict[str, Any]:
    facts = {name: getattr(row, name) for name in _COPIED}
    # A mother who died or left before does not come along.
    mother = lines.get(row.mother_line) if row.mother_line is not None else None
    return {**facts, "mother_line": mother, "sex": row.sex}


def _recorded(actor: Actor, new: NewEvent, region_code: str) -> LifeEvent:
    return life_event_record(actor=_side(region_code, actor), new=new)


def _card_here(region_code: str, card: dict[str, Any] | None) -> Household | None:
    if card is None:
        return None
    household, _ = Household.objects.get_or_create(
        region_code=region_code, kk_hash=card["kk_hash"], defaults={name: card[name] for name in _CARD}
    )
    return household  # type: ignore[no-any-return]  # the gated manager is untyped


def _let_go(
    actor: Actor, arrival: FamilyArrival, offer: FamilyHandOver, people: Sequence[Person], new_family: int
) -> None:
    new = NewEvent(
        Happening(Kind.MOVE_OUT, offer.day, offer.family_id, people=tuple(row.pk for row in people)),
        token=uuid5(_TOKENS, f"out:{offer.pk}"),
        paper="move_letter" if offer.paper_number else "",
        paper_number=offer.paper_number,
        place=_name_of(arrival.region_code),
        note=offer.note,
        confirmed=True,
        hand_over_id=offer.pk,
    )
    _recorded(actor, new, offer.region_code)
    with because("serah terima diterima"):
        Family.objects.filter(pk=offer.family_id).update(went_to=new_family)
        _decide(offer, "accept", actor, new_family=new_family)


def _name_of(code: str) -> str:
    name = Region.objects.filter(code=code).values_list("name", flat=True).first()
    return str(name or code)[:120]
