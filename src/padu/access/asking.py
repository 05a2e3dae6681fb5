"""Which regency a page is asked for: the address says so, else it is the person's own place."""

from __future__ import annotations

from django.http import Http404, HttpRequest

from padu.access.actor import Actor
from padu.access.requests import actor_of
from padu.access.verbs import ROLE_VERBS, Verb
from padu.domain.regions import Level, level_of, regency_of

PLACE_PARAMETER = "wilayah"
_ABOVE = (Level.NATION, Level.PROVINCE)


def regencies_of(actor: Actor, *verbs: Verb) -> list[str]:
    """Regencies in which the actor has a hat with one of the verbs, in code order; of all hats where none is named."""
    codes = {h.region_code for h in actor.hats if not verbs or ROLE_VERBS[h.role] & set(verbs)}
    return sorted({regency_of(code) for code in codes if level_of(code) not in _ABOVE})


def asked_regency(request: HttpRequest, *verbs: Verb) -> str:
    """The regency of the address, else the person's first. Raises Http404 for one that is not theirs."""
    own = regencies_of(actor_of(request), *verbs)
    asked = request.GET.get(PLACE_PARAMETER) or (own[0] if own else "")
    if asked not in own:
        raise Http404
    return asked
