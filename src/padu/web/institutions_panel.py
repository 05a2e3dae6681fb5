"""Agencies and teams on a place's page: how many, and the way to them. For those who read the place only."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext

from padu.access.actor import Actor
from padu.access.verbs import Verb
from padu.apps.institutions.selectors.agencies import AgencyFilter, find_agencies
from padu.apps.institutions.selectors.teams import count_teams
from padu.apps.regions.models import Region
from padu.apps.regions.panels import PlacePanel
from padu.ui.components import Stat


@dataclass(frozen=True, slots=True)
class InstitutionsPanel:
    stats: Sequence[Stat]
    agencies_url: str
    teams_url: str


def institutions_panel(actor: Actor, region: Region) -> PlacePanel | None:
    """Counts of the place and below; agencies of the places above serve it too and are counted with them."""
    if not actor.may(Verb.PLACE_READ, region.code):
        return None
    today = timezone.localdate()
    counts = count_teams(region.code, today)
    stats = [
        Stat(gettext("Instansi yang melayani"), find_agencies(AgencyFilter(region.code), today).count()),
        Stat(gettext("Tim dan pokja"), counts.teams),
        Stat(gettext("SK tim akan berakhir"), counts.expiring, note=gettext("dalam 90 hari")),
        Stat(gettext("SK tim berakhir"), counts.expired),
    ]
    place = f"?wilayah={region.code}"
    data = InstitutionsPanel(stats, reverse("agencies") + place, reverse("teams") + place)
    return PlacePanel(gettext("Instansi dan tim"), "web/panels/institutions.html", data)
