"""What later apps have to show on a place's page, without this app knowing them.

A later app registers a builder when the apps start (AppConfig.ready); the page asks each in turn. A builder stands in
the request's scope and answers None where it has nothing for that place.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from padu.access.actor import Actor
from padu.apps.regions.models import Region


@dataclass(frozen=True, slots=True)
class PlacePanel:
    """A section of a place's page: its template is given `panel`, with the data in `panel.data`."""

    title: str
    template: str
    data: Any


Builder = Callable[[Actor, Region], PlacePanel | None]

_builders: dict[int, Builder] = {}


def register_panel(order: int, build: Builder) -> None:
    """Show what `build` returns, at this place in the order. Registering the same order again replaces it."""
    _builders[order] = build


def build_panels(actor: Actor, region: Region) -> list[PlacePanel]:
    """Every panel that has something to show, in order."""
    found = (_builders[order](actor, region) for order in sorted(_builders))
    return [panel for panel in found if panel is not None]
