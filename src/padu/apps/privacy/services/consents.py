"""Consents: given in the words of a text version, taken back at any time, stopped within 3 x 24 hours."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import Final

from django.http import Http404
from django.utils import timezone

from padu.access.actor import Actor
from padu.access.audit import record_change
from padu.access.requests import require_place
from padu.access.verbs import Verb
from padu.apps.privacy.models import Consent
from padu.apps.privacy.selectors.serving import members_of, served_family
from padu.apps.rumah_dataku.models import Person
from padu.domain.data_rights.consent_texts import ConsentPurpose, ConsentWay, current_text
from padu.domain.data_rights.machines import CONSENT
from padu.domain.errors import PaduError
from padu.domain.population import age_on

ADULT_YEARS: Final = 18
LONGEST: Final = dt.timedelta(days=5 * 366)  # [assumption] longer than five years is asked for again


class GuardianMissing(PaduError):
    """A child's consent names the parent or guardian who gives it (UU 27/2022 article 25)."""

    code = "consent.guardian_missing"


class OddPeriod(PaduError):
    """A consent begins today or earlier, ends later than it begins, and lasts five years at most."""

    code = "consent.odd_period"


class StopNoteMissing(PaduError):
    """What was taken down or deleted is written down."""

    code = "consent.stop_note_missing"


@dataclass(frozen=True, slots=True)
class NewConsent:
    """What was agreed to. person_id None: the head for the family as a whole."""

    family_id: int
    person_id: int | None
    purpose: ConsentPurpose
    way: ConsentWay
    given_on: dt.date
    valid_until: dt.date
    guardian_name: str = ""


def consent_record(*, actor: Actor, new: NewConsent) -> Consent:
    """Keep a consent with the newest text of its purpose.

    Raises Http404, PermissionDenied, GuardianMissing, OddPeriod.
    """
    family = served_family(actor, new.family_id)
    member = _member(actor, new) if new.person_id is not None else None
    _check_period(new, timezone.localdate())
    if member is not None and needs_guardian(member, new.given_on) and not new.guardian_name.strip():
        raise GuardianMissing
    text = current_text(new.purpose)
    made: Consent = Consent.objects.create(
        region_code=family.region_code,
        family_id=family.pk,
        person_id=new.person_id,
        purpose=new.purpose.value,
        text_version=text.version,
        kinds=text.kinds,
        way=new.way.value,
        given_on=new.given_on,
        valid_until=new.valid_until,
        guardian_name=new.guardian_name.strip()[:120],
        recorded_by=actor.user_id,
    )
    purpose = f"persetujuan:{made.pk} {new.purpose.value} teks {text.version}"
    record_change(actor, "privacy.consent", family.region_code, f"family:{family.pk}", purpose)
    return made


def _member(actor: Actor, new: NewConsent) -> Person:
    family = served_family(actor, new.family_id)
    found = next((m for m in members_of(actor, family) if m.pk == new.person_id), None)
    if found is None:
        raise Http404
    return found


def needs_guardian(member: Person, on: dt.date) -> bool:
    """Whether the member is a child on the day; an unknown birth date counts as one, to be safe [assumption]."""
    return member.birth_date is None or age_on(member.birth_date, on) < ADULT_YEARS


def _check_period(new: NewConsent, today: dt.date) -> None:
    if not new.given_on <= today or not new.given_on < new.valid_until <= new.given_on + LONGEST:
        raise OddPeriod


def _get(actor: Actor, consent_id: int) -> Consent:
    found: Consent | None = Consent.objects.select_for_update().filter(pk=consent_id).first()
    if found is None:
        raise Http404
    require_place(actor, found.region_code, Verb.PRIVACY_SERVE)
    return found


def consent_withdraw(*, actor: Actor, consent_id: int) -> Consent:
    """Take a consent back; the clock to stop its use runs from now. Raises Http404, IllegalTransition."""
    found = _get(actor, consent_id)
    found.state, found.withdrawn_at = CONSENT.next_state(found.state, "withdraw"), timezone.now()
    found.save(update_fields=["state", "withdrawn_at"])
    _record(actor, found, "privacy.consent_withdraw")
    return found


def consent_stop(*, actor: Actor, consent_id: int, note: str) -> Consent:
    """Say that the use has stopped: what was taken down. Raises Http404, IllegalTransition, StopNoteMissing."""
    found = _get(actor, consent_id)
    following = CONSENT.next_state(found.state, "stop")
    if not note.strip():
        raise StopNoteMissing
    found.state, found.stopped_at, found.stop_note = following, timezone.now(), note.strip()[:300]
    found.save(update_fields=["state", "stopped_at", "stop_note"])
    _record(actor, found, "privacy.consent_stop")
    return found


def _record(actor: Actor, consent: Consent, event: str) -> None:
    record_change(actor, event, consent.region_code, f"family:{consent.family_id}", f"persetujuan:{consent.pk}")
