"""What later apps have to show on a family's page, without this app knowing them.

A later app registers a builder when the apps start (AppConfig.ready); the page asks each in turn. A builder stands in
the request's scope and answers None where it has nothing for that family. The page itself has logged the look. Only
people with the duty for families see these panels: a family that was referred to an agency is shown without them.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from padu.access.actor import Actor
from padu.apps.rumah_dataku.models import Family


@dataclass(frozen=True, slots=True)
class FamilyPanel:
    """A section of a family's page: its template is given `panel`, with the data in `panel.data`.

    key  of the section's address on the page, a word of small letters
    """

    key: str
    title: str
    template: str
    data: Any


Builder = Callable[[Actor, Family], FamilyPanel | None]

_builders: dict[int, Builder] = {}


def register_family_panel(order: int, build: Builder) -> None:
    """Show what `build` returns, at this place in the order. Registering the same order again replaces it."""
    _builders[order] = build


def build_family_panels(actor: Actor, family: Family) -> list[FamilyPanel]:
    """Every panel that has something to show, in order."""
    found = (_builders[order](actor, family) for order in sorted(_builders))
    return [panel for panel in found if panel is not None]
