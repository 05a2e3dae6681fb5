"""Which place a page of the register is asked for: the address says so, else it is the person's own."""

from __future__ import annotations

from django.http import Http404, HttpRequest

from padu.access.asking import PLACE_PARAMETER
from padu.access.requests import actor_of, require_place, verb_nowhere
from padu.access.verbs import Verb
from padu.apps.regions.selectors import get_region
from padu.domain.regions import is_region_code


def asked_place(request: HttpRequest) -> str:
    """Code of the place. Raises Http404 for one that is not theirs or does not exist, PermissionDenied without any."""
    actor = actor_of(request)
    asked, roots = request.GET.get(PLACE_PARAMETER, ""), actor.roots(Verb.PLACE_READ)
    if not asked and not roots:
        raise verb_nowhere(actor, Verb.PLACE_READ)
    code = asked or roots[0]
    if not is_region_code(code):
        raise Http404
    require_place(actor, code)
    if get_region(code) is None:
        raise Http404
    return code
