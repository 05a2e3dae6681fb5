"""Writing down what happened to a family. Sent twice, it stands once; each change has its reason in the history."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Final
from uuid import UUID

from django.db import transaction
from django.db.models import Max
from django.http import Http404
from django.utils import timezone

from padu.access.actor import Actor
from padu.access.audit import record_change
from padu.access.events import Event, publish
from padu.access.origin import because
from padu.access.queueing import one_at_a_time
from padu.access.requests import require_place
from padu.access.verbs import Verb
from padu.apps.rumah_dataku.life_event_words import kind_title
from padu.apps.rumah_dataku.models import (
    Family,
    FamilyHandOver,
    FamilySurvey,
    LifeEvent,
    LifeEventPerson,
    Person,
)
from padu.apps.rumah_dataku.models.hand_overs import HandOverState
from padu.apps.rumah_dataku.place_numbers import in_village_spelling
from padu.apps.rumah_dataku.services.life_event_rows import Written, families_touch, load_register, write_changes
from padu.apps.rumah_dataku.services.numbers import nik_hashes, seal_nik
from padu.domain.errors import PaduError
from padu.domain.formatting import date_short
from padu.domain.identity import IssueLevel, NikMissingReason
from padu.domain.life_events.happening import NEW_FAMILY, Happening, happen
from padu.domain.life_events.kinds import ABOUT_FAMILY, Kind
from padu.domain.life_events.register import Register, changes_between
from padu.domain.life_events.rules import Past, Problem, problems_of

_FACTS: Final = ("hamlet", "rw", "rt", "address", "made_up")


class EventRefused(PaduError):
    """Something stands against the event, or a warning wants to be confirmed. `problems`: what."""

    code = "life_event.refused"

    def __init__(self, problems: Sequence[Problem]) -> None:
        self.problems = tuple(problems)
        super().__init__(problems=[one.code for one in problems])

    @property
    def only_warnings(self) -> bool:
        return all(one.level is not IssueLevel.ERROR for one in self.problems)


@dataclass(frozen=True, slots=True, repr=False)
class NewEvent:
    """An event as the form tells it.

    region_code    village, asked for only where the family is NEW_FAMILY
    niks           NIK of each newcomer, normalised and checked; "" without one
    family_facts   hamlet, rw, rt, address of a family that is made; what is not told is the old family's
    person_facts   further columns of the newcomers, in their order (a hand-over brings them)
    confirmed      warnings were read and confirmed
    """

    happening: Happening
    token: UUID
    region_code: str = ""
    paper: str = ""
    paper_number: str = ""
    place: str = ""
    note: str = ""
    niks: tuple[str, ...] = ()
    family_facts: Mapping[str, Any] = field(default_factory=dict)
    person_facts: tuple[Mapping[str, Any], ...] = ()
    confirmed: bool = False
    hand_over_id: int | None = None


def life_event_record(*, actor: Actor, new: NewEvent, announced: bool = True) -> LifeEvent:
    """Write an event and what it changes; the same token again gives the event that stands.

    announced  tell index and figures at once; a loader of many counts once itself
    Raises Http404, PermissionDenied, EventRefused.
    """
    region_code = place_of(new)
    require_place(actor, region_code, Verb.FAMILY_WRITE)
    with transaction.atomic():
        # A double click waits for the first one; a family that is there is locked by its row.
        one_at_a_time(f"life_event:{new.token}")
        before = load_register(region_code, _families_of(new.happening, region_code), lock=True)
        known: LifeEvent | None = LifeEvent.objects.filter(region_code=region_code, token=new.token).first()
        if known is not None:
            return known
        _require_free(before, new, region_code)
        after = happen(before, new.happening)
        with because(f"kejadian: {kind_title(new.happening.kind.value)}, {date_short(new.happening.day)}"):
            made = _write(actor, new, region_code, before, after)
        if announced:
            announce(region_code, made.day.year, actor.user_id)
    return made


def place_of(new: NewEvent) -> str:
    """The village an event is told in. Raises Http404 for a family the actor does not see."""
    if new.happening.family == NEW_FAMILY:
        return new.region_code
    family: Family | None = Family.objects.filter(pk=new.happening.family).first()
    if family is None:
        raise Http404
    return str(family.region_code)


def _families_of(event: Happening, region_code: str) -> set[int]:
    """The families an event touches: its own, the other one, and those its people live in."""
    people = Person.objects.filter(region_code=region_code, pk__in=event.people).values_list("family_id", flat=True)
    return {event.family, *([event.other_family] if event.other_family else []), *people} - {NEW_FAMILY}


def problems_against(new: NewEvent, region_code: str, register: Register) -> list[Problem]:
    """Everything that stands against an event, by the rules and by what is stored."""
    found = problems_of(register, new.happening, timezone.localdate(), _past(register, region_code))
    if new.hand_over_id is None and _offered(region_code, register.families):
        found.insert(0, Problem("hand_over_open"))
    taken = [nik for nik in new.niks if nik and _taken(region_code, nik)]
    if taken or len({*filter(None, new.niks)}) != len([*filter(None, new.niks)]):
        found.insert(0, Problem("nik_taken", "nik"))
    return found


def _require_free(register: Register, new: NewEvent, region_code: str) -> None:
    found = problems_against(new, region_code, register)
    errors = [one for one in found if one.level is IssueLevel.ERROR]
    if errors or (found and not new.confirmed):
        raise EventRefused(found)


def _past(register: Register, region_code: str) -> Past:
    events = LifeEvent.objects.filter(region_code=region_code, undone_at=None)
    of_people = LifeEventPerson.objects.filter(
        region_code=region_code,
        person_id__in=list(register.members),
        part=LifeEventPerson.Part.SUBJECT,
        event__undone_at=None,
    )
    days = of_people.order_by().values("person_id").annotate(last=Max("event__day"))
    about = events.filter(family_id__in=list(register.families), kind__in=[kind.value for kind in ABOUT_FAMILY])
    families = about.order_by().values("family_id").annotate(last=Max("day"))
    return Past({row["person_id"]: row["last"] for row in days}, {row["family_id"]: row["last"] for row in families})


def _offered(region_code: str, families: Iterable[int]) -> bool:
    open_ones = FamilyHandOver.objects.filter(region_code=region_code, state=HandOverState.PROPOSED)
    return bool(open_ones.filter(family_id__in=list(families)).exists())


def _taken(region_code: str, nik: str) -> bool:
    rows = Person.objects.filter(region_code=region_code, active=True, nik_hash__in=nik_hashes(nik))
    return bool(rows.exists())


def _write(actor: Actor, new: NewEvent, region_code: str, before: Register, after: Register) -> LifeEvent:
    changes = changes_between(before, after)
    written = write_changes(region_code, changes, _family_facts(new, region_code), _person_facts(new, before, after))
    families_touch(before.families)
    event = new.happening
    family = event.family if event.family != NEW_FAMILY else next(iter(written.families.values()))
    made: LifeEvent = LifeEvent.objects.create(
        region_code=region_code,
        family_id=family,
        other_family=_other_family(event, before, written),
        kind=event.kind.value,
        day=event.day,
        paper=new.paper,
        paper_number=new.paper_number,
        place=new.place,
        note=new.note,
        changes=written.kept,
        token=new.token,
        hand_over_id=new.hand_over_id,
        made_up=_made_up(family),
        recorded_by=actor.user_id,
        recorded_at=timezone.now(),
    )
    _name_people(made, event, before, written)
    record_change(actor, "life_event.record", region_code, f"family:{family}", f"kejadian:{made.pk} {event.kind}")
    return made


def _made_up(family: int) -> bool:
    return bool(Family.objects.filter(pk=family, made_up=True).exists())


def _family_facts(new: NewEvent, region_code: str) -> dict[str, Any]:
    """Columns of a family that the event makes: told, or those of the family it comes from."""
    old = Family.objects.filter(pk=new.happening.family).values(*_FACTS).first() or {}
    told = {name: value for name, value in new.family_facts.items() if value not in ("", None)}
    return {**old, **in_village_spelling(region_code, told), "source_key": str(new.token)}


def _person_facts(new: NewEvent, before: Register, after: Register) -> dict[int, dict[str, Any]]:
    """NIK and further columns of each newcomer by the id it has in the register, in the order they were told."""
    made = sorted((key for key in after.members if key not in before.members), reverse=True)
    found = {}
    for at, key in enumerate(made):
        nik = new.niks[at] if at < len(new.niks) else ""
        more = new.person_facts[at] if at < len(new.person_facts) else {}
        found[key] = {**_sealed(nik, new.happening.kind), **more}
    return found


def _sealed(nik: str, kind: Kind) -> dict[str, Any]:
    if not nik:
        reason = NikMissingReason.NEWBORN if kind is Kind.BIRTH else NikMissingReason.NOT_ASKED
        return {"nik_missing_reason": reason.value}
    sealed = seal_nik(nik)
    return {
        "nik_key_id": sealed.key_id,
        "nik_ciphertext": sealed.ciphertext,
        "nik_hash": sealed.hash,
        "nik_first4": sealed.first4,
    }


def _other_family(event: Happening, before: Register, written: Written) -> int | None:
    if event.kind is Kind.SPLIT:
        return next(iter(written.families.values()))
    if event.kind is Kind.MARRIAGE:
        homes = {before.members[key].family for key in event.people} - {event.family}
        return next(iter(homes), None)
    return event.other_family


def _name_people(made: LifeEvent, event: Happening, before: Register, written: Written) -> None:
    subjects = [*event.people, *written.members.values()]
    if event.kind is Kind.MERGE and event.other_family is not None:
        subjects = [one.id for one in before.living_in(event.other_family)]
    if event.kind is Kind.HEAD_CHANGE and event.new_head is not None:
        subjects = [event.new_head]
    mothers = {one.mother for one in event.newcomers if one.mother is not None and event.kind is Kind.BIRTH}
    parts = [(key, LifeEventPerson.Part.SUBJECT) for key in subjects]
    parts += [(key, LifeEventPerson.Part.MOTHER) for key in mothers]
    LifeEventPerson.objects.bulk_create(
        LifeEventPerson(region_code=made.region_code, event=made, person_id=key, part=part) for key, part in parts
    )


def announce(region_code: str, year: int, user_id: int | None) -> None:
    """Index and figures follow: of the newest data year, whose families these are, and of the event's own year."""
    newest = FamilySurvey.objects.filter(region_code=region_code).aggregate(newest=Max("year"))["newest"]
    publish(Event.FAMILIES_STORED, region_code=region_code, year=newest or year, user_id=user_id)
    publish(Event.LIFE_EVENTS_CHANGED, region_code=region_code, year=year, user_id=user_id)
