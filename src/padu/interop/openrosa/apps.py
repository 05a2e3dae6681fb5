"""OpenRosa as a neighbour: phones get forms and lists here and send what was filled in."""

from __future__ import annotations

from django.apps import AppConfig


class OpenRosaConfig(AppConfig):
    name = "padu.interop.openrosa"
    label = "openrosa"
    demo_step = ("Kiriman ponsel", "padu.interop.openrosa.demo.load_phones")

    def ready(self) -> None:
        from padu.access.asked import register_asked
        from padu.access.events import Event, subscribe
        from padu.access.verbs import Verb
        from padu.interop.openrosa.devices import end_devices_of
        from padu.interop.openrosa.purging import forget_families
        from padu.interop.openrosa.waiting import submissions_to_decide

        subscribe(Event.PERSON_OFFBOARDED, end_devices_of)
        subscribe(Event.FAMILIES_ANONYMISED, forget_families)
        register_asked(Verb.FAMILY_WRITE, submissions_to_decide)
        self._seal()

    def _seal(self) -> None:
        from padu.access.documents import DOCUMENTS
        from padu.access.sealed import SealedFiles, SealedValues, register_sealed
        from padu.interop.openrosa.models import Attachment, Submission
        from padu.interop.openrosa.sealing import sealed_context

        parts = ("payload", "corrections", "problems")
        sent = SealedValues(Submission, parts, lambda row, part: sealed_context(row.instance_id, part))
        register_sealed(sent, SealedFiles(Attachment, DOCUMENTS))
