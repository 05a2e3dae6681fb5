"""What is handed to a citizen: the access report and a copy of one person's data. Each is a change in the trail."""

from __future__ import annotations

from django.utils import timezone

from padu.access.actor import Actor
from padu.access.audit import record_change, record_look
from padu.apps.privacy.models import DataRequest
from padu.apps.privacy.reports import Paper, access_report, as_pdf
from padu.apps.privacy.selectors.copying import copy_document, copy_json, person_copy
from padu.apps.privacy.selectors.serving import served_family
from padu.apps.privacy.selectors.trail import FamilyTrail, family_trail
from padu.apps.privacy.services.requests import get_request
from padu.apps.regions.selectors import names_of
from padu.domain.errors import PaduError


class WrongTicket(PaduError):
    """What is handed over needs an open ticket of its kind. data: wanted."""

    code = "privacy.wrong_ticket"


def place_words(region_code: str) -> str:
    """Name of a place with its kind."""
    return names_of([region_code]).get(region_code, region_code)


def access_report_look(*, actor: Actor, family_id: int) -> FamilyTrail:
    """The trail of a family on the screen; looking at it is a look too. Raises Http404, PermissionDenied."""
    family = served_family(actor, family_id)
    trail = family_trail(actor, family)
    record_look(actor, "privacy.access_report", family.region_code, f"family:{family.pk}", "Melayani hak warga")
    return trail


def access_report_print(*, actor: Actor, family_id: int, request_id: int) -> Paper:
    """The citizen's paper for an open ticket of kind access. Raises Http404, PermissionDenied, WrongTicket."""
    family = served_family(actor, family_id)
    ticket = open_ticket(actor, request_id, DataRequest.Kind.ACCESS, family_id)
    trail = family_trail(actor, family)
    record_change(actor, "privacy.access_print", family.region_code, f"family:{family.pk}", f"permohonan:{ticket.pk}")
    paper = access_report(trail, place_words(family.region_code), ticket, timezone.localdate())
    return as_pdf(f"laporan-akses-{ticket.pk}", paper)


def person_copy_make(*, actor: Actor, request_id: int, form: str) -> Paper:
    """Everything the system holds on one person, for an open ticket of kind copy.

    form  json (portable, to the letter) or pdf (readable)
    Raises Http404, PermissionDenied, WrongTicket.
    """
    found = get_request(actor, request_id)
    ticket = open_ticket(actor, request_id, DataRequest.Kind.COPY, found.family_id)
    family = served_family(actor, ticket.family_id)
    copy = person_copy(actor, family, ticket)
    record_change(
        actor,
        "privacy.copy",
        family.region_code,
        f"family:{family.pk}",
        f"permohonan:{ticket.pk} orang:{ticket.person_id}",
    )
    if form == "json":
        return Paper(f"salinan-data-{ticket.pk}.json", "application/json", copy_json(copy))
    document = copy_document(copy, place_words(family.region_code), timezone.localdate(), demo=family.made_up)
    return as_pdf(f"salinan-data-{ticket.pk}", document)


def open_ticket(actor: Actor, request_id: int, kind: str, family_id: int) -> DataRequest:
    """The ticket, if it is open, of this kind and about this family. Raises Http404, WrongTicket."""
    ticket = get_request(actor, request_id)
    fits = ticket.state == DataRequest.State.OPEN and ticket.kind == kind and ticket.family_id == family_id
    if not fits or (kind == DataRequest.Kind.COPY and ticket.person_id is None):
        raise WrongTicket(wanted=str(kind))
    return ticket
