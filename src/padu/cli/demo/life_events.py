"""What happened in every nagari of the demo this year: a birth, a death, a move in and out; and a family on its way."""

from __future__ import annotations

import datetime as dt
import random
from collections.abc import Callable, Sequence
from typing import Any
from uuid import NAMESPACE_URL, UUID, uuid5

from padu.access.actor import Actor
from padu.access.gate import scoped
from padu.access.verbs import Verb
from padu.apps.accounts.actors import load_actor_by_username
from padu.apps.rumah_dataku.models import Family, FamilyHandOver, LifeEvent, Person
from padu.apps.rumah_dataku.services.hand_overs import NewHandOver, hand_over_propose
from padu.apps.rumah_dataku.services.life_event_counting import life_event_figures_write
from padu.apps.rumah_dataku.services.life_events import NewEvent, life_event_record
from padu.cli.demo.setting import DemoSetting
from padu.domain.life_events.happening import Happening, Newcomer
from padu.domain.life_events.kinds import Kind, Paper
from padu.domain.pk21 import MaritalStatus, Relation, Sex

_NOTE = "buatan"
_BABY, _COMER = "Bayi (buatan)", "Keponakan (buatan)"
_DUTIES = (Verb.FAMILY_READ, Verb.FAMILY_WRITE)


def load_life_events(setting: DemoSetting) -> str:
    """A few events in each nagari, and a family that the second offers to the first; again it makes nothing twice."""
    events, actor = 0, setting.actor(*_DUTIES)
    with scoped(actor):
        lived = set(LifeEvent.objects.order_by().values_list("region_code", flat=True).distinct())
        for code in setting.villages:
            makers = _MAKERS if code in setting.villages[:_FULL] else _MAKERS[:_FEW]
            events += 0 if code in lived else _village(setting, actor, code, makers)
    for code in setting.villages:
        life_event_figures_write(region_code=code, year=setting.year, on_behalf_of=actor)
    return f"{events} kejadian, {_offer(setting)} serah terima"


def _village(setting: DemoSetting, actor: Actor, code: str, makers: Sequence[Maker]) -> int:
    """Families picked by the village's own chance, one for each event."""
    chance = random.Random(f"kejadian:{setting.seed}:{code}")  # noqa: S311 - made-up data
    couples = list(
        Family.objects.filter(region_code=code, active=True, made_up=True, source="peragaan")
        .filter(pk__in=Person.objects.filter(region_code=code, active=True, relation=Relation.SPOUSE).values("family"))
        .order_by("pk")[:60]
    )
    if len(couples) < len(makers):
        return 0
    days = [setting.today - dt.timedelta(days=chance.randint(20, 300)) for _ in makers]
    told = 0
    for number, (make, family, day) in enumerate(zip(makers, chance.sample(couples, len(makers)), days, strict=True)):
        happening = make(family, max(day, dt.date(setting.year, 1, 2)))
        if happening is not None:
            new = NewEvent(happening, _token(code, number), note=_NOTE, confirmed=True, **_paper(happening.kind))
            life_event_record(actor=actor, new=new, announced=False)
            told += 1
    return told


def _token(code: str, number: int) -> UUID:
    return uuid5(NAMESPACE_URL, f"padu:peragaan:{code}:{number}")


def _paper(kind: Kind) -> dict[str, Any]:
    if kind is Kind.DEATH:
        return {"paper": Paper.DEATH_CERTIFICATE.value, "paper_number": "BUATAN-1"}
    return {"place": "Kota Padang"} if kind in (Kind.MOVE_IN, Kind.MOVE_OUT) else {}


def _member(family: Family, relation: Relation) -> Person | None:
    rows = Person.objects.filter(family=family, active=True, relation=relation).order_by("birth_date", "line")
    found: Person | None = rows.first()
    return found


def _birth(family: Family, day: dt.date) -> Happening | None:
    mother = _member(family, Relation.SPOUSE)
    young = mother is not None and mother.sex == Sex.FEMALE
    baby = Newcomer(_BABY, int(Sex.FEMALE), day, mother=mother.pk if mother and young else None)
    return Happening(Kind.BIRTH, day, family.pk, newcomers=(baby,))


def _death(family: Family, day: dt.date) -> Happening | None:
    head, spouse = _member(family, Relation.HEAD), _member(family, Relation.SPOUSE)
    if head is None or spouse is None:
        return None
    return Happening(Kind.DEATH, day, family.pk, (head.pk,), new_head=spouse.pk)


def _move_in(family: Family, day: dt.date) -> Happening | None:
    comer = Newcomer(_COMER, int(Sex.MALE), None, int(Relation.OTHER), int(MaritalStatus.NEVER_MARRIED))
    return Happening(Kind.MOVE_IN, day, family.pk, newcomers=(comer,))


def _move_out(family: Family, day: dt.date) -> Happening | None:
    child = _member(family, Relation.CHILD)
    if child is None or child.birth_date is None or child.birth_date > day:
        return None
    return Happening(Kind.MOVE_OUT, day, family.pk, (child.pk,))


Maker = Callable[[Family, dt.date], Happening | None]
_MAKERS: tuple[Maker, ...] = (_birth, _death, _move_in, _move_out, _birth)
_FULL, _FEW = 6, 2
"""In so many nagari all of these happen, in the others the first few: the demo has to load in a minute."""


def _offer(setting: DemoSetting) -> int:
    """The second nagari offers a family to the first, whose pokja finds it among its tasks."""
    if len(setting.villages) < 2:
        return 0
    pokja, (here, neighbour) = load_actor_by_username("pokja2"), setting.villages[:2]
    if not pokja.may(Verb.FAMILY_WRITE, neighbour):
        return 0
    with scoped(pokja):
        family = Family.objects.filter(region_code=neighbour, active=True, source="peragaan").order_by("-pk").first()
        if family is None or FamilyHandOver.objects.filter(region_code=neighbour).exists():
            return 0
        day = setting.today - dt.timedelta(days=3)
        hand_over_propose(actor=pokja, new=NewHandOver(family.pk, here, day, "BUATAN-2", _NOTE))
    return 1
