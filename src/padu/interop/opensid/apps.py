"""OpenSID as a neighbour: its population workbook is read like a file of families."""

from __future__ import annotations

from django.apps import AppConfig


class OpenSidConfig(AppConfig):
    name = "padu.interop.opensid"
    label = "opensid"

    def ready(self) -> None:
        from padu.interop.opensid.reader import register

        register()
