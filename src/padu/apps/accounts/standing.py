"""How somebody stands while signed in: where they are signed in, and whether a second step is still owed."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from typing import Final

from django.conf import settings
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.utils import timezone

from padu.access.actor import Actor
from padu.access.verbs import Role
from padu.apps.accounts.devices import note_presence

# Roles that see much: every regency's offers, other people's looks, whole provinces [assumption].
FAR_SEEING: Final = frozenset({Role.REGENCY, Role.PROVINCE, Role.NATION, Role.SECTOR, Role.PRIVACY, Role.INSPECTOR})
SECOND_STEP_KEY: Final = "second_step"
SECOND_STEP_PAGE: Final = "/akun/langkah-kedua/"
# What somebody needs who still owes the second step: to set it up, or to leave.
_OPEN: Final = ("/akun/", "/keluar/", "/sehat/", "/static/")

Handler = Callable[[HttpRequest], HttpResponse]


def second_step_from(actor: Actor) -> dt.date | None:
    """First day on which this person needs a second step; None where nobody asks for it."""
    first: dt.date | None = settings.SECOND_FACTOR_FROM
    return first if any(hat.role in FAR_SEEING for hat in actor.hats) else None


def owes_second_step(request: HttpRequest) -> bool:
    """Whether the day has come and this session was begun without a second step."""
    whole: Actor = request.whole_actor  # type: ignore[attr-defined]  # set by ScopeMiddleware for every request
    first = second_step_from(whole)
    return first is not None and first <= timezone.localdate() and not request.session.get(SECOND_STEP_KEY)


def standing(get_response: Handler) -> Handler:
    """Inside the scope of the request: note the device, and lead who owes a second step to where it is set up."""

    def handle(request: HttpRequest) -> HttpResponse:
        whole: Actor = request.whole_actor  # type: ignore[attr-defined]
        if whole.user_id is not None:
            note_presence(request, whole.user_id)
            if not request.path.startswith(_OPEN) and owes_second_step(request):
                return HttpResponseRedirect(SECOND_STEP_PAGE)
        return get_response(request)

    return handle
