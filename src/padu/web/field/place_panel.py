"""Doors from a place's page into field work; numbers alone for a sector's office."""

from __future__ import annotations

from django.urls import reverse
from django.utils.translation import gettext as _

from padu.access.actor import Actor
from padu.access.verbs import Role, Verb
from padu.apps.regions.models import Region
from padu.apps.regions.panels import PlacePanel
from padu.domain.regions import Level
from padu.ui.components import Choice


def place_panel(actor: Actor, region: Region) -> PlacePanel | None:
    """Links into the pages of field work that this person may open for this place."""
    links = list(_links(actor, region))
    return PlacePanel(_("Petugas lapangan"), "web/panels/field.html", links) if links else None


def _links(actor: Actor, region: Region) -> list[Choice]:
    level, found = Level(region.level), []
    if actor.may(Verb.PLACE_READ, region.code):
        found.append(Choice(_("Daftar petugas"), _address("field_workers", region.code)))
        if level in (Level.REGENCY, Level.DISTRICT):
            found.append(Choice(_("Beban petugas"), _address("field_load", region.code)))
            found.append(Choice(_("Cakupan sektor"), _address("field_coverage", region.code)))
        if level is Level.DISTRICT:
            found.append(Choice(_("Instansi kecamatan"), reverse("field_district", args=[region.code])))
    offices = level in (Level.NATION, Level.PROVINCE, Level.REGENCY)
    if offices and actor.may(Verb.FIGURE_READ, region.code) and any(hat.role is Role.SECTOR for hat in actor.hats):
        found.append(Choice(_("Jumlah petugas sektor saya"), _address("field_sector", region.code)))
    return found


def _address(route: str, code: str) -> str:
    return f"{reverse(route)}?wilayah={code}"
