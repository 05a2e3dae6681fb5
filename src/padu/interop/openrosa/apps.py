"""OpenRosa as a neighbour: phones get forms and lists here and send what was filled in."""

from __future__ import annotations

from django.apps import AppConfig


class OpenRosaConfig(AppConfig):
    name = "padu.interop.openrosa"
    label = "openrosa"

    def ready(self) -> None:
        from padu.access.events import Event, subscribe
        from padu.interop.openrosa.devices import end_devices_of
        from padu.interop.openrosa.purging import forget_families

        subscribe(Event.PERSON_OFFBOARDED, end_devices_of)
        subscribe(Event.FAMILIES_ANONYMISED, forget_families)
