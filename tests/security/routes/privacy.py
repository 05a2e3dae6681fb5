"""Citizens' rights, registers, retention, numbers shown whole, and families referred to an agency."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import Any

from django.utils import timezone

from padu.access.actor import system_actor
from padu.access.gate import scoped
from padu.access.models import CaseGrant
from padu.access.verbs import Role, Verb
from padu.apps.privacy.models import Breach, Consent, DataRequest, RetentionRun
from padu.apps.rumah_dataku.models import Family
from tests.security.routes.base import (
    AGENCY,
    BOTH,
    EVERYONE,
    HERE,
    NO_ID,
    NO_REGENCY,
    WRITES,
    Case,
    Make,
    Roles,
    of,
)
from tests.security.standing import REGENCY
from tests.security.world import World

# Handle whole numbers and referrals; a cadre reads families without either.
FINDERS: Roles = frozenset({Role.KAMPUNG, Role.PLKB})
SERVERS: Roles = FINDERS | {Role.PRIVACY}
KADER: Roles = frozenset({Role.KADER})
OFFICER: Roles = frozenset({Role.PRIVACY})
REASON = "mencocokkan KTP warga"


@dataclass(frozen=True, slots=True)
class Room:
    """Tickets and a consent of the world's family, incidents and a run of the regency, a referral of another family."""

    access: DataRequest
    copy: DataRequest
    consent: Consent
    breach: Breach
    run: RetentionRun
    case: CaseGrant


def make(world: World) -> Room:
    now, today = timezone.now(), timezone.localdate()
    with scoped(system_actor(REGENCY, Verb.FAMILY_READ, Verb.FAMILY_WRITE, Verb.CASE_REFER, Verb.PRIVACY_ADMIN)):
        about = {"region_code": HERE, "family_id": world.family.pk, "person_id": world.person.pk}
        asked = {"applicant": "self", "received_at": now} | about
        referred = Family.objects.create(
            region_code=HERE, source="uji", source_key="rujuk", head_name="Keluarga Rujukan", updated_at=now
        )
        return Room(
            access=DataRequest.objects.create(kind="access", **asked),
            copy=DataRequest.objects.create(kind="copy", **asked),
            consent=Consent.objects.create(
                purpose="photo", text_version=1, kinds="gambar wajah", way="written", given_on=today,
                valid_until=today + dt.timedelta(days=30), **about,
            ),
            breach=Breach.objects.create(region_code=REGENCY, title="Insiden", discovered_at=now, how="x"),
            run=RetentionRun.objects.create(
                region_code=REGENCY, as_of=today, due={"families": 0, "persons": 0, "rounds": 0}, proposed_by=NO_ID
            ),
            case=CaseGrant.objects.create(
                region_code=HERE, family_id=referred.pk, agency_id=world.people.kesehatan.pk, service="JKN",
                reason="x", opened_by=NO_ID, valid_to=today + dt.timedelta(days=30),
            ),
        )  # fmt: skip


def _room(name: str, argument: str, **more: Any) -> Make:
    return lambda world: {argument: getattr(world.rooms["privacy"], name).pk} | more


def _family(route: str, sees: Roles, **more: Any) -> Case:
    extra = more.pop("extra", {})
    return Case(
        route, sees, KADER, place=HERE, kwargs=lambda w: {"family_id": w.family.pk} | extra, twin={"family_id": NO_ID},
        **more,
    )  # fmt: skip


def _ticket(route: str, name: str, **more: Any) -> Case:
    extra = more.pop("extra", {})
    return Case(
        route, SERVERS, place=HERE, kwargs=_room(name, "request_id", **extra), twin={"request_id": NO_ID}, **more
    )


def _place(route: str, **more: Any) -> Case:
    """A page that takes its place from the address; who runs no privacy has no such page."""
    return Case(
        route, OFFICER, place=REGENCY, query={"wilayah": REGENCY}, twin={"wilayah": NO_REGENCY}, label="regency", **more
    )


def _breach(route: str, **more: Any) -> Case:
    extra = more.pop("extra", {})
    return Case(
        route, OFFICER, place=REGENCY, kwargs=_room("breach", "breach_id", **extra), twin={"breach_id": NO_ID}, **more
    )


def _run(step: str) -> Case:
    return Case(
        "privacy_retention_step", OFFICER, place=REGENCY, kwargs=_room("run", "run_id", step=step), methods=WRITES,
        twin={"run_id": NO_ID}, label=step,
    )  # fmt: skip


def _in_regency(route: str, **kwargs: Any) -> Case:
    return Case(
        route, OFFICER, EVERYONE - OFFICER, place=REGENCY, kwargs=of(code=REGENCY, **kwargs), methods=BOTH,
        twin={"code": NO_REGENCY},
    )  # fmt: skip


CASES = [
    Case(
        "families_find", FINDERS, EVERYONE - FINDERS, place=HERE, methods=WRITES,
        post=of(desa=HERE, nomor="1301014503970099"),
    ),
    _family("family_number", FINDERS, extra={"line": 1}, methods=BOTH, post=of(reason=REASON)),
    _family("family_refer", FINDERS, methods=BOTH, post=of(service="x")),
    Case("referred_families", AGENCY),
    Case(
        "case_close", FINDERS, KADER | AGENCY, place=HERE, owner="kesehatan", methods=WRITES,
        kwargs=_room("case", "case_id"), twin={"case_id": NO_ID},
    ),
    Case("privacy", SERVERS),
    Case("privacy_notice", EVERYONE, public=True),
    Case("privacy_notice_pdf", EVERYONE, public=True),
    _family("privacy_family", SERVERS),
    _family("privacy_ask", SERVERS, methods=BOTH, post=of(kind="access")),
    _family("consent_new", SERVERS, methods=BOTH, post=of(purpose="photo")),
    _ticket("privacy_request", "access", methods=BOTH, post=of(step="answer", outcome="diserahkan")),
    _ticket("privacy_report", "access", methods=WRITES),
    _ticket("privacy_copy", "copy", extra={"form": "json"}, methods=WRITES),
    Case(
        "consent_step", SERVERS, place=HERE, kwargs=_room("consent", "consent_id", step="tarik"), methods=WRITES,
        twin={"consent_id": NO_ID},
    ),
    Case("privacy_processing", OFFICER),
    _place("privacy_processing"),
    Case("privacy_processing_file", OFFICER, kwargs=of(form="xlsx")),
    _in_regency("privacy_processing_edit", key="family_register"),
    Case("privacy_breaches", OFFICER),
    _place("privacy_breaches"),
    _in_regency("privacy_breach_new"),
    _breach("privacy_breach", methods=BOTH, post=of(to="persons")),
    _breach("privacy_breach_edit", methods=BOTH, post=of(title="x")),
    _breach("privacy_breach_notice"),
    _breach("privacy_breach_step", extra={"step": "kendalikan"}, methods=WRITES),
    Case("privacy_retention", OFFICER),
    _place("privacy_retention"),
    _place("privacy_retention_new", methods=WRITES),
    _run("sahkan"),
    _run("batal"),
]  # fmt: skip
