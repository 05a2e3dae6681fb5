"""The places a person may switch to on the pages of matrix and calendar, and the year these open with."""

from __future__ import annotations

from dataclasses import dataclass

from django.db.models import QuerySet

from padu.access.actor import Actor
from padu.access.verbs import ROLE_VERBS, Verb
from padu.apps.convergence.models import Commitment, Realisation
from padu.apps.kampung.selectors import list_kampung
from padu.apps.regions.selectors import names_of
from padu.domain.regions import CodeRange, Level, level_of, parent_of


@dataclass(frozen=True, slots=True)
class OwnPlace:
    code: str
    name: str
    level: Level


def own_places(actor: Actor) -> list[OwnPlace]:
    """The actor's own places, and the districts and kampung in them; broadest first, then in code order."""
    codes: set[str] = set()
    for root in actor.roots(Verb.PLACE_READ):
        villages = set(list_kampung(root).values_list("region_code", flat=True))
        districts = {parent_of(code) or code for code in villages} if len(root) < len("13.01.01") else set()
        codes |= {root} | villages | districts
    names = names_of(codes)
    ordered = sorted(codes, key=lambda code: (len(code) > len("13.01"), code))
    return [OwnPlace(code, names.get(code, code), level_of(code)) for code in ordered]


def own_villages(actor: Actor, verb: Verb) -> list[OwnPlace]:
    """Villages in which the actor may do this."""
    places = own_places(actor)
    return [place for place in places if place.level is Level.VILLAGE and actor.may(verb, place.code)]


def first_place(actor: Actor) -> str | None:
    """Where a page begins: the place of the first hat that reads places."""
    return next((hat.region_code for hat in actor.hats if Verb.PLACE_READ in ROLE_VERBS[hat.role]), None)


def opening_year(region_code: str, this_year: int) -> int:
    """This year when it has commitments or reports, else the nearest year that has, else this year [assumption]."""
    span = CodeRange.below(region_code)

    def years(rows: QuerySet[Commitment] | QuerySet[Realisation]) -> set[int]:
        found = rows.filter(region_code__gte=span.start, region_code__lt=span.end)
        return set(found.order_by().values_list("year", flat=True).distinct())

    known = years(Commitment.objects.all()) | years(Realisation.objects.all())
    return min(known, key=lambda year: (abs(year - this_year), -year), default=this_year)
