"""Issues that wait for somebody who leaves."""

from __future__ import annotations

from django.urls import reverse
from django.utils.translation import gettext as _

from padu.access.actor import system_actor
from padu.access.gate import scoped
from padu.access.verbs import Verb
from padu.apps.accounts.left_open import Leaving, LeftOpen, in_places
from padu.apps.data_quality.models import DataIssue
from padu.domain.regions import NATION


def open_issues(leaving: Leaving) -> list[LeftOpen]:
    """Issues handed to them in places whose families they worked with; counted by the system, no family is named."""
    places = leaving.places(Verb.FAMILY_READ)
    if not places:
        return []
    with scoped(system_actor(NATION, Verb.FAMILY_READ)):
        rows = DataIssue.objects.filter(in_places(places), assigned_to=leaving.user_id)
        number = rows.filter(state__in=("open", "corrected", "checked")).count()
    return [LeftOpen(_("%(n)s catatan mutu data menunggunya") % {"n": number}, reverse("home"))] if number else []
