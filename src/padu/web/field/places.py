"""Which place a page of field work is asked for."""

from __future__ import annotations

from collections.abc import Collection

from django.http import Http404, HttpRequest

from padu.access.asking import PLACE_PARAMETER, RegencyToChoose
from padu.access.requests import actor_of, require_place
from padu.access.verbs import Verb
from padu.domain.regions import Level, is_region_code, level_of

ANY: Collection[Level] = frozenset(Level)
WORKING: Collection[Level] = frozenset({Level.REGENCY, Level.DISTRICT})


def asked_place(request: HttpRequest, levels: Collection[Level] = ANY, verb: Verb = Verb.PLACE_READ) -> str:
    """The place of the address, else the person's first one of these levels.

    Raises Http404 for one that is not theirs, PermissionDenied where only the verb is missing, RegencyToChoose where
    they work above and have to say which.
    """
    actor = actor_of(request)
    asked = request.GET.get(PLACE_PARAMETER, "")
    if asked:
        if not is_region_code(asked) or level_of(asked) not in levels:
            raise Http404
        require_place(actor, asked, verb)
        return asked
    roots = actor.roots(verb)
    fitting = [root for root in roots if level_of(root) in levels]
    if fitting:
        return fitting[0]
    above = tuple(root for root in roots if level_of(root) in (Level.NATION, Level.PROVINCE))
    if above:
        raise RegencyToChoose(above)
    raise Http404
