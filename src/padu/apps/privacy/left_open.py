"""Requests about data that wait for somebody who leaves."""

from __future__ import annotations

from django.urls import reverse
from django.utils.translation import gettext as _

from padu.access.actor import system_actor
from padu.access.gate import scoped
from padu.access.verbs import Verb
from padu.apps.accounts.left_open import Leaving, LeftOpen, in_places
from padu.apps.privacy.models import DataRequest


def open_requests(leaving: Leaving) -> list[LeftOpen]:
    """How many are open where the hats serve them.

    Counted as the system: who administers accounts learns that somebody has to take them over, not whose they are.
    """
    places = leaving.places(Verb.PRIVACY_SERVE)
    number = 0
    for place in places:
        with scoped(system_actor(place, Verb.PRIVACY_SERVE)):
            number += DataRequest.objects.filter(in_places([place]), state=DataRequest.State.OPEN).count()
    words = _("%(n)s permohonan hak subjek data belum dijawab")
    return [LeftOpen(words % {"n": number}, reverse("privacy"))] if number else []
