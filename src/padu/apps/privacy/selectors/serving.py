"""The family a right is served for: found by the system, shown to who may serve in its village."""

from __future__ import annotations

from django.http import Http404

from padu.access.actor import Actor, system_actor
from padu.access.gate import scoped
from padu.access.requests import VerbMissing
from padu.access.verbs import Verb
from padu.apps.rumah_dataku.models import Family, Person
from padu.domain.regions import NATION


def served_family(actor: Actor, family_id: int) -> Family:
    """The family, for who serves citizens' rights in its village (also without the duty to read families).

    Raises Http404 for everybody else as if it did not exist, PermissionDenied for who reads it without that right.
    """
    with scoped(system_actor(NATION, Verb.FAMILY_READ, on_behalf_of=actor)):
        family: Family | None = Family.objects.filter(pk=family_id).first()
    if family is None:
        raise Http404
    if actor.may(Verb.PRIVACY_SERVE, family.region_code):
        return family
    if actor.may(Verb.FAMILY_READ, family.region_code):
        raise VerbMissing(Verb.PRIVACY_SERVE, family.region_code)
    raise Http404


def members_of(actor: Actor, family: Family) -> list[Person]:
    """Active members of a served family, by line."""
    with scoped(system_actor(family.region_code, Verb.FAMILY_READ, on_behalf_of=actor)):
        return list(Person.objects.filter(family=family, active=True).order_by("line"))
