"""Which regency a page is asked for: the address says so, else it is the person's own place.

Who works above regencies has no regency of their own and is asked to choose one.
"""

from __future__ import annotations

from django.http import Http404, HttpRequest

from padu.access.actor import Actor
from padu.access.requests import actor_of, require_place, verb_nowhere
from padu.access.verbs import ROLE_VERBS, Verb
from padu.domain.regions import CodeRange, Level, is_region_code, level_of, regency_of

PLACE_PARAMETER = "wilayah"
_ABOVE = (Level.NATION, Level.PROVINCE)


class RegencyToChoose(Exception):
    """The page is about one regency and the address names none; `roots` are the places to choose from."""

    def __init__(self, roots: tuple[str, ...]) -> None:
        super().__init__(roots)
        self.roots = roots


def _places(actor: Actor, verbs: tuple[Verb, ...]) -> set[str]:
    return {h.region_code for h in actor.hats if not verbs or ROLE_VERBS[h.role] & set(verbs)}


def regencies_of(actor: Actor, *verbs: Verb) -> list[str]:
    """Regencies in which the actor has a hat with one of the verbs, in code order; of all hats where none is named."""
    return sorted({regency_of(code) for code in _places(actor, verbs) if level_of(code) not in _ABOVE})


def roots_above(actor: Actor, *verbs: Verb) -> tuple[str, ...]:
    """Provinces, or the nation, of the actor's hats with one of the verbs."""
    return tuple(sorted(code for code in _places(actor, verbs) if level_of(code) in _ABOVE))


def asked_own_place(request: HttpRequest) -> str:
    """The place of the address, else the person's first. Raises Http404, PermissionDenied, VerbMissing."""
    actor = actor_of(request)
    asked = request.GET.get(PLACE_PARAMETER, "")
    if asked:
        if not is_region_code(asked):
            raise Http404
        require_place(actor, asked)
        return asked
    roots = actor.roots(Verb.PLACE_READ)
    if not roots:
        raise verb_nowhere(actor, Verb.PLACE_READ)
    return roots[0]


def asked_regency(request: HttpRequest, *verbs: Verb) -> str:
    """The regency of the address, else the person's first.

    `verbs` are those of which one is needed, in the regency as a whole; none named is reading, which people of a
    village or district may do in the places above them.
    Raises Http404 for one that is not theirs, RegencyToChoose where they have to say which.
    """
    actor = actor_of(request)
    above = roots_above(actor, *(verbs or (Verb.PLACE_READ,)))
    own = [
        code for code in regencies_of(actor, *(verbs or (Verb.PLACE_READ,))) if not verbs or _may(actor, code, verbs)
    ]
    asked = request.GET.get(PLACE_PARAMETER, "")
    if asked in own or (_is_regency(asked) and any(CodeRange.below(root).holds(asked) for root in above)):
        return asked
    if asked or not (own or above):
        raise Http404
    if not own:
        raise RegencyToChoose(above)
    return own[0]


def _may(actor: Actor, code: str, verbs: tuple[Verb, ...]) -> bool:
    return actor.scope_for(*verbs).covers(code)


def _is_regency(code: str) -> bool:
    return is_region_code(code) and level_of(code) is Level.REGENCY
