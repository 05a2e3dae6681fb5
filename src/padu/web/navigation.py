"""The way through the rooms: which doors a person sees, by what they may do."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from django.utils.translation import gettext, gettext_noop

from padu.access.actor import Actor
from padu.access.verbs import Verb
from padu.ui.components import NavItem


@dataclass(frozen=True, slots=True)
class Room:
    """A door of the main navigation: shown to whoever has one of the verbs somewhere (none named: to everybody)."""

    label: str
    url: str
    icon: str
    verbs: tuple[Verb, ...] = ()
    in_bar: bool = False


# In the order of the way from families' data to what became of it (design.md, section 1).
ROOMS: tuple[Room, ...] = (
    Room(gettext_noop("Beranda"), "/", "home", in_bar=True),
    Room(gettext_noop("Wilayah"), "/wilayah/", "regions"),
    Room(gettext_noop("Kampung"), "/kampung/", "kampung", (Verb.PLACE_READ,)),
    Room(gettext_noop("Keluarga"), "/keluarga/", "families", (Verb.FAMILY_READ,), in_bar=True),
    # Families that were referred to the own agency.
    Room(gettext_noop("Rujukan"), "/keluarga/rujukan/", "handshake", (Verb.SUPPLY_EDIT,)),
    Room(gettext_noop("Daftar sektor"), "/daftar-sektor/", "link", (Verb.SECTOR_SEND, Verb.FIELD_EDIT)),
    Room(gettext_noop("Impor"), "/impor/", "import", (Verb.FAMILY_WRITE, Verb.FIGURE_IMPORT, Verb.FIGURE_SEND)),
    Room(gettext_noop("Mutu data"), "/mutu/", "ok-circle", (Verb.PLACE_READ,)),
    Room(gettext_noop("Situasi"), "/situasi/", "situation", (Verb.PLACE_READ,), in_bar=True),
    Room(gettext_noop("Penawaran"), "/penawaran/", "supply", (Verb.SUPPLY_EDIT, Verb.SUPPLY_READ_ALL)),
    Room(gettext_noop("Meja padu"), "/meja/", "table", (Verb.PLAN_RUN,)),
    Room(gettext_noop("Usulan"), "/usulan/", "handshake", (Verb.PLAN_ANSWER,), in_bar=True),
    Room(gettext_noop("Matriks"), "/matriks/", "matrix", (Verb.PLACE_READ,)),
    Room(gettext_noop("Kalender"), "/kalender/", "calendar", (Verb.PLACE_READ,), in_bar=True),
    Room(gettext_noop("Instansi"), "/lembaga/", "agency", (Verb.INSTITUTION_EDIT,)),
    Room(gettext_noop("Rapat"), "/rapat/", "meeting", (Verb.PLACE_READ,)),
    Room(gettext_noop("Jejak"), "/jejak/", "history", (Verb.AUDIT_READ,), in_bar=True),
    Room(gettext_noop("Privasi"), "/privasi/", "lock", (Verb.PRIVACY_ADMIN,), in_bar=True),
)


def build_navigation(actor: Actor, path: str, badges: dict[str, int] | None = None) -> Sequence[NavItem]:
    """Doors open to this actor; `badges` counts what waits behind a door, by its address."""
    waiting = badges or {}
    return [
        NavItem(
            label=gettext(room.label),
            url=room.url,
            icon=room.icon,
            active=_stands_in(path, room.url),
            badge=waiting.get(room.url, 0),
            in_bar=room.in_bar,
        )
        for room in ROOMS
        if not room.verbs or any(actor.roots(verb) for verb in room.verbs)
    ]


def _stands_in(path: str, url: str) -> bool:
    return path == url if url == "/" else path.startswith(url)
