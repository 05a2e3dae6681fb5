"""The register of processing and the register of breaches: written by who runs privacy in a place."""

from __future__ import annotations

import datetime as dt
from dataclasses import asdict, dataclass, fields

from django.http import Http404
from django.utils import timezone

from padu.access.actor import Actor
from padu.access.audit import record_change
from padu.access.requests import require_place
from padu.access.verbs import Verb
from padu.apps.privacy.models import Breach, BreachNotice, ProcessingActivity
from padu.domain.data_rights.breaches import DATA_KINDS, NoticeTo, missing_notices
from padu.domain.data_rights.machines import BREACH
from padu.domain.data_rights.processing import Processing
from padu.domain.errors import PaduError


class NoticeMissing(PaduError):
    """A breach is closed after the notices the law asks for. data: missing."""

    code = "breach.notice_missing"


class OddMoment(PaduError):
    """A moment lies in the future, or a notice before the discovery."""

    code = "breach.odd_moment"


class ClosingNoteMissing(PaduError):
    """A breach is closed, or opened again, with a reason."""

    code = "breach.closing_note_missing"


@dataclass(frozen=True, slots=True)
class BreachFacts:
    """What is known of an incident; None and an empty list are "not known yet"."""

    title: str
    discovered_at: dt.datetime
    happened_at: dt.datetime | None
    how: str
    data_kinds: tuple[str, ...]
    persons: int | None
    consequences: str
    measures: str
    contact: str


def processing_keep(*, actor: Actor, region_code: str, row: Processing, active: bool = True) -> ProcessingActivity:
    """Write a row of a place's register, or change it. Raises Http404, PermissionDenied."""
    require_place(actor, region_code, Verb.PRIVACY_ADMIN)
    words = {f.name: getattr(row, f.name) for f in fields(row) if f.name != "key"}
    kept, _ = ProcessingActivity.objects.update_or_create(
        region_code=region_code,
        key=row.key,
        defaults=words | {"active": active, "changed_by": actor.user_id},
    )
    record_change(actor, "privacy.processing", region_code, f"processing:{row.key}"[:80])
    made: ProcessingActivity = kept
    return made


def breach_record(*, actor: Actor, region_code: str, facts: BreachFacts) -> Breach:
    """Begin the register's entry of an incident; its clock runs from the discovery. Raises OddMoment."""
    require_place(actor, region_code, Verb.PRIVACY_ADMIN)
    _check(facts)
    made: Breach = Breach.objects.create(region_code=region_code, created_by=actor.user_id, **_columns(facts))
    record_change(actor, "privacy.breach", region_code, f"breach:{made.pk}")
    return made


def breach_change(*, actor: Actor, breach_id: int, facts: BreachFacts) -> Breach:
    """Write down what is known by now; a closed one is opened again first. Raises Http404, OddMoment."""
    found = get_breach(actor, breach_id, lock=True)
    _check(facts)
    columns = _columns(facts)
    for name, value in columns.items():
        setattr(found, name, value)
    found.save(update_fields=list(columns))
    record_change(actor, "privacy.breach_change", found.region_code, f"breach:{found.pk}")
    return found


def _columns(facts: BreachFacts) -> dict[str, object]:
    return asdict(facts) | {"data_kinds": [kind for kind in DATA_KINDS if kind in facts.data_kinds]}


def _check(facts: BreachFacts) -> None:
    now = timezone.now()
    if facts.discovered_at > now or (facts.happened_at is not None and facts.happened_at > facts.discovered_at):
        raise OddMoment


def get_breach(actor: Actor, breach_id: int, *, lock: bool = False) -> Breach:
    """An incident of a place whose privacy the actor runs. Raises Http404, PermissionDenied."""
    rows = Breach.objects.select_for_update() if lock else Breach.objects
    found: Breach | None = rows.filter(pk=breach_id).first()
    if found is None:
        raise Http404
    require_place(actor, found.region_code, Verb.PRIVACY_ADMIN)
    return found


def breach_step(*, actor: Actor, breach_id: int, step: str, note: str = "") -> Breach:
    """contain, close (after the notices, with a note) or reopen (with a note).

    Raises IllegalTransition, NoticeMissing, ClosingNoteMissing.
    """
    found = get_breach(actor, breach_id, lock=True)
    following = BREACH.next_state(found.state, step)
    if step == "close":
        _require_notices(found)
    if step in ("close", "reopen") and not note.strip():
        raise ClosingNoteMissing
    now = timezone.now()
    found.state = following
    found.contained_at = {"contain": now, "reopen": None}.get(step, found.contained_at)
    found.closed_at = now if step == "close" else None
    found.closing_note = note.strip()[:300]
    found.save(update_fields=["state", "contained_at", "closed_at", "closing_note"])
    record_change(actor, f"privacy.breach_{step}", found.region_code, f"breach:{found.pk}", note.strip()[:200])
    return found


def _require_notices(breach: Breach) -> None:
    missing = missing_notices(sent_to(breach), breach.persons)
    if missing:
        raise NoticeMissing(missing=tuple(to.value for to in missing))


def sent_to(breach: Breach) -> frozenset[NoticeTo]:
    """To whom notices of an incident were sent."""
    return frozenset(
        NoticeTo(to) for to in BreachNotice.objects.filter(breach=breach).values_list("notice_to", flat=True)
    )


def notice_record(
    *, actor: Actor, breach_id: int, to: NoticeTo, sent_at: dt.datetime, way: str, recipients: int | None = None
) -> BreachNotice:
    """Note that a notice was sent. Raises OddMoment for one before the discovery or in the future."""
    found = get_breach(actor, breach_id, lock=True)
    if not found.discovered_at <= sent_at <= timezone.now():
        raise OddMoment
    made: BreachNotice = BreachNotice.objects.create(
        breach=found,
        region_code=found.region_code,
        notice_to=to.value,
        sent_at=sent_at,
        way=way.strip()[:200],
        recipients=recipients,
        recorded_by=actor.user_id,
    )
    record_change(actor, "privacy.breach_notice", found.region_code, f"breach:{found.pk}", to.value)
    return made
